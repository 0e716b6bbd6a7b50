/* The sound of a hold that fills: C alone, E joins at a third, G at two thirds, at any length; and
 * neither a breath nor a word is lost in it. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/tone_measure.h"

static const double notes[] = {261.6256, 329.6276, 391.9954};
enum { NOTES = 3 };

/* Power of note `note` in the middle of each third. */
static double in_third(const struct sound *sound, int third, int note)
{
    size_t at = (size_t)third * sound->frames / 3 + sound->frames / 10;
    return power_at(sound->ear[0], at, TP_RATE / 2, notes[note]);
}

static void each_note_joins_at_its_third_and_stays(void **state)
{
    (void)state;
    static const double lengths[] = {5, 20, 90};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        tp_frames length = tp_frames_from_seconds(lengths[i]);
        struct sound sound = sound_of(&(struct tp_tone){.name = "chord", .length = length});
        for (int third = 0; third < NOTES; third++)
            for (int note = 0; note < NOTES; note++) {
                double db = 10 * log10(in_third(&sound, third, note) / in_third(&sound, 2, 2));
                assert_true(note <= third ? db > -5 && db < 1 : db < -30);
            }
        sound_free(&sound);
    }
}

/* The loudest of 50 ms around the instant at which a note joins, against 100 ms before. */
static void a_note_joins_without_an_edge(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "chord", .length = 18 * TP_RATE});
    for (int third = 1; third < NOTES; third++) {
        size_t at = (size_t)third * sound.frames / 3;
        double before = power_at(sound.ear[0], at - 4800, 2400, notes[third]);
        double begin = power_at(sound.ear[0], at, 2400, notes[third]);
        double there = power_at(sound.ear[0], at + 14400, 2400, notes[third]);
        assert_true(begin < there / 20);
        assert_true(before < there / 20);
    }
    sound_free(&sound);
}

/* Power between two frequencies in a second from `at`. */
static double power_between(const struct sound *sound, double at, double low, double high)
{
    enum { COUNT = 65536 };
    double sum = 0;
    double *power = spectrum(sound->ear[0], (size_t)tp_frames_from_seconds(at), TP_RATE, COUNT);
    for (size_t k = (size_t)(low * COUNT / TP_RATE); k < (size_t)(high * COUNT / TP_RATE); k++)
        sum += power[k];
    free(power);
    return sum;
}

/* Where a breath is at its fullest, its own band has more of it than of the whole chord. */
static void a_breath_is_heard_over_it(void **state)
{
    (void)state;
    struct sound chord = sound_of(&(struct tp_tone){.name = "chord", .length = 9 * TP_RATE});
    struct sound in = sound_of(&(struct tp_tone){.name = "inhale", .length = 4 * TP_RATE});
    struct sound out = sound_of(&(struct tp_tone){.name = "exhale", .length = 6 * TP_RATE});
    double whole = power_between(&chord, 7, 450, 1000);
    double in_db = 10 * log10(power_between(&in, 1.5, 450, 1000) / whole);
    double out_db = 10 * log10(power_between(&out, 2.5, 450, 1000) / whole);
    print_message("inhale %.1f dB, exhale %.1f dB over the whole chord\n", in_db, out_db);
    assert_true(in_db > 6);
    assert_true(out_db > 3);
    sound_free(&chord);
    sound_free(&in);
    sound_free(&out);
}

static void a_word_is_far_over_it(void **state)
{
    (void)state;
    assert_true(tp_tone_find("chord")->level <= -17 - 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_note_joins_at_its_third_and_stays),
        cmocka_unit_test(a_note_joins_without_an_edge),
        cmocka_unit_test(a_breath_is_heard_over_it),
        cmocka_unit_test(a_word_is_far_over_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
