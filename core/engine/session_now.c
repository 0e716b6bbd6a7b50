/* The now bus of a session: what is said outside of session time, and which voice wins.
 *
 * Something that the person must do is said at once. A reply waits until the session's own voice is
 * silent; what asks for nothing waits until a hold is over. In the last seconds of a hold, and
 * until its "Let go." was said, nothing is said at all. Must never move session time. */
#include "core/engine/session_internal.h"

#include <string.h>

/* The last seconds of a hold are quiet: guide, "A hold". A letter takes some 60 ms to say; more is
 * allowed for, since the words must be over before. */
enum { QUIET_END_MS = 3000, LETTER_MS = 80 };

void session_now_begin(struct tp_session *session, enum now_then then)
{
    session->ops->now_cancel(session->context);
    now_queue_clear(&session->now_queue, then);
    tp_run_hush(session->run, false);
}

void session_now_tone(struct tp_session *session, const char *name, tp_frames length)
{
    now_queue_add(&session->now_queue, NOW_URGENT, TP_CUE_TONE, name, length);
}

void session_now_silence(struct tp_session *session, tp_frames length)
{
    if (length > 0)
        now_queue_add(&session->now_queue, NOW_URGENT, TP_CUE_SILENCE, "", length);
}

void session_now_text(struct tp_session *session, enum now_rank rank, const char *text)
{
    if (text && *text)
        now_queue_add(&session->now_queue, rank, TP_CUE_VOICE, text, 0);
}

void session_now_say(struct tp_session *session, enum now_rank rank, const char *key)
{
    session_now_text(session, rank, tp_phrases_get(session->phrases, key, session->pick++));
}

void session_knock(struct tp_session *session, const char *name)
{
    if (session->now_queue.count == 0)
        session_now_tone(session, name, 0);
}

void session_now_make_way(struct tp_session *session)
{
    if (!session->paused && session->now_queue.then == NOW_THEN_NOTHING)
        session_now_begin(session, NOW_THEN_NOTHING);
}

/* Whether words that are over then would run into the end of a hold. */
static bool in_quiet_end(const struct tp_run_state *state, tp_frames over)
{
    if (state->phase == TP_PHASE_RELEASE)
        return true;
    return state->phase == TP_PHASE_COUNT && over > state->phase_until - TP_MS(QUIET_END_MS);
}

static bool may_sound(void *context, const struct now_sound *sound)
{
    const struct tp_session *session = context;
    struct tp_run_state state;
    if (sound->type != TP_CUE_VOICE || sound->rank == NOW_URGENT || session->standing)
        return true;
    tp_run_look(session->run, &state);
    tp_frames over = session->now + TP_MS(LETTER_MS) * (tp_frames)strlen(sound->text);
    if (session->now < session->voice_until || over > state.next_voice ||
        in_quiet_end(&state, over))
        return false;
    return sound->rank == NOW_REPLY || state.phase == TP_PHASE_FREE;
}

/* The step again. What fails in it is told by the next tick. */
static void repeat(struct tp_session *session)
{
    struct tp_run_state state;
    struct tp_err err;
    tp_run_look(session->run, &state);
    if (session_seek(session, state.step > 0 ? state.step : 1, &err) < 0) {
        session->trouble = err;
        session->over = true;
    }
    session_stand(session, false);
}

void session_now_step(struct tp_session *session)
{
    bool silent = now_queue_step(&session->now_queue, may_sound, session->ops->now, session,
                                 session->context);
    tp_run_hush(session->run, now_queue_speaks(&session->now_queue)); /* one voice at a time */
    if (!silent)
        return;
    enum now_then then = session->now_queue.then;
    session->now_queue.then = NOW_THEN_NOTHING;
    switch (then) {
    case NOW_THEN_NOTHING:
        break;
    case NOW_THEN_GO_ON:
        session_stand(session, false);
        break;
    case NOW_THEN_REPEAT:
        repeat(session);
        break;
    case NOW_THEN_LISTEN:
        session_listen(session);
        break;
    case NOW_THEN_END:
        session_end(session);
        break;
    }
}

void tp_session_now_done(struct tp_session *session, uint64_t id)
{
    now_queue_done(&session->now_queue, id);
    session_now_step(session);
}
