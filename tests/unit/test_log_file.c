/* The file that only grows: what was given is there at once and on the disk soon, whatever happens
 * to the process or the disk. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/log_file.h"
#include "tests/unit/folder_rig.h"

#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A disk on the bench: how often it was synced, whether that fails, and whether it takes its time.
 */
static struct {
    atomic_int syncs, names, error; /* names: of files, by their folder */
    atomic_bool slow;
    sem_t begun, go_on;
} disk;

/* In the place of the system's. */
int fdatasync(int fildes)
{
    (void)fildes;
    if (atomic_load(&disk.slow)) {
        sem_post(&disk.begun);
        sem_wait(&disk.go_on);
    }
    atomic_fetch_add(&disk.syncs, 1);
    errno = atomic_load(&disk.error);
    return errno ? -1 : 0;
}

int fsync(int fd)
{
    (void)fd;
    atomic_fetch_add(&disk.names, 1);
    return 0;
}

struct rig {
    struct folder folder;
    char path[96];
    struct tp_log_file *file;
    struct tp_err err;
};

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    atomic_store(&disk.syncs, 0);
    atomic_store(&disk.names, 0);
    atomic_store(&disk.error, 0);
    atomic_store(&disk.slow, false);
    sem_init(&disk.begun, 0, 0);
    sem_init(&disk.go_on, 0, 0);
    folder_open(&rig->folder);
    snprintf(rig->path, sizeof rig->path, "%s/a/b/x.log", rig->folder.top);
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    int rc = folder_close(&rig->folder);
    free(rig);
    return rc;
}

static void create(struct rig *rig)
{
    assert_int_equal(tp_log_file_create(&rig->file, &rig->folder.loop, rig->path, &rig->err), 0);
}

static int reopen(struct rig *rig, uint64_t whole)
{
    return tp_log_file_open(&rig->file, &rig->folder.loop, rig->path, whole, &rig->err);
}

static void put(struct rig *rig, const char *text)
{
    tp_log_file_write(rig->file, text, strlen(text));
}

static int end(struct rig *rig)
{
    return tp_log_file_close(rig->file, &rig->err);
}

static void assert_content(const char *path, const char *expected)
{
    char text[256];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, expected);
}

static void what_is_written_is_in_the_file_at_once(void **state)
{
    struct rig *rig = *state;
    create(rig);
    put(rig, "one\n");
    assert_content(rig->path, "one\n");
    put(rig, "two\n");
    put(rig, "");
    assert_content(rig->path, "one\ntwo\n");
    assert_int_equal(end(rig), 0);
    assert_content(rig->path, "one\ntwo\n");
    assert_null(rig->err.text[0] ? rig->err.text : NULL);
}

static void file_and_folders_are_their_owners_alone(void **state)
{
    struct rig *rig = *state;
    struct stat about;
    char folder[96];
    create(rig);
    assert_int_equal(stat(rig->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    snprintf(folder, sizeof folder, "%s/a/b", rig->folder.top);
    assert_int_equal(stat(folder, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(end(rig), 0);
    assert_int_equal(tp_log_file_create(&rig->file, &rig->folder.loop, rig->path, &rig->err),
                     -TP_EIO);
    assert_non_null(strstr(rig->err.text, "x.log: cannot be made: File exists"));
    assert_null(rig->file);
}

static void a_file_goes_on_after_what_is_whole_of_it(void **state)
{
    struct rig *rig = *state;
    create(rig);
    put(rig, "one\ntwo\nthr");
    assert_int_equal(end(rig), 0);
    assert_int_equal(reopen(rig, 8), 0);
    assert_content(rig->path, "one\ntwo\n");
    put(rig, "three\n");
    assert_content(rig->path, "one\ntwo\nthree\n");
    assert_int_equal(end(rig), 0);
    assert_int_equal(reopen(rig, TP_LOG_FILE_ALL), 0);
    assert_int_equal(tp_log_file_cut(rig->file, 15, &rig->err), -TP_EINVAL);
    assert_int_equal(tp_log_file_cut(rig->file, 14, &rig->err), 0);
    assert_int_equal(end(rig), 0);
    assert_int_equal(reopen(rig, 15), -TP_EINVAL);
    assert_non_null(strstr(rig->err.text, "x.log: it is shorter than it was"));
    assert_content(rig->path, "one\ntwo\nthree\n");
}

static void what_is_no_file_of_ours_is_not_opened(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(reopen(rig, 0), -TP_ENOENT);
    create(rig);
    assert_int_equal(end(rig), 0);
    assert_int_equal(unlink(rig->path), 0);
    assert_int_equal(mkfifo(rig->path, 0600), 0);
    assert_true(reopen(rig, 0) < 0);
    assert_int_equal(unlink(rig->path), 0);
    assert_int_equal(mkdir(rig->path, 0700), 0);
    assert_true(reopen(rig, 0) < 0);
    snprintf(rig->path, sizeof rig->path, "/dev/null/x.log");
    assert_int_equal(tp_log_file_create(&rig->file, &rig->folder.loop, rig->path, &rig->err),
                     -TP_EIO);
    assert_null(strchr(rig->err.text, '\n'));
}

static void of_two_one_has_it(void **state)
{
    struct rig *rig = *state;
    struct tp_log_file *second;
    create(rig);
    put(rig, "one\n");
    assert_int_equal(tp_log_file_open(&second, &rig->folder.loop, rig->path, 0, &rig->err),
                     -TP_EAGAIN);
    assert_non_null(strstr(rig->err.text, "x.log: another session is writing it"));
    assert_content(rig->path, "one\n"); /* and was not cut */
    assert_int_equal(end(rig), 0);
    assert_int_equal(reopen(rig, 4), 0);
    assert_int_equal(end(rig), 0);
}

static void whoever_is_killed_loses_nothing_and_holds_nothing(void **state)
{
    struct rig *rig = *state;
    int status;
    pid_t child = fork();
    if (child == 0) {
        create(rig);
        put(rig, "one\n");
        put(rig, "two\n");
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_content(rig->path, "one\ntwo\n");
    assert_int_equal(reopen(rig, 8), 0);
    assert_int_equal(end(rig), 0);
}

/* A turn of the loop at that time, and all that a worker had to do. */
static void turn(struct rig *rig, uint64_t now_ms)
{
    tp_log_file_tick(rig->file, now_ms);
    uv_run(&rig->folder.loop, UV_RUN_DEFAULT);
}

static void it_reaches_the_disk_once_a_second_while_there_is_something(void **state)
{
    struct rig *rig = *state;
    create(rig);
    turn(rig, 5000);
    assert_int_equal(atomic_load(&disk.syncs), 0);
    put(rig, "one\n");
    turn(rig, 5010);
    assert_int_equal(atomic_load(&disk.syncs), 1);
    for (uint64_t now = 5020; now < 10000; now += 10) {
        put(rig, ".\n");
        turn(rig, now);
    }
    assert_int_equal(atomic_load(&disk.syncs), 5);
    turn(rig, 11000);
    assert_int_equal(atomic_load(&disk.syncs), 6); /* the rest */
    turn(rig, 13000);
    turn(rig, 15000);
    assert_int_equal(atomic_load(&disk.syncs), 6);
    assert_int_equal(end(rig), 0);
    assert_int_equal(atomic_load(&disk.syncs), 6);
    assert_int_equal(atomic_load(&disk.names), 1); /* once is enough for a name */
}

static void the_end_waits_for_what_has_not_reached_the_disk(void **state)
{
    struct rig *rig = *state;
    create(rig);
    put(rig, "one\n");
    assert_int_equal(end(rig), 0);
    assert_int_equal(atomic_load(&disk.syncs), 1);
}

static void a_slow_disk_holds_nobody_up(void **state)
{
    struct rig *rig = *state;
    create(rig);
    atomic_store(&disk.slow, true);
    put(rig, "one\n");
    tp_log_file_tick(rig->file, 1000);
    sem_wait(&disk.begun); /* the worker is within */
    for (uint64_t now = 1010; now < 9000; now += 10)
        tp_log_file_tick(rig->file, now); /* and no second one is begun */
    put(rig, "two\n");
    assert_content(rig->path, "one\ntwo\n");
    assert_int_equal(atomic_load(&disk.syncs), 0);
    atomic_store(&disk.slow, false);
    assert_int_equal(end(rig), 0); /* sees to "two" itself; the worker is still within */
    assert_int_equal(atomic_load(&disk.syncs), 1);
    sem_post(&disk.go_on);
    uv_run(&rig->folder.loop, UV_RUN_DEFAULT);
    assert_int_equal(atomic_load(&disk.syncs), 2);
    assert_int_equal(reopen(rig, 8), 0); /* nothing holds it any more */
    assert_int_equal(end(rig), 0);
}

static void a_disk_that_fails_is_told_once(void **state)
{
    struct rig *rig = *state;
    create(rig);
    assert_null(tp_log_file_problem(rig->file));
    atomic_store(&disk.error, EIO);
    put(rig, "one\n");
    turn(rig, 1000);
    const char *problem = tp_log_file_problem(rig->file);
    assert_non_null(problem);
    assert_non_null(strstr(problem, "x.log: cannot be written: Input/output error"));
    turn(rig, 2000);
    assert_int_equal(atomic_load(&disk.syncs), 2); /* tried again */
    assert_null(tp_log_file_problem(rig->file));
    assert_int_equal(end(rig), -TP_EIO);
    assert_non_null(strstr(rig->err.text, "x.log: cannot be written: Input/output error"));
}

/* No file may grow beyond that many bytes; 0: as far as it likes. */
static void limit_disk(rlim_t bytes)
{
    static struct rlimit before;
    struct rlimit tight;
    if (bytes == 0) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        signal(SIGXFSZ, SIG_DFL);
        return;
    }
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    tight = (struct rlimit){bytes, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
}

static void a_full_disk_gets_the_rest_once_there_is_room(void **state)
{
    struct rig *rig = *state;
    create(rig);
    put(rig, "one\n");
    limit_disk(6);
    put(rig, "two\n");
    put(rig, "three\n");
    const char *problem = tp_log_file_problem(rig->file);
    tp_log_file_tick(rig->file, 1000);
    limit_disk(0);
    assert_non_null(problem);
    assert_non_null(strstr(problem, "x.log: cannot be written: File too large"));
    assert_content(rig->path, "one\ntw"); /* a beginning of what was given */
    put(rig, "four\n");
    assert_content(rig->path, "one\ntw");
    turn(rig, 1500); /* too soon */
    assert_content(rig->path, "one\ntw");
    turn(rig, 2000);
    assert_content(rig->path, "one\ntwo\nthree\nfour\n");
    put(rig, "five\n");
    assert_content(rig->path, "one\ntwo\nthree\nfour\nfive\n");
    assert_null(tp_log_file_problem(rig->file));
    assert_int_equal(end(rig), 0);
}

static void a_disk_that_stays_full_gets_no_more(void **state)
{
    struct rig *rig = *state;
    size_t length = (size_t)1 << 20;
    char *long_text = malloc(length);
    assert_non_null(long_text);
    memset(long_text, 'a', length);
    create(rig);
    put(rig, "one\n");
    limit_disk(6);
    put(rig, "two\n");
    for (int i = 0; i < 5; i++)
        tp_log_file_write(rig->file, long_text, length);
    limit_disk(0);
    put(rig, "after a hole\n");
    turn(rig, 1000);
    turn(rig, 2000);
    assert_content(rig->path, "one\ntw");
    assert_int_equal(end(rig), -TP_EIO);
    assert_content(rig->path, "one\ntw");
    free(long_text);
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(what_is_written_is_in_the_file_at_once),
        rig_test(file_and_folders_are_their_owners_alone),
        rig_test(a_file_goes_on_after_what_is_whole_of_it),
        rig_test(what_is_no_file_of_ours_is_not_opened),
        rig_test(of_two_one_has_it),
        rig_test(whoever_is_killed_loses_nothing_and_holds_nothing),
        rig_test(it_reaches_the_disk_once_a_second_while_there_is_something),
        rig_test(the_end_waits_for_what_has_not_reached_the_disk),
        rig_test(a_slow_disk_holds_nobody_up),
        rig_test(a_disk_that_fails_is_told_once),
        rig_test(a_full_disk_gets_the_rest_once_there_is_room),
        rig_test(a_disk_that_stays_full_gets_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
