/* The keys in words: what the screen names them. Must never say what a key would not do: a test
 * presses each of them. */
#include "core/cli/keys.h"

#include <string.h>

/* The most needed first: a narrow screen leaves out the last. */
static const struct tp_key_words rows[] = {
    {' ', "space", NULL, "pause", TP_KEYS_ROW, "pause, or go on; in a hold every other key pauses"},
    {'n', "n", "→", "next", TP_KEYS_ROW, "leave this step for the next one"},
    {'b', "b", "←", "back", TP_KEYS_ROW, "go back to the step before"},
    {'?', "?", NULL, "keys", TP_KEYS_ROW, "show the keys, or the session again"},
    {'r', "r", NULL, "repeat", TP_KEYS_ROW, "take this step again from its start"},
    {'a', "a", NULL, "again", TP_KEYS_ROW, "say the last sentence again"},
    {'q', "q", NULL, "stop", TP_KEYS_ROW, "end the session; twice: at once"},
    {'s', "s", NULL, "softer", TP_KEYS_STRENGTH, "less pressure, at any time"},
    {'f', "f", NULL, "firmer", TP_KEYS_STRENGTH, "more pressure, in a rest"},
    {'+', "+", "↑", "louder", TP_KEYS_VOLUME, "voice and sounds louder"},
    {'-', "-", "↓", "quieter", TP_KEYS_VOLUME, "voice and sounds quieter"},
    {'m', "m", NULL, "mute", TP_KEYS_VOLUME, "no sound, and sound again"},
};

size_t tp_keys_count(void)
{
    return sizeof rows / sizeof *rows;
}

/* Softer and firmer are named where they are taken. */
static bool changes(const struct tp_key_words *words, const struct tp_session_state *state)
{
    const struct tp_step_info *info = state->run.info;
    if (words->place != TP_KEYS_STRENGTH)
        return true;
    if (!info || state->run.pressure < 0)
        return false;
    return words->key == 's' || strcmp(info->kind, "rest") == 0;
}

bool tp_keys_words(size_t index, const struct tp_session_state *state, struct tp_key_words *words)
{
    *words = rows[index];
    if (!state)
        return true;
    if (words->key == ' ' && state->paused)
        words->word = "go on";
    if (tp_keys_answers(words->key, state)) {
        words->name = words->other;
        words->other = NULL;
    }
    return words->name && changes(words, state);
}
