/* The noise. Must never allocate, lock or call the system. */
#include "audio/dither.h"

#include <stddef.h>

/* One step of 16 bits over the 65536 of a half of the generator. */
static const float scale = 1.0F / 32768 / 65536;

void tp_dither_init(struct tp_dither *dither)
{
    dither->state = 0x9E3779B9; /* any but zero: 2³² by the golden ratio */
}

/* Marsaglia's xorshift with his shifts 13, 17, 5. */
static uint32_t next(uint32_t state)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/* The sum of two even numbers is a triangle; both halves of one state make them. */
void tp_dither_add(struct tp_dither *dither, float *out, uint32_t frames)
{
    uint32_t state = dither->state;
    for (size_t i = 0; i < 2 * (size_t)frames; i++) {
        state = next(state);
        int32_t sum = (int32_t)(state >> 16) + (int32_t)(state & 0xFFFF) - 65535;
        out[i] += (float)sum * scale;
    }
    dither->state = state;
}
