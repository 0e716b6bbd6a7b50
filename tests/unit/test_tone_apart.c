/* Any two sounds can be told apart, in both ears, in one, and in mono, without their loudness.
 *
 * The measure: a map of what a sound has in each 21 ms and each band of three semitones, from G3 to
 * G8, in dB below its own strongest cell, at most 30. Two sounds are apart when their maps differ
 * by enough dB on average over the cells where either sounds at all; or, for noises, whose wide
 * bands overlap whatever they do, when their centres move along different ways. Only the shape
 * counts, since each map is seen from its own strongest cell. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/tone_measure.h"

enum {
    WINDOW = 2048,
    HOP = 1024,
    BANDS = 20,
    SLICES = 15 * TP_RATE / HOP + 1,
    FLOOR_DB = 30,
    APART_DB = 4,       /* two notes against the first of them alone are 5 */
    SAME_DB = 3,        /* the same sound heard another way stays below */
    APART_SEMITONES = 5 /* a fourth, the smallest step that bears a meaning */
};

struct map {
    size_t slices;
    double cells[SLICES][BANDS]; /* dB above the floor, 0…FLOOR_DB; 0 after the last slice */
    double centres[SLICES];      /* in semitones above band 0; −1 where nothing sounds */
};

/* The band of a frequency, −1 when it lies outside of all. */
static int band_of(double hz)
{
    double band = floor(4 * log2(hz / 180)); /* G3 is 196 Hz, in the middle of band 0 */
    return band >= 0 && band < BANDS ? (int)band : -1;
}

static void map_slice(double cells[BANDS], const struct sound *sound, size_t at)
{
    size_t frames = sound->frames - at < WINDOW ? sound->frames - at : WINDOW;
    double *power = spectrum(sound->ear[0], at, frames, WINDOW);
    for (size_t k = 1; k < WINDOW / 2; k++) {
        int band = band_of((double)k * TP_RATE / WINDOW);
        if (band >= 0)
            cells[band] += power[k];
    }
    free(power);
}

/* The centre of a slice in semitones, weighed by power; −1 when nothing is above the floor. */
static double centre_of(const double cells[BANDS])
{
    double sum = 0, weight = 0;
    for (int b = 0; b < BANDS; b++) {
        double power = cells[b] > 0 ? pow(10, cells[b] / 10) : 0;
        sum += 3 * b * power;
        weight += power;
    }
    return weight > 0 ? sum / weight : -1;
}

static void map_of(struct map *map, const struct sound *sound)
{
    memset(map, 0, sizeof *map);
    double *cells = &map->cells[0][0], strongest = 0;
    for (size_t at = 0; at < sound->frames; at += HOP)
        map_slice(map->cells[map->slices++], sound, at);
    for (size_t i = 0; i < map->slices * BANDS; i++)
        strongest = fmax(strongest, cells[i]);
    for (size_t i = 0; i < map->slices * BANDS; i++)
        cells[i] = fmax(0, FLOOR_DB + 10 * log10(cells[i] / strongest + 1e-12));
    for (size_t i = 0; i < map->slices; i++)
        map->centres[i] = centre_of(map->cells[i]);
}

static double distance(const struct map *a, const struct map *b)
{
    const double *one = &a->cells[0][0], *other = &b->cells[0][0];
    double sum = 0;
    int sounding = 0;
    size_t slices = a->slices > b->slices ? a->slices : b->slices;
    for (size_t i = 0; i < slices * BANDS; i++) {
        sum += fabs(one[i] - other[i]);
        sounding += one[i] > 0 || other[i] > 0;
    }
    return sum / sounding;
}

/* How far the centres are from one another on average, while both sound. */
static double way(const struct map *a, const struct map *b)
{
    double sum = 0;
    int both = 0;
    for (size_t i = 0; i < a->slices && i < b->slices; i++) {
        if (a->centres[i] >= 0 && b->centres[i] >= 0) {
            sum += fabs(a->centres[i] - b->centres[i]);
            both++;
        }
    }
    return both > 0 ? sum / both : 0;
}

/* What of a stereo sound is heard. */
enum hearing { MONO, LEFT_EAR, RIGHT_EAR };

static struct map *heard(const struct tp_tone *tone, enum hearing hearing)
{
    struct map *map = malloc(sizeof *map);
    assert_non_null(map);
    struct sound sound = sound_of_in(tone, hearing == MONO);
    if (hearing != MONO)
        sound_to_ear(&sound, hearing == LEFT_EAR ? 0 : 1);
    map_of(map, &sound);
    sound_free(&sound);
    return map;
}

static void assert_apart(const char *a, const struct map *one, const char *b,
                         const struct map *other)
{
    if (!(distance(one, other) > APART_DB || way(one, other) > APART_SEMITONES))
        fail_msg("%s and %s are only %.1f dB and %.1f semitones apart", a, b, distance(one, other),
                 way(one, other));
}

/* The table as it is heard from the middle, mapped once for all tests. */
static const struct tp_tone_info *table;
static size_t table_count;
static struct map **maps;

static int map_table(void **state)
{
    (void)state;
    table = tp_tone_table(&table_count);
    maps = calloc(table_count, sizeof(struct map *));
    assert_non_null(maps);
    for (size_t i = 0; i < table_count; i++)
        maps[i] = heard(&(struct tp_tone){.name = table[i].name}, MONO);
    return 0;
}

static int forget_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count; i++)
        free(maps[i]);
    free(maps);
    return 0;
}

static void any_two_sounds_are_apart(void **state)
{
    (void)state;
    double nearest = HUGE_VAL;
    const char *pair[2] = {"", ""};
    for (size_t i = 0; i < table_count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_apart(table[i].name, maps[i], table[k].name, maps[k]);
            double far = fmax(distance(maps[i], maps[k]) / APART_DB,
                              way(maps[i], maps[k]) / APART_SEMITONES);
            if (far < nearest) {
                nearest = far;
                pair[0] = table[k].name;
                pair[1] = table[i].name;
            }
        }
    }
    print_message("nearest: %s and %s, %.1f times what is needed\n", pair[0], pair[1], nearest);
}

/* All that stretch, at one length: nothing may hang on how long they are. */
static void sounds_of_one_length_are_apart(void **state)
{
    (void)state;
    static const char *const names[] = {"press", "inhale", "exhale", "chord",
                                        "below", "within", "above"};
    enum { COUNT = sizeof names / sizeof names[0] };
    struct map *same_length[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        same_length[i] = heard(&(struct tp_tone){.name = names[i], .length = TP_MS(4000)}, MONO);
        for (size_t k = 0; k < i; k++)
            assert_apart(names[i], same_length[i], names[k], same_length[k]);
    }
    for (size_t i = 0; i < COUNT; i++)
        free(same_length[i]);
}

/* Only `side` differs between the ears; wherever it is heard from, it stays itself. */
static void side_heard_in_one_ear_is_apart_from_the_others(void **state)
{
    (void)state;
    for (enum hearing hearing = MONO; hearing <= RIGHT_EAR; hearing++) {
        struct map *side = heard(&(struct tp_tone){.name = "side", .toward = 1}, hearing);
        for (size_t i = 0; i < table_count; i++) {
            if (strcmp(table[i].name, "side") != 0)
                assert_apart("side", side, table[i].name, maps[i]);
            else
                assert_true(distance(side, maps[i]) < SAME_DB);
        }
        free(side);
    }
}

static void loudness_alone_does_not_set_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count; i += 3) {
        struct map *soft = heard(&(struct tp_tone){.name = table[i].name, .gain_db = -12}, MONO);
        assert_true(distance(maps[i], soft) < 0.5);
        assert_true(way(maps[i], soft) < 0.5);
        free(soft);
    }
}

/* ---- left and right ---- */

static void side_in_the_middle_is_alike_in_both_ears(void **state)
{
    (void)state;
    struct sound sound = sound_of(&(struct tp_tone){.name = "side"});
    assert_memory_equal(sound.ear[0], sound.ear[1], sound.frames * sizeof(double));
    sound_free(&sound);
}

static void the_sides_are_mirror_images(void **state)
{
    (void)state;
    struct sound left = sound_of(&(struct tp_tone){.name = "side", .toward = -1});
    struct sound right = sound_of(&(struct tp_tone){.name = "side", .toward = 1});
    for (size_t i = 0; i < left.frames; i++) {
        assert_true(fabs(left.ear[0][i] - right.ear[1][i]) < 1e-4);
        assert_true(fabs(left.ear[1][i] - right.ear[0][i]) < 1e-4);
    }
    sound_free(&left);
    sound_free(&right);
}

/* The highest sample of one note of `side`, in dB against the first one. */
static double note_db(const struct sound *sound, int ear, int note)
{
    double peaks[2] = {0, 0};
    for (size_t i = 0; i < sound->frames; i++) {
        double value = fabs(sound->ear[i < sound->frames / 2 ? 0 : ear][i]);
        size_t which = i < sound->frames / 2 ? 0 : 1;
        peaks[which] = fmax(peaks[which], value);
    }
    return 20 * log10(peaks[note] / peaks[0]);
}

static void the_second_note_comes_from_the_new_side(void **state)
{
    (void)state;
    for (int toward = -1; toward <= 1; toward += 2) {
        struct sound sound = sound_of(&(struct tp_tone){.name = "side", .toward = toward});
        int near = toward < 0 ? 0 : 1;
        assert_memory_equal(sound.ear[0], sound.ear[1], sound.frames / 2 * sizeof(double));
        double lean = note_db(&sound, near, 1) - note_db(&sound, 1 - near, 1);
        assert_true(lean > 5);
        assert_true(lean < 9.8); /* 60 % by equal power */
        assert_true(note_db(&sound, 1 - near, 1) > -6);
        sound_free(&sound);
        sound = sound_of_in(&(struct tp_tone){.name = "side", .toward = toward}, true);
        assert_true(fabs(note_db(&sound, 0, 1)) < 1);
        sound_free(&sound);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_two_sounds_are_apart),
        cmocka_unit_test(sounds_of_one_length_are_apart),
        cmocka_unit_test(side_heard_in_one_ear_is_apart_from_the_others),
        cmocka_unit_test(loudness_alone_does_not_set_apart),
        cmocka_unit_test(side_in_the_middle_is_alike_in_both_ears),
        cmocka_unit_test(the_sides_are_mirror_images),
        cmocka_unit_test(the_second_note_comes_from_the_new_side),
    };
    return cmocka_run_group_tests(tests, map_table, forget_table);
}
