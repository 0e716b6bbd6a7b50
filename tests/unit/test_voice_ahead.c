/* Sentences spoken by helpers: the same samples, in the cache, and no process is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice.h"
#include "audio/voice_ahead.h"
#include "audio/voice_text.h"
#include "tests/unit/voice_rig.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const sentences[] = {"One.", "Two.", "Soften your jaw.", "One.", "Let go."};
enum { SENTENCES = sizeof sentences / sizeof *sentences, PATIENCE_MS = 20000 };

static char folder[64];
static struct tp_voice_cache *cache;
static const struct tp_voice_speaker slt = {.engine = &rig_engine, .name = "slt", .rate = 1000};

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tprun-voice-ahead-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    cache = tp_voice_cache_open(folder, "slt 2.2", 1000, TP_VOICE_CACHE_BYTES);
    return cache ? 0 : -1;
}

static int files_left(bool take_away)
{
    int count = 0;
    DIR *open_folder = opendir(folder);
    for (const struct dirent *item; (item = readdir(open_folder));) {
        if (item->d_name[0] == '.')
            continue;
        count++;
        if (take_away)
            unlinkat(dirfd(open_folder), item->d_name, 0);
    }
    closedir(open_folder);
    return count;
}

static int teardown(void **state)
{
    (void)state;
    tp_voice_cache_close(cache);
    files_left(true);
    return rmdir(folder);
}

/* Waits until each is done with its share. */
static void wait_for_all(const struct tp_voice_ahead *ahead)
{
    for (unsigned i = 0; i < ahead->count; i++) {
        int status = -1;
        assert_int_equal(waitpid(ahead->helpers[i], &status, 0), ahead->helpers[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void assert_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void helpers_speak_what_this_process_would(void **state)
{
    (void)state;
    struct tp_voice_ahead ahead = {0};
    struct tp_voice_speaker speaker = slt;
    tp_voice_ahead_start(&ahead, cache, &slt, sentences, SENTENCES, 2);
    assert_int_equal(ahead.count, 2);
    wait_for_all(&ahead);
    for (int i = 0; i < SENTENCES; i++) {
        struct tp_buf spoken = {0};
        struct tp_clip *here = NULL;
        assert_int_equal(tp_voice_text_spoken(&spoken, sentences[i]), 0);
        assert_int_equal(tp_voice_speak(&speaker, spoken.data, &here), 0);
        struct tp_clip *there = tp_voice_cache_load(cache, spoken.data);
        assert_non_null(there);
        assert_int_equal(there->frames, here->frames);
        assert_memory_equal(there->samples, here->samples, here->frames * sizeof *here->samples);
        tp_clip_unref(here);
        tp_clip_unref(there);
        tp_buf_finish(&spoken);
    }
    assert_int_equal(files_left(false), SENTENCES - 1); /* one of them comes twice */
    tp_voice_speaker_finish(&speaker);
    tp_voice_ahead_end(&ahead);
    assert_no_child();
}

static void what_cannot_be_spoken_stops_no_helper(void **state)
{
    (void)state;
    struct tp_voice_ahead ahead = {0};
    char endless[4000];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    const char *const odd[] = {"Let go.", "", "\xff\x01", endless, "…"};
    tp_voice_ahead_start(&ahead, cache, &slt, odd, sizeof odd / sizeof *odd, 1);
    wait_for_all(&ahead);
    struct tp_buf spoken = {0};
    assert_int_equal(tp_voice_text_spoken(&spoken, odd[0]), 0);
    assert_true(tp_voice_cache_length(cache, spoken.data) > 0);
    tp_buf_finish(&spoken);
    tp_voice_ahead_end(&ahead);
}

static void helpers_end_with_the_voice(void **state)
{
    (void)state;
    struct tp_voice *voice = NULL;
    struct tp_voice_config config = {
        .engine = &rig_engine, .name = "slt", .rate = 1, .cache_dir = folder, .key = "slt"};
    assert_int_equal(tp_voice_open(&voice, &config, NULL), 0);
    tp_voice_ahead(voice, sentences, SENTENCES);
    tp_voice_ahead(voice, sentences, SENTENCES);
    for (int i = 0; i < SENTENCES; i++)
        assert_true(tp_voice_wait(voice, sentences[i], PATIENCE_MS) > 0);
    tp_voice_close(voice);
    assert_no_child();
}

static void nothing_happens_where_it_is_not_worth_it(void **state)
{
    (void)state;
    struct tp_voice *sim = NULL, *alone = NULL, *few = NULL;
    struct tp_voice_config config = {.name = "sim", .rate = 1, .cache_dir = folder, .key = "slt"};
    assert_int_equal(tp_voice_open(&sim, &config, NULL), 0);
    config.engine = &rig_engine;
    config.name = "slt";
    assert_int_equal(tp_voice_open(&few, &config, NULL), 0);
    config.cache_dir = NULL;
    assert_int_equal(tp_voice_open(&alone, &config, NULL), 0);
    tp_voice_ahead(sim, sentences, SENTENCES);
    tp_voice_ahead(alone, sentences, SENTENCES);
    tp_voice_ahead(few, sentences, 2);
    assert_no_child();
    tp_voice_close(sim);
    tp_voice_close(alone);
    tp_voice_close(few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(helpers_speak_what_this_process_would, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_spoken_stops_no_helper, setup, teardown),
        cmocka_unit_test_setup_teardown(helpers_end_with_the_voice, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_happens_where_it_is_not_worth_it, setup, teardown),
    };
    return cmocka_run_group_tests(tests, rig_find, NULL);
}
