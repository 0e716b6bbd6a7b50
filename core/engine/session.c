/* The live session. Must never block and never touch sound, disk or clock but through its tables.
 */
#include "core/engine/session.h"

#include "core/engine/session_internal.h"

#include <stdlib.h>
#include <string.h>

static void send(struct tp_session *session, struct tp_event *event)
{
    event->sequence = ++session->sequence;
    session->ops->out.event(session->context, event);
}

/* The replay has come to where the session goes on. */
static void arrive(struct tp_session *session, const struct tp_event *step)
{
    struct tp_event seek = {
        .kind = TP_EVENT_SESSION_SEEK, .at = step->at, .from = session->seek_from};
    session->first_step = session->replaying_to;
    session->replaying_to = 0;
    session->progress = step->at / TP_RATE;
    session->now = step->at;
    session->ops->seek(session->context, step->at);
    send(session, &seek);
}

static void on_event(void *context, const struct tp_event *event)
{
    struct tp_session *session = context;
    struct tp_event copy = *event;
    if (session->replaying_to && event->kind == TP_EVENT_STEP_START &&
        event->step >= session->replaying_to)
        arrive(session, event);
    if (session->replaying_to || (event->kind == TP_EVENT_CUE && event->step < session->first_step))
        return;
    send(session, &copy);
}

static void on_cue(void *context, const struct tp_cue *cue)
{
    struct tp_session *session = context;
    struct tp_cue copy = *cue;
    if (session->replaying_to || cue->step < session->first_step)
        return;
    copy.id += session->cue_base;
    session->cue_last = copy.id;
    session->ops->out.cue(session->context, &copy);
}

static void on_cut(void *context, uint64_t id, tp_frames at)
{
    struct tp_session *session = context;
    if (!session->replaying_to)
        session->ops->out.cut(session->context, id + session->cue_base, at);
}

static void on_cancel(void *context, tp_frames at)
{
    struct tp_session *session = context;
    if (!session->replaying_to)
        session->ops->out.cancel(session->context, at);
}

static const struct tp_run_out run_out = {
    .cue = on_cue, .cut = on_cut, .cancel = on_cancel, .event = on_event};

int session_create_run(struct tp_session *session, struct tp_run **out, struct tp_err *err)
{
    struct tp_run_config config = {.world = session->world,
                                   .world_context = session->world_context,
                                   .out = &run_out,
                                   .out_context = session,
                                   .log = &session->log,
                                   .name = session->name,
                                   .text = session->text,
                                   .length = session->length,
                                   .seed = session->seed,
                                   .options = session->options,
                                   .option_count = session->option_count};
    return tp_run_create(out, &config, err);
}

int tp_session_create(struct tp_session **out, const struct tp_session_config *config,
                      struct tp_err *err)
{
    struct tp_session *session = calloc(1, sizeof *session);
    int rc = -TP_ENOMEM;
    *out = NULL;
    if (!session)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    session->ops = config->ops;
    session->context = config->context;
    session->world = config->world;
    session->world_context = config->world_context;
    session->seed = config->seed;
    session->options = config->options;
    session->option_count = config->option_count;
    session->progress = -1;
    session->length = config->length;
    session->name = tp_text_copy(config->name);
    session->text = malloc(config->length + 1);
    if (!session->name || !session->text) {
        tp_err_set(err, TP_ENOMEM, "out of memory");
        goto out;
    }
    memcpy(session->text, config->text, config->length);
    session->text[config->length] = '\0';
    rc = session_create_run(session, &session->run, err);
out:
    if (rc < 0)
        tp_session_destroy(session);
    else
        *out = session;
    return rc;
}

void tp_session_destroy(struct tp_session *session)
{
    if (!session)
        return;
    tp_run_destroy(session->run);
    tp_log_finish(&session->log);
    free(session->name);
    free(session->text);
    free(session);
}

static void tell_progress(struct tp_session *session, tp_frames now)
{
    struct tp_event event = {.kind = TP_EVENT_PROGRESS, .at = now};
    struct tp_run_state state;
    if (now / TP_RATE == session->progress)
        return;
    session->progress = now / TP_RATE;
    tp_run_look(session->run, &state);
    event.step = state.step;
    send(session, &event);
}

void session_note_time(struct tp_session *session, tp_frames now)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    session->now = state.stands || now < state.now ? state.now : now;
}

int tp_session_tick(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_run_state state;
    int rc = session->over ? 0 : tp_run_retry(session->run, err);
    if (rc == 0 && !session->over)
        rc = tp_run_advance(session->run, now, err);
    tp_run_look(session->run, &state);
    session_note_time(session, now);
    if (rc == 0 && !state.ended && !session->over)
        tell_progress(session, session->now);
    if (rc < 0 || state.ended)
        session->over = true;
    session_now_step(session);
    return rc;
}

tp_frames tp_session_allowed(const struct tp_session *session)
{
    struct tp_run_state state;
    tp_frames due = tp_run_due(session->run);
    tp_run_look(session->run, &state);
    return state.stands ? state.now : due;
}

void tp_session_world(struct tp_session *session, enum tp_event_kind kind, const char *text)
{
    struct tp_event event = {.kind = kind, .at = session->now, .text = text};
    send(session, &event);
}

void tp_session_look(const struct tp_session *session, struct tp_session_state *state)
{
    tp_run_look(session->run, &state->run);
    state->paused = session->paused;
    state->stopping = session->stopping;
    state->over = session->over;
}

const struct tp_log *tp_session_log(const struct tp_session *session)
{
    return &session->log;
}
