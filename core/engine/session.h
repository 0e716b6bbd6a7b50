/* A session: one run, steered live by commands, heard through the tables that `cli` hands in.
 *
 * Two clocks: the count, which is session time and stands while the person is away, and a clock of
 * the world, by which it is measured how long that was. Neither is read here: whoever owns them
 * tells. What is said outside of session time (acknowledgements, the way back, sound lost and
 * found) goes to the now bus.
 *
 * It knows libuv, PortAudio and the disk as little as the run does: whoever owns the clock calls
 * tp_session_tick with the count, and asks how far the count may go. One thread. */
#ifndef TP_ENGINE_SESSION_H
#define TP_ENGINE_SESSION_H

#include "core/engine/ledger.h"
#include "core/engine/run.h"

/* So long the gate waits, by the clock of the world; then it opens by itself. */
enum { TP_GATE_MS = 40000 };

/* One sound on the now bus: outside of session time, never logged, planned or replayed. */
struct tp_now {
    uint64_t id;
    enum tp_cue_type type;
    const char *text; /* sentence or tone name; borrowed for the call */
    tp_frames length; /* of a silence, or of a tone that stretches; 0 = its own */
};

struct tp_session_ops {
    struct tp_run_out out; /* cues are for the session bus */
    /* The count stands, or may go on. */
    void (*stand)(void *context, bool stand);
    /* Everything of the session bus is over, and the count is `frame` from now on. */
    void (*seek)(void *context, tp_frames frame);
    /* Sounds at the next block; tell tp_session_now_done when it is over. -TP_EAGAIN: its words are
     * not made yet, it is offered again at the next tick. Other errors: it is left out. */
    int (*now)(void *context, const struct tp_now *sound);
    void (*now_cancel)(void *context);
    /* The sound that follows the pressure, from the next block on. May be NULL. */
    void (*feel)(void *context, const struct tp_feel *feel);
    /* Drives an output for at most `lease_ms`; nil lets it fall to its safe value. The session asks
     * again in time, for as long as it is to stay. May be NULL. */
    void (*output)(void *context, const char *channel, struct tp_value value, unsigned lease_ms);
    /* Loudness by `steps` of 2 dB; with mute, silent or as before. */
    void (*volume)(void *context, double steps);
    void (*mute)(void *context);
};

/* How far a session is. */
struct tp_mark {
    uint32_t step;
    tp_frames offset;  /* since the step's start */
    tp_frames pressed; /* of the press that runs, what is not in the ledger yet; it ends here */
    uint32_t entries;  /* of the ledger: the number of the last one */
};

/* What must outlive the session, so that it can go on after a power cut. All but `lived` are called
 * as things happen, never for what only a replay does. */
struct tp_session_keeper {
    struct tp_log_sink log; /* the inputs */
    /* At each step, each second in which time passes, each pause, and after each press. */
    void (*mark)(void *context, const struct tp_mark *mark);
    void (*entry)(void *context, const struct tp_ledger_entry *entry);
    /* Of a session that goes on: what happened before, for whatever is kept at its end. May be
     * NULL. */
    void (*lived)(void *context, const struct tp_event *event);
};

/* Where a session that was cut off goes on; its inputs are the config's log. */
struct tp_return {
    struct tp_mark mark;     /* the last one that was kept */
    uint32_t ledger_entries; /* of this session that the ledger has */
    uint64_t away_ms;        /* for so long it was gone, by the clock of the world */
};

struct tp_session_config {
    const struct tp_session_ops *ops; /* borrowed for the session's life, as its context */
    void *context;
    const struct tp_run_world *world; /* likewise */
    void *world_context;
    const char *name, *text; /* the routine; both copied */
    size_t length;
    uint64_t seed;
    const struct tp_script_option *options; /* borrowed for the session's life */
    size_t option_count;
    bool gate;                /* after the opening it waits for the person: see guide, "Start" */
    const struct tp_log *log; /* inputs of a run of the same text and seed, copied; NULL: none */
    uint32_t first_step;      /* begins there, 2 s led in, by what the log says; 0 = at the start */
    uint32_t last_step;       /* ends after it; 0 = with the routine */
    const struct tp_session_keeper *keeper; /* borrowed for the session's life; NULL: nobody */
    const struct tp_return *back; /* goes on there, in the manner of coming back; NULL: it is new */
};

struct tp_session;

int tp_session_create(struct tp_session **out, const struct tp_session_config *config,
                      struct tp_err *err);
void tp_session_destroy(struct tp_session *session);

/* Runs what is due at the count `now`; `clock_ms` is a clock of the world that never goes back. 0,
 * or the code with which the routine failed (the session is over then). */
int tp_session_tick(struct tp_session *session, tp_frames now, uint64_t clock_ms,
                    struct tp_err *err);

/* The count may go up to here: the next instant at which the routine has something to say. */
tp_frames tp_session_allowed(const struct tp_session *session);

/* Carries a command out at the count `now`. -TP_EINVAL when it does not fit the moment: a knock
 * tells the person, nothing else happened. */
int tp_session_command(struct tp_session *session, tp_frames now, const struct tp_command *command,
                       struct tp_err *err);

/* Goes on in another text, at the start of `step` of it; `log` says by which inputs it comes there
 * and is copied up to that step. What is pressed is let go of first; who is paused stays so. On an
 * error the session is over, as after a failed tick. */
int tp_session_swap(struct tp_session *session, const char *text, size_t length,
                    const struct tp_log *log, uint32_t step, struct tp_err *err);

/* Goes on in another text right where it is, and nobody notices: for one that comes to this place,
 * by the inputs so far, in the way in which the session came. After a tick. -TP_EAGAIN: not at this
 * moment, ask again; other errors: it cannot be done so, and must be swapped. */
int tp_session_renew(struct tp_session *session, const char *text, size_t length,
                     struct tp_err *err);

/* The sound `id` of the now bus is over. */
void tp_session_now_done(struct tp_session *session, uint64_t id);

/* The device is gone, or plays again: `text` for people. After 3 s without sound it is a pause;
 * with the sound comes the word, and the step begins again. */
void tp_session_lost(struct tp_session *session, const char *text);
void tp_session_found(struct tp_session *session, const char *text);

/* The machine slept, the process was stopped, or the sound went elsewhere: a pause, said aloud or
 * only seen; at the gate the person is asked anew. Nothing happens to a session that is paused. */
void tp_session_interrupted(struct tp_session *session, bool aloud);

/* The sensor of the hold that feels, as the routine names it; NULL: none does. Cheap; borrowed
 * until the session goes on. */
const char *tp_session_feels(const struct tp_session *session);

/* The sensor that routines know as `name` measured `newtons`, at the count `now`: heard at once
 * where a hold feels it. Errors as tp_session_tick. */
int tp_session_reading(struct tp_session *session, tp_frames now, const char *name, double newtons,
                       struct tp_err *err);

/* A reading, or a device that came or went, as an event. */
void tp_session_device(struct tp_session *session, enum tp_event_kind kind,
                       const struct tp_event_device *device, struct tp_value value);

/* A world event, given its place in the order of all events. */
void tp_session_world(struct tp_session *session, enum tp_event_kind kind, const char *text);

struct tp_session_state {
    struct tp_run_state run;
    bool gate;         /* waits for the person to begin, or soon will */
    bool back;         /* was cut off, and the person has not come back yet: at that gate, if any */
    bool paused;       /* by the person, or because they cannot hear or be there */
    bool lost;         /* there is no sound */
    bool offer;        /* a warm-up is offered: any key takes it */
    bool stopping;     /* saying good-bye */
    bool over;         /* ended, and nothing more is to be heard */
    bool awaited;      /* sound is back after so long that the person is waited for */
    bool standing;     /* time stands: before the session, away, or on the way back */
    bool returns;      /* there is no sound, and with it the session goes on by itself */
    uint64_t away_ms;  /* paused for so long, by the clock of the last tick */
    uint64_t alone_ms; /* until gate or offer end by themselves; 0: not counted yet, or neither */
};
void tp_session_look(const struct tp_session *session, struct tp_session_state *state);

/* The inputs so far; borrowed. For an outlook: copy it. */
const struct tp_log *tp_session_log(const struct tp_session *session);

#endif
