/* A timeline on paper: the programme sheet, and JSON. Writes piece by piece, whatever the length.
 */
#include "core/base/json.h"
#include "core/engine/timeline.h"

#include <stdio.h>
#include <string.h>

typedef void (*writer)(void *, const char *, size_t);

static void flush(struct tp_buf *line, writer write, void *context)
{
    if (line->length > 0)
        write(context, line->data, line->length);
    tp_buf_clear(line);
}

/* Columns that `text` takes: characters, not bytes. */
static int width(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void pad(struct tp_buf *line, const char *text, int columns)
{
    tp_buf_puts(line, text);
    for (int i = width(text); i < columns; i++)
        tp_buf_puts(line, " ");
}

static void print_step(struct tp_buf *line, const struct tp_timeline_step *step)
{
    char clock[TP_FRAMES_TEXT], title[64];
    tp_text_clean(title, sizeof title, step->title ? step->title : "",
                  step->title ? strlen(step->title) : 0);
    tp_buf_printf(line, "%4u %8s  ", (unsigned)step->number, tp_frames_clock(clock, step->start));
    pad(line, step->kind, 9);
    pad(line, step->side ? step->side : "", 6);
    pad(line, title, 40);
    if (step->pressure >= 0)
        tp_buf_printf(line, " %4g/10", step->pressure);
    else
        tp_buf_puts(line, "        ");
    if (step->dose >= 0)
        tp_buf_printf(line, " %7.6g s", tp_frames_to_seconds(step->dose));
    while (line->length > 0 && line->data[line->length - 1] == ' ')
        line->data[--line->length] = '\0';
    tp_buf_puts(line, "\n");
}

static void print_head(struct tp_buf *line, const struct tp_timeline *t)
{
    char text[TP_FRAMES_TEXT], title[1000];
    const char *name = t->title ? t->title : "";
    tp_buf_printf(line, "%s · %s\n", tp_text_clean(title, sizeof title, name, strlen(name)),
                  tp_frames_duration(text, t->length));
    if (t->position || t->tools) {
        const char *tools = t->tools ? t->tools : "";
        tp_buf_printf(line, "%s%s%s\n", t->position ? t->position : "",
                      t->position && t->tools ? " · " : "",
                      tp_text_clean(title, sizeof title, tools, strlen(tools)));
    }
    if (t->shorter)
        tp_buf_printf(line, "shorter: %s\n",
                      tp_text_clean(title, sizeof title, t->shorter, strlen(t->shorter)));
    tp_buf_puts(line, "\n");
}

static void print_foot(struct tp_buf *line, const struct tp_timeline *t)
{
    size_t sentences = 0;
    for (size_t i = 0; i < t->cue_count; i++)
        sentences += t->cues[i].type == TP_CUE_VOICE;
    tp_buf_printf(line, "\n%zu steps, %zu sentences, %zu sounds\n", t->step_count, sentences,
                  t->cue_count - sentences);
    tp_buf_printf(line, "longest silence: %.1f s in a hold, %.1f s elsewhere\n",
                  tp_frames_to_seconds(t->in_holds.length),
                  tp_frames_to_seconds(t->elsewhere.length));
}

void tp_timeline_print(const struct tp_timeline *t, writer write, void *context)
{
    struct tp_buf line = {0};
    const char *section = NULL;
    print_head(&line, t);
    for (size_t i = 0; i < t->step_count; i++) {
        const struct tp_timeline_step *step = &t->steps[i];
        if (step->section != section && step->section) {
            char title[100];
            tp_text_clean(title, sizeof title, step->section, strlen(step->section));
            tp_buf_printf(&line, "               — %s —\n", title);
            flush(&line, write, context);
        }
        section = step->section;
        flush(&line, write, context);
        print_step(&line, step);
        flush(&line, write, context);
    }
    print_foot(&line, t);
    flush(&line, write, context);
    tp_buf_finish(&line);
}

static void json_step(struct tp_json *json, const struct tp_timeline_step *step)
{
    tp_json_open(json, NULL, '{');
    tp_json_integer(json, "n", step->number);
    tp_json_text(json, "kind", step->kind);
    tp_json_text(json, "title", step->title);
    tp_json_text(json, "section", step->section);
    tp_json_seconds(json, "start", step->start);
    tp_json_seconds(json, "length", step->length);
    tp_json_seconds(json, "seconds", step->dose >= 0 ? step->dose : step->length);
    tp_json_text(json, "side", step->side);
    tp_json_text(json, "point", step->point);
    tp_json_value(json, "pressure",
                  step->pressure >= 0 ? tp_value_number(step->pressure) : tp_value_nil());
    tp_json_integer(json, "line", step->line);
    tp_json_close(json, '}');
}

static void json_cue(struct tp_json *json, const struct tp_timeline_cue *cue)
{
    bool voice = cue->type == TP_CUE_VOICE;
    tp_json_open(json, NULL, '{');
    tp_json_seconds(json, "at", cue->at);
    tp_json_seconds(json, "seconds", cue->length);
    tp_json_text(json, "type", voice ? "voice" : "tone");
    tp_json_text(json, voice ? "text" : "name", cue->text);
    tp_json_integer(json, "step", cue->step);
    tp_json_close(json, '}');
}

void tp_timeline_json(const struct tp_timeline *t, writer write, void *context)
{
    struct tp_buf out = {0};
    struct tp_json json = {.out = &out};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "title", t->title);
    tp_json_seconds(&json, "seconds", t->length);
    if (t->shorter)
        tp_json_text(&json, "shorter", t->shorter);
    tp_json_open(&json, "steps", '[');
    tp_buf_puts(&out, "\n");
    for (size_t i = 0; i < t->step_count; i++) {
        json_step(&json, &t->steps[i]);
        tp_buf_puts(&out, "\n");
        flush(&out, write, context);
    }
    tp_json_close(&json, ']');
    tp_json_open(&json, "cues", '[');
    tp_buf_puts(&out, "\n");
    for (size_t i = 0; i < t->cue_count; i++) {
        json_cue(&json, &t->cues[i]);
        tp_buf_puts(&out, "\n");
        flush(&out, write, context);
    }
    tp_json_close(&json, ']');
    tp_json_close(&json, '}');
    tp_buf_puts(&out, "\n");
    flush(&out, write, context);
    tp_buf_finish(&out);
}
