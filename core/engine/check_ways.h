/* The ways through a routine: which question is answered how in which run, and which option is
 * given.
 *
 * A question is known by its words. When a run meets one that no run met before, each other answer
 * becomes a way of its own, on which everything before is answered as in that run. Room-internal.
 */
#ifndef TP_ENGINE_CHECK_WAYS_H
#define TP_ENGINE_CHECK_WAYS_H

#include "core/base/intern.h"
#include "core/engine/check.h"

enum { TP_WAY_WORDS = 200 };

struct tp_way {
    unsigned parent;                /* the way that it leaves; itself where it begins anew */
    const char *question;           /* its key: see check_ways.c */
    const char *asked;              /* its words */
    struct tp_value answer;         /* texts are interned */
    struct tp_script_option option; /* without a question: the one that is given */
    enum tp_press_action_kind ends; /* without both: how presses that are felt end; NONE: well */
    bool missing;                   /* there is no sensor */
};

struct tp_ways {
    struct tp_intern *texts; /* borrowed; of everything that is kept here */
    struct tp_way list[TP_CHECK_RUNS];
    unsigned count;   /* known so far; the first four always */
    unsigned untold;  /* for which there was no room */
    unsigned run;     /* the one that is run now */
    const char **met; /* owned: keys of the questions that a run met */
    size_t met_count, met_capacity;
    bool feels;          /* a run asked for a sensor */
    struct tp_log kept;  /* what runs remembered, by key: the last one counts */
    unsigned char *left; /* owned: at the numbers of lines: which of their steps were left */
    size_t line_count;
};

/* `lines`: of the routine's text, and one more. 0 or -TP_ENOMEM; to be finished in any case. */
int tp_ways_init(struct tp_ways *ways, struct tp_intern *texts, size_t lines);
void tp_ways_finish(struct tp_ways *ways);

/* A way that is like the first, but for this option. */
void tp_ways_add_option(struct tp_ways *ways, const struct tp_script_option *option);

/* The option of the way that is run now; NULL when none is given. */
const struct tp_script_option *tp_ways_option(const struct tp_ways *ways);

/* `answer` of struct tp_run_config, with the ways as context. */
bool tp_ways_answer(void *context, const struct tp_question *question, struct tp_value *out);

/* `leaves` likewise: the third way leaves each step of the body once, so that a routine that waits
 * for one to be done goes on. */
bool tp_ways_leaves(void *context, const struct tp_step_info *step);

/* `input` and `remembers` likewise: nothing was before, but on the fourth way: there the routine
 * was done often, and has what the runs ahead of it remembered. */
bool tp_ways_input(void *context, const char *kind, const char *key, struct tp_value *out);
void tp_ways_remembers(void *context, const char *key, struct tp_value value);

/* `presses` likewise. Where a run asks for a sensor there are ways more: without it, and one for
 * each other end of a press. */
enum tp_press_action_kind tp_ways_presses(void *context);

/* Whether steps are left on it, or presses cut short: its times are nobody's. */
bool tp_ways_skips(const struct tp_ways *ways);

/* What is special about the way that is run now: "when nobody answers"; "" for the first. */
const char *tp_ways_words(const struct tp_ways *ways, char words[TP_WAY_WORDS]);

#endif
