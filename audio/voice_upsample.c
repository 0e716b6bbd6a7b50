/* A sinc under a Kaiser window, one row of taps for each place between two frames. Each voice's
 * rate goes into 48 kHz a whole number of times, so that nothing needs to be interpolated: this is
 * some ten times faster than a resampler for any two rates.
 *
 * Must give the same samples whatever is around it: no state but its arguments. */
#include "audio/voice_upsample.h"

#include "core/base/err.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAPS = 96,        /* frames under the filter */
    BEFORE = 47,      /* of these, before the one that an output sample follows */
    FRAMES_MADE = 256 /* at a time: sums that stay in the cache */
};

static const double PI = 3.14159265358979323846;

/* With 96 taps a Kaiser window of this shape is 90 dB down within 0.06 of the lower rate. */
static const double SHAPE = 9.0, CUTOFF = 0.475;

/* The modified Bessel function of order zero, by its series. */
static double bessel(double x)
{
    double sum = 1, term = 1;
    for (int k = 1; term > sum * 1e-12; k++) {
        term *= x / (2 * k) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

/* The taps of the samples at `place` (0 to below 1) after a frame. */
static void design(float taps[TAPS], double place)
{
    double values[TAPS], sum = 0;
    for (int k = 0; k < TAPS; k++) {
        double t = k - BEFORE - place, edge = 2 * t / TAPS, angle = 2 * PI * CUTOFF * t;
        double inside = 1 - edge * edge;
        double sinc = fabs(angle) < 1e-9 ? 1 : sin(angle) / angle;
        values[k] = sinc * bessel(SHAPE * sqrt(inside > 0 ? inside : 0));
        sum += values[k];
    }
    for (int k = 0; k < TAPS; k++)
        taps[k] = (float)(values[k] / sum);
}

/* Every `factor`th sample of a stretch. Sums run over the frames inside and the taps outside: that
 * is what a compiler turns into wide additions. */
static void filter(const float taps[TAPS], const float *restrict in, uint32_t frames,
                   unsigned factor, float *restrict out)
{
    float sums[FRAMES_MADE] = {0};
    for (int k = 0; k < TAPS; k++) {
        const float tap = taps[k];
        for (uint32_t i = 0; i < frames; i++)
            sums[i] += tap * in[i + (uint32_t)k];
    }
    for (uint32_t i = 0; i < frames; i++)
        out[(size_t)i * factor] = sums[i];
}

int tp_voice_upsample(const float *in, uint32_t frames, unsigned factor, float *out)
{
    float taps[TAPS], *padded = calloc((size_t)frames + TAPS, sizeof *padded);
    if (!padded)
        return -TP_ENOMEM;
    memcpy(padded + BEFORE, in, frames * sizeof *in);
    for (unsigned phase = 0; phase < factor; phase++) {
        design(taps, (double)phase / factor);
        for (uint32_t at = 0; at < frames; at += FRAMES_MADE) {
            uint32_t made = frames - at < FRAMES_MADE ? frames - at : FRAMES_MADE;
            filter(taps, padded + at, made, factor, out + (size_t)at * factor + phase);
        }
    }
    free(padded);
    return 0;
}
