/* From samples to a force: what the filter lets through, how late, and what is a dead sensor. */
#include "tests/unit/press_rig.h"

#include "core/engine/press_filter.h"

static const double pi = 3.14159265358979;

/* So many samples of a trace, `each_s` apart, from time 0. */
static struct press_filter felt(press_trace *trace, double each_s, double until_s)
{
    struct press_filter filter;
    press_filter_start(&filter);
    for (int i = 0; i * each_s <= until_s + 1e-9; i++)
        press_filter_feel(&filter, tp_frames_from_seconds(i * each_s), trace(i * each_s));
    return filter;
}

static void feel_steady(struct press_filter *filter, double newtons, int count)
{
    for (int i = 0; i < count; i++)
        press_filter_feel(filter, filter->at + TP_MS(20), newtons);
}

static void assert_near(double is, double should, double by)
{
    if (!(fabs(is - should) <= by))
        fail_msg("%f, not %f", is, should);
}

static double rising(double s)
{
    return 4 * s;
}

static double step_at_2(double s)
{
    return s < 2 ? 10 : 20;
}

static double tremor(double s)
{
    return 20 + 4 * sin(2 * pi * 10.3 * s);
}

static void nothing_is_known_before_the_first_sample(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    assert_true(isnan(filter.raw) && isnan(filter.force) && press_filter_rise(&filter) == 0);
    assert_false(press_filter_is_stuck(&filter));
    press_filter_feel(&filter, 7, 12.5);
    assert_true(filter.raw == 12.5 && filter.force == 12.5 && press_filter_rise(&filter) == 0);
}

/* The median is two samples late, the low pass its 0.3 s. */
static void a_line_is_followed_at_any_rate(void **state)
{
    static const double each_s[] = {0.1, 0.05, 0.02, 0.001};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct press_filter filter = felt(rising, each_s[i], 4);
        assert_near(filter.force, 4 * (4 - 0.3 - 2 * each_s[i]), 0.01);
        assert_near(press_filter_rise(&filter), 4, 0.02);
    }
}

/* Half a sample before the median turns, for the way there is a straight line. */
static void a_step_takes_as_long_at_any_rate(void **state)
{
    static const double each_s[] = {0.1, 0.05, 0.02, 0.001};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct press_filter filter = felt(step_at_2, each_s[i], 2 + 2 * each_s[i] + 0.3);
        assert_near(filter.force, 10 + 10 * (1 - exp(-1 - each_s[i] / 2 / 0.3)), 0.1);
    }
}

/* The last of many uneven samples stands where it would among even ones. */
static void uneven_samples_give_the_same_force(void **state)
{
    struct press_filter filter;
    uint32_t chance = 5;
    double s = 0, before[3] = {0};
    (void)state;
    press_filter_start(&filter);
    while (s < 4) {
        press_filter_feel(&filter, tp_frames_from_seconds(s), rising(s));
        before[2] = before[1];
        before[1] = before[0];
        before[0] = s;
        s += 0.001 + 0.1 * press_chance(&chance);
    }
    assert_near(filter.force, rising(before[2] - 0.3), 0.25);
    assert_near(press_filter_rise(&filter), 4, 0.4);
}

static void one_wild_sample_and_a_second_change_nothing(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    feel_steady(&filter, 20, 20);
    press_filter_feel(&filter, filter.at + TP_MS(20), 900);
    press_filter_feel(&filter, filter.at + TP_MS(20), 0);
    press_filter_feel(&filter, filter.at + TP_MS(20), 900);
    assert_true(filter.force == 20 && filter.median == 20 && filter.raw == 900);
}

static void a_wild_beginning_is_forgotten_at_once(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    press_filter_feel(&filter, 0, 900);
    press_filter_feel(&filter, TP_MS(100), 20);
    assert_true(filter.force == 20 && press_filter_rise(&filter) == 0);
}

static void tremor_is_smoothed(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_near(felt(tremor, 0.001, 3 + 0.01 * i).force, 20, 0.25);
        assert_near(felt(tremor, 0.02, 3 + 0.01 * i).force, 20, 0.5);
    }
}

/* In no time the force goes nowhere, and then it goes to the last. */
static void samples_of_one_instant_are_the_last_of_them(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    feel_steady(&filter, 20, 10);
    for (int i = 0; i < 5; i++)
        press_filter_feel(&filter, filter.at, 26);
    assert_true(filter.force == 20 && filter.median == 26);
    press_filter_feel(&filter, filter.at + TP_MS(300), 26);
    assert_near(filter.force, 20 + 6 * (1 - exp(-1)), 1e-9);
}

static void what_is_no_force_is_known(void **state)
{
    (void)state;
    assert_true(press_filter_is_force(0) && press_filter_is_force(-1) &&
                press_filter_is_force(1e9));
    assert_false(press_filter_is_force(NAN) || press_filter_is_force(INFINITY) ||
                 press_filter_is_force(-INFINITY) || press_filter_is_force(-1.001));
}

static void no_number_is_too_large(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    feel_steady(&filter, 1e308, 100);
    feel_steady(&filter, 20, 500);
    assert_near(filter.force, 20, 0.001);
}

/* Seconds of one value, after a board with steps of this size moved once up and down; until it is
 * stuck. */
static double stuck_after(double step)
{
    struct press_filter filter;
    press_filter_start(&filter);
    feel_steady(&filter, 20, 1);
    feel_steady(&filter, 20 + step, 1);
    feel_steady(&filter, 20, 1);
    tp_frames since = filter.at;
    while (!press_filter_is_stuck(&filter)) {
        feel_steady(&filter, 20, 1);
        assert_true(filter.at < TP_MS(60000));
    }
    return tp_frames_to_seconds(filter.at - since);
}

static void a_value_that_never_moves_is_a_dead_sensor(void **state)
{
    (void)state;
    assert_near(stuck_after(0), 2, 0.041); /* of the first sample on */
    assert_near(stuck_after(0.001), 2.02, 1e-9);
    assert_near(stuck_after(0.1), 2.02, 1e-9);
}

static void a_board_that_rounds_hides_a_steady_hand_for_longer(void **state)
{
    (void)state;
    assert_near(stuck_after(0.25), 5.02, 1e-9);
    assert_near(stuck_after(0.5), 10.02, 1e-9);
    assert_near(stuck_after(1), 20.02, 1e-9);
    assert_near(stuck_after(10), 20.02, 1e-9);
}

/* What it does in a hurry is not how fine it is. */
static void a_jump_makes_no_coarse_board(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    feel_steady(&filter, 10, 1);
    feel_steady(&filter, 10.01, 1);
    feel_steady(&filter, 20, 120);
    assert_true(press_filter_is_stuck(&filter));
}

static void the_smallest_change_is_life(void **state)
{
    struct press_filter filter;
    (void)state;
    press_filter_start(&filter);
    for (int i = 0; i < 500; i++) {
        feel_steady(&filter, i % 90 == 0 ? 20.0000001 : 20, 1);
        assert_false(press_filter_is_stuck(&filter));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_before_the_first_sample),
        cmocka_unit_test(a_line_is_followed_at_any_rate),
        cmocka_unit_test(a_step_takes_as_long_at_any_rate),
        cmocka_unit_test(uneven_samples_give_the_same_force),
        cmocka_unit_test(one_wild_sample_and_a_second_change_nothing),
        cmocka_unit_test(a_wild_beginning_is_forgotten_at_once),
        cmocka_unit_test(tremor_is_smoothed),
        cmocka_unit_test(samples_of_one_instant_are_the_last_of_them),
        cmocka_unit_test(what_is_no_force_is_known),
        cmocka_unit_test(no_number_is_too_large),
        cmocka_unit_test(a_value_that_never_moves_is_a_dead_sensor),
        cmocka_unit_test(a_board_that_rounds_hides_a_steady_hand_for_longer),
        cmocka_unit_test(a_jump_makes_no_coarse_board),
        cmocka_unit_test(the_smallest_change_is_life),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
