/* Inside of a session, shared by the session*.c files only. */
#ifndef TP_ENGINE_SESSION_INTERNAL_H
#define TP_ENGINE_SESSION_INTERNAL_H

#include "core/engine/now_queue.h"
#include "core/engine/session.h"
#include "core/script/phrases.h"

enum session_gate { GATE_NONE, GATE_AHEAD, GATE_OPEN };

enum { SESSION_OUTPUTS = 16 }; /* driven at a time; see session_outputs.c */

/* An output that a step drives. */
struct session_output {
    char channel[128];
    char text[64];
    struct tp_value value; /* a text is the one above */
    uint64_t told_ms;      /* when it was driven last; 0: not since time stood */
};

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
    struct tp_phrases *phrases; /* owned */
    unsigned pick;              /* rises with each phrase, so that its forms take turns */

    struct now_queue now_queue;
    uint64_t sequence;
    uint64_t cue_base; /* added to a run's cue ids, so that none comes twice in a session */
    uint64_t cue_last;
    uint32_t replaying_to; /* step that a replay goes to; its events are swallowed until then */
    uint32_t heard_from;   /* cues of earlier steps are swallowed: they were left by a seek */
    uint32_t begin_at;     /* step to begin with, until it is reached */
    uint32_t last_step;    /* 0 = none */
    tp_frames seek_from;
    tp_frames now;         /* count at the last tick or command, never before what ran */
    tp_frames voice_until; /* the session's last sentence is over then */
    int64_t progress;      /* last whole second told */
    struct tp_err trouble; /* for a later tick: what the now bus had to do failed, or the routine
                              did in a hold, which is left with its word first; code 0: none */
    uint64_t trouble_ms;   /* since when a failed hold is being left; 0: it is not */

    uint64_t clock_ms; /* of the last tick */
    const struct tp_session_keeper *keeper;
    struct tp_return back;  /* of a session that was cut off */
    bool returning;         /* it was, and the person has not come back yet */
    bool cut;               /* it was: what sounded then is to be heard again */
    bool goes_into;         /* a replay goes on within the step to which it goes */
    bool catching_up;       /* and is there */
    tp_frames ledger_until; /* what was pressed up to here is in the ledger */
    uint32_t ledger_entries;

    struct session_output outputs[SESSION_OUTPUTS];
    unsigned output_count;

    enum session_gate gate;
    uint64_t gate_ms;  /* since when it is open */
    int gate_asked;    /* how often the person was asked */
    uint64_t away_ms;  /* since when the person is away: paused, or without sound */
    uint64_t offer_ms; /* until when an offer is listened for; 0 while it is still being said */
    bool standing;
    bool paused, stopping, over, past_last;
    bool lost;        /* there is no sound */
    bool lost_pause;  /* and that made it a pause */
    bool awaited;     /* it is back, but the person must come back too */
    uint64_t lost_ms; /* since when */
    bool offer;
};

/* Of the world's clock: away so long, and the same hold goes on; longer than this, and what was
 * warm is cold (guide, "Coming back"). */
enum { SESSION_SHORT_MS = 30000, SESSION_LONG_MS = 600000 };

/* A new run of the session's routine over its log. */
int session_create_run(struct tp_session *session, struct tp_run **out, struct tp_err *err);

/* Keeps the time of what the world does now. */
void session_note_time(struct tp_session *session, tp_frames now);

/* Ends the session as stopped. */
void session_end(struct tp_session *session);

/* Goes to the start of `step` by a replay; whatever sounds is over. */
int session_seek(struct tp_session *session, uint32_t step, struct tp_err *err);

/* ---- session_commands.c ---- */

/* After a seek or a skip the person is no longer paused, and nothing of before is said any more. A
 * hold is left with its word, while time stands; after a pause that was said. Without sound it
 * stays a pause, wherever it goes. */
int session_move_on(struct tp_session *session, struct tp_err *err);

/* ---- session_now.c: the now bus ---- */

/* Cancels what it plays and has planned; `then` happens once what is added now is over. */
void session_now_begin(struct tp_session *session, enum now_then then);

void session_now_tone(struct tp_session *session, const char *name, tp_frames length);
void session_now_silence(struct tp_session *session, tp_frames length);
void session_now_text(struct tp_session *session, enum now_rank rank, const char *text);

/* A form of the engine's phrase `key`. */
void session_now_say(struct tp_session *session, enum now_rank rank, const char *key);

/* A single sound that interrupts nothing: left out while something is being said. */
void session_knock(struct tp_session *session, const char *name);

/* Makes way for other words, unless those of a pause or of the way back must be heard. */
void session_now_make_way(struct tp_session *session);

/* Goes on: the next sound, or what follows the last. */
void session_now_step(struct tp_session *session);

/* ---- session_away.c: the person is away, and comes back ---- */

void session_stand(struct tp_session *session, bool stand);

/* Whether the step is one that presses; one that holds a place, pressed or stretched; and whether
 * that is over already, but for its last word. */
bool session_presses(const struct tp_run_state *state);
bool session_holds(const struct tp_run_state *state);
bool session_hold_is_over(const struct tp_run_state *state);

int session_pause(struct tp_session *session, bool aloud, struct tp_err *err);
int session_resume(struct tp_session *session, struct tp_err *err);

/* Takes a pause back, time still standing: what is said now is the way back. `state` is filled. */
int session_come_back(struct tp_session *session, struct tp_run_state *state, struct tp_err *err);
void session_say_place(struct tp_session *session, const struct tp_step_info *info);
void session_say_finding(struct tp_session *session, const struct tp_step_info *info);

void session_lead_in(struct tp_session *session); /* two seconds before a step in the middle */

/* The offer of a warm-up: it was said and is listened for; its answer; a look at the clock. */
void session_listen(struct tp_session *session);
void session_accept(struct tp_session *session, bool yes);
void session_watch_offer(struct tp_session *session);

/* What there is to know of an absence. */
void session_look_away(const struct tp_session *session, struct tp_session_state *state);

/* ---- session_return.c: a session that was cut off goes on ---- */

int session_return(struct tp_session *session, struct tp_err *err);
void session_come_through(struct tp_session *session); /* the person has: the way back begins */

/* ---- session_keep.c: what outlives it; nothing where there is no keeper ---- */

void session_mark(struct tp_session *session);
void session_keep_event(struct tp_session *session, const struct tp_event *event);

/* An event that is not sent: of the life before, when the session goes on. */
void session_keep_lived(struct tp_session *session, const struct tp_event *event);

/* The press that runs is left at frame `until`: what of it is not in the ledger yet. */
void session_enter_press(struct tp_session *session, tp_frames until);

/* The same where only the counted part of a step is left: what is felt goes on. */
void session_enter_counted(struct tp_session *session, tp_frames until);

/* The press in which the session was cut off, if the ledger does not have it. */
void session_enter_lost_press(struct tp_session *session, const struct tp_return *was);

/* A repetition that a sensor felt from frame `start` on, and so long with weight on it. */
void session_enter_felt(struct tp_session *session, tp_frames start, tp_frames loaded,
                        const char *figures);

/* ---- session_outputs.c ---- */

/* The step drives an output from here on; nil: no more. */
void session_output(struct tp_session *session, const char *channel, struct tp_value value);
void session_release_outputs(struct tp_session *session); /* the step is over, or left */
void session_rest_outputs(struct tp_session *session);    /* time stands: safe until it goes on */
void session_watch_outputs(struct tp_session *session);   /* at each tick */

/* ---- session_gate.c, session_sound.c ---- */

/* The routine failed. In a hold the word comes first, and the failure after it. */
int session_fail(struct tp_session *session, int rc, struct tp_err *err);

/* What the body did, or what is soon said again, is taken again; a long rest goes on. */
bool session_is_taken_again(const struct tp_session *session, const struct tp_run_state *state);

void session_open_gate(struct tp_session *session);
void session_await(struct tp_session *session); /* the person is asked anew at the gate */
void session_begin(struct tp_session *session); /* the person has come through */
void session_watch_gate(struct tp_session *session);
void session_watch_sound(struct tp_session *session);

#endif
