/* The sound language as an interface: which sounds there are, how long they are, what is refused,
 * and that every clip is whole: quiet at both ends, without a click, the same each time. */
#include <stdarg.h>
#include <stddef.h>

#include <limits.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/tone_measure.h"

/* The table of the sound language, written down once more on purpose. */
static const struct row {
    const char *name;
    double seconds;
    bool stretches;
    double level;
    enum tp_tone_scale scale;
} rows[] = {
    {"open", 2.3, false, -24, TP_TONE_LUFS},       {"start", 0.7, false, -24, TP_TONE_LUFS},
    {"next", 0.4, false, -26, TP_TONE_LUFS},       {"press", 5, true, -30, TP_TONE_LUFS},
    {"inhale", 4, true, -35, TP_TONE_LUFS},        {"exhale", 6, true, -38, TP_TONE_LUFS},
    {"chord", 6, true, -36, TP_TONE_LUFS},         {"halfway", 0.36, false, -29, TP_TONE_LUFS},
    {"tick", 0.08, false, -14, TP_TONE_PEAK},      {"end", 4.2, false, -20, TP_TONE_LUFS},
    {"side", 0.9, false, -24, TP_TONE_LUFS},       {"ask", 1.5, false, -22, TP_TONE_LUFS},
    {"attention", 0.73, false, -19, TP_TONE_LUFS}, {"ack", 0.05, false, -14, TP_TONE_PEAK},
    {"nak", 0.25, false, -15, TP_TONE_PEAK},       {"pause", 0.6, false, -24, TP_TONE_LUFS},
    {"resume", 0.6, false, -24, TP_TONE_LUFS},     {"done", 3.5, false, -22, TP_TONE_LUFS},
    {"below", 2, true, -28, TP_TONE_LUFS},         {"within", 2, true, -36, TP_TONE_LUFS},
    {"above", 2, true, -26, TP_TONE_LUFS},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static void the_table_holds_every_sound_in_its_order(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    assert_int_equal(count, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        assert_string_equal(table[i].name, rows[i].name);
        assert_true(table[i].seconds == rows[i].seconds);
        assert_int_equal(table[i].stretches, rows[i].stretches);
        assert_true(table[i].level == rows[i].level);
        assert_int_equal(table[i].scale, rows[i].scale);
        assert_in_range(strlen(table[i].meaning), 5, 40);
        assert_ptr_equal(tp_tone_find(rows[i].name), &table[i]);
    }
}

static void an_unknown_name_is_not_found(void **state)
{
    (void)state;
    static const char *const names[] = {"", "Open", "opens", "ope", "plain", " open"};
    assert_null(tp_tone_find(NULL));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_null(tp_tone_find(names[i]));
        assert_int_equal(tp_tone_length(&(struct tp_tone){.name = names[i]}), 0);
        assert_null(tp_tone_render(&(struct tp_tone){.name = names[i]}));
    }
}

static void assert_clip(const struct tp_tone *tone, tp_frames frames, uint16_t channels)
{
    assert_int_equal(tp_tone_length(tone), frames);
    struct tp_clip *clip = tp_tone_render(tone);
    assert_non_null(clip);
    assert_int_equal(clip->frames, frames);
    assert_int_equal(clip->channels, channels);
    assert_int_equal(clip->references, 1);
    tp_clip_unref(clip);
}

static void every_clip_is_as_long_as_said(void **state)
{
    (void)state;
    static const tp_frames lengths[] = {TP_TONE_STRETCH_MIN, TP_MS(1003), 2 * TP_RATE + 1,
                                        TP_TONE_STRETCH_MAX};
    for (size_t i = 0; i < ROWS; i++) {
        struct tp_tone tone = {.name = rows[i].name};
        uint16_t channels = strcmp(tone.name, "side") == 0 ? 2 : 1;
        assert_clip(&tone, tp_frames_from_seconds(rows[i].seconds), channels);
        for (size_t k = 0; rows[i].stretches && k < sizeof lengths / sizeof lengths[0]; k++) {
            tone.length = lengths[k];
            assert_clip(&tone, lengths[k], channels);
        }
    }
}

static void a_plain_note_is_as_long_as_said(void **state)
{
    (void)state;
    assert_clip(&(struct tp_tone){.hz = 440}, TP_MS(700), 1);
    assert_clip(&(struct tp_tone){.hz = 40, .length = TP_TONE_NOTE_MIN}, TP_TONE_NOTE_MIN, 1);
    assert_clip(&(struct tp_tone){.hz = 8000, .length = TP_TONE_NOTE_MAX}, TP_TONE_NOTE_MAX, 1);
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    const struct tp_tone refused[] = {
        {.name = NULL},
        {.hz = 39.9},
        {.hz = 8000.1},
        {.hz = -440},
        {.hz = NAN},
        {.hz = INFINITY},
        {.hz = 440, .length = TP_TONE_NOTE_MIN - 1},
        {.hz = 440, .length = TP_TONE_NOTE_MAX + 1},
        {.hz = 440, .length = -1},
        {.hz = 440, .length = TP_NEVER},
        {.hz = 440, .toward = 1},
        {.hz = 440, .gain_db = NAN},
        {.name = "open", .hz = 440},
        {.name = "open", .hz = NAN},
        {.name = "open", .gain_db = 6.01},
        {.name = "open", .gain_db = -40.01},
        {.name = "open", .gain_db = NAN},
        {.name = "open", .gain_db = -INFINITY},
        {.name = "open", .length = TP_MS(2300)},
        {.name = "open", .toward = -1},
        {.name = "press", .length = TP_TONE_STRETCH_MIN - 1},
        {.name = "press", .length = TP_TONE_STRETCH_MAX + 1},
        {.name = "inhale", .length = INT64_MIN},
        {.name = "side", .toward = 2},
        {.name = "side", .toward = -2},
        {.name = "side", .toward = INT_MIN},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(tp_tone_length(&refused[i]), 0);
        assert_null(tp_tone_render(&refused[i]));
    }
}

static bool same_clip(const struct tp_tone *a, const struct tp_tone *b)
{
    struct tp_clip *one = tp_tone_render(a);
    struct tp_clip *other = tp_tone_render(b);
    assert_non_null(one);
    assert_non_null(other);
    bool same = one->frames == other->frames && one->channels == other->channels &&
                memcmp(one->samples, other->samples,
                       (size_t)one->frames * one->channels * sizeof one->samples[0]) == 0;
    tp_clip_unref(one);
    tp_clip_unref(other);
    return same;
}

static void the_same_arguments_give_the_same_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct tp_tone tone = {.name = rows[i].name, .gain_db = -3};
        assert_true(same_clip(&tone, &tone));
    }
    struct tp_tone note = {.hz = 333, .length = TP_MS(250)};
    assert_true(same_clip(&note, &note));
    assert_false(same_clip(&note, &(struct tp_tone){.hz = 334, .length = TP_MS(250)}));
}

static void the_default_length_said_aloud_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct tp_tone tone = {.name = rows[i].name};
        if (rows[i].stretches)
            tone.length = tp_frames_from_seconds(rows[i].seconds);
        assert_true(same_clip(&tone, &(struct tp_tone){.name = rows[i].name}));
    }
}

static void a_plain_note_like_start_is_start(void **state)
{
    (void)state;
    assert_true(same_clip(&(struct tp_tone){.name = "start"}, &(struct tp_tone){.hz = 523.2511}));
}

/* ---- whole from begin to end ---- */

static void assert_quiet_edges(const struct sound *sound)
{
    enum { EDGE = 8 };
    double bound = 0.02 * sound_peak(sound);
    for (size_t e = 0; e < 2; e++) {
        const double *ear = sound->ear[e];
        assert_true(ear[0] == 0);
        assert_true(ear[sound->frames - 1] == 0);
        for (size_t i = 0; i < EDGE; i++) {
            assert_true(fabs(ear[i + 1] - ear[i]) <= bound);
            assert_true(fabs(ear[sound->frames - 1 - i] - ear[sound->frames - 2 - i]) <= bound);
        }
    }
}

/* A jump of height h shows in the second difference as h. In a clean tone that is at most the sum
 * of partial × (its radians per frame)²; the bounds below are twice that for the highest note that
 * the sound has: any jump over 6 % of the peak (40 % under the five partials of `attention`) would
 * be found. */
static void assert_no_jump(const struct sound *sound, double bound)
{
    double peak = sound_peak(sound);
    for (size_t e = 0; e < 2; e++) {
        const double *ear = sound->ear[e];
        for (size_t i = 1; i + 1 < sound->frames; i++)
            assert_true(fabs(ear[i + 1] - 2 * ear[i] + ear[i - 1]) <= bound * peak + 1e-4);
    }
}

static double jump_bound(const char *name)
{
    if (strcmp(name, "attention") == 0)
        return 0.4;
    return strcmp(name, "ack") == 0 ? 0.14 : 0.06;
}

static void assert_whole(const struct tp_tone *tone)
{
    struct sound sound = sound_of(tone);
    assert_quiet_edges(&sound);
    if (!tone->name || !strstr(tone->name, "hale"))
        assert_no_jump(&sound, tone->name ? jump_bound(tone->name) : 0.06);
    sound_free(&sound);
}

static void no_sound_clicks(void **state)
{
    (void)state;
    static const tp_frames lengths[] = {TP_TONE_STRETCH_MIN, TP_MS(1777), 4 * TP_RATE + 1};
    for (size_t i = 0; i < ROWS; i++) {
        assert_whole(&(struct tp_tone){.name = rows[i].name});
        for (size_t k = 0; rows[i].stretches && k < sizeof lengths / sizeof lengths[0]; k++)
            assert_whole(&(struct tp_tone){.name = rows[i].name, .length = lengths[k]});
    }
    assert_whole(&(struct tp_tone){.name = "side", .toward = -1});
    assert_whole(&(struct tp_tone){.name = "side", .toward = 1});
    assert_whole(&(struct tp_tone){.hz = 40, .length = TP_TONE_NOTE_MIN});
    assert_whole(&(struct tp_tone){.hz = 700, .length = TP_MS(123)});
}

static void a_sound_is_heard_until_its_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct sound sound = sound_of(&(struct tp_tone){.name = rows[i].name});
        double last = 0;
        for (size_t k = sound.frames - sound.frames / 10; k < sound.frames; k++)
            last = fmax(last, fabs(sound.ear[0][k]));
        assert_true(last > sound_peak(&sound) * 0.01);
        sound_free(&sound);
    }
}

static void nothing_is_cut_at_the_highest_gain(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct sound usual = sound_of(&(struct tp_tone){.name = rows[i].name});
        struct sound loud = sound_of(&(struct tp_tone){.name = rows[i].name, .gain_db = 6});
        assert_true(sound_peak(&loud) < 0.9);
        double gained = 20 * log10(sound_peak(&loud) / sound_peak(&usual));
        assert_true(fabs(gained - 6) < 0.05);
        sound_free(&usual);
        sound_free(&loud);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds_every_sound_in_its_order),
        cmocka_unit_test(an_unknown_name_is_not_found),
        cmocka_unit_test(every_clip_is_as_long_as_said),
        cmocka_unit_test(a_plain_note_is_as_long_as_said),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(the_same_arguments_give_the_same_samples),
        cmocka_unit_test(the_default_length_said_aloud_changes_nothing),
        cmocka_unit_test(a_plain_note_like_start_is_start),
        cmocka_unit_test(no_sound_clicks),
        cmocka_unit_test(a_sound_is_heard_until_its_end),
        cmocka_unit_test(nothing_is_cut_at_the_highest_gain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
