/* The voice as its callers use it: nothing waits, what was asked for comes, and the cache helps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice.h"
#include "tests/unit/voice_rig.h"

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONG_MS = 60000, PATH = 512 }; /* longer than anything takes, even under a checker */

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tprun-voice-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static bool first_file(char path[PATH])
{
    DIR *open_folder = opendir(folder);
    bool found = false;
    for (const struct dirent *item; !found && (item = readdir(open_folder));)
        if (item->d_name[0] != '.') {
            snprintf(path, PATH, "%s/%s", folder, item->d_name);
            found = true;
        }
    closedir(open_folder);
    return found;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[PATH];
    while (first_file(path))
        unlink(path);
    return rmdir(folder);
}

static struct tp_voice *open_voice(const char *name, const char *cache_dir)
{
    bool sim = strcmp(name, "sim") == 0;
    struct tp_voice_config config = {.engine = sim ? NULL : &rig_engine,
                                     .name = name,
                                     .rate = 1,
                                     .cache_dir = cache_dir,
                                     .key = name};
    struct tp_voice *voice = NULL;
    assert_int_equal(tp_voice_open(&voice, &config, NULL), 0);
    return voice;
}

static tp_frames wait_for(struct tp_voice *voice, const char *sentence)
{
    return tp_voice_wait(voice, sentence, LONG_MS);
}

/* A voice that says when it has done one thing, and waits for leave to do the next. */
struct gate {
    sem_t done, leave;
};

static void pass_gate(void *context)
{
    struct gate *gate = context;
    sem_post(&gate->done);
    sem_wait(&gate->leave);
}

static struct tp_voice *open_gated(struct gate *gate, const char *cache_dir)
{
    struct tp_voice *voice = open_voice("kal", cache_dir);
    sem_init(&gate->done, 0, 0);
    sem_init(&gate->leave, 0, 0);
    tp_voice_on_ready(voice, pass_gate, gate);
    return voice;
}

static void close_gated(struct tp_voice *voice, struct gate *gate)
{
    for (int i = 0; i < 1000; i++)
        sem_post(&gate->leave);
    tp_voice_close(voice);
    sem_destroy(&gate->done);
    sem_destroy(&gate->leave);
}

/* The clip as soon as it is there. */
static struct tp_clip *fetch(struct tp_voice *voice, struct gate *gate, const char *sentence)
{
    struct tp_clip *clip = tp_voice_clip(voice, sentence);
    while (!clip) {
        sem_wait(&gate->done);
        sem_post(&gate->leave);
        clip = tp_voice_clip(voice, sentence);
    }
    return clip;
}

static struct tp_clip *say(const char *cache_dir, const char *sentence)
{
    struct tp_voice *voice = open_voice("kal", cache_dir);
    struct tp_clip *clip = tp_voice_clip_wait(voice, sentence, LONG_MS);
    assert_non_null(clip);
    tp_voice_close(voice);
    return clip;
}

static bool are_same(const struct tp_clip *a, const struct tp_clip *b)
{
    return a->frames == b->frames && a->channels == b->channels &&
           memcmp(a->samples, b->samples, a->frames * sizeof *a->samples) == 0;
}

static void test_a_voice_that_cannot_be_loaded_says_so_and_speaks_from_the_cache(void **state)
{
    (void)state;
    struct tp_err err = {0};
    struct tp_clip *made = say(folder, "Soften your jaw.");
    struct tp_voice_config config = {
        .engine = &rig_engine, .name = "slr", .rate = 1, .cache_dir = folder, .key = "kal"};
    struct tp_voice *voice = NULL;
    assert_int_equal(tp_voice_open(&voice, &config, NULL), 0);
    atomic_store(&rig_opened, 0);
    assert_int_equal(wait_for(voice, "Soften your jaw."), made->frames);
    assert_int_equal(tp_voice_trouble(voice, &err), 0);
    assert_int_equal(wait_for(voice, "Let go."), -TP_EVOICE);
    assert_int_equal(wait_for(voice, "Sit tall."), -TP_EVOICE);
    assert_int_equal(tp_voice_trouble(voice, &err), -TP_ENOENT);
    assert_non_null(strstr(err.text, "slt, rms, awb, kal"));
    assert_int_equal(atomic_load(&rig_opened), 1); /* it is not tried for each sentence */
    struct tp_clip *read = tp_voice_clip_wait(voice, "Soften your jaw.", LONG_MS);
    assert_true(are_same(made, read));
    tp_clip_unref(made);
    tp_clip_unref(read);
    tp_voice_close(voice);
    tp_voice_close(NULL);
}

static void test_a_rate_out_of_range_is_refused(void **state)
{
    (void)state;
    const double rates[] = {0, 0.49, 2.01, -1, NAN, INFINITY};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct tp_voice_config config = {.name = "sim", .rate = rates[i]};
        struct tp_voice *voice = NULL;
        assert_int_equal(tp_voice_open(&voice, &config, NULL), -TP_EINVAL);
        assert_null(voice);
    }
}

static void test_an_estimate_is_60_ms_a_letter(void **state)
{
    (void)state;
    assert_int_equal(tp_voice_estimate("Let your shoulders drop."), TP_MS(20 * 60));
    assert_int_equal(tp_voice_estimate("Let go."), TP_MS(300));
    assert_int_equal(tp_voice_estimate("Let go!!"), TP_MS(300));
    assert_int_equal(tp_voice_estimate(""), TP_MS(300));
    assert_int_equal(tp_voice_estimate("é日本ø12 – “…”"), TP_MS(6 * 60));
    assert_int_equal(tp_voice_estimate("\xff\xff\xff\xff\xff\xff\xff"), TP_MS(300));
}

static void test_sim_knows_everything_at_once_and_is_silent(void **state)
{
    (void)state;
    struct tp_voice *voice = open_voice("sim", folder);
    char path[PATH];
    assert_int_equal(tp_voice_length(voice, "Soften your jaw."), TP_MS(13 * 60));
    assert_int_equal(tp_voice_wait(voice, "Soften your jaw.", 0), TP_MS(13 * 60));
    tp_voice_want(voice, "Soften your jaw.", true);
    tp_voice_on_ready(voice, NULL, NULL);
    struct tp_clip *clip = tp_voice_clip(voice, "Soften your jaw.");
    assert_int_equal(clip->frames, TP_MS(13 * 60));
    assert_int_equal(clip->references, 1);
    for (uint32_t i = 0; i < clip->frames; i++)
        assert_int_equal(clip->samples[i], 0);
    tp_clip_unref(clip);
    tp_voice_close(voice);
    assert_false(first_file(path));
}

static void test_asking_never_waits_and_the_answer_comes(void **state)
{
    (void)state;
    struct gate gate;
    struct tp_voice *voice = open_gated(&gate, NULL);
    assert_int_equal(tp_voice_length(voice, "Let go."), -TP_EAGAIN);
    sem_wait(&gate.done);
    tp_frames length = tp_voice_length(voice, "Let go.");
    assert_in_range(length, TP_MS(500), TP_MS(1500));
    sem_post(&gate.leave);
    struct tp_clip *clip = fetch(voice, &gate, "Let go.");
    assert_int_equal(clip->frames, length);
    assert_int_equal(clip->references, 1);
    tp_clip_unref(clip);
    close_gated(voice, &gate);
}

static void test_a_clip_is_handed_over_and_made_again_when_asked(void **state)
{
    (void)state;
    struct gate gate;
    struct tp_voice *voice = open_gated(&gate, folder);
    tp_voice_want(voice, "Let go.", true);
    sem_wait(&gate.done);
    struct tp_clip *first = tp_voice_clip(voice, "Let go.");
    assert_non_null(first);
    assert_null(tp_voice_clip(voice, "Let go."));
    sem_post(&gate.leave);
    struct tp_clip *second = fetch(voice, &gate, "Let go.");
    assert_ptr_not_equal(first, second);
    assert_true(are_same(first, second));
    close_gated(voice, &gate);
    tp_clip_unref(second); /* clips outlive the voice */
    tp_clip_unref(first);
}

static void test_what_is_asked_goes_before_what_is_wanted(void **state)
{
    (void)state;
    struct gate gate;
    struct tp_voice *voice = open_gated(&gate, NULL);
    tp_voice_want(voice, "One.", false);
    sem_wait(&gate.done); /* the voice stands still until it gets leave */
    tp_voice_want(voice, "Two.", false);
    tp_voice_want(voice, "Three.", false);
    tp_voice_want(voice, "Four.", false);
    assert_int_equal(tp_voice_length(voice, "Five."), -TP_EAGAIN);
    assert_int_equal(tp_voice_length(voice, "Four."), -TP_EAGAIN);
    static const char *const order[] = {"Five.", "Four.", "Two.", "Three."};
    for (int i = 0; i < 4; i++) {
        sem_post(&gate.leave);
        sem_wait(&gate.done);
        assert_true(tp_voice_length(voice, order[i]) > 0);
    }
    close_gated(voice, &gate);
}

static void test_what_is_in_the_cache_needs_no_synthesiser(void **state)
{
    (void)state;
    struct tp_clip *made = say(folder, "Soften your jaw.");
    atomic_store(&rig_opened, 0);
    struct tp_voice *voice = open_voice("kal", folder);
    assert_int_equal(tp_voice_length(voice, "Soften your jaw."), made->frames);
    tp_voice_close(voice);
    struct tp_clip *read = say(folder, "Soften your jaw.");
    assert_true(are_same(made, read));
    assert_int_equal(atomic_load(&rig_opened), 0);
    struct tp_clip *other = say(folder, "Soften your jaw, please.");
    assert_int_equal(atomic_load(&rig_opened), 1);
    tp_clip_unref(other);
    tp_clip_unref(made);
    tp_clip_unref(read);
}

static void test_a_wanted_sentence_in_the_cache_is_known_at_once_too(void **state)
{
    (void)state;
    struct gate gate;
    struct tp_clip *made = say(folder, "Soften your jaw.");
    struct tp_voice *voice = open_gated(&gate, folder);
    tp_voice_want(voice, "One.", false);
    sem_wait(&gate.done);
    tp_voice_want(voice, "Soften your jaw.", true);
    assert_int_equal(tp_voice_length(voice, "Soften your jaw."), made->frames);
    close_gated(voice, &gate);
    tp_clip_unref(made);
}

static void test_a_damaged_entry_is_made_anew_in_silence(void **state)
{
    (void)state;
    char path[PATH];
    struct tp_clip *made = say(folder, "Soften your jaw.");
    assert_true(first_file(path));
    FILE *file = fopen(path, "r+b");
    fseek(file, -1000, SEEK_END);
    fputs("damaged", file);
    fclose(file);
    struct gate gate;
    struct tp_voice *voice = open_gated(&gate, folder);
    assert_int_equal(tp_voice_length(voice, "Soften your jaw."), made->frames);
    struct tp_clip *again = fetch(voice, &gate, "Soften your jaw.");
    assert_true(are_same(made, again));
    close_gated(voice, &gate);
    atomic_store(&rig_opened, 0);
    struct tp_clip *read = say(folder, "Soften your jaw."); /* the disk is right again */
    assert_int_equal(atomic_load(&rig_opened), 0);
    assert_true(are_same(made, read));
    tp_clip_unref(made);
    tp_clip_unref(again);
    tp_clip_unref(read);
}

static void test_a_cache_that_cannot_be_used_is_no_error(void **state)
{
    (void)state;
    struct tp_clip *without = say(NULL, "Soften your jaw.");
    struct tp_clip *broken = say("/dev/null/cache", "Soften your jaw.");
    assert_true(are_same(without, broken));
    tp_clip_unref(without);
    tp_clip_unref(broken);
}

static void test_without_a_disk_a_clip_that_was_made_stays_until_it_is_taken(void **state)
{
    (void)state;
    struct tp_voice *voice = open_voice("kal", NULL);
    tp_frames length = wait_for(voice, "Let go.");
    struct tp_clip *clip = tp_voice_clip(voice, "Let go.");
    assert_non_null(clip);
    assert_int_equal(clip->frames, length);
    tp_clip_unref(clip);
    tp_voice_close(voice);
}

static void test_texts_without_words_are_a_moment_of_silence(void **state)
{
    (void)state;
    static const char *const texts[] = {"…", "***", "", " ", "😀"};
    atomic_store(&rig_opened, 0);
    struct tp_voice *voice = open_voice("kal", NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(wait_for(voice, texts[i]), TP_MS(100));
    assert_int_equal(atomic_load(&rig_opened), 0);
    tp_voice_close(voice);
}

static void test_what_cannot_be_spoken_fails_for_good(void **state)
{
    (void)state;
    char text[2100];
    struct tp_voice *voice = open_voice("kal", NULL);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(tp_voice_length(voice, text), -TP_EVOICE);
    assert_int_equal(wait_for(voice, text), -TP_EVOICE);
    assert_null(tp_voice_clip(voice, text));
    tp_voice_want(voice, text, true);
    memset(text, '7', 1900); /* ten minutes of digits */
    text[1900] = '\0';
    assert_int_equal(wait_for(voice, text), -TP_EVOICE);
    assert_int_equal(tp_voice_length(voice, text), -TP_EVOICE);
    assert_null(tp_voice_clip(voice, text));
    assert_null(tp_voice_clip_wait(voice, text, LONG_MS));
    tp_voice_close(voice);
}

static void test_waiting_ends_with_the_time_given(void **state)
{
    (void)state;
    struct gate gate;
    struct tp_voice *voice = open_gated(&gate, NULL);
    tp_voice_want(voice, "One.", false);
    sem_wait(&gate.done);
    assert_int_equal(tp_voice_wait(voice, "Two.", 1), -TP_ETIMEOUT);
    assert_int_equal(tp_voice_wait(voice, "Two.", 0), -TP_ETIMEOUT);
    assert_null(tp_voice_clip_wait(voice, "Two.", 1));
    sem_post(&gate.leave);
    assert_true(wait_for(voice, "Two.") > 0);
    close_gated(voice, &gate);
}

static void test_a_faster_rate_speaks_shorter(void **state)
{
    (void)state;
    tp_frames lengths[3];
    const double rates[] = {0.5, 1, 2};
    for (int i = 0; i < 3; i++) {
        struct tp_voice_config config = {.engine = &rig_engine,
                                         .name = "kal",
                                         .rate = rates[i],
                                         .cache_dir = folder,
                                         .key = "kal"};
        struct tp_voice *voice = NULL;
        assert_int_equal(tp_voice_open(&voice, &config, NULL), 0);
        lengths[i] = wait_for(voice, "Sit tall. Let your shoulders drop.");
        tp_voice_close(voice);
    }
    assert_in_range(lengths[0] * 100 / lengths[1], 185, 205);
    assert_in_range(lengths[1] * 100 / lengths[2], 185, 205);
}

static void test_closing_does_not_do_the_work_that_is_left(void **state)
{
    (void)state;
    char sentence[64];
    struct tp_voice *voice = open_voice("slt", folder);
    for (int i = 0; i < 500; i++) {
        snprintf(sentence, sizeof sentence, "Number %d, and breathe slowly out again.", i);
        tp_voice_want(voice, sentence, true);
    }
    tp_voice_close(voice);
    int made = 0;
    for (char path[PATH]; first_file(path); made++)
        unlink(path);
    assert_in_range(made, 0, 250);
}

struct caller {
    struct tp_voice *voice;
    tp_frames lengths[8];
};

static void *call(void *argument)
{
    static const char *const lines[] = {"One.",  "Two.", "Three.", "Four.",
                                        "Five.", "Six.", "…",      "One. Two."};
    struct caller *caller = argument;
    for (int i = 0; i < 8; i++) {
        tp_voice_want(caller->voice, lines[7 - i], i % 2 == 0);
        (void)tp_voice_length(caller->voice, lines[i]);
        caller->lengths[i] = wait_for(caller->voice, lines[i]);
    }
    return NULL;
}

static void test_many_threads_may_ask_two_voices_on_one_folder(void **state)
{
    (void)state;
    pthread_t threads[4];
    struct tp_voice *voices[2] = {open_voice("kal", folder), open_voice("kal", folder)};
    struct caller callers[4] = {
        {voices[0], {0}}, {voices[1], {0}}, {voices[0], {0}}, {voices[1], {0}}};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call, &callers[i]), 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 8; k++) {
            assert_true(callers[i].lengths[k] > 0);
            assert_int_equal(callers[i].lengths[k], callers[0].lengths[k]);
        }
    tp_voice_close(voices[0]);
    tp_voice_close(voices[1]);
}

static void test_two_programs_may_share_a_cache(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct caller caller = {.voice = open_voice("kal", folder)};
        call(&caller);
        tp_voice_close(caller.voice);
        _exit(caller.lengths[7] > 0 ? 0 : 1);
    }
    struct caller caller = {.voice = open_voice("kal", folder)};
    int status = -1;
    call(&caller);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    tp_voice_close(caller.voice);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_two_programs_may_share_a_cache), /* first: a fork before any thread */
        CASE(test_a_voice_that_cannot_be_loaded_says_so_and_speaks_from_the_cache),
        CASE(test_a_rate_out_of_range_is_refused),
        CASE(test_an_estimate_is_60_ms_a_letter),
        CASE(test_sim_knows_everything_at_once_and_is_silent),
        CASE(test_asking_never_waits_and_the_answer_comes),
        CASE(test_a_clip_is_handed_over_and_made_again_when_asked),
        CASE(test_what_is_asked_goes_before_what_is_wanted),
        CASE(test_what_is_in_the_cache_needs_no_synthesiser),
        CASE(test_a_wanted_sentence_in_the_cache_is_known_at_once_too),
        CASE(test_a_damaged_entry_is_made_anew_in_silence),
        CASE(test_a_cache_that_cannot_be_used_is_no_error),
        CASE(test_without_a_disk_a_clip_that_was_made_stays_until_it_is_taken),
        CASE(test_texts_without_words_are_a_moment_of_silence),
        CASE(test_what_cannot_be_spoken_fails_for_good),
        CASE(test_waiting_ends_with_the_time_given),
        CASE(test_a_faster_rate_speaks_shorter),
        CASE(test_closing_does_not_do_the_work_that_is_left),
        CASE(test_many_threads_may_ask_two_voices_on_one_folder),
    };
    return cmocka_run_group_tests(tests, rig_find, NULL);
}
