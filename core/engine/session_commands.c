/* What a person or device does to a session. Must never move session time but by a seek or a skip.
 */
#include "core/engine/session_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void session_end(struct tp_session *session)
{
    struct tp_err err;
    struct tp_command stop = {.kind = TP_COMMAND_STOP};
    session_enter_press(session, session->now);
    tp_run_command(session->run, session->now, &stop, &err);
    session->over = true;
}

int session_move_on(struct tp_session *session, struct tp_err *err)
{
    struct tp_command resume = {.kind = TP_COMMAND_RESUME};
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    bool stays = session->paused && session->lost;
    bool let_go = session_presses(&state) && !session->paused;
    int rc =
        session->paused && !stays ? tp_run_command(session->run, session->now, &resume, err) : 0;
    session->paused = stays;
    session->offer = false;
    session_stand(session, let_go || stays);
    session_now_begin(session, let_go ? NOW_THEN_GO_ON : NOW_THEN_NOTHING);
    session_now_tone(session, "ack", 0);
    if (let_go)
        session_now_say(session, NOW_URGENT, "let_go");
    return rc;
}

int session_seek(struct tp_session *session, uint32_t step, struct tp_err *err)
{
    struct tp_run *run = NULL;
    session_enter_press(session, session->now);
    session_release_outputs(session);
    session->ledger_until = 0; /* what is pressed from here on is pressed anew */
    session->seek_from = session->now;
    session->voice_until = 0;
    tp_log_rewind(&session->log, step);
    int rc = session_create_run(session, &run, err);
    if (rc < 0)
        return rc;
    session->ops->out.cancel(session->context, session->seek_from);
    session->cue_base = session->cue_last;
    session->replaying_to = step;
    tp_run_destroy(session->run);
    session->run = run;
    return tp_run_replay(run, step, 0, err);
}

static int go_to(struct tp_session *session, uint32_t step, struct tp_err *err)
{
    int rc = session_move_on(session, err);
    return rc < 0 ? rc : session_seek(session, step, err);
}

static int next(struct tp_session *session, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_NEXT};
    int rc = session_move_on(session, err);
    session->voice_until = 0;
    return rc < 0 ? rc : tp_run_command(session->run, session->now, &command, err);
}

/* "A little lighter: three." with the number that the next cues say. */
static void say_strength(struct tp_session *session, const char *key)
{
    struct tp_run_state state;
    char number[16], words[TP_SENTENCE];
    tp_run_look(session->run, &state);
    snprintf(number, sizeof number, "number_%d", (int)(state.pressure + 0.5));
    const char *form = tp_phrases_get(session->phrases, key, session->pick++);
    const char *place = strstr(form, "{strength}");
    if (place)
        snprintf(words, sizeof words, "%.*s%s%s", (int)(place - form), form,
                 tp_phrases_get(session->phrases, number, 0), place + strlen("{strength}"));
    session_now_text(session, NOW_REPLY, place ? words : form);
}

static int strength(struct tp_session *session, const struct tp_command *command,
                    struct tp_err *err)
{
    struct tp_command plain = {.kind = command->kind};
    int rc = tp_run_command(session->run, session->now, &plain, err);
    if (rc < 0)
        return rc;
    session_now_make_way(session);
    session_knock(session, "ack");
    say_strength(session, command->kind == TP_COMMAND_SOFTER ? "lighter" : "firmer");
    return 0;
}

static int words(struct tp_session *session, const struct tp_command *command, struct tp_err *err)
{
    int rc = tp_run_command(session->run, session->now, command, err);
    if (rc < 0)
        return rc;
    session_now_make_way(session);
    session_knock(session, "ack");
    if (command->value.kind == TP_VALUE_NUMBER)
        session_now_say(session, NOW_CALM, command->value.number > 0 ? "more" : "fewer");
    return 0;
}

static int again(struct tp_session *session, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    if (!*state.sentence)
        return tp_err_set(err, TP_EINVAL, "nothing was said yet");
    session_now_make_way(session);
    session_now_text(session, NOW_REPLY, state.sentence);
    return 0;
}

static int stop(struct tp_session *session)
{
    if (session->stopping) {
        session_end(session);
        return 0;
    }
    session->stopping = true;
    session->offer = false;
    session_stand(session, true);
    session_now_begin(session, NOW_THEN_END);
    session_now_say(session, NOW_URGENT, session->keeper ? "stopping_kept" : "stopping");
    return 0;
}

/* Before the session has begun there is nothing to go back to or to change. */
static int at_gate(struct tp_session *session, const struct tp_command *command, struct tp_err *err)
{
    if (command->kind != TP_COMMAND_RESUME)
        return tp_err_set(err, TP_EINVAL, "%s: the session has not begun; any key begins",
                          tp_command_name(command->kind));
    session_begin(session);
    return 0;
}

static int change_volume(struct tp_session *session, const struct tp_command *command)
{
    double steps = command->value.kind == TP_VALUE_NUMBER ? command->value.number : 0;
    session->ops->volume(session->context, steps);
    session_knock(session, "ack"); /* to hear how loud it is now */
    return 0;
}

/* What moves or changes the session itself. */
static int steer(struct tp_session *session, const struct tp_command *command, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    switch (command->kind) {
    case TP_COMMAND_PAUSE:
        return session->paused ? 0 : session_pause(session, true, err);
    case TP_COMMAND_RESUME:
        return session_resume(session, err);
    case TP_COMMAND_NEXT:
        return next(session, err);
    case TP_COMMAND_BACK:
        return go_to(session, state.step > 1 ? state.step - 1 : 1, err);
    case TP_COMMAND_REPEAT:
        return go_to(session, state.step > 0 ? state.step : 1, err);
    case TP_COMMAND_AGAIN:
        return again(session, err);
    case TP_COMMAND_SOFTER:
    case TP_COMMAND_FIRMER:
        return strength(session, command, err);
    case TP_COMMAND_WORDS:
        return words(session, command, err);
    default:
        return tp_run_command(session->run, session->now, command, err); /* an answer */
    }
}

static int carry_out(struct tp_session *session, const struct tp_command *command,
                     struct tp_err *err)
{
    bool takes = command->kind == TP_COMMAND_ANSWER || command->kind == TP_COMMAND_RESUME;
    switch (command->kind) {
    case TP_COMMAND_STOP:
        return stop(session);
    case TP_COMMAND_VOLUME:
        return change_volume(session, command);
    case TP_COMMAND_MUTE:
        session->ops->mute(session->context);
        return 0;
    case TP_COMMAND_COUNT:
        return tp_err_set(err, TP_EINVAL, "no such command");
    default:
        break;
    }
    if (session->gate)
        return at_gate(session, command, err);
    if (session->offer && takes) {
        session_accept(session, command->value.kind != TP_VALUE_BOOL || command->value.truth);
        return 0;
    }
    return steer(session, command, err);
}

int tp_session_command(struct tp_session *session, tp_frames now, const struct tp_command *command,
                       struct tp_err *err)
{
    if (session->over || (session->stopping && command->kind != TP_COMMAND_STOP))
        return tp_err_set(err, TP_EINVAL, "the session is over");
    session_note_time(session, now);
    int rc = carry_out(session, command, err);
    if (rc == -TP_EINVAL)
        session_knock(session, "nak");
    else if (rc == 0 && command->kind == TP_COMMAND_ANSWER)
        session_knock(session, "ack");
    else if (rc < 0)
        session->over = true;
    session_now_step(session);
    return rc;
}
