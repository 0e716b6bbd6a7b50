/* The true-peak limiter. Must never allocate, lock or call the system.
 *
 * At frame n the filter measures the peak from the sample n − 6 up to the next, and that peak asks
 * for a gain. The lowest gain asked for in 64 frames, averaged over 56, is applied to the sample
 * n − 64: every gain in that mean was lowered by any peak from 4 frames before that sample to 4
 * after, so the gain is down where the peak is and bends gently on both sides. */
#include "audio/limiter.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define PI 3.14159265358979323846

/* Below this no true peak can come near the ceiling but by a signal that changes its sign in step
 * with the filter, which neither voices nor tones do. */
static const float loud_level = 0.5F;

/* −1.2 dBTP. A grid of four times the rate misses a peak by up to 20·log10(cos(π·f / 4·48000)) (the
 * under-read of ITU-R BS.1770-4 annex 2): 0.17 dB at 12 kHz, more than any voice or tone has. */
static const float ceiling = 0.87096359F;

enum {
    ONE = 1 << 30,     /* gain 1 */
    CENTRE = 5,        /* taps before the interval that is measured */
    RELEASE_SHIFT = 12 /* rises by 1/4096 of what is missing a frame: 85 ms */
};

_Static_assert(TP_LIMITER_DELAY >= TP_LIMITER_TAPS, "the filter reads the delayed samples");
_Static_assert(TP_LIMITER_SMOOTH + CENTRE + 1 < TP_LIMITER_DELAY, "the gain is down in time");
_Static_assert(TP_LIMITER_HOLD > TP_LIMITER_DELAY - CENTRE, "the gain stays down long enough");

/* A sinc under a Hann window: within 0.1 dB up to 15 kHz, 0.2 dB up to 18 kHz. */
static void design(float taps[TP_LIMITER_TAPS], double between)
{
    double values[TP_LIMITER_TAPS], sum = 0;
    for (int k = 0; k < TP_LIMITER_TAPS; k++) {
        double t = PI * (k - CENTRE - between);
        values[k] = sin(t) / t * (0.5 + 0.5 * cos(2 * t / TP_LIMITER_TAPS));
        sum += values[k];
    }
    for (int k = 0; k < TP_LIMITER_TAPS; k++)
        taps[k] = (float)(values[k] / sum);
}

void tp_limiter_init(struct tp_limiter *limiter)
{
    memset(limiter, 0, sizeof *limiter);
    for (int phase = 0; phase < TP_LIMITER_PHASES; phase++)
        design(limiter->filter[phase], (phase + 1) / (TP_LIMITER_PHASES + 1.0));
    for (int i = 0; i < TP_LIMITER_HOLD; i++)
        limiter->wanted[i] = ONE;
    for (int i = 0; i < TP_LIMITER_SMOOTH; i++)
        limiter->gains[i] = ONE;
    limiter->sum = (uint64_t)TP_LIMITER_SMOOTH * ONE;
    limiter->lowest = limiter->gain = ONE;
    limiter->calm = TP_LIMITER_SMOOTH;
}

static bool any_loud(const float *samples, uint32_t frames)
{
    int loud = 0;
    for (uint32_t i = 0; i < frames; i++)
        loud |= fabsf(samples[i]) >= loud_level;
    return loud != 0;
}

static void raise_to(float *restrict peaks, const float *restrict samples, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++) {
        float size = fabsf(samples[i]);
        peaks[i] = size > peaks[i] ? size : peaks[i];
    }
}

/* The true peak of one channel at each frame of the piece, where it is above `peaks`. The sums run
 * over the frames inside and the taps outside: that is what a compiler turns into wide additions.
 */
static void measure(const struct tp_limiter *limiter, int side, float *restrict peaks,
                    uint32_t frames)
{
    const float *oldest = limiter->signal[side] + TP_LIMITER_DELAY - (TP_LIMITER_TAPS - 1);
    for (int phase = 0; phase < TP_LIMITER_PHASES; phase++) {
        float sums[TP_LIMITER_PIECE] = {0};
        for (int k = 0; k < TP_LIMITER_TAPS; k++) {
            /* taps count from the oldest sample under the filter */
            const float tap = limiter->filter[phase][k];
            for (uint32_t i = 0; i < frames; i++)
                sums[i] += tap * oldest[i + (uint32_t)k];
        }
        raise_to(peaks, sums, frames);
    }
    raise_to(peaks, oldest + CENTRE, frames);
}

/* One more gain asked for; keeps the lowest of the last TP_LIMITER_HOLD. */
static void want(struct tp_limiter *limiter, uint32_t gain)
{
    uint32_t leaving = limiter->wanted[limiter->wanted_at];
    limiter->wanted[limiter->wanted_at] = gain;
    limiter->wanted_at = (limiter->wanted_at + 1) % TP_LIMITER_HOLD;
    if (gain <= limiter->lowest) {
        limiter->lowest = gain;
    } else if (leaving == limiter->lowest) {
        limiter->lowest = gain;
        for (int i = 0; i < TP_LIMITER_HOLD; i++)
            if (limiter->wanted[i] < limiter->lowest)
                limiter->lowest = limiter->wanted[i];
    }
}

/* The gain of one frame, from what its peak asks for. */
static float next_gain(struct tp_limiter *limiter, uint32_t asked)
{
    want(limiter, asked);
    if (limiter->gain < ONE)
        limiter->gain += ((ONE - limiter->gain) >> RELEASE_SHIFT) + 1;
    if (limiter->gain > limiter->lowest)
        limiter->gain = limiter->lowest;
    if (limiter->gain < ONE)
        limiter->calm = 0;
    else if (limiter->calm < TP_LIMITER_SMOOTH)
        limiter->calm++;
    limiter->sum += limiter->gain;
    limiter->sum -= limiter->gains[limiter->gains_at];
    limiter->gains[limiter->gains_at] = limiter->gain;
    limiter->gains_at = (limiter->gains_at + 1) % TP_LIMITER_SMOOTH;
    return (float)limiter->sum / ((float)ONE * TP_LIMITER_SMOOTH);
}

/* Measures the piece and lowers what leaves the delay. */
static void limit(struct tp_limiter *limiter, uint32_t frames)
{
    float peaks[TP_LIMITER_PIECE] = {0};
    float *left = limiter->signal[0], *right = limiter->signal[1];
    measure(limiter, 0, peaks, frames);
    measure(limiter, 1, peaks, frames);
    for (uint32_t i = 0; i < frames; i++) {
        uint32_t asked = ONE;
        if (fabsf(left[TP_LIMITER_DELAY + i]) >= loud_level ||
            fabsf(right[TP_LIMITER_DELAY + i]) >= loud_level)
            limiter->loud = TP_LIMITER_TAPS;
        if (limiter->loud > 0) {
            limiter->loud--;
            if (peaks[i] > ceiling)
                asked = (uint32_t)(ceiling / peaks[i] * (float)ONE);
        }
        float gain = next_gain(limiter, asked);
        left[i] *= gain;
        right[i] *= gain;
    }
}

/* One piece: in at the end of the delay, out at its beginning. */
static void run_piece(struct tp_limiter *limiter, const float *left, const float *right, float *out,
                      uint32_t frames)
{
    const float *in[TP_LIMITER_SIDES] = {left, right};
    bool loud = limiter->loud > 0 || limiter->calm < TP_LIMITER_SMOOTH;
    for (int side = 0; side < TP_LIMITER_SIDES; side++) {
        memcpy(limiter->signal[side] + TP_LIMITER_DELAY, in[side], frames * sizeof *in[side]);
        loud |= any_loud(in[side], frames);
    }
    if (loud)
        limit(limiter, frames);
    for (uint32_t i = 0; i < frames; i++) {
        out[2 * i] = limiter->signal[0][i];
        out[2 * i + 1] = limiter->signal[1][i];
    }
    for (int side = 0; side < TP_LIMITER_SIDES; side++)
        memmove(limiter->signal[side], limiter->signal[side] + frames,
                TP_LIMITER_DELAY * sizeof(float));
}

void tp_limiter_run(struct tp_limiter *limiter, const float *left, const float *right, float *out,
                    uint32_t frames)
{
    for (uint32_t done = 0; done < frames;) {
        uint32_t piece = frames - done < TP_LIMITER_PIECE ? frames - done : TP_LIMITER_PIECE;
        run_piece(limiter, left + done, right + done, out + 2 * (size_t)done, piece);
        done += piece;
    }
}
