/* Spoken text in, clip out: the pieces one after another, parted by a sentence's silence.
 *
 * [one thread at a time for each struct] */
#ifndef TP_AUDIO_VOICE_SPEAK_H
#define TP_AUDIO_VOICE_SPEAK_H

#include "audio/voice_engine.h"
#include "audio/voice_sound.h"

#include <stdatomic.h>

struct tp_voice_speaker {
    const struct tp_voice_engine *engine; /* borrowed */
    const char *name;                     /* of one of the engine's voices; borrowed */
    unsigned rate;                        /* in per mille of the program's normal pace */
    const atomic_bool *stop;              /* true: give up soon; may be NULL */
    void *voice;                          /* the engine's; NULL until the first piece is spoken */
    struct tp_err trouble; /* why the voice could not be loaded: not tried again; code 0: it was */
};

/* Gives the voice back; can be used again. */
void tp_voice_speaker_finish(struct tp_voice_speaker *speaker);

/* Makes the clip of `spoken` (see voice_text.h), one reference. 0, -TP_EVOICE when it cannot be
 * spoken, -TP_EAGAIN when it was stopped, -TP_ENOMEM. */
int tp_voice_speak(struct tp_voice_speaker *speaker, const char *spoken, struct tp_clip **out);

#endif
