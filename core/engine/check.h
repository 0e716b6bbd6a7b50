/* Checking a routine: every way through it is run dry, and the rules look at what was played.
 *
 * The first run answers questions as their author assumed, the second leaves them all open, the
 * third skips steps, in the fourth the routine was done often before; then each other value of an
 * option and each other answer is given once, a sensor is missing, and presses that it feels end in
 * each other way, at most TP_CHECK_RUNS runs in all. Pure: it knows the
 * time it takes only from whom it asks. One thread. */
#ifndef TP_ENGINE_CHECK_H
#define TP_ENGINE_CHECK_H

#include "core/engine/rules.h"

enum { TP_CHECK_RUNS = 64 };

struct tp_check_config {
    const struct tp_run_config *run; /* all but log, out, dry, silent and answer is set */
    /* Whether there is time to go on with the run of this number; NULL: always. Asked often. */
    bool (*go_on)(void *context, unsigned run);
    void *context;
};

/* What came of it. Texts are owned by it. */
struct tp_check_result {
    struct tp_intern texts;
    struct tp_finding *findings; /* owned; by line */
    size_t count;
    bool loads;       /* false: it is no text that Lua reads, and nothing was run */
    tp_frames length; /* of the first run */
    size_t steps;
    struct tp_silence in_holds, elsewhere;
    unsigned runs;   /* ways that were run */
    unsigned untold; /* ways more that would have been, at least */
    bool late;       /* there was no time for all of them */
};

/* 0: `out` says what there is to say. A negative code is none of the routine's doing: -TP_ENOMEM,
 * -TP_EVOICE (its language has no voice here), -TP_EUSAGE (an option that it does not take), with
 * the line. `out` is to be finished in any case. */
int tp_check(struct tp_check_result *out, const struct tp_check_config *config, struct tp_err *err);

void tp_check_finish(struct tp_check_result *result);

/* How many findings of this severity are not accepted. */
size_t tp_check_count(const struct tp_check_result *result, enum tp_severity severity);

#endif
