/* The keys in words: what the screen names them. Must never say what a key would not do: a test
 * presses each of them. */
#include "core/cli/keys.h"

#include <stdio.h>
#include <string.h>

/* The most needed first: a narrow screen leaves out the last. */
static const struct tp_key_words rows[] = {
    {TP_ACTION_PAUSE, "", "", "pause", TP_KEYS_ROW,
     "pause, or go on; in a hold every other key pauses"},
    {TP_ACTION_NEXT, "", "", "next", TP_KEYS_ROW, "leave this step for the next one"},
    {TP_ACTION_BACK, "", "", "back", TP_KEYS_ROW, "go back to the step before"},
    {TP_ACTION_HELP, "", "", "keys", TP_KEYS_ROW, "show the keys, or the session again"},
    {TP_ACTION_REPEAT, "", "", "repeat", TP_KEYS_ROW, "take this step again from its start"},
    {TP_ACTION_AGAIN, "", "", "again", TP_KEYS_ROW, "say the last sentence again"},
    {TP_ACTION_STOP, "", "", "stop", TP_KEYS_ROW, "end the session; twice: at once"},
    {TP_ACTION_SOFTER, "", "", "softer", TP_KEYS_STRENGTH, "less pressure, at any time"},
    {TP_ACTION_FIRMER, "", "", "firmer", TP_KEYS_STRENGTH, "more pressure, in a rest"},
    {TP_ACTION_LOUDER, "", "", "louder", TP_KEYS_VOLUME, "voice and sounds louder"},
    {TP_ACTION_QUIETER, "", "", "quieter", TP_KEYS_VOLUME, "voice and sounds quieter"},
    {TP_ACTION_MUTE, "", "", "mute", TP_KEYS_VOLUME, "no sound, and sound again"},
    {TP_ACTION_FEWER, "", "", "fewer words", TP_KEYS_PAGE, "fewer words from now on"},
    {TP_ACTION_MORE, "", "", "more words", TP_KEYS_PAGE, "more words from now on"},
};

size_t tp_keys_count(void)
{
    return sizeof rows / sizeof *rows;
}

/* The first key of readiness that is taken now: space pauses where a step waits. */
static void name_ready(const struct tp_keys *keys, const struct tp_session_state *state,
                       char name[TP_KEY_NAME])
{
    name[0] = '\0';
    for (int i = 0; i < TP_KEYS_EACH && !*name; i++) {
        int key = keys->set[TP_ACTION_READY][i];
        if (key != 0 && tp_keys_answers(keys, key, state))
            tp_keys_name(keys, TP_ACTION_READY, i, name);
    }
}

const char *tp_keys_hint(const struct tp_keys *keys, const struct tp_session_state *state,
                         char text[TP_KEYS_HINT])
{
    const struct tp_question *question = state->run.question;
    char name[TP_KEY_NAME];
    text[0] = '\0';
    if (state->stopping || state->over || (state->paused && !state->awaited && !state->back))
        return text;
    if (state->awaited)
        snprintf(text, TP_KEYS_HINT, "any key: go on");
    else if (state->gate)
        snprintf(text, TP_KEYS_HINT, state->back ? "any key: go on" : "any key: begin");
    else if (state->offer)
        snprintf(text, TP_KEYS_HINT, "any key: yes");
    else if (question && question->counted_count > 0)
        snprintf(text, TP_KEYS_HINT, "any key at your number");
    else if (question && question->implied) {
        name_ready(keys, state, name);
        if (*name)
            snprintf(text, TP_KEYS_HINT, "%s: I am there", name);
    }
    return text;
}

/* Softer and firmer are named where they are taken. */
static bool changes(const struct tp_key_words *words, const struct tp_session_state *state)
{
    const struct tp_step_info *info = state->run.info;
    if (words->place != TP_KEYS_STRENGTH)
        return true;
    if (!info || state->run.pressure < 0)
        return false;
    return words->action == TP_ACTION_SOFTER || strcmp(info->kind, "rest") == 0;
}

/* The first two of its keys that no question has taken. */
static void name_keys(const struct tp_keys *keys, const struct tp_session_state *state,
                      struct tp_key_words *words)
{
    for (int i = 0; i < TP_KEYS_EACH && !*words->other; i++) {
        int key = keys->set[words->action][i];
        if (key != 0 && (!state || !tp_keys_answers(keys, key, state)))
            tp_keys_name(keys, words->action, i, *words->name ? words->other : words->name);
    }
}

bool tp_keys_words(const struct tp_keys *keys, size_t index, const struct tp_session_state *state,
                   struct tp_key_words *words)
{
    *words = rows[index];
    name_keys(keys, state, words);
    if (state && state->paused && words->action == TP_ACTION_PAUSE)
        words->word = "go on";
    return *words->name && (!state || changes(words, state));
}
