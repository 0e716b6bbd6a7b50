/* The live session. Must never block and never touch sound, disk or clock but through its tables.
 */
#include "core/engine/session.h"

#include "core/engine/session_internal.h"

#include <stdlib.h>
#include <string.h>

/* The word is waited for so long: there may be no sound any more. */
enum { LET_GO_MS = 3000 };

static void send(struct tp_session *session, struct tp_event *event)
{
    event->sequence = ++session->sequence;
    session_keep_event(session, event);
    session->ops->out.event(session->context, event);
}

/* The replay has come to where the session goes on. */
static void arrive(struct tp_session *session, const struct tp_event *step)
{
    struct tp_event seek = {
        .kind = TP_EVENT_SESSION_SEEK, .at = step->at, .from = session->seek_from};
    session->heard_from = session->replaying_to;
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
    bool arrives = session->replaying_to && event->kind == TP_EVENT_STEP_START &&
                   event->step >= session->replaying_to;
    if (arrives)
        arrive(session, event);
    if (event->kind == TP_EVENT_STEP_END)
        session_release_outputs(session);
    if (event->kind == TP_EVENT_STEP_START && session->last_step &&
        event->step > session->last_step)
        session->past_last = true;
    if (event->kind == TP_EVENT_SESSION_START && !session->sequence) {
        send(session, &copy); /* also when the start itself is passed over */
        return;
    }
    if (session->past_last && event->kind == TP_EVENT_SESSION_END)
        copy.outcome = "finished"; /* all that was asked for */
    else if (session->past_last || session->replaying_to ||
             (session->catching_up && event->kind != TP_EVENT_SESSION_END) ||
             (event->kind == TP_EVENT_CUE && event->step < session->heard_from)) {
        session_keep_lived(session, event);
        return;
    }
    send(session, &copy);
    if (arrives)
        session->catching_up = session->goes_into;
}

static void on_cue(void *context, const struct tp_cue *cue)
{
    struct tp_session *session = context;
    struct tp_cue copy = *cue;
    if (session->past_last || session->replaying_to || session->catching_up ||
        cue->step < session->heard_from)
        return;
    copy.id += session->cue_base;
    if (copy.id > session->cue_last)
        session->cue_last = copy.id;
    if (cue->type == TP_CUE_VOICE)
        session->voice_until = cue->at + cue->length;
    session->ops->out.cue(session->context, &copy);
}

/* Else a replay does it, of which nobody hears, and which drives nothing. */
static bool is_lived(const struct tp_session *session)
{
    return !session->replaying_to && !session->catching_up;
}

static void on_cut(void *context, uint64_t id, tp_frames at)
{
    struct tp_session *session = context;
    if (is_lived(session))
        session->ops->out.cut(session->context, id + session->cue_base, at);
}

static void on_cancel(void *context, tp_frames at)
{
    struct tp_session *session = context;
    if (is_lived(session))
        session->ops->out.cancel(session->context, at);
}

static void on_counted(void *context, tp_frames until)
{
    struct tp_session *session = context;
    if (is_lived(session))
        session_enter_counted(session, until);
}

static void on_feel(void *context, const struct tp_feel *feel)
{
    struct tp_session *session = context;
    if (is_lived(session) && session->ops->feel)
        session->ops->feel(session->context, feel);
}

static void on_felt(void *context, tp_frames start, tp_frames loaded, const char *figures)
{
    if (is_lived(context))
        session_enter_felt(context, start, loaded, figures);
}

static void on_output(void *context, const char *channel, struct tp_value value)
{
    if (is_lived(context))
        session_output(context, channel, value);
}

static const struct tp_run_out run_out = {.cue = on_cue,
                                          .cut = on_cut,
                                          .cancel = on_cancel,
                                          .event = on_event,
                                          .counted = on_counted,
                                          .feel = on_feel,
                                          .felt = on_felt,
                                          .output = on_output};

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
    if (session->world->begin)
        session->world->begin(session->world_context);
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
    session->pick = (unsigned)config->seed;
    session->gate = config->gate ? GATE_AHEAD : GATE_NONE;
    session->begin_at = config->first_step > 1 ? config->first_step : 0;
    session->last_step = config->last_step;
    session->keeper = config->keeper;
    session->length = config->length;
    session->name = tp_text_copy(config->name);
    session->text = malloc(config->length + 1);
    if (!session->name || !session->text) {
        tp_err_set(err, TP_ENOMEM, "out of memory");
        goto out;
    }
    memcpy(session->text, config->text, config->length);
    session->text[config->length] = '\0';
    if (config->back && config->back->mark.step > 0) { /* else it had hardly begun */
        session->back = *config->back;
        session->returning = true;
    }
    rc = tp_phrases_open(&session->phrases, "en", err);
    if (rc == 0 && config->log && (rc = tp_log_copy(&session->log, config->log)) < 0)
        tp_err_set(err, TP_ENOMEM, "out of memory");
    if (session->keeper) {
        session->log.sink = &session->keeper->log;
        session->log.sink_context = session->context;
    }
    if (rc == 0)
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
    tp_phrases_close(session->phrases);
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
    session_mark(session);
}

void session_note_time(struct tp_session *session, tp_frames now)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    session->now = state.stands || now < state.now ? state.now : now;
}

/* Goes to the step that the session was asked to begin with, by what the log says of those before;
 * two seconds lead in. */
static int begin_in_the_middle(struct tp_session *session, struct tp_err *err)
{
    uint32_t step = session->begin_at;
    session->begin_at = 0;
    tp_log_cut(&session->log, step);
    session->replaying_to = step;
    int rc = tp_run_replay(session->run, step, 0, err);
    if (rc < 0 || session->replaying_to)
        return rc < 0 ? rc : tp_err_set(err, TP_EUSAGE, "the routine has no step %u", step);
    session_lead_in(session);
    return 0;
}

/* What the run does up to the count; at the gate it waits. */
static int advance(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    tp_frames due = tp_run_due(session->run);
    if (session->gate == GATE_OPEN)
        return 0;
    if (session->gate == GATE_AHEAD && (session->returning || (due > 0 && now >= due))) {
        session_open_gate(session);
        return 0;
    }
    int rc = tp_run_retry(session->run, err);
    return rc < 0 ? rc : tp_run_advance(session->run, now, err);
}

int session_fail(struct tp_session *session, int rc, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    if (state.phase == TP_PHASE_FREE || !session_presses(&state) || session->trouble.code)
        return rc;
    session_enter_press(session, state.now);
    session->trouble = *err;
    session->trouble_ms = session->clock_ms;
    session->stopping = true;
    session_stand(session, true);
    session_now_begin(session, NOW_THEN_END);
    session_now_say(session, NOW_URGENT, "let_go");
    return 0;
}

/* What failed earlier and is to be told now. */
static int take_trouble(struct tp_session *session, struct tp_err *err)
{
    bool saying = session->trouble_ms && !session->over &&
                  session->clock_ms - session->trouble_ms < LET_GO_MS;
    if (!session->trouble.code || saying)
        return 0;
    *err = session->trouble;
    return -err->code;
}

int tp_session_tick(struct tp_session *session, tp_frames now, uint64_t clock_ms,
                    struct tp_err *err)
{
    struct tp_run_state state;
    session->clock_ms = clock_ms;
    int rc = take_trouble(session, err);
    if (rc == 0 && session->begin_at)
        rc = begin_in_the_middle(session, err);
    else if (rc == 0 && session->back.mark.step)
        rc = session_return(session, err);
    else if (rc == 0 && !session->over && !session->trouble_ms)
        rc = advance(session, now, err);
    if (rc < 0)
        rc = session_fail(session, rc, err);
    tp_run_look(session->run, &state);
    session_note_time(session, now);
    if (rc == 0 && !state.ended && !session->over)
        tell_progress(session, session->now);
    if (session->past_last && !session->over)
        session_end(session);
    if (rc < 0 || state.ended)
        session->over = true;
    session_watch_gate(session);
    session_watch_sound(session);
    session_watch_offer(session);
    session_watch_outputs(session);
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

const char *tp_session_feels(const struct tp_session *session)
{
    return tp_run_feels(session->run);
}

int tp_session_reading(struct tp_session *session, tp_frames now, const char *name, double newtons,
                       struct tp_err *err)
{
    bool ready = session->gate == GATE_NONE && !session->begin_at && !session->back.mark.step;
    if (!ready || session->over || session->trouble.code)
        return 0;
    int rc = tp_run_feel(session->run, now, name, newtons, err);
    if (rc < 0)
        rc = session_fail(session, rc, err);
    if (rc < 0)
        session->over = true;
    return rc;
}

void tp_session_device(struct tp_session *session, enum tp_event_kind kind,
                       const struct tp_event_device *device, struct tp_value value)
{
    struct tp_event event = {.kind = kind, .at = session->now, .device = device, .value = value};
    send(session, &event);
}

void tp_session_world(struct tp_session *session, enum tp_event_kind kind, const char *text)
{
    struct tp_event event = {.kind = kind, .at = session->now, .text = text};
    send(session, &event);
}

void tp_session_look(const struct tp_session *session, struct tp_session_state *state)
{
    tp_run_look(session->run, &state->run);
    state->gate = session->gate != GATE_NONE;
    state->back = session->returning;
    state->paused = session->paused;
    state->lost = session->lost;
    state->offer = session->offer;
    state->stopping = session->stopping;
    state->over = session->over;
    session_look_away(session, state);
}

const struct tp_log *tp_session_log(const struct tp_session *session)
{
    return &session->log;
}
