/* Making a routine shorter: what is left out so that it ends in time.
 *
 * What is pressed can be had fewer times, or not at all, on both sides alike; warm-up, breathing,
 * water, and the stretch of what is still pressed stay. First repetitions go, one at a time, of
 * what has most of them; then whole places, the least needed first, but never the last one; then as
 * many repetitions as fit come back to the places that matter most. Pure: it looks at dry runs that
 * somebody else makes, and makes few of them. One thread. */
#ifndef TP_ENGINE_FIT_H
#define TP_ENGINE_FIT_H

#include "core/engine/timeline.h"

/* A place that is pressed: a point, or words of the author's. */
struct tp_fit_spot {
    const char *spot, *title; /* owned by the fit; the title is in lay words */
    int priority;             /* 1 is left out first, 9 last; 0 = the author did not say: as 5 */
    int reps;                 /* repetitions of one hold as the routine is written */
    int most;                 /* as they are now; 0 = left out */
    size_t pair;              /* index of what speaks for it: itself, or the other side's words */
    bool paired, refused;     /* of the search: has a pair; one more was too many */
    const char *side;         /* on which it is; NULL = on more than one */
    int line;                 /* in the routine's file; 0 = of the atlas */
};

struct tp_fit {
    struct tp_intern texts;
    struct tp_fit_spot *spots; /* owned, in the order of the routine */
    size_t count;
    tp_frames length; /* of the session with these */
};

/* Makes the timeline of the routine with what `fit` leaves of each place. 0 or a code. */
struct tp_fit_maker {
    int (*make)(void *context, const struct tp_fit *fit, struct tp_timeline *out,
                struct tp_err *err);
    void *context;
};

/* Finds what to leave out so that the session takes at most `limit`. 0; 1: it cannot be that short,
 * the shortest is `fit->length`; -TP_ENOMEM, or what the maker failed with. To be finished in any
 * case. */
int tp_fit_find(struct tp_fit *fit, tp_frames limit, const struct tp_fit_maker *maker,
                struct tp_err *err);
void tp_fit_finish(struct tp_fit *fit);

/* Most repetitions of this spot; −1 when it is as written, or not known. */
int tp_fit_most(const struct tp_fit *fit, const char *spot);

#endif
