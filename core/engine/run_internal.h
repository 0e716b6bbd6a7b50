/* Inside of a run, shared by the run_*.c files only. */
#ifndef TP_ENGINE_RUN_INTERNAL_H
#define TP_ENGINE_RUN_INTERNAL_H

#include "core/base/sched.h"
#include "core/engine/run.h"

enum due_kind { DUE_WAKE, DUE_CUE, DUE_TIMEOUT, DUE_ASSUMED };

/* A cue that was made; kept while it waits or can still be cut. */
struct run_cue {
    struct tp_cue cue;
    char text[TP_SENTENCE];
    tp_task task; /* 0 once its frame came */
    struct run_cue *next;
};

/* By how much the person wants a spot softer (−) or firmer (+). */
struct run_strength {
    char spot[TP_SPOT];
    int steps; /* in this session */
    int kept;  /* from before; asked for when the routine first needs it */
    bool asked;
    struct run_strength *next;
};

/* Copies of a step's texts: the script's are gone when it goes on. */
struct run_step {
    struct tp_step_info info;
    char kind[24], how[16], title[128], section[128], side[8], point[48], latin[64], spot[TP_SPOT];
    char find[TP_SENTENCE];
    uint32_t number;
    tp_frames start;
    enum tp_phase phase;
    tp_frames phase_start, phase_until;
    tp_frames resumed; /* when the person last came back within it; −1 when never */
    bool open;
};

struct run_question {
    struct tp_question question;
    char text[TP_SENTENCE];
    char choices[TP_CHOICES][64];
    char assumed[64];
    bool stands;
    tp_task timeout;
};

enum { RUN_FELT = 8 }; /* actions that wait until the routine asks for them */

/* A press that a sensor feels. What it did comes from the samples, from the log in a replay, and
 * from nowhere in a dry run, where all goes well. */
struct run_press {
    struct tp_press *press; /* NULL before the first */
    struct tp_press_config config;
    char sensor[96], tool[24];
    struct {
        enum tp_press_action_kind kind;
        tp_frames counted;
    } felt[RUN_FELT];
    unsigned felt_count;
    struct tp_press_action next; /* to come at its instant; NONE: not known yet */
    tp_frames start;
    tp_frames counted;             /* as of the last action */
    enum tp_press_action_kind end; /* how it ended by itself; NONE: it did not */
    bool open;                     /* from press_begin to press_end */
    bool begun;                    /* it has counted */
    bool stopped;                  /* nothing more of it counts */
    bool released;                 /* the hand is off */
    bool fed;                      /* samples go into it; else the log tells, or it goes well */
    struct tp_feel feel;           /* as it was told last */
};

struct tp_run {
    const struct tp_run_world *world;
    void *world_context;
    const struct tp_run_out *out;
    void *out_context;
    struct tp_script *script;
    struct tp_sched *sched;
    struct tp_log *log;
    size_t cursor; /* first record not used yet */
    size_t
        command; /* of a replay: nothing that comes by itself stands between the cursor and here */
    char name[128];
    bool dry;
    bool ideal; /* presses go well by themselves */
    bool (*answer)(void *context, const struct tp_question *question, struct tp_value *out);
    void *answer_context;
    bool (*leaves)(void *context, const struct tp_step_info *step);
    bool (*input)(void *context, const char *kind, const char *key, struct tp_value *out);
    void (*remembers)(void *context, const char *key, struct tp_value value);
    enum tp_press_action_kind (*presses)(void *context);
    uint32_t asked_to_leave; /* the step for which that was asked last */
    bool (*go_on)(void *context);
    void *go_on_context;

    tp_frames now;
    struct run_step step;
    struct run_question question;
    struct run_cue *cues;
    unsigned cue_count;
    struct run_strength *strengths;
    struct run_press press;
    bool feeling; /* the routine waits for what the press feels */
    tp_task wake;
    struct tp_reply reply;           /* what the wake gives to the script */
    tp_frames voice_free;            /* from here on the voice may speak again */
    tp_frames heard_until;           /* when the last sound that was planned is over */
    tp_frames text_at;               /* when a text was last begun to be asked for; −1 before */
    enum tp_speech_class text_class; /* of its first sentence */
    bool text_begins;                /* the sentence that is asked for is its first */
    int words_begun;                 /* level with which the routine began; −1 before */
    int words_level;                 /* asked for by name; −1 when not */
    int words_steps;                 /* more or fewer than that, or than would be said */
    uint64_t next_cue;
    unsigned idle_resumes; /* resumes since time last passed */

    struct tp_request pending; /* the sentence for which time stands */
    bool stands;
    bool started, announced, ended;
    bool hushed;             /* somebody else speaks */
    uint32_t target;         /* of a replay: the step with which it is over; 0: with the log */
    tp_frames target_offset; /* and how much of that step belongs to it */
    bool target_inside;      /* so long, and what the log has of it; else only that it begins */
    bool replaying;          /* inputs come from the log, and nothing of it is done twice */
    char sentence[TP_SENTENCE];
    char outcome[64];
};

/* The table that the script calls; its context is the run. */
extern const struct tp_script_ops tp_run_script_ops;

/* Resumes the script with `reply` until it wants something that takes time. */
int run_drive(struct tp_run *run, const struct tp_reply *reply, struct tp_err *err);

/* ---- run_press.c ---- */

int run_press_begin(struct tp_run *run, const struct tp_press_request *request, struct tp_err *err);
void run_press_answer(struct tp_run *run, double nrs);
void run_press_lighten(struct tp_run *run); /* the person asks for less */
void run_press_stop(struct tp_run *run);
void run_press_pause(struct tp_run *run, bool pause);

/* The replay is over, in the middle of it: from here on it is fed, or goes well. */
void run_press_arrive(struct tp_run *run);

/* The next instant at which it does something by itself; TP_NEVER. What is scheduled for the same
 * instant comes before it. */
tp_frames run_press_due(const struct tp_run *run);
int run_press_run(struct tp_run *run, tp_frames now, struct tp_err *err);

/* A recorded action. */
int run_press_recorded(struct tp_run *run, const struct tp_record *record, struct tp_err *err);

/* The next action that waits, in the reply; false: none does. */
bool run_press_take(struct tp_run *run, struct tp_reply *reply);

/* ---- run_figures.c ---- */

/* The figures of a repetition that was felt, for the ledger. */
void run_press_keep(struct tp_run *run);

/* A figure of the repetition: see script.h, "press". */
void run_press_figure(const struct tp_run *run, const char *name, struct tp_value *out);
void run_press_look(const struct tp_run *run, struct tp_run_state *state);

/* A request that came; 0 = wait for what was scheduled, 1 = resume at once with run->reply. */
int run_request(struct tp_run *run, const struct tp_request *request, struct tp_err *err);

/* Tries the pending sentence; as run_request. */
int run_speak(struct tp_run *run, struct tp_err *err);

/* Puts a cue at `at` and keeps it. 0, -TP_ENOMEM, or -TP_ELIMIT when too many wait or sound. */
int run_add_cue(struct tp_run *run, struct run_cue **out, tp_frames at, tp_frames length,
                enum tp_cue_type type, const char *text, struct tp_err *err);
void run_drop_cue(struct tp_run *run, struct run_cue *cue);
void run_drop_cues(struct tp_run *run); /* all */

/* Frame of the first sentence that waits; TP_NEVER without one. */
tp_frames run_next_voice(const struct tp_run *run);

/* Forgets cues that are over at `now`. */
void run_sweep_cues(struct tp_run *run);

void run_close_question(struct tp_run *run);
void run_emit(struct tp_run *run, struct tp_event *event);
void run_end(struct tp_run *run, const char *outcome);

/* What sounds is cut, and what was planned is dropped. */
void run_fall_silent(struct tp_run *run);

/* Carries an input out (without recording it). */
int run_apply(struct tp_run *run, const struct tp_command *command, struct tp_err *err);

/* Takes a step up (1) or down (−1) at the step's spot, or at the one that a record names. */
int run_change_strength(struct tp_run *run, int by, struct tp_value spot, struct tp_err *err);

/* The spot of the step that runs; "" when it has none. */
const char *run_spot(const struct tp_run *run);

/* Of a replay: a command whose step went by before its place came: the step has no length any more,
 * or the routine took another way. What the person asked for stays; what steered that step is past.
 */
int run_replay_late(struct tp_run *run, const struct tp_record *record, struct tp_err *err);

/* What the log has for this kind and key at this point; NULL: ask the world. With `*wait` set the
 * log has an input that comes first. */
const struct tp_record *run_recorded(struct tp_run *run, enum tp_record_kind kind, const char *key,
                                     bool *wait);
int run_record(struct tp_run *run, enum tp_record_kind kind, const char *key,
               struct tp_value value);

/* What the world says to `kind` and `key`: from the log, else asked and recorded. Borrowed until
 * the next call. */
int run_input(struct tp_run *run, const char *kind, const char *key, struct tp_value *out);

/* As run_input, ahead of the moment at which the routine asks: what the log has of it later is
 * still to come, and not taken. */
int run_input_early(struct tp_run *run, const char *kind, const char *key, struct tp_value *out);

/* The person's softer and firmer on a spot, in steps: what was kept from before, and since. */
int run_strength_of(struct tp_run *run, const char *spot);

/* The level of words by now: what was asked for by name, else what it began with, and the steps
 * since; −1 while it has not begun. */
int run_words_now(const struct tp_run *run);

/* Records a command at this instant and carries it out; one that does not fit leaves no record. */
int run_command(struct tp_run *run, const struct tp_command *command, struct tp_err *err);

#endif
