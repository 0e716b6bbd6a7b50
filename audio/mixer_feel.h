/* Room-internal. The sound that follows a pressure: on the now bus's side of the mixer, straight
 * from the last word of the loop, so that it is never later than the next block.
 *
 * On the way to the pressure a note glides from G4 to C5 and swells, as far as the person has come;
 * then clips are played over and over: below the band one, above it another, in it none. */
#ifndef TP_AUDIO_MIXER_FEEL_H
#define TP_AUDIO_MIXER_FEEL_H

#include "audio/clip.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct tp_mixer_feel {
    _Atomic uint32_t wanted; /* the kind above, how much of the way below; see mixer_feel.c [any] */
    struct tp_clip *below, *above; /* owned, NULL: none [loop, before the first render] */

    /* Owned by the audio side. */
    uint32_t kind;
    uint32_t at;    /* frame of the clip */
    uint32_t level; /* frames of fading in; going out it falls */
    double phase;   /* of the note, in turns */
    float way;      /* smoothed */
};

/* Adds the next `frames` frames to both channels, times `gains`. [the puller] */
void tp_mixer_feel_mix(struct tp_mixer_feel *feel, const float *gains, float *left, float *right,
                       uint32_t frames);

/* Whether nothing of it is heard now, nor will be. [the puller] */
bool tp_mixer_feel_silent(const struct tp_mixer_feel *feel);

void tp_mixer_feel_finish(struct tp_mixer_feel *feel);

#endif
