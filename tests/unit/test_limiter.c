/* The limiter: no true peak above −1 dBTP by another meter's word, no bit changed without need. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/limiter.h"

#include <ebur128.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

enum { RATE = 48000, FRAMES = 7 * RATE / 4, DELAY = TP_LIMITER_DELAY };

struct bench {
    struct tp_limiter limiter;
    float left[FRAMES], right[FRAMES], out[2 * FRAMES];
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    tp_limiter_init(&bench->limiter);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void run(struct bench *bench, uint32_t piece)
{
    for (uint32_t at = 0; at < FRAMES; at += piece) {
        uint32_t frames = FRAMES - at < piece ? FRAMES - at : piece;
        tp_limiter_run(&bench->limiter, bench->left + at, bench->right + at,
                       bench->out + 2 * (size_t)at, frames);
    }
}

static void tone(float *samples, double hz, double amplitude, double phase)
{
    for (int i = 0; i < FRAMES; i++)
        samples[i] = (float)(amplitude * sin(2 * PI * hz * i / RATE + phase));
}

static void noise(float *samples, float amplitude, uint32_t seed)
{
    for (int i = 0; i < FRAMES; i++) {
        seed = seed * 1664525 + 1013904223;
        samples[i] = amplitude * ((float)(seed >> 8) / 8388608 - 1);
    }
}

/* In dBTP, as libebur128 measures it: four times the rate, short filter. The first `frames` frames.
 */
static double true_peak(const struct bench *bench, size_t frames)
{
    ebur128_state *meter = ebur128_init(2, RATE, EBUR128_MODE_TRUE_PEAK);
    double left = 0, right = 0;
    assert_non_null(meter);
    assert_int_equal(ebur128_add_frames_float(meter, bench->out, frames), EBUR128_SUCCESS);
    assert_int_equal(ebur128_true_peak(meter, 0, &left), EBUR128_SUCCESS);
    assert_int_equal(ebur128_true_peak(meter, 1, &right), EBUR128_SUCCESS);
    ebur128_destroy(&meter);
    return 20 * log10(fmax(left, right));
}

/* In dBTP, much finer: sixteen times the rate, a filter of 64 taps. The left channel alone, from
 * frame `from` on. */
static double fine_peak(const struct bench *bench, int from, int frames)
{
    enum { TAPS = 64, CENTRE = TAPS / 2 - 1, PHASES = 16 };
    double peak = 0;
    for (int phase = 0; phase < PHASES; phase++) {
        double taps[TAPS];
        for (int k = 0; k < TAPS; k++) {
            double t = PI * (k - CENTRE - (phase + 0.5) / PHASES);
            taps[k] = sin(t) / t * (0.5 + 0.5 * cos(2 * t / TAPS));
        }
        for (int i = from; i < from + frames; i++) {
            double sum = 0;
            for (int k = 0; k < TAPS; k++)
                sum += taps[k] * (double)bench->out[2 * (i + k)];
            peak = fmax(peak, fabs(sum));
        }
    }
    return 20 * log10(peak);
}

static uint32_t bits_of(float value)
{
    union {
        float value;
        uint32_t bits;
    } both = {value};
    return both.bits;
}

/* Whether what came out is what went in, from frame `from` on. */
static bool unchanged(const struct bench *bench, int from)
{
    for (int i = from; i < FRAMES - DELAY; i++) {
        const float *out = bench->out + 2 * (size_t)(i + DELAY);
        if (bits_of(out[0]) != bits_of(bench->left[i]) ||
            bits_of(out[1]) != bits_of(bench->right[i]))
            return false;
    }
    return true;
}

static void what_stays_below_6_dbfs_is_only_delayed(void **state)
{
    struct bench *bench = *state;
    noise(bench->left, 0.4999F, 1);
    noise(bench->right, 0.4999F, 2);
    run(bench, 333);
    assert_true(unchanged(bench, 0));
    for (int i = 0; i < 2 * DELAY; i++)
        assert_true(bench->out[i] == 0);
}

/* Twelve samples below 0.5 whose true peak is above the ceiling: each has the sign of its tap. */
static void put_worst_case(float *samples)
{
    for (int k = 0; k < TP_LIMITER_TAPS; k++) {
        int from_centre =
            k < TP_LIMITER_TAPS / 2 ? TP_LIMITER_TAPS / 2 - 1 - k : k - TP_LIMITER_TAPS / 2;
        samples[k] = from_centre % 2 ? -0.4999F : 0.4999F;
    }
}

static void it_measures_only_while_a_loud_sample_is_under_the_filter(void **state)
{
    struct bench *bench = *state;
    bench->left[30] = 0.6F;
    put_worst_case(bench->left + 50);
    run(bench, 480);
    assert_true(unchanged(bench, 0));
    bench->left[50] = 0.6F;
    tp_limiter_init(&bench->limiter);
    run(bench, 480);
    assert_false(unchanged(bench, 0));
}

static void a_tone_below_the_ceiling_is_only_delayed(void **state)
{
    struct bench *bench = *state;
    tone(bench->left, 440, 0.85, 0);
    tone(bench->right, 3000, 0.85, 0.3);
    run(bench, 480);
    assert_true(unchanged(bench, 0));
}

static void no_tone_passes_the_ceiling_or_is_lowered_too_much(void **state)
{
    struct bench *bench = *state;
    static const double tones[][2] = {{50, 0},         {997, 0},   {4000, 0.3}, {7999, 1},
                                      {12000, PI / 4}, {11000, 0}, {15000, 0.5}};
    static const double amplitudes[] = {0.95, 5.7};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++) {
        for (size_t k = 0; k < sizeof amplitudes / sizeof *amplitudes; k++) {
            tp_limiter_init(&bench->limiter);
            tone(bench->left, tones[i][0], amplitudes[k], tones[i][1]);
            tone(bench->right, tones[i][0], amplitudes[k] / 2, tones[i][1]);
            run(bench, 480);
            double peak = true_peak(bench, RATE / 8);
            assert_true(peak <= -1);
            assert_true(peak > -1.3);
            assert_true(fine_peak(bench, 3000, 200) <= -1);
        }
    }
}

static void no_noise_passes_the_ceiling(void **state)
{
    struct bench *bench = *state;
    static const float amplitudes[] = {0.6F, 7.2F};
    for (size_t i = 0; i < sizeof amplitudes / sizeof *amplitudes; i++) {
        noise(bench->left, amplitudes[i], 3);
        noise(bench->right, amplitudes[i], 4);
        run(bench, 480);
        assert_true(true_peak(bench, RATE / 2) <= -1);
    }
}

/* Impulses, steps and bursts: peaks that come out of silence. */
static void no_sudden_peak_passes_the_ceiling(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < FRAMES; i++) {
        bool burst = i % 4800 < 1200;
        bench->left[i] = burst ? (float)(3 * sin(2 * PI * 880 * i / RATE)) : 0;
        bench->right[i] = i % 1777 == 0 ? -2.5F : i % 9600 > 9000 ? 1.2F : 0;
    }
    run(bench, 480);
    assert_true(true_peak(bench, FRAMES) <= -1);
    for (int i = 4800; i < FRAMES - 4800; i += 9600)
        assert_true(fine_peak(bench, i, 200) <= -1); /* where the burst begins */
}

static void both_channels_are_lowered_alike(void **state)
{
    struct bench *bench = *state;
    tone(bench->left, 440, 2.5, 0);
    for (int i = 0; i < FRAMES; i++)
        bench->right[i] = bench->left[i] / 4;
    run(bench, 480);
    for (int i = 0; i < FRAMES; i++)
        assert_true(fabsf(bench->out[2 * i] - 4 * bench->out[2 * i + 1]) < 1e-6F);
}

static void the_gain_bends_before_a_peak_and_comes_back_to_exactly_one(void **state)
{
    struct bench *bench = *state;
    const int peak_at = 4000;
    float steepest = 0;
    noise(bench->left, 0.3F, 5);
    for (int i = 0; i < FRAMES; i++)
        bench->right[i] = 0.25F;
    bench->left[peak_at] = 3;
    run(bench, 64);
    for (int i = peak_at; i < peak_at + 1000; i++)
        steepest = fmaxf(steepest, fabsf(bench->out[2 * i + 3] - bench->out[2 * i + 1]));
    assert_true(steepest < 0.25F / 40); /* over some fifty frames, not at once */
    assert_true(bench->out[2 * (peak_at + DELAY) + 1] < 0.25F * 0.9F / 3);
    assert_false(unchanged(bench, peak_at + RATE / 4));
    assert_true(unchanged(bench, peak_at + 3 * RATE / 2));
}

static void pieces_of_any_size_give_the_same_bits(void **state)
{
    struct bench *bench = *state;
    static const uint32_t pieces[] = {1, 7, 64, 333};
    float *expected = malloc(sizeof bench->out);
    assert_non_null(expected);
    noise(bench->left, 0.52F, 6); /* now and then above the level from which it measures */
    noise(bench->right, 1, 7);
    for (int i = 0; i < FRAMES; i++)
        bench->right[i] *= i % 30000 < 200 ? 1 : 0.4F;
    run(bench, 4096);
    memcpy(expected, bench->out, sizeof bench->out);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        tp_limiter_init(&bench->limiter);
        run(bench, pieces[i]);
        assert_memory_equal(bench->out, expected, sizeof bench->out);
    }
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_stays_below_6_dbfs_is_only_delayed, setup, teardown),
        cmocka_unit_test_setup_teardown(it_measures_only_while_a_loud_sample_is_under_the_filter,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_tone_below_the_ceiling_is_only_delayed, setup, teardown),
        cmocka_unit_test_setup_teardown(no_tone_passes_the_ceiling_or_is_lowered_too_much, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(no_noise_passes_the_ceiling, setup, teardown),
        cmocka_unit_test_setup_teardown(no_sudden_peak_passes_the_ceiling, setup, teardown),
        cmocka_unit_test_setup_teardown(both_channels_are_lowered_alike, setup, teardown),
        cmocka_unit_test_setup_teardown(the_gain_bends_before_a_peak_and_comes_back_to_exactly_one,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(pieces_of_any_size_give_the_same_bits, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
