/* Every sound is at its pitch at each moment, glides where it should and is made of what the table
 * says: bells of three partials, breaths of noise. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/tone_measure.h"

/* The chord of the language, as its table gives it. */
enum { C4 = 262, G4 = 392, C5 = 523, E5 = 659, G5 = 784 };

static size_t frames_of(double seconds)
{
    return (size_t)tp_frames_from_seconds(seconds);
}

static void assert_pitch(const char *name, double seconds, double at, double window, double hz)
{
    tp_frames length = tp_frames_from_seconds(seconds);
    struct sound sound = sound_of(&(struct tp_tone){.name = name, .length = length});
    double heard = pitch(sound.ear[0], frames_of(at), frames_of(window));
    sound_free(&sound);
    if (!(fabs(heard / hz - 1) <= 0.01))
        fail_msg("%s at %.2f s: %.1f Hz, wanted %.1f", name, at, heard, hz);
}

/* The strongest pitch of each note, listened to for `window` seconds from `at`. */
static void every_note_has_its_pitch(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double at, window;
        int hz;
    } notes[] = {
        {"open", 0.02, 0.3, C5},       {"open", 0.4, 0.25, E5},       {"open", 0.75, 0.3, G5},
        {"start", 0.02, 0.3, C5},      {"next", 0.02, 0.3, E5},       {"halfway", 0.01, 0.16, E5},
        {"halfway", 0.19, 0.16, E5},   {"tick", 0.005, 0.06, G5},     {"end", 0.02, 0.3, G5},
        {"end", 0.45, 0.3, C5},        {"side", 0.02, 0.3, E5},       {"side", 0.47, 0.3, E5},
        {"ask", 0.02, 0.16, G4},       {"ask", 0.25, 0.2, C5},        {"ask", 0.77, 0.16, G4},
        {"ask", 1, 0.3, C5},           {"attention", 0, 0.13, 880},   {"attention", 0.2, 0.13, 880},
        {"attention", 0.4, 0.13, 880}, {"attention", 0.6, 0.13, 880}, {"ack", 0.001, 0.04, 1200},
        {"nak", 0.005, 0.1, 440},      {"nak", 0.135, 0.1, 440},      {"pause", 0.02, 0.2, C5},
        {"pause", 0.3, 0.25, G4},      {"resume", 0.02, 0.2, G4},     {"resume", 0.3, 0.25, C5},
        {"done", 0.02, 0.3, G5},       {"done", 0.55, 0.3, E5},       {"done", 1.1, 0.3, C5},
        {"below", 0.01, 0.3, G4},      {"below", 1.51, 0.3, G4},      {"within", 0.5, 0.3, C5},
        {"above", 0.005, 0.09, G5},    {"above", 1.838, 0.09, G5},
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        assert_pitch(notes[i].name, 0, notes[i].at, notes[i].window, notes[i].hz);
}

static void done_rests_on_the_low_c(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "done"});
    double before = power_at(sound.ear[0], 0, frames_of(0.5), C4);
    double after = power_at(sound.ear[0], frames_of(1), frames_of(0.5), C4);
    double c5 = power_at(sound.ear[0], frames_of(1), frames_of(0.5), C5);
    assert_true(after > 1000 * before);
    assert_true(after > c5 / 10 && after < c5);
    sound_free(&sound);
}

/* Evenly in pitch, so that the middle of the time is the middle of the interval. */
static void press_glides_up_and_arrives_where_start_begins(void **state)
{
    (void)state;
    static const double lengths[] = {1, 3, 5, 8, 15};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        double length = lengths[i], window = 0.05;
        assert_pitch("press", length, 0, window, G4);
        assert_pitch("press", length, length / 2 - window / 2, window, sqrt(G4 * C5));
        assert_pitch("press", length, length - window, window, C5);
    }
}

static void end_glides_down_again(void **state)
{
    (void)state;
    assert_pitch("end", 0, 1.25, 0.1, C5);
    assert_pitch("end", 0, 2.65, 0.1, sqrt(G4 * C5));
    assert_pitch("end", 0, 4.15, 0.05, G4);
}

static double rms(const struct sound *sound, double at, double seconds)
{
    double sum = 0;
    for (size_t i = 0; i < frames_of(seconds); i++) {
        double value = sound->ear[0][frames_of(at) + i];
        sum += value * value;
    }
    return sqrt(sum / (double)frames_of(seconds));
}

static void press_swells_by_10_db(void **state)
{
    (void)state;
    for (int seconds = 1; seconds <= 15; seconds += 2) {
        struct sound sound =
            sound_of(&(struct tp_tone){.name = "press", .length = (tp_frames)seconds * TP_RATE});
        double begin = rms(&sound, 0.01, 0.02), end = rms(&sound, seconds - 0.03, 0.02);
        assert_true(fabs(20 * log10(end / begin) - 10) < 1);
        sound_free(&sound);
    }
}

static void the_glide_of_end_is_quieter_and_fades(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "end"});
    double bells = sound_loudness_within(&sound, 0, frames_of(1.2));
    double early = sound_loudness_within(&sound, frames_of(1.2), frames_of(1.7));
    double late = sound_loudness_within(&sound, frames_of(3.7), frames_of(4.2));
    assert_true(early < bells - 6);
    assert_true(late < early - 6);
    assert_true(late > -42);
    sound_free(&sound);
}

/* ---- what a bell is made of ---- */

static void a_bell_has_three_partials(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "start"});
    double partials[5];
    for (int k = 0; k < 5; k++)
        partials[k] = sqrt(power_at(sound.ear[0], 480, frames_of(0.4), (k + 1) * 523.2511));
    assert_true(fabs(partials[1] / partials[0] - 0.25) < 0.005);
    assert_true(fabs(partials[2] / partials[0] - 0.08) < 0.002);
    assert_true(partials[3] / partials[0] < 0.001);
    assert_true(partials[4] / partials[0] < 0.001);
    sound_free(&sound);
}

static void a_bell_is_struck_within_8_ms_and_decays_evenly(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "start"});
    double decay = rms(&sound, 0.05, 0.1) / rms(&sound, 0.15, 0.1);
    for (int k = 1; k < 5; k++) {
        double at = 0.05 + 0.1 * k;
        assert_true(fabs(rms(&sound, at, 0.1) / rms(&sound, at + 0.1, 0.1) / decay - 1) < 0.02);
    }
    assert_true(decay > 1.5);
    assert_true(rms(&sound, 0, 0.002) < 0.15 * rms(&sound, 0.008, 0.008));
    assert_true(rms(&sound, 0.008, 0.008) > rms(&sound, 0.016, 0.008));
    sound_free(&sound);
}

static void a_tick_decays_in_25_ms(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "tick"});
    double decay = rms(&sound, 0.015, 0.02) / rms(&sound, 0.04, 0.02);
    assert_true(fabs(log(decay) - 1) < 0.1);
    sound_free(&sound);
}

static void pulses_stay_whole_and_even(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double period, pulse;
        tp_frames length;
        int count;
    } pulses[] = {
        {"attention", 0.2, 0.13, 0, 4},          {"below", 0.5, 0.35, 0, 4},
        {"below", 0.5, 0.35, TP_MS(3300), 6},    {"above", 1.0 / 6, 0.1, 0, 12},
        {"above", 1.0 / 6, 0.1, TP_MS(1050), 6},
    };
    for (size_t i = 0; i < sizeof pulses / sizeof pulses[0]; i++) {
        struct sound sound =
            sound_of(&(struct tp_tone){.name = pulses[i].name, .length = pulses[i].length});
        double first = rms(&sound, 0, pulses[i].pulse);
        for (int k = 0; k < pulses[i].count; k++) {
            double at = k * pulses[i].period;
            assert_true(fabs(rms(&sound, at, pulses[i].pulse) / first - 1) < 0.01);
            bool last = k + 1 == pulses[i].count;
            double gap = last ? (double)sound.frames / TP_RATE - at : pulses[i].period;
            if (gap > pulses[i].pulse)
                assert_true(rms(&sound, at + pulses[i].pulse, gap - pulses[i].pulse) == 0);
        }
        sound_free(&sound);
    }
}

/* ---- plain notes ---- */

static void a_plain_note_has_its_pitch(void **state)
{
    (void)state;
    static const double pitches[] = {40, 100, 261.6256, 440, 1000, 5000, 8000};
    for (size_t i = 0; i < sizeof pitches / sizeof pitches[0]; i++) {
        struct sound sound = sound_of(&(struct tp_tone){.hz = pitches[i]});
        assert_true(fabs(pitch(sound.ear[0], 480, frames_of(0.3)) / pitches[i] - 1) < 0.01);
        sound_free(&sound);
    }
}

/* 3 × 7500 Hz lies above what is heard, 3 × 8000 on the edge of what can be sampled. */
static void a_high_note_leaves_out_what_cannot_be_sampled(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.hz = 7500});
    double first = power_at(sound.ear[0], 480, frames_of(0.4), 7500);
    assert_true(power_at(sound.ear[0], 480, frames_of(0.4), 15000) > first * 0.05);
    assert_true(power_at(sound.ear[0], 480, frames_of(0.4), 22500) < first * 1e-6);
    sound_free(&sound);
}

/* ---- breath ---- */

/* The centre of a second-order band-pass: half of its power per octave lies on either side. */
static double band_centre(const double *ear, size_t at, size_t frames)
{
    enum { COUNT = 131072 };
    double *power = spectrum(ear, at, frames, COUNT);
    double all = 0, half = 0;
    size_t k = 0;
    for (k = 20; k < COUNT / 2; k++)
        all += power[k] / (double)k;
    for (k = 20; half < all / 2; k++)
        half += power[k] / (double)k;
    free(power);
    return (double)k * TP_RATE / COUNT;
}

/* What the raised sine has from `at` to `at` + `span` of its length, as rms. */
static double raised_sine(double at, double span)
{
    double sum = 0;
    for (int i = 0; i < 100; i++)
        sum += pow(sin(TONE_PI * (at + span * (i + 0.5) / 100)), 4);
    return sqrt(sum / 100);
}

/* Noise has a centre and a level only on average: 15 % and 1.2 dB over a fifth of a breath. */
static void a_breath_sweeps_its_centre_and_swells_evenly(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double from, to, seconds;
    } breaths[] = {{"inhale", 350, 900, 2.5}, {"inhale", 350, 900, 4}, {"inhale", 350, 900, 12},
                   {"exhale", 900, 300, 2.5}, {"exhale", 900, 300, 6}, {"exhale", 900, 300, 15}};
    for (size_t i = 0; i < sizeof breaths / sizeof breaths[0]; i++) {
        double seconds = breaths[i].seconds;
        struct sound sound = sound_of(
            &(struct tp_tone){.name = breaths[i].name, .length = tp_frames_from_seconds(seconds)});
        double middle = rms(&sound, 0.4 * seconds, 0.2 * seconds) / raised_sine(0.4, 0.2);
        for (int k = 0; k < 4; k++) {
            double at = 0.1 + 0.2 * k, span = fmin(0.2, 2 / seconds);
            double hz = breaths[i].from * pow(breaths[i].to / breaths[i].from, at + span / 2);
            double centre =
                band_centre(sound.ear[0], frames_of(at * seconds), frames_of(span * seconds));
            double level = rms(&sound, at * seconds, 0.2 * seconds) / raised_sine(at, 0.2);
            assert_true(fabs(centre / hz - 1) < 0.15);
            assert_true(fabs(20 * log10(level / middle)) < 1.2);
        }
        sound_free(&sound);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_note_has_its_pitch),
        cmocka_unit_test(done_rests_on_the_low_c),
        cmocka_unit_test(press_glides_up_and_arrives_where_start_begins),
        cmocka_unit_test(end_glides_down_again),
        cmocka_unit_test(press_swells_by_10_db),
        cmocka_unit_test(the_glide_of_end_is_quieter_and_fades),
        cmocka_unit_test(a_bell_has_three_partials),
        cmocka_unit_test(a_bell_is_struck_within_8_ms_and_decays_evenly),
        cmocka_unit_test(a_tick_decays_in_25_ms),
        cmocka_unit_test(pulses_stay_whole_and_even),
        cmocka_unit_test(a_plain_note_has_its_pitch),
        cmocka_unit_test(a_high_note_leaves_out_what_cannot_be_sampled),
        cmocka_unit_test(a_breath_sweeps_its_centre_and_swells_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
