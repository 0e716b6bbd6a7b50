/* What keys mean. Must never touch the terminal: a key is a number, its meaning what keys_set.c
 * says and the moment asks for. */
#include "core/cli/keys.h"

#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPED_MS = 1500 }; /* a number is over when no digit came for so long: guide, "Keys" */

enum { TAB = 9, ESCAPE = 27 };

static bool is_digit(int key)
{
    return key >= '0' && key <= '9';
}

/* ---- questions ---- */

/* The question that takes keys now: none while time stands by the person's wish. */
static const struct tp_question *asked(const struct tp_session_state *state)
{
    bool open = !state->paused && !state->gate && !state->offer && !state->stopping && !state->over;
    return open ? state->run.question : NULL;
}

static bool is_counted(const struct tp_question *question)
{
    return question->kind == TP_ASK_NUMBER && question->counted_count > 0;
}

/* Sound, help and the way out work at any moment. */
static bool is_always(const struct tp_keys *keys, int key)
{
    enum tp_key_action action = tp_keys_command(keys, key);
    return action == TP_ACTION_LOUDER || action == TP_ACTION_QUIETER || action == TP_ACTION_MUTE ||
           action == TP_ACTION_HELP || action == TP_ACTION_STOP;
}

/* A hand that reaches for the keyboard means it, whichever key it meets. Control letters, a new
 * size or a mouse are no such hand. */
static bool is_plain(int key)
{
    bool known = key == '\n' || key == TAB || key == ESCAPE;
    return key >= ' ' || known ? key != KEY_RESIZE && key != KEY_MOUSE : false;
}

/* What "any key" means. */
static bool is_any(const struct tp_keys *keys, int key)
{
    return is_plain(key) && !is_always(keys, key);
}

/* Digits, enter and backspace make a number; while one is counted aloud, and none is being typed,
 * every other key means the one that is heard. */
static bool is_of_number(const struct tp_keys *keys, const struct tp_question *question, int key)
{
    if (is_digit(key) || key == '\n' || key == KEY_BACKSPACE)
        return true;
    return is_counted(question) && keys->digit_count == 0 && is_any(keys, key);
}

/* A step that waits until the person is there can still be paused with what pauses. */
static bool is_of_ready(const struct tp_keys *keys, const struct tp_question *question, int key)
{
    bool pauses = tp_keys_command(keys, key) == TP_ACTION_PAUSE;
    return tp_keys_is(keys, TP_ACTION_READY, key) && !(question->implied && pauses);
}

/* Whether the key is one of the question's own, whatever it does at the moment. */
static bool is_taken(const struct tp_keys *keys, const struct tp_question *question, int key)
{
    switch (question->kind) {
    case TP_ASK_NUMBER:
        return is_of_number(keys, question, key);
    case TP_ASK_YES_NO:
        return tp_keys_is(keys, TP_ACTION_YES, key) || tp_keys_is(keys, TP_ACTION_NO, key);
    case TP_ASK_CHOICE:
        return is_digit(key);
    case TP_ASK_READY:
        return is_of_ready(keys, question, key);
    }
    return false;
}

static enum tp_key_does give(struct tp_keys *keys, struct tp_command *command,
                             struct tp_value answer)
{
    keys->digit_count = 0;
    keys->digits[0] = '\0';
    *command = (struct tp_command){TP_COMMAND_ANSWER, answer};
    return TP_KEY_COMMAND;
}

static enum tp_key_does give_number(struct tp_keys *keys, struct tp_command *command)
{
    return give(keys, command, tp_value_number(strtod(keys->digits, NULL)));
}

/* Whether more digits could still make an answer of it: 1 of 0–10 may become 10, 7 may not. */
static bool may_grow(const struct tp_keys *keys, const struct tp_question *question)
{
    double least = strtod(keys->digits, NULL), span = 1;
    if (least <= 0 || keys->digit_count + 1 >= (int)sizeof keys->digits)
        return false;
    while ((least *= 10) <= question->max) {
        span *= 10;
        if (least + span - 1 >= question->min)
            return true;
    }
    return false;
}

/* What cannot be an answer any more is given too, so that the person hears that it was not
 * understood. */
static enum tp_key_does type_digit(struct tp_keys *keys, int key, uint64_t now_ms,
                                   const struct tp_question *question, struct tp_command *command)
{
    keys->digits[keys->digit_count++] = (char)key;
    keys->digits[keys->digit_count] = '\0';
    keys->typed_ms = now_ms;
    return may_grow(keys, question) ? TP_KEY_NOTHING : give_number(keys, command);
}

static enum tp_key_does type_number(struct tp_keys *keys, int key, uint64_t now_ms,
                                    const struct tp_question *question, struct tp_command *command)
{
    if (is_digit(key))
        return type_digit(keys, key, now_ms, question, command);
    if (key == KEY_BACKSPACE) {
        if (keys->digit_count > 0)
            keys->digits[--keys->digit_count] = '\0';
        return TP_KEY_NOTHING;
    }
    if (keys->digit_count > 0)
        return give_number(keys, command);
    return is_counted(question) ? give(keys, command, tp_value_bool(true)) : TP_KEY_NOTHING;
}

static enum tp_key_does choose(struct tp_keys *keys, int key, const struct tp_question *question,
                               struct tp_command *command)
{
    int index = key - '1';
    if (index < 0 || index >= question->choice_count)
        return TP_KEY_NOTHING;
    snprintf(keys->text, sizeof keys->text, "%s", question->choices[index]);
    return give(keys, command, tp_value_text(keys->text));
}

static enum tp_key_does answer(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_question *question, struct tp_command *command)
{
    switch (question->kind) {
    case TP_ASK_NUMBER:
        return type_number(keys, key, now_ms, question, command);
    case TP_ASK_YES_NO:
        return give(keys, command, tp_value_bool(tp_keys_is(keys, TP_ACTION_YES, key)));
    case TP_ASK_CHOICE:
        return choose(keys, key, question, command);
    case TP_ASK_READY:
        return give(keys, command, tp_value_bool(true));
    }
    return TP_KEY_NOTHING;
}

/* Digits belong to the question for which they were typed. */
static void forget_old_digits(struct tp_keys *keys, const struct tp_session_state *state)
{
    if (!state->run.question || keys->step != state->run.step) {
        keys->digit_count = 0;
        keys->digits[0] = '\0';
    }
    keys->step = state->run.step;
}

/* ---- commands ---- */

static bool in_hold(const struct tp_session_state *state)
{
    return state->run.info && strcmp(state->run.info->kind, "hold") == 0 && !state->paused &&
           !state->stopping && !state->over;
}

/* What each action asks for; help and answers are no commands. */
static const struct tp_command commands[TP_ACTION_YES] = {
    [TP_ACTION_PAUSE] = {.kind = TP_COMMAND_PAUSE},
    [TP_ACTION_NEXT] = {.kind = TP_COMMAND_NEXT},
    [TP_ACTION_BACK] = {.kind = TP_COMMAND_BACK},
    [TP_ACTION_REPEAT] = {.kind = TP_COMMAND_REPEAT},
    [TP_ACTION_AGAIN] = {.kind = TP_COMMAND_AGAIN},
    [TP_ACTION_SOFTER] = {.kind = TP_COMMAND_SOFTER},
    [TP_ACTION_FIRMER] = {.kind = TP_COMMAND_FIRMER},
    [TP_ACTION_LOUDER] = {TP_COMMAND_VOLUME, {TP_VALUE_NUMBER, .number = 1}},
    [TP_ACTION_QUIETER] = {TP_COMMAND_VOLUME, {TP_VALUE_NUMBER, .number = -1}},
    [TP_ACTION_FEWER] = {TP_COMMAND_WORDS, {TP_VALUE_NUMBER, .number = -1}},
    [TP_ACTION_MORE] = {TP_COMMAND_WORDS, {TP_VALUE_NUMBER, .number = 1}},
    [TP_ACTION_MUTE] = {.kind = TP_COMMAND_MUTE},
    [TP_ACTION_STOP] = {.kind = TP_COMMAND_STOP},
};

static enum tp_key_does carry(enum tp_key_action action, const struct tp_session_state *state,
                              struct tp_command *command)
{
    if (action == TP_ACTION_HELP)
        return TP_KEY_HELP;
    *command = commands[action];
    if (action == TP_ACTION_PAUSE && state->paused)
        command->kind = TP_COMMAND_RESUME;
    return TP_KEY_COMMAND;
}

/* The key as the question takes it: a capital is its small letter there; 0 when it does not. */
static int answer_key(const struct tp_keys *keys, int key, const struct tp_question *question)
{
    key = tp_keys_one(key);
    if (is_taken(keys, question, key))
        return key;
    return is_taken(keys, question, tp_keys_folded(key)) ? tp_keys_folded(key) : 0;
}

/* At the gate, while something is offered, and once the sound is back after long: any key takes it.
 */
static bool waits_for_any(const struct tp_session_state *state)
{
    bool waits = state->gate || state->offer || state->awaited;
    return waits && !state->stopping && !state->over;
}

static enum tp_key_does take(struct tp_keys *keys, const struct tp_session_state *state,
                             struct tp_command *command)
{
    if (state->offer)
        return give(keys, command, tp_value_bool(true));
    *command = (struct tp_command){.kind = TP_COMMAND_RESUME};
    return TP_KEY_COMMAND;
}

bool tp_keys_answers(const struct tp_keys *keys, int key, const struct tp_session_state *state)
{
    if (waits_for_any(state))
        return is_any(keys, tp_keys_one(key));
    const struct tp_question *question = asked(state);
    return question && answer_key(keys, key, question) != 0;
}

enum tp_key_does tp_keys_press(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_session_state *state, struct tp_command *command)
{
    const struct tp_question *question = asked(state);
    key = tp_keys_one(key);
    forget_old_digits(keys, state);
    if (waits_for_any(state) && is_any(keys, key))
        return take(keys, state, command);
    int answering = question ? answer_key(keys, key, question) : 0;
    if (answering != 0)
        return answer(keys, answering, now_ms, question, command);
    enum tp_key_action action = tp_keys_command(keys, key);
    if (action != TP_ACTIONS)
        return carry(action, state, command);
    if (!is_plain(key) || !in_hold(state))
        return TP_KEY_NOTHING;
    *command = (struct tp_command){.kind = TP_COMMAND_PAUSE};
    return TP_KEY_COMMAND;
}

bool tp_keys_tick(struct tp_keys *keys, uint64_t now_ms, const struct tp_session_state *state,
                  struct tp_command *command)
{
    const struct tp_question *question = asked(state);
    forget_old_digits(keys, state);
    if (!question || keys->digit_count == 0 || now_ms - keys->typed_ms < TYPED_MS)
        return false;
    return give_number(keys, command) == TP_KEY_COMMAND;
}
