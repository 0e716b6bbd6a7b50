/* Voices of plugins: found by what their manifests say, loaded late, and never trusted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/voice_plugin.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH = 256, TRIES = 50 };

static char top[64], first[PATH], second[PATH];
static struct tp_voice_plugins *plugins;

static void put(const char *folder, const char *id, const char *rest)
{
    char path[2 * PATH];
    snprintf(path, sizeof path, "%s/%s", folder, id);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/plugin.json", folder, id);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"id\": \"%s\", \"name\": \"A voice\", %s}\n", id, rest);
    fclose(file);
    snprintf(path, sizeof path, "%s/%s/odd.so", folder, id);
    assert_true(symlink(TPRUN_PROBES "/odd_voice.so", path) == 0);
}

/* A voice of an object, in version "1". */
#define VOICE(voices)                                                                              \
    "\"version\": \"1\", \"kinds\": [\"voice\"], \"object\": \"odd.so\", \"voices\": [" voices "]"

static int make_folders(void **state)
{
    (void)state;
    strcpy(top, "/tmp/tprun-voice-plugin-XXXXXX");
    if (!mkdtemp(top))
        return -1;
    snprintf(first, sizeof first, "%s/first", top);
    snprintf(second, sizeof second, "%s/second", top);
    return mkdir(first, 0700) + mkdir(second, 0700);
}

static int remove_folders(void **state)
{
    char command[PATH];
    (void)state;
    tp_voice_plugins_close(plugins);
    plugins = NULL;
    snprintf(command, sizeof command, "rm -r %s", top);
    return system(command);
}

static void find(void)
{
    const char *const folders[] = {first, "/nonexistent", second};
    assert_int_equal(tp_voice_plugins_find(&plugins, folders, 3, "0", NULL), 0);
}

static struct tp_voice_plugin *find_odd(void)
{
    put(first, "odd", VOICE("\"amy\", \"broken\""));
    find();
    struct tp_voice_plugin *plugin = tp_voice_plugins_of(plugins, "amy");
    assert_non_null(plugin);
    return plugin;
}

static void *open_amy(struct tp_voice_plugin *plugin)
{
    void *voice = NULL;
    assert_int_equal(tp_voice_plugin_open(plugin, "amy", &voice, NULL), 0);
    assert_non_null(voice);
    return voice;
}

static bool never(void *context)
{
    (void)context;
    return false;
}

static int speak(struct tp_voice_plugin *plugin, void *voice, const char *piece)
{
    struct tp_plugin_wave wave;
    int rc = tp_voice_plugin_speak(plugin, voice, piece, 1, never, NULL, &wave);
    if (rc == 0)
        tp_voice_plugin_release(plugin, &wave);
    return rc;
}

static void voices_are_found_by_manifests_alone_and_the_first_one_wins(void **state)
{
    (void)state;
    put(first, "a-sensor", "\"version\": \"1\", \"kinds\": [\"sensor\"], \"object\": \"odd.so\"");
    put(first, "b-voice", VOICE("\"amy\", \"ben\""));
    put(second, "b-voice", VOICE("\"eve\""));
    put(second, "a-voice", VOICE("\"ben\", \"cid\""));
    find();
    const char *const names[] = {"amy", "ben", "cid"};
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(tp_voice_plugins_name(plugins, i), names[i]);
    assert_null(tp_voice_plugins_name(plugins, 3));
    assert_string_equal(tp_voice_plugin_id(tp_voice_plugins_of(plugins, "ben")), "b-voice");
    assert_string_equal(tp_voice_plugin_version(tp_voice_plugins_of(plugins, "cid")), "1");
    assert_null(tp_voice_plugins_of(plugins, "eve"));
    assert_string_equal(tp_voice_plugins_problem(plugins), "");
}

static void a_wrong_manifest_is_told_and_harms_no_other(void **state)
{
    (void)state;
    put(first, "a", "\"version\": ");
    put(first, "b", VOICE("\"amy\""));
    find();
    assert_string_equal(tp_voice_plugins_name(plugins, 0), "amy");
    assert_non_null(strstr(tp_voice_plugins_problem(plugins), "first/a/plugin.json"));
}

static void a_voice_speaks(void **state)
{
    struct tp_voice_plugin *plugin = find_odd();
    void *voice = open_amy(plugin);
    (void)state;
    assert_int_equal(speak(plugin, voice, "hello"), 0);
    assert_int_equal(speak(plugin, voice, "silence"), 0);
    assert_float_equal(tp_voice_plugin_gain(plugin, voice), 1, 0);
    tp_voice_plugin_shut(plugin, voice);
}

static void what_is_no_sound_is_refused(void **state)
{
    static const char *const odd[] = {"rate", "slow", "nothing", "code"};
    struct tp_voice_plugin *plugin = find_odd();
    void *voice = open_amy(plugin);
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_int_equal(speak(plugin, voice, odd[i]), -TP_EVOICE);
    tp_voice_plugin_shut(plugin, voice);
}

static void a_plugin_says_why_and_its_words_are_cleaned(void **state)
{
    struct tp_voice_plugin *plugin = find_odd();
    struct tp_err err;
    void *voice;
    (void)state;
    assert_int_equal(tp_voice_plugin_open(plugin, "broken", &voice, &err), -TP_EIO);
    assert_string_equal(err.text, "odd: the \\x1B[31mmodel is missing");
}

static void an_object_that_is_not_what_its_manifest_says_is_refused(void **state)
{
    struct tp_err err;
    void *voice;
    (void)state;
    put(first, "odd",
        "\"version\": \"2\", \"kinds\": [\"voice\"], \"object\": \"odd.so\", \"voices\": "
        "[\"amy\"]");
    put(first, "gone",
        "\"version\": \"1\", \"kinds\": [\"voice\"], \"object\": \"gone.so\", \"voices\": "
        "[\"eve\"]");
    find();
    struct tp_voice_plugin *odd = tp_voice_plugins_of(plugins, "amy");
    assert_true(tp_voice_plugin_open(odd, "amy", &voice, &err) < 0);
    assert_non_null(strstr(err.text, "odd.so is version 1, and its manifest says 2"));
    struct tp_voice_plugin *gone = tp_voice_plugins_of(plugins, "eve");
    assert_true(tp_voice_plugin_open(gone, "eve", &voice, &err) < 0);
    assert_non_null(strstr(err.text, "gone.so is not there"));
    assert_int_equal(tp_voice_plugin_copy(gone), -1);
}

static void a_plugin_that_does_not_allow_it_is_not_copied(void **state)
{
    struct tp_voice_plugin *plugin = find_odd();
    (void)state;
    assert_int_equal(tp_voice_plugin_copy(plugin), -1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static struct tp_voice_plugin *shared;

static void *speak_often(void *failed)
{
    void *voice = open_amy(shared);
    for (int i = 0; i < TRIES; i++)
        *(int *)failed += speak(shared, voice, "one") < 0;
    tp_voice_plugin_shut(shared, voice);
    return NULL;
}

static void a_plugin_has_one_call_at_a_time(void **state)
{
    pthread_t thread;
    int failed[2] = {0};
    (void)state;
    shared = find_odd();
    assert_int_equal(pthread_create(&thread, NULL, speak_often, &failed[0]), 0);
    speak_often(&failed[1]);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(failed[0] + failed[1], 0);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folders, remove_folders)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(voices_are_found_by_manifests_alone_and_the_first_one_wins),
        CASE(a_wrong_manifest_is_told_and_harms_no_other),
        CASE(a_voice_speaks),
        CASE(what_is_no_sound_is_refused),
        CASE(a_plugin_says_why_and_its_words_are_cleaned),
        CASE(an_object_that_is_not_what_its_manifest_says_is_refused),
        CASE(a_plugin_that_does_not_allow_it_is_not_copied),
        CASE(a_plugin_has_one_call_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
