/* A hand that is not there. */
#include "sim_hand.h"

#define LIGHT_N 0.5 /* below this nothing trembles */

void sim_hand_init(struct sim_hand *hand, double newtons, double tremor_newtons, uint64_t seed)
{
    *hand = (struct sim_hand){.target_newtons = newtons,
                              .newtons = newtons,
                              .tremor_newtons = tremor_newtons,
                              .tremor = {.random = seed * 0x9E3779B97F4A7C15U}};
}

static double limited(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

void sim_hand_nudge(struct sim_hand *hand, double newtons)
{
    double target = hand->target_newtons + newtons;
    target = limited(target, hand->newtons - SIM_AHEAD_N, hand->newtons + SIM_AHEAD_N);
    hand->target_newtons = limited(target, 0, SIM_MOST_N);
}

void sim_hand_aim(struct sim_hand *hand, double newtons)
{
    hand->target_newtons = newtons;
}

/* xorshift64*: −1 to 1. */
static double noise(uint64_t *random)
{
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    uint64_t mixed = *random * 0x2545F4914F6CDD1DU;
    return (double)(mixed >> 11) / (double)(1ULL << 52) - 1;
}

double sim_hand_tremble(struct sim_hand *hand, double newtons)
{
    struct sim_tremor *tremor = &hand->tremor;
    /* Half of it stays from one reading to the next: muscles are slower than dice. */
    tremor->newtons += (noise(&tremor->random) * hand->tremor_newtons - tremor->newtons) * 0.5;
    return newtons < LIGHT_N ? 0 : tremor->newtons;
}

double sim_hand_step(struct sim_hand *hand, double seconds)
{
    double up = SIM_PRESS_N_PER_S * seconds, down = -SIM_RELEASE_N_PER_S * seconds;
    hand->newtons += limited(hand->target_newtons - hand->newtons, down, up);
    return hand->newtons + sim_hand_tremble(hand, hand->newtons);
}
