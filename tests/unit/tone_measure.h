/* Measuring sounds, for the tests of the sound language: what is heard in each ear, how loud, at
 * which pitch, with which spectrum.
 *
 * Measured by other means than the ones by which the sounds are made: loudness by libebur128, pitch
 * and power by Fourier transforms written here. */
#ifndef TP_TESTS_TONE_MEASURE_H
#define TP_TESTS_TONE_MEASURE_H

#include "audio/tone.h"

#include <complex.h>
#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TONE_PI 3.14159265358979323846

/* What reaches the two ears, 1 = full scale; a mono clip reaches both alike. */
struct sound {
    size_t frames;
    double *ear[2];
};

static inline struct sound sound_create(size_t frames)
{
    struct sound sound = {frames, {calloc(frames, sizeof(double)), calloc(frames, sizeof(double))}};
    assert_non_null(sound.ear[0]);
    assert_non_null(sound.ear[1]);
    return sound;
}

static inline void sound_free(struct sound *sound)
{
    free(sound->ear[0]);
    free(sound->ear[1]);
}

static inline struct sound sound_of_clip(const struct tp_clip *clip)
{
    struct sound sound = sound_create(clip->frames);
    for (size_t i = 0; i < sound.frames; i++) {
        for (size_t e = 0; e < 2; e++) {
            size_t channel = clip->channels == 2 ? e : 0;
            sound.ear[e][i] = clip->samples[i * clip->channels + channel] / 32768.0;
        }
    }
    return sound;
}

static inline struct sound sound_of(const struct tp_tone *tone)
{
    struct tp_clip *clip = tp_tone_render(tone);
    assert_non_null(clip);
    struct sound sound = sound_of_clip(clip);
    tp_clip_unref(clip);
    return sound;
}

/* Both ears hear the mean of the two. */
static inline void sound_to_mono(struct sound *sound)
{
    for (size_t i = 0; i < sound->frames; i++)
        sound->ear[0][i] = sound->ear[1][i] = (sound->ear[0][i] + sound->ear[1][i]) / 2;
}

/* Both ears hear what reaches one. */
static inline void sound_to_ear(struct sound *sound, int ear)
{
    memcpy(sound->ear[1 - ear], sound->ear[ear], sound->frames * sizeof(double));
}

static inline double sound_peak(const struct sound *sound)
{
    double peak = 0;
    for (size_t i = 0; i < sound->frames; i++)
        peak = fmax(peak, fmax(fabs(sound->ear[0][i]), fabs(sound->ear[1][i])));
    return peak;
}

/* The loudest 400 ms of the frames `from` to `to`, in LUFS, looked for every 40 ms; around them is
 * silence. */
static inline double sound_loudness_within(const struct sound *sound, size_t from, size_t to)
{
    enum { HOP = TP_RATE / 25, WINDOW = 10 * HOP };
    ebur128_state *meter = ebur128_init(2, TP_RATE, EBUR128_MODE_M);
    assert_non_null(meter);
    double loudest = -HUGE_VAL;
    for (size_t at = from; at < to + WINDOW; at += HOP) {
        double hop[2 * HOP] = {0};
        for (size_t i = 0; i < HOP && at + i < to; i++) {
            hop[2 * i] = sound->ear[0][at + i];
            hop[2 * i + 1] = sound->ear[1][at + i];
        }
        double now = 0;
        assert_int_equal(ebur128_add_frames_double(meter, hop, HOP), EBUR128_SUCCESS);
        assert_int_equal(ebur128_loudness_momentary(meter, &now), EBUR128_SUCCESS);
        loudest = fmax(loudest, now);
    }
    ebur128_destroy(&meter);
    return loudest;
}

static inline double sound_loudness(const struct sound *sound)
{
    return sound_loudness_within(sound, 0, sound->frames);
}

static inline double sound_level(const struct sound *sound, enum tp_tone_scale scale)
{
    return scale == TP_TONE_PEAK ? 20 * log10(sound_peak(sound)) : sound_loudness(sound);
}

/* In place; `count` is a power of two. */
static inline void fourier(double complex *values, size_t count)
{
    for (size_t i = 1, j = 0; i < count; i++) {
        size_t bit = count >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            double complex value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
    for (size_t half = 1; half < count; half *= 2) {
        double angle = -TONE_PI / (double)half;
        double complex step = cos(angle) + I * sin(angle), turn = 1;
        for (size_t k = 0; k < half; k++, turn *= step) {
            for (size_t i = k; i < count; i += 2 * half) {
                double complex odd = turn * values[i + half];
                values[i + half] = values[i] - odd;
                values[i] += odd;
            }
        }
    }
}

/* Power of each frequency k·48000/count Hz, k < count/2, of what one ear hears in `frames` frames
 * from `at` under a Hann window; the caller frees. */
static inline double *spectrum(const double *ear, size_t at, size_t frames, size_t count)
{
    double complex *values = calloc(count, sizeof *values);
    double *power = calloc(count / 2, sizeof *power);
    assert_non_null(values);
    assert_non_null(power);
    for (size_t i = 0; i < frames; i++) {
        double hann = sin(TONE_PI * ((double)i + 0.5) / (double)frames);
        values[i] = hann * hann * ear[at + i];
    }
    fourier(values, count);
    for (size_t k = 0; k < count / 2; k++)
        power[k] = creal(values[k]) * creal(values[k]) + cimag(values[k]) * cimag(values[k]);
    free(values);
    return power;
}

/* Power at one frequency, likewise. */
static inline double power_at(const double *ear, size_t at, size_t frames, double hz)
{
    double complex sum = 0;
    for (size_t i = 0; i < frames; i++) {
        double hann = sin(TONE_PI * ((double)i + 0.5) / (double)frames);
        double angle = 2 * TONE_PI * hz * (double)i / TP_RATE;
        sum += hann * hann * ear[at + i] * (cos(angle) - I * sin(angle));
    }
    return creal(sum * conj(sum));
}

/* The strongest frequency from 30 to 12 000 Hz, between the lines of the transform by the parabola
 * through three of them. */
static inline double pitch(const double *ear, size_t at, size_t frames)
{
    const size_t count = 16384, low = 30 * count / TP_RATE, high = 12000 * count / TP_RATE;
    assert_true(frames <= count);
    double *power = spectrum(ear, at, frames, count);
    size_t k = low;
    for (size_t i = low; i < high; i++)
        k = power[i] > power[k] ? i : k;
    double before = log(power[k - 1]), top = log(power[k]), after = log(power[k + 1]);
    free(power);
    double aside = (before - after) / (before - 2 * top + after) / 2;
    return ((double)k + aside) * TP_RATE / (double)count;
}

#endif
