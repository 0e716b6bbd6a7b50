/* A voice that is a program of its own: it is waited for, started again, and never trusted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/voice_child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char mark[64];
static struct tp_manifest manifest;
static char *command[4], *none[] = {NULL};

static int setup(void **state)
{
    (void)state;
    strcpy(mark, "/tmp/tprun-voice-child-XXXXXX");
    int file = mkstemp(mark);
    close(file);
    unlink(mark);
    command[0] = TPRUN_PROBES "/told_voice";
    command[1] = mark;
    command[2] = NULL;
    manifest = (struct tp_manifest){.id = "told",
                                    .name = "A voice that is told",
                                    .version = "1",
                                    .kinds = TP_PLUGIN_VOICE,
                                    .folder = "/tmp",
                                    .command = command,
                                    .events = none,
                                    .keys = none,
                                    .voices = none};
    return file >= 0 ? 0 : -1;
}

/* Nothing of it is left. */
static int teardown(void **state)
{
    (void)state;
    unlink(mark);
    return waitpid(-1, NULL, WNOHANG) == -1 ? 0 : -1;
}

static struct voice_child *open_told(void)
{
    struct voice_child *child = NULL;
    struct tp_err err;
    if (voice_child_open(&child, &manifest, "amy", "0", &err) < 0)
        fail_msg("%s", err.text);
    return child;
}

/* How often it may be asked before the answer is yes. */
static bool counts_down(void *context)
{
    int *left = context;
    return --*left < 0;
}

static int speak(struct voice_child *child, const char *text)
{
    struct tp_plugin_wave wave;
    int patience = 100000;
    int rc = voice_child_speak(child, text, 1.12f, counts_down, &patience, &wave);
    if (rc == 0)
        free(wave.samples);
    return rc;
}

static void it_speaks(void **state)
{
    struct voice_child *child = open_told();
    struct tp_plugin_wave wave;
    int patience = 100000;
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(voice_child_speak(child, "hello", 1, counts_down, &patience, &wave), 0);
        assert_int_equal(wave.frames, 1600);
        assert_int_equal(wave.rate, 16000);
        for (int k = 0; k < 1600; k++)
            assert_int_equal(wave.samples[k], k);
        free(wave.samples);
    }
    voice_child_close(child);
    voice_child_close(NULL);
}

static void what_it_cannot_say_does_not_end_it(void **state)
{
    struct voice_child *child = open_told();
    (void)state;
    assert_int_equal(speak(child, "no"), -TP_EVOICE);
    assert_int_equal(speak(child, "words"), -TP_EVOICE);
    assert_int_equal(speak(child, "hello"), 0);
    voice_child_close(child);
}

static void one_that_crashes_is_started_again_for_its_sentence(void **state)
{
    struct voice_child *child = open_told();
    (void)state;
    assert_int_equal(speak(child, "crash once"), 0);
    voice_child_close(child);
}

static void one_that_crashes_again_and_again_is_given_up(void **state)
{
    struct voice_child *child = open_told();
    (void)state;
    assert_int_equal(speak(child, "crash"), -TP_EVOICE);
    assert_int_equal(speak(child, "hello"), 0); /* once is no habit */
    for (int i = 0; i < 2; i++)
        assert_int_equal(speak(child, "crash"), -TP_EVOICE);
    assert_int_equal(speak(child, "hello"), -TP_EVOICE);
    voice_child_close(child);
}

static void it_is_not_waited_for_when_nobody_wants_it_any_more(void **state)
{
    struct voice_child *child = open_told();
    struct tp_plugin_wave wave;
    int patience = 2;
    (void)state;
    assert_int_equal(voice_child_speak(child, "hang", 1, counts_down, &patience, &wave),
                     -TP_EAGAIN);
    assert_int_equal(speak(child, "hello"), 0);
    voice_child_close(child);
}

static void one_that_says_it_cannot_run_says_why(void **state)
{
    struct voice_child *child = NULL;
    struct tp_err err;
    (void)state;
    command[2] = "refuse";
    assert_int_equal(voice_child_open(&child, &manifest, "amy", "0", &err), -TP_EDEVICE);
    assert_null(child);
    assert_string_equal(err.text, "its model is missing");
}

static void one_that_is_not_there_says_so(void **state)
{
    struct voice_child *child = NULL;
    struct tp_err err;
    static struct tp_need need = {
        .command = "tprun-has-no-such-thing", .package = "a-package", .about = ""};
    (void)state;
    command[0] = "/nonexistent/voice";
    assert_int_equal(voice_child_open(&child, &manifest, "amy", "0", &err), -TP_EDEVICE);
    assert_non_null(strstr(err.text, "/nonexistent/voice"));
    manifest.needs = &need;
    manifest.need_count = 1;
    assert_int_equal(voice_child_open(&child, &manifest, "amy", "0", &err), -TP_EDEVICE);
    assert_non_null(strstr(err.text, "a-package"));
    assert_null(child);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(it_speaks),
        CASE(what_it_cannot_say_does_not_end_it),
        CASE(one_that_crashes_is_started_again_for_its_sentence),
        CASE(one_that_crashes_again_and_again_is_given_up),
        CASE(it_is_not_waited_for_when_nobody_wants_it_any_more),
        CASE(one_that_says_it_cannot_run_says_why),
        CASE(one_that_is_not_there_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
