/* The session as WebVTT. Must never write a line that a reader takes for anything but what is said.
 *
 * Chapters and sentences share the file: a chapter has a name ("step 7") and stands at the top of a
 * picture for as long as the step takes, the sentences come below it one by one. */
#include "core/cli/render_vtt.h"

#include <string.h>

enum {
    SHOWN = 1700, /* bytes of a sentence, each a control byte */
    TITLE = 300
};

static void add_clean(struct tp_buf *out, const char *text, size_t most)
{
    char shown[SHOWN];
    tp_buf_puts(out, tp_text_clean(shown, most < SHOWN ? most : SHOWN, text, strlen(text)));
}

void tp_render_chapter(const struct tp_timeline_step *step, struct tp_buf *out)
{
    const char *title = step->title && *step->title ? step->title : step->kind;
    if (step->section && strcmp(step->section, title) != 0) {
        add_clean(out, step->section, TITLE);
        tp_buf_puts(out, ": ");
    }
    add_clean(out, title, TITLE);
    if (!step->side || strstr(title, step->side) || strcmp(step->kind, "rest") == 0)
        return;
    if (!out->failed && out->data[out->length - 1] == '.')
        out->data[--out->length] = '\0';
    tp_buf_printf(out, ", %s", step->side);
}

/* As WebVTT wants a text: no sign of a tag or an entity, and so no arrow either. */
static void add_escaped(struct tp_buf *out, const char *text)
{
    for (; *text; text++) {
        const char *entity = *text == '&'   ? "&amp;"
                             : *text == '<' ? "&lt;"
                             : *text == '>' ? "&gt;"
                                            : NULL;
        if (entity)
            tp_buf_puts(out, entity);
        else
            tp_buf_add(out, text, 1);
    }
}

/* Milliseconds, to the nearest. */
static int64_t milliseconds(tp_frames at)
{
    return (at + TP_MS(1) / 2) / TP_MS(1);
}

static void add_time(struct tp_buf *out, int64_t ms)
{
    tp_buf_printf(out, "%02d:%02d:%02d.%03d", (int)(ms / 3600000), (int)(ms / 60000 % 60),
                  (int)(ms / 1000 % 60), (int)(ms % 1000));
}

/* From when to when, at least a moment. */
static void add_times(struct tp_buf *out, tp_frames at, tp_frames length)
{
    int64_t from = milliseconds(at), to = milliseconds(at + length);
    add_time(out, from);
    tp_buf_puts(out, " --> ");
    add_time(out, to > from ? to : from + 1);
}

static void add_chapter(struct tp_buf *out, const struct tp_timeline_step *step)
{
    struct tp_buf name = {0};
    tp_render_chapter(step, &name);
    tp_buf_printf(out, "step %u\n", (unsigned)step->number);
    add_times(out, step->start, step->length);
    tp_buf_puts(out, " line:0\n");
    add_escaped(out, name.data ? name.data : "");
    tp_buf_puts(out, "\n\n");
    tp_buf_finish(&name);
}

static void add_sentence(struct tp_buf *out, const struct tp_timeline_cue *cue)
{
    char shown[SHOWN];
    add_times(out, cue->at, cue->length);
    tp_buf_puts(out, "\n");
    add_escaped(out, tp_text_clean(shown, sizeof shown, cue->text, strlen(cue->text)));
    tp_buf_puts(out, "\n\n");
}

static void add_head(struct tp_buf *out, const struct tp_timeline *timeline)
{
    char shown[TITLE];
    const char *title = timeline->title ? timeline->title : "";
    tp_buf_puts(out, "WEBVTT ");
    add_escaped(out, tp_text_clean(shown, sizeof shown, title, strlen(title)));
    tp_buf_puts(out, "\n\nNOTE What is named \"step\" is a chapter; all else is what is said.\n\n");
}

void tp_render_vtt(const struct tp_timeline *timeline, void (*write)(void *, const char *, size_t),
                   void *context)
{
    struct tp_buf out = {0};
    size_t step = 0, cue = 0;
    add_head(&out, timeline);
    while (step < timeline->step_count || cue < timeline->cue_count) {
        const struct tp_timeline_step *next =
            step < timeline->step_count ? &timeline->steps[step] : NULL;
        if (next && (cue == timeline->cue_count || next->start <= timeline->cues[cue].at)) {
            if (next->length > 0)
                add_chapter(&out, next);
            step++;
        } else {
            if (timeline->cues[cue].type == TP_CUE_VOICE && timeline->cues[cue].length > 0)
                add_sentence(&out, &timeline->cues[cue]);
            cue++;
        }
        write(context, out.data, out.length);
        tp_buf_clear(&out);
    }
    tp_buf_finish(&out);
}
