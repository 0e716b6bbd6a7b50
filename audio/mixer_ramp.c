/* Ramps. Must never depend on how many frames are asked for at a time. */
#include "audio/mixer_ramp.h"

struct tp_ramp tp_ramp_at(float gain)
{
    return (struct tp_ramp){.from = gain, .to = gain};
}

static float value_at(const struct tp_ramp *ramp, uint32_t left)
{
    return ramp->to + (ramp->from - ramp->to) * ((float)left / (float)ramp->length);
}

float tp_ramp_value(const struct tp_ramp *ramp)
{
    return ramp->left ? value_at(ramp, ramp->left) : ramp->to;
}

bool tp_ramp_is_one(const struct tp_ramp *ramp)
{
    return ramp->left == 0 && ramp->to >= 1 && ramp->to <= 1;
}

void tp_ramp_aim(struct tp_ramp *ramp, float to, uint32_t frames)
{
    *ramp = (struct tp_ramp){tp_ramp_value(ramp), to, frames, frames};
}

void tp_ramp_fill(struct tp_ramp *ramp, float *gains, uint32_t frames)
{
    uint32_t sloping = ramp->left < frames ? ramp->left : frames;
    for (uint32_t i = 0; i < sloping; i++)
        gains[i] = value_at(ramp, ramp->left - 1 - i);
    for (uint32_t i = sloping; i < frames; i++)
        gains[i] = ramp->to;
    ramp->left -= sloping;
}
