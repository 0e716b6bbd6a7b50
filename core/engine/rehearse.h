/* Rehearses a text that was changed beside a running session: whether it can be played, where in it
 * the person would be, and whether it comes to where they are in the way that they came.
 *
 * Dry runs only, so it may be done on a worker; nothing of the session is touched. One thread. */
#ifndef TP_ENGINE_REHEARSE_H
#define TP_ENGINE_REHEARSE_H

#include "core/engine/timeline.h"

struct tp_rehearsal {
    /* Given; borrowed until it is done. Both worlds must know every sentence. */
    struct tp_run_config was,
        is;                   /* the text that runs, and the new one; log and answer are unused */
    const struct tp_log *log; /* the session's inputs so far */
    uint32_t step;            /* in which it is */

    /* Found; owned. */
    struct tp_timeline onward; /* the new text with the same inputs, as far as it was like the old
                                  one: see parting; empty where they do not fit it */
    tp_frames parting;         /* the first frame at which it is not; 0: it never was */
    struct tp_timeline anew;   /* the new text where questions were answered as in the session */
    struct tp_log inputs;      /* of that */
    uint32_t place;            /* the step of it in which the person would be */
};

/* 0, or the code with which the new text failed, with the line. To be finished in any case. */
int tp_rehearse(struct tp_rehearsal *rehearsal, struct tp_err *err);

void tp_rehearsal_finish(struct tp_rehearsal *rehearsal);

#endif
