/* Spoken text in, clip out: the pieces one after another, parted by a sentence's silence.
 *
 * [one thread at a time for each struct] */
#ifndef TP_AUDIO_VOICE_SPEAK_H
#define TP_AUDIO_VOICE_SPEAK_H

#include "audio/voice_sound.h"

#include <stdatomic.h>

struct tp_voice_speaker {
    const char *name;             /* a voice of flite; borrowed */
    unsigned rate;                /* in per mille of the program's normal pace */
    const atomic_bool *stop;      /* true: give up soon; may be NULL */
    struct tp_voice_flite *flite; /* NULL until the first piece is spoken */
};

/* Gives the voice back. */
void tp_voice_speaker_finish(struct tp_voice_speaker *speaker);

/* Makes the clip of `spoken` (see voice_text.h), one reference. 0, -TP_EVOICE when it cannot be
 * spoken, -TP_EAGAIN when it was stopped, -TP_ENOMEM. */
int tp_voice_speak(struct tp_voice_speaker *speaker, const char *spoken, struct tp_clip **out);

#endif
