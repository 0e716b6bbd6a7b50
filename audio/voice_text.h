/* From the written sentence to what is handed to the synthesiser: the spoken text.
 *
 * The spoken text is plain: lower-case words of letters, digits and few signs, one space between
 * them, at most one mark after a word. It is cut into pieces, each on a line of its own, so that
 * one piece never takes long to make and sentences are parted by an exact silence. The cache knows
 * a clip by its spoken text, so a better lexicon makes the sentence anew by itself. [any thread] */
#ifndef TP_AUDIO_VOICE_TEXT_H
#define TP_AUDIO_VOICE_TEXT_H

#include "core/base/frames.h"
#include "core/base/text.h"

enum {
    TP_VOICE_TEXT_MAX = 2000, /* bytes of a sentence; about two and a half minutes of speech */
    TP_VOICE_COST_MAX = 3000, /* letters of its spoken text (a digit counts as six) */
    TP_VOICE_PIECE_MAX = 200, /* letters of a piece, counted so too: 15–20 s of speech */
};

/* Adds the spoken text of `sentence` to `out`, nothing when there is nothing to say in it. 0,
 * -TP_EVOICE when it is longer than those limits, -TP_ENOMEM. */
int tp_voice_text_spoken(struct tp_buf *out, const char *sentence);

/* True for a piece (without its line end) after which a sentence's silence is due. */
bool tp_voice_text_ends_sentence(const char *piece, size_t length);

#endif
