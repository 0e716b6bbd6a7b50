/* From what is asked for to a clip: arguments checked, shapes laid out, brought to the level.
 *
 * Must never guess: a tone that is not allowed is refused as a whole. */
#include "audio/tone.h"
#include "audio/tone_shapes.h"

#include <math.h>
#include <stdlib.h>

/* NaN is in no range. */
static bool in_range(double number, double low, double high)
{
    return number >= low && number <= high;
}

/* The row of a tone that is allowed, NULL otherwise. */
static const struct tp_tone_info *row_of(const struct tp_tone *tone)
{
    const struct tp_tone_info *row = tone->name ? tp_tone_find(tone->name) : &tp_tone_plain;
    if (!row || !in_range(tone->gain_db, -40, 6) || !in_range(tone->toward, -1, 1))
        return NULL;
    if (tone->name ? !in_range(tone->hz, 0, 0) : !in_range(tone->hz, 40, 8000))
        return NULL;
    if (tone->toward != 0 && !row->recipe->stereo)
        return NULL;
    return row;
}

static tp_frames length_of(const struct tp_tone *tone, const struct tp_tone_info *row)
{
    if (tone->length == 0)
        return tp_frames_from_seconds(row->seconds);
    tp_frames low = tone->name ? TP_TONE_STRETCH_MIN : TP_TONE_NOTE_MIN;
    tp_frames high = tone->name ? TP_TONE_STRETCH_MAX : TP_TONE_NOTE_MAX;
    return row->stretches && tone->length >= low && tone->length <= high ? tone->length : 0;
}

tp_frames tp_tone_length(const struct tp_tone *tone)
{
    const struct tp_tone_info *row = row_of(tone);
    return row ? length_of(tone, row) : 0;
}

/* Whether every note of the figure ends within the canvas when it begins at `at`. */
static bool figure_fits(const struct tp_tone_recipe *recipe, const struct tp_canvas *canvas,
                        tp_frames at)
{
    for (int i = 0; i < recipe->count; i++) {
        const struct tp_note *note = &recipe->notes[i];
        if (at + tp_frames_from_seconds(note->at + note->seconds) > canvas->frames)
            return false;
    }
    return true;
}

static void add_figure(const struct tp_canvas *canvas, const struct tp_tone *tone,
                       const struct tp_tone_recipe *recipe, tp_frames at, double amplitude)
{
    for (int i = 0; i < recipe->count; i++) {
        struct tp_note note = recipe->notes[i];
        if (!tone->name)
            note.hz = tone->hz;
        tp_frames begin = at + tp_frames_from_seconds(note.at) +
                          (tp_frames)lround(note.share * (double)canvas->frames);
        tp_frames frames =
            note.seconds > 0 ? tp_frames_from_seconds(note.seconds) : canvas->frames - begin;
        double gain[2] = {amplitude, amplitude};
        if (note.aside)
            tp_tone_lean(gain, tone->toward);
        tp_canvas_add_note(canvas, &note, begin, frames, gain);
    }
}

static void draw(const struct tp_canvas *canvas, const struct tp_tone *tone,
                 const struct tp_tone_info *row)
{
    const struct tp_tone_recipe *recipe = row->recipe;
    double amplitude = pow(10, (row->level - recipe->measured + tone->gain_db) / 20);
    if (recipe->count == 0)
        tp_canvas_add_breath(canvas, &recipe->breath, amplitude);
    tp_frames at = 0;
    for (int round = 1; recipe->count > 0 && figure_fits(recipe, canvas, at); round++) {
        add_figure(canvas, tone, recipe, at, amplitude);
        if (recipe->period <= 0)
            break;
        at = tp_frames_from_seconds(round * recipe->period);
    }
}

struct tp_clip *tp_tone_render(const struct tp_tone *tone)
{
    const struct tp_tone_info *row = row_of(tone);
    tp_frames frames = row ? length_of(tone, row) : 0;
    if (frames == 0)
        return NULL;
    struct tp_canvas canvas = {.frames = frames, .channels = row->recipe->stereo ? 2 : 1};
    canvas.samples = calloc((size_t)(frames * canvas.channels), sizeof *canvas.samples);
    if (!canvas.samples)
        return NULL;
    draw(&canvas, tone, row);
    struct tp_clip *clip = tp_canvas_clip(&canvas);
    free(canvas.samples);
    return clip;
}
