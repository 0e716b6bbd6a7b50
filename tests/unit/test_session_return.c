/* A session that is cut off and goes on, in virtual time: at the step that was cut, in the manner
 * of coming back, with nothing lost or told twice. */
#include "tests/unit/keeper_rig.h"

static const char neck[] = "routine { title = 'Test', position = 'sitting' }\n"
                           "stop_words()\n"
                           "warm_up { 'Roll your shoulders.', seconds = 30 }\n"
                           "for side in sides() do\n"
                           "  hold { 'roll', side = side }\n"
                           "  stretch { 'roll', side = side }\n"
                           "end\n"
                           "remember('times', (recall 'times' or 0) + 1)\n"
                           "rest(100)\n"
                           "note { pain = ask { 'How sore, zero to ten?', assume = 5 } }\n"
                           "note { symptom = 'dizzy' }\n"
                           "breathe { seconds = 30 }\n";

static bool is_counting(const struct rig *rig)
{
    struct tp_run_state run = rig_look(rig).run;
    return run.phase == TP_PHASE_COUNT && strcmp(run.info->kind, "hold") == 0;
}

/* So many seconds into the first hold's counted part. */
static void run_into_hold(struct kept *kept, int seconds)
{
    struct rig *rig = &kept->rig;
    while (!is_counting(rig) && !rig_look(rig).over)
        rig_run(rig, rig->now + TP_MS(100));
    rig_run(rig, rig_look(rig).run.phase_start + TP_MS(1000 * seconds));
    assert_true(is_counting(rig));
}

static void run_to(struct kept *kept, const char *kind)
{
    struct rig *rig = &kept->rig;
    while (!rig_look(rig).over &&
           (!rig_look(rig).run.info || strcmp(rig_look(rig).run.info->kind, kind) != 0))
        rig_run(rig, rig->now + TP_MS(100));
    assert_false(rig_look(rig).over);
}

static void turns(struct kept *kept, int count)
{
    while (count-- > 0)
        rig_turn(&kept->rig);
}

static bool heard(const struct kept *kept, const char *what)
{
    return kept->rig.sounds.data && strstr(kept->rig.sounds.data, what);
}

static void soon_after_a_hold_its_seconds_go_on(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 8);
    uint32_t step = rig_look(&kept.rig).run.step;
    tp_frames now = kept.rig.now, start = rig_look(&kept.rig).run.phase_start;
    kept_die(&kept, neck, 20000, false);
    turns(&kept, 3);
    struct tp_run_state run = rig_look(&kept.rig).run;
    assert_int_equal(run.step, step);
    assert_int_equal(kept.lived, step - 1);
    assert_int_equal(run.phase_start, start);
    assert_true(kept.rig.now <= now && kept.rig.now >= now - TP_MS(1000)); /* of the last mark */
    assert_false(kept.rig.standing);
    assert_true(heard(&kept, "now On we go.") || heard(&kept, "now Going on.") ||
                heard(&kept, "now We go on."));
    assert_true(heard(&kept, "now Left side. Shoulder roll."));
    assert_true(heard(&kept, "now press"));
    rig_run(&kept.rig, TP_DAY);
    assert_string_equal(rig_look(&kept.rig).run.outcome, "finished");
    kept_assert_same(&kept);
    kept_close(&kept);
}

static void later_the_place_is_found_anew_and_the_hold_begins_again(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 8);
    uint32_t step = rig_look(&kept.rig).run.step;
    kept_die(&kept, neck, 300000, false);
    turns(&kept, 8);
    struct tp_run_state run = rig_look(&kept.rig).run;
    assert_int_equal(run.step, step);
    assert_true(heard(&kept, "now Pinch the roll."));
    assert_int_equal(kept.rig.now, run.step_start);
    kept_close(&kept);
}

static void after_long_a_warm_up_is_offered(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 8);
    kept_die(&kept, neck, 3600000, false);
    turns(&kept, 4);
    assert_true(rig_look(&kept.rig).offer);
    kept_close(&kept);
}

static void words_that_were_cut_off_are_said_again(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_to(&kept, "warm_up");
    rig_run(&kept.rig, kept.rig.now + TP_MS(1500));
    uint32_t step = rig_look(&kept.rig).run.step;
    kept_die(&kept, neck, 5000, false);
    turns(&kept, 4);
    rig_run(&kept.rig, kept.rig.now + TP_MS(500));
    assert_int_equal(rig_look(&kept.rig).run.step, step);
    assert_true(heard(&kept, "voice Roll your shoulders."));
    kept_close(&kept);
}

static void a_long_rest_goes_on_where_it_was(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_to(&kept, "ask");
    struct tp_run_state ask = rig_look(&kept.rig).run;
    kept_close(&kept);
    kept_open(&kept, neck);
    rig_run(&kept.rig, ask.step_start - TP_MS(20000));
    assert_string_equal(rig_look(&kept.rig).run.info->kind, "rest");
    kept_die(&kept, neck, 400000, false);
    turns(&kept, 4);
    assert_false(kept.rig.standing);
    rig_run(&kept.rig, kept.rig.now + TP_MS(19000));
    assert_string_equal(rig_look(&kept.rig).run.info->kind, "rest");
    rig_run(&kept.rig, kept.rig.now + TP_MS(3000));
    assert_string_equal(rig_look(&kept.rig).run.info->kind, "ask");
    kept_close(&kept);
}

static void a_pause_stays_one_and_who_is_gone_is_asked_at_the_gate(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 5);
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_PAUSE), 0);
    kept_die(&kept, neck, 10000, true);
    turns(&kept, 3);
    struct tp_session_state state = rig_look(&kept.rig);
    assert_true(state.gate && state.back && state.paused && kept.rig.standing);
    assert_true(heard(&kept, "now open"));
    assert_true(heard(&kept, "now Welcome back. If you can hear this well, press any key."));
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_NEXT), -TP_EINVAL);
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_RESUME), 0);
    state = rig_look(&kept.rig);
    assert_false(state.gate || state.back || state.paused);
    size_t pauses = 0;
    for (size_t i = 0; i < kept.log.count; i++)
        pauses += strcmp(kept.log.records[i].key, "pause") == 0;
    assert_int_equal(pauses, 1);
    kept_close(&kept);
}

static void who_said_good_bye_can_come_back(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 5);
    uint32_t step = rig_look(&kept.rig).run.step;
    assert_int_equal(rig_do(&kept.rig, TP_COMMAND_STOP), 0);
    assert_true(heard(&kept, "now All right. Let go. It's kept where you were."));
    turns(&kept, 2);
    assert_true(rig_look(&kept.rig).over);
    assert_float_equal(kept.pressed_seconds, 5, 0.02);
    kept_die(&kept, neck, 60000, false);
    turns(&kept, 6);
    assert_int_equal(rig_look(&kept.rig).run.step, step);
    assert_float_equal(kept.pressed_seconds, 5, 0.02);
    rig_run(&kept.rig, TP_DAY);
    assert_string_equal(rig_look(&kept.rig).run.outcome, "finished");
    kept_close(&kept);
}

static void pressed_seconds_are_kept_through_every_way_and_never_twice(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 7);
    rig_do(&kept.rig, TP_COMMAND_REPEAT); /* 7 */
    run_into_hold(&kept, 9);
    rig_do(&kept.rig, TP_COMMAND_NEXT); /* 9 */
    run_into_hold(&kept, 3);
    rig_do(&kept.rig, TP_COMMAND_PAUSE);
    rig_do(&kept.rig, TP_COMMAND_RESUME);
    turns(&kept, 8);
    run_into_hold(&kept, 6);
    rig_do(&kept.rig, TP_COMMAND_BACK); /* 6 */
    assert_string_equal(kept.ledger.data, "0 5 roll left 7\n0 5 roll left 9\n0 7 roll left 6\n");
    kept_close(&kept);
}

static void strong_pain_and_symptoms_are_in_the_ledger_once(void **unused)
{
    struct kept kept;
    (void)unused;
    kept_open(&kept, neck);
    run_to(&kept, "ask");
    while (!rig_look(&kept.rig).run.question)
        rig_run(&kept.rig, kept.rig.now + TP_MS(100));
    assert_int_equal(rig_command(&kept.rig, TP_COMMAND_ANSWER, tp_value_number(8)), 0);
    assert_non_null(strstr(kept.ledger.data, "1 18 How sore, zero to ten?  8\n2 18   -1\n"));
    uint32_t entries = kept.entries;
    kept_die(&kept, neck, 5000, false);
    rig_run(&kept.rig, TP_DAY);
    assert_int_equal(kept.entries, entries);
    kept_close(&kept);
}

/* What a session left alone presses, in seconds. */
static double whole_press(void)
{
    struct kept kept;
    kept_open(&kept, neck);
    rig_run(&kept.rig, TP_DAY);
    double seconds = kept.pressed_seconds;
    kept_close(&kept);
    return seconds;
}

/* Cut off at any moment, again and again: the step is the one that was cut, what was pressed and
 * not yet told is told, and a hold is never counted for longer than it was pressed. */
static void at_random_moments_the_right_step_goes_on(void **unused)
{
    double whole = whole_press();
    (void)unused;
    assert_float_equal(whole, 80, 0.1);
    srand(11);
    for (int round = 0; round < 24; round++) {
        struct kept kept;
        kept_open(&kept, neck);
        double pressed = 0;
        int cuts = 0;
        for (; cuts < 8 && !rig_look(&kept.rig).over; cuts++) {
            uint64_t away = (uint64_t[]){2000, 29000, 100000}[rand() % 3];
            tp_frames from = kept.rig.now, until = from + TP_MS(rand() % 60000);
            while (kept.rig.now < until && !rig_look(&kept.rig).over) {
                bool counts = is_counting(&kept.rig);
                tp_frames before = kept.rig.now;
                rig_run(&kept.rig, kept.rig.now + TP_MS(10));
                if (kept.rig.standing)
                    rig_turn(&kept.rig);
                if (counts && is_counting(&kept.rig) && kept.rig.now > before)
                    pressed += tp_frames_to_seconds(kept.rig.now - before);
            }
            if (rig_look(&kept.rig).over)
                break;
            uint32_t step = rig_look(&kept.rig).run.step;
            kept_die(&kept, neck, away, false);
            rig_turn(&kept.rig);
            assert_int_equal(rig_look(&kept.rig).run.step, step > 0 ? step : 1);
            kept_assert_same(&kept);
        }
        rig_run(&kept.rig, TP_DAY);
        assert_true(kept.pressed_seconds >= whole - 0.1);
        assert_true(kept.pressed_seconds <= whole + 1.1 * cuts + pressed);
        kept_close(&kept);
    }
}

static void another_text_goes_on_at_the_step_named(void **unused)
{
    static const char other[] = "routine { title = 'Test', position = 'sitting' }\n"
                                "stop_words() rest(5) rest(40) say 'That was new.'";
    struct kept kept;
    struct tp_log log = {0};
    struct tp_err err;
    (void)unused;
    kept_open(&kept, neck);
    run_into_hold(&kept, 5);
    assert_int_equal(tp_session_swap(kept.rig.session, other, sizeof other - 1, &log, 4, &err), 0);
    turns(&kept, 3);
    assert_true(heard(&kept, "now Let go."));
    assert_string_equal(rig_look(&kept.rig).run.info->kind, "rest");
    assert_int_equal(rig_look(&kept.rig).run.step, 4);
    kept_assert_same(&kept);
    rig_run(&kept.rig, TP_DAY);
    assert_true(heard(&kept, "voice That was new."));
    assert_string_equal(rig_look(&kept.rig).run.outcome, "finished");
    kept_close(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(soon_after_a_hold_its_seconds_go_on),
        cmocka_unit_test(later_the_place_is_found_anew_and_the_hold_begins_again),
        cmocka_unit_test(after_long_a_warm_up_is_offered),
        cmocka_unit_test(words_that_were_cut_off_are_said_again),
        cmocka_unit_test(a_long_rest_goes_on_where_it_was),
        cmocka_unit_test(a_pause_stays_one_and_who_is_gone_is_asked_at_the_gate),
        cmocka_unit_test(who_said_good_bye_can_come_back),
        cmocka_unit_test(pressed_seconds_are_kept_through_every_way_and_never_twice),
        cmocka_unit_test(strong_pain_and_symptoms_are_in_the_ledger_once),
        cmocka_unit_test(at_random_moments_the_right_step_goes_on),
        cmocka_unit_test(another_text_goes_on_at_the_step_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
