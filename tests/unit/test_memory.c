/* A routine's memory: what it remembers comes back, each routine its own. */
#include "tests/unit/memory_rig.h"

#include <math.h>

static void the_first_time_there_is_nothing_and_no_file_is_made(void **state)
{
    struct rig *rig = *state;
    rig_open(rig, rig_routine);
    assert_false(rig->warning);
    rig_assert_recalled(rig, "side", tp_value_nil());
    rig_assert_past(rig, "count", "2026-11-20", tp_value_number(0));
    rig_assert_past(rig, "days_since", "2026-11-20", tp_value_nil());
    rig_assert_past(rig, "last_pain", "2026-11-20", tp_value_nil());
    rig_assert_past(rig, "else", "2026-11-20", tp_value_nil());
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_not_equal(access(rig->state, F_OK), 0);
}

static void each_kind_of_value_comes_back_and_nil_forgets(void **state)
{
    struct rig *rig = *state;
    static const char text[] = "Die rechte Schulter: größer, \"fester\"\n\\ \x01";
    rig_open(rig, rig_routine);
    rig_remember(rig, "side", tp_value_text(text));
    rig_remember(rig, "strength", tp_value_number(4));
    rig_remember(rig, "seconds", tp_value_number(-0.1));
    rig_remember(rig, "far", tp_value_number(1e300));
    rig_remember(rig, "sore", tp_value_bool(true));
    rig_remember(rig, "tired", tp_value_bool(false));
    rig_remember(rig, "gone", tp_value_number(1));
    rig_remember(rig, "gone", tp_value_nil());
    rig_remember(rig, "never", tp_value_nil());
    rig_next_session(rig);
    rig_assert_recalled(rig, "side", tp_value_text(text));
    rig_assert_recalled(rig, "strength", tp_value_number(4));
    rig_assert_recalled(rig, "seconds", tp_value_number(-0.1));
    rig_assert_recalled(rig, "far", tp_value_number(1e300));
    rig_assert_recalled(rig, "sore", tp_value_bool(true));
    rig_assert_recalled(rig, "tired", tp_value_bool(false));
    rig_assert_recalled(rig, "gone", tp_value_nil());
    rig_remember(rig, "side", tp_value_nil());
    rig_next_session(rig);
    rig_assert_recalled(rig, "side", tp_value_nil());
    rig_assert_recalled(rig, "strength", tp_value_number(4));
}

static void what_json_cannot_hold_is_refused_by_name(void **state)
{
    struct rig *rig = *state;
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    const struct tp_value bad[] = {tp_value_text("\xff"), tp_value_number(NAN),
                                   tp_value_number(INFINITY)};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tp_memory_remember(rig->memory, "k", bad[i], &rig->err), -TP_EINVAL);
        assert_string_equal(rig->err.text, "remember: 'k' must be a finite number, true, false or "
                                           "a text in UTF-8");
    }
    assert_int_equal(tp_memory_remember(rig->memory, "\xff", tp_value_number(1), &rig->err),
                     -TP_EINVAL);
    rig_assert_recalled(rig, "k", tp_value_number(1));
}

static void a_thousand_keys_fit_and_one_more_does_not(void **state)
{
    struct rig *rig = *state;
    char key[16];
    rig_open(rig, rig_routine);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        rig_remember(rig, key, tp_value_number(i));
    }
    assert_int_equal(tp_memory_remember(rig->memory, "one", tp_value_number(1), &rig->err),
                     -TP_ELIMIT);
    assert_string_equal(rig->err.text,
                        "remember: 'one' is one too many, a routine may keep 1000 things");
    rig_remember(rig, "k7", tp_value_number(-7));
    rig_remember(rig, "k8", tp_value_nil());
    rig_remember(rig, "one", tp_value_number(1));
    rig_next_session(rig);
    rig_assert_recalled(rig, "k7", tp_value_number(-7));
    rig_assert_recalled(rig, "one", tp_value_number(1));
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
    rig_open(rig, rig_routine);
    tp_memory_finished(rig->memory, "2026-11-19");
    rig_next_session(rig);
    tp_memory_finished(rig->memory, "2026-11-20");
    rig_next_session(rig);
    rig_assert_past(rig, "count", "2026-11-20", tp_value_number(2));
    rig_assert_past(rig, "days_since", "2026-11-25", tp_value_number(5));
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
    rig_open(rig, rig_routine);
    tp_memory_finished(rig->memory, "2026-11-20");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tp_memory_finished(rig->memory, bad[i]);
        rig_assert_past(rig, "days_since", bad[i], tp_value_nil());
        rig_assert_past(rig, "days_since", "2026-11-21", tp_value_number(1));
    }
}

static void the_pain_noted_is_that_of_the_past_from_the_next_session_on(void **state)
{
    struct rig *rig = *state;
    rig_open(rig, rig_routine);
    tp_memory_note_pain(rig->memory, 6);
    tp_memory_note_pain(rig->memory, 4.5);
    tp_memory_note_pain(rig->memory, NAN);
    rig_assert_past(rig, "last_pain", "2026-11-20", tp_value_nil());
    rig_next_session(rig);
    rig_assert_past(rig, "last_pain", "2026-11-20", tp_value_number(4.5));
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    rig_assert_past(rig, "last_pain", "2026-11-20", tp_value_number(4.5));
}

static void file_and_folders_are_for_their_owner_alone(void **state)
{
    struct rig *rig = *state;
    struct stat about;
    char path[PATH_MAX];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, "", path), 1);
    assert_int_equal(rig_find(rig, ".json", path), 1);
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
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(1));
    rig_next_session(rig);
    rig_open(rig, "/elsewhere/neck.lua");
    rig_assert_recalled(rig, "k", tp_value_nil());
    rig_remember(rig, "k", tp_value_number(2));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(rig_find(rig, ".json", path), 2);
    rig_open(rig, rig_routine);
    rig_assert_recalled(rig, "k", tp_value_number(1));
}

static void one_file_has_one_memory_by_whatever_way_it_is_named(void **state)
{
    struct rig *rig = *state;
    char file[96], way[128], link[96];
    snprintf(file, sizeof file, "%s/neck.lua", rig->top);
    snprintf(way, sizeof way, "%s/./state/../neck.lua", rig->top);
    snprintf(link, sizeof link, "%s/link.lua", rig->top);
    rig_write_file(file, "", 0);
    assert_int_equal(symlink(file, link), 0);
    rig_open(rig, file);
    rig_remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    rig_open(rig, way);
    rig_assert_recalled(rig, "k", tp_value_number(1));
    rig_open(rig, link);
    rig_assert_recalled(rig, "k", tp_value_number(1));
}

static void a_name_of_strange_letters_still_makes_a_plain_file_name(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX], strange[300] = "/somewhere/.. \n\xff$(x)";
    memset(strange + strlen(strange), 'n', 250);
    rig_open(rig, strange);
    rig_remember(rig, "k", tp_value_number(1));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    const char *name = strrchr(path, '/') + 1;
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-."), strlen(name));
    assert_true(strlen(name) < 100);
    rig_open(rig, strange);
    assert_false(rig->warning);
    rig_assert_recalled(rig, "k", tp_value_number(1));
}

static void members_of_a_newer_program_are_kept(void **state)
{
    struct rig *rig = *state;
    static const char newer[] = "{\"remembered\":{\"k\":1},\"ledger\":{\"neck\":[20,20]}}";
    char path[PATH_MAX], text[512];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_number(3));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    rig_write_file(path, newer, strlen(newer));
    rig_open(rig, rig_routine);
    rig_assert_recalled(rig, "k", tp_value_number(1));
    tp_memory_finished(rig->memory, "2026-11-20");
    rig_next_session(rig);
    rig_read_text(path, text, sizeof text);
    assert_non_null(strstr(text, "\"ledger\": {"));
    assert_non_null(strstr(text, "\"count\": 1"));
    assert_non_null(strstr(text, "\"routine\": \"/somewhere/neck.lua\""));
}

static void what_has_not_changed_is_not_written_again(void **state)
{
    struct rig *rig = *state;
    char path[PATH_MAX];
    rig_open(rig, rig_routine);
    rig_remember(rig, "k", tp_value_text("same"));
    rig_next_session(rig);
    assert_int_equal(rig_find(rig, ".json", path), 1);
    assert_int_equal(unlink(path), 0);
    rig_remember(rig, "k", tp_value_text("same"));
    assert_int_equal(tp_memory_save(rig->memory, &rig->err), 0);
    assert_int_equal(rig_find(rig, ".json", path), 0);
}

static void to_begin_anew_undoes_what_was_remembered_since(void **state)
{
    struct rig *rig = *state;
    rig_open(rig, rig_routine);
    rig_remember(rig, "kept", tp_value_number(1));
    rig_next_session(rig);
    rig_remember(rig, "kept", tp_value_number(2));
    rig_remember(rig, "new", tp_value_bool(true));
    assert_int_equal(tp_memory_begin(rig->memory), 0);
    rig_assert_recalled(rig, "kept", tp_value_number(1));
    rig_assert_recalled(rig, "new", tp_value_nil());
    rig_remember(rig, "other", tp_value_number(3));
    rig_next_session(rig);
    rig_assert_recalled(rig, "kept", tp_value_number(1));
    rig_assert_recalled(rig, "other", tp_value_number(3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(the_first_time_there_is_nothing_and_no_file_is_made),
        rig_test(each_kind_of_value_comes_back_and_nil_forgets),
        rig_test(what_json_cannot_hold_is_refused_by_name),
        rig_test(a_thousand_keys_fit_and_one_more_does_not),
        rig_test(finished_sessions_are_counted_with_the_days_since_the_last),
        rig_test(what_is_no_date_is_no_day),
        rig_test(the_pain_noted_is_that_of_the_past_from_the_next_session_on),
        rig_test(file_and_folders_are_for_their_owner_alone),
        rig_test(routines_of_one_name_in_two_folders_do_not_share),
        rig_test(one_file_has_one_memory_by_whatever_way_it_is_named),
        rig_test(a_name_of_strange_letters_still_makes_a_plain_file_name),
        rig_test(members_of_a_newer_program_are_kept),
        rig_test(to_begin_anew_undoes_what_was_remembered_since),
        rig_test(what_has_not_changed_is_not_written_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
