/* What a plugin that is a program of its own can do wrong: one sentence, a new start after a while,
 * nothing left behind, and the loop is never held. The rig looks at the last two after each test.
 */
#include "tests/unit/child_rig.h"

/* After the sentence it rests for as long as the back-off is, and is started again. */
static void assert_started_again(struct rig *rig, const char *sentence)
{
    static const uint64_t rests_ms[] = {500, 1000};
    for (int i = 0; i < 2; i++) {
        rig_until_phase(rig, TP_PLUGIN_WAITING);
        assert_in_range(tp_life_due(&rig->life) - rig_now(rig), rests_ms[i] * 900000,
                        rests_ms[i] * 1000000);
        rig_assert_said(&rig->warnings, sentence); /* once, however often it happens */
        assert_int_equal(rig->begun, i + 1);
        rig_skip(rig);
    }
    assert_int_equal(rig->begun, 3);
}

/* ---- its end ---- */

static void who_crashes_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "crash");
    assert_started_again(rig, "it crashed (signal 11: segmentation fault); it is started again\n");
}

static void who_exits_at_once_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "exit");
    assert_started_again(rig,
                         "it ended with exit code 3: no board is there; it is started again\n");
}

static void who_cannot_be_run_says_why(void **state)
{
    struct rig *rig = *state;
    rig->command[0] = "/nonexistent/plugin";
    rig_start(rig, NULL);
    assert_started_again(rig, "it ended with exit code 127: /nonexistent/plugin cannot be run: No "
                              "such file or directory; it is started again\n");
}

static void half_a_line_at_the_end_is_none(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "half");
    assert_started_again(rig, "it ended with exit code 1; it is started again\n");
    rig_until_readings(rig, 3);
    assert_int_equal(rig->nexts, 0);
    rig_assert_said(&rig->faults, "");
}

static void what_it_started_ends_with_it(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "child");
    assert_started_again(rig, "it ended with exit code 4; it is started again\n");
}

static void who_ignores_every_wish_is_killed(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "stubborn");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    rig_tell_of(rig, TP_LIFE_STOP);
    rig_skip(rig); /* SIGTERM */
    for (int i = 0; i < 20; i++)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(tp_life_phase(&rig->life), TP_PLUGIN_STOPPING);
    rig_skip(rig); /* SIGKILL */
    rig_until_phase(rig, TP_PLUGIN_ENDED);
}

static void who_is_let_go_ends_too(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "stubborn");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    rig_tell_of(rig, TP_LIFE_STOP);
    tp_plugin_child.abandon(rig->link.run); /* the guard kills the group when it is let go */
    rig_until_phase(rig, TP_PLUGIN_ENDED);
}

/* ---- silence ---- */

static void who_never_answers_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "nothing");
    for (int i = 0; i < 2; i++) {
        rig_skip(rig); /* 2 s */
        rig_assert_said(&rig->warnings, "it did not answer within 2 s; it is started again\n");
        rig_skip(rig); /* it does not see that its input ended; SIGTERM */
        rig_until_phase(rig, TP_PLUGIN_WAITING);
        rig_skip(rig);
    }
    assert_int_equal(rig->begun, 3);
}

static void send_much(struct rig *rig, int kilobytes)
{
    char line[1025];
    memset(line, 'x', sizeof line);
    for (int i = 0; i < kilobytes; i++)
        tp_plugin_child.event(rig->link.run, "cue", line, sizeof line - 1);
}

static void assert_hangs(struct rig *rig, const char *sentence)
{
    rig_until_phase(rig, TP_PLUGIN_STOPPING);
    rig_assert_said(&rig->warnings, sentence);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0); /* nobody goes by its readings */
    rig_skip(rig);
    rig_until_phase(rig, TP_PLUGIN_WAITING);
}

static void who_does_not_read_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig->allowed.unread_ms = 60;
    rig_start(rig, "deaf");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    send_much(rig, 1);
    assert_hangs(rig, "it does not read what is sent to it; it is started again\n");
}

static void who_reads_too_little_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "deaf");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    send_much(rig, 400); /* more than waits in the pipe and here */
    assert_hangs(rig, "it does not read what is sent to it; it is started again\n");
}

static void much_is_read_by_who_reads(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "good");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    send_much(rig, 250);
    rig_until_said(rig, &rig->log, "more lines are left out here");
    assert_int_equal(tp_life_phase(&rig->life), TP_PLUGIN_RUNNING);
}

static void who_promises_readings_must_not_be_silent(void **state)
{
    struct rig *rig = *state;
    rig->allowed.silent_ms = 60;
    rig_start(rig, "silent");
    assert_hangs(rig, "it promises readings, and says nothing; it is started again\n");
}

static void who_promises_nothing_may_be_silent(void **state)
{
    struct rig *rig = *state;
    rig->allowed.silent_ms = 1;
    rig_start(rig, "good");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    uint64_t until = uv_hrtime() + 150000000;
    while (uv_hrtime() < until)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(tp_life_phase(&rig->life), TP_PLUGIN_RUNNING);
}

static void who_closes_its_output_is_started_again(void **state)
{
    struct rig *rig = *state;
    rig->allowed.mute_ms = 100;
    rig_start(rig, "closed");
    assert_hangs(rig, "it closed its standard output and stayed; it is started again\n");
}

/* ---- nonsense ---- */

static void wrong_bytes_are_one_sentence(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "bytes");
    rig_until_readings(rig, 1);
    assert_non_null(strstr(rig_text(&rig->faults), "a line of it is left aside: not JSON"));
    assert_ptr_equal(strchr(rig_text(&rig->faults), '\n'),
                     rig->faults.data + rig->faults.length - 1);
    rig_assert_said(&rig->warnings, "");
    rig_end(rig);
    assert_non_null(strstr(rig_text(&rig->log), "left aside in all: 100 lines or readings"));
}

static void a_line_of_100_mb_is_left_aside(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "long");
    rig_until_readings(rig, 1);
    rig_assert_said(&rig->faults, "a line of it is left aside: it is longer than 64 KiB\n");
    rig_assert_said(&rig->warnings, "");
}

static void no_number_is_no_reading(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "nan");
    rig_until_readings(rig, 1);
    rig_assert_said(&rig->faults, "a line of it is left aside: not JSON, which has no NaN and no "
                                  "Infinity: leave such a reading out\n");
    assert_true(rig->last == 1);
}

static void the_future_is_no_reading(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "future");
    rig_until_readings(rig, 1);
    rig_assert_said(&rig->faults,
                    "reading: t is in the future: it is seconds of CLOCK_MONOTONIC\n");
    assert_true(rig->last == 1);
}

/* ---- floods ---- */

static void a_flood_of_lines_is_stopped(void **state)
{
    struct rig *rig = *state;
    rig->allowed.lines = 2000; /* which any machine reads in a second */
    rig_start(rig, "flood");
    assert_hangs(rig, "it floods: over 2000 lines in a second; it is started again\n");
    assert_true(rig->readings <= 2000);
}

static void a_flood_of_commands_is_stopped(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "commands");
    assert_hangs(rig, "it floods: over 1000 changes in a second; it is started again\n");
    assert_true(rig->nexts <= 1000);
}

static void a_flood_without_lines_is_stopped(void **state)
{
    struct rig *rig = *state;
    rig->allowed.bytes = 1 << 20;
    rig_start(rig, "endless");
    assert_hangs(rig, "it says more than can be read; it is started again\n");
}

static void a_flood_for_a_slow_machine_is_stopped(void **state)
{
    struct rig *rig = *state;
    rig->allowed.lines = 1 << 30;
    rig->allowed.bytes = UINT64_C(1) << 60;
    rig->allowed.behind_ms = 100;
    rig_start(rig, "flood");
    assert_hangs(rig, "it says more than can be read; it is started again\n");
}

static void words_without_end_are_cut_and_stopped(void **state)
{
    struct rig *rig = *state;
    rig->allowed.lines = 2000;
    rig_start(rig, "words");
    assert_hangs(rig, "it floods: over 2000 lines in a second; it is started again\n");
    assert_in_range(rig->log.length, 20 * 38, 60 * 38);
}

static void what_changes_is_never_lost_among_readings(void **state)
{
    struct rig *rig = *state;
    rig->allowed.readings = 50;
    rig_start(rig, "many");
    while (rig->nexts < 10)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_true(rig->readings < 1000);
    rig_end(rig);
    assert_non_null(strstr(rig_text(&rig->log), "for lack of time: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(who_crashes_is_started_again),
        rig_test(who_exits_at_once_is_started_again),
        rig_test(who_cannot_be_run_says_why),
        rig_test(half_a_line_at_the_end_is_none),
        rig_test(what_it_started_ends_with_it),
        rig_test(who_ignores_every_wish_is_killed),
        rig_test(who_is_let_go_ends_too),
        rig_test(who_never_answers_is_started_again),
        rig_test(who_does_not_read_is_started_again),
        rig_test(who_reads_too_little_is_started_again),
        rig_test(much_is_read_by_who_reads),
        rig_test(who_promises_readings_must_not_be_silent),
        rig_test(who_promises_nothing_may_be_silent),
        rig_test(who_closes_its_output_is_started_again),
        rig_test(wrong_bytes_are_one_sentence),
        rig_test(a_line_of_100_mb_is_left_aside),
        rig_test(no_number_is_no_reading),
        rig_test(the_future_is_no_reading),
        rig_test(a_flood_of_lines_is_stopped),
        rig_test(a_flood_of_commands_is_stopped),
        rig_test(a_flood_without_lines_is_stopped),
        rig_test(a_flood_for_a_slow_machine_is_stopped),
        rig_test(words_without_end_are_cut_and_stopped),
        rig_test(what_changes_is_never_lost_among_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
