/* What there is to see of a session at one moment: filled by the live session, drawn by the screen
 * or told in plain lines. Everything is borrowed for the call.
 *
 * The functions turn it into what a person reads. Pure. [any thread] */
#ifndef TP_CLI_VIEW_H
#define TP_CLI_VIEW_H

#include "core/engine/session.h"

#include <time.h>

struct tp_keys;

struct tp_view {
    struct tp_session_state state;
    const struct tp_keys *keys;   /* which key does what */
    tp_frames now;                /* session time */
    tp_frames begin;              /* where it began: 0, unless only a part is played */
    bool kept;                    /* it can go on later */
    bool part;                    /* only a part is played */
    const char *title;            /* of the routine */
    const char *position, *tools; /* NULL where not said */
    const char *shorter;          /* what is left out to be in time, in words; NULL: nothing */
    const char *next_kind;        /* of the step that is likely to come; NULL when none is known */
    const char *next_title, *next_side;
    tp_frames total;       /* likely session time of the end; 0 = not known yet */
    uint32_t steps;        /* likely number of steps; 0 = not known yet */
    time_t finish;         /* likely wall-clock time of the end; 0 = not known */
    tp_frames step_length; /* likely length of the step that runs, 0 = not known */
    const char *device;    /* where it sounds, in words; "" while it is being opened */
    const char *problem;   /* one line: sound lost, no sound card …; NULL when all is well */
    double volume_db;      /* master */
    bool muted;
    const char *said;    /* the last sentence, as it was said; "" before */
    const char *message; /* what a routine printed or a key answered last; NULL */
    unsigned times;      /* sessions of this routine with this one; 0 = nobody counts them */
    bool pain;           /* was told before and after, 0–10 */
    double pain_before, pain_after;
    const char *typed; /* digits of an answer that is being typed; NULL or "" when none */
};

/* A kind of step in lay words: "Press", "Find the point". An author's own word comes back as it is.
 */
const char *tp_view_kind(const char *kind);

/* A level of words: "full", "normal", "brief", "tones"; "" while it is not known. */
const char *tp_view_words(int level);

/* "left side", "right side", "both sides"; "" for NULL and any other word. */
const char *tp_view_side(const char *side);

/* The step's title, or NULL when it would only say the kind again. */
const char *tp_view_title(const struct tp_step_info *info);

/* What the countdown shows: frames left of the counted dose in a step that counts from a bell on
 * (all of it until then), else of the step's likely length. −1 when there is nothing to count. */
tp_frames tp_view_left(const struct tp_view *view);

/* Whether that number goes down now: not before the bell, nor while time stands. */
bool tp_view_counts(const struct tp_view *view);

/* What to do while that number counts, in a few words; "" when the kind says it all. */
const char *tp_view_phase(const struct tp_view *view);

/* Frames as a countdown shows them: whole seconds rounded up, "20" up to 99, then "1:40". */
const char *tp_view_count(char text[TP_FRAMES_TEXT], tp_frames left);

/* A length of time in words that can be heard: "12 minutes 40 seconds", "1 second". */
enum { TP_VIEW_LENGTH = 64 };
const char *tp_view_length(char text[TP_VIEW_LENGTH], tp_frames length);

/* The same to be read: "12 min 40 s". */
const char *tp_view_short_length(char text[TP_VIEW_LENGTH], tp_frames length);

/* How long it will be: "About 13 minutes", and ", until 14:02"; "" while it is not known. */
enum { TP_VIEW_ABOUT = 128 };
const char *tp_view_about(char text[TP_VIEW_ABOUT], const struct tp_view *view, bool until);

/* Whether it was left before its end. */
bool tp_view_is_stopped(const struct tp_view *view);

/* What is left to say after the end: "12 min 40 s, 6 → 4, twelfth time"; with `spelled` in words
 * that can be heard. */
enum { TP_VIEW_END = 256 };
const char *tp_view_end(char text[TP_VIEW_END], const struct tp_view *view, bool spelled);

#endif
