/* The engine's own words. */
#include "core/engine/phrase.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const phrases[TP_PHRASE_COUNT] = {
    [TP_PHRASE_PAUSED] = "Paused.",
    [TP_PHRASE_PAUSED_LET_GO] = "Paused. Let go.",
    [TP_PHRASE_LET_GO] = "Let go.",
    [TP_PHRASE_GOING_ON] = "Going on.",
    [TP_PHRASE_STOPPING] = "All right. Let go.",
};

static const char *const numbers[] = {"zero", "one",   "two",   "three", "four", "five",
                                      "six",  "seven", "eight", "nine",  "ten"};

const char *tp_phrase(enum tp_phrase phrase)
{
    return phrases[phrase];
}

void tp_phrase_strength(int by, double strength, char *out, size_t size)
{
    int number = strength < 0 ? 0 : strength > 10 ? 10 : (int)(strength + 0.5);
    snprintf(out, size, "A little %s: %s.", by < 0 ? "lighter" : "firmer", numbers[number]);
}

void tp_phrase_place(const char *side, const char *title, char *out, size_t size)
{
    const char *words = !side                        ? ""
                        : strcmp(side, "left") == 0  ? "Left side. "
                        : strcmp(side, "right") == 0 ? "Right side. "
                                                     : "Both sides. ";
    bool ends = !title || !*title || strchr(".!?", title[strlen(title) - 1]);
    snprintf(out, size, "%s%s%s", words, title ? title : "", ends ? "" : ".");
}
