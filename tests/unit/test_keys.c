/* What keys mean, moment by moment. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/cli/keys.h"

#include <ncurses.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { CTRL_L = 12, UNKNOWN_FUNCTION = KEY_F(5) };

static const struct tp_step_info in_hold = {.kind = "hold", .pressure = 4},
                                 in_rest = {.kind = "rest", .pressure = 4},
                                 in_move = {.kind = "move", .pressure = -1};

static struct tp_session_state at(const struct tp_step_info *info)
{
    struct tp_session_state state = {.run = {.step = 3, .info = info, .pressure = info->pressure}};
    return state;
}

static struct tp_session_state asking(const struct tp_question *question)
{
    static const struct tp_step_info ask = {.kind = "ask", .pressure = -1};
    struct tp_session_state state = at(&ask);
    state.run.question = question;
    return state;
}

static void expect(int key, const struct tp_session_state *state, enum tp_key_does does,
                   enum tp_command_kind kind)
{
    struct tp_keys keys = {0};
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

static void the_volume_goes_by_one_step_up_or_down(void **unused)
{
    struct tp_session_state state = at(&in_rest);
    (void)unused;
    for (size_t i = 0; i < COUNT(commands); i++) {
        struct tp_keys keys = {0};
        struct tp_command command;
        tp_keys_press(&keys, commands[i].key, 0, &state, &command);
        if (commands[i].kind == TP_COMMAND_VOLUME)
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

static const struct tp_question yes_no = {.kind = TP_ASK_YES_NO}, ready = {.kind = TP_ASK_READY},
                                choice = {.kind = TP_ASK_CHOICE,
                                          .choices = {"neck", "shoulder", "both"},
                                          .choice_count = 3};

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
        struct tp_keys keys = {0};
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

static const struct tp_question number = {.kind = TP_ASK_NUMBER, .min = 0, .max = 10};

static void a_number_is_over_one_and_a_half_seconds_after_its_last_digit(void **unused)
{
    struct tp_session_state state = asking(&number);
    struct tp_keys keys = {0};
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
    struct tp_keys keys = {0};
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
    struct tp_keys keys = {0};
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
        struct tp_keys keys = {0};
        struct tp_command command;
        assert_int_equal(tp_keys_press(&keys, said[i], 0, &state, &command), TP_KEY_COMMAND);
        assert_int_equal(command.kind, TP_COMMAND_ANSWER);
        assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    }
}

static void a_digit_makes_a_choice(void **unused)
{
    struct tp_session_state state = asking(&choice);
    struct tp_keys keys = {0};
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
            if (!tp_keys_answers(commands[i].key, &state) && commands[i].key != 'N')
                expect(commands[i].key, &state, TP_KEY_COMMAND, commands[i].kind);
        }
}

static void a_pause_keeps_a_question_from_taking_keys(void **unused)
{
    struct tp_session_state state = asking(&ready);
    struct tp_keys keys = {0};
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

/* ---- words ---- */

static void every_key_that_is_named_does_something(void **unused)
{
    const struct tp_question *const questions[] = {NULL, &number, &yes_no, &choice, &ready};
    (void)unused;
    for (size_t q = 0; q < COUNT(questions); q++)
        for (size_t i = 0; i < tp_keys_count(); i++) {
            struct tp_session_state state = questions[q] ? asking(questions[q]) : at(&in_rest);
            struct tp_key_words words;
            struct tp_keys keys = {0};
            struct tp_command command = {.kind = TP_COMMAND_COUNT};
            if (!tp_keys_words(i, &state, &words) || strlen(words.name) > 1)
                continue;
            enum tp_key_does does = tp_keys_press(&keys, *words.name, 0, &state, &command);
            assert_int_not_equal(does, TP_KEY_NOTHING);
            assert_int_not_equal(command.kind, TP_COMMAND_ANSWER);
        }
}

static bool names(const struct tp_session_state *state, const char *name, const char *word)
{
    struct tp_key_words words;
    for (size_t i = 0; i < tp_keys_count(); i++)
        if (tp_keys_words(i, state, &words) && strcmp(words.name, name) == 0)
            return strcmp(words.word, word) == 0;
    return false;
}

static void the_words_follow_the_moment(void **unused)
{
    struct tp_session_state state = at(&in_hold);
    (void)unused;
    assert_true(names(&state, "space", "pause") && names(&state, "s", "softer"));
    assert_false(names(&state, "f", "firmer"));
    state.paused = true;
    assert_true(names(&state, "space", "go on"));
    state = at(&in_rest);
    assert_true(names(&state, "f", "firmer"));
    state = at(&in_move);
    assert_false(names(&state, "s", "softer"));
    state = asking(&yes_no);
    assert_true(names(&state, "→", "next"));
    state = asking(&ready);
    assert_false(names(&state, "space", "pause"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_gives_its_command_in_every_kind_of_step),
        cmocka_unit_test(the_volume_goes_by_one_step_up_or_down),
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
        cmocka_unit_test(a_digit_makes_a_choice),
        cmocka_unit_test(commands_go_on_working_while_a_question_stands),
        cmocka_unit_test(a_pause_keeps_a_question_from_taking_keys),
        cmocka_unit_test(every_key_that_is_named_does_something),
        cmocka_unit_test(the_words_follow_the_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
