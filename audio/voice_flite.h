/* The voices of flite: one piece of spoken text in, its raw wave out.
 *
 * A voice is registered when the first store opens it and given back to flite with the last one.
 * Every call holds one lock of the whole process, for the reasons in voice_flite.c. [any thread] */
#ifndef TP_AUDIO_VOICE_FLITE_H
#define TP_AUDIO_VOICE_FLITE_H

#include "core/base/err.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

struct tp_voice_flite; /* one of flite's voices */

/* As flite gives it: mono, 8 000 or 16 000 frames a second, some silence at both ends. */
struct tp_voice_wave {
    int16_t *samples; /* owned, for free() */
    uint32_t frames;
    uint32_t rate;
};

/* flite's own version, which is part of what a sentence sounds like. */
const char *tp_voice_flite_version(void);

/* Loads the voice; each open is matched by one close. NULL when there is no such voice. */
struct tp_voice_flite *tp_voice_flite_open(const char *name);

/* NULL is fine. */
void tp_voice_flite_close(struct tp_voice_flite *voice);

/* What the samples are multiplied by to speak at −17 LUFS, heard in both ears. */
float tp_voice_flite_gain(const struct tp_voice_flite *voice);

/* Speaks one piece (see voice_text.h), its sounds `stretch` times as long as flite's own. The same
 * piece and stretch give the same samples. 0 with `wave` (maybe of no frames), -TP_EAGAIN when
 * `stop` (may be NULL) became true meanwhile, -TP_EVOICE or -TP_ENOMEM. */
int tp_voice_flite_speak(struct tp_voice_flite *voice, const char *piece, float stretch,
                         const atomic_bool *stop, struct tp_voice_wave *wave);

/* As fork, while no other thread is within flite: the copy can use it. */
pid_t tp_voice_flite_fork(void);

#endif
