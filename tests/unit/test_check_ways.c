/* What bounds a check: time, numbers of ways and of findings; and what is no matter of the
 * routine's. What each rule finds stands in tests/script/rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/engine/check.h"
#include "tests/unit/session_rig.h"

/* Time is over in run `last`, when it was asked for `asks` times there. */
struct patience {
    unsigned last, asks;
};

static bool is_in_time(void *context, unsigned run)
{
    struct patience *patience = context;
    return run < patience->last || (run == patience->last && patience->asks-- > 0);
}

static int speaks_english(void *context, const char *lang, struct tp_err *err)
{
    (void)context;
    return strcmp(lang, "en") == 0 ? 0 : tp_err_set(err, TP_EVOICE, "routine: no voice");
}

static int check(struct tp_check_result *result, const char *text, struct patience *patience,
                 struct tp_err *err)
{
    struct tp_run_world world = rig_world;
    world.speaks = speaks_english;
    struct tp_run_config run = {
        .world = &world, .name = "one.lua", .text = text, .length = strlen(text), .seed = 1};
    struct tp_check_config config = {.run = &run};
    if (patience) {
        config.go_on = is_in_time;
        config.context = patience;
    }
    return tp_check(result, &config, err);
}

static const char questions[] = "for i = 1, 5 do\n"
                                "  ask { 'Is it ' .. i .. '?', kind = 'yes_no', assume = true }\n"
                                "end\n";

static void test_a_first_way_without_an_end_is_an_error(void **state)
{
    (void)state;
    struct tp_check_result result;
    struct tp_err err;
    struct patience patience = {0, 10};
    assert_int_equal(check(&result, questions, &patience, &err), 0);
    assert_true(result.late);
    assert_int_equal(result.count, 1);
    assert_string_equal(result.findings[0].rule->id, "E02");
    assert_int_equal(result.findings[0].line, 2);
    assert_int_equal(result.runs, 0);
    tp_check_finish(&result);
}

static void test_ways_for_which_there_is_no_time_are_counted(void **state)
{
    (void)state;
    struct tp_check_result whole, late;
    struct tp_err err;
    struct patience patience = {2, 3};
    assert_int_equal(check(&whole, questions, NULL, &err), 0);
    assert_int_equal(whole.runs, 9); /* four that each routine has, and each other answer */
    assert_int_equal(whole.untold, 0);
    assert_false(whole.late);
    assert_int_equal(check(&late, questions, &patience, &err), 0);
    assert_true(late.late);
    assert_int_equal(late.runs, 2);
    assert_int_equal(late.runs + late.untold, 9);
    assert_int_equal(late.count, 0); /* nor is a line told for which there was no time */
    assert_int_equal(late.length, whole.length);
    tp_check_finish(&whole);
    tp_check_finish(&late);
}

static void test_a_flood_of_findings_is_cut(void **state)
{
    (void)state;
    struct tp_check_result result;
    struct tp_err err;
    static const char text[] = "for i = 1, 510 do stretch { 'Way ' .. i .. '.', side = 'left', "
                               "seconds = 5 } end";
    assert_int_equal(check(&result, text, NULL, &err), 0);
    assert_int_equal(result.count, 500);
    tp_check_finish(&result);
}

static void test_a_language_without_a_voice_is_no_finding(void **state)
{
    (void)state;
    struct tp_check_result result;
    struct tp_err err;
    assert_int_equal(check(&result, "routine { lang = 'fi' } say 'Hei.'", NULL, &err), -TP_EVOICE);
    assert_string_equal(err.text, "one.lua:1: routine: no voice");
    assert_int_equal(result.count, 0);
    tp_check_finish(&result);
}

static void test_each_rule_has_an_id_of_its_own_and_says_what_it_is(void **state)
{
    (void)state;
    for (const struct tp_rule *rule = tp_rules; rule->id; rule++) {
        assert_ptr_equal(tp_rule_find(rule->id), rule);
        assert_int_equal(strlen(rule->id), 3);
        assert_true(rule->what && *rule->what && rule->source && *rule->source);
        assert_int_equal(tp_rule_accept(rule->id, NULL),
                         rule->severity == TP_SEVERITY_WARNING ? 0 : -TP_ESCRIPT);
    }
    assert_null(tp_rule_find("W"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_first_way_without_an_end_is_an_error),
        cmocka_unit_test(test_ways_for_which_there_is_no_time_are_counted),
        cmocka_unit_test(test_a_flood_of_findings_is_cut),
        cmocka_unit_test(test_a_language_without_a_voice_is_no_finding),
        cmocka_unit_test(test_each_rule_has_an_id_of_its_own_and_says_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
