/* The closed loop: what follows from the discomfort that a person tells. */
#include "tests/unit/press_rig.h"

static void nothing_is_asked_in_the_last_seconds(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.hold = TP_MS(27900);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 20, 30);
    assert_int_equal(press_count(&rig, TP_PRESS_ASK), 1);
    press_finish_rig(&rig);
    config.hold = TP_MS(28000);
    rig = press_at_50(config);
    press_hold(&rig, 20, 30);
    assert_int_equal(press_count(&rig, TP_PRESS_ASK), 2);
    press_finish_rig(&rig);
}

static void who_does_not_want_to_be_asked_is_not(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.ask = false;
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 20, 31);
    press_assert_none(&rig, TP_PRESS_ASK);
    press_finish_rig(&rig);
}

static void two_more_lowers_once_and_then_ends(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_say(&rig, 4);
    press_say(&rig, 5.9);
    press_assert_none(&rig, TP_PRESS_LOWERED);
    press_say(&rig, 6);
    press_assert_last(&rig, TP_PRESS_LOWERED);
    press_assert_band(&rig, 18 * 0.8, 22 * 0.8, 1e-9);
    press_say(&rig, 6);
    press_assert_last(&rig, TP_PRESS_TOO_HIGH);
    assert_true(press_report(&rig).nrs_start == 4 && press_report(&rig).nrs_end == 6);
    press_finish_rig(&rig);
}

/* At any time of it, as often as they want; never of what is over. */
static void who_wants_it_lighter_has_it_lighter(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    tp_press_lighten(rig.press, rig.now);
    press_collect(&rig);
    press_assert_last(&rig, TP_PRESS_LOWERED);
    press_assert_band(&rig, 18 * 0.88, 22 * 0.88, 1e-9);
    assert_true(press_report(&rig).nrs_start < 0); /* it is no answer */
    tp_press_stop(rig.press, rig.now);
    tp_press_lighten(rig.press, rig.now);
    press_collect(&rig);
    assert_int_equal(press_count(&rig, TP_PRESS_LOWERED), 1);
    press_finish_rig(&rig);
}

static void a_seven_lowers_a_little(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_say(&rig, 7);
    press_assert_band(&rig, 18 * 0.88, 22 * 0.88, 1e-9);
    press_say(&rig, 6);
    press_say(&rig, 5);
    assert_int_equal(press_count(&rig, TP_PRESS_LOWERED), 1);
    press_assert_last(&rig, TP_PRESS_LOWERED);
    press_finish_rig(&rig);
}

/* What was right until now is too much: that was just said. */
static void after_lowering_there_is_time_before_easing_off_is_said(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 21.9, 5);
    press_say(&rig, 4);
    press_say(&rig, 6);
    assert_int_equal(press_sound(&rig), TP_FEEL_ABOVE);
    press_hold(&rig, 21.9, 10);
    press_assert_at(&rig, TP_PRESS_LESS, 1, 8, 0);
    press_finish_rig(&rig);
}

static void eight_ends_it_at_once_even_on_the_way(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_hold(&rig, 14, 3);
    press_say(&rig, 8);
    press_assert_last(&rig, TP_PRESS_TOO_HIGH);
    press_finish_rig(&rig);
}

static void half_of_the_first_after_fifteen_seconds_has_let_go(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 2);
    press_say(&rig, 6.9);
    press_hold(&rig, 20, 14.9);
    press_say(&rig, 3.4);
    press_assert_none(&rig, TP_PRESS_EASED);
    press_hold(&rig, 20, 15.1);
    press_say(&rig, 3.5);
    press_assert_none(&rig, TP_PRESS_EASED);
    press_say(&rig, 3.4);
    press_assert_last(&rig, TP_PRESS_EASED);
    press_finish_rig(&rig);
}

static void three_after_twenty_seconds_has_let_go(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 19.9);
    press_say(&rig, 3);
    press_assert_none(&rig, TP_PRESS_EASED);
    press_hold(&rig, 20, 20.1);
    press_say(&rig, 3.1);
    press_assert_none(&rig, TP_PRESS_EASED);
    press_say(&rig, 3);
    press_assert_last(&rig, TP_PRESS_EASED);
    press_finish_rig(&rig);
}

static struct press_rig begin_long(bool light)
{
    struct tp_press_config config = press_usual(0);
    config.hold = TP_MS(90000);
    config.light = light;
    config.ask = false;
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 20, 1);
    press_say(&rig, 5);
    return rig;
}

static void the_same_after_a_minute_does_not_let_go(void **state)
{
    struct press_rig rig = begin_long(false);
    (void)state;
    press_hold(&rig, 20, 59.9);
    press_say(&rig, 5);
    press_hold(&rig, 20, 60.1);
    press_say(&rig, 6);
    press_say(&rig, 4);
    press_assert_none(&rig, TP_PRESS_NO_CHANGE);
    press_say(&rig, 4.1);
    press_assert_last(&rig, TP_PRESS_NO_CHANGE);
    press_finish_rig(&rig);
}

static void a_light_band_is_given_its_whole_time(void **state)
{
    struct press_rig rig = begin_long(true);
    (void)state;
    press_hold(&rig, 20, 80);
    press_say(&rig, 5);
    press_assert_none(&rig, TP_PRESS_NO_CHANGE);
    press_finish_rig(&rig);
    rig = begin_long(false);
    press_say(&rig, 7); /* lowers, and it is light */
    press_hold(&rig, 17, 80);
    press_say(&rig, 5);
    press_assert_none(&rig, TP_PRESS_NO_CHANGE);
    assert_true(press_counted(&rig) > 60);
    press_finish_rig(&rig);
}

static void a_band_that_became_lighter_is_light(void **state)
{
    struct press_rig rig = begin_long(false);
    (void)state;
    press_hold(&rig, 14, 30);
    assert_int_equal(press_count(&rig, TP_PRESS_LIGHTER), 1);
    press_hold(&rig, 14, 100);
    assert_true(press_counted(&rig) > 60);
    press_say(&rig, 5);
    press_assert_none(&rig, TP_PRESS_NO_CHANGE);
    press_finish_rig(&rig);
}

static void who_was_asked_before_is_asked_the_next(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.counted = TP_MS(10000);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 20, 16);
    assert_int_equal(press_count(&rig, TP_PRESS_ASK), 1);
    press_assert_at(&rig, TP_PRESS_ASK, 1, 15, 0);
    press_finish_rig(&rig);
}

static void what_is_no_answer_changes_nothing(void **state)
{
    static const double none[] = {NAN, -0.5, 10.5, INFINITY};
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    for (int i = 0; i < 4; i++)
        press_say(&rig, none[i]);
    assert_int_equal(rig.count, 1);
    assert_true(press_report(&rig).nrs_start == -1 && press_report(&rig).nrs_end == -1);
    press_finish_rig(&rig);
}

static void an_answer_afterwards_is_kept_and_changes_nothing(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_say(&rig, 6);
    tp_press_stop(rig.press, rig.now);
    press_say(&rig, 9);
    press_hold(&rig, 0, 8);
    press_say(&rig, 2);
    assert_true(press_report(&rig).nrs_start == 6 && press_report(&rig).nrs_end == 2);
    press_assert_none(&rig, TP_PRESS_TOO_HIGH);
    press_finish_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_in_the_last_seconds),
        cmocka_unit_test(who_does_not_want_to_be_asked_is_not),
        cmocka_unit_test(two_more_lowers_once_and_then_ends),
        cmocka_unit_test(who_wants_it_lighter_has_it_lighter),
        cmocka_unit_test(a_seven_lowers_a_little),
        cmocka_unit_test(after_lowering_there_is_time_before_easing_off_is_said),
        cmocka_unit_test(eight_ends_it_at_once_even_on_the_way),
        cmocka_unit_test(half_of_the_first_after_fifteen_seconds_has_let_go),
        cmocka_unit_test(three_after_twenty_seconds_has_let_go),
        cmocka_unit_test(the_same_after_a_minute_does_not_let_go),
        cmocka_unit_test(a_light_band_is_given_its_whole_time),
        cmocka_unit_test(a_band_that_became_lighter_is_light),
        cmocka_unit_test(who_was_asked_before_is_asked_the_next),
        cmocka_unit_test(what_is_no_answer_changes_nothing),
        cmocka_unit_test(an_answer_afterwards_is_kept_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
