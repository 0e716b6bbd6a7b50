/* Sound lost and found. Without sound nobody pulls, so time stands by itself; after a while that is
 * a pause, and when the sound is back the person is told and the step begins again. Must never go
 * on as if something had been heard that was not. */
#include "core/engine/session_internal.h"

#include <string.h>

enum {
    LOST_PAUSE_MS = 3000, /* without sound: from then on it is a pause */
    TAKE_AGAIN_MS = 60000 /* of a rest or words: when more than this has passed they go on */
};

void tp_session_lost(struct tp_session *session, const char *text)
{
    session->lost = true;
    session->lost_ms = session->clock_ms;
    tp_session_world(session, TP_EVENT_AUDIO_LOST, text);
}

bool session_is_taken_again(const struct tp_session *session, const struct tp_run_state *state)
{
    static const char *const mere[] = {"rest", "say", "step"};
    for (size_t i = 0; state->info && i < sizeof mere / sizeof *mere; i++)
        if (strcmp(state->info->kind, mere[i]) == 0)
            return session->now - state->step_start <= TP_MS(TAKE_AGAIN_MS);
    return state->info != NULL;
}

static const char *back_words(const struct tp_run_state *state, bool again)
{
    if (!again)
        return "sound_back_paused";
    return session_presses(state) ? "sound_back" : "sound_back_again";
}

static void take_again(struct tp_session *session, uint64_t away_ms)
{
    struct tp_run_state state;
    struct tp_err none;
    if (session_come_back(session, &state, &none) < 0)
        return;
    bool over = session_holds(&state) && session_hold_is_over(&state);
    bool again = !over && session_is_taken_again(session, &state);
    if (over)
        session_now_say(session, NOW_URGENT, "let_go");
    session_now_say(session, NOW_URGENT, back_words(&state, again));
    if (again && session_holds(&state) && away_ms > SESSION_SHORT_MS) {
        session_say_place(session, state.info);
        session_say_finding(session, state.info);
    }
    session->now_queue.then = again ? NOW_THEN_REPEAT : NOW_THEN_GO_ON;
}

void tp_session_found(struct tp_session *session, const char *text)
{
    uint64_t away_ms = session->clock_ms - session->lost_ms;
    bool paused_by_it = session->lost_pause;
    session->lost = session->lost_pause = false;
    tp_session_world(session, TP_EVENT_AUDIO_FOUND, text);
    if (session->over || session->stopping)
        return;
    if (paused_by_it && away_ms <= SESSION_LONG_MS) {
        take_again(session, away_ms);
    } else if (session->paused) {
        session->awaited = paused_by_it;
        session_now_begin(session, NOW_THEN_NOTHING);
        session_now_say(session, NOW_URGENT,
                        paused_by_it ? "sound_back_waiting" : "sound_back_paused");
    }
    session_now_step(session);
}

void session_watch_sound(struct tp_session *session)
{
    struct tp_err none;
    bool long_gone = session->lost && session->clock_ms - session->lost_ms >= LOST_PAUSE_MS;
    if (long_gone && !session->paused && !session->gate && !session->stopping && !session->over) {
        session_pause(session, false, &none);
        session->away_ms = session->lost_ms;
        session->lost_pause = true;
    }
}
