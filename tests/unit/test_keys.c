/* What keys mean, moment by moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/keys_rig.h"

enum { CTRL_L = 12, UNKNOWN_FUNCTION = KEY_F(5) };

static void expect(int key, const struct tp_session_state *state, enum tp_key_does does,
                   enum tp_command_kind kind)
{
    struct tp_keys keys = fresh();
    struct tp_command command = {.kind = TP_COMMAND_COUNT};
    assert_int_equal(tp_keys_press(&keys, key, 1000, state, &command), does);
    if (does == TP_KEY_COMMAND)
        assert_int_equal(command.kind, kind);
}

static void expect_nothing(int key, const struct tp_session_state *state)
{
    expect(key, state, TP_KEY_NOTHING, TP_COMMAND_COUNT);
}

/* ---- commands ---- */

static const struct {
    int key;
    enum tp_command_kind kind;
    double steps;
} commands[] = {
    {' ', TP_COMMAND_PAUSE, 0},        {'n', TP_COMMAND_NEXT, 0},
    {KEY_RIGHT, TP_COMMAND_NEXT, 0},   {'b', TP_COMMAND_BACK, 0},
    {'r', TP_COMMAND_REPEAT, 0},       {KEY_LEFT, TP_COMMAND_BACK, 0},
    {'a', TP_COMMAND_AGAIN, 0},        {'s', TP_COMMAND_SOFTER, 0},
    {'f', TP_COMMAND_FIRMER, 0},       {KEY_UP, TP_COMMAND_VOLUME, 1},
    {'+', TP_COMMAND_VOLUME, 1},       {'=', TP_COMMAND_VOLUME, 1},
    {KEY_DOWN, TP_COMMAND_VOLUME, -1}, {'-', TP_COMMAND_VOLUME, -1},
    {'m', TP_COMMAND_MUTE, 0},         {'q', TP_COMMAND_STOP, 0},
    {'Q', TP_COMMAND_STOP, 0},         {'N', TP_COMMAND_NEXT, 0},
    {'w', TP_COMMAND_WORDS, -1},       {'W', TP_COMMAND_WORDS, 1},
};

static void every_key_gives_its_command_in_every_kind_of_step(void **unused)
{
    const struct tp_step_info *const infos[] = {&in_hold, &in_rest, &in_move};
    (void)unused;
    for (size_t s = 0; s < COUNT(infos); s++)
        for (size_t i = 0; i < COUNT(commands); i++) {
            struct tp_session_state state = at(infos[s]);
            expect(commands[i].key, &state, TP_KEY_COMMAND, commands[i].kind);
        }
}

static void volume_and_words_go_by_one_step_up_or_down(void **unused)
{
    struct tp_session_state state = at(&in_rest);
    (void)unused;
    for (size_t i = 0; i < COUNT(commands); i++) {
        struct tp_keys keys = fresh();
        struct tp_command command;
        tp_keys_press(&keys, commands[i].key, 0, &state, &command);
        if (commands[i].steps != 0)
            assert_true(tp_value_equal(command.value, tp_value_number(commands[i].steps)));
        else
            assert_int_equal(command.value.kind, TP_VALUE_NIL);
    }
}

static void space_pauses_and_goes_on(void **unused)
{
    struct tp_session_state state = at(&in_move);
    (void)unused;
    expect(' ', &state, TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    state.paused = true;
    expect(' ', &state, TP_KEY_COMMAND, TP_COMMAND_RESUME);
}

static void the_question_mark_asks_for_the_page_of_keys(void **unused)
{
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    expect('?', &state, TP_KEY_HELP, TP_COMMAND_COUNT);
}

/* ---- keys without a meaning ---- */

static void in_a_hold_every_key_without_a_meaning_is_a_pause(void **unused)
{
    static const int free_keys[] = {'x',       '5',           '\t',      '\n', '\r',
                                    KEY_ENTER, KEY_BACKSPACE, KEY_HOME,  27,   UNKNOWN_FUNCTION,
                                    127,       TP_KEY_LETTER, KEY_NPAGE, '#',  KEY_IC};
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    for (size_t i = 0; i < COUNT(free_keys); i++)
        expect(free_keys[i], &state, TP_KEY_COMMAND, TP_COMMAND_PAUSE);
}

static void outside_a_hold_they_do_nothing(void **unused)
{
    struct tp_session_state state = at(&in_rest), early = {.run = {.pressure = -1}};
    (void)unused;
    expect_nothing('x', &state);
    expect_nothing('\n', &state);
    expect_nothing('x', &early);
}

static void a_free_key_never_ends_a_pause(void **unused)
{
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    state.paused = true;
    expect_nothing('x', &state);
}

static void a_new_size_a_mouse_and_control_letters_are_no_keys(void **unused)
{
    static const int silent[] = {KEY_RESIZE, KEY_MOUSE, CTRL_L, 1, 0, -1};
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    for (size_t i = 0; i < COUNT(silent); i++)
        expect_nothing(silent[i], &state);
}

static void a_session_that_ends_is_not_paused_by_a_free_key(void **unused)
{
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    state.stopping = true;
    expect_nothing('x', &state);
    expect('q', &state, TP_KEY_COMMAND, TP_COMMAND_STOP);
    state.over = true;
    expect_nothing('x', &state);
}

/* ---- questions ---- */

/* Keys pressed one after another; the answer that the last one gives, −1 when none does. */
static const struct {
    double min, max;
    const char *keys;
    double answer;
} numbers[] = {
    {0, 10, "7", 7},
    {0, 10, "0", 0},
    {0, 10, "1", -1},
    {0, 10, "10", 10},
    {0, 10, "1\n", 1},
    {0, 10, "1\r", 1},
    {0, 10, "15", 15},
    {0, 10, "\n", -1},
    {0, 10, "\b", -1},
    {0, 10, "1\b", -1},
    {0, 10, "1\b\n", -1},
    {0, 10, "1\b4", 4},
    {0, 100, "9", -1},
    {0, 100, "11", 11},
    {0, 100, "10", -1},
    {0, 100, "100", 100},
    {1, 5, "1", 1},
    {1, 5, "0", 0},
    {3, 10, "2", 2},
    {20, 29, "2", -1},
    {20, 29, "27", 27},
    {20, 29, "3", 3},
    {0, 1000, "1000", 1000},
    {0, 1000, "999", 999},
    {0, 0.5, "1", 1},
    {5, 5, "5", 5},
    {0, 10,
     "1\x7f"
     "8",
     8},
};

static void a_number_is_over_as_soon_as_it_can_only_be_that_one(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct tp_question question = {
            .kind = TP_ASK_NUMBER, .min = numbers[i].min, .max = numbers[i].max};
        struct tp_session_state state = asking(&question);
        struct tp_keys keys = fresh();
        struct tp_command command = {.kind = TP_COMMAND_COUNT};
        enum tp_key_does does = TP_KEY_NOTHING;
        for (const char *key = numbers[i].keys; *key; key++) {
            assert_int_equal(does, TP_KEY_NOTHING);
            does = tp_keys_press(&keys, *key, 0, &state, &command);
        }
        if (numbers[i].answer < 0) {
            assert_int_equal(does, TP_KEY_NOTHING);
            continue;
        }
        assert_int_equal(does, TP_KEY_COMMAND);
        assert_int_equal(command.kind, TP_COMMAND_ANSWER);
        assert_true(tp_value_equal(command.value, tp_value_number(numbers[i].answer)));
        assert_int_equal(keys.digit_count, 0);
        assert_string_equal(keys.digits, "");
    }
}

static void a_number_is_over_one_and_a_half_seconds_after_its_last_digit(void **unused)
{
    struct tp_session_state state = asking(&number);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    assert_false(tp_keys_tick(&keys, 5000, &state, &command));
    tp_keys_press(&keys, '1', 5000, &state, &command);
    assert_string_equal(keys.digits, "1");
    assert_false(tp_keys_tick(&keys, 6499, &state, &command));
    assert_true(tp_keys_tick(&keys, 6500, &state, &command));
    assert_int_equal(command.kind, TP_COMMAND_ANSWER);
    assert_true(tp_value_equal(command.value, tp_value_number(1)));
    assert_false(tp_keys_tick(&keys, 9000, &state, &command));
}

static void digits_of_one_question_never_answer_another(void **unused)
{
    struct tp_session_state state = asking(&number), later = asking(&number);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    later.run.step++;
    tp_keys_press(&keys, '1', 0, &state, &command);
    assert_false(tp_keys_tick(&keys, 5000, &later, &command));
    assert_int_equal(tp_keys_press(&keys, '0', 5000, &later, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_number(0)));
    tp_keys_press(&keys, '1', 6000, &later, &command);
    state.run.question = NULL;
    assert_false(tp_keys_tick(&keys, 9000, &state, &command));
    assert_string_equal(keys.digits, "");
}

static void yes_and_no_win_over_next(void **unused)
{
    struct tp_session_state state = asking(&yes_no);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    assert_int_equal(tp_keys_press(&keys, 'n', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_bool(false)));
    assert_int_equal(tp_keys_press(&keys, 'Y', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    expect(KEY_RIGHT, &state, TP_KEY_COMMAND, TP_COMMAND_NEXT);
    expect_nothing('5', &state);
}

static void enter_and_space_say_ready(void **unused)
{
    static const int said[] = {'\n', '\r', KEY_ENTER, ' '};
    struct tp_session_state state = asking(&ready);
    (void)unused;
    for (size_t i = 0; i < COUNT(said); i++) {
        struct tp_keys keys = fresh();
        struct tp_command command;
        assert_int_equal(tp_keys_press(&keys, said[i], 0, &state, &command), TP_KEY_COMMAND);
        assert_int_equal(command.kind, TP_COMMAND_ANSWER);
        assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    }
}

static const struct tp_question counted = {
    .kind = TP_ASK_NUMBER, .min = 0, .max = 10, .counted_count = 11};

static void any_key_takes_the_number_that_is_counted(void **unused)
{
    static const int any[] = {' ', 'n', 'x', 'B', '\n', KEY_LEFT, 27, '\t', TP_KEY_LETTER, 'w'};
    struct tp_session_state state = asking(&counted);
    (void)unused;
    for (size_t i = 0; i < COUNT(any); i++) {
        struct tp_keys keys = fresh();
        struct tp_command command;
        assert_int_equal(tp_keys_press(&keys, any[i], 0, &state, &command), TP_KEY_COMMAND);
        assert_int_equal(command.kind, TP_COMMAND_ANSWER);
        assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    }
}

static void sound_help_and_the_way_out_work_while_it_counts(void **unused)
{
    struct tp_session_state state = asking(&counted);
    (void)unused;
    expect('+', &state, TP_KEY_COMMAND, TP_COMMAND_VOLUME);
    expect(KEY_DOWN, &state, TP_KEY_COMMAND, TP_COMMAND_VOLUME);
    expect('m', &state, TP_KEY_COMMAND, TP_COMMAND_MUTE);
    expect('Q', &state, TP_KEY_COMMAND, TP_COMMAND_STOP);
    expect('?', &state, TP_KEY_HELP, TP_COMMAND_COUNT);
    expect_nothing('\b', &state);
    expect_nothing(KEY_RESIZE, &state);
    expect_nothing(CTRL_L, &state);
}

static void digits_answer_while_it_counts(void **unused)
{
    struct tp_session_state state = asking(&counted);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    assert_int_equal(tp_keys_press(&keys, '1', 0, &state, &command), TP_KEY_NOTHING);
    assert_int_equal(tp_keys_press(&keys, ' ', 0, &state, &command), TP_KEY_COMMAND);
    assert_int_equal(command.kind, TP_COMMAND_PAUSE); /* no longer "this one" */
    assert_int_equal(tp_keys_press(&keys, '\n', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_number(1)));
    assert_int_equal(tp_keys_press(&keys, '6', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_number(6)));
}

static void a_step_that_waits_is_ended_by_enter_and_paused_by_space(void **unused)
{
    static const struct tp_question implied = {.kind = TP_ASK_READY, .implied = true};
    struct tp_session_state state = asking(&implied);
    (void)unused;
    expect(' ', &state, TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    expect('\n', &state, TP_KEY_COMMAND, TP_COMMAND_ANSWER);
    expect('n', &state, TP_KEY_COMMAND, TP_COMMAND_NEXT);
    expect_nothing('x', &state);
}

static void a_digit_makes_a_choice(void **unused)
{
    struct tp_session_state state = asking(&choice);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    assert_int_equal(tp_keys_press(&keys, '2', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_text("shoulder")));
    expect_nothing('4', &state);
    expect_nothing('0', &state);
    expect_nothing('9', &state);
}

static void commands_go_on_working_while_a_question_stands(void **unused)
{
    const struct tp_question *const questions[] = {&number, &yes_no, &choice, &ready};
    (void)unused;
    for (size_t q = 0; q < COUNT(questions); q++)
        for (size_t i = 0; i < COUNT(commands); i++) {
            struct tp_session_state state = asking(questions[q]);
            struct tp_keys keys = fresh();
            if (!tp_keys_answers(&keys, commands[i].key, &state))
                expect(commands[i].key, &state, TP_KEY_COMMAND, commands[i].kind);
        }
}

static void a_pause_keeps_a_question_from_taking_keys(void **unused)
{
    struct tp_session_state state = asking(&ready);
    struct tp_keys keys = fresh();
    struct tp_command command;
    (void)unused;
    state.paused = true;
    expect(' ', &state, TP_KEY_COMMAND, TP_COMMAND_RESUME);
    state.run.question = &number;
    expect_nothing('7', &state);
    state.paused = false;
    tp_keys_press(&keys, '1', 0, &state, &command);
    state.paused = true;
    assert_false(tp_keys_tick(&keys, 9000, &state, &command));
}

/* ---- any key ---- */

static const int any_key[] = {' ', 'n', 'x', 'Y', '7', '\r', KEY_LEFT, 27, 127, TP_KEY_LETTER, 'w'};

static void any_key_begins_at_the_gate_and_goes_on_after_long(void **unused)
{
    struct tp_session_state state = {.gate = true, .run = {.pressure = -1}}, back = at(&in_hold);
    (void)unused;
    back.paused = back.awaited = true;
    for (size_t i = 0; i < COUNT(any_key); i++) {
        expect(any_key[i], &state, TP_KEY_COMMAND, TP_COMMAND_RESUME);
        expect(any_key[i], &back, TP_KEY_COMMAND, TP_COMMAND_RESUME);
    }
}

static void any_key_takes_what_is_offered(void **unused)
{
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    state.offer = true;
    for (size_t i = 0; i < COUNT(any_key); i++) {
        struct tp_keys keys = fresh();
        struct tp_command command;
        assert_int_equal(tp_keys_press(&keys, any_key[i], 0, &state, &command), TP_KEY_COMMAND);
        assert_int_equal(command.kind, TP_COMMAND_ANSWER);
        assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    }
}

static void sound_help_and_the_way_out_are_not_any_key(void **unused)
{
    struct tp_session_state states[2] = {at(&in_rest), at(&in_rest)};
    (void)unused;
    states[0].gate = true;
    states[1].offer = true;
    for (size_t i = 0; i < COUNT(states); i++) {
        expect('+', &states[i], TP_KEY_COMMAND, TP_COMMAND_VOLUME);
        expect(KEY_DOWN, &states[i], TP_KEY_COMMAND, TP_COMMAND_VOLUME);
        expect('m', &states[i], TP_KEY_COMMAND, TP_COMMAND_MUTE);
        expect('q', &states[i], TP_KEY_COMMAND, TP_COMMAND_STOP);
        expect('?', &states[i], TP_KEY_HELP, TP_COMMAND_COUNT);
        expect_nothing(KEY_RESIZE, &states[i]);
        expect_nothing(CTRL_L, &states[i]);
        states[i].stopping = true;
        expect_nothing('x', &states[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_gives_its_command_in_every_kind_of_step),
        cmocka_unit_test(volume_and_words_go_by_one_step_up_or_down),
        cmocka_unit_test(space_pauses_and_goes_on),
        cmocka_unit_test(the_question_mark_asks_for_the_page_of_keys),
        cmocka_unit_test(in_a_hold_every_key_without_a_meaning_is_a_pause),
        cmocka_unit_test(outside_a_hold_they_do_nothing),
        cmocka_unit_test(a_free_key_never_ends_a_pause),
        cmocka_unit_test(a_new_size_a_mouse_and_control_letters_are_no_keys),
        cmocka_unit_test(a_session_that_ends_is_not_paused_by_a_free_key),
        cmocka_unit_test(a_number_is_over_as_soon_as_it_can_only_be_that_one),
        cmocka_unit_test(a_number_is_over_one_and_a_half_seconds_after_its_last_digit),
        cmocka_unit_test(digits_of_one_question_never_answer_another),
        cmocka_unit_test(yes_and_no_win_over_next),
        cmocka_unit_test(enter_and_space_say_ready),
        cmocka_unit_test(any_key_takes_the_number_that_is_counted),
        cmocka_unit_test(sound_help_and_the_way_out_work_while_it_counts),
        cmocka_unit_test(digits_answer_while_it_counts),
        cmocka_unit_test(a_step_that_waits_is_ended_by_enter_and_paused_by_space),
        cmocka_unit_test(a_digit_makes_a_choice),
        cmocka_unit_test(commands_go_on_working_while_a_question_stands),
        cmocka_unit_test(any_key_begins_at_the_gate_and_goes_on_after_long),
        cmocka_unit_test(any_key_takes_what_is_offered),
        cmocka_unit_test(sound_help_and_the_way_out_are_not_any_key),
        cmocka_unit_test(a_pause_keeps_a_question_from_taking_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
