/* The person is away, and comes back: pauses, the way back by how long it was, the warm-up that is
 * offered. While the person is away time stands. Must never count that time as the session's. */
#include "core/engine/session_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    BACK_SILENCE_MS = 3000, /* to put the fingers back, and then the ramp */
    BACK_RAMP_MS = 5000,
    OFFER_MS = 8000, /* to take an offer */
    LEAD_IN_MS = 2000
};

void session_stand(struct tp_session *session, bool stand)
{
    session->standing = stand;
    if (stand)
        session_rest_outputs(session);
    session->ops->stand(session->context, stand);
}

bool session_presses(const struct tp_run_state *state)
{
    return state->info && strcmp(state->info->kind, "hold") == 0;
}

/* A hold or a stretch: something of the person's body is at a place that is easily lost. */
bool session_holds(const struct tp_run_state *state)
{
    return session_presses(state) || (state->info && strcmp(state->info->kind, "stretch") == 0);
}

bool session_hold_is_over(const struct tp_run_state *state)
{
    return state->phase == TP_PHASE_RELEASE ||
           (state->phase == TP_PHASE_FREE && state->phase_start > 0);
}

int session_pause(struct tp_session *session, bool aloud, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_PAUSE};
    struct tp_run_state state;
    int rc = tp_run_command(session->run, session->now, &command, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, &state);
    session->paused = true;
    session->offer = session->awaited = false;
    session->away_ms = session->clock_ms;
    session_mark(session);
    session_stand(session, true);
    session_now_begin(session, NOW_THEN_NOTHING);
    if (aloud) {
        session_now_tone(session, "pause", 0);
        session_now_say(session, NOW_URGENT, session_presses(&state) ? "paused_let_go" : "paused");
    }
    return 0;
}

void tp_session_interrupted(struct tp_session *session, bool aloud)
{
    struct tp_err none;
    if (session->gate == GATE_OPEN)
        session->gate = GATE_AHEAD; /* asked anew: nobody was there to hear it */
    if (!session->over && !session->stopping && !session->paused && !session->gate)
        session_pause(session, aloud, &none);
    session_now_step(session);
}

/* ---- the way back ---- */

void session_say_place(struct tp_session *session, const struct tp_step_info *info)
{
    char key[16], place[TP_SENTENCE];
    snprintf(key, sizeof key, "side_%s", info->side ? info->side : "none");
    const char *side = info->side ? tp_phrases_get(session->phrases, key, 0) : "";
    const char *title = info->title ? info->title : "";
    bool ends = !*title || strchr(".!?", title[strlen(title) - 1]);
    snprintf(place, sizeof place, "%s%s%s%s", side, *side && *title ? " " : "", title,
             ends ? "" : ".");
    session_now_text(session, NOW_URGENT, place);
}

/* How the place is found, and the time to get there. */
void session_say_finding(struct tp_session *session, const struct tp_step_info *info)
{
    session_now_text(session, NOW_URGENT, info->find);
    session_now_silence(session, info->reach > 0 ? info->reach : TP_MS(BACK_SILENCE_MS));
}

/* Into the same hold: three seconds and a ramp, and its seconds go on. */
static void lead_into(struct tp_session *session, const struct tp_run_state *state)
{
    session_now_silence(session, TP_MS(BACK_SILENCE_MS));
    if (session_presses(state))
        session_now_tone(session, "press", TP_MS(BACK_RAMP_MS));
    else
        session_now_tone(session, "start", 0);
}

/* Whether the last sentence says what is being done: not in a rest, where it belongs to before. */
static bool is_told(const struct tp_run_state *state)
{
    static const char *const quiet[] = {"rest", "open", "done", "hold", "stretch"};
    for (size_t i = 0; state->info && i < sizeof quiet / sizeof *quiet; i++)
        if (strcmp(state->info->kind, quiet[i]) == 0)
            return false;
    return state->info != NULL;
}

/* Adds the way back to what is already being said, and what happens at its end. */
static void lead_back(struct tp_session *session, bool briefly)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    enum now_then then = NOW_THEN_GO_ON;
    bool again = session->cut && !session_holds(&state) && /* its words were cut off */
                 session_is_taken_again(session, &state);
    session->cut = false;
    if (session_holds(&state) && !session_hold_is_over(&state)) {
        session_say_place(session, state.info);
        if (briefly && state.phase == TP_PHASE_COUNT) {
            lead_into(session, &state);
        } else {
            if (!briefly)
                session_say_finding(session, state.info);
            then = NOW_THEN_REPEAT;
        }
    } else if (again || (!briefly && state.info && strcmp(state.info->kind, "locate") == 0)) {
        then = NOW_THEN_REPEAT;
    } else if (!briefly && is_told(&state)) {
        session_now_text(session, NOW_URGENT, state.sentence);
    }
    session->now_queue.then = then;
}

/* Whether what comes presses, so that a body gone cold should be warmed first. */
static bool presses_soon(const struct tp_run_state *state)
{
    const char *kind = state->info ? state->info->kind : "";
    return session_holds(state) || strcmp(kind, "locate") == 0 ||
           (strcmp(kind, "rest") == 0 && state->info->spot);
}

/* Takes the pause back: what follows is the way back, while time still stands. */
int session_come_back(struct tp_session *session, struct tp_run_state *state, struct tp_err *err)
{
    struct tp_command command = {.kind = TP_COMMAND_RESUME};
    int rc = tp_run_command(session->run, session->now, &command, err);
    if (rc < 0)
        return rc;
    tp_run_look(session->run, state);
    session->paused = session->lost_pause = false;
    session_stand(session, true);
    session_now_begin(session, NOW_THEN_NOTHING);
    session_now_tone(session, "resume", 0);
    return 0;
}

int session_resume(struct tp_session *session, struct tp_err *err)
{
    uint64_t away_ms = session->clock_ms - session->away_ms;
    struct tp_run_state state;
    if (!session->paused)
        return 0;
    if (session->lost)
        return tp_err_set(err, TP_EINVAL, "there is no sound yet; it goes on when it is back");
    int rc = session_come_back(session, &state, err);
    if (rc < 0)
        return rc;
    if (away_ms > SESSION_LONG_MS && presses_soon(&state)) {
        session->offer = true;
        session->offer_ms = 0;
        session_now_say(session, NOW_URGENT, "offer");
        session->now_queue.then = NOW_THEN_LISTEN;
        return 0;
    }
    session_now_say(session, NOW_URGENT, "going_on");
    lead_back(session, away_ms <= SESSION_SHORT_MS);
    return 0;
}

/* ---- the offer ---- */

void session_listen(struct tp_session *session)
{
    session->offer_ms = session->clock_ms + OFFER_MS;
}

/* A minute, with a breath to move by and never a long silence. */
static void add_warm_up(struct tp_session *session)
{
    static const char *const words[] = {"warm_up_1", "warm_up_2"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        session_now_say(session, NOW_URGENT, words[i]);
        session_now_silence(session, TP_MS(3000));
        for (int breath = 0; breath < 2; breath++) {
            session_now_tone(session, "inhale", TP_MS(4000));
            session_now_tone(session, "exhale", TP_MS(6000));
        }
        session_now_silence(session, TP_MS(3000));
    }
}

void session_accept(struct tp_session *session, bool yes)
{
    session->offer = false;
    session_now_begin(session, NOW_THEN_NOTHING);
    if (yes) {
        session_now_tone(session, "ack", 0);
        add_warm_up(session);
    }
    session_now_say(session, NOW_URGENT, "going_on");
    lead_back(session, false);
}

void session_watch_offer(struct tp_session *session)
{
    if (session->offer && session->offer_ms && session->clock_ms >= session->offer_ms)
        session_accept(session, false);
}

/* ---- for those who look ---- */

static uint64_t left_ms(uint64_t until_ms, uint64_t now_ms)
{
    return until_ms > now_ms ? until_ms - now_ms : 0;
}

void session_look_away(const struct tp_session *session, struct tp_session_state *state)
{
    uint64_t now = session->clock_ms;
    state->awaited = session->paused && session->awaited && !session->lost;
    state->standing = session->standing;
    state->returns = session->lost && !session->stopping && !session->over &&
                     (session->lost_pause || !session->paused) &&
                     now - session->lost_ms <= SESSION_LONG_MS;
    state->away_ms = session->paused ? now - session->away_ms : 0;
    state->alone_ms = session->gate == GATE_OPEN ? left_ms(session->gate_ms + TP_GATE_MS, now)
                      : session->offer && session->offer_ms ? left_ms(session->offer_ms, now)
                                                            : 0;
}

void session_lead_in(struct tp_session *session)
{
    session_stand(session, true);
    session_now_begin(session, NOW_THEN_GO_ON);
    session_now_tone(session, "next", 0);
    session_now_silence(session, TP_MS(LEAD_IN_MS));
}
