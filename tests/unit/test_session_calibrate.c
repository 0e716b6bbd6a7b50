/* Finding the pressure that turns into discomfort, with a person who has a sensor. */
#include "tests/unit/person_rig.h"

static const char find[] = "routine { title = 'Test' }\n"
                           "local n, why = calibrate { 'roll', side = 'left' }\n"
                           "note { newtons = n or 0, why = why or '' }\n";

/* Presses harder and harder, and lets go at 12 N: it is a little more each time. */
static double until_it_hurts(const struct person *person, tp_frames since)
{
    static double force;
    static tp_frames before;
    force = since > before && person_is_pressing(person) && force >= 0 ? force + 0.08 : force;
    before = since;
    if (!person_is_pressing(person))
        return force = 0;
    if (force >= 12)
        force = -1;
    return force < 0 ? 0 : force;
}

static void letting_go_tells_where_it_gets_uncomfortable(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, find, until_it_hurts);
    person_live(&person, TP_MS(300000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "released"), 3);
    assert_string_equal(person.outputs.data, "roll left 12\n");
    assert_non_null(strstr(person.kept.rig.sounds.data, "voice I will remember that."));
    person_close(&person);
}

static void who_presses_on_over_the_ceiling_lets_go_and_nothing_is_kept(void **state)
{
    struct person person;
    (void)state;
    person_open_steady(&person, find, 20);
    person_live(&person, TP_MS(400000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "cap"), 1);
    assert_int_equal(person.outputs.length, 0);
    assert_non_null(strstr(person.kept.rig.events.data, "\"key\":\"newtons\",\"value\":0"));
    person_close(&person);
}

static double none(const struct person *person, tp_frames since)
{
    (void)person;
    return 0.1 * sin(tp_frames_to_seconds(since) * 60);
}

static void who_does_not_press_is_told_to_now_and_then_and_then_left_alone(void **unused)
{
    struct person person;
    (void)unused;
    person_open(&person, find, none);
    person_live_to_end(&person);
    assert_int_equal(person_said(&person, "voice Press slowly.\n"), 3);
    assert_non_null(strstr(person_rig(&person)->events.data, "nothing was pressed"));
    person_close(&person);
}

static void too_much_is_followed_by_a_minute_and_a_question(void **unused)
{
    struct person person;
    (void)unused;
    person_open_steady(&person, find, 30);
    person_live_to_end(&person);
    assert_int_equal(person_actions(&person, "cap"), 1);
    assert_int_equal(person_said(&person, "voice Let it rest for a minute."), 1);
    assert_int_equal(person_said(&person, "voice Do you feel dizzy"), 1);
    assert_non_null(strstr(person_rig(&person)->events.data, "over the ceiling"));
    person_close(&person);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letting_go_tells_where_it_gets_uncomfortable),
        cmocka_unit_test(who_presses_on_over_the_ceiling_lets_go_and_nothing_is_kept),
        cmocka_unit_test(who_does_not_press_is_told_to_now_and_then_and_then_left_alone),
        cmocka_unit_test(too_much_is_followed_by_a_minute_and_a_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
