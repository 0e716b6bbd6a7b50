/* flite as a plugin: the same piece is the same sound, and no text upsets it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_text.h"
#include "core/host/voice_plugin.h"
#include "tests/unit/voice_rig.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *open_voice(const char *name)
{
    void *voice = NULL;
    assert_int_equal(tp_voice_plugin_open(rig_plugin, name, &voice, NULL), 0);
    assert_non_null(voice);
    return voice;
}

static void close_voice(void *voice)
{
    tp_voice_plugin_shut(rig_plugin, voice);
}

static bool is_told(void *flag)
{
    return atomic_load((atomic_bool *)flag);
}

static int try_to_speak(void *voice, const char *piece, float stretch, bool stop,
                        struct tp_plugin_wave *wave)
{
    atomic_bool flag = stop;
    return tp_voice_plugin_speak(rig_plugin, voice, piece, stretch, is_told, &flag, wave);
}

static struct tp_plugin_wave speak(void *voice, const char *piece, float stretch)
{
    struct tp_plugin_wave wave = {0};
    assert_int_equal(try_to_speak(voice, piece, stretch, false, &wave), 0);
    return wave;
}

static void let_go(struct tp_plugin_wave *wave)
{
    tp_voice_plugin_release(rig_plugin, wave);
}

static bool are_same(const struct tp_plugin_wave *a, const struct tp_plugin_wave *b)
{
    return a->frames == b->frames && a->rate == b->rate &&
           memcmp(a->samples, b->samples, a->frames * sizeof *a->samples) == 0;
}

static void test_there_are_four_voices(void **state)
{
    (void)state;
    static const char *const names[] = {"slt", "rms", "awb", "kal"};
    for (int i = 0; i < 4; i++) {
        void *voice = open_voice(names[i]);
        assert_non_null(voice);
        assert_ptr_equal(open_voice(names[i]), voice);
        close_voice(voice);
        struct tp_plugin_wave wave = speak(voice, "go.", 1);
        assert_int_equal(wave.rate, i < 3 ? 16000 : 8000);
        assert_in_range(wave.frames, wave.rate / 4, wave.rate);
        let_go(&wave);
        close_voice(voice);
    }
    void *voice = NULL;
    struct tp_err err;
    assert_int_equal(tp_voice_plugin_open(rig_plugin, "sim", &voice, &err), -TP_ENOENT);
    assert_string_equal(err.text,
                        "flite: it has no voice of that name; there are slt, rms, awb, kal");
    assert_int_equal(tp_voice_plugin_open(rig_plugin, "", &voice, NULL), -TP_ENOENT);
    assert_null(voice);
}

static void test_a_piece_is_the_same_after_anything_else(void **state)
{
    (void)state;
    void *voice = open_voice("slt");
    struct tp_plugin_wave first = speak(voice, "let go.", 1.12f);
    struct tp_plugin_wave between = speak(voice, "sit tall.", 1);
    srand(77);
    (void)rand();
    struct tp_plugin_wave second = speak(voice, "let go.", 1.12f);
    assert_true(are_same(&first, &second));
    close_voice(voice);
    voice = open_voice("slt"); /* unloaded and loaded again */
    struct tp_plugin_wave third = speak(voice, "let go.", 1.12f);
    assert_true(are_same(&first, &third));
    close_voice(voice);
    let_go(&first);
    let_go(&between);
    let_go(&second);
    let_go(&third);
}

static void test_stretch_makes_speech_longer(void **state)
{
    (void)state;
    void *voice = open_voice("slt");
    struct tp_plugin_wave fast = speak(voice, "sit tall.", 0.56f);
    struct tp_plugin_wave slow = speak(voice, "sit tall.", 2.24f);
    assert_true(slow.frames > 3 * fast.frames);
    close_voice(voice);
    let_go(&fast);
    let_go(&slow);
}

static const char *const lines[] = {"let go.", "sit tall, doctor king.", "number 21 and 1/2."};

static void *speak_lines(void *waves)
{
    void *voice = open_voice("slt");
    for (int i = 0; i < 3; i++)
        try_to_speak(voice, lines[i], 1, false, &((struct tp_plugin_wave *)waves)[i]);
    close_voice(voice);
    return NULL;
}

static void test_two_threads_do_not_change_each_others_sound(void **state)
{
    (void)state;
    struct tp_plugin_wave waves[2][3] = {0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, speak_lines, waves[0]), 0);
    speak_lines(waves[1]);
    assert_int_equal(pthread_join(thread, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_true(waves[0][i].frames > 0);
        assert_true(are_same(&waves[0][i], &waves[1][i]));
        let_go(&waves[0][i]);
        let_go(&waves[1][i]);
    }
}

static void test_it_stops_when_told_to(void **state)
{
    (void)state;
    void *voice = open_voice("slt");
    struct tp_plugin_wave wave = {0};
    struct tp_plugin_wave before = speak(voice, "sit tall.", 1);
    assert_int_equal(try_to_speak(voice, "sit tall.", 1, true, &wave), -TP_EAGAIN);
    struct tp_plugin_wave after = speak(voice, "sit tall.", 1);
    assert_true(are_same(&before, &after));
    close_voice(voice);
    let_go(&before);
    let_go(&after);
}

/* Speaks whatever is written, piece by piece; returns how many seconds came out. */
static double speak_text(void *voice, const char *text)
{
    struct tp_buf spoken = {0};
    double seconds = 0;
    assert_int_equal(tp_voice_text_spoken(&spoken, text), 0);
    for (char *piece = spoken.data, *end; piece && (end = strchr(piece, '\n')); piece = end + 1) {
        *end = '\0';
        struct tp_plugin_wave wave = speak(voice, piece, 1);
        double length = (double)wave.frames / wave.rate;
        assert_true(length < 120); /* no piece takes long to make */
        seconds += length;
        let_go(&wave);
    }
    tp_buf_finish(&spoken);
    return seconds;
}

static void repeat(char text[TP_VOICE_TEXT_MAX + 1], const char *part, size_t times)
{
    text[0] = '\0';
    for (size_t i = 0, length = strlen(part); i < times && (i + 1) * length < 40; i++)
        memcpy(text + i * length, part, length + 1);
}

/* What makes flite 2.2 write past its buffers or work for seconds when it is given as it is. */
static const char *const attacks[] = {
    "x",    "ba",   "7",    ".",    "!",          "a!",   "1,",       ",000", "-",
    "1-",   "a-",   "%",    "<",    "(",          "\"",   "a'",       "'s",   "$",
    "$.5",  "1e",   "1.5",  ".5k",  "1/",         "12:",  "10:30",    "a.",   "A. ",
    "IV ",  "0th ", "1st,", "’",    "é",          "\xe2", "\x1b[31m", "&",    "1.5kg ",
    "-.5 ", "3x",   "1 s ", "Dr. ", "part XXIV ", "St. ", "$1.00 ",
};

static void test_no_text_upsets_it(void **state)
{
    (void)state;
    char text[TP_VOICE_TEXT_MAX + 1];
    void *voice = open_voice("kal");
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        speak_text(voice, attacks[i]);
        repeat(text, attacks[i], 400);
        speak_text(voice, text);
    }
    memset(text, '!', TP_VOICE_TEXT_MAX); /* as many marks as there may be, after a word */
    memcpy(text, "go", 2);
    text[TP_VOICE_TEXT_MAX] = '\0';
    assert_true(speak_text(voice, text) < 2);
    close_voice(voice);
}

static void test_random_text_does_not_upset_it(void **state)
{
    (void)state;
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "aeiouaeiou       0123456789....,,,''--::;;!?/()%$&é’";
    unsigned seed = 3;
    void *voice = open_voice("kal");
    for (int round = 0; round < 15; round++) {
        char text[80];
        size_t length = (size_t)rand_r(&seed) % (sizeof text - 1);
        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)];
        text[length] = '\0';
        speak_text(voice, text);
    }
    close_voice(voice);
}

/* Runs the test above once more while standard error and output go into a file. */
static void test_it_never_writes_to_the_terminal(void **state)
{
    FILE *caught = tmpfile();
    assert_non_null(caught);
    fflush(stdout);
    int kept[2] = {dup(1), dup(2)};
    dup2(fileno(caught), 1);
    dup2(fileno(caught), 2);
    test_random_text_does_not_upset_it(state);
    fflush(stdout);
    dup2(kept[0], 1);
    dup2(kept[1], 2);
    close(kept[0]);
    close(kept[1]);
    fseek(caught, 0, SEEK_END);
    long written = ftell(caught);
    fclose(caught);
    assert_int_equal(written, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_are_four_voices),
        cmocka_unit_test(test_a_piece_is_the_same_after_anything_else),
        cmocka_unit_test(test_stretch_makes_speech_longer),
        cmocka_unit_test(test_two_threads_do_not_change_each_others_sound),
        cmocka_unit_test(test_it_stops_when_told_to),
        cmocka_unit_test(test_no_text_upsets_it),
        cmocka_unit_test(test_random_text_does_not_upset_it),
        cmocka_unit_test(test_it_never_writes_to_the_terminal),
    };
    return cmocka_run_group_tests(tests, rig_find, NULL);
}
