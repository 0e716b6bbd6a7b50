/* Who makes words into raw sound: the table that the room is handed, so that it knows no maker.
 *
 * Calls of one engine come from more than one thread; each waits until the one before is done, for
 * which the engine sees itself. */
#ifndef TP_AUDIO_VOICE_ENGINE_H
#define TP_AUDIO_VOICE_ENGINE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* As it is made: mono, some silence at both ends. */
struct tp_voice_wave {
    int16_t *samples; /* the engine's, until it is released */
    uint32_t frames;  /* 0: a silence */
    uint32_t rate;    /* frames a second; 48 000 is a whole multiple of it */
};

struct tp_voice_engine {
    /* Loads the voice, and whatever it needs, which may take long. -TP_EVOICE, -TP_ENOMEM with one
     * sentence: why, and what to do. Each success is matched by one close. */
    int (*open)(void *context, const char *name, void **voice, struct tp_err *err);
    void (*close)(void *context, void *voice);
    /* What the samples are multiplied by to speak at −17 LUFS, heard in both ears. */
    float (*gain)(void *context, const void *voice);
    /* Speaks one piece (see voice_text.h), its sounds `stretch` times as long as usual. The same
     * piece and stretch give the same samples. `stopped` is asked now and then with `asked`. 0 with
     * `wave`, -TP_EAGAIN when it was stopped, -TP_EVOICE or -TP_ENOMEM. */
    int (*speak)(void *context, void *voice, const char *piece, float stretch,
                 bool (*stopped)(void *asked), void *asked, struct tp_voice_wave *wave);
    void (*release)(void *context, struct tp_voice_wave *wave);
    /* As fork, while no other thread is within the engine: the copy can use it. -1: there can be no
     * copy. */
    pid_t (*copy)(void *context);
    void *context; /* the first argument of all of them */
};

#endif
