/* The way of the samples: loudness, onset, edges, length; with made waves and with the voices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_speak.h"
#include "audio/voice_text.h"
#include "tests/unit/voice_rig.h"

#include <ebur128.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sentences as the program says them, the loudest and the softest among them. The voices' gains
 * were measured with these and fourteen others. */
static const char *const sentences[] = {
    "Let go.",
    "Once more in ten seconds.",
    "Back of the head, left side.",
    "Find the corner of the shoulder blade with your fingers.",
    "Turn your head to the left, as far as it is easy, and look back.",
    "All right. Let go. It's kept where you were.",
};
enum { SENTENCES = sizeof sentences / sizeof *sentences };

static struct tp_clip *say(const char *voice, const char *sentence)
{
    struct tp_voice_speaker speaker = {.engine = &rig_engine, .name = voice, .rate = 1000};
    struct tp_buf spoken = {0};
    struct tp_clip *clip = NULL;
    assert_int_equal(tp_voice_text_spoken(&spoken, sentence), 0);
    assert_int_equal(tp_voice_speak(&speaker, spoken.data, &clip), 0);
    tp_buf_finish(&spoken);
    tp_voice_speaker_finish(&speaker);
    return clip;
}

static ebur128_state *new_meter(void)
{
    ebur128_state *state = ebur128_init(1, TP_RATE, EBUR128_MODE_I);
    assert_non_null(state);
    ebur128_set_channel(state, 0, EBUR128_DUAL_MONO); /* as a person hears it: in both ears */
    return state;
}

static double read_meter(ebur128_state *meter)
{
    double loudness = 0;
    assert_int_equal(ebur128_loudness_global(meter, &loudness), EBUR128_SUCCESS);
    ebur128_destroy(&meter);
    return loudness;
}

static void check_peaks(const struct tp_clip *clip)
{
    for (uint32_t i = 0; i < clip->frames; i++)
        assert_in_range(abs(clip->samples[i]), 0, 32766);
}

static void check_loudness(const char *voice)
{
    ebur128_state *all = new_meter();
    for (int i = 0; i < SENTENCES; i++) {
        struct tp_clip *clip = say(voice, sentences[i]);
        ebur128_state *one = new_meter();
        ebur128_add_frames_short(one, clip->samples, clip->frames);
        ebur128_add_frames_short(all, clip->samples, clip->frames);
        assert_float_equal(read_meter(one), -17, 2.5);
        check_peaks(clip);
        tp_clip_unref(clip);
    }
    assert_float_equal(read_meter(all), -17, 0.5);
}

static void test_slt_speaks_at_minus_17_lufs_and_never_clips(void **state)
{
    (void)state;
    check_loudness("slt");
}

static void test_rms_speaks_at_minus_17_lufs_and_never_clips(void **state)
{
    (void)state;
    check_loudness("rms");
}

static void test_awb_speaks_at_minus_17_lufs_and_never_clips(void **state)
{
    (void)state;
    check_loudness("awb");
}

static void test_kal_speaks_at_minus_17_lufs_and_never_clips(void **state)
{
    (void)state;
    check_loudness("kal");
}

/* A wave of `before` silent, `loud` loud (a 500 Hz tone) and `after` silent milliseconds. */
static struct tp_voice_wave make_wave(uint32_t rate, uint32_t before, uint32_t loud, uint32_t after,
                                      double amplitude)
{
    struct tp_voice_wave wave = {.frames = rate / 1000 * (before + loud + after), .rate = rate};
    wave.samples = calloc(wave.frames, sizeof *wave.samples);
    assert_non_null(wave.samples);
    for (uint32_t i = 0; i < rate / 1000 * loud; i++) {
        double phase = 2 * 3.14159265358979 * 500 * i / rate + 0.7;
        wave.samples[rate / 1000 * before + i] = (int16_t)lrint(32767 * amplitude * sin(phase));
    }
    return wave;
}

static struct tp_clip *clip_of(struct tp_voice_wave wave, float gain)
{
    struct tp_voice_sound sound = {0};
    assert_int_equal(tp_voice_sound_add(&sound, &wave, gain, 0), 0);
    struct tp_clip *clip = tp_voice_sound_clip(&sound);
    assert_non_null(clip);
    tp_voice_sound_finish(&sound);
    free(wave.samples);
    return clip;
}

static uint32_t first_above(const struct tp_clip *clip, int level)
{
    uint32_t at = 0;
    while (at < clip->frames && abs(clip->samples[at]) <= level)
        at++;
    return at;
}

static uint32_t last_above(const struct tp_clip *clip, int level)
{
    uint32_t at = clip->frames;
    while (at > 0 && abs(clip->samples[at - 1]) <= level)
        at--;
    return at;
}

static void test_speech_begins_and_ends_at_a_constant_place(void **state)
{
    (void)state;
    static const uint32_t silences[] = {0, 7, 133, 300};
    for (size_t i = 0; i < sizeof silences / sizeof *silences; i++) {
        struct tp_clip *clip = clip_of(make_wave(16000, silences[i], 200, silences[3 - i], 0.3), 1);
        uint32_t onset = first_above(clip, 1000), end = last_above(clip, 1000);
        assert_in_range(onset, TP_MS(19), TP_MS(24));
        assert_in_range(clip->frames - end, TP_MS(36), TP_MS(42));
        assert_in_range(end - onset, TP_MS(198), TP_MS(202));
        tp_clip_unref(clip);
    }
}

static void test_voices_of_8_and_16_kilohertz_keep_time_and_pitch(void **state)
{
    (void)state;
    struct tp_clip *low = clip_of(make_wave(8000, 50, 400, 50, 0.3), 1);
    struct tp_clip *high = clip_of(make_wave(16000, 50, 400, 50, 0.3), 1);
    int64_t crossings[2] = {0, 0}, apart = (int64_t)low->frames - high->frames;
    for (uint32_t i = TP_MS(100) + 1; i < TP_MS(300); i++) {
        crossings[0] += low->samples[i - 1] < 0 && low->samples[i] >= 0;
        crossings[1] += high->samples[i - 1] < 0 && high->samples[i] >= 0;
    }
    assert_in_range(apart + 96, 0, 192); /* two windows' steps */
    assert_in_range(crossings[0], 99, 101);
    assert_in_range(crossings[1], 99, 101);
    tp_clip_unref(low);
    tp_clip_unref(high);
}

static void test_clips_begin_and_end_without_a_click(void **state)
{
    (void)state;
    struct tp_clip *clip = clip_of(make_wave(16000, 0, 100, 0, 0.9), 1);
    assert_int_equal(clip->samples[0], 0);
    assert_int_equal(clip->samples[clip->frames - 1], 0);
    static const char *const voices[] = {"slt", "kal"};
    for (size_t i = 0; i < 2; i++) {
        struct tp_clip *said = say(voices[i], "Let go.");
        assert_int_equal(said->samples[0], 0);
        assert_int_equal(said->samples[said->frames - 1], 0);
        for (uint32_t k = 1; k < TP_MS(2); k++) {
            assert_in_range(abs(said->samples[k] - said->samples[k - 1]), 0, 33);
            uint32_t back = said->frames - k;
            assert_in_range(abs(said->samples[back] - said->samples[back - 1]), 0, 33);
        }
        tp_clip_unref(said);
    }
    tp_clip_unref(clip);
}

static void test_what_is_too_loud_bends_and_the_rest_stays(void **state)
{
    (void)state;
    struct tp_clip *loud = clip_of(make_wave(16000, 0, 300, 0, 0.9), 2);
    struct tp_clip *soft = clip_of(make_wave(16000, 0, 300, 0, 0.5), 1);
    int highest[2] = {0, 0};
    for (uint32_t i = TP_MS(100); i < TP_MS(200); i++) {
        highest[0] = abs(loud->samples[i]) > highest[0] ? abs(loud->samples[i]) : highest[0];
        highest[1] = abs(soft->samples[i]) > highest[1] ? abs(soft->samples[i]) : highest[1];
    }
    assert_in_range(highest[0], 32000, 32766);
    assert_in_range(highest[1], 16350, 16420);
    tp_clip_unref(loud);
    tp_clip_unref(soft);
}

static void test_two_waves_are_parted_by_the_pause_between_their_sounds(void **state)
{
    (void)state;
    struct tp_voice_wave wave = make_wave(16000, 30, 100, 30, 0.3);
    struct tp_voice_sound sound = {0};
    assert_int_equal(tp_voice_sound_add(&sound, &wave, 1, 0), 0);
    size_t first = sound.frames;
    assert_int_equal(tp_voice_sound_add(&sound, &wave, 1, TP_MS(400)), 0);
    assert_int_equal(sound.frames - 2 * first, TP_MS(400) - TP_VOICE_LEAD - TP_VOICE_TAIL);
    assert_int_equal(sound.samples[first + 1], 0);
    tp_voice_sound_finish(&sound);
    free(wave.samples);
}

static void test_silence_becomes_a_tenth_of_a_second(void **state)
{
    (void)state;
    struct tp_clip *clip = clip_of(make_wave(16000, 500, 0, 0, 0), 1);
    assert_int_equal(clip->frames, TP_MS(100));
    assert_int_equal(first_above(clip, 0), clip->frames);
    tp_clip_unref(clip);
    struct tp_voice_speaker speaker = {.engine = &rig_engine, .name = "slt", .rate = 1000};
    assert_int_equal(tp_voice_speak(&speaker, "", &clip), 0);
    assert_int_equal(clip->frames, TP_MS(100));
    assert_null(speaker.voice); /* nothing was loaded for it */
    tp_clip_unref(clip);
}

static void test_endless_speech_is_refused(void **state)
{
    (void)state;
    struct tp_voice_wave wave = make_wave(16000, 0, 100, 0, 0.3);
    struct tp_voice_sound sound = {0};
    assert_int_equal(tp_voice_sound_add(&sound, &wave, 1, 0), 0);
    assert_int_equal(tp_voice_sound_add(&sound, &wave, 1, TP_VOICE_SOUND_MAX), -TP_EVOICE);
    assert_int_equal(sound.frames, TP_MS(100) + TP_VOICE_LEAD + TP_VOICE_TAIL);
    tp_voice_sound_finish(&sound);
    free(wave.samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slt_speaks_at_minus_17_lufs_and_never_clips),
        cmocka_unit_test(test_rms_speaks_at_minus_17_lufs_and_never_clips),
        cmocka_unit_test(test_awb_speaks_at_minus_17_lufs_and_never_clips),
        cmocka_unit_test(test_kal_speaks_at_minus_17_lufs_and_never_clips),
        cmocka_unit_test(test_speech_begins_and_ends_at_a_constant_place),
        cmocka_unit_test(test_voices_of_8_and_16_kilohertz_keep_time_and_pitch),
        cmocka_unit_test(test_clips_begin_and_end_without_a_click),
        cmocka_unit_test(test_what_is_too_loud_bends_and_the_rest_stays),
        cmocka_unit_test(test_two_waves_are_parted_by_the_pause_between_their_sounds),
        cmocka_unit_test(test_silence_becomes_a_tenth_of_a_second),
        cmocka_unit_test(test_endless_speech_is_refused),
    };
    return cmocka_run_group_tests(tests, rig_find, NULL);
}
