/* Playing a trace: which reading comes next, and when.
 *
 * Rows come at their times. Where two rows lie further apart than SIM_JOIN_S, the readings between
 * them are filled in on the straight line from one to the other; after the last row its value
 * stays. Nothing is filled in after a gap or while the device is unplugged. Pure: it knows no
 * clock. */
#ifndef SIM_PLAYER_H
#define SIM_PLAYER_H

#include "sim_trace.h"

#include <stdbool.h>
#include <stdint.h>

#define SIM_JOIN_S 0.25

struct sim_moment {
    uint64_t at_ns; /* since the trace began */
    double value;
    enum sim_fault fault;
    bool filled; /* between rows, or after the last one */
};

struct sim_player {
    const struct sim_trace *trace; /* borrowed */
    double speed;
    double rate_hz; /* of what is filled in, in the trace's own time; 0: nothing is */
    bool loop;
    /* the player's own */
    double round_s; /* when this round of the trace began */
    size_t row;     /* the next one */
    unsigned long fills;
};

/* Back to the beginning. */
void sim_player_rewind(struct sim_player *player);

/* The next moment, never before the one that came last; false: nothing comes any more. */
bool sim_player_next(struct sim_player *player, struct sim_moment *out);

#endif
