/* Sentences on their way from the voice to the mixer: those that the session knows the length of
 * and has not posted yet.
 *
 * A length that was told must still be true when its cue comes, so the clip is held from one to the
 * other, whatever the voice's own memory does meanwhile. [loop] */
#ifndef TP_CLI_SOUND_SENTENCES_H
#define TP_CLI_SOUND_SENTENCES_H

#include "audio/voice.h"
#include "core/engine/session.h"

enum { TP_SOUND_SENTENCES = 32 };

struct tp_sound_sentence {
    char text[TP_SENTENCE];
    struct tp_clip *clip; /* NULL: a free place */
    unsigned wanted;      /* times that it was asked for and not taken yet */
    uint64_t order;
};

struct tp_sound_sentences {
    struct tp_voice *voice; /* borrowed */
    bool wait;              /* for a sentence that is not made yet */
    uint64_t order;
    struct tp_sound_sentence held[TP_SOUND_SENTENCES];
};

/* Zeroed but for its voice and `wait` it is ready; frees all that is held. */
void tp_sound_sentences_finish(struct tp_sound_sentences *sentences);

/* Holds a sentence for one use more. Its clip, borrowed; NULL while it is not in memory, or when it
 * cannot be spoken. What was held longest is given up when there is no place. */
const struct tp_clip *tp_sound_sentences_hold(struct tp_sound_sentences *sentences,
                                              const char *text);

/* A reference for the mixer; the place is free after the last use that was asked for. NULL when the
 * sentence is not held. */
struct tp_clip *tp_sound_sentences_take(struct tp_sound_sentences *sentences, const char *text);

#endif
