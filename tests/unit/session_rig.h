/* A session without sound: a world that knows every sentence at once (60 ms a letter, or when the
 * test says so), an output that writes down what it was told, and a clock that the test turns.
 *
 * Header-only, for the tests of the engine. */
#ifndef TP_TESTS_SESSION_RIG_H
#define TP_TESTS_SESSION_RIG_H

#include "core/engine/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct rig {
    struct tp_session *session;
    struct tp_buf events; /* session events, bare JSON lines */
    struct tp_buf sounds; /* "at type text" lines of cues, "cut", "cancel", "seek", "now …" */
    tp_frames now;
    bool standing;
    uint64_t clock_ms; /* of the world: turned with the count, and by the test while time stands */
    const char *unknown; /* a sentence that is not known yet */
    uint64_t now_id;     /* sound of the now bus that plays */
    bool keep_now;       /* do not end sounds of the now bus by themselves */
    struct tp_err err;
};

static tp_frames rig_sentence(void *context, const char *text)
{
    struct rig *rig = context;
    if (rig && rig->unknown && strcmp(rig->unknown, text) == 0)
        return -TP_EAGAIN;
    return TP_MS(60) * (tp_frames)strlen(text);
}

static tp_frames rig_tone(void *context, const struct tp_tone_request *tone, struct tp_err *err)
{
    (void)context;
    if (tone->name && strcmp(tone->name, "wrong") == 0) {
        tp_err_set(err, TP_EINVAL, "tone: 'wrong' is not a sound");
        return 0;
    }
    return tone->length ? tone->length : TP_MS(500);
}

static int rig_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    (void)context;
    (void)key;
    *out = strcmp(kind, "today") == 0 ? tp_value_text("2026-11-20") : tp_value_nil();
    return 0;
}

static int rig_remember(void *context, const char *key, struct tp_value value, struct tp_err *err)
{
    (void)context, (void)key, (void)value, (void)err;
    return 0;
}

static int rig_module(void *context, const char *name, struct tp_buf *source, char *shown,
                      size_t shown_size, struct tp_err *err)
{
    (void)context;
    if (strcmp(name, "points") != 0)
        return tp_err_set(err, TP_ENOENT, "there is no module '%s'", name);
    snprintf(shown, shown_size, "points.lua");
    tp_buf_puts(source, "return { roll = { name = 'Shoulder roll', find = 'Pinch the roll.', "
                        "stretch = 'Lean away.', tools = { 'fingers' }, seconds = 20, reps = 2, "
                        "pressure = 4, max = 5, both = false, sources = { 'R1' } } }");
    return 0;
}

static void rig_print(void *context, const char *text)
{
    (void)context;
    (void)text;
}

static const struct tp_run_world rig_world = {
    .sentence = rig_sentence,
    .tone = rig_tone,
    .input = rig_input,
    .remember = rig_remember,
    .module = rig_module,
    .print = rig_print,
};

static void rig_cue(void *context, const struct tp_cue *cue)
{
    struct rig *rig = context;
    char at[TP_FRAMES_TEXT];
    tp_buf_printf(&rig->sounds, "%s %s %s\n", tp_frames_print(at, cue->at),
                  cue->type == TP_CUE_VOICE ? "voice" : "tone", cue->text);
}

static void rig_cut(void *context, uint64_t id, tp_frames at)
{
    struct rig *rig = context;
    (void)id, (void)at;
    tp_buf_puts(&rig->sounds, "cut\n");
}

static void rig_cancel(void *context, tp_frames at)
{
    struct rig *rig = context;
    (void)at;
    tp_buf_puts(&rig->sounds, "cancel\n");
}

static void rig_event(void *context, const struct tp_event *event)
{
    struct rig *rig = context;
    if (tp_event_is_session(event->kind) && event->kind != TP_EVENT_PROGRESS)
        tp_event_json(event, true, &rig->events);
}

static void rig_stand(void *context, bool stand)
{
    ((struct rig *)context)->standing = stand;
}

static void rig_seek(void *context, tp_frames frame)
{
    struct rig *rig = context;
    char text[TP_FRAMES_TEXT];
    tp_buf_printf(&rig->sounds, "seek %s\n", tp_frames_print(text, frame));
    rig->now = frame;
}

static int rig_now(void *context, const struct tp_now *sound)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->sounds, "now %s\n", sound->text);
    rig->now_id = sound->id;
    return 0;
}

static void rig_now_cancel(void *context)
{
    ((struct rig *)context)->now_id = 0;
}

static void rig_volume(void *context, double steps)
{
    tp_buf_printf(&((struct rig *)context)->sounds, "volume %g\n", steps);
}

static void rig_mute(void *context)
{
    tp_buf_puts(&((struct rig *)context)->sounds, "mute\n");
}

static const struct tp_session_ops rig_ops = {
    .out = {.cue = rig_cue, .cut = rig_cut, .cancel = rig_cancel, .event = rig_event},
    .stand = rig_stand,
    .seek = rig_seek,
    .now = rig_now,
    .now_cancel = rig_now_cancel,
    .volume = rig_volume,
    .mute = rig_mute,
};

static inline void rig_open(struct rig *rig, const char *text)
{
    struct tp_session_config config = {.ops = &rig_ops,
                                       .context = rig,
                                       .world = &rig_world,
                                       .world_context = rig,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7};
    *rig = (struct rig){0};
    if (tp_session_create(&rig->session, &config, &rig->err) < 0)
        fail_msg("%s", rig->err.text);
}

static inline void rig_close(struct rig *rig)
{
    tp_session_destroy(rig->session);
    tp_buf_finish(&rig->events);
    tp_buf_finish(&rig->sounds);
}

static inline struct tp_session_state rig_look(const struct rig *rig)
{
    struct tp_session_state state;
    tp_session_look(rig->session, &state);
    return state;
}

/* One turn of the loop at the rig's time; sounds of the now bus end at once. */
static inline int rig_turn(struct rig *rig)
{
    int rc = tp_session_tick(rig->session, rig->now, rig->clock_ms, &rig->err);
    while (rig->now_id && !rig->keep_now) {
        uint64_t id = rig->now_id;
        rig->now_id = 0;
        tp_session_now_done(rig->session, id);
    }
    return rc;
}

/* Turns the clock to `to`, as far as the session allows, in steps of 10 ms. */
static inline void rig_run(struct rig *rig, tp_frames to)
{
    while (rig_turn(rig) == 0 && !rig_look(rig).over && rig->now < to && !rig->standing) {
        tp_frames allowed = tp_session_allowed(rig->session);
        tp_frames next = rig->now + TP_MS(10);
        if (next > to)
            next = to;
        if (next > allowed)
            next = allowed > rig->now ? allowed : rig->now;
        if (next == rig->now && rig_look(rig).run.stands)
            return;
        rig->clock_ms += (uint64_t)((next - rig->now) / (TP_RATE / 1000));
        rig->now = next;
    }
}

static inline int rig_command(struct rig *rig, enum tp_command_kind kind, struct tp_value value)
{
    struct tp_command command = {kind, value};
    int rc = tp_session_command(rig->session, rig->now, &command, &rig->err);
    rig_turn(rig);
    return rc;
}

static inline int rig_do(struct rig *rig, enum tp_command_kind kind)
{
    return rig_command(rig, kind, tp_value_nil());
}

#endif
