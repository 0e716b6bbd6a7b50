/* Tones kept for their next use: a routine plays the same few over and over, and the longest take
 * some milliseconds to make. [loop] */
#ifndef TP_CLI_SOUND_TONES_H
#define TP_CLI_SOUND_TONES_H

#include "audio/tone_set.h"

enum { TP_SOUND_TONES = 24 };

struct tp_sound_tone {
    char name[24];
    struct tp_tone tone;
    struct tp_clip *clip; /* NULL: a free place */
    uint64_t used;
};

struct tp_sound_tones {
    const struct tp_tone_set *set; /* borrowed; NULL: the table's */
    uint64_t order;
    struct tp_sound_tone kept[TP_SOUND_TONES];
};

/* Zeroed but for its set it is ready; frees all that is kept. */
void tp_sound_tones_finish(struct tp_sound_tones *tones);

/* A reference for the mixer, kept or made now; NULL when the tone is not allowed or out of memory.
 * Plain notes, and what is longer than 30 s, are not kept. */
struct tp_clip *tp_sound_tones_take(struct tp_sound_tones *tones, const struct tp_tone *tone);

#endif
