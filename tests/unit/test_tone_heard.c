/* What a person with small speakers, with one ear, or with one speaker hears of each sound; all
 * measured at the mixer's output. Pitch, level and what tells two sounds apart have tests of their
 * own: tone_pitch, tone_level, tone_apart. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/tone_measure.h"

static const struct tp_tone_info *table;
static size_t table_count;

static int take_table(void **state)
{
    (void)state;
    table = tp_tone_table(&table_count);
    return 0;
}

/* ---- length ---- */

/* From the first sample that is not nothing to the last, in seconds. */
static double sounding_seconds(const struct sound *sound)
{
    size_t first = sound->frames, last = 0;
    for (size_t i = 0; i < sound->frames; i++)
        if (sound->ear[0][i] != 0) {
            first = i < first ? i : first;
            last = i;
        }
    assert_true(first < last);
    return (double)(last - first) / TP_RATE;
}

/* A breath comes out of nothing and goes into it: 2 % are its ends. Pulses end with a silence, as
 * long as that between two of them. */
static void every_sound_is_heard_for_its_length(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count; i++) {
        struct sound sound = sound_of(&(struct tp_tone){.name = table[i].name});
        double seconds = sounding_seconds(&sound);
        bool pulses = strcmp(table[i].name, "below") == 0 || strcmp(table[i].name, "above") == 0;
        print_message("%-10s %6.3f s of %5.2f\n", table[i].name, seconds, table[i].seconds);
        assert_true(seconds <= table[i].seconds);
        assert_true(seconds >= (pulses ? 0.9 : 0.98) * table[i].seconds);
        sound_free(&sound);
    }
}

/* ---- small speakers ---- */

/* Part of the power above 300 Hz, over windows of 4096 frames that overlap by half: with Hann's
 * window squared each frame counts alike. */
static double power_above_300_hz(const struct sound *sound)
{
    const size_t count = 4096, hop = count / 4;
    double above = 0, all = 0;
    for (size_t at = 0; at < sound->frames; at += hop) {
        size_t frames = sound->frames - at < count ? sound->frames - at : count;
        double *power = spectrum(sound->ear[0], at, frames, count);
        for (size_t k = 0; k < count / 2; k++) {
            all += power[k];
            above += k * TP_RATE > 300 * count ? power[k] : 0;
        }
        free(power);
    }
    return above / all;
}

static void most_power_lies_above_300_hz(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count; i++) {
        struct sound sound = sound_of_in(&(struct tp_tone){.name = table[i].name}, true);
        double part = power_above_300_hz(&sound);
        print_message("%-10s %5.1f %% above 300 Hz\n", table[i].name, 100 * part);
        if (!(part >= 0.6))
            fail_msg("%s: only %.0f %% above 300 Hz", table[i].name, 100 * part);
        sound_free(&sound);
    }
}

/* ---- one ear, one speaker ---- */

/* The level of what one ear hears, said to both; −1: as --mono has it. */
static double level_in(const struct tp_tone *tone, const struct tp_tone_info *row, int ear)
{
    struct sound sound = sound_of_in(tone, ear < 0);
    if (ear >= 0)
        sound_to_ear(&sound, ear);
    double level = sound_level(&sound, row->scale);
    sound_free(&sound);
    return level;
}

static void every_sound_keeps_its_loudness_in_mono_and_in_one_ear(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count; i++) {
        int sides = strcmp(table[i].name, "side") == 0 ? 1 : 0;
        for (int toward = -sides; toward <= sides; toward++)
            for (int ear = -1; ear <= 1; ear++) {
                struct tp_tone tone = {.name = table[i].name, .toward = toward};
                double change = level_in(&tone, &table[i], ear) - table[i].level;
                if (fabs(change) > 0.5)
                    print_message("%s towards %d, ear %d: %.1f dB\n", table[i].name, toward, ear,
                                  change);
                assert_true(fabs(change) < 6);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sound_is_heard_for_its_length),
        cmocka_unit_test(most_power_lies_above_300_hz),
        cmocka_unit_test(every_sound_keeps_its_loudness_in_mono_and_in_one_ear),
    };
    return cmocka_run_group_tests(tests, take_table, NULL);
}
