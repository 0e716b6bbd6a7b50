/* Every sound is as loud as the table says, by libebur128 or by its peak, at every length. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/tone_shapes.h"
#include "tests/unit/tone_measure.h"

/* Fails with the number that would mend it. */
static void assert_level(const struct tp_tone *tone, double tolerance_db)
{
    const struct tp_tone_info *row = tp_tone_find(tone->name);
    assert_non_null(row);
    struct sound sound = sound_of(tone);
    double level = sound_level(&sound, row->scale) - tone->gain_db;
    sound_free(&sound);
    if (!(fabs(level - row->level) <= tolerance_db))
        fail_msg("%s, %.3f s: level %.2f, wanted %.2f; `measured` would be %.2f", tone->name,
                 tp_frames_to_seconds(tp_tone_length(tone)), level, row->level,
                 row->recipe->measured + level - row->level);
}

/* ±1 dB is promised; 0.2 keeps the table's numbers honest. */
static void every_sound_has_its_level(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    for (size_t i = 0; i < count; i++)
        assert_level(&(struct tp_tone){.name = table[i].name}, 0.2);
}

static void every_stretched_sound_has_its_level(void **state)
{
    (void)state;
    static const double seconds[] = {2, 6.5, 15, 30};
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (!table[i].stretches)
            continue;
        for (size_t k = 0; k < sizeof seconds / sizeof seconds[0]; k++) {
            tp_frames length = tp_frames_from_seconds(seconds[k]);
            assert_level(&(struct tp_tone){.name = table[i].name, .length = length}, 1.5);
        }
        if (strcmp(table[i].name, "chord") != 0) /* no hold is shorter than 5 s */
            assert_level(&(struct tp_tone){.name = table[i].name, .length = TP_TONE_STRETCH_MIN},
                         4);
    }
}

static void a_gain_is_added_to_the_level(void **state)
{
    (void)state;
    assert_level(&(struct tp_tone){.name = "open", .gain_db = -20}, 0.2);
    assert_level(&(struct tp_tone){.name = "exhale", .gain_db = -12}, 0.2);
    assert_level(&(struct tp_tone){.name = "tick", .gain_db = -12}, 0.2);
    assert_level(&(struct tp_tone){.name = "attention", .gain_db = 6}, 0.2);
}

static void the_new_side_does_not_change_the_level(void **state)
{
    (void)state;
    assert_level(&(struct tp_tone){.name = "side", .toward = -1}, 0.5);
    assert_level(&(struct tp_tone){.name = "side", .toward = 1}, 0.5);
}

static void attention_is_the_loudest_and_the_bells_stay_below_the_voice(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    double attention = tp_tone_find("attention")->level;
    for (size_t i = 0; i < count; i++) {
        if (table[i].scale == TP_TONE_LUFS && strcmp(table[i].name, "attention") != 0)
            assert_true(table[i].level < attention);
    }
    assert_true(attention < -17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sound_has_its_level),
        cmocka_unit_test(every_stretched_sound_has_its_level),
        cmocka_unit_test(a_gain_is_added_to_the_level),
        cmocka_unit_test(the_new_side_does_not_change_the_level),
        cmocka_unit_test(attention_is_the_loudest_and_the_bells_stay_below_the_voice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
