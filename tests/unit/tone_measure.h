/* Measuring sounds, for the tests of the sound language: what is heard in each ear, how loud, at
 * which pitch, with which spectrum.
 *
 * Measured by other means than the ones by which the sounds are made: loudness by libebur128, pitch
 * and power by Fourier transforms written here. */
#ifndef TP_TESTS_TONE_MEASURE_H
#define TP_TESTS_TONE_MEASURE_H

#include "audio/mixer.h"
#include "audio/tone.h"

#include <complex.h>
#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TONE_PI 3.14159265358979323846

/* What the mixer sends to the two ears, 1 = full scale. */
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

/* What comes out of the mixer, from the clip's first frame to its last; `mono` as for --mono. */
static inline struct sound sound_played(struct tp_clip *clip, bool mono)
{
    const size_t frames = clip->frames + TP_MIXER_LOOKAHEAD;
    struct tp_mix_cue cue = {.clip = tp_clip_ref(clip), .gain = 1, .strip = TP_STRIP_TONE};
    struct tp_mixer *mixer = tp_mixer_create();
    struct sound sound = sound_create(clip->frames);
    float *out = calloc(frames, 2 * sizeof *out);
    assert_non_null(mixer);
    assert_non_null(out);
    tp_mixer_mono(mixer, mono);
    assert_int_equal(tp_mixer_post(mixer, &cue), 0);
    tp_mixer_run(mixer, true);
    tp_mixer_allow(mixer, TP_NEVER);
    tp_mixer_render(mixer, out, (uint32_t)frames);
    for (size_t i = 0; i < 2 * sound.frames; i++)
        sound.ear[i % 2][i / 2] = (double)out[2 * TP_MIXER_LOOKAHEAD + i];
    tp_mixer_destroy(mixer);
    free(out);
    return sound;
}

static inline struct sound sound_of_in(const struct tp_tone *tone, bool mono)
{
    struct tp_clip *clip = tp_tone_render(tone);
    assert_non_null(clip);
    struct sound sound = sound_played(clip, mono);
    tp_clip_unref(clip);
    return sound;
}

static inline struct sound sound_of(const struct tp_tone *tone)
{
    return sound_of_in(tone, false);
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
