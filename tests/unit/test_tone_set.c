/* A sound can be a file of one's own: any format, rate and number of channels, at the level of the
 * sound that it replaces; and one line says why where it cannot. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/loudness.h"
#include "audio/tone_set.h"
#include "tests/unit/tone_measure.h"

#include <sndfile.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_FRAMES = 12 * 96000 };

static char folder[] = "/tmp/tprun-tones-XXXXXX";
static char path[128];
static struct tp_tone_set *set;
static struct tp_err err;

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int create_set(void **state)
{
    (void)state;
    set = tp_tone_set_create();
    snprintf(path, sizeof path, "%s/bell.sound", folder);
    return set ? 0 : -1;
}

static int destroy_set(void **state)
{
    (void)state;
    tp_tone_set_destroy(set);
    unlink(path);
    return 0;
}

/* A note of `hz` and `amplitude` that fades to a tenth, alike in all channels but for `right`, the
 * gain of the second. */
struct made {
    int format, rate, channels;
    double seconds, hz, amplitude, right;
};

static const struct made bell = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2, 0.9, 600, 0.1, 1};

static void make_file(const struct made *made)
{
    static float samples[2 * LONGEST_FRAMES];
    SF_INFO info = {.samplerate = made->rate, .channels = made->channels, .format = made->format};
    size_t frames = (size_t)(made->seconds * made->rate);
    assert_true(frames * (size_t)made->channels <= 2 * LONGEST_FRAMES);
    for (size_t i = 0; i < frames; i++)
        for (int c = 0; c < made->channels; c++)
            samples[i * (size_t)made->channels + (size_t)c] =
                (float)(made->amplitude * (c == 1 ? made->right : 1) *
                        pow(10, -(double)i / (double)frames) *
                        sin(2 * TONE_PI * made->hz * (double)i / made->rate));
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, samples, (sf_count_t)frames), frames);
    sf_close(file);
}

static struct sound sound_from_set(const struct tp_tone *tone)
{
    struct tp_clip *clip = tp_tone_set_render(set, tone);
    assert_non_null(clip);
    assert_int_equal(clip->frames, tp_tone_set_length(set, tone));
    struct sound sound = sound_played(clip, false);
    tp_clip_unref(clip);
    return sound;
}

/* ---- how loud ---- */

static void loudness_is_that_of_libebur128(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    for (size_t i = 0; i < count; i++) {
        struct tp_clip *clip = tp_tone_render(&(struct tp_tone){.name = table[i].name});
        float *samples = calloc((size_t)clip->frames * clip->channels, sizeof *samples);
        for (size_t k = 0; k < (size_t)clip->frames * clip->channels; k++)
            samples[k] = clip->samples[k] / 32768.0F;
        struct sound sound = sound_played(clip, false);
        double own = tp_loudness_momentary(samples, clip->frames, clip->channels);
        assert_true(fabs(own - sound_loudness(&sound)) < 0.01);
        sound_free(&sound);
        free(samples);
        tp_clip_unref(clip);
    }
    assert_true(tp_loudness_momentary((float[100]){0}, 100, 1) < -200);
}

static void every_sound_can_be_replaced_and_keeps_its_level(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tp_tone_info *table = tp_tone_table(&count);
    make_file(&bell);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(tp_tone_set_replace(set, table[i].name, path, &err), 0);
        struct sound sound = sound_from_set(&(struct tp_tone){.name = table[i].name});
        assert_int_equal(sound.frames, TP_MS(900));
        assert_true(fabs(sound_level(&sound, table[i].scale) - table[i].level) < 0.3);
        assert_true(fabs(pitch(sound.ear[0], 480, 9600) / 600 - 1) < 0.005);
        sound_free(&sound);
        sound = sound_from_set(&(struct tp_tone){.name = table[i].name, .gain_db = -12});
        assert_true(fabs(sound_level(&sound, table[i].scale) - table[i].level + 12) < 0.3);
        sound_free(&sound);
    }
}

/* A click has no loudness to speak of: it is as loud as its peak allows. */
static void a_click_stays_below_full_scale(void **state)
{
    (void)state;
    struct made click = bell;
    click.seconds = 0.012;
    make_file(&click);
    assert_int_equal(tp_tone_set_replace(set, "end", path, &err), 0);
    struct sound sound = sound_from_set(&(struct tp_tone){.name = "end"});
    assert_true(fabs(20 * log10(sound_peak(&sound)) + 2) < 0.1);
    sound_free(&sound);
}

/* ---- which files ---- */

static void any_format_rate_and_number_of_channels_will_do(void **state)
{
    (void)state;
    static const struct {
        int format, rate, channels;
    } kinds[] = {
        {SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1},   {SF_FORMAT_WAV | SF_FORMAT_FLOAT, 96000, 2},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2}, {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 22050, 1},
        {SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 32000, 4},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct made made = bell;
        made.format = kinds[i].format;
        made.rate = kinds[i].rate;
        made.channels = kinds[i].channels;
        make_file(&made);
        assert_int_equal(tp_tone_set_replace(set, "start", path, &err), 0);
        struct sound sound = sound_from_set(&(struct tp_tone){.name = "start"});
        assert_true(labs((long)sound.frames - TP_MS(900)) < 200);
        assert_true(fabs(pitch(sound.ear[0], 480, 9600) / 600 - 1) < 0.01);
        assert_true(fabs(sound_loudness(&sound) + 24) < 0.3);
        sound_free(&sound);
    }
}

static void a_mono_sound_mixes_both_channels(void **state)
{
    (void)state;
    struct made lopsided = bell;
    lopsided.right = 0;
    make_file(&lopsided);
    assert_int_equal(tp_tone_set_replace(set, "start", path, &err), 0);
    struct tp_clip *clip = tp_tone_set_render(set, &(struct tp_tone){.name = "start"});
    assert_int_equal(clip->channels, 1);
    tp_clip_unref(clip);
    assert_int_equal(tp_tone_set_replace(set, "side", path, &err), 0);
    clip = tp_tone_set_render(set, &(struct tp_tone){.name = "side"});
    assert_int_equal(clip->channels, 2);
    struct sound side = sound_played(clip, false);
    assert_true(fabs(side.ear[1][5000]) <= 0);
    sound_free(&side);
    tp_clip_unref(clip);
}

static void side_wanders_to_the_new_side(void **state)
{
    (void)state;
    make_file(&bell);
    assert_int_equal(tp_tone_set_replace(set, "side", path, &err), 0);
    struct sound sound = sound_from_set(&(struct tp_tone){.name = "side", .toward = -1});
    double early = power_at(sound.ear[0], 480, 4800, 600) / power_at(sound.ear[1], 480, 4800, 600);
    double late =
        power_at(sound.ear[0], 36000, 4800, 600) / power_at(sound.ear[1], 36000, 4800, 600);
    assert_true(10 * log10(early) < 1);
    assert_true(10 * log10(late) > 4);
    sound_free(&sound);
}

/* ---- how long ---- */

static void a_length_that_is_asked_for_is_kept(void **state)
{
    (void)state;
    struct made breath = bell;
    breath.seconds = 5;
    make_file(&breath);
    assert_int_equal(tp_tone_set_replace(set, "exhale", path, &err), 0);
    struct tp_tone shorter = {.name = "exhale", .length = TP_MS(3000)};
    struct tp_tone longer = {.name = "exhale", .length = TP_MS(8000)};
    struct sound cut = sound_from_set(&shorter), whole = sound_from_set(&longer);
    assert_int_equal(cut.frames, TP_MS(3000));
    assert_true(fabs(cut.ear[0][cut.frames - 1]) < 1e-4);
    double before = power_at(cut.ear[0], TP_MS(2600), 4800, 600);
    assert_true(power_at(cut.ear[0], TP_MS(2900), 4800, 600) < before / 4);
    assert_true(fabs(sound_loudness(&cut) + 38) < 0.3);
    assert_int_equal(whole.frames, TP_MS(8000));
    assert_true(sound_loudness_within(&whole, 0, TP_MS(5000)) > -39);
    for (size_t i = TP_MS(5100); i < whole.frames; i++)
        assert_true(fabs(whole.ear[0][i]) <= 0);
    sound_free(&cut);
    sound_free(&whole);
    assert_int_equal(tp_tone_set_length(set, &(struct tp_tone){.name = "exhale"}), TP_MS(5000));
    assert_int_equal(tp_tone_set_length(set, &(struct tp_tone){.name = "exhale", .length = 1}), 0);
}

static void what_is_not_replaced_is_the_table_s(void **state)
{
    (void)state;
    make_file(&bell);
    assert_int_equal(tp_tone_set_replace(set, "start", path, &err), 0);
    struct tp_tone next = {.name = "next"};
    struct tp_clip *own = tp_tone_render(&next), *same = tp_tone_set_render(set, &next);
    assert_memory_equal(own->samples, same->samples, own->frames * sizeof *own->samples);
    tp_clip_unref(own);
    tp_clip_unref(same);
    assert_int_equal(tp_tone_set_length(set, &next), tp_tone_length(&next));
    assert_int_equal(tp_tone_set_length(NULL, &next), tp_tone_length(&next));
    assert_int_equal(tp_tone_set_length(set, &(struct tp_tone){.hz = 440}), TP_MS(700));
}

/* ---- what is refused ---- */

static void assert_refused(const char *name, const char *file, const char *why)
{
    assert_true(tp_tone_set_replace(set, name, file, &err) < 0);
    if (!strstr(err.text, why) || strchr(err.text, '\n'))
        fail_msg("'%s' does not say '%s'", err.text, why);
}

static void what_cannot_be_a_sound_is_refused_in_one_line(void **state)
{
    (void)state;
    struct made made = bell;
    assert_refused("start", path, "No such file or directory");
    assert_refused("start", folder, "it is not a file");
    mkfifo(path, 0600);
    assert_refused("start", path, "it is not a file");
    unlink(path);
    FILE *text = fopen(path, "w");
    fputs("not a sound\n", text);
    fclose(text);
    assert_refused("start", path, "no sound file of a known kind");
    made.seconds = 10.1;
    make_file(&made);
    assert_refused("start", path, "longer than 10 s");
    made.seconds = 0.005;
    make_file(&made);
    assert_refused("start", path, "shorter than 10 ms");
    made = bell;
    made.amplitude = 0;
    make_file(&made);
    assert_refused("start", path, "it is silent");
    made.amplitude = NAN;
    made.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    make_file(&made);
    assert_refused("start", path, "numbers that are no sound");
    make_file(&bell);
    assert_refused("strat", path, "'strat' is not a sound; did you mean 'start'?");
    assert_int_equal(tp_tone_set_length(set, &(struct tp_tone){.name = "start"}), TP_MS(700));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, create_set, destroy_set)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(loudness_is_that_of_libebur128),
        TEST(every_sound_can_be_replaced_and_keeps_its_level),
        TEST(a_click_stays_below_full_scale),
        TEST(any_format_rate_and_number_of_channels_will_do),
        TEST(a_mono_sound_mixes_both_channels),
        TEST(side_wanders_to_the_new_side),
        TEST(a_length_that_is_asked_for_is_kept),
        TEST(what_is_not_replaced_is_the_table_s),
        TEST(what_cannot_be_a_sound_is_refused_in_one_line),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
