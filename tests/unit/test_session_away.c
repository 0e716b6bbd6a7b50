/* The gate, the way back by how long the person was away, the warm-up that is offered, words that
 * wait, and a session that begins and ends in the middle. */
#include "tests/unit/walk_rig.h"

static const char hold[] = "routine { title = 'Test' }\n"
                           "hold { 'roll', side = 'left', seconds = 20, reps = 2, rest = 12 }\n"
                           "say 'And that is that.'\n"
                           "wait(5)\n";

static struct walk *in_hold(uint64_t ms, enum tp_phase phase)
{
    struct walk *walk = calloc(1, sizeof *walk);
    walk_open_with(walk, hold, false);
    walk_into(walk, "hold", phase, ms);
    return walk;
}

static void done(struct walk *walk)
{
    walk_close(walk);
    free(walk);
}

static void away(struct walk *walk, uint64_t ms)
{
    assert_int_equal(walk_do(walk, TP_COMMAND_PAUSE), 0);
    walk_pass(walk, ms);
    assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), 0);
}

static void time_goes_on(struct walk *walk)
{
    while (walk->rig.standing)
        walk_step(walk);
}

/* Index of this text from the `from`th sound on. */
static size_t place_of(const struct walk *walk, size_t from, const char *text)
{
    for (size_t i = from; i < walk->count; i++)
        if (strcmp(walk->heard[i].text, text) == 0)
            return i;
    fail_msg("not heard: %s", text);
    return 0;
}

static void half_a_minute_goes_on_in_the_same_hold(void **unused)
{
    struct walk *walk = in_hold(8000, TP_PHASE_COUNT);
    tp_frames at = walk->rig.now;
    (void)unused;
    away(walk, 29000);
    time_goes_on(walk);
    assert_int_equal(walk->rig.now, at);
    size_t place = place_of(walk, 0, "Left side. Shoulder roll.");
    size_t press = place_of(walk, place, "press");
    uint64_t words_ms = (uint64_t)strlen(walk->heard[place].text) * 60;
    assert_in_range(walk->heard[press].clock_ms - walk->heard[place].clock_ms, words_ms + 3000,
                    words_ms + 3050);
    assert_true(walk->rig.clock_ms - walk->heard[press].clock_ms >= 5000);
    struct tp_run_state state = rig_look(&walk->rig).run;
    assert_int_equal(state.phase, TP_PHASE_COUNT);
    assert_in_range(state.phase_until - at, TP_MS(11900), TP_MS(12050)); /* the rest of it */
    walk_to_the_end(walk);
    done(walk);
}

static void minutes_take_the_repetition_again_with_the_finding_words(void **unused)
{
    struct walk *walk = in_hold(8000, TP_PHASE_COUNT);
    uint32_t step = rig_look(&walk->rig).run.step;
    tp_frames start = rig_look(&walk->rig).run.step_start;
    (void)unused;
    size_t from = walk->count;
    away(walk, 60000);
    time_goes_on(walk);
    size_t place = place_of(walk, from, "Left side. Shoulder roll.");
    place_of(walk, place, "Pinch the roll.");
    assert_int_equal(rig_look(&walk->rig).run.step, step);
    assert_int_equal(rig_look(&walk->rig).run.step_start, start);
    assert_true(walk->rig.now - start < TP_MS(50));
    walk_to_the_end(walk);
    done(walk);
}

static void after_ten_minutes_a_warm_up_is_offered(void **unused)
{
    (void)unused;
    for (int taken = 0; taken < 2; taken++) {
        struct walk *walk = in_hold(8000, TP_PHASE_COUNT);
        size_t from = walk->count;
        away(walk, 601000);
        walk_pass(walk, 9000);
        assert_true(rig_look(&walk->rig).offer);
        place_of(walk, from, "You were away a while. Press any key for a minute of warm-up first.");
        assert_in_range(rig_look(&walk->rig).alone_ms, 1, 8000);
        uint64_t clock_ms = walk->rig.clock_ms;
        if (taken)
            assert_int_equal(walk_command(walk, TP_COMMAND_ANSWER, tp_value_bool(true)), 0);
        time_goes_on(walk);
        uint64_t took_ms = walk->rig.clock_ms - clock_ms;
        if (taken)
            assert_in_range(took_ms, 55000, 75000);
        else
            assert_in_range(took_ms, 4000, 20000);
        assert_int_equal(taken, walk_heard(walk, from, "inhale"));
        place_of(walk, from, "Pinch the roll.");
        walk_to_the_end(walk);
        done(walk);
    }
}

static void the_gate_asks_twice_and_opens_by_itself(void **unused)
{
    struct walk *walk = calloc(1, sizeof *walk);
    static const char words[] = "If you can hear this well, press any key.";
    (void)unused;
    walk_open_with(walk, hold, true);
    walk_pass(walk, 2000);
    assert_true(rig_look(&walk->rig).gate);
    assert_true(walk_heard(walk, 0, "open"));
    assert_false(walk_heard(walk, 0, words));
    assert_int_equal(rig_look(&walk->rig).alone_ms, 0);
    walk_pass(walk, 1000);
    size_t first = place_of(walk, 0, words);
    assert_true(walk->rig.standing);
    tp_frames at = walk->rig.now;
    walk_pass(walk, 15000);
    size_t second = place_of(walk, first + 1, words);
    assert_in_range(walk->heard[second].clock_ms - walk->heard[first].clock_ms, 14990, 15020);
    walk_pass(walk, 21000);
    assert_int_equal(walk->rig.now, at);
    assert_true(rig_look(&walk->rig).gate);
    assert_in_range(rig_look(&walk->rig).alone_ms, 3000, 4500);
    walk_pass(walk, 5000);
    assert_false(rig_look(&walk->rig).gate);
    assert_true(walk->rig.now > at);
    walk_to_the_end(walk);
    assert_string_equal(rig_look(&walk->rig).run.outcome, "finished");
    done(walk);
}

static void a_key_opens_the_gate_and_nothing_else_is_done_there(void **unused)
{
    struct walk *walk = calloc(1, sizeof *walk);
    (void)unused;
    walk_open_with(walk, hold, true);
    walk_pass(walk, 4000);
    assert_int_equal(walk_do(walk, TP_COMMAND_NEXT), -TP_EINVAL);
    assert_int_equal(walk_do(walk, TP_COMMAND_VOLUME), 0);
    assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), 0);
    assert_false(rig_look(&walk->rig).gate);
    walk_pass(walk, 1000);
    assert_false(walk->rig.standing);
    walk_to_the_end(walk);
    done(walk);
    walk = calloc(1, sizeof *walk);
    walk_open_with(walk, hold, true);
    walk_pass(walk, 4000);
    assert_int_equal(walk_do(walk, TP_COMMAND_STOP), 0);
    walk_to_the_end(walk);
    assert_string_equal(rig_look(&walk->rig).run.outcome, "stopped");
    done(walk);
}

static void a_reply_waits_for_the_end_of_a_hold_and_its_word(void **unused)
{
    struct walk *walk = in_hold(18000, TP_PHASE_COUNT);
    size_t from = walk->count;
    (void)unused;
    assert_int_equal(walk_do(walk, TP_COMMAND_SOFTER), 0);
    walk_pass(walk, 100);
    place_of(walk, from, "ack"); /* heard at once, said later */
    assert_false(walk_heard(walk, from, "A little lighter: three."));
    walk_pass(walk, 8000);
    size_t let_go = place_of(walk, from, "Let go.");
    assert_true(place_of(walk, from, "A little lighter: three.") > let_go);
    done(walk);
}

static void what_asks_for_nothing_waits_for_the_rest(void **unused)
{
    struct walk *walk = in_hold(5000, TP_PHASE_COUNT);
    size_t from = walk->count;
    (void)unused;
    assert_int_equal(walk_command(walk, TP_COMMAND_WORDS, tp_value_number(-1)), 0);
    walk_pass(walk, 30000);
    size_t let_go = place_of(walk, from, "Let go.");
    const char *words = walk_words(walk, let_go + 1); /* one of its forms */
    if (strcmp(words, "Fewer words.") != 0)
        assert_string_equal(words, "I will say less.");
    done(walk);
}

static void after_a_long_loss_the_person_is_waited_for(void **unused)
{
    struct walk *walk = in_hold(8000, TP_PHASE_COUNT);
    size_t from = walk->count;
    (void)unused;
    walk->no_sound = true;
    tp_session_lost(walk->rig.session, "gone");
    walk_pass(walk, 5000);
    assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), -TP_EINVAL);
    assert_true(rig_look(&walk->rig).returns);
    assert_in_range(rig_look(&walk->rig).away_ms, 4980, 5000); /* since it was lost */
    walk_pass(walk, 700000);
    assert_false(rig_look(&walk->rig).returns);
    walk->no_sound = false;
    tp_session_found(walk->rig.session, "there");
    walk_pass(walk, 20000);
    assert_true(rig_look(&walk->rig).paused && walk->rig.standing);
    place_of(walk, from, "Sound is back. Press any key to go on.");
    assert_true(rig_look(&walk->rig).awaited);
    assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), 0);
    walk_to_the_end(walk);
    done(walk);
}

static void who_had_paused_is_told_and_left_in_peace(void **unused)
{
    struct walk *walk = in_hold(8000, TP_PHASE_COUNT);
    (void)unused;
    assert_int_equal(walk_do(walk, TP_COMMAND_PAUSE), 0);
    walk_pass(walk, 3000);
    size_t from = walk->count;
    walk->no_sound = true;
    tp_session_lost(walk->rig.session, "gone");
    walk_pass(walk, 10000);
    assert_false(rig_look(&walk->rig).returns);
    assert_in_range(rig_look(&walk->rig).away_ms, 12980, 13000);
    walk->no_sound = false;
    tp_session_found(walk->rig.session, "there");
    walk_pass(walk, 10000);
    place_of(walk, from, "Sound is back.");
    assert_true(rig_look(&walk->rig).paused && !rig_look(&walk->rig).awaited);
    done(walk);
}

static void some_steps_alone_are_led_in_by_two_seconds(void **unused)
{
    struct walk *walk = calloc(1, sizeof *walk);
    struct walk *whole = in_hold(0, TP_PHASE_RAMP);
    uint32_t step = rig_look(&whole->rig).run.step;
    (void)unused;
    walk_to_the_end(whole);
    struct tp_session_config config = {.ops = &walk_ops,
                                       .context = walk,
                                       .world = &rig_world,
                                       .world_context = walk,
                                       .name = "test.lua",
                                       .text = hold,
                                       .length = strlen(hold),
                                       .seed = 7,
                                       .log = tp_session_log(whole->rig.session),
                                       .first_step = step,
                                       .last_step = step};
    walk->what = "one step";
    assert_int_equal(tp_session_create(&walk->rig.session, &config, &walk->rig.err), 0);
    walk_pass(walk, 100);
    assert_int_equal(rig_look(&walk->rig).run.step, step);
    assert_true(walk->rig.standing);
    walk_pass(walk, 2600);
    assert_false(walk->rig.standing);
    assert_non_null(strstr(walk->rig.events.data, "\"method\":\"session.start\""));
    walk_to_the_end(walk);
    assert_true(walk_heard(walk, 0, "Let go."));
    assert_false(walk_heard(walk, 0, "Again in ten seconds."));
    assert_false(walk_heard(walk, 0, "Pinch the roll."));
    done(whole);
    done(walk);
}

static void a_routine_that_fails_in_a_hold_lets_go_first(void **unused)
{
    struct walk *walk = calloc(1, sizeof *walk);
    struct rig *rig = &walk->rig;
    int rc = 0;
    (void)unused;
    walk_open_with(walk,
                   "routine { title = 'Test' }\n"
                   "hold { 'roll', side = 'left', during = { [8] = function() error 'no' end } }\n",
                   false);
    walk_into(walk, "hold", TP_PHASE_COUNT, 7000);
    size_t from = walk->count;
    for (int i = 0; i < 1000 && rc == 0; i++) {
        rig->clock_ms += 10;
        rig->now += rig->standing ? 0 : TP_MS(10);
        if (walk->now_sound && (walk->now_left -= TP_MS(10)) <= 0) {
            uint64_t id = walk->now_sound;
            walk_now_cancel(walk);
            tp_session_now_done(rig->session, id);
        }
        rc = tp_session_tick(rig->session, rig->now, rig->clock_ms, &rig->err);
    }
    assert_int_equal(rc, -TP_ESCRIPT);
    assert_non_null(strstr(rig->err.text, "test.lua:2: no"));
    assert_string_equal(walk_words(walk, from), "Let go.");
    assert_true(rig_look(rig).over);
    done(walk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_a_minute_goes_on_in_the_same_hold),
        cmocka_unit_test(minutes_take_the_repetition_again_with_the_finding_words),
        cmocka_unit_test(after_ten_minutes_a_warm_up_is_offered),
        cmocka_unit_test(the_gate_asks_twice_and_opens_by_itself),
        cmocka_unit_test(a_key_opens_the_gate_and_nothing_else_is_done_there),
        cmocka_unit_test(a_reply_waits_for_the_end_of_a_hold_and_its_word),
        cmocka_unit_test(what_asks_for_nothing_waits_for_the_rest),
        cmocka_unit_test(after_a_long_loss_the_person_is_waited_for),
        cmocka_unit_test(who_had_paused_is_told_and_left_in_peace),
        cmocka_unit_test(a_routine_that_fails_in_a_hold_lets_go_first),
        cmocka_unit_test(some_steps_alone_are_led_in_by_two_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
