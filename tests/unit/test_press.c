/* The closed loop: the way there, the band and its prompts, and how long it lasts. */
#include "tests/unit/press_rig.h"

/* ---- the way there ---- */

static void nobody_is_prompted_on_the_way(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_hold(&rig, 14, 5.9);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_RAMP);
    assert_int_equal(press_sound(&rig), TP_FEEL_RAMP);
    press_hold(&rig, 14, 8);
    assert_int_equal(rig.count, 1);
    press_assert_at(&rig, TP_PRESS_MORE, 1, 7.5, 0);
    assert_int_equal(press_sound(&rig), TP_FEEL_BELOW);
    press_finish_rig(&rig);
}

static double quick(double s)
{
    return fmin(19, 16 * s);
}

static double slow(double s)
{
    return fmin(19, 8 * s);
}

static void too_quick_a_rise_is_told_and_a_slow_one_not(void **state)
{
    struct tp_press_config config = press_usual(6);
    (void)state;
    config.steep_newtons = 10;
    struct press_rig rig = press_at_50(config);
    press_play(&rig, quick, 5);
    assert_int_equal(press_count(&rig, TP_PRESS_SLOWER), 1);
    press_assert_at(&rig, TP_PRESS_SLOWER, 1, 0.4, 0.3);
    press_finish_rig(&rig);
    rig = press_at_50(config);
    press_play(&rig, slow, 5);
    press_assert_none(&rig, TP_PRESS_SLOWER);
    press_finish_rig(&rig);
}

static void a_rise_is_told_each_three_seconds_and_only_on_the_way(void **state)
{
    struct tp_press_config config = press_usual(10);
    (void)state;
    config.steep_newtons = 2;
    config.low_newtons = 30;
    config.high_newtons = 35;
    struct press_rig rig = press_at_50(config);
    for (int i = 0; i < 80; i++)
        press_hold(&rig, 0.3 * i, 0.1 * i);
    assert_int_equal(press_count(&rig, TP_PRESS_SLOWER), 3);
    assert_true(press_find(&rig, TP_PRESS_SLOWER, 2)->at -
                    press_find(&rig, TP_PRESS_SLOWER, 1)->at >=
                TP_MS(3000));
    press_hold(&rig, 24, 11);
    press_hold(&rig, 32, 20);
    assert_int_equal(press_count(&rig, TP_PRESS_SLOWER), 3);
    press_finish_rig(&rig);
}

static void the_sound_goes_with_the_way(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    struct tp_feel feel;
    (void)state;
    assert_int_equal(press_sound(&rig), TP_FEEL_SILENT); /* nothing was felt */
    press_hold(&rig, -0.5, 1);
    tp_press_feel(rig.press, &feel);
    assert_true(feel.kind == TP_FEEL_RAMP && feel.way == 0);
    press_hold(&rig, 9, 4);
    tp_press_feel(rig.press, &feel);
    assert_true(feel.kind == TP_FEEL_RAMP && fabs(feel.way - 0.5) < 0.01);
    press_hold(&rig, 20, 5.9);
    assert_int_equal(press_sound(&rig), TP_FEEL_IN);
    press_finish_rig(&rig);
}

static void who_arrives_above_is_too_high(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_hold(&rig, 23, 2);
    press_assert_at(&rig, TP_PRESS_LESS, 1, 0.5, 0);
    press_assert_none(&rig, TP_PRESS_BEGIN);
    press_hold(&rig, 20, 4);
    press_assert_at(&rig, TP_PRESS_BEGIN, 1, 2, 0.5);
    press_finish_rig(&rig);
}

/* ---- the band ---- */

static void between_edge_and_hysteresis_nothing_counts_and_nothing_is_said(void **state)
{
    static const double beside[] = {17, 22.6};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct press_rig rig = press_at_50(press_usual(0));
        press_hold(&rig, 20, 5);
        press_hold(&rig, beside[i], 6);
        double before = press_counted(&rig);
        press_hold(&rig, beside[i], 30);
        assert_true(press_counted(&rig) == before);
        assert_int_equal(press_sound(&rig), i == 0 ? TP_FEEL_BELOW : TP_FEEL_ABOVE);
        assert_int_equal(tp_press_state(rig.press), TP_PRESS_IN_BAND);
        press_assert_none(&rig, TP_PRESS_MORE);
        press_assert_none(&rig, TP_PRESS_LESS);
        press_finish_rig(&rig);
    }
}

static void beyond_the_hysteresis_it_is_said(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_hold(&rig, 16.4, 10);
    press_assert_at(&rig, TP_PRESS_MORE, 1, 6.5, 2);
    press_hold(&rig, 23.9, 20);
    press_assert_at(&rig, TP_PRESS_LESS, 1, 10.5, 2);
    press_finish_rig(&rig);
}

static void it_begins_once(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    for (int i = 0; i < 4; i++) {
        press_hold(&rig, 20, 4 * i + 3);
        press_hold(&rig, i % 2 == 0 ? 12 : 28, 4 * i + 4);
    }
    assert_int_equal(press_count(&rig, TP_PRESS_BEGIN), 1);
    press_finish_rig(&rig);
}

/* Eight hundredths of 5 N are less than 1 N. */
static void a_low_band_is_left_a_newton_beyond_its_edges(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.low_newtons = 5;
    config.high_newtons = 7;
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 6, 5);
    press_hold(&rig, 4.1, 12);
    press_hold(&rig, 7.9, 20);
    press_assert_none(&rig, TP_PRESS_MORE);
    press_assert_none(&rig, TP_PRESS_LESS);
    press_hold(&rig, 3.8, 24);
    assert_int_equal(press_count(&rig, TP_PRESS_MORE), 1);
    press_finish_rig(&rig);
}

static void prompts_keep_their_distance_from_one_time_below_to_the_next(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    for (int i = 0; i < 4; i++) {
        press_hold(&rig, 14, 4 * i + 3);
        press_hold(&rig, 20, 4 * i + 4);
    }
    assert_int_equal(press_count(&rig, TP_PRESS_MORE), 2);
    assert_true(press_find(&rig, TP_PRESS_MORE, 2)->at - press_find(&rig, TP_PRESS_MORE, 1)->at >=
                TP_MS(6000));
    press_finish_rig(&rig);
}

static void no_hand_makes_no_band_lighter(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.hold = TP_MS(60000);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 0.6, 40);
    assert_int_equal(press_count(&rig, TP_PRESS_MORE), 3);
    assert_int_equal(rig.count, 3);
    press_hold(&rig, 5, 45.5);
    press_assert_none(&rig, TP_PRESS_LIGHTER);
    press_hold(&rig, 5, 48);
    press_assert_at(&rig, TP_PRESS_LIGHTER, 1, 46, 0.2);
    press_assert_band(&rig, 3, 7, 0.4);
    press_finish_rig(&rig);
}

static void a_lighter_band_begins_where_a_hand_is_felt(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 1.5, 20);
    assert_int_equal(press_count(&rig, TP_PRESS_LIGHTER), 1);
    press_assert_band(&rig, 1, 3.5, 0.02);
    press_hold(&rig, 1.5, 25);
    assert_true(press_counted(&rig) == 5.5);
    press_hold(&rig, 0, 30);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_LOW);
    press_finish_rig(&rig);
}

static void who_tires_further_is_followed_without_a_word(void **state)
{
    struct tp_press_config config = press_usual(0);
    (void)state;
    config.hold = TP_MS(60000);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 14, 25);
    press_hold(&rig, 8, 40);
    assert_int_equal(press_count(&rig, TP_PRESS_LIGHTER), 2);
    assert_int_equal(press_count(&rig, TP_PRESS_MORE), 3);
    press_assert_band(&rig, 6, 10, 0.3);
    press_finish_rig(&rig);
}

static double swaying(double s)
{
    return s < 2 ? 0 : 20 + 4 * sin(2 * 3.14159265358979 * 0.5 * (s - 2));
}

static void mean_and_spread_are_of_the_hand_after_the_ramp(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_play(&rig, swaying, 32);
    struct tp_press_report report = press_report(&rig);
    assert_true(fabs(report.mean_newtons - 20) < 0.2);
    assert_true(fabs(report.sd_newtons - 4 / sqrt(2)) < 0.05);
    assert_true(fabs(report.max_newtons - 24) < 0.1 && fabs(report.loaded_s - 30) < 0.3);
    press_finish_rig(&rig);
}

/* ---- how long ---- */

static void it_never_lasts_longer_than_two_minutes(void **state)
{
    struct tp_press_config config = press_usual(5);
    (void)state;
    config.hold = TP_MS(90000);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 0, 130);
    press_assert_at(&rig, TP_PRESS_TIME, 1, 125, 0);
    press_finish_rig(&rig);
}

static void a_repetition_that_goes_on_has_what_was_left(void **state)
{
    struct tp_press_config config = press_usual(6);
    (void)state;
    config.counted = TP_MS(12000);
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 20, 20);
    assert_int_equal(rig.count, 3);
    press_assert_at(&rig, TP_PRESS_ASK, 1, 13, 0);
    press_assert_at(&rig, TP_PRESS_TIME, 1, 18, 0);
    assert_true(rig.list[2].counted == config.hold && press_counted(&rig) == 18);
    press_finish_rig(&rig);
    rig = press_at_50(config);
    press_hold(&rig, 14, 40);
    press_assert_at(&rig, TP_PRESS_TIME, 1, 6 + 27, 0);
    press_finish_rig(&rig);
}

static void of_what_has_nothing_left_only_the_way_there_is_gone(void **state)
{
    struct tp_press_config config = press_usual(6);
    (void)state;
    config.counted = config.hold;
    struct press_rig rig = press_at_50(config);
    press_hold(&rig, 14, 5.9);
    assert_int_equal(rig.count, 0);
    press_hold(&rig, 14, 7);
    press_assert_at(&rig, TP_PRESS_TIME, 1, 6, 0);
    press_finish_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_prompted_on_the_way),
        cmocka_unit_test(too_quick_a_rise_is_told_and_a_slow_one_not),
        cmocka_unit_test(a_rise_is_told_each_three_seconds_and_only_on_the_way),
        cmocka_unit_test(the_sound_goes_with_the_way),
        cmocka_unit_test(who_arrives_above_is_too_high),
        cmocka_unit_test(between_edge_and_hysteresis_nothing_counts_and_nothing_is_said),
        cmocka_unit_test(beyond_the_hysteresis_it_is_said),
        cmocka_unit_test(it_begins_once),
        cmocka_unit_test(a_low_band_is_left_a_newton_beyond_its_edges),
        cmocka_unit_test(prompts_keep_their_distance_from_one_time_below_to_the_next),
        cmocka_unit_test(no_hand_makes_no_band_lighter),
        cmocka_unit_test(a_lighter_band_begins_where_a_hand_is_felt),
        cmocka_unit_test(who_tires_further_is_followed_without_a_word),
        cmocka_unit_test(mean_and_spread_are_of_the_hand_after_the_ramp),
        cmocka_unit_test(it_never_lasts_longer_than_two_minutes),
        cmocka_unit_test(a_repetition_that_goes_on_has_what_was_left),
        cmocka_unit_test(of_what_has_nothing_left_only_the_way_there_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
