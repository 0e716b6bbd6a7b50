/* The live session, in virtual time: every command at every kind of step, and the law of replay. */
#include "tests/unit/session_rig.h"

#include "core/engine/timeline.h"

static const char neck[] =
    "routine { title = 'Test', position = 'sitting' }\n"
    "stop_words()\n"
    "say 'Sit tall. Let your shoulders drop.'\n"
    "warm_up { 'Roll your shoulders.', seconds = 30 }\n"
    "for side in sides() do\n"
    "  hold { 'roll', side = side }\n"
    "  stretch { 'roll', side = side }\n"
    "end\n"
    "move { 'Turn your head.', reps = 6, each = 2.5, count = true }\n"
    "stroke { 'The neck', kind = 'effleurage', seconds = 30, tempo = 20 }\n"
    "local water = every(60, function() hydrate() end)\n"
    "wait(70)\n"
    "rest(20)\n"
    "water:cancel()\n"
    "step { title = 'Shake', function() say 'Shake it out.' wait(5) rest(5) say 'Good.' end }\n"
    "note { pain = ask { 'How sore, zero to ten?', default = 3, assume = 5 } }\n"
    "breathe { seconds = 30 }\n"
    "hydrate()\n";

static tp_frames plan_start(const char *kind, int which)
{
    struct tp_timeline timeline;
    struct tp_err err;
    struct tp_run_config config = {.world = &rig_world,
                                   .name = "test.lua",
                                   .text = neck,
                                   .length = sizeof neck - 1,
                                   .seed = 7};
    tp_frames start = -1;
    assert_int_equal(tp_timeline_make(&timeline, &config, &err), 0);
    for (size_t i = 0; i < timeline.step_count; i++)
        if (strcmp(timeline.steps[i].kind, kind) == 0 && which-- == 0)
            start = timeline.steps[i].start;
    tp_timeline_finish(&timeline);
    assert_true(start >= 0);
    return start;
}

/* A run of this text over this log, which tells the rig. */
static struct tp_run_config run_config(struct rig *rig, struct tp_log *log, const char *text)
{
    return (struct tp_run_config){.world = &rig_world,
                                  .world_context = rig,
                                  .out = &rig_ops.out,
                                  .out_context = rig,
                                  .log = log,
                                  .name = "test.lua",
                                  .text = text,
                                  .length = strlen(text),
                                  .seed = 7};
}

/* All events of a dry run from this log, without answers of its own. */
static void replay_events(const struct tp_log *log, struct tp_buf *events)
{
    struct rig rig = {0};
    struct tp_log copy;
    struct tp_run *run;
    struct tp_err err;
    struct tp_run_config config = run_config(&rig, &copy, neck);
    assert_int_equal(tp_log_copy(&copy, log), 0);
    assert_int_equal(tp_run_create(&run, &config, &err), 0);
    assert_int_equal(tp_run_replay(run, 0, 0, &err), 0);
    assert_int_equal(tp_run_finish(run, &err), 0);
    *events = rig.events;
    tp_buf_finish(&rig.sounds);
    tp_run_destroy(run);
    tp_log_finish(&copy);
}

static void a_session_left_alone_says_what_the_plan_says(void **unused)
{
    struct rig rig;
    struct tp_buf replayed;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, TP_DAY);
    assert_true(rig_look(&rig).over);
    assert_string_equal(rig_look(&rig).run.outcome, "finished");
    replay_events(tp_session_log(rig.session), &replayed);
    assert_string_equal(rig.events.data, replayed.data);
    tp_buf_finish(&replayed);
    rig_close(&rig);
}

static void next_goes_to_the_end_of_the_step_at_once(void **unused)
{
    static const char *const kinds[] = {"open",    "say",  "warm_up", "locate", "hold",   "rest",
                                        "stretch", "move", "stroke",  "ask",    "breathe"};
    (void)unused;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct rig rig;
        rig_open(&rig, neck);
        do
            rig_run(&rig, rig.now + TP_MS(100));
        while (strcmp(rig_look(&rig).run.info->kind, kinds[i]) != 0);
        rig_run(&rig, rig.now + TP_MS(700));
        uint32_t step = rig_look(&rig).run.step;
        tp_frames at = rig.now;
        assert_int_equal(rig_do(&rig, TP_COMMAND_NEXT), 0);
        assert_int_equal(rig_look(&rig).run.step, step + 1);
        assert_int_equal(rig_look(&rig).run.step_start, at);
        assert_non_null(strstr(rig.sounds.data, "cancel\n"));
        rig_close(&rig);
    }
}

static void repeat_goes_to_the_start_of_the_step_and_back_to_the_one_before(void **unused)
{
    (void)unused;
    for (int which = 0; which < 3; which++) {
        struct rig rig;
        tp_frames start = plan_start("hold", which);
        rig_open(&rig, neck);
        rig_run(&rig, start + TP_MS(12345));
        uint32_t step = rig_look(&rig).run.step;
        assert_int_equal(rig_do(&rig, TP_COMMAND_REPEAT), 0);
        assert_int_equal(rig_look(&rig).run.step, step);
        assert_int_equal(rig.now, start);
        rig_run(&rig, start + TP_MS(5000));
        assert_int_equal(rig_do(&rig, TP_COMMAND_BACK), 0);
        assert_int_equal(rig_look(&rig).run.step, step - 1);
        assert_true(rig.now < start);
        assert_int_equal(rig.now, rig_look(&rig).run.step_start);
        rig_run(&rig, TP_DAY);
        assert_string_equal(rig_look(&rig).run.outcome, "finished");
        rig_close(&rig);
    }
}

static void back_in_the_first_step_starts_anew(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, TP_MS(500));
    assert_int_equal(rig_do(&rig, TP_COMMAND_BACK), 0);
    assert_int_equal(rig_look(&rig).run.step, 1);
    assert_int_equal(rig.now, 0);
    rig_close(&rig);
}

static void a_pause_in_a_hold_says_let_go_and_time_stands(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, plan_start("hold", 0) + TP_MS(12000));
    assert_int_equal(rig_do(&rig, TP_COMMAND_PAUSE), 0);
    assert_true(rig.standing);
    assert_non_null(strstr(rig.sounds.data, "now pause\nnow Paused. Let go.\n"));
    tp_frames at = rig.now;
    rig.keep_now = true;
    assert_int_equal(rig_do(&rig, TP_COMMAND_RESUME), 0);
    assert_true(rig.standing); /* until the way back is told */
    rig.keep_now = false;
    rig_turn(&rig);
    assert_false(rig.standing);
    assert_non_null(strstr(rig.sounds.data, ".\nnow Left side. Shoulder roll.\nnow \nnow press\n"));
    assert_int_equal(rig.now, at);
    rig_close(&rig);
}

static void time_stands_until_a_sentence_is_known(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig.unknown = "Sit tall.";
    rig_run(&rig, TP_DAY);
    assert_true(rig_look(&rig).run.stands);
    assert_int_equal(tp_session_allowed(rig.session), rig_look(&rig).run.now);
    tp_frames at = rig_look(&rig).run.now;
    rig.unknown = NULL;
    rig_turn(&rig);
    assert_false(rig_look(&rig).run.stands);
    rig_run(&rig, at);
    assert_string_equal(rig_look(&rig).run.sentence, "Sit tall.");
    rig_close(&rig);
}

static void a_skip_while_time_stands_is_replayed_at_the_same_place(void **unused)
{
    struct rig rig;
    struct tp_buf replayed;
    (void)unused;
    rig_open(&rig, neck);
    rig.unknown = "Sit tall.";
    rig_run(&rig, TP_DAY);
    assert_int_equal(rig_do(&rig, TP_COMMAND_NEXT), 0);
    rig_run(&rig, TP_DAY);
    assert_string_equal(rig_look(&rig).run.outcome, "finished");
    replay_events(tp_session_log(rig.session), &replayed);
    assert_string_equal(rig.events.data, replayed.data);
    tp_buf_finish(&replayed);
    rig_close(&rig);
}

static void softer_changes_what_is_said_next_and_firmer_only_in_rests(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, plan_start("hold", 0) + TP_MS(9000));
    assert_int_equal(rig_do(&rig, TP_COMMAND_FIRMER), -TP_EINVAL);
    assert_non_null(strstr(rig.sounds.data, "now nak\n"));
    assert_int_equal(rig_do(&rig, TP_COMMAND_SOFTER), 0);
    rig_run(&rig, rig.now + TP_MS(60000));
    assert_non_null(strstr(rig.sounds.data, "now A little lighter: three.\n"));
    assert_non_null(strstr(rig.sounds.data, "to three"));
    rig_close(&rig);
}

static void firmer_never_passes_the_points_maximum(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    tp_frames hold = plan_start("hold", 0);
    rig_run(&rig, hold + TP_MS(1000));
    while (strcmp(rig_look(&rig).run.info->kind, "rest") != 0)
        rig_run(&rig, rig.now + TP_MS(1000));
    assert_int_equal(rig_do(&rig, TP_COMMAND_FIRMER), 0);
    rig_run(&rig, rig.now + TP_MS(6000)); /* what the sounds meant is said first */
    assert_non_null(strstr(rig.sounds.data, "now A little firmer: five.\n"));
    assert_int_equal(rig_do(&rig, TP_COMMAND_FIRMER), -TP_EINVAL);
    rig_close(&rig);
}

static void again_says_the_last_sentence_and_time_goes_on(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, plan_start("warm_up", 0) + TP_MS(100));
    tp_frames at = rig.now;
    assert_int_equal(rig_do(&rig, TP_COMMAND_AGAIN), 0);
    assert_int_equal(rig.now, at);
    assert_false(rig.standing);
    assert_null(strstr(rig.sounds.data, "now Roll your shoulders.\n")); /* it is being said */
    rig_run(&rig, rig.now + TP_MS(3000));
    assert_non_null(strstr(rig.sounds.data, "now Roll your shoulders.\n"));
    rig_close(&rig);
}

static void stop_says_good_bye_and_a_second_one_ends_at_once(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    rig_run(&rig, plan_start("hold", 0));
    rig.keep_now = true;
    assert_int_equal(rig_do(&rig, TP_COMMAND_STOP), 0);
    assert_non_null(strstr(rig.sounds.data, "now All right. Let go.\n"));
    assert_false(rig_look(&rig).over);
    assert_int_equal(rig_do(&rig, TP_COMMAND_STOP), 0);
    assert_true(rig_look(&rig).over);
    assert_string_equal(rig_look(&rig).run.outcome, "stopped");
    rig_close(&rig);
}

static void an_answer_goes_to_the_routine_and_one_that_does_not_fit_is_refused(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, neck);
    assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_number(4)), -TP_EINVAL);
    while (!rig_look(&rig).run.question || rig_look(&rig).run.question->implied)
        rig_run(&rig, rig.now + TP_MS(500));
    assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_number(11)), -TP_EINVAL);
    assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_text("x")), -TP_EINVAL);
    assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_number(4)), 0);
    assert_non_null(strstr(rig.events.data, "\"method\":\"note\""));
    assert_non_null(strstr(rig.events.data, "\"key\":\"pain\",\"value\":4"));
    rig_close(&rig);
}

static void whoever_is_there_need_not_wait(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, "routine { position = 'lying' }\nhold { 'The calf', reps = 1 }\n");
    for (int i = 0; i < 2; i++) { /* lying down, and getting to the calf */
        while (!rig_look(&rig).run.question)
            rig_run(&rig, rig.now + TP_MS(100));
        uint32_t step = rig_look(&rig).run.step;
        assert_true(rig_look(&rig).run.question->implied);
        assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_bool(true)), 0);
        assert_int_equal(rig_look(&rig).run.step, step + 1);
        assert_int_equal(rig_look(&rig).run.step_start, rig.now);
    }
    assert_string_equal(rig_look(&rig).run.info->kind, "hold");
    assert_null(strstr(rig.sounds.data, "inhale"));
    rig_close(&rig);
}

static void a_side_with_a_rest_still_owed_is_rested_though_one_is_there(void **unused)
{
    struct rig rig;
    (void)unused;
    rig_open(&rig, "hold { 'The calf', reps = 1, rest = 15 }\nhold { 'The heel', reps = 1 }\n");
    rig_run(&rig, TP_MS(38000)); /* after the first press */
    while (!rig_look(&rig).run.question)
        rig_run(&rig, rig.now + TP_MS(100));
    tp_frames began = rig_look(&rig).run.step_start;
    assert_int_equal(rig_command(&rig, TP_COMMAND_ANSWER, tp_value_bool(true)), 0);
    assert_string_equal(rig_look(&rig).run.info->kind, "locate");
    rig_run(&rig, began + TP_MS(15000));
    assert_string_equal(rig_look(&rig).run.info->kind, "hold");
    assert_int_equal(rig_look(&rig).run.step_start, began + TP_MS(15000));
    rig_close(&rig);
}

/* A small generator of its own, so that a failing seed can be named. */
static uint32_t roll(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % below;
}

static void random_command(struct rig *rig, uint32_t *random)
{
    static const enum tp_command_kind kinds[] = {
        TP_COMMAND_NEXT,   TP_COMMAND_NEXT,   TP_COMMAND_BACK,
        TP_COMMAND_REPEAT, TP_COMMAND_SOFTER, TP_COMMAND_FIRMER,
        TP_COMMAND_PAUSE,  TP_COMMAND_ANSWER, TP_COMMAND_AGAIN};
    enum tp_command_kind kind = kinds[roll(random, sizeof kinds / sizeof *kinds)];
    rig_command(rig, kind,
                kind == TP_COMMAND_ANSWER ? tp_value_number(roll(random, 12)) : tp_value_nil());
    if (kind == TP_COMMAND_PAUSE)
        rig_do(rig, TP_COMMAND_RESUME);
}

/* The law: whatever was done, the log alone gives the events of the session as it then stood. What
 * a seek took back is not in the log, so the events are compared from a session that follows the
 * log. */
static void the_same_log_gives_the_same_events(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        struct rig rig;
        struct tp_buf once, twice;
        uint32_t random = seed;
        rig_open(&rig, neck);
        for (int i = 0; i < 25 && !rig_look(&rig).over; i++) {
            rig_run(&rig, rig.now + TP_MS(1 + roll(&random, 15000)));
            random_command(&rig, &random);
        }
        rig_run(&rig, TP_DAY);
        assert_string_equal(rig_look(&rig).run.outcome, "finished");
        replay_events(tp_session_log(rig.session), &once);
        replay_events(tp_session_log(rig.session), &twice);
        assert_string_equal(once.data, twice.data);
        /* the part after the last seek is the live one, event for event */
        const char *live = rig.events.data, *seek = live;
        for (const char *s = live; (s = strstr(s, "session.seek")); s++)
            seek = strchr(s, '\n') + 1;
        size_t length = strlen(seek), whole = strlen(once.data);
        if (length > whole || strcmp(once.data + whole - length, seek) != 0)
            fail_msg("seed %u: live and replay differ", seed);
        tp_buf_finish(&once);
        tp_buf_finish(&twice);
        rig_close(&rig);
    }
}

/* A world that remembers one number. */
static double remembered;

static int keep_number(void *context, const char *key, struct tp_value value, struct tp_err *err)
{
    remembered = value.number;
    return rig_remember(context, key, value, err);
}

static int give_number(void *context, const char *kind, const char *key, struct tp_value *out)
{
    if (strcmp(kind, "recall") != 0)
        return rig_input(context, kind, key, out);
    *out = tp_value_number(remembered);
    return 0;
}

static void forget_number(void *context)
{
    (void)context;
    remembered = 4;
}

static void what_was_remembered_is_undone_by_the_way_back(void **unused)
{
    static const char text[] =
        "rest(5) remember('n', recall 'n' + 1) note { n = recall 'n' } rest(5)";
    struct tp_run_world world = rig_world;
    struct rig rig = {0};
    struct tp_session_config config = {.ops = &rig_ops,
                                       .context = &rig,
                                       .world = &world,
                                       .world_context = &rig,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = sizeof text - 1,
                                       .seed = 7};
    (void)unused;
    world.begin = forget_number;
    world.remember = keep_number;
    world.input = give_number;
    assert_int_equal(tp_session_create(&rig.session, &config, &rig.err), 0);
    rig_run(&rig, TP_MS(9000));
    assert_int_equal(remembered, 5);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rig_do(&rig, TP_COMMAND_BACK), 0);
        assert_int_equal(remembered, 4);
        rig_run(&rig, TP_MS(9000));
        assert_int_equal(remembered, 5);
    }
    rig_run(&rig, TP_DAY);
    assert_int_equal(remembered, 5);
    assert_null(strstr(rig.events.data, "\"value\":6"));
    rig_close(&rig);
}

static bool answer_seven(void *context, const struct tp_question *question, struct tp_value *out)
{
    assert_string_equal(question->text, "How sore, zero to ten?");
    *out = context ? tp_value_number(7) : tp_value_nil();
    return true;
}

/* What a dry run of a question and a note of its answer notes; the answer is given, or nobody's. */
static void assert_dry_answer(void *given, const char *noted)
{
    static const char text[] = "note { pain = ask { 'How sore, zero to ten?', assume = 5 } or -1 }";
    struct rig rig = {0};
    struct tp_log log = {0};
    struct tp_run *run;
    struct tp_err err;
    struct tp_run_config config = run_config(&rig, &log, text);
    config.dry = true;
    config.answer = answer_seven;
    config.answer_context = given;
    assert_int_equal(tp_run_create(&run, &config, &err), 0);
    assert_int_equal(tp_run_finish(run, &err), 0);
    assert_non_null(strstr(rig.events.data, noted));
    rig_close(&rig);
    tp_run_destroy(run);
    tp_log_finish(&log);
}

static void a_dry_run_takes_the_answers_that_it_is_given(void **unused)
{
    (void)unused;
    assert_dry_answer(&unused, "\"value\":7");
    assert_dry_answer(NULL, "\"value\":-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_left_alone_says_what_the_plan_says),
        cmocka_unit_test(next_goes_to_the_end_of_the_step_at_once),
        cmocka_unit_test(repeat_goes_to_the_start_of_the_step_and_back_to_the_one_before),
        cmocka_unit_test(back_in_the_first_step_starts_anew),
        cmocka_unit_test(a_pause_in_a_hold_says_let_go_and_time_stands),
        cmocka_unit_test(time_stands_until_a_sentence_is_known),
        cmocka_unit_test(a_skip_while_time_stands_is_replayed_at_the_same_place),
        cmocka_unit_test(softer_changes_what_is_said_next_and_firmer_only_in_rests),
        cmocka_unit_test(firmer_never_passes_the_points_maximum),
        cmocka_unit_test(again_says_the_last_sentence_and_time_goes_on),
        cmocka_unit_test(stop_says_good_bye_and_a_second_one_ends_at_once),
        cmocka_unit_test(an_answer_goes_to_the_routine_and_one_that_does_not_fit_is_refused),
        cmocka_unit_test(what_was_remembered_is_undone_by_the_way_back),
        cmocka_unit_test(a_dry_run_takes_the_answers_that_it_is_given),
        cmocka_unit_test(whoever_is_there_need_not_wait),
        cmocka_unit_test(a_side_with_a_rest_still_owed_is_rested_though_one_is_there),
        cmocka_unit_test(the_same_log_gives_the_same_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
