/* What keys mean. Must never touch the terminal: a key is a number, its meaning a row of the table.
 */
#include "core/cli/keys.h"

#include <ctype.h>
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPED_MS = 1500 }; /* a number is over when no digit came for so long: guide, "Keys" */

enum { TAB = 9, ESCAPE = 27, DELETE = 127 };

/* What a key does when no question wants it. */
static const struct row {
    int keys[3];
    enum tp_command_kind command; /* TP_COMMAND_COUNT: the page of keys */
    double steps;                 /* of volume */
} rows[] = {
    {{' '}, TP_COMMAND_PAUSE, 0},
    {{'n', KEY_RIGHT}, TP_COMMAND_NEXT, 0},
    {{'b', KEY_LEFT}, TP_COMMAND_BACK, 0},
    {{'r'}, TP_COMMAND_REPEAT, 0},
    {{'a'}, TP_COMMAND_AGAIN, 0},
    {{'s'}, TP_COMMAND_SOFTER, 0},
    {{'f'}, TP_COMMAND_FIRMER, 0},
    {{'+', '=', KEY_UP}, TP_COMMAND_VOLUME, 1},
    {{'-', KEY_DOWN}, TP_COMMAND_VOLUME, -1},
    {{'m'}, TP_COMMAND_MUTE, 0},
    {{'?'}, TP_COMMAND_COUNT, 0},
    {{'q'}, TP_COMMAND_STOP, 0},
};

/* Capitals mean what small letters mean: Caps Lock is no trap. */
static int folded(int key)
{
    return key >= 'A' && key <= 'Z' ? tolower(key) : key;
}

static const struct row *find_row(int key)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < sizeof rows[i].keys / sizeof *rows[i].keys; k++)
            if (rows[i].keys[k] != 0 && rows[i].keys[k] == key)
                return &rows[i];
    return NULL;
}

static bool is_enter(int key)
{
    return key == '\n' || key == '\r' || key == KEY_ENTER;
}

static bool is_backspace(int key)
{
    return key == KEY_BACKSPACE || key == '\b' || key == DELETE;
}

static bool is_digit(int key)
{
    return key >= '0' && key <= '9';
}

/* ---- questions ---- */

/* The question that takes keys now: none while time stands by the person's wish. */
static const struct tp_question *asked(const struct tp_session_state *state)
{
    bool open = !state->paused && !state->stopping && !state->over;
    return open ? state->run.question : NULL;
}

/* Whether the key is one of the question's own, whatever it does at the moment. */
static bool is_taken(const struct tp_question *question, int key)
{
    switch (question->kind) {
    case TP_ASK_NUMBER:
        return is_digit(key) || is_enter(key) || is_backspace(key);
    case TP_ASK_YES_NO:
        return key == 'y' || key == 'n';
    case TP_ASK_CHOICE:
        return is_digit(key);
    case TP_ASK_READY:
        return is_enter(key) || key == ' ';
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

/* A digit, enter or backspace. What cannot be an answer any more is given too, so that the person
 * hears that it was not understood. */
static enum tp_key_does type_number(struct tp_keys *keys, int key, uint64_t now_ms,
                                    const struct tp_question *question, struct tp_command *command)
{
    if (is_enter(key))
        return keys->digit_count > 0 ? give_number(keys, command) : TP_KEY_NOTHING;
    if (is_backspace(key)) {
        if (keys->digit_count > 0)
            keys->digits[--keys->digit_count] = '\0';
        return TP_KEY_NOTHING;
    }
    keys->digits[keys->digit_count++] = (char)key;
    keys->digits[keys->digit_count] = '\0';
    keys->typed_ms = now_ms;
    return may_grow(keys, question) ? TP_KEY_NOTHING : give_number(keys, command);
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
        return give(keys, command, tp_value_bool(key == 'y'));
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

/* A hand that reaches for the keyboard in a hold wants it to stop, whichever key it meets. Control
 * letters, a new size or a mouse are no such hand. */
static bool is_plain(int key)
{
    bool known = key == '\n' || key == '\r' || key == '\b' || key == TAB || key == ESCAPE;
    return key >= ' ' || known ? key != KEY_RESIZE && key != KEY_MOUSE : false;
}

static bool in_hold(const struct tp_session_state *state)
{
    return state->run.info && strcmp(state->run.info->kind, "hold") == 0 && !state->paused &&
           !state->stopping && !state->over;
}

static enum tp_key_does carry(const struct row *row, const struct tp_session_state *state,
                              struct tp_command *command)
{
    *command = (struct tp_command){.kind = row->command};
    if (row->command == TP_COMMAND_PAUSE && state->paused)
        command->kind = TP_COMMAND_RESUME;
    if (row->command == TP_COMMAND_VOLUME)
        command->value = tp_value_number(row->steps);
    return row->command == TP_COMMAND_COUNT ? TP_KEY_HELP : TP_KEY_COMMAND;
}

bool tp_keys_answers(int key, const struct tp_session_state *state)
{
    const struct tp_question *question = asked(state);
    return question && is_taken(question, key);
}

enum tp_key_does tp_keys_press(struct tp_keys *keys, int key, uint64_t now_ms,
                               const struct tp_session_state *state, struct tp_command *command)
{
    key = folded(key);
    forget_old_digits(keys, state);
    if (tp_keys_answers(key, state))
        return answer(keys, key, now_ms, state->run.question, command);
    const struct row *row = find_row(key);
    if (row)
        return carry(row, state, command);
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
