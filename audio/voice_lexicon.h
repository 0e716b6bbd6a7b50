/* Words that the voice gets wrong, respelt for the ear; the shown text never changes.
 *
 * Keys are lower case and whole words. The phones that each respelling must give are held by
 * tests/unit/test_voice_lexicon.c, so an entry that helps nobody does not stay. [any thread] */
#ifndef TP_AUDIO_VOICE_LEXICON_H
#define TP_AUDIO_VOICE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

struct tp_voice_respelling {
    const char *word;
    const char *before; /* only when one of these words follows ("your the"); NULL = always */
    const char *said;
    bool shortening; /* a full stop after it ends no sentence */
};

extern const struct tp_voice_respelling tp_voice_lexicon[];
extern const size_t tp_voice_lexicon_size;

/* How to say `word` when `next` follows ("" for none), NULL when it is said right as it is. */
const struct tp_voice_respelling *tp_voice_lexicon_find(const char *word, const char *next);

/* The unit that `word` stands for right after a number ("cm" → "centimeters", after a lone 1
 * "centimeter"), NULL when it is no unit. */
const char *tp_voice_lexicon_unit(const char *word, bool one);

#endif
