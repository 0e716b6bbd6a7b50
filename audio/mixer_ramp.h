/* Room-internal. A ramp: a gain that reaches its aim in a number of frames.
 *
 * Counted in whole frames, never in blocks, so that a ramp gives the same gains however the frames
 * are cut. Pure; one thread. */
#ifndef TP_AUDIO_MIXER_RAMP_H
#define TP_AUDIO_MIXER_RAMP_H

#include <stdbool.h>
#include <stdint.h>

struct tp_ramp {
    float from, to;
    uint32_t length, left; /* frames in all and still to go; at 0 the gain is `to` */
};

/* Stays at `gain`. */
struct tp_ramp tp_ramp_at(float gain);

/* Where it is now. */
float tp_ramp_value(const struct tp_ramp *ramp);

/* Whether it stays at 1: what it is applied to stays as it is. */
bool tp_ramp_is_one(const struct tp_ramp *ramp);

/* Sets out for `to` from where it is; 0 frames is a step. */
void tp_ramp_aim(struct tp_ramp *ramp, float to, uint32_t frames);

/* The gains of the next `frames` frames; the last one of the ramp is `to` exactly. */
void tp_ramp_fill(struct tp_ramp *ramp, float *gains, uint32_t frames);

#endif
