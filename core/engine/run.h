/* A run: one VM playing one routine along session time, fed by an input log.
 *
 * The run knows what time it is only from the instants that it is told to advance to. It makes
 * cues, steps and events; what it cannot know (a sentence's length, what the world remembers) it
 * takes from the log or asks for once and records. It never reads a clock, a device or a file, and
 * never plays anything: the session, the plan and the replay all use it alike. One thread. */
#ifndef TP_ENGINE_RUN_H
#define TP_ENGINE_RUN_H

#include "core/engine/command.h"
#include "core/engine/event.h"
#include "core/engine/log.h"
#include "core/engine/press.h"
#include "core/script/script.h"

/* What a run asks of the world. The session, the plan and a render share these tables. */
struct tp_run_world {
    /* Length of a sentence in frames; -TP_EAGAIN: not known yet, time stands until it is;
     * -TP_EVOICE: cannot be spoken, the words are only shown. */
    tp_frames (*sentence)(void *context, const char *text);
    /* Length of a tone; 0: not allowed, with the reason. */
    tp_frames (*tone)(void *context, const struct tp_tone_request *tone, struct tp_err *err);
    /* Whether there is a voice for the language ("en", "pt-BR"): 0, or -TP_EVOICE with what there
     * is instead. NULL: for every one. */
    int (*speaks)(void *context, const char *lang, struct tp_err *err);
    /* "recall" is answered as it was before the session: what is remembered in it the script knows.
     */
    int (*input)(void *context, const char *kind, const char *key, struct tp_value *out);
    /* The session's run begins, or begins anew for a replay: what was remembered in it is undone,
     * and remembered again as the replay comes to it. May be NULL. */
    void (*begin)(void *context);
    int (*remember)(void *context, const char *key, struct tp_value value, struct tp_err *err);
    /* The person changed what this spot gets, to `steps` in all; kept for next time. May be NULL.
     */
    void (*strength)(void *context, const char *spot, int steps);
    /* At so many newtons pressure turns into discomfort there; kept for all routines. May be NULL.
     */
    void (*threshold)(void *context, const char *spot, double newtons);
    int (*module)(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err);
    void (*print)(void *context, const char *text);
    void (*alive)(void *context, const char *where); /* may be NULL */
};

/* An answer for `remember` of runs that leave nothing behind. */
int tp_run_remember_nothing(void *context, const char *key, struct tp_value value,
                            struct tp_err *err);

/* An instruction that does not come when it was asked for. */
struct tp_misplaced {
    const char *text; /* one sentence; borrowed for the call */
    uint32_t step;
    tp_frames at;   /* when it was asked for */
    tp_frames late; /* by how much it begins late, or would have been over too late */
    bool dropped;   /* it is not said at all */
};

/* Where a run's cues and events go. */
struct tp_run_out {
    /* A cue's frame has come; its event follows. */
    void (*cue)(void *context, const struct tp_cue *cue);
    /* The cue `id` (given before) is cut at frame `at`: a safety sentence wants the voice. */
    void (*cut)(void *context, uint64_t id, tp_frames at);
    /* Every cue given before that is not over is cut at frame `at`: the step was left. */
    void (*cancel)(void *context, tp_frames at);
    void (*event)(void *context, const struct tp_event *event);
    /* The counted part of a step is left, or the step itself is while it counts: at frame `until`.
     * May be NULL. */
    void (*counted)(void *context, tp_frames until);
    /* How the sound goes that follows the pressure: told when it changes. May be NULL. */
    void (*feel)(void *context, const struct tp_feel *feel);
    /* A repetition that a sensor felt from frame `start` on is over: so long there was weight on
     * it; its figures, for the ledger. May be NULL. */
    void (*felt)(void *context, tp_frames start, tp_frames loaded, const char *figures);
    /* An output is to be driven until the step ends; nil: let go. May be NULL. */
    void (*output)(void *context, const char *channel, struct tp_value value);
    /* What of an instruction is dropped, or comes late because somebody else is still speaking. May
     * be NULL. */
    void (*misplaced)(void *context, const struct tp_misplaced *sentence);
};

struct tp_run_config {
    const struct tp_run_world *world; /* borrowed for the run's life, as its context */
    void *world_context;
    const struct tp_run_out *out; /* likewise */
    void *out_context;
    struct tp_log *log; /* read from its start, then written; borrowed for the run's life */
    const char *name;   /* of the routine's file, as errors show it */
    const char *text;   /* its source; borrowed for the creation */
    size_t length;
    uint64_t seed;
    size_t memory_bytes; /* of the script; 0 = 64 MiB */
    const struct tp_script_option *options;
    size_t option_count;
    bool dry;    /* questions are answered by what their author assumed */
    bool silent; /* and a dry one by nobody: each takes all its time */
    /* Of a dry run: the answer to the question that opens, its texts borrowed until the next call;
     * nil: nobody answers. False, or NULL here: as its author assumed. */
    bool (*answer)(void *context, const struct tp_question *question, struct tp_value *out);
    void *answer_context;
    /* Of a dry run that is finished: whether it leaves the step that has begun, as a person may, at
     * its first instant. NULL: none; its context is that of `answer`. */
    bool (*leaves)(void *context, const struct tp_step_info *step);
    /* Of a dry run: what the routine is told of before instead of what the world says, and what it
     * leaves for later; the context is that of `answer`. False, or NULL: as the world says. */
    bool (*input)(void *context, const char *kind, const char *key, struct tp_value *out);
    void (*remembers)(void *context, const char *key, struct tp_value value);
    /* Of a dry run: how the presses end that a sensor feels; the context is that of `answer`. NULL:
     * all goes well. */
    enum tp_press_action_kind (*presses)(void *context);
    const struct tp_script_lines *lines; /* see script.h; may be NULL */
    /* Whether there is time to go on; asked at each resume. NULL: always. */
    bool (*go_on)(void *context);
    void *go_on_context;
};

struct tp_run;

int tp_run_create(struct tp_run **out, const struct tp_run_config *config, struct tp_err *err);
void tp_run_destroy(struct tp_run *run);

/* The next instant at which something is due; TP_NEVER while time stands or after the end. */
tp_frames tp_run_due(const struct tp_run *run);

/* Runs all that is due up to `now`, each at its own instant. 0, or the code with which the routine
 * failed. The first call starts the routine at frame 0. */
int tp_run_advance(struct tp_run *run, tp_frames now, struct tp_err *err);

/* Asks again for the sentence for which time stands, if it does. */
int tp_run_retry(struct tp_run *run, struct tp_err *err);

/* While it is hushed no sentence begins: time stands just before it. */
void tp_run_hush(struct tp_run *run, bool hushed);

/* Goes through the log until step `target` has begun and `offset` frames of it have passed;
 * target 0 = until the log is used up. What is due before is run in virtual time. */
int tp_run_replay(struct tp_run *run, uint32_t target, tp_frames offset, struct tp_err *err);

/* Runs on in virtual time to the end, taking what is unknown from ops (which must know then). */
int tp_run_finish(struct tp_run *run, struct tp_err *err);

/* Gives an input at frame `now` (or at the instant where time stands) and records it. 0, -TP_EINVAL
 * when it does not fit the moment (an answer without a question, firmer outside a rest). */
int tp_run_command(struct tp_run *run, tp_frames now, const struct tp_command *command,
                   struct tp_err *err);

/* The sensor of the press that is open; NULL: none is, or it feels nothing. */
const char *tp_run_feels(const struct tp_run *run);

/* The sensor `name` measured newtons at frame `now`. A press that it feels may go on by that, which
 * is recorded; else nothing happens. 0, or the code with which the routine failed. */
int tp_run_feel(struct tp_run *run, tp_frames now, const char *name, double newtons,
                struct tp_err *err);

/* The press that is felt is left: its figures are told. */
void tp_run_end_press(struct tp_run *run);

/* A press that a sensor feels. */
struct tp_run_press {
    const char *sensor;
    enum tp_press_state state;
    double newtons; /* NAN: nothing was felt yet */
    double low, high, ceiling;
    tp_frames start, loaded; /* loaded: with weight on it since */
    tp_frames counted, hold;
};

/* What a screen or a session needs to know; borrowed, valid until the run goes on. */
struct tp_run_state {
    tp_frames now; /* instant of the last thing that ran */
    uint32_t step; /* 0 before the first */
    tp_frames step_start;
    const struct tp_step_info *info;    /* NULL before the first */
    const struct tp_question *question; /* NULL when none stands */
    const char *sentence;               /* last one begun, or for which time stands; "" before */
    double pressure;                    /* as asked for now, −1 when the step has none */
    enum tp_phase phase;                /* of a step that presses or stretches */
    tp_frames phase_start, phase_until; /* the end is 0 when nobody knows it */
    tp_frames next_voice;               /* a sentence that waits for its frame; TP_NEVER: none */
    bool feels;                         /* a sensor feels the press that is open: */
    struct tp_run_press press;
    int words;   /* level, 0 tones – 3 full; −1 until the routine told it */
    bool stands; /* a sentence is awaited */
    bool ended;
    const char *outcome; /* after the end */
};
void tp_run_look(const struct tp_run *run, struct tp_run_state *state);

#endif
