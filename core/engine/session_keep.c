/* What a session leaves with its keeper: how far it is, and what the body really had. Must never
 * tell of anything that only a replay did. */
#include "core/engine/session_internal.h"

#include <string.h>

/* An answer from here on is a strong pain, which dose rules must know of (clinical: from 8 of 10
 * on a press ends at once and its place is left alone). */
static const double strong = 8;

/* The part of the press that runs which is not in the ledger yet: where it is felt all that has
 * weight on it, whether it counts or not; else what counts. */
static tp_frames pressed(const struct tp_session *session, const struct tp_run_state *state,
                         tp_frames until, tp_frames *from)
{
    *from = state->press.start;
    if (state->feels)
        return state->press.loaded;
    if (state->phase != TP_PHASE_COUNT || !session_presses(state))
        return 0;
    *from = state->phase_start > session->ledger_until ? state->phase_start : session->ledger_until;
    return until > *from ? until - *from : 0;
}

void session_mark(struct tp_session *session)
{
    struct tp_run_state state;
    tp_frames from;
    if (!session->keeper || session->back.mark.step) /* not before it is where it was */
        return;
    tp_run_look(session->run, &state);
    tp_frames now = session->now > state.now ? session->now : state.now;
    struct tp_mark mark = {.step = state.step,
                           .offset = now - state.step_start,
                           .pressed = pressed(session, &state, now, &from),
                           .entries = session->ledger_entries};
    session->keeper->mark(session->context, &mark);
}

static void enter(struct tp_session *session, struct tp_ledger_entry *entry)
{
    entry->number = ++session->ledger_entries;
    session->keeper->entry(session->context, entry);
}

static void enter_pressed(struct tp_session *session, tp_frames from, tp_frames length)
{
    struct tp_run_state state;
    tp_run_look(session->run, &state);
    enter(session,
          &(struct tp_ledger_entry){.kind = TP_LEDGER_PRESSED,
                                    .step = state.step,
                                    .offset = from - state.step_start,
                                    .spot = state.info->spot ? state.info->spot : "",
                                    .side = state.info->side ? state.info->side : "",
                                    .value = tp_value_number(tp_frames_to_seconds(length))});
}

void session_enter_counted(struct tp_session *session, tp_frames until)
{
    struct tp_run_state state;
    tp_frames from = 0;
    if (!session->keeper)
        return;
    tp_run_look(session->run, &state);
    tp_frames length = state.feels ? 0 : pressed(session, &state, until, &from);
    if (length == 0)
        return;
    session->ledger_until = until;
    enter_pressed(session, from, length);
    session_mark(session);
}

void session_enter_press(struct tp_session *session, tp_frames until)
{
    tp_run_end_press(session->run);
    session_enter_counted(session, until);
}

void session_enter_felt(struct tp_session *session, tp_frames start, tp_frames loaded,
                        const char *figures)
{
    struct tp_run_state state;
    if (!session->keeper)
        return;
    tp_run_look(session->run, &state);
    enter_pressed(session, start, loaded);
    enter(session, &(struct tp_ledger_entry){.kind = TP_LEDGER_FELT,
                                             .step = state.step,
                                             .offset = start - state.step_start,
                                             .spot = state.info->spot ? state.info->spot : "",
                                             .side = state.info->side ? state.info->side : "",
                                             .value = tp_value_text(figures)});
    session_mark(session);
}

void session_enter_lost_press(struct tp_session *session, const struct tp_return *was)
{
    struct tp_run_state state;
    bool entered = was->ledger_entries > was->mark.entries;
    session->ledger_entries = was->ledger_entries;
    tp_run_look(session->run, &state);
    if (state.feels) { /* anew from here on */
        if (!entered && was->mark.pressed > 0)
            enter_pressed(session, session->now - was->mark.pressed, was->mark.pressed);
        return;
    }
    session->ledger_until =
        entered ? session->now : state.step_start + was->mark.offset - was->mark.pressed;
    session_enter_press(session, session->now);
    session->ledger_until = session->now;
}

void session_keep_lived(struct tp_session *session, const struct tp_event *event)
{
    if (session->keeper && session->keeper->lived && session->back.mark.step)
        session->keeper->lived(session->context, event);
}

void session_keep_event(struct tp_session *session, const struct tp_event *event)
{
    struct tp_run_state state;
    struct tp_ledger_entry entry = {.spot = "", .side = "", .value = event->value};
    if (!session->keeper)
        return;
    tp_run_look(session->run, &state);
    entry.step = state.step;
    entry.offset = event->at - state.step_start;
    if (event->kind == TP_EVENT_STEP_START) {
        session_mark(session);
    } else if (event->kind == TP_EVENT_ANSWER && event->value.kind == TP_VALUE_NUMBER &&
               event->question->max == 10 && event->value.number >= strong) {
        entry.kind = TP_LEDGER_ANSWER;
        entry.spot = event->question->text;
        enter(session, &entry);
    } else if (event->kind == TP_EVENT_NOTE && strcmp(event->text, "symptom") == 0) {
        entry.kind = TP_LEDGER_SYMPTOM;
        enter(session, &entry);
    }
}
