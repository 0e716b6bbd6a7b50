/* What the engine itself says, in one table.
 *
 * Everything here is short, verb first, and true at the moment it is said. The vocabulary's own
 * phrases (holds, rests, breathing) live beside it in core/script/lua/phrases.lua. */
#ifndef TP_ENGINE_PHRASE_H
#define TP_ENGINE_PHRASE_H

#include "core/base/text.h"

#include <stddef.h>

enum tp_phrase {
    TP_PHRASE_PAUSED,
    TP_PHRASE_PAUSED_LET_GO,
    TP_PHRASE_LET_GO,
    TP_PHRASE_GOING_ON,
    TP_PHRASE_STOPPING,
    TP_PHRASE_COUNT
};

/* The phrase as it is spoken; static. */
const char *tp_phrase(enum tp_phrase phrase);

/* "A little lighter: three." and "A little firmer: five." into `out`. */
void tp_phrase_strength(int by, double strength, char *out, size_t size);

/* "Left side. Shoulder roll." for the way back into a step; empty when it has neither. */
void tp_phrase_place(const char *side, const char *title, char *out, size_t size);

#endif
