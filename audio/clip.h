/* A clip: finished 16-bit sound at 48 kHz, the only thing the mixer plays.
 *
 * Sentences and tones both become clips before their frame comes, so the audio thread only adds
 * numbers. References are counted by the loop thread alone; the mixer borrows a clip from post
 * until it hands it back by feedback. */
#ifndef TP_AUDIO_CLIP_H
#define TP_AUDIO_CLIP_H

#include <stdint.h>

struct tp_clip {
    uint32_t frames;
    uint16_t channels;   /* 1 or 2, interleaved */
    uint32_t references; /* [loop] */
    int16_t samples[];
};

/* A silent clip with one reference; NULL when out of memory or with other than 1 or 2 channels.
 * [any thread] */
struct tp_clip *tp_clip_create(uint32_t frames, uint16_t channels);

/* One more, one fewer reference; the last one frees. NULL is fine. [loop] */
struct tp_clip *tp_clip_ref(struct tp_clip *clip);
void tp_clip_unref(struct tp_clip *clip);

#endif
