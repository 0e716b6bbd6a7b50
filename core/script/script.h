/* The routine as the engine sees it: text goes in, requests come out.
 *
 * A script runs until it wants something that takes time (a sentence, a wait, an answer), says so
 * in a request, and goes on with the reply. What takes no time it calls on the spot through a table
 * which the engine fills. It reads no clock and knows no device: the same text and the same replies
 * give the same requests. All functions belong to the thread that owns the session. */
#ifndef TP_SCRIPT_SCRIPT_H
#define TP_SCRIPT_SCRIPT_H

#include "core/base/err.h"
#include "core/base/frames.h"
#include "core/base/text.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TP_CHOICES = 9,    /* most answers to a choice: one key each */
    TP_WORDS_FULL = 3, /* levels of words: 0 tones, 1 brief, 2 normal, 3 full */
    TP_COUNTED = 21,   /* most numbers that are counted aloud for a question */
    TP_SENTENCE = 401, /* bytes of one spoken sentence at most, with its end: see lua/words.lua */
    TP_SPOT = 128,     /* bytes of a step's spot that are kept, with its end */
    TP_STEPS = 100000, /* most steps of a session */
    TP_ACCEPTED = 32,  /* most warnings that a routine accepts */
    TP_OTHERS = 32,    /* most values of options that are told */
    TP_SOURCE = 262144 /* most bytes of a routine or module */
};

/* Who wins when two want to speak: safety cuts, question and instruction queue in session time, an
 * ornament whose moment is taken is dropped. */
enum tp_speech_class { TP_ORNAMENT, TP_INSTRUCTION, TP_QUESTION, TP_SAFETY };

/* A warning of `tprun check` that an author accepts, by the rule's id, and why. */
struct tp_accepted {
    const char *rule, *reason;
};

/* NAME=VALUE of the command line. */
struct tp_script_option {
    const char *name, *value;
};

/* What `routine{}` says. Texts are borrowed for the call; NULL when left out. */
struct tp_routine_info {
    const char *title, *area, *position, *summary, *lang, *tools, *made_by, *made_for;
    struct tp_accepted accepted[TP_ACCEPTED];
    int accepted_count;
    struct tp_script_option others[TP_OTHERS]; /* values that its options could have instead */
    int other_count;
};

/* What a step is. Texts are borrowed for the call; NULL when it has none. */
struct tp_step_info {
    const char *kind;    /* position, locate, hold, rest, stretch, warm_up, move, breathe, stroke,
                            hydrate, ask,    say, step, or the author's own word */
    const char *how;     /* of a warm_up: movement, heat, strokes */
    const char *title;   /* what the screen shows */
    const char *section; /* title of the step{} around it */
    const char *side;    /* left, right, both */
    const char *point;   /* id of the atlas */
    const char *latin;   /* for the screen only */
    double pressure;     /* 0–10 as felt, −1 when the step has none */
    double pressure_max; /* of the point, −1 when it has none */
    tp_frames dose;      /* counted seconds where the kind has them, −1 else */
    const char *spot;    /* what softer and firmer belong to: the point, or the author's text */
    const char *find;    /* how to find the place, as it is said; for the way back to it */
    tp_frames reach;     /* time to get there, 0 when there is no need */
    int priority;        /* of a point when time is short: 1 is left out first, 9 last; 0 = none */
    int line;            /* in the routine's file */
};

/* Where a step that presses or stretches has come. Between them the person is free. */
enum tp_phase {
    TP_PHASE_FREE,   /* nothing is held: words, getting there, coming back */
    TP_PHASE_RAMP,   /* pressing until the note */
    TP_PHASE_COUNT,  /* the counted part */
    TP_PHASE_RELEASE /* the sound that lets go, and its word */
};

/* A sound; see audio/tone.h for names, ranges and levels. */
struct tp_tone_request {
    const char *name; /* NULL for a plain note */
    double hz;
    tp_frames length; /* 0 = the sound's own */
    double gain_db;
    double pan;   /* −1…1 */
    int toward;   /* `side`: −1 left, 1 right */
    tp_frames at; /* when it sounds; now, when that is past */
};

enum tp_question_kind { TP_ASK_NUMBER, TP_ASK_YES_NO, TP_ASK_CHOICE, TP_ASK_READY };

struct tp_question {
    enum tp_question_kind kind;
    const char *text;
    double min, max;                 /* number */
    const char *choices[TP_CHOICES]; /* choice */
    int choice_count;
    tp_frames timeout;      /* from now; then the answer is nil; 0: answered at once, or never */
    struct tp_value assume; /* what a dry run answers; nil = it stays silent */
    bool implied; /* ready: part of another step ("I am there"), not a question put in words */
    /* number: the program counts aloud, and true means "the one that I hear". The n-th of them,
     * min + n, is said at counted[n]; 0 of them: it does not count. */
    tp_frames counted[TP_COUNTED];
    int counted_count;
};

/* What the script wants; texts are borrowed until the next resume. */
enum tp_request_kind {
    TP_REQUEST_WAIT, /* resume me at `until` */
    TP_REQUEST_SAY,  /* speak `text`; resume me with its start and length, after it when `wait` */
    TP_REQUEST_ASK,  /* resume me with the answer, or nil at the timeout */
    TP_REQUEST_FEEL, /* resume me with the next thing that the press feels, or at `until` */
    TP_REQUEST_DONE  /* the routine is over */
};

struct tp_request {
    enum tp_request_kind kind;
    tp_frames until;
    struct {
        const char *text;
        enum tp_speech_class speech_class;
        bool wait;
        tp_frames ends_by; /* dropped when it would end later; TP_NEVER: no matter */
        tp_frames pause;   /* silence kept after it */
        tp_frames from;    /* not before this frame */
        double gain_db;    /* louder (+) or softer (−) than the voice usually is */
    } say;
    struct tp_question ask;
    const char *outcome; /* done: "finished" or the author's own word; NULL: it did nothing */
};

struct tp_reply {
    bool skip;               /* the step is to end here: raised in the waiting verb */
    bool dropped;            /* say: not spoken */
    tp_frames start, length; /* say */
    struct tp_value value;   /* ask */
    const char *felt;        /* feel: the action, see engine/press.h; NULL: none came */
    tp_frames counted;       /* feel: what counted of the repetition so far */
};

/* One repetition of a press that a sensor feels; see struct tp_press_config. */
struct tp_press_request {
    const char *sensor;               /* its name or role */
    const char *tool;                 /* what presses */
    double low, high, ceiling, steep; /* newtons; steep: a second */
    tp_frames hold, ramp, counted;
    bool ask, light, measure;
};

/* What the script calls on the spot. Each returns 0 or a negative code with a text that the script
 * raises at the author's line. */
struct tp_script_ops {
    tp_frames (*now)(void *context);
    /* -TP_EVOICE: nothing can speak its language, which is no mistake of the author's. */
    int (*routine)(void *context, const struct tp_routine_info *info, struct tp_err *err);
    int (*step_begin)(void *context, const struct tp_step_info *info, struct tp_err *err);
    void (*step_end)(void *context, const char *outcome);
    int (*tone)(void *context, const struct tp_tone_request *tone, struct tp_err *err);
    /* Steps by which the person asked for less (−) or more (+) on this spot, now and before. */
    int (*strength)(void *context, const char *spot);
    /* The open step has come into this phase, which ends at `until` (0 = nobody knows). */
    void (*phase)(void *context, enum tp_phase phase, tp_frames until);
    /* Frame at which the person last came back within the open step; −1 when never. */
    tp_frames (*resumed)(void *context);
    /* Frame at which all that was asked for so far is no longer heard; it may lie behind now. */
    tp_frames (*heard)(void *context);
    /* How many words the person asked for by a key: a level, or −1, and steps up (+) or down (−)
     * from what would be said. */
    int (*words)(void *context, int *steps);
    /* How many words the routine begins with: what was chosen, or what the person has earned. */
    void (*words_begin)(void *context, int level);
    /* What comes from outside, by kind and key. `*out` is borrowed until the next call.
     *   recall KEY      the routine's own memory
     *   past            count, days_since, last_pain
     *   today ""        the date of the start
     *   words ""        how many words: full, normal, brief, tones or auto
     *   known           routine, "point ID", "sound NAME": sessions in which the person had it;
     *                   after 30 days fewer, so that more is said again
     *   choice          of this run: pace (a factor), speed (by which silence is divided), side
     *                   (left, right), hold_sound (chord), "reps ID" (most repetitions of a point;
     *                   0 leaves it out), recording (true: it becomes one), require_sensor (true:
     *                   rather none than one without), unanswered (true: nobody can answer)
     *   name            left, right: what the person calls the side
     *   strength SPOT   steps softer or firmer that were kept
     *   device NAME     true: a device of that name or role is there
     *   sensor NAME     what it measures; unit NAME: in what; age NAME: seconds since
     *   threshold SPOT  newtons at which pressure turns into discomfort, as it was found
     *   press FIGURE    of the repetition that is, or was the last: loaded_s, in_band_s, mean, sd,
     *                   max, low, high (newtons), nrs_start, nrs_end, prompts_low, prompts_high */
    int (*input)(void *context, const char *kind, const char *key, struct tp_value *out);
    int (*remember)(void *context, const char *key, struct tp_value value, struct tp_err *err);
    /* A press that a sensor feels: it begins, within a step; the person told the discomfort;
     * nothing more of it counts, but the hand may still be there; it is over. A step's end ends it
     * too. */
    int (*press_begin)(void *context, const struct tp_press_request *request, struct tp_err *err);
    void (*press_answer)(void *context, double nrs);
    void (*press_stop)(void *context);
    void (*press_end)(void *context);
    /* Keeps what was found for a spot, for all routines. */
    void (*threshold)(void *context, const char *spot, double newtons);
    /* Puts a device's output to a value until the step ends; nil lets it go. -TP_EDEVICE: there is
     * none. */
    int (*set)(void *context, const char *channel, struct tp_value value, struct tp_err *err);
    void (*note)(void *context, const char *key, struct tp_value value);
    /* Source of the module `name` of `require`, and the file name that errors show. */
    int (*module)(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err);
    void (*print)(void *context, const char *text);
    /* A sign of life from inside a running script; `where` is file:line or "". May be NULL. */
    void (*alive)(void *context, const char *where);
};

/* The lines of a routine's own text that ran. A line is noted at its number. */
struct tp_script_lines {
    unsigned char *ran; /* borrowed; 1 at the number of each line that ran */
    size_t count;       /* lines from this number on are not noted */
};

struct tp_script_config {
    const struct tp_script_ops *ops; /* borrowed for the script's life */
    void *context;
    uint64_t seed;
    size_t memory_bytes; /* 0 = 64 MiB */
    const struct tp_script_option
        *options; /* NAME=VALUE of the command line; borrowed for the call */
    size_t option_count;
    const struct tp_script_lines *lines; /* borrowed for the script's life; NULL: not noted */
};

struct tp_script;

/* Makes a VM and loads `text` as the routine; nothing of it runs yet. `name` is what errors say.
 * -TP_ESCRIPT with "neck.lua:3: …", -TP_ELIMIT, -TP_ENOMEM. */
int tp_script_create(struct tp_script **out, const struct tp_script_config *config,
                     const char *name, const char *text, size_t length, struct tp_err *err);
void tp_script_destroy(struct tp_script *script); /* runs no script code; NULL is fine */

/* Goes on with `reply` (NULL the first time) until the next request. A negative code is the end of
 * the script; the text is one clean line. -TP_EUSAGE: an option that the routine does not take. */
int tp_script_resume(struct tp_script *script, const struct tp_reply *reply,
                     struct tp_request *request, struct tp_err *err);

/* Puts 1 at the number of each line on which a verb is called that a person hears or does, as the
 * text alone tells it. */
void tp_script_verb_lines(const char *text, size_t length, unsigned char *marks, size_t count);

#endif
