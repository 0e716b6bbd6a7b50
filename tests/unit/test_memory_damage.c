/* A routine's memory when files are not what they were: nothing is lost, nothing half written. */
#include "tests/unit/memory_rig.h"

#include <signal.h>
#include <sys/resource.h>

static void a_damaged_file_is_set_aside_with_one_warning(void **state)
{
    struct rig *rig = *state;
    static const char *const bad[] = {
        "",
        "{\"count\": 3,",
        "[]",
        "7",
        "{\"count\": -1}",
        "{\"count\": \"3\"}",
        "{\"last\": \"yesterday\"}",
        "{\"last\": 5}",
        "{\"last_pain\": \"4\"}",
        "{\"remembered\": []}",
        "{\"remembered\": {\"k\": {}}}",
        "{\"remembered\": {\"k\": null}}",
        "{\"count\": 1, \"count\": 2}",
        "{\"\xff\": 1}",
        "\x7f\x45LF\x02\x01",
    };
    char path[PATH_MAX], aside[PATH_MAX], text[64];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rig_write_file(path, bad[i], strlen(bad[i]));
        rig_open(rig, rig_routine);
        assert_true(rig->warning);
        assert_non_null(strstr(rig->err.text, "was damaged ("));
        assert_non_null(strstr(rig->err.text, "; it is now neck-"));
        assert_non_null(strstr(rig->err.text, ".json.damaged, and begun anew"));
        assert_null(strchr(rig->err.text, '\n'));
        rig_assert_recalled(rig, "k", tp_value_nil());
        assert_int_equal(rig_find(rig, ".damaged", aside), 1);
        rig_read_text(aside, text, sizeof text);
        assert_string_equal(text, bad[i]);
        rig_remember(rig, "k", tp_value_number(2));
        rig_next_session(rig);
        rig_assert_recalled(rig, "k", tp_value_number(2));
    }
}

static void a_folder_in_the_place_of_the_file_is_set_aside_too(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    rig_open(rig, rig_routine);
    assert_true(rig->warning);
    rig_remember(rig, "k", tp_value_number(2));
    rig_next_session(rig);
    rig_assert_recalled(rig, "k", tp_value_number(2));
}

static void what_cannot_be_set_aside_is_not_written_over(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX], aside[PATH_MAX + 16], text[64];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    rig_write_file(path, "no", 2);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    assert_int_equal(mkdir(aside, 0700), 0); /* a file cannot be moved over a folder */
    rig_open(rig, rig_routine);
    assert_true(rig->warning);
    assert_non_null(strstr(rig->err.text, "cannot be set aside; nothing will be remembered"));
    rig_remember(rig, "k", tp_value_number(2));
    rig_assert_recalled(rig, "k", tp_value_number(2));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    rig_read_text(path, text, sizeof text);
    assert_string_equal(text, "no");
}

static void a_disk_that_is_full_leaves_the_old_file_whole(void **state)
{
    struct rig *rig = *state;
    struct rlimit before, tight;
    char path[PATH_MAX], old[512], now[512];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    rig_read_text(path, old, sizeof old);
    rig_remember(rig, "k", tp_value_number(2));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    tight = (struct rlimit){10, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    int rc = tp_memory_save(rig->memory, &rig->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, -TP_EIO);
    assert_non_null(strstr(rig->err.text, ".json: cannot be written: "));
    rig_read_text(path, now, sizeof now);
    assert_string_equal(now, old);
    assert_int_equal(rig_find(rig, "", path), 1); /* nothing half written lies about */
    rig_next_session(rig);                        /* once there is room, it is saved after all */
    rig_assert_recalled(rig, "k", tp_value_number(2));
}

static void a_state_folder_that_cannot_be_made_is_one_line(void **state)
{
    struct rig *rig = *state;
    char blocked[96];
    snprintf(blocked, sizeof blocked, "%s/state", rig->top);
    rig_write_file(blocked, "", 0);
    rig_open(rig, rig_routine);
    assert_true(rig->warning);
    assert_non_null(strstr(rig->err.text, "; nothing will be remembered"));
    assert_int_equal(unlink(blocked), 0);
    rig_open(rig, rig_routine);
    assert_false(rig->warning);
    rig_write_file(blocked, "", 0);
    rig_remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), -TP_EIO);
    assert_non_null(strstr(rig->err.text, "cannot be made: Not a directory"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_damaged_file_is_set_aside_with_one_warning),
        rig_test(a_folder_in_the_place_of_the_file_is_set_aside_too),
        rig_test(what_cannot_be_set_aside_is_not_written_over),
        rig_test(a_disk_that_is_full_leaves_the_old_file_whole),
        rig_test(a_state_folder_that_cannot_be_made_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
