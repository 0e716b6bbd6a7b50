/* The two shapes of which all sounds are made, a note and a breath, how a sound says which, and how
 * it becomes a clip.
 *
 * Room-internal. Times in seconds, levels relative to one amplitude per recipe, so that a
 * row of the table can be brought to its level by one number. [any thread] */
#ifndef TP_AUDIO_TONE_SHAPES_H
#define TP_AUDIO_TONE_SHAPES_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>

/* Partials and edges: what a note is made of. */
enum tp_timbre {
    TP_TIMBRE_BELL, /* the language's own: 1, 0.25, 0.08 and 8 ms */
    TP_TIMBRE_SOFT, /* the same partials, easing in and out over 250 ms */
    TP_TIMBRE_DRY,  /* the same partials, 2 ms: a knock */
    TP_TIMBRE_DULL, /* no upper partials, 4 ms: a muffled knock */
    TP_TIMBRE_HARD  /* five strong partials, 2 ms: cannot be missed */
};

/* A tone that glides evenly in pitch and in dB, with raised-cosine edges counted in frames. */
struct tp_note {
    double at;
    double share;   /* of the clip that has passed before `at` is counted, 0–1 */
    double seconds; /* 0 = to the end of the clip */
    double hz;      /* 0 = the pitch asked for: a plain note */
    double to_hz;   /* 0 = stays */
    double db;      /* at its begin */
    double rise_db; /* from begin to end: below 0 an exponential decay, above 0 a swell */
    enum tp_timbre timbre;
    bool aside; /* sounds on the new side */
};

/* Band-passed noise (Q 1.2) whose centre glides evenly in pitch, under a raised sine (sin²). */
struct tp_breath {
    double hz, to_hz;
};

enum { TP_RECIPE_NOTES = 4 };

struct tp_tone_recipe {
    int count; /* notes; 0 = the breath */
    struct tp_note notes[TP_RECIPE_NOTES];
    double period; /* the notes again every so often, as long as they fit; 0 = once */
    struct tp_breath breath;
    bool stereo;
    double measured; /* level at amplitude 1 and default length, on the row's scale */
};

/* Where shapes are added together; interleaved, 1 = full scale. */
struct tp_canvas {
    float *samples;
    tp_frames frames;
    int channels;
};

/* Adds a note over `frames` frames from `at`, which lie within the canvas; pitch and level are the
 * note's, times `gain` for each channel. */
void tp_canvas_add_note(const struct tp_canvas *canvas, const struct tp_note *note, tp_frames at,
                        tp_frames frames, const double gain[2]);

/* Fills a mono canvas with a breath. */
void tp_canvas_add_breath(const struct tp_canvas *canvas, const struct tp_breath *breath,
                          double gain);

/* What is on the canvas as a clip, owned by the caller; NULL when out of memory. What is too loud
 * is cut, never wrapped round. */
struct tp_clip *tp_canvas_clip(const struct tp_canvas *canvas);

/* Leans a sound to the new side: −1 left, +1 right, 0 in the middle and all between; multiplies
 * both gains. */
void tp_tone_lean(double gain[2], double toward);

/* The bell that a plain note is; not in the table. */
struct tp_tone_info;
extern const struct tp_tone_info tp_tone_plain;

#endif
