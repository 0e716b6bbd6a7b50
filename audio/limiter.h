/* The limiter: nothing that leaves the mixer is louder than −1 dBTP.
 *
 * It looks ahead by a constant delay, measures the true peak as in ITU-R BS.1770-4 annex 2 (four
 * times the rate, 12 taps a phase), lowers the gain before the peak arrives and lets it rise
 * slowly after. While no sample reaches −6 dBFS it measures nothing and, once the gain has come
 * back to 1, changes no bit: the signal is only delayed. All state advances by the frame, so that
 * blocks of any size give the same samples.
 *
 * Must never allocate, lock or call the system: it runs in the audio callback. One thread. */
#ifndef TP_AUDIO_LIMITER_H
#define TP_AUDIO_LIMITER_H

#include <stdint.h>

enum {
    TP_LIMITER_DELAY = 64,  /* frames from input to output, always */
    TP_LIMITER_PIECE = 64,  /* frames worked at a time */
    TP_LIMITER_TAPS = 12,   /* of each phase of the measuring filter */
    TP_LIMITER_PHASES = 3,  /* between two samples: a quarter, a half, three quarters */
    TP_LIMITER_HOLD = 64,   /* a peak keeps the gain down for so many frames … */
    TP_LIMITER_SMOOTH = 56, /* … and the gain is the mean of so many */
    TP_LIMITER_SIDES = 2
};

/* Owned by whoever embeds it; its content is the limiter's own. Gains are fixed point, so that
 * sums are exact and the gain comes back to 1 and not merely near it. */
struct tp_limiter {
    /* The last TP_LIMITER_DELAY frames, then the piece being worked on. */
    float signal[TP_LIMITER_SIDES][TP_LIMITER_DELAY + TP_LIMITER_PIECE];
    float filter[TP_LIMITER_PHASES][TP_LIMITER_TAPS];
    uint32_t wanted[TP_LIMITER_HOLD];  /* the gain that each of the last peaks asks for */
    uint32_t gains[TP_LIMITER_SMOOTH]; /* the last gains, before the mean */
    uint64_t sum;                      /* of `gains` */
    uint32_t lowest;                   /* of `wanted` */
    uint32_t gain;                     /* `lowest`, with a slow rise */
    uint32_t wanted_at, gains_at;      /* the oldest entry of each */
    uint32_t loud;                     /* frames until no loud sample is under the filter */
    uint32_t calm;                     /* frames, up to TP_LIMITER_SMOOTH, since `gain` came to 1 */
};

/* Silence in the delay, gain 1. [before use] */
void tp_limiter_init(struct tp_limiter *limiter);

/* Takes `frames` of both channels and gives as many interleaved ones, those that were taken
 * TP_LIMITER_DELAY frames ago. `out` must not overlap the inputs. [the puller] */
void tp_limiter_run(struct tp_limiter *limiter, const float *left, const float *right, float *out,
                    uint32_t frames);

#endif
