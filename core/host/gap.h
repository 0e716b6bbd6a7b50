/* Sees that the world went on without us: the machine slept, or the process was stopped.
 *
 * Knows no clock itself: whoever turns tells it what two of them show. [one thread] */
#ifndef TP_HOST_GAP_H
#define TP_HOST_GAP_H

#include <stdbool.h>
#include <stdint.h>

/* Zero before the first turn. */
struct tp_gap {
    bool begun;
    int64_t turned_ms; /* monotonic time of the last turn */
    int64_t slept_ms;  /* how long the machine slept since it was started */
};

/* To be called on every turn, with a clock that stands while the machine sleeps and one that goes
 * on; both never go back. `awake_ms` is read after `all_ms`, so that what happens between the two
 * is no sleep. True when the machine slept for over a second since the last turn, or that was three
 * seconds ago or more. */
bool tp_gap_turn(struct tp_gap *gap, int64_t all_ms, int64_t awake_ms);

#endif
