/* A session that was cut off goes on: by a replay to the place where it was, and from there as if
 * the person had paused when it went. Must never tell or count again what was lived before. */
#include "core/engine/session_internal.h"

#include <string.h>

static enum tp_command_kind command_of(const struct tp_record *record)
{
    return record->kind == TP_RECORD_COMMAND ? tp_command_find(record->key) : TP_COMMAND_COUNT;
}

/* Whether there is a pause that was never ended. */
static bool is_paused(const struct tp_log *log)
{
    bool paused = false;
    for (size_t i = 0; i < log->count; i++) {
        enum tp_command_kind kind = command_of(&log->records[i]);
        if (kind == TP_COMMAND_PAUSE || kind == TP_COMMAND_RESUME)
            paused = kind == TP_COMMAND_PAUSE;
    }
    return paused;
}

/* Where it was: the last mark, or an input after it. */
static void place(const struct tp_session *session, uint32_t *step, tp_frames *offset)
{
    const struct tp_mark *mark = &session->back.mark;
    const struct tp_log *log = &session->log;
    const struct tp_record *last = log->count > 0 ? &log->records[log->count - 1] : NULL;
    *step = mark->step;
    *offset = mark->offset;
    if (last && (last->step > *step || (last->step == *step && last->offset > *offset))) {
        *step = last->step;
        *offset = last->offset;
    }
}

static int replay(struct tp_session *session, struct tp_run_state *state, struct tp_err *err)
{
    uint32_t step;
    tp_frames offset;
    place(session, &step, &offset);
    const struct tp_log *log = &session->log;
    session->goes_into =
        offset > 0 || (log->count > 0 && log->records[log->count - 1].step >= step);
    session->replaying_to = step;
    int rc = tp_run_replay(session->run, step, offset, err);
    session->goes_into = session->catching_up = false;
    tp_run_look(session->run, state);
    if (rc == 0 && session->replaying_to)
        return tp_err_set(err, TP_ESCRIPT, "%s: the session that was kept does not fit the routine",
                          session->name);
    session->now = state->now;
    session->ops->seek(session->context, state->now);
    return rc;
}

int session_return(struct tp_session *session, struct tp_err *err)
{
    const struct tp_return was = session->back;
    struct tp_command pause = {.kind = TP_COMMAND_PAUSE};
    tp_log_drop_stop(&session->log);
    bool paused = is_paused(&session->log);
    struct tp_run_state state;
    int rc = replay(session, &state, err);
    session->back.mark.step = 0;
    if (state.ended) /* its last input had led to its end */
        return rc;
    if (rc == 0)
        session_enter_lost_press(session, &was);
    if (rc == 0 && !paused)
        rc = tp_run_command(session->run, session->now, &pause, err);
    if (rc < 0)
        return rc;
    session->paused = true;
    session->away_ms = session->clock_ms - was.away_ms;
    session_mark(session);
    session_stand(session, true);
    if (session->gate == GATE_NONE)
        session_come_through(session);
    return 0;
}

void session_come_through(struct tp_session *session)
{
    struct tp_err err;
    session->returning = false;
    session->cut = true;
    int rc = session_resume(session, &err);
    if (rc == 0 || rc == -TP_EINVAL) /* there is no sound yet: it stays a pause */
        return;
    session->trouble = err;
    session->over = true;
}
