/* Sentences on disk: what is written comes back, what is damaged does not, and no more than the
 * bound is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_cache.h"
#include "core/base/err.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TEXT "let go.\n"
enum { FRAMES = 1000, PATH = 512, MANY = 1 << 20 };

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tprun-voice-cache-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

/* The path of the nth file of the folder in no order; false when there are fewer. */
static bool nth_file(int n, char path[PATH])
{
    DIR *open_folder = opendir(folder);
    bool found = false;
    for (const struct dirent *item; !found && (item = readdir(open_folder));)
        if (item->d_name[0] != '.' && n-- == 0) {
            snprintf(path, PATH, "%s/%s", folder, item->d_name);
            found = true;
        }
    closedir(open_folder);
    return found;
}

static int count_files(void)
{
    char path[PATH];
    int count = 0;
    while (nth_file(count, path))
        count++;
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[PATH];
    while (nth_file(0, path))
        if (remove(path) != 0)
            return -1;
    return rmdir(folder);
}

static struct tp_voice_cache *open_cache(uint64_t max_bytes)
{
    struct tp_voice_cache *cache = tp_voice_cache_open(folder, "slt 2.2", 1000, max_bytes);
    assert_non_null(cache);
    return cache;
}

static struct tp_clip *make_clip(uint32_t frames, unsigned seed)
{
    struct tp_clip *clip = tp_clip_create(frames, 1);
    assert_non_null(clip);
    for (uint32_t i = 0; i < frames; i++)
        clip->samples[i] = (int16_t)(rand_r(&seed) % 65536 - 32768);
    return clip;
}

static void store(struct tp_voice_cache *cache, const char *text, uint32_t frames)
{
    struct tp_clip *clip = make_clip(frames, frames);
    assert_int_equal(tp_voice_cache_store(cache, text, clip), 0);
    tp_clip_unref(clip);
}

/* True if the entry is there with the samples that store wrote. */
static bool holds(const struct tp_voice_cache *cache, const char *text, uint32_t frames)
{
    struct tp_clip *clip = tp_voice_cache_load(cache, text), *wanted = make_clip(frames, frames);
    bool same = clip && clip->frames == frames && clip->channels == 1 && clip->references == 1 &&
                memcmp(clip->samples, wanted->samples, frames * sizeof(int16_t)) == 0;
    tp_clip_unref(clip);
    tp_clip_unref(wanted);
    return same;
}

static void test_an_entry_comes_back_as_it_was_written(void **state)
{
    (void)state;
    struct tp_voice_cache *cache = open_cache(MANY);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    assert_null(tp_voice_cache_load(cache, TEXT));
    store(cache, TEXT, FRAMES);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), FRAMES);
    assert_true(holds(cache, TEXT, FRAMES));
    store(cache, TEXT, FRAMES / 2);
    assert_true(holds(cache, TEXT, FRAMES / 2));
    assert_int_equal(count_files(), 1);
    tp_voice_cache_close(cache);
    cache = open_cache(MANY);
    assert_true(holds(cache, TEXT, FRAMES / 2));
    tp_voice_cache_close(cache);
}

static void test_voice_version_rate_and_text_are_all_part_of_the_key(void **state)
{
    (void)state;
    struct tp_voice_cache *cache = open_cache(MANY);
    store(cache, TEXT, FRAMES);
    struct tp_voice_cache *others[] = {
        tp_voice_cache_open(folder, "rms 2.2", 1000, MANY),
        tp_voice_cache_open(folder, "slt 2.3", 1000, MANY),
        tp_voice_cache_open(folder, "slt 2.2", 1001, MANY),
    };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tp_voice_cache_length(others[i], TEXT), -TP_ENOENT);
        tp_voice_cache_close(others[i]);
    }
    assert_int_equal(tp_voice_cache_length(cache, "let go\n"), -TP_ENOENT);
    assert_int_equal(tp_voice_cache_length(cache, ""), -TP_ENOENT);
    tp_voice_cache_close(cache);
}

static void test_voices_with_long_names_are_told_apart(void **state)
{
    (void)state;
    struct tp_voice_cache *one =
        tp_voice_cache_open(folder, "amy 2024.11.2 a-model-one", 1000, MANY);
    struct tp_voice_cache *two =
        tp_voice_cache_open(folder, "amy 2024.11.2 a-model-two", 1000, MANY);
    store(one, TEXT, FRAMES);
    assert_true(holds(one, TEXT, FRAMES));
    assert_int_equal(tp_voice_cache_length(two, TEXT), -TP_ENOENT);
    tp_voice_cache_close(one);
    tp_voice_cache_close(two);
}

static size_t file_size(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return (size_t)status.st_size;
}

static void flip(const char *path, size_t at, int bits)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, (long)at, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, (long)at, SEEK_SET);
    fputc(byte ^ bits, file);
    fclose(file);
}

static void test_every_byte_of_header_and_text_is_checked(void **state)
{
    (void)state;
    char path[PATH];
    struct tp_voice_cache *cache = open_cache(MANY);
    store(cache, TEXT, FRAMES);
    assert_true(nth_file(0, path));
    size_t before_samples = file_size(path) - FRAMES * sizeof(int16_t);
    assert_in_range(before_samples, strlen(TEXT) + 20, 200);
    for (size_t at = 0; at < before_samples; at++) {
        flip(path, at, 1 << at % 8);
        assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
        assert_null(tp_voice_cache_load(cache, TEXT));
        flip(path, at, 1 << at % 8);
    }
    assert_true(holds(cache, TEXT, FRAMES));
    tp_voice_cache_close(cache);
}

static void test_an_altered_sample_is_found_when_it_is_loaded(void **state)
{
    (void)state;
    char path[PATH];
    unsigned seed = 7;
    struct tp_voice_cache *cache = open_cache(MANY);
    store(cache, TEXT, FRAMES);
    assert_true(nth_file(0, path));
    size_t first = file_size(path) - FRAMES * sizeof(int16_t);
    for (int i = 0; i < 200; i++) {
        size_t at = first + (size_t)rand_r(&seed) % (FRAMES * sizeof(int16_t));
        flip(path, at, 1 << i % 8);
        assert_int_equal(tp_voice_cache_length(cache, TEXT), FRAMES);
        assert_null(tp_voice_cache_load(cache, TEXT));
        flip(path, at, 1 << i % 8);
    }
    store(cache, TEXT, FRAMES);
    assert_true(holds(cache, TEXT, FRAMES));
    tp_voice_cache_close(cache);
}

static void test_a_file_of_another_length_counts_as_absent(void **state)
{
    (void)state;
    char path[PATH];
    struct tp_voice_cache *cache = open_cache(MANY);
    store(cache, TEXT, FRAMES);
    assert_true(nth_file(0, path));
    off_t size = (off_t)file_size(path);
    assert_int_equal(truncate(path, size + 1), 0);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    for (off_t left = size - 1; left >= 0; left -= left > 100 ? 97 : 1) {
        assert_int_equal(truncate(path, left), 0);
        assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
        assert_null(tp_voice_cache_load(cache, TEXT));
    }
    tp_voice_cache_close(cache);
}

/* Puts the entry of one text under the name of another, as a collision of their hashes would. */
static void test_another_texts_entry_under_the_name_counts_as_absent(void **state)
{
    (void)state;
    char one[PATH], both[2][PATH];
    struct tp_voice_cache *cache = open_cache(MANY);
    store(cache, TEXT, FRAMES);
    assert_true(nth_file(0, one));
    store(cache, "sit tall.\n", FRAMES);
    assert_true(nth_file(0, both[0]) && nth_file(1, both[1]));
    const char *other = strcmp(both[0], one) == 0 ? both[1] : both[0];
    assert_int_equal(rename(other, one), 0);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    store(cache, TEXT, FRAMES);
    assert_true(holds(cache, TEXT, FRAMES));
    tp_voice_cache_close(cache);
}

static void test_what_is_no_file_counts_as_absent(void **state)
{
    (void)state;
    char path[PATH];
    struct tp_voice_cache *cache = open_cache(MANY);
    struct tp_clip *clip = make_clip(FRAMES, 1);
    store(cache, TEXT, FRAMES);
    assert_true(nth_file(0, path));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/zero", path), 0);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(tp_voice_cache_length(cache, TEXT), -TP_ENOENT);
    assert_int_equal(tp_voice_cache_store(cache, TEXT, clip), -TP_EIO);
    assert_int_equal(count_files(), 1); /* no draft is left behind */
    tp_clip_unref(clip);
    tp_voice_cache_close(cache);
}

static void test_folders_are_made_and_a_bad_one_is_refused(void **state)
{
    (void)state;
    char path[PATH];
    snprintf(path, sizeof path, "%s/deep/voice", folder);
    struct tp_voice_cache *cache = tp_voice_cache_open(path, "slt 2.2", 1000, MANY);
    assert_non_null(cache);
    tp_voice_cache_close(cache);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(rmdir(path), 0);
    assert_null(tp_voice_cache_open("/dev/null/voice", "slt 2.2", 1000, MANY));
    assert_null(tp_voice_cache_open("", "slt 2.2", 1000, MANY));
}

/* Stores entry `number` and says when it was used. */
static void store_used(struct tp_voice_cache *cache, int number, time_t when)
{
    char text[32], path[PATH];
    snprintf(text, sizeof text, "number %d.\n", number);
    store(cache, text, FRAMES);
    struct timespec times[2] = {{when, 0}, {when, 0}};
    for (int i = 0; nth_file(i, path); i++) {
        struct stat status;
        if (stat(path, &status) == 0 && time(NULL) - status.st_mtime < 1000)
            utimensat(AT_FDCWD, path, times, 0);
    }
}

static bool is_there(const struct tp_voice_cache *cache, int number)
{
    char text[32];
    snprintf(text, sizeof text, "number %d.\n", number);
    return tp_voice_cache_length(cache, text) == FRAMES;
}

static void test_what_was_used_longest_ago_goes_first(void **state)
{
    (void)state;
    struct tp_voice_cache *cache = open_cache(8 * 2100); /* room for eight, seven after pruning */
    time_t now = time(NULL);
    for (int i = 0; i < 10; i++)
        store_used(cache, i, now - 100000 + 1000 * i);
    assert_true(is_there(cache, 0)); /* looking at it is using it */
    assert_true(tp_voice_cache_wants_pruning(cache));
    tp_voice_cache_prune(cache);
    assert_false(tp_voice_cache_wants_pruning(cache));
    assert_int_equal(count_files(), 7);
    assert_true(is_there(cache, 0));
    for (int i = 1; i < 10; i++)
        assert_int_equal(is_there(cache, i), i >= 4);
    tp_voice_cache_close(cache);
}

static void test_pruning_waits_until_an_eighth_was_written(void **state)
{
    (void)state;
    struct tp_voice_cache *cache = open_cache(100 * 2100);
    assert_false(tp_voice_cache_wants_pruning(cache));
    store_used(cache, 0, time(NULL) - 5000);
    assert_true(tp_voice_cache_wants_pruning(cache)); /* the first time at once */
    tp_voice_cache_prune(cache);
    for (int i = 1; i <= 12; i++) {
        assert_false(tp_voice_cache_wants_pruning(cache));
        store_used(cache, i, time(NULL) - 5000);
    }
    store_used(cache, 13, time(NULL) - 5000);
    assert_true(tp_voice_cache_wants_pruning(cache));
    tp_voice_cache_close(cache);
}

static void make_file(const char *name, time_t when)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("something", file);
    fclose(file);
    struct timespec times[2] = {{when, 0}, {when, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_dead_drafts_go_and_strangers_files_stay(void **state)
{
    (void)state;
    char path[PATH];
    struct tp_voice_cache *cache = open_cache(1); /* nothing may stay that is ours */
    time_t long_ago = time(NULL) - 100000;
    make_file("1f-0.draft", long_ago);
    make_file("1f-1.draft", time(NULL));
    make_file("notes.txt", long_ago);
    make_file("0123456789abcdef.voice.txt", long_ago);
    make_file("0123456789abcdef.voice", long_ago);
    tp_voice_cache_prune(cache);
    assert_int_equal(count_files(), 3);
    for (int i = 0; i < 3; i++) {
        assert_true(nth_file(i, path));
        assert_true(strstr(path, "1f-1.draft") || strstr(path, ".txt"));
    }
    tp_voice_cache_close(cache);
}

/* One of two programs on one folder: writes, reads and prunes; returns what went wrong. */
static int use_cache(unsigned seed)
{
    struct tp_voice_cache *cache = tp_voice_cache_open(folder, "slt 2.2", 1000, 30 * 2100);
    for (int i = 0; i < 600; i++) {
        char text[32];
        uint32_t number = (uint32_t)rand_r(&seed) % 40, frames = 900 + number;
        snprintf(text, sizeof text, "number %u.\n", number);
        tp_frames length = tp_voice_cache_length(cache, text);
        struct tp_clip *read = tp_voice_cache_load(cache, text), *clip = make_clip(frames, frames);
        bool wrong = (length != -TP_ENOENT && length != frames) ||
                     (read && memcmp(read->samples, clip->samples, frames * 2) != 0);
        wrong |= tp_voice_cache_store(cache, text, clip) != 0;
        if (tp_voice_cache_wants_pruning(cache))
            tp_voice_cache_prune(cache);
        tp_clip_unref(read);
        tp_clip_unref(clip);
        if (wrong)
            return 1;
    }
    tp_voice_cache_close(cache);
    return 0;
}

static void test_two_programs_may_share_the_folder(void **state)
{
    (void)state;
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        _exit(use_cache(1));
    assert_int_equal(use_cache(2), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    struct tp_voice_cache *cache = open_cache(30 * 2100);
    tp_voice_cache_prune(cache);
    assert_in_range(count_files(), 1, 30);
    tp_voice_cache_close(cache);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

static int remove_deep(void **state)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/deep", folder);
    rmdir(path);
    return remove_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_an_entry_comes_back_as_it_was_written),
        CASE(test_voice_version_rate_and_text_are_all_part_of_the_key),
        CASE(test_voices_with_long_names_are_told_apart),
        CASE(test_every_byte_of_header_and_text_is_checked),
        CASE(test_an_altered_sample_is_found_when_it_is_loaded),
        CASE(test_a_file_of_another_length_counts_as_absent),
        CASE(test_another_texts_entry_under_the_name_counts_as_absent),
        CASE(test_what_is_no_file_counts_as_absent),
        cmocka_unit_test_setup_teardown(test_folders_are_made_and_a_bad_one_is_refused, make_folder,
                                        remove_deep),
        CASE(test_what_was_used_longest_ago_goes_first),
        CASE(test_pruning_waits_until_an_eighth_was_written),
        CASE(test_dead_drafts_go_and_strangers_files_stay),
        CASE(test_two_programs_may_share_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
