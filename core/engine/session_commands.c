/* What a person or device does to a session, and what is answered on the now bus. Must never move
 * session time but by a seek or a skip. */
#include "core/engine/phrase.h"
#include "core/engine/session_internal.h"

#include <stdio.h>
#include <string.h>

/* Time between the words of the way back and the ramp, and the ramp: guide, "Coming back". */
enum { BACK_SILENCE_MS = 3000, BACK_RAMP_MS = 5000 };

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

/* Makes way for other words, unless those of a pause or of the way back must be heard. */
static void now_make_way(struct tp_session *session)
{
    if (!session->paused && session->now_queue.then == NOW_THEN_NOTHING)
        now_begin(session, NOW_THEN_NOTHING);
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
    tp_run_command(session->run, session->now, &stop, &err);
    session->over = true;
}

void session_now_step(struct tp_session *session)
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
    session_now_step(session);
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

/* After a seek or a skip the person is no longer paused, and nothing of before is said any more. A
 * hold is left with its word, while time stands; after a pause that was said. */
static int move_on(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_command resume = {.kind = TP_COMMAND_RESUME};
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    bool let_go = presses(&state) && !session->paused;
    int rc = session->paused ? tp_run_command(session->run, now, &resume, err) : 0;
    if (let_go || session->paused || session->now_queue.then == NOW_THEN_GO_ON)
        session->ops->stand(session->context, let_go);
    session->paused = false;
    now_begin(session, let_go ? NOW_THEN_GO_ON : NOW_THEN_NOTHING);
    now_tone(session, "ack");
    if (let_go)
        now_say(session, tp_phrase(TP_PHRASE_LET_GO));
    return rc;
}

/* What the person asked of a point stays, wherever the session goes. */
static bool stays(const struct tp_record *record)
{
    enum tp_command_kind kind =
        record->kind == TP_RECORD_COMMAND ? tp_command_find(record->key) : TP_COMMAND_COUNT;
    return kind == TP_COMMAND_SOFTER || kind == TP_COMMAND_FIRMER;
}

static int seek(struct tp_session *session, tp_frames now, uint32_t step, struct tp_err *err)
{
    struct tp_run *run = NULL;
    struct tp_run_state state;
    int rc = move_on(session, now, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    session->seek_from = state.stands || now < state.now ? state.now : now;
    tp_log_rewind(&session->log, step, stays);
    rc = session_create_run(session, &run, err);
    if (rc < 0)
        return rc;
    session->ops->out.cancel(session->context, session->seek_from);
    session->cue_base = session->cue_last;
    session->replaying_to = step;
    tp_run_destroy(session->run);
    session->run = run;
    return tp_run_replay(run, step, err);
}

static int next(struct tp_session *session, tp_frames now, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_NEXT};
    int rc = move_on(session, now, err);
    return rc < 0 ? rc : tp_run_command(session->run, now, &command, err);
}

static int strength(struct tp_session *session, tp_frames now, const struct tp_command *command,
                    struct tp_err *err)
{
    bool softer = command->kind == TP_COMMAND_SOFTER;
    struct tp_command plain = {.kind = command->kind};
    struct tp_run_state state;
    char words[TP_SENTENCE];
    int rc = tp_run_command(session->run, now, &plain, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    tp_phrase_strength(softer ? -1 : 1, state.pressure, words, sizeof words);
    now_make_way(session);
    now_say(session, words);
    return 0;
}

static int again(struct tp_session *session, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    if (!*state.sentence)
        return tp_err_set(err, TP_EINVAL, "nothing was said yet");
    now_make_way(session);
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
    case TP_COMMAND_WORDS:
        return tp_run_command(session->run, now, command, err);
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
    session_note_time(session, now);
    int rc = carry_out(session, now, command, err);
    if (rc == -TP_EINVAL)
        knock(session, "nak");
    else if (rc == 0 && command->kind == TP_COMMAND_ANSWER)
        knock(session, "ack");
    else if (rc < 0)
        session->over = true;
    session_now_step(session);
    return rc;
}
