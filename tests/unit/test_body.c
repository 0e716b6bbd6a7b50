/* What a press does for the person who was away for a moment, sleeps on a ball, calls a side by
 * another name, or presses any key at a number. */
#include "tests/unit/session_rig.h"

static int named_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    int rc = rig_input(context, kind, key, out);
    if (strcmp(kind, "name") == 0 && strcmp(key, "right") == 0)
        *out = tp_value_text("phone hand");
    return rc;
}

static void open_named(struct rig *rig, struct tp_run_world *world, const char *text)
{
    struct tp_session_config config = {.ops = &rig_ops,
                                       .context = rig,
                                       .world = world,
                                       .world_context = rig,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7};
    *world = rig_world;
    world->input = named_input;
    *rig = (struct rig){0};
    if (tp_session_create(&rig->session, &config, &rig->err) < 0)
        fail_msg("%s", rig->err.text);
}

static void run_to_kind(struct rig *rig, const char *kind)
{
    do
        rig_run(rig, rig->now + TP_MS(10));
    while (!rig_look(rig).over && strcmp(rig_look(rig).run.info->kind, kind) != 0);
}

static void run_to_phase(struct rig *rig, enum tp_phase phase)
{
    while (!rig_look(rig).over && rig_look(rig).run.phase != phase)
        rig_run(rig, rig->now + TP_MS(10));
}

/* Away for a moment, `before_ms` before the end of a count of 20 s. Fills `heard` with the sounds
 * from there to the end of the count; returns how long that was. */
static tp_frames after_a_moment(int before_ms, struct tp_buf *heard)
{
    struct rig rig;
    rig_open(&rig, "hold { 'The calf', seconds = 20, reps = 1, rest = 0 }\n");
    run_to_phase(&rig, TP_PHASE_COUNT);
    rig_run(&rig, rig_look(&rig).run.phase_until - TP_MS(before_ms));
    tp_frames back = rig.now;
    assert_int_equal(rig_do(&rig, TP_COMMAND_PAUSE), 0);
    assert_int_equal(rig_do(&rig, TP_COMMAND_RESUME), 0);
    assert_false(rig.standing);
    size_t before = rig.sounds.length;
    rig_run(&rig, back + TP_MS(1500)); /* by now the screen shows the new end */
    tp_frames told = rig_look(&rig).run.phase_until;
    run_to_phase(&rig, TP_PHASE_RELEASE);
    tp_frames counted = rig.now - back;
    assert_int_equal(told, back + counted);
    tp_buf_puts(heard, rig.sounds.data + before);
    rig_close(&rig);
    return counted;
}

static void who_comes_back_shortly_before_the_end_has_ten_seconds(void **unused)
{
    (void)unused;
    for (int before_ms = 1600; before_ms <= 9900; before_ms += 830) {
        struct tp_buf heard = {0};
        assert_int_equal(after_a_moment(before_ms, &heard), TP_MS(10000));
        /* The last breath was going out already, or it goes out the longer. */
        assert_true((before_ms <= 6000) == (strstr(heard.data, "inhale") != NULL));
        assert_null(strstr(heard.data, "voice"));
        tp_buf_finish(&heard);
    }
}

static void who_comes_back_before_has_what_was_left(void **unused)
{
    struct tp_buf heard = {0};
    (void)unused;
    assert_int_equal(after_a_moment(10100, &heard), TP_MS(10100));
    tp_buf_finish(&heard);
}

/* How often "Off the ball." is said, and how loud at the end, when it is answered after
 * `answer_ms`. */
static int times_told(int answer_ms)
{
    struct rig rig;
    int told = 0;
    rig_open(&rig, "hold { 'The calf', tool = 'ball', seconds = 10, reps = 1, rest = 0 }\n");
    run_to_kind(&rig, "ask");
    rig_run(&rig, rig.now + TP_MS(answer_ms));
    if (!rig_look(&rig).over && strcmp(rig_look(&rig).run.info->kind, "ask") == 0) {
        assert_false(rig_look(&rig).run.question->implied);
        assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_bool(true)), 0);
    }
    assert_string_equal(rig_look(&rig).run.info->kind, "done");
    for (const char *at = rig.sounds.data; (at = strstr(at, "Off the ball.")) != NULL; at++)
        told++;
    rig_close(&rig);
    return told;
}

static void a_sleeper_is_told_louder_until_an_answer_three_times_at_most(void **unused)
{
    (void)unused;
    assert_int_equal(times_told(5000), 1);
    assert_int_equal(times_told(12000), 2);
    assert_int_equal(times_told(22000), 3);
    assert_int_equal(times_told(40000), 3);
}

static void any_key_means_the_number_that_was_heard(void **unused)
{
    (void)unused;
    for (int number = 0; number <= 3; number++) {
        struct rig rig;
        char wanted[40];
        rig_open(&rig, "note { sore = ask { 'How sore?' } }\nwait(2)\n");
        while (!rig_look(&rig).run.question)
            rig_run(&rig, rig.now + TP_MS(10));
        const struct tp_question *question = rig_look(&rig).run.question;
        assert_int_equal(question->counted_count, 11);
        assert_int_equal(question->counted[1] - question->counted[0], TP_MS(1200));
        rig_run(&rig, question->counted[number] + TP_MS(600));
        assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_bool(true)), 0);
        snprintf(wanted, sizeof wanted, "\"key\":\"sore\",\"value\":%d", number);
        assert_non_null(strstr(rig.events.data, wanted));
        rig_run(&rig, rig.now + TP_MS(2000)); /* and the counting is over */
        assert_null(strstr(rig.sounds.data, "Five."));
        rig_close(&rig);
    }
}

static void a_side_is_called_as_the_person_calls_it(void **unused)
{
    struct rig rig;
    struct tp_run_world world;
    (void)unused;
    open_named(&rig, &world,
               "for side in sides() do\n"
               "  hold { 'Your {side} calf', side = side, seconds = 5, reps = 1, rest = 0 }\n"
               "end\n"
               "locate { 'The {side} heel', side = 'left' }\n"
               "locate { 'The {side} heel', side = 'right' }\n");
    rig_run(&rig, TP_DAY);
    assert_true(rig_look(&rig).over);
    assert_non_null(strstr(rig.sounds.data, "voice Left side."));
    assert_non_null(strstr(rig.sounds.data, "voice Now the phone hand."));
    assert_non_null(strstr(rig.sounds.data, "voice Your right calf."));
    assert_non_null(strstr(rig.sounds.data, "voice Phone hand."));
    rig_close(&rig);
}

static void every_step_of_a_hold_tells_how_much_it_matters(void **unused)
{
    static const char *const kinds[] = {"locate", "hold", "rest", "hold", "rest"};
    struct rig rig;
    (void)unused;
    rig_open(&rig, "hold { 'The calf', seconds = 10, priority = 8 }\nwait(1)\n"
                   "hold { 'roll', side = 'left', seconds = 10 }\nwait(1)\n");
    for (int which = 0; which < 2; which++) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            run_to_kind(&rig, kinds[i]);
            assert_int_equal(rig_look(&rig).run.info->priority, which == 0 ? 8 : 5);
        }
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_comes_back_shortly_before_the_end_has_ten_seconds),
        cmocka_unit_test(who_comes_back_before_has_what_was_left),
        cmocka_unit_test(a_sleeper_is_told_louder_until_an_answer_three_times_at_most),
        cmocka_unit_test(any_key_means_the_number_that_was_heard),
        cmocka_unit_test(a_side_is_called_as_the_person_calls_it),
        cmocka_unit_test(every_step_of_a_hold_tells_how_much_it_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
