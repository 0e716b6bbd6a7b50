/* Loudness. Pure: must never keep anything between two calls. */
#include "audio/loudness.h"

#include "core/base/frames.h"

#include <math.h>

enum { HOP = TP_RATE / 25, HOPS = 10 }; /* 40 ms, of which ten are 400 ms */

/* A filter of second order in direct form, transposed. */
struct filter {
    double b0, b1, b2, a1, a2;
    double first, second;
};

/* The two of the K weighting, as the recommendation gives them for 48 kHz: a shelf for the head,
 * and a high-pass. */
static const struct filter shelf = {.b0 = 1.53512485958697,
                                    .b1 = -2.69169618940638,
                                    .b2 = 1.19839281085285,
                                    .a1 = -1.69065929318241,
                                    .a2 = 0.73248077421585};
static const struct filter high_pass = {
    .b0 = 1, .b1 = -2, .b2 = 1, .a1 = -1.99004745483398, .a2 = 0.99007225036621};

static double filtered(struct filter *f, double in)
{
    double out = f->b0 * in + f->first;
    f->first = f->b1 * in - f->a1 * out + f->second;
    f->second = f->b2 * in - f->a2 * out;
    return out;
}

struct ear {
    struct filter shelf, high_pass;
};

/* Energy of what one ear hears in the hop from frame `at` on. */
static double hop_energy(struct ear *ear, const float *samples, size_t at, size_t frames,
                         int channels)
{
    double energy = 0;
    for (size_t i = at; i < at + HOP; i++) {
        double in = i < frames ? (double)samples[i * (size_t)channels] : 0;
        double out = filtered(&ear->high_pass, filtered(&ear->shelf, in));
        energy += out * out;
    }
    return energy;
}

double tp_loudness_momentary(const float *samples, size_t frames, int channels)
{
    struct ear ears[2] = {{shelf, high_pass}, {shelf, high_pass}};
    double hops[HOPS] = {0}, window = 0, loudest = 0;
    for (size_t hop = 0; hop * HOP < frames + (size_t)HOPS * HOP; hop++) {
        double energy = hop_energy(&ears[0], samples, hop * HOP, frames, channels);
        if (channels == 2)
            energy += hop_energy(&ears[1], samples + 1, hop * HOP, frames, channels);
        else
            energy *= 2;
        window += energy - hops[hop % HOPS];
        hops[hop % HOPS] = energy;
        loudest = fmax(loudest, window);
    }
    return loudest > 1e-9 ? -0.691 + 10 * log10(loudest / (HOPS * HOP)) : -HUGE_VAL;
}
