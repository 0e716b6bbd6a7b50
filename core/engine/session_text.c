/* The text of a session is changed while it runs. Must never take a pause from a person, nor leave
 * a hold without its word. */
#include "core/engine/session_internal.h"

#include <stdlib.h>
#include <string.h>

/* A copy of it in place of the session's own, which the caller gets back through `was` and frees.
 */
static int take_text(struct tp_session *session, const char *text, size_t length, char **was,
                     struct tp_err *err)
{
    char *own = malloc(length + 1);
    if (!own)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    memcpy(own, text, length);
    own[length] = '\0';
    *was = session->text;
    session->text = own;
    session->length = length;
    return 0;
}

static int take_log(struct tp_session *session, const struct tp_log *log, struct tp_err *err)
{
    int rc = 0;
    tp_log_cut(&session->log, 0);
    for (size_t i = 0; rc == 0 && i < log->count; i++) {
        const struct tp_record *r = &log->records[i];
        rc = tp_log_add(&session->log, r->step, r->offset, r->kind, r->key, r->value);
    }
    return rc < 0 ? tp_err_set(err, TP_ENOMEM, "out of memory") : 0;
}

/* From the place where it is: to the gate if it has not begun; in a pause, in silence. */
static int leave(struct tp_session *session, struct tp_err *err)
{
    if (!session->gate && !session->paused)
        return session_move_on(session, err);
    if (session->gate)
        session_await(session);
    else
        session_now_begin(session, NOW_THEN_NOTHING);
    return 0;
}

int tp_session_swap(struct tp_session *session, const char *text, size_t length,
                    const struct tp_log *log, uint32_t step, struct tp_err *err)
{
    struct tp_command pause = {.kind = TP_COMMAND_PAUSE};
    char *was = NULL;
    bool paused = session->paused;
    if (session->over || session->stopping)
        return tp_err_set(err, TP_EINVAL, "the session is over");
    session_enter_press(session, session->now);
    int rc = leave(session, err);
    if (rc == 0)
        rc = take_text(session, text, length, &was, err);
    free(was);
    if (rc == 0)
        rc = take_log(session, log, err);
    if (rc == 0)
        rc = session_seek(session, step, err);
    if (rc == 0 && paused)
        rc = tp_run_command(session->run, session->now, &pause, err);
    if (rc < 0)
        session->over = true;
    return rc;
}

/* Whether it can be renewed at this moment: not before it has begun, and not while a sentence is
 * waited for, which would be passed over. */
static int check_moment(const struct tp_session *session, struct tp_err *err)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    if (session->over || session->stopping || session->gate || session->returning ||
        session->trouble.code || state.step == 0)
        return tp_err_set(err, TP_EINVAL, "the session cannot go on from here");
    if (tp_run_due(session->run) <= session->now)
        return tp_err_set(err, TP_EAGAIN, "what is due has not been done yet");
    return state.stands ? tp_err_set(err, TP_EAGAIN, "a sentence is waited for") : 0;
}

/* All that was due until now was heard already. */
static int catch_up(struct tp_session *session, struct tp_run *run, struct tp_err *err)
{
    struct tp_run_state was, is;
    tp_run_look(session->run, &was);
    session->catching_up = true;
    int rc = tp_run_replay(run, was.step, session->now - was.step_start, err);
    if (rc == 0)
        rc = tp_run_retry(run, err); /* its length became known while time stood */
    if (rc == 0)
        rc = tp_run_advance(run, session->now, err);
    session->catching_up = false;
    tp_run_look(run, &is);
    bool here = is.step == was.step && is.step_start == was.step_start && !is.stands && !is.ended;
    return rc < 0 || here ? rc : tp_err_set(err, TP_EINVAL, "it does not come to this place");
}

int tp_session_renew(struct tp_session *session, const char *text, size_t length,
                     struct tp_err *err)
{
    struct tp_run *run = NULL;
    char *was = NULL;
    size_t was_length = session->length;
    int rc = check_moment(session, err);
    if (rc == 0)
        rc = take_text(session, text, length, &was, err);
    if (rc < 0)
        return rc;
    rc = session_create_run(session, &run, err);
    if (rc == 0)
        rc = catch_up(session, run, err);
    if (rc < 0) {
        tp_run_destroy(run);
        free(session->text);
        session->text = was;
        session->length = was_length;
        return rc;
    }
    free(was);
    tp_run_destroy(session->run);
    session->run = run;
    session->cue_base = session->cue_last; /* its own first cue is no longer that of the session */
    tp_run_hush(run, now_queue_speaks(&session->now_queue));
    return 0;
}
