/* Which keys there are, and what each of them does. Must never give one key two meanings at the
 * same moment, nor leave the person without a pause or a stop. */
#include "core/cli/keys.h"

#include "core/base/text.h"

#include <ctype.h>
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ESCAPE = 27, DELETE = 127, FUNCTION_KEYS = 24 };

/* Keys that are no character. */
static const struct name {
    const char *name;
    const char *shown; /* NULL: the name */
    int key;
} names[] = {
    {"space", NULL, ' '},
    {"enter", NULL, '\n'},
    {"left", "←", KEY_LEFT},
    {"right", "→", KEY_RIGHT},
    {"up", "↑", KEY_UP},
    {"down", "↓", KEY_DOWN},
    {"page-up", NULL, KEY_PPAGE},
    {"page-down", NULL, KEY_NPAGE},
    {"home", NULL, KEY_HOME},
    {"end", NULL, KEY_END},
    {"insert", NULL, KEY_IC},
    {"delete", NULL, KEY_DC},
    {"tab", NULL, '\t'},
    {"escape", NULL, ESCAPE},
    {"backspace", NULL, KEY_BACKSPACE},
};

enum { NAMES = sizeof names / sizeof *names };

/* Where a key may mean one thing only. */
enum group { COMMANDS, ANSWERS, READINESS };

static const struct action {
    const char *name;
    enum group group;
    int usual[TP_KEYS_EACH];
} actions[TP_ACTIONS] = {
    [TP_ACTION_PAUSE] = {"pause", COMMANDS, {' '}},
    [TP_ACTION_NEXT] = {"next", COMMANDS, {'n', KEY_RIGHT}},
    [TP_ACTION_BACK] = {"back", COMMANDS, {'b', KEY_LEFT}},
    [TP_ACTION_REPEAT] = {"repeat", COMMANDS, {'r'}},
    [TP_ACTION_AGAIN] = {"again", COMMANDS, {'a'}},
    [TP_ACTION_SOFTER] = {"softer", COMMANDS, {'s'}},
    [TP_ACTION_FIRMER] = {"firmer", COMMANDS, {'f'}},
    [TP_ACTION_LOUDER] = {"louder", COMMANDS, {'+', KEY_UP, '='}},
    [TP_ACTION_QUIETER] = {"quieter", COMMANDS, {'-', KEY_DOWN}},
    [TP_ACTION_FEWER] = {"fewer", COMMANDS, {'w'}},
    [TP_ACTION_MORE] = {"more", COMMANDS, {'W'}},
    [TP_ACTION_MUTE] = {"mute", COMMANDS, {'m'}},
    [TP_ACTION_HELP] = {"help", COMMANDS, {'?'}},
    [TP_ACTION_STOP] = {"stop", COMMANDS, {'q'}},
    [TP_ACTION_YES] = {"yes", ANSWERS, {'y'}},
    [TP_ACTION_NO] = {"no", ANSWERS, {'n'}},
    [TP_ACTION_READY] = {"ready", READINESS, {'\n', ' '}},
};

void tp_keys_init(struct tp_keys *keys)
{
    *keys = (struct tp_keys){0};
    for (int i = 0; i < TP_ACTIONS; i++)
        memcpy(keys->set[i], actions[i].usual, sizeof keys->set[i]);
}

int tp_keys_one(int key)
{
    if (key == '\r' || key == KEY_ENTER)
        return '\n';
    return key == '\b' || key == DELETE ? KEY_BACKSPACE : key;
}

/* ---- what a key does ---- */

bool tp_keys_is(const struct tp_keys *keys, enum tp_key_action action, int key)
{
    for (int i = 0; i < TP_KEYS_EACH; i++)
        if (keys->set[action][i] != 0 && keys->set[action][i] == key)
            return true;
    return false;
}

static enum tp_key_action command_of(const struct tp_keys *keys, int key)
{
    for (int i = 0; i < TP_ACTIONS; i++)
        if (actions[i].group == COMMANDS && tp_keys_is(keys, (enum tp_key_action)i, key))
            return (enum tp_key_action)i;
    return TP_ACTIONS;
}

/* A capital means its small letter unless it has a meaning of its own: Caps Lock is no trap. */
enum tp_key_action tp_keys_command(const struct tp_keys *keys, int key)
{
    enum tp_key_action own = command_of(keys, key);
    return own == TP_ACTIONS ? command_of(keys, tp_keys_folded(key)) : own;
}

int tp_keys_folded(int key)
{
    return key >= 'A' && key <= 'Z' ? tolower(key) : key;
}

/* ---- names ---- */

static int function_key(const char *text)
{
    char *end;
    long number =
        text[0] == 'F' && isdigit((unsigned char)text[1]) ? strtol(text + 1, &end, 10) : 0;
    return number >= 1 && number <= FUNCTION_KEYS && !*end ? KEY_F((int)number) : 0;
}

/* 0 for what is no key. */
static int named(const char *text)
{
    if (text[0] > ' ' && text[0] < DELETE && !text[1])
        return text[0];
    for (size_t i = 0; i < NAMES; i++)
        if (strcmp(names[i].name, text) == 0)
            return names[i].key;
    return function_key(text);
}

static const char *name_of(int key, bool shown, char text[TP_KEY_NAME])
{
    text[0] = '\0';
    for (size_t i = 0; i < NAMES; i++)
        if (names[i].key == key)
            snprintf(text, TP_KEY_NAME, "%s",
                     shown && names[i].shown ? names[i].shown : names[i].name);
    if (key > ' ' && key < DELETE)
        snprintf(text, TP_KEY_NAME, "%c", key);
    else if (key > KEY_F0 && key <= KEY_F(FUNCTION_KEYS))
        snprintf(text, TP_KEY_NAME, "F%d", key - KEY_F0);
    return text;
}

const char *tp_keys_name(const struct tp_keys *keys, enum tp_key_action action, int which,
                         char text[TP_KEY_NAME])
{
    return name_of(which < TP_KEYS_EACH ? keys->set[action][which] : 0, true, text);
}

const char *tp_keys_word(int key, char text[TP_KEY_NAME])
{
    return name_of(tp_keys_one(key), false, text);
}

/* ---- the person's own ---- */

static int no_key(const char *text, struct tp_err *err)
{
    const char *all[NAMES];
    char shown[40];
    for (size_t i = 0; i < NAMES; i++)
        all[i] = names[i].name;
    const char *near = tp_text_nearest(text, all, NAMES);
    tp_text_clean(shown, sizeof shown, text, strlen(text));
    if (near)
        return tp_err_set(err, TP_EUSAGE, "\"%s\" is not a key; did you mean \"%s\"?", shown, near);
    return tp_err_set(err, TP_EUSAGE,
                      "\"%s\" is not a key: a character, or a name such as space, enter, left, F5",
                      shown);
}

static int find_action(const char *name, struct tp_err *err)
{
    const char *all[TP_ACTIONS];
    char shown[40];
    for (int i = 0; i < TP_ACTIONS; i++) {
        if (strcmp(actions[i].name, name) == 0)
            return i;
        all[i] = actions[i].name;
    }
    const char *near = tp_text_nearest(name, all, TP_ACTIONS);
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    if (near)
        return tp_err_set(err, TP_EUSAGE, "no key does '%s'; did you mean '%s'?", shown, near);
    return tp_err_set(err, TP_EUSAGE, "no key does '%s'; see the keys in README.md", shown);
}

/* The action of the same group that was given this key before; TP_ACTIONS when none was. */
static int given_before(const struct tp_keys *keys, const bool own[TP_ACTIONS], int action, int key)
{
    for (int i = 0; i < TP_ACTIONS; i++)
        if (i != action && own[i] && actions[i].group == actions[action].group &&
            tp_keys_is(keys, (enum tp_key_action)i, key))
            return i;
    return TP_ACTIONS;
}

static int give(struct tp_keys *keys, bool own[TP_ACTIONS], int action, const char *text,
                struct tp_err *err)
{
    int key = named(text), place = 0;
    if (key == 0)
        return no_key(text, err);
    int other = given_before(keys, own, action, key);
    if (other < TP_ACTIONS)
        return tp_err_set(err, TP_EUSAGE, "\"%s\" is given to both %s and %s", text,
                          actions[other].name, actions[action].name);
    if (!own[action])
        memset(keys->set[action], 0, sizeof keys->set[action]);
    own[action] = true;
    while (place < TP_KEYS_EACH && keys->set[action][place] != 0)
        place++;
    if (place == TP_KEYS_EACH)
        return tp_err_set(err, TP_EUSAGE, "%s has more than %d keys", actions[action].name,
                          TP_KEYS_EACH);
    keys->set[action][place] = key;
    return 0;
}

/* What is given to one is no longer what another usually has. */
static void take_from_others(struct tp_keys *keys, const bool own[TP_ACTIONS])
{
    for (int i = 0; i < TP_ACTIONS; i++) {
        int kept = 0;
        for (int k = 0; k < TP_KEYS_EACH && !own[i]; k++) {
            int key = keys->set[i][k];
            keys->set[i][k] = 0;
            if (key != 0 && given_before(keys, own, i, key) == TP_ACTIONS)
                keys->set[i][kept++] = key;
        }
    }
}

int tp_keys_give(struct tp_keys *keys, const struct tp_key_wish *wishes, size_t count,
                 size_t *wrong, struct tp_err *err)
{
    bool own[TP_ACTIONS] = {false};
    for (*wrong = 0; *wrong < count; ++*wrong) {
        int action = find_action(wishes[*wrong].action, err);
        int rc = action < 0 ? action : give(keys, own, action, wishes[*wrong].key, err);
        if (rc < 0)
            return rc;
    }
    take_from_others(keys, own);
    for (int i = 0; i < TP_ACTIONS; i++)
        if ((i == TP_ACTION_PAUSE || i == TP_ACTION_STOP) && keys->set[i][0] == 0)
            return tp_err_set(err, TP_EUSAGE, "no key is left for %s", actions[i].name);
    return 0;
}
