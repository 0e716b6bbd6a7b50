/* The closed loop: ceilings, sensors that fail, and what comes after the end. */
#include "tests/unit/press_rig.h"

/* ---- the ceiling ---- */

static void one_wild_sample_is_not_the_hand(void **state)
{
    (void)state;
    for (int rate = 10; rate <= 1000; rate *= 10) {
        struct press_rig rig;
        press_start(&rig, press_usual(0), rate);
        for (int i = 1; i <= 20; i++) {
            press_hold(&rig, 20, i);
            press_feel_sample(&rig, rig.now + 1, 900);
        }
        press_assert_none(&rig, TP_PRESS_CAP);
        press_finish_rig(&rig);
    }
}

static double shaking;

static double shaken(double s)
{
    return shaking + 6 * sin(2 * 3.14159265358979 * 10.3 * s);
}

/* Every other moment is below it. */
static void shaking_about_the_ceiling_is_over_it(void **state)
{
    (void)state;
    for (int rate = 20; rate <= 1000; rate += 490) {
        struct press_rig rig;
        press_start(&rig, press_usual(0), rate);
        shaking = 41;
        press_play(&rig, shaken, 2);
        assert_int_equal(press_count(&rig, TP_PRESS_CAP), 1);
        press_finish_rig(&rig);
        press_start(&rig, press_usual(0), rate);
        shaking = 37;
        press_play(&rig, shaken, 20);
        press_assert_none(&rig, TP_PRESS_CAP);
        press_finish_rig(&rig);
    }
}

/* Less than half of the time above it, and more in the mean. */
static double hammering(double s)
{
    return fmod(s, 0.1) < 0.04 ? 60 : 30;
}

static void hammering_is_over_it_as_a_whole(void **state)
{
    struct press_rig rig;
    (void)state;
    press_start(&rig, press_usual(0), 1000);
    press_play(&rig, hammering, 5);
    assert_int_equal(press_count(&rig, TP_PRESS_CAP), 1);
    press_finish_rig(&rig);
}

static void a_moment_over_it_is_forgiven(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    for (int i = 1; i < 20; i++) {
        press_hold(&rig, 20, i);
        press_hold(&rig, 45, i + 0.16);
    }
    press_assert_none(&rig, TP_PRESS_CAP);
    press_finish_rig(&rig);
}

static void what_went_over_it_is_the_most_there_was(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_feel_sample(&rig, TP_MS(5000), 45);
    press_feel_sample(&rig, TP_MS(5250), 20);
    press_assert_last(&rig, TP_PRESS_CAP);
    assert_true(press_report(&rig).max_newtons == 45);
    press_finish_rig(&rig);
}

static void the_ceiling_holds_on_the_way_too(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_hold(&rig, 5, 2);
    press_hold(&rig, 41, 3);
    press_assert_at(&rig, TP_PRESS_CAP, 1, 2.2, 0);
    press_finish_rig(&rig);
}

/* ---- the sensor ---- */

static void what_is_no_force_is_as_if_nothing_came(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    press_hold(&rig, NAN, 5.5);
    assert_true(fabs(tp_press_newtons(rig.press) - 20) < 0.1);
    press_hold(&rig, -50, 7);
    press_assert_at(&rig, TP_PRESS_SENSOR_LOST, 1, 5.98, 0);
    press_finish_rig(&rig);
}

static void a_sensor_that_never_comes_is_lost(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    press_wait(&rig, TP_MS(3000));
    assert_int_equal(rig.count, 1);
    press_assert_at(&rig, TP_PRESS_SENSOR_LOST, 1, 1, 0);
    press_finish_rig(&rig);
}

/* The very same value each time, without the tremor of the rig. */
static void stand_still(struct press_rig *rig, double newtons, double until_s)
{
    while (rig->now + TP_MS(20) <= tp_frames_from_seconds(until_s))
        press_feel_sample(rig, rig->now + TP_MS(20), newtons);
}

static void a_value_that_stands_still_under_a_hand_is_a_lost_sensor(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    stand_still(&rig, 20, 9);
    press_assert_last(&rig, TP_PRESS_SENSOR_LOST);
    press_assert_at(&rig, TP_PRESS_SENSOR_LOST, 1, 7.02, 0.021);
    press_finish_rig(&rig);
}

static void without_a_hand_it_may_stand_still(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    stand_still(&rig, 0.3, 20);
    press_assert_none(&rig, TP_PRESS_SENSOR_LOST);
    press_finish_rig(&rig);
}

static void a_coarse_board_may_stand_still(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    for (int newtons = 0; newtons < 20; newtons++)
        stand_still(&rig, newtons, 0.2 * newtons);
    stand_still(&rig, 20, 12);
    stand_still(&rig, 21, 24);
    press_assert_none(&rig, TP_PRESS_SENSOR_LOST);
    stand_still(&rig, 21, 36);
    assert_int_equal(press_count(&rig, TP_PRESS_SENSOR_LOST), 1);
    press_finish_rig(&rig);
}

/* ---- afterwards ---- */

static void a_hand_that_stays_is_told_three_times(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 10);
    tp_press_stop(rig.press, rig.now);
    press_hold(&rig, 20, 29.5);
    for (int n = 1; n <= 3; n++)
        press_assert_at(&rig, TP_PRESS_STILL, n, 10 + 5 * n, 0);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_RELEASE);
    press_hold(&rig, 20, 60);
    assert_int_equal(press_count(&rig, TP_PRESS_STILL), 3);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
    assert_true(press_report(&rig).loaded_s == 30);
    press_finish_rig(&rig);
}

static void a_sensor_that_is_lost_afterwards_is_not_told(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 5);
    tp_press_stop(rig.press, rig.now);
    int before = rig.count;
    press_wait(&rig, TP_MS(20000));
    assert_int_equal(rig.count, before);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
    press_finish_rig(&rig);
}

static void who_stops_before_there_was_a_hand_is_done(void **state)
{
    struct press_rig rig = press_at_50(press_usual(6));
    (void)state;
    tp_press_stop(rig.press, rig.now);
    press_collect(&rig);
    press_assert_last(&rig, TP_PRESS_RELEASED);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
    tp_press_stop(rig.press, rig.now);
    press_collect(&rig);
    assert_int_equal(rig.count, 1);
    press_finish_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_wild_sample_is_not_the_hand),
        cmocka_unit_test(shaking_about_the_ceiling_is_over_it),
        cmocka_unit_test(hammering_is_over_it_as_a_whole),
        cmocka_unit_test(a_moment_over_it_is_forgiven),
        cmocka_unit_test(what_went_over_it_is_the_most_there_was),
        cmocka_unit_test(the_ceiling_holds_on_the_way_too),
        cmocka_unit_test(what_is_no_force_is_as_if_nothing_came),
        cmocka_unit_test(a_sensor_that_never_comes_is_lost),
        cmocka_unit_test(a_value_that_stands_still_under_a_hand_is_a_lost_sensor),
        cmocka_unit_test(without_a_hand_it_may_stand_still),
        cmocka_unit_test(a_coarse_board_may_stand_still),
        cmocka_unit_test(a_hand_that_stays_is_told_three_times),
        cmocka_unit_test(a_sensor_that_is_lost_afterwards_is_not_told),
        cmocka_unit_test(who_stops_before_there_was_a_hand_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
