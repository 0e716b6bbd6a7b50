/* What the person knows: counted once a session, faded after a month, strength kept by spot. */
#include "tests/unit/memory_rig.h"

#include <signal.h>
#include <sys/resource.h>

static void open_familiar(struct rig *rig)
{
    tp_familiar_close(rig->familiar);
    rig->err = (struct tp_err){0};
    assert_int_equal(tp_familiar_open(&rig->familiar, rig->state, &rig->warning, &rig->err), 0);
}

/* Saved on that day, closed, and opened again. */
static void next_session(struct rig *rig, const char *day)
{
    assert_int_equal(tp_familiar_save(rig->familiar, day, &rig->err), 0);
    open_familiar(rig);
    assert_int_equal(rig->warning, TP_STORE_READY);
}

static int known_point(struct rig *rig, const char *name, const char *day)
{
    return tp_familiar_known(rig->familiar, TP_FAMILIAR_POINT, name, day);
}

static void familiar_path(const struct rig *rig, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/familiar.json", rig->state);
}

static void the_first_time_nothing_is_known_and_no_file_is_made(void **state)
{
    struct rig *rig = *state;
    open_familiar(rig);
    assert_int_equal(rig->warning, TP_STORE_READY);
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 0);
    assert_int_equal(tp_familiar_known(rig->familiar, TP_FAMILIAR_SOUND, "press", "2026-11-20"), 0);
    assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), 0);
    assert_int_equal(tp_familiar_save(rig->familiar, "2026-11-20", &rig->err), 0);
    assert_int_not_equal(access(rig->state, F_OK), 0);
}

static void what_was_had_counts_once_a_session_and_shows_in_the_next(void **state)
{
    struct rig *rig = *state;
    open_familiar(rig);
    for (int session = 0; session < 3; session++) {
        for (int again = 0; again < 4; again++) {
            tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
            tp_familiar_had(rig->familiar, TP_FAMILIAR_SOUND, "press");
        }
        if (session == 2)
            tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "upper_trap");
        assert_int_equal(known_point(rig, "levator", "2026-11-20"), session);
        next_session(rig, "2026-11-20");
    }
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 3);
    assert_int_equal(known_point(rig, "upper_trap", "2026-11-20"), 1);
    assert_int_equal(known_point(rig, "press", "2026-11-20"), 0); /* that is a sound */
    assert_int_equal(tp_familiar_known(rig->familiar, TP_FAMILIAR_SOUND, "press", "2026-11-20"), 3);
}

static void after_thirty_days_it_is_as_one_level_before(void **state)
{
    static const int faded[] = {0, 0, 1, 1, 1, 1, 5, 5, 5};
    struct rig *rig = *state;
    for (int count = 0; count < (int)(sizeof faded / sizeof *faded); count++) {
        assert_int_equal(tp_familiar_faded(count, -1), count);
        assert_int_equal(tp_familiar_faded(count, 0), count);
        assert_int_equal(tp_familiar_faded(count, 29), count);
        assert_int_equal(tp_familiar_faded(count, 30), faded[count]);
    }
    open_familiar(rig);
    for (int session = 0; session < 7; session++) {
        tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
        next_session(rig, "2026-11-20");
    }
    assert_int_equal(known_point(rig, "levator", "2026-12-19"), 7);
    assert_int_equal(known_point(rig, "levator", "2026-12-20"), 5);
    assert_int_equal(known_point(rig, "levator", "2026-11-01"), 7); /* a clock that was set back */
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    next_session(rig, "2026-12-20");
    assert_int_equal(known_point(rig, "levator", "2026-12-20"), 8);
}

/* A session that is left is saved, and goes on as the same one. */
static void a_session_that_goes_on_counts_once_and_knows_what_was_before(void **state)
{
    struct rig *rig = *state;
    open_familiar(rig);
    tp_familiar_keep_strength(rig->familiar, "levator", 1);
    next_session(rig, "2026-11-19");
    for (int part = 0; part < 3; part++) {
        tp_familiar_name_session(rig->familiar, "first");
        assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), 1);
        tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
        tp_familiar_keep_strength(rig->familiar, "levator", -2);
        next_session(rig, "2026-11-20");
        assert_int_equal(known_point(rig, "levator", "2026-11-20"), 1);
    }
    tp_familiar_name_session(rig->familiar, "second");
    assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), -2);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    next_session(rig, "2026-11-20");
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 2);
}

static void the_strength_of_a_spot_is_kept_and_forgotten_at_zero(void **state)
{
    struct rig *rig = *state;
    open_familiar(rig);
    tp_familiar_keep_strength(rig->familiar, "levator", -1);
    tp_familiar_keep_strength(rig->familiar, "levator", -2);
    tp_familiar_keep_strength(rig->familiar, "Die Mulde über dem Ohr", 1);
    assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), 0); /* next time */
    next_session(rig, "2026-11-20");
    assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), -2);
    assert_int_equal(tp_familiar_strength(rig->familiar, "Die Mulde über dem Ohr"), 1);
    tp_familiar_keep_strength(rig->familiar, "levator", 0);
    next_session(rig, "2026-11-20");
    assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), 0);
    assert_int_equal(tp_familiar_strength(rig->familiar, "Die Mulde über dem Ohr"), 1);
}

static void what_another_version_wrote_stays(void **state)
{
    struct rig *rig = *state;
    static const char before[] =
        "{\"colour\": [1], \"points\": {\"levator\": {\"count\": 2, \"last\": \"2026-11-01\", "
        "\"liked\": true}, \"other\": {\"count\": 1, \"last\": \"2026-01-01\", \"x\": 7}}}";
    char path[PATH_MAX], text[1024];
    open_familiar(rig);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "upper_trap");
    next_session(rig, "2026-11-20");
    familiar_path(rig, path);
    rig_write_file(path, before, sizeof before - 1);
    open_familiar(rig);
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 2);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    next_session(rig, "2026-11-20");
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 3);
    rig_read_text(path, text, sizeof text);
    assert_non_null(strstr(text, "\"colour\""));
    assert_non_null(strstr(text, "\"liked\": true"));
    assert_non_null(strstr(text, "\"x\": 7"));
}

static void a_damaged_file_is_set_aside_with_one_warning(void **state)
{
    struct rig *rig = *state;
    static const char *const bad[] = {
        "",
        "[]",
        "{\"points\": 3}",
        "{\"points\": {\"levator\": 3}}",
        "{\"points\": {\"levator\": {\"count\": 1}}}",
        "{\"points\": {\"levator\": {\"count\": 0, \"last\": \"2026-11-20\"}}}",
        "{\"points\": {\"levator\": {\"count\": 1.5, \"last\": \"2026-11-20\"}}}",
        "{\"sounds\": {\"press\": {\"count\": 1, \"last\": \"soon\"}}}",
        "{\"strength\": []}",
        "{\"strength\": {\"levator\": 11}}",
        "{\"strength\": {\"levator\": \"1\"}}",
        "{\"before\": []}",
        "{\"before\": {\"strength\": {\"levator\": 11}}}",
    };
    char path[PATH_MAX], aside[PATH_MAX + 16], text[128];
    open_familiar(rig);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    next_session(rig, "2026-11-20");
    familiar_path(rig, path);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rig_write_file(path, bad[i], strlen(bad[i]));
        open_familiar(rig);
        assert_int_equal(rig->warning, TP_STORE_RENEWED);
        assert_non_null(strstr(rig->err.text, "familiar.json was damaged ("));
        assert_null(strchr(rig->err.text, '\n'));
        assert_int_equal(known_point(rig, "levator", "2026-11-20"), 0);
        assert_int_equal(tp_familiar_strength(rig->familiar, "levator"), 0);
        rig_read_text(aside, text, sizeof text);
        assert_string_equal(text, bad[i]);
        tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
        next_session(rig, "2026-11-20");
        assert_int_equal(known_point(rig, "levator", "2026-11-20"), 1);
    }
}

static void a_thousand_names_fit_and_those_that_are_no_text_are_passed_over(void **state)
{
    struct rig *rig = *state;
    char name[16];
    open_familiar(rig);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "\xff");
    tp_familiar_keep_strength(rig->familiar, "\xff", 1);
    for (int i = 0; i < 1001; i++) {
        snprintf(name, sizeof name, "n%d", i);
        tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, name);
        tp_familiar_keep_strength(rig->familiar, name, 1);
    }
    next_session(rig, "2026-11-20");
    assert_int_equal(known_point(rig, "n999", "2026-11-20"), 1);
    assert_int_equal(known_point(rig, "n1000", "2026-11-20"), 0);
    assert_int_equal(tp_familiar_strength(rig->familiar, "n999"), 1);
    assert_int_equal(tp_familiar_strength(rig->familiar, "n1000"), 0);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "another");
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "n5");
    next_session(rig, "2026-11-20");
    assert_int_equal(known_point(rig, "another", "2026-11-20"), 0);
    assert_int_equal(known_point(rig, "n5", "2026-11-20"), 2);
}

static void a_save_that_fails_leaves_the_old_file_and_says_so(void **state)
{
    struct rig *rig = *state;
    struct rlimit before, tight;
    open_familiar(rig);
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    next_session(rig, "2026-11-20");
    tp_familiar_had(rig->familiar, TP_FAMILIAR_POINT, "levator");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    tight = (struct rlimit){10, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    int rc = tp_familiar_save(rig->familiar, "2026-11-20", &rig->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, -TP_EIO);
    assert_non_null(strstr(rig->err.text, "familiar.json: cannot be written: "));
    open_familiar(rig);
    assert_int_equal(known_point(rig, "levator", "2026-11-20"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(the_first_time_nothing_is_known_and_no_file_is_made),
        rig_test(what_was_had_counts_once_a_session_and_shows_in_the_next),
        rig_test(after_thirty_days_it_is_as_one_level_before),
        rig_test(a_session_that_goes_on_counts_once_and_knows_what_was_before),
        rig_test(the_strength_of_a_spot_is_kept_and_forgotten_at_zero),
        rig_test(what_another_version_wrote_stays),
        rig_test(a_damaged_file_is_set_aside_with_one_warning),
        rig_test(a_thousand_names_fit_and_those_that_are_no_text_are_passed_over),
        rig_test(a_save_that_fails_leaves_the_old_file_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
