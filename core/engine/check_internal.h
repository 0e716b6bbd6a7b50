/* Inside of a check, shared by check.c and the rules_*.c files only. */
#ifndef TP_ENGINE_CHECK_INTERNAL_H
#define TP_ENGINE_CHECK_INTERNAL_H

#include "core/engine/check.h"
#include "core/engine/check_ways.h"

/* What one place gets on its two sides: the most that any run gave it. */
struct tp_check_dose {
    const char *kind, *place; /* interned; the place without its side */
    const char *title;
    tp_frames now[2], most[2]; /* left, right: in this run, in any */
    int line[2];
};

struct tp_check {
    const struct tp_check_config *config;
    const struct tp_run_config *run; /* of it */
    struct tp_check_result *out;
    struct tp_ways ways;
    struct tp_intern heard, told; /* texts at which the two rules on words have looked */
    size_t capacity;              /* of the findings */
    char when[TP_WAY_WORDS];      /* what is special about this run; "" for the first */
    struct tp_check_dose *doses;  /* owned: see rules_sides.c */
    size_t dose_count, dose_capacity;
    struct tp_accepted accepted[TP_ACCEPTED]; /* of the first run */
    int accepted_count;
    struct tp_script_lines lines; /* that any run came to; `ran` is owned */
    bool broken;                  /* a run ended before its time */
    bool failed;                  /* out of memory */
};

/* Notes what `rule` found at `line` (0: the whole file) of this run. What an earlier run had at
 * that place is not told twice. `mend` may be NULL. */
void tp_check_found(struct tp_check *check, const struct tp_rule *rule, int line, const char *mend,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A frame count as a person reads it in a message: "12.4 s", from two minutes on "3 min 20 s". */
const char *tp_check_time(char text[TP_FRAMES_TEXT], tp_frames frames);

/* Line of the step that is played at `at`; 0 before the first. */
int tp_check_line_at(const struct tp_timeline *run, tp_frames at);

/* Line in the routine where the author wrote this text; `otherwise` where it is not found as it is
 * said. Looks from there on first. */
int tp_check_line_of(const struct tp_check *check, const char *text, int otherwise);

/* The rules, by subject. */
extern const struct tp_rule *const tp_rule_mistake, *const tp_rule_endless, *const tp_rule_load;

void tp_rule_length(struct tp_check *check, const struct tp_rule *rule,
                    const struct tp_timeline *run);
void tp_rule_silence(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run);
void tp_rule_positions(struct tp_check *check, const struct tp_rule *rule,
                       const struct tp_timeline *run);
void tp_rule_dropped(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run);
void tp_rule_over(struct tp_check *check, const struct tp_rule *rule,
                  const struct tp_timeline *run);
void tp_rule_late(struct tp_check *check, const struct tp_rule *rule,
                  const struct tp_timeline *run);
void tp_rule_sides(struct tp_check *check, const struct tp_rule *rule,
                   const struct tp_timeline *run);
void tp_rule_mangled(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run);
void tp_rule_untrue(struct tp_check *check, const struct tp_rule *rule,
                    const struct tp_timeline *run);
void tp_rule_unreached(struct tp_check *check, const struct tp_rule *rule);
void tp_rule_sides_end(struct tp_check *check, const struct tp_rule *rule);

#endif
