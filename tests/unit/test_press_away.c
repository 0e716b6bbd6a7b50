/* The closed loop: who is away and comes back, who measures, and what is the same for all. */
#include "tests/unit/press_rig.h"

/* ---- away ---- */

static void away_nothing_counts_or_is_due(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 10);
    tp_press_pause(rig.press, rig.now);
    int before = rig.count;
    assert_true(tp_press_due(rig.press) == TP_NEVER);
    press_wait(&rig, TP_MS(20000));
    press_hold(&rig, 50, 30);
    press_hold(&rig, 14, 40);
    assert_int_equal(rig.count, before);
    assert_true(press_counted(&rig) == 10 && press_sound(&rig) == TP_FEEL_SILENT);
    assert_true(press_report(&rig).loaded_s == 10);
    press_finish_rig(&rig);
}

static void back_there_is_time_to_get_there_and_what_was_left(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 12);
    tp_press_pause(rig.press, rig.now);
    rig.samples += 50 * 100;
    press_wait(&rig, TP_MS(111500));
    tp_press_resume(rig.press, rig.now, TP_MS(4000));
    press_wait(&rig, TP_MS(111900));
    assert_true(press_counted(&rig) == 12); /* what was felt before is no hand of now */
    press_hold(&rig, 5, 114);
    press_hold(&rig, 20, 134);
    assert_int_equal(press_count(&rig, TP_PRESS_BEGIN), 2);
    press_assert_none(&rig, TP_PRESS_MORE);
    tp_frames again = press_find(&rig, TP_PRESS_BEGIN, 2)->at;
    press_assert_at(&rig, TP_PRESS_TIME, 1, tp_frames_to_seconds(again) + 18, 0);
    press_finish_rig(&rig);
}

/* Twenty of its 45 seconds were over; the way back is not one of them. */
static void the_longest_time_stands_too(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 14, 18);
    tp_press_pause(rig.press, rig.now);
    rig.samples += 50 * 82;
    press_wait(&rig, TP_MS(100000));
    tp_press_resume(rig.press, rig.now, TP_MS(3000));
    press_hold(&rig, 0.5, 140);
    press_assert_at(&rig, TP_PRESS_TIME, 1, 103 + 27, 0);
    press_finish_rig(&rig);
}

static void a_sensor_that_did_not_come_back_is_lost(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 10);
    tp_press_pause(rig.press, rig.now);
    press_wait(&rig, TP_MS(60000));
    tp_press_resume(rig.press, rig.now, TP_MS(3000));
    press_wait(&rig, TP_MS(63000));
    press_assert_at(&rig, TP_PRESS_SENSOR_LOST, 1, 61, 0);
    press_finish_rig(&rig);
}

static void who_stops_while_away_is_done(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 10);
    tp_press_pause(rig.press, rig.now);
    press_wait(&rig, TP_MS(60000));
    tp_press_stop(rig.press, rig.now);
    press_collect(&rig);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
    press_finish_rig(&rig);
}

static void who_was_not_away_does_not_come_back(void **state)
{
    struct press_rig rig = press_at_50(press_usual(0));
    (void)state;
    press_hold(&rig, 20, 10.1);
    tp_press_resume(rig.press, rig.now, TP_MS(5000));
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_IN_BAND);
    assert_true(tp_press_newtons(rig.press) > 19);
    press_finish_rig(&rig);
}

/* ---- measuring ---- */

static struct tp_press_config measuring(void)
{
    return (struct tp_press_config){.ceiling_newtons = 40, .steep_newtons = 8, .measure = true};
}

static double up_to_24_and_off(double s)
{
    return s < 2 ? 1.2 : s < 10 ? 3 * (s - 2) : 0;
}

static void a_measurement_finds_the_peak(void **state)
{
    struct press_rig rig = press_at_50(measuring());
    struct tp_feel feel;
    (void)state;
    press_play(&rig, up_to_24_and_off, 10);
    assert_int_equal(rig.count, 0);
    tp_press_feel(rig.press, &feel);
    assert_true(feel.kind == TP_FEEL_RAMP && feel.way > 0.5 && feel.way < 0.6);
    press_play(&rig, up_to_24_and_off, 12);
    assert_int_equal(rig.count, 1);
    press_assert_last(&rig, TP_PRESS_RELEASED);
    assert_true(fabs(rig.list[0].newtons - 24) < 0.25 && rig.list[0].counted == 0);
    assert_true(press_report(&rig).max_newtons == rig.list[0].newtons);
    assert_int_equal(press_report(&rig).end, TP_PRESS_RELEASED);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
    press_finish_rig(&rig);
}

static void a_touch_is_no_measurement(void **state)
{
    struct press_rig rig = press_at_50(measuring());
    (void)state;
    press_hold(&rig, 1.8, 3);
    press_hold(&rig, 0, 60);
    assert_int_equal(rig.count, 0);
    press_finish_rig(&rig);
}

static void a_measurement_has_its_ceiling_and_its_pace(void **state)
{
    struct press_rig rig = press_at_50(measuring());
    (void)state;
    press_hold(&rig, 3, 1);
    press_hold(&rig, 45, 3);
    assert_int_equal(press_count(&rig, TP_PRESS_SLOWER), 1);
    press_assert_at(&rig, TP_PRESS_CAP, 1, 1.2, 0);
    press_hold(&rig, 0, 5);
    press_assert_last(&rig, TP_PRESS_RELEASED);
    assert_int_equal(press_report(&rig).end, TP_PRESS_CAP);
    press_finish_rig(&rig);
}

/* The hand is taken off because of the pause: that is no answer. */
static void a_measurement_begins_anew_after_a_pause(void **state)
{
    struct press_rig rig = press_at_50(measuring());
    (void)state;
    press_hold(&rig, 25, 4);
    tp_press_pause(rig.press, rig.now);
    press_hold(&rig, 0, 6);
    tp_press_resume(rig.press, rig.now, TP_MS(3000));
    press_hold(&rig, 0, 8);
    press_assert_none(&rig, TP_PRESS_RELEASED);
    press_hold(&rig, 12, 12);
    press_hold(&rig, 0, 14);
    assert_int_equal(press_count(&rig, TP_PRESS_RELEASED), 1);
    assert_true(fabs(press_report(&rig).max_newtons - 12) < 0.2);
    press_finish_rig(&rig);
}

static void a_measurement_can_lose_its_sensor_or_be_stopped(void **state)
{
    struct press_rig rig = press_at_50(measuring());
    (void)state;
    press_hold(&rig, 10, 3);
    press_wait(&rig, TP_MS(6000));
    press_assert_last(&rig, TP_PRESS_SENSOR_LOST);
    press_finish_rig(&rig);
    rig = press_at_50(measuring());
    press_hold(&rig, 10, 3);
    tp_press_stop(rig.press, rig.now);
    press_hold(&rig, 0, 6);
    press_assert_last(&rig, TP_PRESS_RELEASED);
    assert_int_equal(press_report(&rig).end, TP_PRESS_NONE);
    press_finish_rig(&rig);
}

/* ---- the rest ---- */

static void what_was_before_is_forgotten(void **state)
{
    struct tp_press_config config = press_usual(0);
    struct press_rig rig = press_at_50(config);
    (void)state;
    press_hold(&rig, 50, 5);
    assert_int_equal(press_count(&rig, TP_PRESS_CAP), 1);
    rig.count = 0;
    tp_press_begin(rig.press, &config, rig.now, 20);
    assert_true(tp_press_newtons(rig.press) == 20);
    press_hold(&rig, 20, 15);
    assert_int_equal(rig.count, 2);
    press_assert_at(&rig, TP_PRESS_BEGIN, 1, 5, 0);
    press_assert_at(&rig, TP_PRESS_ASK, 1, 15, 0);
    assert_true(press_report(&rig).max_newtons < 21 && press_report(&rig).prompts_low == 0);
    press_finish_rig(&rig);
}

static void before_the_first_there_is_nothing(void **state)
{
    struct press_rig rig = {.press = tp_press_create(), .rate = 50};
    (void)state;
    press_hold(&rig, 50, 5);
    press_say(&rig, 9);
    tp_press_stop(rig.press, rig.now);
    tp_press_resume(rig.press, rig.now, 0);
    press_collect(&rig);
    assert_int_equal(rig.count, 0);
    assert_true(tp_press_due(rig.press) == TP_NEVER);
    assert_int_equal(tp_press_state(rig.press), TP_PRESS_IDLE);
    press_finish_rig(&rig);
    tp_press_destroy(NULL);
}

static void an_end_is_kept_when_nobody_takes_the_prompts(void **state)
{
    struct tp_press_config config = press_usual(0);
    struct tp_press *press = tp_press_create();
    struct tp_press_action action = {0};
    tp_frames now = 0;
    int taken = 0;
    (void)state;
    assert_non_null(press);
    tp_press_begin(press, &config, 0, 20);
    for (; now < TP_MS(20000); now += TP_MS(100)) {
        tp_press_sample(press, now, 20 + (double)(now % 7) / 100);
        tp_press_pause(press, now);
        tp_press_resume(press, now, 0);
    }
    tp_press_sample(press, now, 60);
    tp_press_time(press, now + TP_MS(300));
    tp_press_sample(press, now + TP_MS(300), 60);
    while (tp_press_take(press, &action))
        taken++;
    assert_int_equal(taken, 57);
    assert_int_equal(action.kind, TP_PRESS_CAP);
    tp_press_destroy(press);
}

static void actions_have_names(void **state)
{
    (void)state;
    for (int i = TP_PRESS_NONE + 1; i < TP_PRESS_ACTION_COUNT; i++) {
        enum tp_press_action_kind kind = (enum tp_press_action_kind)i;
        assert_int_equal(tp_press_action_find(tp_press_action_name(kind)), kind);
    }
    assert_int_equal(tp_press_action_find("sooner"), TP_PRESS_ACTION_COUNT);
    assert_int_equal(tp_press_action_find(""), TP_PRESS_ACTION_COUNT);
    assert_true(tp_press_action_ends(TP_PRESS_CAP) && !tp_press_action_ends(TP_PRESS_LESS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(away_nothing_counts_or_is_due),
        cmocka_unit_test(back_there_is_time_to_get_there_and_what_was_left),
        cmocka_unit_test(the_longest_time_stands_too),
        cmocka_unit_test(a_sensor_that_did_not_come_back_is_lost),
        cmocka_unit_test(who_was_not_away_does_not_come_back),
        cmocka_unit_test(who_stops_while_away_is_done),
        cmocka_unit_test(a_measurement_finds_the_peak),
        cmocka_unit_test(a_touch_is_no_measurement),
        cmocka_unit_test(a_measurement_has_its_ceiling_and_its_pace),
        cmocka_unit_test(a_measurement_begins_anew_after_a_pause),
        cmocka_unit_test(a_measurement_can_lose_its_sensor_or_be_stopped),
        cmocka_unit_test(what_was_before_is_forgotten),
        cmocka_unit_test(before_the_first_there_is_nothing),
        cmocka_unit_test(an_end_is_kept_when_nobody_takes_the_prompts),
        cmocka_unit_test(actions_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
