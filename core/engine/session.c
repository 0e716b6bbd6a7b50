/* The live session. Must never block and never touch sound, disk or clock but through its tables.
 */
#include "core/engine/session.h"

#include "core/engine/now_queue.h"
#include "core/engine/phrase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Time between the words of the way back and the ramp, and the ramp: guide, "Coming back". */
enum { BACK_SILENCE_MS = 3000, BACK_RAMP_MS = 5000 };

struct tp_session {
    const struct tp_session_ops *ops;
    void *context;
    const struct tp_run_world *world;
    void *world_context;
    struct tp_run *run;
    struct tp_log log;
    char *name, *text; /* owned */
    size_t length;
    uint64_t seed;
    const struct tp_script_option *options;
    size_t option_count;

    struct now_queue now_queue;
    uint64_t sequence;
    uint64_t cue_base; /* added to a run's cue ids, so that none comes twice in a session */
    uint64_t cue_last;
    uint32_t replaying_to; /* step that a replay goes to; its events are swallowed until then */
    uint32_t first_step;   /* cues of earlier steps are swallowed: they were left by a seek */
    tp_frames seek_from;
    int64_t progress; /* last whole second told */
    bool paused, stopping, over;
};

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

static int create_run(struct tp_session *session, struct tp_run **out, struct tp_err *err)
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
    rc = create_run(session, &session->run, err);
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

/* ---- the now bus ---- */

static void now_begin(struct tp_session *session, enum now_then then)
{
    session->ops->now_cancel(session->context);
    now_queue_clear(&session->now_queue, then);
}

static void now_tone(struct tp_session *session, const char *name)
{
    now_queue_add(&session->now_queue, TP_CUE_TONE, name, 0);
}

static void now_say(struct tp_session *session, const char *text)
{
    if (*text)
        now_queue_add(&session->now_queue, TP_CUE_VOICE, text, 0);
}

/* A single sound that interrupts nothing: left out while something is being said. */
static void knock(struct tp_session *session, const char *name)
{
    if (session->now_queue.count == 0)
        now_tone(session, name);
}

static void end(struct tp_session *session)
{
    struct tp_err err;
    struct tp_command stop = {.kind = TP_COMMAND_STOP};
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    tp_run_command(session->run, state.now, &stop, &err);
    session->over = true;
}

static void now_step(struct tp_session *session)
{
    if (!now_queue_step(&session->now_queue, session->ops->now, session->context))
        return;
    enum now_then then = session->now_queue.then;
    session->now_queue.then = NOW_THEN_NOTHING;
    if (then == NOW_THEN_GO_ON)
        session->ops->stand(session->context, false);
    if (then == NOW_THEN_END)
        end(session);
}

void tp_session_now_done(struct tp_session *session, uint64_t id)
{
    now_queue_done(&session->now_queue, id);
    now_step(session);
}

/* ---- commands ---- */

static bool presses(const struct tp_run_state *state)
{
    return state->info && strcmp(state->info->kind, "hold") == 0;
}

static int pause(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_PAUSE};
    struct tp_run_state state;
    if (session->paused)
        return 0;
    int rc = tp_run_command(session->run, now, &command, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    session->paused = true;
    session->ops->stand(session->context, true);
    now_begin(session, NOW_THEN_NOTHING);
    now_tone(session, "pause");
    now_say(session, tp_phrase(presses(&state) ? TP_PHRASE_PAUSED_LET_GO : TP_PHRASE_PAUSED));
    return 0;
}

/* The way back: into a hold it leads by its name, three seconds and a ramp, while time still
 * stands; elsewhere it goes on at once. */
static int resume(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_RESUME};
    struct tp_run_state state;
    if (!session->paused)
        return 0;
    int rc = tp_run_command(session->run, now, &command, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    session->paused = false;
    now_begin(session, NOW_THEN_GO_ON);
    now_tone(session, "resume");
    now_say(session, tp_phrase(TP_PHRASE_GOING_ON));
    if (presses(&state)) {
        char place[TP_SENTENCE];
        tp_phrase_place(state.info->side, state.info->title, place, sizeof place);
        now_say(session, place);
        now_queue_add(&session->now_queue, TP_CUE_SILENCE, "", TP_MS(BACK_SILENCE_MS));
        now_queue_add(&session->now_queue, TP_CUE_TONE, "press", TP_MS(BACK_RAMP_MS));
    }
    return 0;
}

/* After a seek or a skip the person is no longer paused, and nothing of before is said any more. */
static void move_on(struct tp_session *session)
{
    if (session->paused || session->now_queue.then == NOW_THEN_GO_ON)
        session->ops->stand(session->context, false);
    session->paused = false;
    now_begin(session, NOW_THEN_NOTHING);
    now_tone(session, "ack");
}

static int seek(struct tp_session *session, tp_frames now, uint32_t step, struct tp_err *err)
{
    struct tp_run *run = NULL;
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    session->seek_from = state.stands || now < state.now ? state.now : now;
    tp_log_cut(&session->log, step);
    int rc = create_run(session, &run, err);
    if (rc < 0)
        return rc;
    session->ops->out.cancel(session->context, session->seek_from);
    session->cue_base = session->cue_last;
    session->replaying_to = step;
    tp_run_destroy(session->run);
    session->run = run;
    move_on(session);
    return tp_run_replay(run, step, err);
}

static int next(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_NEXT};
    move_on(session);
    return tp_run_command(session->run, now, &command, err);
}

static int strength(struct tp_session *session, tp_frames now, const struct tp_command *command,
                    struct tp_err *err)
{
    bool softer = command->kind == TP_COMMAND_SOFTER;
    struct tp_run_state state;
    char words[TP_SENTENCE];
    int rc = tp_run_command(session->run, now, command, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    tp_phrase_strength(softer ? -1 : 1, state.pressure, words, sizeof words);
    now_begin(session, session->now_queue.then);
    now_say(session, words);
    return 0;
}

static int again(struct tp_session *session, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    if (!*state.sentence)
        return tp_err_set(err, TP_EINVAL, "nothing was said yet");
    if (session->now_queue.then == NOW_THEN_NOTHING)
        now_begin(session, NOW_THEN_NOTHING);
    now_say(session, state.sentence);
    return 0;
}

static int stop(struct tp_session *session)
{
    if (session->stopping) {
        end(session);
        return 0;
    }
    session->stopping = true;
    session->ops->stand(session->context, true);
    now_begin(session, NOW_THEN_END);
    now_say(session, tp_phrase(TP_PHRASE_STOPPING));
    return 0;
}

static int carry_out(struct tp_session *session, tp_frames now, const struct tp_command *command,
                     struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    switch (command->kind) {
    case TP_COMMAND_PAUSE:
        return pause(session, now, err);
    case TP_COMMAND_RESUME:
        return resume(session, now, err);
    case TP_COMMAND_NEXT:
        return next(session, now, err);
    case TP_COMMAND_BACK:
        return seek(session, now, state.step > 1 ? state.step - 1 : 1, err);
    case TP_COMMAND_REPEAT:
        return seek(session, now, state.step > 0 ? state.step : 1, err);
    case TP_COMMAND_AGAIN:
        return again(session, err);
    case TP_COMMAND_SOFTER:
    case TP_COMMAND_FIRMER:
        return strength(session, now, command, err);
    case TP_COMMAND_STOP:
        return stop(session);
    case TP_COMMAND_ANSWER:
        return tp_run_command(session->run, now, command, err);
    case TP_COMMAND_VOLUME:
        session->ops->volume(session->context,
                             command->value.kind == TP_VALUE_NUMBER ? command->value.number : 0);
        return 0;
    case TP_COMMAND_MUTE:
        session->ops->mute(session->context);
        return 0;
    case TP_COMMAND_COUNT:
        break;
    }
    return tp_err_set(err, TP_EINVAL, "no such command");
}

int tp_session_command(struct tp_session *session, tp_frames now, const struct tp_command *command,
                       struct tp_err *err)
{
    if (session->over || (session->stopping && command->kind != TP_COMMAND_STOP))
        return tp_err_set(err, TP_EINVAL, "the session is over");
    int rc = carry_out(session, now, command, err);
    if (rc == -TP_EINVAL)
        knock(session, "nak");
    else if (rc == 0 && command->kind == TP_COMMAND_ANSWER)
        knock(session, "ack");
    else if (rc < 0)
        session->over = true;
    now_step(session);
    return rc;
}

/* ---- time ---- */

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

int tp_session_tick(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_run_state state;
    int rc = session->over ? 0 : tp_run_retry(session->run, err);
    if (rc == 0 && !session->over)
        rc = tp_run_advance(session->run, now, err);
    tp_run_look(session->run, &state);
    if (rc == 0 && !state.ended && !session->over)
        tell_progress(session, now > state.now ? now : state.now);
    if (rc < 0 || state.ended)
        session->over = true;
    now_step(session);
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
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    struct tp_event event = {.kind = kind, .at = state.now, .text = text};
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
