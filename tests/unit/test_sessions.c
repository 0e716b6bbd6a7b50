/* The folder of sessions: the newest that can go on is found whatever lies beside it, and one runs
 * at a time. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/sessions.h"
#include "tests/unit/folder_rig.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t day_ms = 1795132800000; /* 2026-11-20 00:00 UTC */

struct rig {
    struct folder folder;
    char state[96];
    struct tp_kept_session kept;
    struct tp_err note, err;
};

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    folder_open(&rig->folder);
    snprintf(rig->state, sizeof rig->state, "%s/state/tprun", rig->folder.top);
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    tp_kept_session_finish(&rig->kept);
    int rc = folder_close(&rig->folder);
    free(rig);
    return rc;
}

/* ---- logs on the bench ---- */

static struct tp_log_file *begin(struct rig *rig, int64_t unix_ms, const char *routine)
{
    struct tp_log_file *file;
    int rc = tp_sessions_create(&file, &rig->folder.loop, rig->state, unix_ms, routine, &rig->err);
    assert_int_equal(rc, 0);
    return file;
}

static void put(struct tp_log_file *file, struct tp_buf *bytes)
{
    assert_false(bytes->failed);
    tp_log_file_write(file, bytes->data, bytes->length);
    tp_buf_finish(bytes);
}

/* A session begun at `start_ms`, left at `left_ms` and over with `outcome` (NULL: it is not); both
 * since the day began. Returns its log, open. */
static struct tp_log_file *leave(struct rig *rig, int64_t start_ms, int64_t left_ms,
                                 const char *outcome)
{
    struct tp_buf bytes = {0};
    struct tp_journal_head head = {.name = "neck.lua", .rate = 1, .seed = (uint64_t)start_ms};
    struct tp_journal_mark mark = {.step = 3, .unix_ms = day_ms + left_ms};
    struct tp_log_file *file = begin(rig, day_ms + start_ms, "/somewhere/neck.lua");
    tp_journal_put_head(&bytes, &head);
    tp_journal_put_text(&bytes, "hydrate()", 9);
    tp_journal_put_mark(&bytes, &mark);
    if (outcome)
        tp_journal_put_end(&bytes, outcome);
    put(file, &bytes);
    return file;
}

static void end(struct rig *rig, struct tp_log_file *file)
{
    assert_int_equal(tp_log_file_close(file, &rig->err), 0);
}

/* What is found now. */
static int find(struct rig *rig)
{
    tp_kept_session_finish(&rig->kept);
    return tp_sessions_newest(rig->state, &rig->kept, &rig->note);
}

/* The session begun at `start_ms` is found, and nothing is to be told. */
static void assert_found(struct rig *rig, uint64_t start_ms)
{
    assert_int_equal(find(rig), 0);
    assert_int_equal(rig->kept.journal.head.seed, start_ms);
    assert_int_equal(rig->note.code, 0);
}

static void path_of(const struct rig *rig, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/sessions/%s", rig->state, name);
}

static void write_file(const struct rig *rig, const char *name, const char *bytes)
{
    char path[PATH_MAX];
    path_of(rig, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    fclose(file);
}

/* How many files the folder has; the last in order into `name`. */
static int count_files(const struct rig *rig, char name[256])
{
    char folder[PATH_MAX];
    struct dirent **names;
    path_of(rig, "", folder);
    int count = scandir(folder, &names, NULL, alphasort);
    assert_true(count >= 2);
    snprintf(name, 256, "%s", names[count - 1]->d_name);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return count - 2;
}

/* ---- logs ---- */

static void a_log_is_named_by_its_start_and_its_routine(void **state)
{
    struct rig *rig = *state;
    struct tp_log_file *again;
    char strange[300] = "/somewhere/.. \n\xff$(x).b";
    memset(strange + strlen(strange), 'n', 200);
    struct tp_log_file *file = begin(rig, day_ms + 3723004, "/somewhere/neck.lua");
    assert_string_equal(tp_sessions_id(tp_log_file_path(file)), "20261120-010203-004-neck.log");
    int rc = tp_sessions_create(&again, &rig->folder.loop, rig->state, day_ms + 3723004, "neck.lua",
                                &rig->err);
    assert_int_equal(rc, -TP_EIO);
    end(rig, file);
    file = begin(rig, day_ms, strange);
    const char *name = tp_sessions_id(tp_log_file_path(file));
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-.x"), strlen(name));
    assert_true(strlen(name) < 80);
    end(rig, file);
}

static void where_no_session_was_there_is_none(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(find(rig), -TP_ENOENT);
    assert_int_equal(rig->note.code, 0);
    tp_sessions_prune(rig->state);
    assert_int_not_equal(access(rig->state, F_OK), 0);
}

static void the_one_left_last_is_found(void **state)
{
    struct rig *rig = *state;
    end(rig, leave(rig, 1000, 2000, NULL));
    assert_found(rig, 1000);
    end(rig, leave(rig, 5000, 6000, "stopped"));
    assert_found(rig, 5000);
    end(rig, leave(rig, 3000, 9000, NULL)); /* begun before, and gone on with later */
    assert_found(rig, 3000);
    assert_int_equal(rig->kept.journal.mark.unix_ms, day_ms + 9000);
    assert_string_equal(rig->kept.journal.text, "hydrate()");
    assert_string_equal(tp_sessions_id(rig->kept.path), "20261120-000003-000-neck.log");
}

static void what_ended_is_never_found(void **state)
{
    struct rig *rig = *state;
    end(rig, leave(rig, 1000, 9000, "finished"));
    end(rig, leave(rig, 2000, 9000, "too sore"));
    assert_int_equal(find(rig), -TP_ENOENT);
    end(rig, leave(rig, 500, 600, "stopped"));
    assert_int_equal(find(rig), -TP_ENOENT); /* who finished the routine since is not asked */
    end(rig, leave(rig, 9500, 9600, "stopped"));
    assert_found(rig, 9500);
}

static void another_routine_that_ended_since_is_no_matter(void **state)
{
    struct rig *rig = *state;
    struct tp_buf bytes = {0};
    struct tp_journal_head head = {.name = "a.lua", .path = "/other/a.lua", .rate = 1, .seed = 7};
    struct tp_journal_mark mark = {.step = 3, .unix_ms = day_ms + 100};
    struct tp_log_file *file = begin(rig, day_ms, head.path);
    tp_journal_put_head(&bytes, &head);
    tp_journal_put_text(&bytes, "hydrate()", 9);
    tp_journal_put_mark(&bytes, &mark);
    put(file, &bytes);
    end(rig, file);
    end(rig, leave(rig, 1000, 9000, "finished"));
    assert_found(rig, 7);
}

static void what_did_not_begin_or_still_runs_is_not_found(void **state)
{
    struct rig *rig = *state;
    struct tp_buf bytes = {0};
    struct tp_journal_head head = {.name = "neck.lua", .rate = 1};
    struct tp_journal_mark mark = {.step = 1, .unix_ms = day_ms};
    struct tp_log_file *file = begin(rig, day_ms, "neck.lua");
    assert_int_equal(find(rig), -TP_ENOENT); /* written, and empty */
    tp_journal_put_head(&bytes, &head);
    tp_journal_put_mark(&bytes, &mark);
    put(file, &bytes);
    end(rig, file);
    assert_int_equal(find(rig), -TP_ENOENT); /* no text */
    file = begin(rig, day_ms + 1, "neck.lua");
    tp_journal_put_head(&bytes, &head);
    tp_journal_put_text(&bytes, "", 0);
    put(file, &bytes);
    end(rig, file);
    assert_int_equal(find(rig), -TP_ENOENT); /* no mark */
    file = leave(rig, 1000, 2000, NULL);
    assert_int_equal(find(rig), -TP_ENOENT); /* it runs */
    assert_int_equal(rig->note.code, 0);
    end(rig, file);
    assert_found(rig, 1000);
}

/* A log of these bytes is set aside with this reason, and the good one beside it is found. */
static void assert_set_aside(struct rig *rig, const char *bytes, const char *reason)
{
    char path[PATH_MAX], expected[200], aside[PATH_MAX];
    path_of(rig, "20261121-000000-000-neck.log", path);
    path_of(rig, "20261121-000000-000-neck.log.damaged", aside);
    if (bytes)
        write_file(rig, "20261121-000000-000-neck.log", bytes);
    assert_int_equal(find(rig), 0);
    assert_int_equal(rig->kept.journal.head.seed, 1000);
    snprintf(expected, sizeof expected,
             "neck.log was damaged (%s); it is now 20261121-000000-000-neck.log.damaged", reason);
    assert_non_null(strstr(rig->note.text, expected));
    assert_null(strchr(rig->note.text, '\n'));
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(access(aside, F_OK), 0);
    assert_found(rig, 1000); /* and that was all about it */
}

static void a_damaged_log_is_set_aside_with_one_line(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    end(rig, leave(rig, 1000, 2000, NULL));
    assert_set_aside(rig, "\x7f\x45LF\x02", "it is no log of a session");
    assert_set_aside(rig, "tprun log 1\nhead\n", "its first lines are damaged");
    write_file(rig, "20261121-000000-000-neck.log", "");
    path_of(rig, "20261121-000000-000-neck.log", path);
    assert_int_equal(truncate(path, (off_t)65 << 20), 0);
    assert_set_aside(rig, NULL, "the file is longer than 67108864 bytes");
    path_of(rig, "20261121-000000-000-neck.log.damaged", path);
    assert_int_equal(unlink(path), 0);
    path_of(rig, "20261121-000000-000-neck.log", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_set_aside(rig, NULL, "it is not a regular file");
}

static void a_log_of_a_newer_program_is_left_as_it_is(void **state)
{
    struct rig *rig = *state;
    end(rig, leave(rig, 1000, 2000, NULL));
    write_file(rig, "20261121-000000-000-neck.log", "tprun log 3\nwhatever\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(find(rig), 0);
        assert_int_equal(rig->note.code, TP_ENEWER);
        assert_non_null(strstr(rig->note.text, "20261121-000000-000-neck.log: it was written by a "
                                               "newer tprun (format 3; this one reads 1)"));
    }
}

static void a_log_cut_off_before_its_head_is_passed_over_in_silence(void **state)
{
    struct rig *rig = *state;
    end(rig, leave(rig, 1000, 2000, NULL));
    write_file(rig, "20261121-000000-000-neck.log", "tprun log 1\n0123");
    assert_found(rig, 1000);
}

static void a_log_damaged_within_is_kept_up_to_there_and_told(void **state)
{
    struct rig *rig = *state;
    struct tp_buf bytes = {0};
    struct tp_log_file *file = leave(rig, 1000, 2000, NULL);
    tp_buf_puts(&bytes, "01234567\tend\tfinished\n");
    put(file, &bytes);
    end(rig, file);
    assert_int_equal(find(rig), 0);
    assert_int_equal(rig->note.code, TP_EIO);
    assert_non_null(strstr(rig->note.text, "neck.log is damaged after its record 3; the session is "
                                           "kept up to there"));
}

static void what_is_not_named_like_a_log_is_not_touched(void **state)
{
    struct rig *rig = *state;
    static const char *const names[] = {"notes.txt", "20261121-000000-neck.log", "neck.log",
                                        "20261121-000000-000-neck.log.bak",
                                        "2026112x-000000-000-neck.log"};
    char name[256];
    end(rig, leave(rig, 1000, 2000, NULL));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        write_file(rig, names[i], "x");
    assert_found(rig, 1000);
    assert_int_equal(count_files(rig, name), 6);
}

static void the_ten_newest_are_kept_and_never_one_that_runs(void **state)
{
    struct rig *rig = *state;
    char name[256], path[PATH_MAX];
    struct tp_log_file *running = leave(rig, 0, 100, NULL);
    for (int i = 1; i < 14; i++)
        end(rig, leave(rig, i * 1000, i * 1000, "finished"));
    write_file(rig, "20251120-000000-000-neck.log.damaged", "x");
    write_file(rig, "20251120-000000-000-neck.txt", "x");
    assert_int_equal(count_files(rig, name), 16);
    tp_sessions_prune(rig->state);
    assert_int_equal(count_files(rig, name), 12); /* ten, the one that runs, and what is no log */
    assert_string_equal(name, "20261120-000013-000-neck.log");
    path_of(rig, "20261120-000003-000-neck.log", path);
    assert_int_not_equal(access(path, F_OK), 0);
    path_of(rig, "20261120-000004-000-neck.log", path);
    assert_int_equal(access(path, F_OK), 0);
    end(rig, running);
    tp_sessions_prune(rig->state);
    assert_int_equal(count_files(rig, name), 11);
}

/* ---- one at a time ---- */

static void a_second_session_is_refused_with_the_name_of_the_first(void **state)
{
    struct rig *rig = *state;
    struct tp_running *first, *second;
    char expected[100];
    assert_int_equal(tp_sessions_enter(&first, rig->state, "neck", &rig->err), 0);
    assert_int_equal(tp_sessions_enter(&second, rig->state, "hand", &rig->err), -TP_EAGAIN);
    snprintf(expected, sizeof expected, "'neck' is running already (process %ld): one at a time",
             (long)getpid());
    assert_string_equal(rig->err.text, expected);
    assert_null(second);
    tp_sessions_leave(first);
    assert_int_equal(tp_sessions_enter(&second, rig->state, "ha\x1b[2Jnd", &rig->err), 0);
    assert_int_equal(tp_sessions_enter(&first, rig->state, "x", &rig->err), -TP_EAGAIN);
    assert_non_null(strstr(rig->err.text, "'ha\\x1B[2Jnd' is running already"));
    tp_sessions_leave(second);
    tp_sessions_leave(NULL);
}

static void one_that_was_killed_is_no_obstacle(void **state)
{
    struct rig *rig = *state;
    struct tp_running *running;
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (tp_sessions_enter(&running, rig->state, "neck", &rig->err) == 0)
            raise(SIGKILL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(tp_sessions_enter(&running, rig->state, "hand", &rig->err), 0);
    tp_sessions_leave(running);
}

static void whoever_runs_without_a_name_is_another_session(void **state)
{
    struct rig *rig = *state;
    struct tp_running *first, *second;
    static const char *const contents[] = {"", "neck", "-3 neck", "99999999999999999999999", "\n"};
    assert_int_equal(tp_sessions_enter(&first, rig->state, "neck", &rig->err), 0);
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        write_file(rig, "running", contents[i]);
        assert_int_equal(tp_sessions_enter(&second, rig->state, "x", &rig->err), -TP_EAGAIN);
        assert_string_equal(rig->err.text, "another session is running: one at a time");
    }
    tp_sessions_leave(first);
}

static void a_folder_that_cannot_be_made_is_one_line(void **state)
{
    struct rig *rig = *state;
    struct tp_running *running;
    struct tp_log_file *file;
    snprintf(rig->state, sizeof rig->state, "/dev/null/tprun");
    assert_int_equal(tp_sessions_enter(&running, rig->state, "neck", &rig->err), -TP_EIO);
    assert_non_null(strstr(rig->err.text, "/dev/null"));
    assert_null(running);
    int rc =
        tp_sessions_create(&file, &rig->folder.loop, rig->state, day_ms, "neck.lua", &rig->err);
    assert_int_equal(rc, -TP_EIO);
    assert_int_equal(find(rig), -TP_ENOENT);
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_log_is_named_by_its_start_and_its_routine),
        rig_test(where_no_session_was_there_is_none),
        rig_test(the_one_left_last_is_found),
        rig_test(what_ended_is_never_found),
        rig_test(another_routine_that_ended_since_is_no_matter),
        rig_test(what_did_not_begin_or_still_runs_is_not_found),
        rig_test(a_damaged_log_is_set_aside_with_one_line),
        rig_test(a_log_of_a_newer_program_is_left_as_it_is),
        rig_test(a_log_cut_off_before_its_head_is_passed_over_in_silence),
        rig_test(a_log_damaged_within_is_kept_up_to_there_and_told),
        rig_test(what_is_not_named_like_a_log_is_not_touched),
        rig_test(the_ten_newest_are_kept_and_never_one_that_runs),
        rig_test(a_second_session_is_refused_with_the_name_of_the_first),
        rig_test(one_that_was_killed_is_no_obstacle),
        rig_test(whoever_runs_without_a_name_is_another_session),
        rig_test(a_folder_that_cannot_be_made_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
