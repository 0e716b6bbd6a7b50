/* A hand that is not there: it goes to where it is told, not at once, and trembles.
 *
 * It presses at most SIM_PRESS_N_PER_S and lets go with SIM_RELEASE_N_PER_S. Moved by keys it goes
 * no further ahead than SIM_AHEAD_N, so that it stops soon after a key that was held. The same seed
 * gives the same tremor; nothing trembles that does not press. Pure. */
#ifndef SIM_HAND_H
#define SIM_HAND_H

#include <stdint.h>

#define SIM_PRESS_N_PER_S 10.0
#define SIM_RELEASE_N_PER_S 12.0
#define SIM_AHEAD_N 3.0
#define SIM_MOST_N 200.0

struct sim_tremor {
    uint64_t random;
    double newtons; /* now */
};

struct sim_hand {
    double target_newtons, newtons;
    double tremor_newtons; /* about so much */
    struct sim_tremor tremor;
};

/* It rests at `newtons` already. `seed` is 1 or more. */
void sim_hand_init(struct sim_hand *hand, double newtons, double tremor_newtons, uint64_t seed);

/* A key: by `newtons` more, or less. */
void sim_hand_nudge(struct sim_hand *hand, double newtons);
void sim_hand_aim(struct sim_hand *hand, double newtons);

/* `seconds` later: what a sensor below it measures. */
double sim_hand_step(struct sim_hand *hand, double seconds);

/* The tremor of a hand that presses with `newtons`, moved on by one reading. */
double sim_hand_tremble(struct sim_hand *hand, double newtons);

#endif
