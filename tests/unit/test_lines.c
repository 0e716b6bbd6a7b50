/* The session in plain lines, and the words that screen and lines share. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/cli/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define S(seconds) ((tp_frames)(seconds)*TP_RATE)

/* ---- what is written to standard output ---- */

static FILE *written;
static int terminal;

static void listen(void)
{
    written = tmpfile();
    assert_non_null(written);
    fflush(stdout);
    terminal = dup(STDOUT_FILENO);
    dup2(fileno(written), STDOUT_FILENO);
}

/* What was written since, without a flush of ours: it must be out by itself. */
static const char *heard(void)
{
    static char text[4096];
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    rewind(written);
    text[fread(text, 1, sizeof text - 1, written)] = '\0';
    fclose(written);
    return text;
}

static void expect_line(const struct tp_event *event, const char *line)
{
    struct tp_keys keys;
    tp_keys_init(&keys);
    listen();
    tp_lines_event(&keys, event);
    assert_string_equal(heard(), line);
}

static const struct tp_step_info
    hold = {.kind = "hold", .title = "Shoulder roll", .side = "left", .pressure = 4, .dose = S(20)},
    rest = {.kind = "rest", .title = "Rest", .side = "left", .pressure = 4, .dose = S(15)},
    warm_up = {.kind = "warm_up", .title = "Roll both shoulders.", .pressure = -1, .dose = S(61)},
    own = {.kind = "sway", .title = "Like a tree", .pressure = -1, .dose = -1},
    say = {.kind = "say", .title = "Sit tall.", .pressure = -1, .dose = -1},
    hostile = {.kind = "hold", .title = "a\033[2J\nb", .pressure = -1, .dose = -1};

static void a_step_is_told_with_time_kind_side_title_and_dose(void **unused)
{
    static const struct {
        const struct tp_step_info *info;
        const char *line;
    } rows[] = {
        {&hold, "   1:04  Press, left side: Shoulder roll. Strength 4 of 10, 20 seconds.\n"},
        {&rest, "   1:04  Rest, left side. Strength 4 of 10, 15 seconds.\n"},
        {&warm_up, "   1:04  Warm up: Roll both shoulders. 1 minute 1 second.\n"},
        {&own, "   1:04  sway: Like a tree.\n"},
        {&say, ""},
        {&hostile, "   1:04  Press: a\\x1B[2J\\x0Ab.\n"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tp_event event = {
            .kind = TP_EVENT_STEP_START, .at = S(64.5), .step = 3, .info = rows[i].info};
        expect_line(&event, rows[i].line);
    }
}

static void sentences_are_told_and_tones_are_not(void **unused)
{
    struct tp_cue cue = {.type = TP_CUE_VOICE, .text = "Let go."};
    struct tp_event event = {.kind = TP_EVENT_CUE, .at = S(3725), .cue = &cue};
    (void)unused;
    expect_line(&event, "1:02:05  Voice: Let go.\n");
    cue.type = TP_CUE_TONE;
    expect_line(&event, "");
}

static void a_question_says_which_keys_answer_it(void **unused)
{
    static const struct {
        struct tp_question question;
        const char *lines;
    } rows[] = {
        {{.kind = TP_ASK_NUMBER, .text = "How sore?", .max = 10},
         "   0:00  Question: How sore?\n   0:00  Answer with a number, 0 to 10, then enter.\n"},
        {{.kind = TP_ASK_YES_NO, .text = "Better?"},
         "   0:00  Question: Better?\n   0:00  Answer with y for yes or n for no.\n"},
        {{.kind = TP_ASK_CHOICE, .text = "Where?", .choices = {"neck", "back"}, .choice_count = 2},
         "   0:00  Question: Where?\n   0:00  Answer 1: neck.\n   0:00  Answer 2: back.\n"},
        {{.kind = TP_ASK_READY, .text = "Ready?"},
         "   0:00  Question: Ready?\n   0:00  Press enter when you are ready.\n"},
        {{.kind = TP_ASK_NUMBER, .text = "How sore?", .max = 10, .counted_count = 11},
         "   0:00  Question: How sore?\n   0:00  Press any key at your number.\n"
         "   0:00  Answer with a number, 0 to 10, then enter.\n"},
        {{.kind = TP_ASK_READY, .implied = true}, "   0:00  Press enter when you are there.\n"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tp_event event = {.kind = TP_EVENT_ASK, .question = &rows[i].question};
        expect_line(&event, rows[i].lines);
    }
}

static void an_answer_is_told_whatever_it_is(void **unused)
{
    const struct {
        struct tp_value value;
        const char *line;
    } rows[] = {
        {tp_value_nil(), "   0:00  No answer.\n"},
        {tp_value_bool(true), "   0:00  Answer: yes.\n"},
        {tp_value_number(7), "   0:00  Answer: 7.\n"},
        {tp_value_text("neck"), "   0:00  Answer: neck.\n"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tp_event event = {.kind = TP_EVENT_ANSWER, .value = rows[i].value};
        expect_line(&event, rows[i].line);
    }
}

static void pauses_seeks_warnings_and_the_end_are_told(void **unused)
{
    static const struct {
        struct tp_event event;
        const char *line;
    } rows[] = {
        {{.kind = TP_EVENT_SESSION_PAUSE}, "   0:00  Pause: space goes on.\n"},
        {{.kind = TP_EVENT_SESSION_RESUME}, ""},
        {{.kind = TP_EVENT_SESSION_SEEK, .from = S(70), .at = S(9)}, "   1:10  Back to 0:09.\n"},
        {{.kind = TP_EVENT_WARNING, .text = "late"}, "   0:00  Warning: late\n"},
        {{.kind = TP_EVENT_AUDIO_LOST, .text = "gone"}, "   0:00  Warning: gone\n"},
        {{.kind = TP_EVENT_AUDIO_FOUND, .text = "USB"}, "   0:00  Sound is back: USB\n"},
        {{.kind = TP_EVENT_STEP_END, .outcome = "skipped"}, "   0:00  Left early.\n"},
        {{.kind = TP_EVENT_STEP_END, .outcome = "done"}, ""},
        {{.kind = TP_EVENT_SESSION_END, .outcome = "finished"}, "   0:00  Finished.\n"},
        {{.kind = TP_EVENT_SESSION_END, .outcome = "stopped"}, "   0:00  Stopped. Let go.\n"},
        {{.kind = TP_EVENT_SESSION_END, .outcome = "tired"}, "   0:00  The end: tired.\n"},
        {{.kind = TP_EVENT_PROGRESS}, ""},
        {{.kind = TP_EVENT_NOTE, .text = "pain"}, ""},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_line(&rows[i].event, rows[i].line);
}

static void the_head_says_what_comes_and_what_it_needs(void **unused)
{
    struct tp_view view = {.title = "Neck",
                           .total = S(770),
                           .finish = 1795183320,
                           .position = "sitting",
                           .tools = "fingers",
                           .device = "USB"};
    (void)unused;
    setenv("TZ", "UTC", 1);
    listen();
    tp_lines_head(&view);
    assert_string_equal(heard(),
                        "Neck.\nAbout 13 minutes, until 14:02.\nPosition: sitting.\n"
                        "You need: fingers.\nSound: USB.\n"
                        "If it feels sharp or tingly, or you feel dizzy: let go, and stop.\n"
                        "This is not a medical device: see tprun about.\n");
}

static void the_head_of_a_part_or_of_less_says_so(void **unused)
{
    struct tp_view view = {.title = "Neck",
                           .begin = S(600),
                           .now = S(600),
                           .total = S(720),
                           .part = true,
                           .shorter = "top of the shoulder once"};
    (void)unused;
    listen();
    tp_lines_head(&view);
    assert_non_null(
        strstr(heard(), "Neck.\nAbout 2 minutes.\nShorter: top of the shoulder once.\n"));
    view.now = view.total;
    listen();
    tp_lines_end(&view, true);
    assert_string_equal(heard(), "Neck: 2 minutes.\n");
}

static void who_left_is_told_how_to_go_on(void **unused)
{
    struct tp_view view = {.title = "Neck", .now = S(300), .total = S(720), .kept = true};
    struct tp_keys keys;
    (void)unused;
    tp_keys_init(&keys);
    view.keys = &keys;
    view.state.gate = view.state.back = true;
    listen();
    tp_lines_head(&view);
    const char *told = heard();
    assert_non_null(strstr(told, "About 7 minutes left.\n"));
    assert_non_null(
        strstr(told, "Press any key to go on; q ends. It goes on by itself after 40 seconds.\n"));
    view.state.run.outcome = "stopped";
    listen();
    tp_lines_end(&view, true);
    assert_string_equal(heard(), "Neck: stopped after 5 minutes.\n"
                                 "It's kept where you were: tprun resume goes on, for a day.\n");
}

static void the_head_says_that_it_waits_for_a_key(void **unused)
{
    struct tp_keys keys;
    struct tp_view view = {.state = {.gate = true}, .keys = &keys};
    (void)unused;
    tp_keys_init(&keys);
    listen();
    tp_lines_head(&view);
    const char *line = strstr(heard(), "about.\n");
    assert_non_null(line);
    assert_string_equal(line, "about.\nPress any key to begin; q ends. "
                              "It begins by itself after 40 seconds.\n");
}

static void the_keys_are_told_as_they_are(void **unused)
{
    struct tp_keys keys;
    struct tp_err err;
    size_t wrong;
    (void)unused;
    tp_keys_init(&keys);
    tp_keys_give(&keys, &(struct tp_key_wish){"pause", "b"}, 1, &wrong, &err);
    listen();
    tp_lines_keys(&keys);
    const char *told = heard();
    assert_memory_equal(told, "b: pause, or go on;", 19);
    assert_non_null(strstr(told, "\n←: go back to the step before.\n"));
    assert_non_null(strstr(told, "\nn or →: leave this step for the next one.\n"));
}

static void the_last_line_says_how_long_it_was(void **unused)
{
    struct tp_view view = {.title = "Neck", .now = S(760), .times = 12};
    (void)unused;
    listen();
    tp_lines_end(&view, true);
    assert_string_equal(heard(), "Neck: stopped after 12 minutes 40 seconds.\n");
    view.state.run.ended = true;
    view.state.run.outcome = "finished";
    listen();
    tp_lines_end(&view, true);
    assert_string_equal(heard(), "Neck: 12 minutes 40 seconds, twelfth time.\n");
}

/* ---- the words of a view ---- */

static void a_length_is_told_in_words(void **unused)
{
    static const struct {
        tp_frames length;
        const char *words;
    } rows[] = {
        {0, "0 seconds"},    {S(1), "1 second"},
        {S(60), "1 minute"}, {S(61), "1 minute 1 second"},
        {S(3600), "1 hour"}, {S(7384), "2 hours 3 minutes"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[TP_VIEW_LENGTH];
        assert_string_equal(tp_view_length(text, rows[i].length), rows[i].words);
    }
}

static void the_end_tells_length_pain_and_how_often(void **unused)
{
    static const struct {
        unsigned times;
        const char *end;
    } rows[] = {{0, "12 min 40 s"},
                {1, "12 min 40 s, first time"},
                {12, "12 min 40 s, twelfth time"},
                {20, "12 min 40 s, twentieth time"},
                {21, "12 min 40 s, 21st time"},
                {22, "12 min 40 s, 22nd time"},
                {23, "12 min 40 s, 23rd time"},
                {24, "12 min 40 s, 24th time"},
                {111, "12 min 40 s, 111th time"}};
    struct tp_view view = {.now = S(760), .state.run = {.ended = true, .outcome = "finished"}};
    char text[TP_VIEW_END];
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        view.times = rows[i].times;
        assert_string_equal(tp_view_end(text, &view, false), rows[i].end);
    }
    view.pain = true;
    view.pain_before = 6;
    view.pain_after = 4;
    assert_string_equal(tp_view_end(text, &view, false), "12 min 40 s, 6 → 4, 111th time");
    assert_string_equal(tp_view_end(text, &view, true),
                        "12 minutes 40 seconds, from 6 to 4, 111th time");
    view.state.run.outcome = "stopped";
    assert_string_equal(tp_view_end(text, &view, false), "12 min 40 s");
}

static void a_countdown_rounds_up_and_turns_to_minutes_after_99(void **unused)
{
    static const struct {
        tp_frames left;
        const char *shown;
    } rows[] = {{0, "0"},          {1, "1"},
                {S(1), "1"},       {S(1) + 1, "2"},
                {S(99), "99"},     {S(99) + 1, "1:40"},
                {S(600), "10:00"}, {S(3661), "1:01:01"}};
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[TP_FRAMES_TEXT];
        assert_string_equal(tp_view_count(text, rows[i].left), rows[i].shown);
    }
}

static void enter_phase(struct tp_view *view, enum tp_phase phase, int start, int until)
{
    view->state.run.phase = phase;
    view->state.run.phase_start = S(start);
    view->state.run.phase_until = S(until);
}

static void a_hold_counts_its_dose_from_the_bell_on(void **unused)
{
    struct tp_view view = {
        .now = S(105), .step_length = S(33), .state.run = {.step_start = S(100), .info = &hold}};
    (void)unused;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tp_view_left(&view), S(20));
        assert_string_equal(tp_view_phase(&view), "press slowly, it counts from the bell");
        assert_false(tp_view_counts(&view));
        enter_phase(&view, TP_PHASE_RAMP, 105, 110);
    }
    enter_phase(&view, TP_PHASE_COUNT, 110, 130);
    view.now = S(118);
    assert_int_equal(tp_view_left(&view), S(12));
    assert_string_equal(tp_view_phase(&view), "hold");
    assert_true(tp_view_counts(&view));
    enter_phase(&view, TP_PHASE_RELEASE, 130, 0);
    view.now = S(131);
    assert_int_equal(tp_view_left(&view), 0);
    assert_string_equal(tp_view_phase(&view), "let go, slowly");
}

static void a_hold_that_was_put_off_counts_to_its_new_end(void **unused)
{
    struct tp_view view = {
        .now = S(129), .step_length = S(33), .state.run = {.step_start = S(100), .info = &hold}};
    (void)unused;
    enter_phase(&view, TP_PHASE_COUNT, 110, 139);
    assert_int_equal(tp_view_left(&view), S(10));
    view.state.standing = true;
    assert_false(tp_view_counts(&view));
}

static void a_hold_that_is_over_counts_nothing(void **unused)
{
    struct tp_view view = {
        .now = S(133), .step_length = S(20), .state.run = {.step_start = S(100), .info = &hold}};
    (void)unused;
    enter_phase(&view, TP_PHASE_FREE, 132, 0);
    assert_int_equal(tp_view_left(&view), 0);
    assert_string_equal(tp_view_phase(&view), "let go, slowly");
}

static void a_hold_of_an_author_without_a_bell_counts_from_its_start(void **unused)
{
    struct tp_view view = {
        .now = S(105), .step_length = S(20), .state.run = {.step_start = S(100), .info = &hold}};
    (void)unused;
    assert_int_equal(tp_view_left(&view), S(15));
    assert_string_equal(tp_view_phase(&view), "");
}

static void other_steps_count_their_likely_length_else_their_dose(void **unused)
{
    struct tp_view view = {
        .now = S(105), .step_length = S(40), .state.run = {.step_start = S(100), .info = &warm_up}};
    (void)unused;
    assert_int_equal(tp_view_left(&view), S(35));
    view.step_length = 0;
    assert_int_equal(tp_view_left(&view), S(56));
    view.state.run.info = &own;
    assert_int_equal(tp_view_left(&view), -1);
    view.state.run.info = NULL;
    assert_int_equal(tp_view_left(&view), -1);
    view.state.run = (struct tp_run_state){.info = &warm_up, .ended = true};
    assert_int_equal(tp_view_left(&view), -1);
}

static void a_title_that_repeats_the_kind_is_left_out(void **unused)
{
    (void)unused;
    assert_null(tp_view_title(&rest));
    assert_null(tp_view_title(NULL));
    assert_string_equal(tp_view_title(&hold), "Shoulder roll");
    assert_string_equal(tp_view_kind("locate"), "Find the point");
    assert_string_equal(tp_view_side("both"), "both sides");
    assert_string_equal(tp_view_side(NULL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_told_with_time_kind_side_title_and_dose),
        cmocka_unit_test(sentences_are_told_and_tones_are_not),
        cmocka_unit_test(a_question_says_which_keys_answer_it),
        cmocka_unit_test(an_answer_is_told_whatever_it_is),
        cmocka_unit_test(pauses_seeks_warnings_and_the_end_are_told),
        cmocka_unit_test(the_head_says_what_comes_and_what_it_needs),
        cmocka_unit_test(the_head_of_a_part_or_of_less_says_so),
        cmocka_unit_test(who_left_is_told_how_to_go_on),
        cmocka_unit_test(the_head_says_that_it_waits_for_a_key),
        cmocka_unit_test(the_keys_are_told_as_they_are),
        cmocka_unit_test(the_last_line_says_how_long_it_was),
        cmocka_unit_test(a_length_is_told_in_words),
        cmocka_unit_test(the_end_tells_length_pain_and_how_often),
        cmocka_unit_test(a_countdown_rounds_up_and_turns_to_minutes_after_99),
        cmocka_unit_test(a_hold_counts_its_dose_from_the_bell_on),
        cmocka_unit_test(a_hold_that_was_put_off_counts_to_its_new_end),
        cmocka_unit_test(a_hold_that_is_over_counts_nothing),
        cmocka_unit_test(a_hold_of_an_author_without_a_bell_counts_from_its_start),
        cmocka_unit_test(other_steps_count_their_likely_length_else_their_dose),
        cmocka_unit_test(a_title_that_repeats_the_kind_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
