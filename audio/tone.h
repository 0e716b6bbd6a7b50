/* The sound language: every sound of the table, made by numbers.
 *
 * A sound is named, has a meaning and a length, and becomes a clip at its level. Pure: the same
 * arguments give the same samples; only the last bit of libm's sin, cos, exp and pow may differ
 * from machine to machine, which 16 bits hardly ever show. [any thread]
 *
 * Levels are for a voice at −17 LUFS and of the sound as it is heard, the clip in both ears (dual
 * mono in EBU R128's words): the mixer plays a mono clip at unity on either side, so a recorded
 * session measures what the table says. */
#ifndef TP_AUDIO_TONE_H
#define TP_AUDIO_TONE_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>
#include <stddef.h>

/* How long a sound that stretches, and a plain note, may be. Levels are held from 2 to 15 s;
 * shorter swells and breaths come out softer by up to 4 dB. */
#define TP_TONE_STRETCH_MIN TP_MS(500)
#define TP_TONE_STRETCH_MAX TP_MS(90000)
#define TP_TONE_NOTE_MIN TP_MS(20)
#define TP_TONE_NOTE_MAX TP_MS(60000)

/* What may be said about a sound; zero values mean the table's own. */
struct tp_tone {
    const char *name; /* of the table, or NULL for a plain note of `hz` */
    double hz;        /* plain note: 40–8000; with a name 0 */
    tp_frames length; /* sounds that stretch and plain notes; 0 = default */
    double gain_db;   /* −40…+6, added to the level of the table */
    int toward;       /* `side`: −1 left, +1 right, 0 in the middle; all others 0 */
};

/* How a level is measured. */
enum tp_tone_scale {
    TP_TONE_LUFS, /* the loudest 400 ms (momentary loudness of EBU R128, K-weighted) */
    TP_TONE_PEAK  /* the highest sample in dBFS: sounds too short for a loudness */
};

struct tp_tone_recipe; /* how the sound is made: audio/tone_shapes.h */

/* One row of the table. */
struct tp_tone_info {
    const char *name;
    const char *meaning; /* a few words, for `tprun sounds` and the screen */
    double seconds;      /* default length */
    bool stretches;      /* takes a length */
    double level;        /* at gain 0, on `scale` */
    enum tp_tone_scale scale;
    const struct tp_tone_recipe *recipe;
};

/* The rows in the order of the table, `*count` of them; static. */
const struct tp_tone_info *tp_tone_table(size_t *count);

/* NULL when there is no such sound; so is NULL as a name. */
const struct tp_tone_info *tp_tone_find(const char *name);

/* The sound whose name is nearest to a wrong one, NULL when none is near. */
const char *tp_tone_nearest(const char *name);

/* How long the clip will be; 0 when the tone is not allowed: an unknown name, a number out of its
 * range or NaN, a length for a sound that has its own, `hz` beside a name, `toward` for any sound
 * but `side`. The pulses `below` and `above` are only played whole: ask for multiples of 0.5 s. */
tp_frames tp_tone_length(const struct tp_tone *tone);

/* Makes the clip, owned by the caller with one reference; NULL when not allowed or out of memory.
 * Mono; `side` is stereo. Starts and ends at zero. A plain note is a bell of the length asked for
 * (0.7 s unless told) with the amplitude of `start`. */
struct tp_clip *tp_tone_render(const struct tp_tone *tone);

#endif
