/* The ledger's file: nothing is entered twice, nothing is written over, and a session goes on
 * without it. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/ledger_file.h"
#include "tests/unit/folder_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct rig {
    struct folder folder;
    char state[96], path[128];
    struct tp_ledger_file *file;
    struct tp_err note, err;
};

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    folder_open(&rig->folder);
    snprintf(rig->state, sizeof rig->state, "%s/state", rig->folder.top);
    snprintf(rig->path, sizeof rig->path, "%s/ledger", rig->state);
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

/* Opens it; how many entries it has. */
static size_t begin(struct rig *rig)
{
    int rc = tp_ledger_file_open(&rig->file, &rig->folder.loop, rig->state, 1000, &rig->note);
    assert_int_equal(rc, 0);
    assert_null(strchr(rig->note.text, '\n'));
    return tp_ledger_file_past(rig->file)->count;
}

static void end(struct rig *rig)
{
    assert_int_equal(tp_ledger_file_close(rig->file, &rig->err), 0);
}

static bool enter(struct rig *rig, const char *session, uint32_t number)
{
    struct tp_ledger_record record = {.unix_s = 2000 + number,
                                      .session = session,
                                      .entry = {.kind = TP_LEDGER_PRESSED,
                                                .number = number,
                                                .step = 3,
                                                .spot = "levator",
                                                .side = "left",
                                                .value = tp_value_number(20)}};
    return tp_ledger_file_enter(rig->file, &record);
}

static size_t read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, size - 1, file);
    fclose(file);
    text[length] = '\0';
    return length;
}

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
}

static void nothing_is_entered_twice(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(begin(rig), 0);
    assert_int_equal(rig->note.code, 0);
    assert_true(enter(rig, "a.log", 1));
    assert_true(enter(rig, "a.log", 2));
    assert_false(enter(rig, "a.log", 2));
    assert_true(enter(rig, "b.log", 1));
    assert_int_equal(tp_ledger_file_past(rig->file)->count, 3);
    end(rig);
    assert_int_equal(begin(rig), 3);
    assert_false(enter(rig, "a.log", 1));
    assert_false(enter(rig, "a.log", 2));
    assert_true(enter(rig, "a.log", 3));
    end(rig);
    assert_int_equal(begin(rig), 4);
    assert_int_equal(tp_ledger_last(tp_ledger_file_past(rig->file), "a.log"), 3);
    end(rig);
}

static void what_is_long_ago_stays_in_the_file_alone(void **state)
{
    struct rig *rig = *state;
    struct tp_ledger_record old = {
        .unix_s = 999,
        .session = "old.log",
        .entry = {.number = 1, .spot = "", .side = "", .value = tp_value_number(1)}};
    char before[1000], after[1000];
    begin(rig);
    assert_true(tp_ledger_file_enter(rig->file, &old));
    assert_true(enter(rig, "a.log", 1));
    end(rig);
    size_t length = read_file(rig->path, before, sizeof before);
    assert_int_equal(begin(rig), 1);
    enter(rig, "a.log", 2);
    end(rig);
    assert_true(read_file(rig->path, after, sizeof after) > length);
    assert_memory_equal(before, after, length);
}

static void half_a_line_makes_room_for_the_next(void **state)
{
    struct rig *rig = *state;
    char text[1000], now[1000];
    begin(rig);
    enter(rig, "a.log", 1);
    enter(rig, "a.log", 2);
    end(rig);
    size_t length = read_file(rig->path, text, sizeof text);
    for (size_t cut = 0; cut <= length; cut++) {
        write_file(rig->path, text, cut);
        begin(rig);
        assert_int_equal(rig->note.code, 0);
        enter(rig, "a.log", 1);
        enter(rig, "a.log", 2);
        end(rig);
        assert_int_equal(read_file(rig->path, now, sizeof now), length);
        assert_string_equal(now, text);
    }
}

static void a_damaged_line_is_told_and_stays(void **state)
{
    struct rig *rig = *state;
    char text[1000], now[1000];
    begin(rig);
    enter(rig, "a.log", 1);
    enter(rig, "a.log", 2);
    end(rig);
    size_t length = read_file(rig->path, text, sizeof text);
    text[20] ^= 1;
    write_file(rig->path, text, length);
    assert_int_equal(begin(rig), 1);
    assert_non_null(strstr(rig->note.text, "/ledger: 1 of its lines is damaged; left out"));
    assert_true(enter(rig, "a.log", 3));
    end(rig);
    read_file(rig->path, now, sizeof now);
    assert_memory_equal(now, text, length);
    text[0] ^= 1; /* even the first */
    write_file(rig->path, text, length);
    assert_int_equal(begin(rig), 1);
    assert_non_null(strstr(rig->note.text, "/ledger: 2 of its lines are damaged; left out"));
    end(rig);
}

static void what_is_no_ledger_is_set_aside(void **state)
{
    struct rig *rig = *state;
    static const char *const others[] = {"\x7f\x45LF", "{}\n", "tprun log 1\n",
                                         "tprun ledger 0\nx\n"};
    char aside[200], text[100];
    snprintf(aside, sizeof aside, "%s.damaged", rig->path);
    begin(rig);
    end(rig);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        write_file(rig->path, others[i], strlen(others[i]));
        assert_int_equal(begin(rig), 0);
        assert_non_null(strstr(
            rig->note.text, "/ledger: it is no ledger; it is now ledger.damaged, and begun anew"));
        assert_true(enter(rig, "a.log", 1));
        end(rig);
        read_file(aside, text, sizeof text);
        assert_string_equal(text, others[i]);
        assert_int_equal(begin(rig), 1);
        assert_int_equal(rig->note.code, 0);
        end(rig);
    }
    assert_int_equal(unlink(rig->path), 0);
    assert_int_equal(unlink(aside), 0);
    assert_int_equal(mkdir(rig->path, 0700), 0);
    assert_int_equal(begin(rig), 0);
    assert_int_equal(rig->note.code, TP_EIO);
    end(rig);
}

static void a_newer_ledger_is_left_as_it_is(void **state)
{
    struct rig *rig = *state;
    static const char newer[] = "tprun ledger 2\nwhatever\n";
    char text[100];
    begin(rig);
    end(rig);
    write_file(rig->path, newer, sizeof newer - 1);
    begin(rig);
    assert_non_null(strstr(rig->note.text,
                           "/ledger: it was written by a newer tprun (format 2; this one reads 1); "
                           "what is pressed now is not entered"));
    assert_true(enter(rig, "a.log", 1)); /* this session knows it all the same */
    assert_false(enter(rig, "a.log", 1));
    tp_ledger_file_tick(rig->file, 1000);
    assert_null(tp_ledger_file_problem(rig->file));
    end(rig);
    read_file(rig->path, text, sizeof text);
    assert_string_equal(text, newer);
}

static void one_that_another_writes_is_read(void **state)
{
    struct rig *rig = *state;
    struct tp_ledger_file *first;
    begin(rig);
    enter(rig, "a.log", 1);
    first = rig->file;
    assert_int_equal(begin(rig), 1);
    assert_non_null(strstr(rig->note.text,
                           "/ledger: another session is writing it; what is pressed "
                           "now is not entered"));
    enter(rig, "b.log", 1);
    end(rig);
    rig->file = first;
    enter(rig, "a.log", 2);
    end(rig);
    assert_int_equal(begin(rig), 2);
    end(rig);
}

static void without_a_folder_the_session_goes_on(void **state)
{
    struct rig *rig = *state;
    snprintf(rig->state, sizeof rig->state, "/dev/null/tprun");
    assert_int_equal(begin(rig), 0);
    assert_int_equal(rig->note.code, TP_EIO);
    assert_non_null(strstr(rig->note.text, "; what is pressed now is not entered"));
    assert_true(enter(rig, "a.log", 1));
    assert_int_equal(tp_ledger_file_past(rig->file)->count, 1);
    end(rig);
    assert_int_equal(tp_ledger_file_close(NULL, &rig->err), 0);
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(nothing_is_entered_twice),
        rig_test(what_is_long_ago_stays_in_the_file_alone),
        rig_test(half_a_line_makes_room_for_the_next),
        rig_test(a_damaged_line_is_told_and_stays),
        rig_test(what_is_no_ledger_is_set_aside),
        rig_test(a_newer_ledger_is_left_as_it_is),
        rig_test(one_that_another_writes_is_read),
        rig_test(without_a_folder_the_session_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
