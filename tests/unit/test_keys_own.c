/* Keys of one's own, and what the screen names them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/keys_rig.h"

#include <stdio.h>
#include <string.h>

/* ---- keys of one's own ---- */

/* The keys with these wishes: "action key action key". */
static int give(struct tp_keys *keys, size_t *wrong, struct tp_err *err, const char *text)
{
    static char words[400];
    struct tp_key_wish wishes[32];
    size_t count = 0;
    snprintf(words, sizeof words, "%s", text);
    tp_keys_init(keys);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        wishes[count++] = (struct tp_key_wish){word, strtok(NULL, " ")};
    return tp_keys_give(keys, wishes, count, wrong, err);
}

static struct tp_keys own(const char *text)
{
    struct tp_keys keys;
    struct tp_err err = {0};
    size_t wrong;
    if (give(&keys, &wrong, &err, text) != 0)
        fail_msg("%s: %s", text, err.text);
    return keys;
}

static void expect_own(struct tp_keys keys, int key, enum tp_key_does does,
                       enum tp_command_kind kind)
{
    struct tp_session_state state = at(&in_rest);
    struct tp_command command = {.kind = TP_COMMAND_COUNT};
    assert_int_equal(tp_keys_press(&keys, key, 0, &state, &command), does);
    if (does == TP_KEY_COMMAND)
        assert_int_equal(command.kind, kind);
}

static void a_key_of_ones_own_is_taken_from_what_it_did(void **unused)
{
    struct tp_keys keys = own("pause b");
    (void)unused;
    expect_own(keys, 'b', TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    expect_own(keys, 'B', TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    expect_own(keys, KEY_LEFT, TP_KEY_COMMAND, TP_COMMAND_BACK);
    expect_own(keys, ' ', TP_KEY_NOTHING, TP_COMMAND_COUNT);
    keys = own("pause F5 pause page-down next tab softer - quieter , more w fewer F24");
    expect_own(keys, KEY_F(5), TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    expect_own(keys, KEY_NPAGE, TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    expect_own(keys, '\t', TP_KEY_COMMAND, TP_COMMAND_NEXT);
    expect_own(keys, 'n', TP_KEY_NOTHING, TP_COMMAND_COUNT);
    expect_own(keys, '-', TP_KEY_COMMAND, TP_COMMAND_SOFTER);
    expect_own(keys, ',', TP_KEY_COMMAND, TP_COMMAND_VOLUME);
    expect_own(keys, KEY_F(24), TP_KEY_COMMAND, TP_COMMAND_WORDS);
    expect_own(keys, 'W', TP_KEY_COMMAND, TP_COMMAND_WORDS);
}

static void every_action_and_every_key_has_a_name(void **unused)
{
    static const char *const names[] = {"pause",  "next",   "back",    "repeat", "again", "softer",
                                        "firmer", "louder", "quieter", "fewer",  "more",  "mute",
                                        "help",   "stop",   "yes",     "no",     "ready"};
    static const struct {
        const char *name;
        int key;
    } keys[] = {
        {"space", ' '},
        {"enter", '\r'},
        {"left", KEY_LEFT},
        {"right", KEY_RIGHT},
        {"up", KEY_UP},
        {"down", KEY_DOWN},
        {"F1", KEY_F(1)},
        {"F24", KEY_F(24)},
        {"page-up", KEY_PPAGE},
        {"page-down", KEY_NPAGE},
        {"tab", '\t'},
        {"escape", 27},
        {"backspace", 127},
        {"home", KEY_HOME},
        {"end", KEY_END},
        {"insert", KEY_IC},
        {"delete", KEY_DC},
        {"?", '?'},
        {"5", '5'},
        {"~", '~'},
    };
    char wish[40];
    (void)unused;
    assert_int_equal(COUNT(names), TP_ACTIONS);
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(wish, sizeof wish, "%s F9", names[i]);
        struct tp_keys given = own(wish);
        assert_true(tp_keys_is(&given, (enum tp_key_action)i, KEY_F(9)));
    }
    for (size_t i = 0; i < COUNT(keys); i++) {
        snprintf(wish, sizeof wish, "pause %s", keys[i].name);
        expect_own(own(wish), keys[i].key, TP_KEY_COMMAND, TP_COMMAND_PAUSE);
    }
}

static void questions_and_commands_may_share_a_key(void **unused)
{
    struct tp_keys keys = own("next y pause F5 ready F5");
    struct tp_session_state state = asking(&yes_no);
    struct tp_command command;
    (void)unused;
    expect_own(keys, 'y', TP_KEY_COMMAND, TP_COMMAND_NEXT);
    assert_int_equal(tp_keys_press(&keys, 'y', 0, &state, &command), TP_KEY_COMMAND);
    assert_true(tp_value_equal(command.value, tp_value_bool(true)));
    state = asking(&ready);
    assert_int_equal(tp_keys_press(&keys, KEY_F(5), 0, &state, &command), TP_KEY_COMMAND);
    assert_int_equal(command.kind, TP_COMMAND_ANSWER);
    assert_int_equal(tp_keys_press(&keys, ' ', 0, &state, &command), TP_KEY_NOTHING);
}

static void a_mistake_is_named_with_the_nearest_right_one(void **unused)
{
    static const struct {
        const char *wishes;
        size_t wrong;
        const char *text;
    } mistakes[] = {
        {"pause spcae", 0, "\"spcae\" is not a key; did you mean \"space\"?"},
        {"next x pause F25", 1,
         "\"F25\" is not a key: a character, or a name such as space, enter, left, F5"},
        {"pause ö", 0, "\"ö\" is not a key: a character, or a name such as space, enter, left, F5"},
        {"puase x", 0, "no key does 'puase'; did you mean 'pause'?"},
        {"volume x", 0, "no key does 'volume'; see the keys in README.md"},
        {"pause x next x", 1, "\"x\" is given to both pause and next"},
        {"yes x no x", 1, "\"x\" is given to both yes and no"},
        {"next space", 1, "no key is left for pause"},
        {"help q", 1, "no key is left for stop"},
        {"pause a pause b pause c pause d pause e", 4, "pause has more than 4 keys"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        struct tp_keys keys;
        struct tp_err err;
        size_t wrong;
        assert_int_equal(give(&keys, &wrong, &err, mistakes[i].wishes), -TP_EUSAGE);
        assert_string_equal(err.text, mistakes[i].text);
        assert_int_equal(wrong, mistakes[i].wrong);
    }
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
            struct tp_keys keys = fresh();
            struct tp_command command = {.kind = TP_COMMAND_COUNT};
            if (!tp_keys_words(&keys, i, &state, &words) || strlen(words.name) > 1)
                continue;
            enum tp_key_does does = tp_keys_press(&keys, *words.name, 0, &state, &command);
            assert_int_not_equal(does, TP_KEY_NOTHING);
            assert_int_not_equal(command.kind, TP_COMMAND_ANSWER);
        }
}

static bool names(const struct tp_session_state *state, const char *name, const char *word)
{
    struct tp_key_words words;
    struct tp_keys keys = fresh();
    for (size_t i = 0; i < tp_keys_count(); i++)
        if (tp_keys_words(&keys, i, state, &words) && strcmp(words.name, name) == 0)
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

static void the_words_name_the_keys_that_are_set(void **unused)
{
    struct tp_session_state state = at(&in_rest);
    struct tp_keys keys = own("pause b next F5 repeat page-up again r");
    struct tp_key_words words;
    (void)unused;
    for (size_t i = 0; i < tp_keys_count(); i++) {
        if (!tp_keys_words(&keys, i, &state, &words))
            continue;
        const char *const name = words.action == TP_ACTION_PAUSE    ? "b"
                                 : words.action == TP_ACTION_NEXT   ? "F5"
                                 : words.action == TP_ACTION_BACK   ? "←"
                                 : words.action == TP_ACTION_REPEAT ? "page-up"
                                 : words.action == TP_ACTION_AGAIN  ? "r"
                                                                    : words.name;
        assert_string_equal(words.name, name);
    }
    keys = own("again r");
    for (size_t i = 0; i < tp_keys_count(); i++)
        assert_true(tp_keys_words(&keys, i, &state, &words) || words.action == TP_ACTION_REPEAT);
}

static void a_key_that_does_another_thing_now_is_hinted_at(void **unused)
{
    static const struct tp_question counted = {
        .kind = TP_ASK_NUMBER, .max = 10, .counted_count = 11};
    static const struct tp_question implied = {.kind = TP_ASK_READY, .implied = true};
    struct tp_keys keys = fresh(), swapped = own("ready space ready F5");
    struct tp_session_state state = at(&in_rest);
    char text[TP_KEYS_HINT];
    (void)unused;
    assert_string_equal(tp_keys_hint(&keys, &state, text), "");
    state.gate = true;
    assert_string_equal(tp_keys_hint(&keys, &state, text), "any key: begin");
    state.back = state.paused = true;
    assert_string_equal(tp_keys_hint(&keys, &state, text), "any key: go on");
    state.back = state.paused = false;
    state.gate = false;
    state.offer = true;
    assert_string_equal(tp_keys_hint(&keys, &state, text), "any key: yes");
    state = asking(&counted);
    assert_string_equal(tp_keys_hint(&keys, &state, text), "any key at your number");
    state = asking(&implied);
    assert_string_equal(tp_keys_hint(&keys, &state, text), "enter: I am there");
    assert_string_equal(tp_keys_hint(&swapped, &state, text), "F5: I am there");
    state.paused = true;
    assert_string_equal(tp_keys_hint(&keys, &state, text), "");
    state = asking(&ready);
    assert_string_equal(tp_keys_hint(&keys, &state, text), "");
}

static void at_the_gate_only_what_works_there_is_named(void **unused)
{
    struct tp_session_state state = at(&in_rest);
    struct tp_keys keys = fresh();
    (void)unused;
    state.gate = true;
    for (size_t i = 0; i < tp_keys_count(); i++) {
        struct tp_key_words words;
        bool named = tp_keys_words(&keys, i, &state, &words);
        bool sound = words.action == TP_ACTION_LOUDER || words.action == TP_ACTION_QUIETER ||
                     words.action == TP_ACTION_MUTE;
        assert_int_equal(named,
                         sound || words.action == TP_ACTION_HELP || words.action == TP_ACTION_STOP);
    }
}

static void plugins_know_keys_by_the_names_of_the_config(void **unused)
{
    char name[TP_KEY_NAME];
    (void)unused;
    assert_string_equal(tp_keys_word(KEY_UP, name), "up");
    assert_string_equal(tp_keys_word(' ', name), "space");
    assert_string_equal(tp_keys_word('\r', name), "enter");
    assert_string_equal(tp_keys_word('b', name), "b");
    assert_string_equal(tp_keys_word('B', name), "B");
    assert_string_equal(tp_keys_word(KEY_F(5), name), "F5");
    assert_string_equal(tp_keys_word(TP_KEY_LETTER, name), "");
    assert_string_equal(tp_keys_word(-1, name), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_ones_own_is_taken_from_what_it_did),
        cmocka_unit_test(plugins_know_keys_by_the_names_of_the_config),
        cmocka_unit_test(every_action_and_every_key_has_a_name),
        cmocka_unit_test(questions_and_commands_may_share_a_key),
        cmocka_unit_test(a_mistake_is_named_with_the_nearest_right_one),
        cmocka_unit_test(every_key_that_is_named_does_something),
        cmocka_unit_test(the_words_follow_the_moment),
        cmocka_unit_test(a_key_that_does_another_thing_now_is_hinted_at),
        cmocka_unit_test(at_the_gate_only_what_works_there_is_named),
        cmocka_unit_test(the_words_name_the_keys_that_are_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
