/* A timeline: all steps and cues of a routine, known before a sound is made.
 *
 * Filled by a dry run in virtual time. The plan is a printed timeline; the screen looks the next
 * step and the time left up in one; render and prefetch read its sentences. Pure data; one thread
 * at a time. */
#ifndef TP_ENGINE_TIMELINE_H
#define TP_ENGINE_TIMELINE_H

#include "core/base/intern.h"
#include "core/engine/run.h"

struct tp_timeline_step {
    uint32_t number;
    const char *kind, *how, *title, *section, *side, *point, *spot; /* NULL where it has none */
    double pressure;                                                /* −1 where it has none */
    int priority;                                                   /* 0 where it has none */
    tp_frames start, length;                                        /* to the next step's start */
    tp_frames dose; /* −1 where the kind counts nothing */
    int line;
};

enum { TP_MISPLACED = 1000 };

struct tp_timeline_cue {
    tp_frames at, length;
    enum tp_cue_type type;
    enum tp_speech_class speech_class; /* voice */
    const char *text;
    uint32_t step;
    uint64_t id;
};

/* A sentence that is dropped, or comes late: see struct tp_misplaced. */
struct tp_timeline_misplaced {
    const char *text;
    uint32_t step;
    tp_frames at, late;
    bool dropped;
};

/* How a question was answered. */
struct tp_timeline_answer {
    const char *question;
    struct tp_value value; /* nil: by nobody */
    uint32_t step;
};

/* A stretch in which nothing is heard. */
struct tp_silence {
    tp_frames at, length;
};

struct tp_timeline {
    struct tp_intern texts;
    struct tp_timeline_step *steps; /* owned */
    size_t step_count, step_capacity;
    struct tp_timeline_cue *cues; /* owned, in order of `at` */
    size_t cue_count, cue_capacity;
    struct tp_timeline_misplaced *misplaced; /* owned; the first TP_MISPLACED */
    size_t misplaced_count, misplaced_capacity;
    struct tp_timeline_answer *answers; /* owned, in their order */
    size_t answer_count, answer_capacity;
    const char *title, *position, *tools, *summary, *made_by, *made_for; /* NULL: not said */
    const char *lang;    /* as the routine says it; NULL: it does not */
    const char *shorter; /* what was left out to be in time, in words; NULL: nothing. The caller's,
                            interned in `texts` */
    struct tp_accepted accepted[TP_ACCEPTED]; /* warnings, see rules.h */
    int accepted_count;
    struct tp_script_option others[TP_OTHERS]; /* values of options, see script.h */
    int other_count;
    const char *outcome; /* NULL while it is not played to its end */
    tp_frames length;
    struct tp_silence in_holds;  /* the longest in a hold */
    struct tp_silence elsewhere; /* in body steps and rests, of those that follow each other */
};

/* A dry run of the routine in `config`, whose `out` and `dry` are this function's own, and whose
 * world must know every sentence. A log in the config is replayed first and then written on; NULL
 * starts afresh. Nothing is remembered. 0, or the code with which the routine failed. */
int tp_timeline_make(struct tp_timeline *out, const struct tp_run_config *config,
                     struct tp_err *err);

/* The same, but what was played stays when the routine fails: `out` is to be finished in any case.
 */
int tp_timeline_play(struct tp_timeline *out, const struct tp_run_config *config,
                     struct tp_err *err);

void tp_timeline_finish(struct tp_timeline *timeline);

/* The programme sheet, for people. */
void tp_timeline_print(const struct tp_timeline *timeline,
                       void (*write)(void *, const char *, size_t), void *context);

/* The plan as JSON, written piece by piece. */
void tp_timeline_json(const struct tp_timeline *timeline,
                      void (*write)(void *, const char *, size_t), void *context);

#endif
