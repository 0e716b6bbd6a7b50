/* The start gate: after the opening bells the person is asked whether this can be heard well, and
 * time stands until a key, or for so long. Must never keep a person waiting who cannot reach a key.
 */
#include "core/engine/session_internal.h"

enum { GATE_AGAIN_MS = 15000 /* asked once more */ };

static void ask_at_gate(struct tp_session *session)
{
    session->gate_asked++;
    session_now_begin(session, NOW_THEN_NOTHING);
    if (session->returning && session->gate_asked == 1)
        session_now_tone(session, "open", 0);
    session_now_say(session, NOW_URGENT, session->returning ? "gate_back" : "gate");
}

void session_open_gate(struct tp_session *session)
{
    session->gate = GATE_OPEN;
    session->gate_ms = session->clock_ms;
    session->gate_asked = 0;
    session_stand(session, true);
    ask_at_gate(session);
}

void session_await(struct tp_session *session)
{
    session->gate = GATE_AHEAD;
    session_stand(session, false);
    session_now_begin(session, NOW_THEN_NOTHING);
}

void session_begin(struct tp_session *session)
{
    session->gate = GATE_NONE;
    if (session->returning) {
        session_come_through(session);
        return;
    }
    /* Time stands also when the person was to be asked anew. */
    session_now_begin(session, session->standing ? NOW_THEN_GO_ON : NOW_THEN_NOTHING);
    session_now_tone(session, "ack", 0);
}

void session_watch_gate(struct tp_session *session)
{
    uint64_t open_ms = session->clock_ms - session->gate_ms;
    if (session->gate != GATE_OPEN)
        return;
    if (session->lost) /* who cannot hear is not asked */
        session->gate_ms = session->clock_ms;
    else if (open_ms >= TP_GATE_MS)
        session_begin(session);
    else if (open_ms >= GATE_AGAIN_MS && session->gate_asked == 1)
        ask_at_gate(session);
}
