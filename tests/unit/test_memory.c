/* A routine's memory: kept between sessions, never half written, set aside when damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/memory.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char routine[] = "/somewhere/neck.lua";

/* A state folder that is not there yet, in a folder of the test's own. */
struct rig {
    char top[64], state[96], kept[128]; /* kept: where the files come to lie */
    struct tp_memory *memory;
    struct tp_err err;
    bool warning;
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    snprintf(rig->top, sizeof rig->top, "/tmp/tprun-memory-XXXXXX");
    assert_non_null(mkdtemp(rig->top));
    snprintf(rig->state, sizeof rig->state, "%s/state/tprun", rig->top);
    snprintf(rig->kept, sizeof rig->kept, "%s/memory", rig->state);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    char command[128];
    tp_memory_close(rig->memory);
    snprintf(command, sizeof command, "rm -rf %s", rig->top);
    int rc = system(command); /* NOLINT(cert-env33-c): a name of the test's own */
    free(rig);
    return rc;
}

static void open_as(struct rig *rig, const char *path)
{
    tp_memory_close(rig->memory);
    rig->err = (struct tp_err){0};
    rig->warning = true;
    assert_int_equal(tp_memory_open(&rig->memory, rig->state, path, &rig->warning, &rig->err), 0);
}

/* Saved, closed, and opened again: what the next session sees. */
static void next_session(struct rig *rig)
{
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    open_as(rig, routine);
    assert_false(rig->warning);
}

static void remember(struct rig *rig, const char *key, struct tp_value value)
{
    assert_int_equal(tp_memory_remember(rig->memory, key, value, &rig->err), 0);
}

static void assert_recalled(struct rig *rig, const char *key, struct tp_value value)
{
    assert_true(tp_value_equal(tp_memory_recall(rig->memory, key), value));
}

/* The only file kept whose name ends in `ending`; its path into `path`. How many there are. */
static int find(const struct rig *rig, const char *ending, char path[PATH_MAX])
{
    int count = 0;
    DIR *folder = opendir(rig->kept);
    for (struct dirent *one; folder && (one = readdir(folder));) {
        size_t length = strlen(one->d_name), tail = strlen(ending);
        if (*one->d_name == '.' || length < tail ||
            strcmp(one->d_name + length - tail, ending) != 0)
            continue;
        snprintf(path, PATH_MAX, "%s/%s", rig->kept, one->d_name);
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void the_first_time_there_is_nothing_and_no_file_is_made(void **state)
{
    struct rig *rig = *state;
    open_as(rig, routine);
    assert_false(rig->warning);
    assert_recalled(rig, "side", tp_value_nil());
    assert_true(
        tp_value_equal(tp_memory_past(rig->memory, "count", "2026-11-20"), tp_value_number(0)));
    assert_int_equal(tp_memory_past(rig->memory, "days_since", "2026-11-20").kind, TP_VALUE_NIL);
    assert_int_equal(tp_memory_past(rig->memory, "last_pain", "2026-11-20").kind, TP_VALUE_NIL);
    assert_int_equal(tp_memory_past(rig->memory, "else", "2026-11-20").kind, TP_VALUE_NIL);
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_not_equal(access(rig->state, F_OK), 0);
}

static void each_kind_of_value_comes_back_and_nil_forgets(void **state)
{
    struct rig *rig = *state;
    static const char text[] = "Die rechte Schulter: größer, \"fester\"\n\\ \x01";
    open_as(rig, routine);
    remember(rig, "side", tp_value_text(text));
    remember(rig, "strength", tp_value_number(4));
    remember(rig, "seconds", tp_value_number(-0.1));
    remember(rig, "far", tp_value_number(1e300));
    remember(rig, "sore", tp_value_bool(true));
    remember(rig, "tired", tp_value_bool(false));
    remember(rig, "gone", tp_value_number(1));
    remember(rig, "gone", tp_value_nil());
    remember(rig, "never", tp_value_nil());
    next_session(rig);
    assert_recalled(rig, "side", tp_value_text(text));
    assert_recalled(rig, "strength", tp_value_number(4));
    assert_recalled(rig, "seconds", tp_value_number(-0.1));
    assert_recalled(rig, "far", tp_value_number(1e300));
    assert_recalled(rig, "sore", tp_value_bool(true));
    assert_recalled(rig, "tired", tp_value_bool(false));
    assert_recalled(rig, "gone", tp_value_nil());
    remember(rig, "side", tp_value_nil());
    next_session(rig);
    assert_recalled(rig, "side", tp_value_nil());
    assert_recalled(rig, "strength", tp_value_number(4));
}

static void what_json_cannot_hold_is_refused_by_name(void **state)
{
    struct rig *rig = *state;
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    const struct tp_value bad[] = {tp_value_text("\xff"), tp_value_number(NAN),
                                   tp_value_number(INFINITY)};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tp_memory_remember(rig->memory, "k", bad[i], &rig->err), -TP_EINVAL);
        assert_string_equal(rig->err.text, "remember: 'k' must be a finite number, true, false or "
                                           "a text in UTF-8");
    }
    assert_int_equal(tp_memory_remember(rig->memory, "\xff", tp_value_number(1), &rig->err),
                     -TP_EINVAL);
    assert_recalled(rig, "k", tp_value_number(1));
}

static void a_thousand_keys_fit_and_one_more_does_not(void **state)
{
    struct rig *rig = *state;
    char key[16];
    open_as(rig, routine);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        remember(rig, key, tp_value_number(i));
    }
    assert_int_equal(tp_memory_remember(rig->memory, "one", tp_value_number(1), &rig->err),
                     -TP_ELIMIT);
    assert_string_equal(rig->err.text,
                        "remember: 'one' is one too many, a routine may keep 1000 things");
    remember(rig, "k7", tp_value_number(-7));
    remember(rig, "k8", tp_value_nil());
    remember(rig, "one", tp_value_number(1));
    next_session(rig);
    assert_recalled(rig, "k7", tp_value_number(-7));
    assert_recalled(rig, "one", tp_value_number(1));
}

static double days_since(struct rig *rig, const char *last, const char *today)
{
    tp_memory_finished(rig->memory, last);
    struct tp_value days = tp_memory_past(rig->memory, "days_since", today);
    assert_int_equal(days.kind, TP_VALUE_NUMBER);
    return days.number;
}

static void finished_sessions_are_counted_with_the_days_since_the_last(void **state)
{
    struct rig *rig = *state;
    open_as(rig, routine);
    tp_memory_finished(rig->memory, "2026-11-19");
    next_session(rig);
    tp_memory_finished(rig->memory, "2026-11-20");
    next_session(rig);
    assert_true(
        tp_value_equal(tp_memory_past(rig->memory, "count", "2026-11-20"), tp_value_number(2)));
    assert_true(tp_value_equal(tp_memory_past(rig->memory, "days_since", "2026-11-25"),
                               tp_value_number(5)));
    assert_true(days_since(rig, "2026-11-20", "2026-11-20") == 0);
    assert_true(days_since(rig, "2026-12-31", "2027-01-01") == 1);
    assert_true(days_since(rig, "2028-02-28", "2028-03-01") == 2); /* a leap year */
    assert_true(days_since(rig, "2100-02-28", "2100-03-01") == 1); /* none */
    assert_true(days_since(rig, "2000-03-01", "2400-03-01") == 146097);
    assert_true(days_since(rig, "2026-11-20", "2026-11-18") == 0); /* a clock put back */
}

static void what_is_no_date_is_no_day(void **state)
{
    struct rig *rig = *state;
    static const char *const bad[] = {"",           "today",       "2026-13-01", "2026-00-01",
                                      "2026-02-30", "2026-11-2",   "2026/11/20", "0000-01-01",
                                      "2026-11-32", "2026-11-200", "2026-1a-01"};
    open_as(rig, routine);
    tp_memory_finished(rig->memory, "2026-11-20");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tp_memory_finished(rig->memory, bad[i]);
        assert_int_equal(tp_memory_past(rig->memory, "days_since", bad[i]).kind, TP_VALUE_NIL);
        assert_true(tp_value_equal(tp_memory_past(rig->memory, "days_since", "2026-11-21"),
                                   tp_value_number(1)));
    }
}

static void the_pain_noted_is_that_of_the_past_from_the_next_session_on(void **state)
{
    struct rig *rig = *state;
    open_as(rig, routine);
    tp_memory_note_pain(rig->memory, 6);
    tp_memory_note_pain(rig->memory, 4.5);
    tp_memory_note_pain(rig->memory, NAN);
    assert_int_equal(tp_memory_past(rig->memory, "last_pain", "2026-11-20").kind, TP_VALUE_NIL);
    next_session(rig);
    assert_true(tp_value_equal(tp_memory_past(rig->memory, "last_pain", "2026-11-20"),
                               tp_value_number(4.5)));
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_true(tp_value_equal(tp_memory_past(rig->memory, "last_pain", "2026-11-20"),
                               tp_value_number(4.5)));
}

static void file_and_folders_are_for_their_owner_alone(void **state)
{
    struct rig *rig = *state;
    struct stat about;
    char path[PATH_MAX];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_int_equal(find(rig, "", path), 1);
    assert_int_equal(find(rig, ".json", path), 1);
    assert_non_null(strstr(path, "/memory/neck-"));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(rig->kept, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(stat(rig->state, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
}

static void routines_of_one_name_in_two_folders_do_not_share(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    open_as(rig, "/elsewhere/neck.lua");
    assert_recalled(rig, "k", tp_value_nil());
    remember(rig, "k", tp_value_number(2));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(find(rig, ".json", path), 2);
    open_as(rig, routine);
    assert_recalled(rig, "k", tp_value_number(1));
}

static void one_file_has_one_memory_by_whatever_way_it_is_named(void **state)
{
    struct rig *rig = *state;
    char file[96], way[128], link[96];
    snprintf(file, sizeof file, "%s/neck.lua", rig->top);
    snprintf(way, sizeof way, "%s/./state/../neck.lua", rig->top);
    snprintf(link, sizeof link, "%s/link.lua", rig->top);
    write_file(file, "", 0);
    assert_int_equal(symlink(file, link), 0);
    open_as(rig, file);
    remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    open_as(rig, way);
    assert_recalled(rig, "k", tp_value_number(1));
    open_as(rig, link);
    assert_recalled(rig, "k", tp_value_number(1));
}

static void a_name_of_strange_letters_still_makes_a_plain_file_name(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX], strange[300] = "/somewhere/.. \n\xff$(x)";
    memset(strange + strlen(strange), 'n', 250);
    open_as(rig, strange);
    remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(find(rig, ".json", path), 1);
    const char *name = strrchr(path, '/') + 1;
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-."), strlen(name));
    assert_true(strlen(name) < 100);
    open_as(rig, strange);
    assert_false(rig->warning);
    assert_recalled(rig, "k", tp_value_number(1));
}

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
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_file(path, bad[i], strlen(bad[i]));
        open_as(rig, routine);
        assert_true(rig->warning);
        assert_non_null(strstr(rig->err.text, "was damaged ("));
        assert_non_null(strstr(rig->err.text, "; it is now neck-"));
        assert_non_null(strstr(rig->err.text, ".json.damaged, and begun anew"));
        assert_null(strchr(rig->err.text, '\n'));
        assert_recalled(rig, "k", tp_value_nil());
        assert_int_equal(find(rig, ".damaged", aside), 1);
        read_text(aside, text, sizeof text);
        assert_string_equal(text, bad[i]);
        remember(rig, "k", tp_value_number(2));
        next_session(rig);
        assert_recalled(rig, "k", tp_value_number(2));
    }
}

static void a_folder_in_the_place_of_the_file_is_set_aside_too(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    open_as(rig, routine);
    assert_true(rig->warning);
    remember(rig, "k", tp_value_number(2));
    next_session(rig);
    assert_recalled(rig, "k", tp_value_number(2));
}

static void what_cannot_be_set_aside_is_not_written_over(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX], aside[PATH_MAX + 16], text[64];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    write_file(path, "no", 2);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    assert_int_equal(mkdir(aside, 0700), 0); /* a file cannot be moved over a folder */
    open_as(rig, routine);
    assert_true(rig->warning);
    assert_non_null(strstr(rig->err.text, "cannot be set aside; nothing will be remembered"));
    remember(rig, "k", tp_value_number(2));
    assert_recalled(rig, "k", tp_value_number(2));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    read_text(path, text, sizeof text);
    assert_string_equal(text, "no");
}

static void members_of_a_newer_program_are_kept(void **state)
{
    struct rig *rig = *state;
    static const char newer[] = "{\"remembered\":{\"k\":1},\"ledger\":{\"neck\":[20,20]}}";
    char path[PATH_MAX], text[512];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(3));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    write_file(path, newer, strlen(newer));
    open_as(rig, routine);
    assert_recalled(rig, "k", tp_value_number(1));
    tp_memory_finished(rig->memory, "2026-11-20");
    next_session(rig);
    read_text(path, text, sizeof text);
    assert_non_null(strstr(text, "\"ledger\": {"));
    assert_non_null(strstr(text, "\"count\": 1"));
    assert_non_null(strstr(text, "\"routine\": \"/somewhere/neck.lua\""));
}

static void a_disk_that_is_full_leaves_the_old_file_whole(void **state)
{
    struct rig *rig = *state;
    struct rlimit before, tight;
    char path[PATH_MAX], old[512], now[512];
    open_as(rig, routine);
    remember(rig, "k", tp_value_number(1));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    read_text(path, old, sizeof old);
    remember(rig, "k", tp_value_number(2));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    tight = (struct rlimit){10, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    int rc = tp_memory_save(rig->memory, &rig->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, -TP_EIO);
    assert_non_null(strstr(rig->err.text, ".json: cannot be written: "));
    read_text(path, now, sizeof now);
    assert_string_equal(now, old);
    assert_int_equal(find(rig, "", path), 1); /* nothing half written lies about */
    next_session(rig);                        /* once there is room, it is saved after all */
    assert_recalled(rig, "k", tp_value_number(2));
}

static void a_state_folder_that_cannot_be_made_is_one_line(void **state)
{
    struct rig *rig = *state;
    char blocked[96];
    snprintf(blocked, sizeof blocked, "%s/state", rig->top);
    write_file(blocked, "", 0);
    open_as(rig, routine);
    assert_true(rig->warning);
    assert_non_null(strstr(rig->err.text, "; nothing will be remembered"));
    assert_int_equal(unlink(blocked), 0);
    open_as(rig, routine);
    assert_false(rig->warning);
    write_file(blocked, "", 0);
    remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), -TP_EIO);
    assert_non_null(strstr(rig->err.text, "cannot be made: Not a directory"));
}

static void what_has_not_changed_is_not_written_again(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    open_as(rig, routine);
    remember(rig, "k", tp_value_text("same"));
    next_session(rig);
    assert_int_equal(find(rig, ".json", path), 1);
    assert_int_equal(unlink(path), 0);
    remember(rig, "k", tp_value_text("same"));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(find(rig, ".json", path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_time_there_is_nothing_and_no_file_is_made),
        cmocka_unit_test(each_kind_of_value_comes_back_and_nil_forgets),
        cmocka_unit_test(what_json_cannot_hold_is_refused_by_name),
        cmocka_unit_test(a_thousand_keys_fit_and_one_more_does_not),
        cmocka_unit_test(finished_sessions_are_counted_with_the_days_since_the_last),
        cmocka_unit_test(what_is_no_date_is_no_day),
        cmocka_unit_test(the_pain_noted_is_that_of_the_past_from_the_next_session_on),
        cmocka_unit_test(file_and_folders_are_for_their_owner_alone),
        cmocka_unit_test(routines_of_one_name_in_two_folders_do_not_share),
        cmocka_unit_test(one_file_has_one_memory_by_whatever_way_it_is_named),
        cmocka_unit_test(a_name_of_strange_letters_still_makes_a_plain_file_name),
        cmocka_unit_test(a_damaged_file_is_set_aside_with_one_warning),
        cmocka_unit_test(a_folder_in_the_place_of_the_file_is_set_aside_too),
        cmocka_unit_test(what_cannot_be_set_aside_is_not_written_over),
        cmocka_unit_test(members_of_a_newer_program_are_kept),
        cmocka_unit_test(a_disk_that_is_full_leaves_the_old_file_whole),
        cmocka_unit_test(a_state_folder_that_cannot_be_made_is_one_line),
        cmocka_unit_test(what_has_not_changed_is_not_written_again),
    };
    struct CMUnitTest each[sizeof tests / sizeof *tests];
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        each[i] = tests[i];
        each[i].setup_func = set_up;
        each[i].teardown_func = tear_down;
    }
    return cmocka_run_group_tests(each, NULL, NULL);
}
