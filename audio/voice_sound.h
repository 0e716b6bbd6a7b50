/* From raw waves to a clip: one loudness, 48 kHz, silence of exact length, no click.
 *
 * A sound is grown piece by piece and then turned into a clip. [any thread, one at a time] */
#ifndef TP_AUDIO_VOICE_SOUND_H
#define TP_AUDIO_VOICE_SOUND_H

#include "audio/clip.h"
#include "audio/voice_engine.h"
#include "core/base/frames.h"

/* Every clip begins this long before its first sound and ends this long after its last one, so
 * that a sentence's onset is known to a few milliseconds. */
#define TP_VOICE_LEAD TP_MS(20)
#define TP_VOICE_TAIL TP_MS(40)

/* What a text without anything to say becomes. */
#define TP_VOICE_NOTHING TP_MS(100)

/* Longer speech is refused: a sentence of the longest kind takes 150 s. 17 MB. */
#define TP_VOICE_SOUND_MAX TP_MS(180000)

struct tp_voice_sound {
    int16_t *samples; /* owned; mono, 48 kHz */
    size_t frames, capacity;
};

void tp_voice_sound_finish(struct tp_voice_sound *sound);

/* Adds a wave, trimmed, multiplied by `gain`, limited and resampled; `pause` frames lie between
 * the last sound before it and its first one (never less than tail and lead together). 0,
 * -TP_EVOICE when the sound becomes too long or its rate does not divide 48 kHz, -TP_ENOMEM. */
int tp_voice_sound_add(struct tp_voice_sound *sound, const struct tp_voice_wave *wave, float gain,
                       tp_frames pause);

/* The clip of everything added, TP_VOICE_NOTHING of silence when that is nothing. One reference;
 * NULL when out of memory. */
struct tp_clip *tp_voice_sound_clip(const struct tp_voice_sound *sound);

#endif
