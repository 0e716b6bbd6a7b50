/* What there is to see of a live session, and where its events go. */
#include "core/cli/lines.h"
#include "core/cli/live_internal.h"
#include "core/cli/screen.h"
#include "core/cli/shorten.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DRAW_MS = 100 };

static const struct tp_timeline_step *step_at(const struct tp_timeline *timeline, uint32_t number)
{
    return timeline && number > 0 && number <= timeline->step_count ? &timeline->steps[number - 1]
                                                                    : NULL;
}

/* Where the session that goes on was left. */
static tp_frames left_at(const struct live *live, const struct tp_timeline *timeline)
{
    const struct tp_journal_mark *mark = &live->kept->journal.mark;
    const struct tp_timeline_step *step = step_at(timeline, mark->step);
    return step ? step->start + mark->offset : live->now;
}

void live_look(const struct live *live, struct tp_view *view)
{
    const struct tp_timeline *timeline = tp_outlook_look(live->outlook);
    tp_frames now = live->now > live->part_from ? live->now : live->part_from;
    *view = (struct tp_view){.now = now,
                             .begin = live->part_from,
                             .part = live->options->step_from > 0,
                             .title = live->title,
                             .shorter = tp_shortened(live->prepared),
                             .position = *live->position ? live->position : NULL,
                             .tools = *live->tools ? live->tools : NULL,
                             .keys = &live->keys,
                             .typed = live->keys.digits,
                             .device = tp_output_device(live->output),
                             .problem = tp_output_problem(live->output),
                             .volume_db = tp_sound_volume_db(live->sound),
                             .muted = tp_sound_muted(live->sound),
                             .message = *live->message ? live->message : NULL};
    tp_session_look(live->session, &view->state);
    if (view->state.back)
        view->now = left_at(live, timeline);
    view->kept = live->log.file && view->state.run.step > 1;
    view->said = *live->said ? live->said : view->state.run.sentence;
    live_memory_look(live, view);
    const struct tp_timeline_step *step = step_at(timeline, view->state.run.step);
    const struct tp_timeline_step *next = step_at(timeline, view->state.run.step + 1);
    if (timeline) {
        view->total = live->part_to ? live->part_to : timeline->length;
        view->steps = (uint32_t)timeline->step_count;
    }
    if (view->total > view->now)
        view->finish = time(NULL) + (time_t)((view->total - view->now) / TP_RATE);
    if (step)
        view->step_length = step->length;
    if (next) {
        view->next_kind = next->kind;
        view->next_title = next->title;
        view->next_side = next->side;
    }
}

void live_draw(struct live *live)
{
    struct tp_view view;
    uint64_t now = live_now_ms(live);
    if (!live->screen || now - live->drawn_ms < DRAW_MS)
        return;
    live->drawn_ms = now;
    live_look(live, &view);
    tp_screen_draw(&view);
}

static void keep(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text ? text : "");
}

static void ring_bell(const struct live *live)
{
    if (live->screen)
        tp_screen_bell();
    else if (isatty(STDERR_FILENO))
        fputc('\a', stderr);
}

/* With no sound to be heard the bell rings where it matters: press, end, side. What counts without
 * having been pressed before (a stretch) begins with its `start`. */
static void ring(const struct live *live, const struct tp_event *event)
{
    static const char *const marks[] = {"press", "start", "end", "side", "attention"};
    struct tp_session_state state;
    if (event->kind != TP_EVENT_CUE || event->cue->type != TP_CUE_TONE ||
        !tp_output_is_silent(live->output))
        return;
    tp_session_look(live->session, &state);
    if (state.run.phase == TP_PHASE_RAMP && strcmp(event->cue->text, "start") == 0)
        return;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(event->cue->text, marks[i]) == 0)
            ring_bell(live);
}

static bool is_lost(const struct live *live)
{
    struct tp_session_state state;
    tp_session_look(live->session, &state);
    return state.lost;
}

void live_said(struct live *live, const char *text)
{
    keep(live->said, sizeof live->said, text);
    if (live->lines)
        tp_lines_voice(live->now, text);
}

void live_name(struct live *live, const char *title, const char *position, const char *tools)
{
    keep(live->title, sizeof live->title, title);
    keep(live->position, sizeof live->position, position);
    keep(live->tools, sizeof live->tools, tools);
}

static void begin(struct live *live, const struct tp_routine_info *routine)
{
    struct tp_view view;
    live_name(live, routine->title, routine->position, routine->tools);
    live_look(live, &view);
    if (live->lines)
        tp_lines_head(&view);
}

void live_event(struct live *live, const struct tp_event *event)
{
    if (event->kind == TP_EVENT_SESSION_START)
        begin(live, event->routine);
    if (event->kind == TP_EVENT_WARNING)
        keep(live->message, sizeof live->message, event->text);
    live_memory_event(live, event);
    if (event->kind == TP_EVENT_CUE && event->cue->type == TP_CUE_VOICE)
        live->said[0] = '\0';
    if (event->kind == TP_EVENT_SESSION_PAUSE && is_lost(live)) /* no word can be heard */
        ring_bell(live);
    if (event->kind == TP_EVENT_ANSWER || event->kind == TP_EVENT_SESSION_SEEK)
        live->outlook_stale = true;
    ring(live, event);
    if (live->events)
        tp_stream_out_send(live->events, event);
    if (live->lines)
        tp_lines_event(&live->keys, event);
    live_device_event(live,
                      event); /* the last: it may lead to more, and end what this one tells of */
}
