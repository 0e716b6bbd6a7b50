/* Replaced sounds. Must never change what a sound means: how loud it is, and how long where a
 * length is asked for. */
#include "audio/tone_set.h"

#include "audio/loudness.h"
#include "audio/tone_file.h"
#include "audio/tone_shapes.h"
#include "core/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FADE_MS = 250, /* of what is cut, and at most half of it */
    SHOWN = 100    /* bytes of a path in an error */
};

static const double PEAK = 0.79433; /* −2 dBFS: the limiter has nothing to do */
static const double SILENT = 1e-4;  /* −80 dBFS: less is no sound */

struct tp_tone_set {
    size_t count;
    struct tp_tone_file files[]; /* by row of the table; without samples where it is not replaced */
};

struct tp_tone_set *tp_tone_set_create(void)
{
    size_t count = 0;
    tp_tone_table(&count);
    struct tp_tone_set *set = calloc(1, sizeof *set + count * sizeof set->files[0]);
    if (set)
        set->count = count;
    return set;
}

void tp_tone_set_destroy(struct tp_tone_set *set)
{
    for (size_t i = 0; set && i < set->count; i++)
        tp_tone_file_finish(&set->files[i]);
    free(set);
}

static size_t index_of(const struct tp_tone_info *row)
{
    size_t count;
    return (size_t)(row - tp_tone_table(&count));
}

/* The file in the place of the sound `name`, NULL when it is the table's. */
static const struct tp_tone_file *find(const struct tp_tone_set *set, const char *name)
{
    const struct tp_tone_info *row = set ? tp_tone_find(name) : NULL;
    const struct tp_tone_file *file = row ? &set->files[index_of(row)] : NULL;
    return file && file->samples ? file : NULL;
}

/* ---- replacing ---- */

static double peak_of(const float *samples, size_t count)
{
    double peak = 0;
    for (size_t i = 0; i < count; i++)
        peak = fmax(peak, fabs((double)samples[i]));
    return peak;
}

static int refuse_name(const char *name, struct tp_err *err)
{
    char shown[SHOWN];
    const char *near = tp_tone_nearest(name);
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    if (near)
        return tp_err_set(err, TP_EINVAL, "'%s' is not a sound; did you mean '%s'?", shown, near);
    return tp_err_set(err, TP_EINVAL, "'%s' is not a sound; tprun sounds lists them", shown);
}

static int refuse_file(int code, const char *name, const char *path, const char *why,
                       struct tp_err *err)
{
    char shown[SHOWN];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    return tp_err_set(err, -code, "the sound '%s' cannot be %s: %s", name, shown, why);
}

int tp_tone_set_replace(struct tp_tone_set *set, const char *name, const char *path,
                        struct tp_err *err)
{
    struct tp_err why = {0};
    struct tp_tone_file file;
    const struct tp_tone_info *row = tp_tone_find(name);
    if (!row)
        return refuse_name(name, err);
    int rc = tp_tone_file_read(&file, path, row->recipe->stereo ? 2 : 1, &why);
    if (rc < 0)
        return refuse_file(rc, name, path, why.text, err);
    if (peak_of(file.samples, (size_t)(file.frames * file.channels)) < SILENT) {
        tp_tone_file_finish(&file);
        return refuse_file(-TP_EINVAL, name, path, "it is silent", err);
    }
    tp_tone_file_finish(&set->files[index_of(row)]);
    set->files[index_of(row)] = file;
    return 0;
}

/* ---- playing ---- */

tp_frames tp_tone_set_length(const struct tp_tone_set *set, const struct tp_tone *tone)
{
    tp_frames length = tp_tone_length(tone);
    const struct tp_tone_file *file = length > 0 ? find(set, tone->name) : NULL;
    return file && tone->length == 0 ? file->frames : length;
}

/* As much of the file as there is room for; the end of what is cut fades. */
static void copy(const struct tp_canvas *canvas, const struct tp_tone_file *file)
{
    tp_frames frames = file->frames < canvas->frames ? file->frames : canvas->frames;
    tp_frames fade = frames < file->frames ? TP_MS(FADE_MS) : 0;
    if (fade > frames / 2)
        fade = frames / 2;
    for (tp_frames i = 0; i < frames; i++) {
        tp_frames left = frames - 1 - i;
        float gain = left < fade ? (float)left / (float)fade : 1;
        for (int c = 0; c < file->channels; c++)
            canvas->samples[i * file->channels + c] = gain * file->samples[i * file->channels + c];
    }
}

/* What brings the canvas to the level of the row. */
static double amplitude_for(const struct tp_canvas *canvas, const struct tp_tone_info *row,
                            double gain_db)
{
    double peak = peak_of(canvas->samples, (size_t)(canvas->frames * canvas->channels));
    double level =
        row->scale == TP_TONE_PEAK
            ? 20 * log10(peak)
            : tp_loudness_momentary(canvas->samples, (size_t)canvas->frames, canvas->channels);
    double wanted = pow(10, (row->level + gain_db - level) / 20);
    return peak > 0 && isfinite(wanted) ? fmin(wanted, PEAK / peak) : 0;
}

static void scale(const struct tp_canvas *canvas, double amplitude, int toward)
{
    for (tp_frames i = 0; i < canvas->frames; i++) {
        double gain[2] = {1, 1};
        if (toward != 0)
            tp_tone_lean(gain, toward * (double)i / (double)canvas->frames);
        for (int c = 0; c < canvas->channels; c++)
            canvas->samples[i * canvas->channels + c] *= (float)(amplitude * gain[c % 2]);
    }
}

struct tp_clip *tp_tone_set_render(const struct tp_tone_set *set, const struct tp_tone *tone)
{
    const struct tp_tone_file *file = find(set, tone->name);
    if (!file)
        return tp_tone_render(tone);
    struct tp_canvas canvas = {.frames = tp_tone_set_length(set, tone), .channels = file->channels};
    if (canvas.frames == 0)
        return NULL;
    canvas.samples = calloc((size_t)(canvas.frames * canvas.channels), sizeof *canvas.samples);
    if (!canvas.samples)
        return NULL;
    copy(&canvas, file);
    double amplitude = amplitude_for(&canvas, tp_tone_find(tone->name), tone->gain_db);
    scale(&canvas, amplitude, tone->toward);
    struct tp_clip *clip = tp_canvas_clip(&canvas);
    free(canvas.samples);
    return clip;
}
