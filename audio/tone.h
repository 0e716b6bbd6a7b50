/* The sound language: every sound of the table, made by numbers.
 *
 * A sound is named, has a meaning and a length, and becomes a clip at its level (dB LUFS or dBFS of
 * the table, for a voice at −17 LUFS). Pure: same arguments, same samples. [any thread] */
#ifndef TP_AUDIO_TONE_H
#define TP_AUDIO_TONE_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>

/* What may be said about a sound; zero values mean the table's own. */
struct tp_tone {
    const char *name; /* of the table, or NULL for a plain note of `hz` */
    double hz;        /* plain note: 40–8000 */
    tp_frames length; /* sounds that stretch (press, inhale, exhale) and plain notes; 0 = default */
    double gain_db;   /* −40…+6, added to the level of the table */
    int toward;       /* `side`: −1 left, +1 right, 0 both alike */
};

/* One row of the table. */
struct tp_tone_info {
    const char *name;
    const char *meaning; /* a few words, for `tprun sounds` and the screen */
    double seconds;      /* default length */
    bool stretches;      /* takes a length */
};

/* The rows in the order of the table, `*count` of them; static. */
const struct tp_tone_info *tp_tone_table(size_t *count);

/* NULL when there is no such sound. */
const struct tp_tone_info *tp_tone_find(const char *name);

/* How long the clip will be; 0 when the tone is not allowed (unknown name, range). */
tp_frames tp_tone_length(const struct tp_tone *tone);

/* Makes the clip, owned by the caller with one reference; NULL when not allowed or out of memory.
 */
struct tp_clip *tp_tone_render(const struct tp_tone *tone);

#endif
