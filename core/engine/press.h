/* The closed loop: what a hold feels of the pressure, and what follows from it.
 *
 * Samples and time go in, actions come out; nothing else is known here. The same samples at the
 * same frames give the same actions. Whoever owns it says the words, makes the sounds and keeps the
 * log. All numbers are this program's own convention within the sources that routines/README.md
 * names ("A hold that feels"); no clinician has signed them off. Must never count a moment outside
 * of the band, nor let a repetition go on past its ceiling or its longest time. One thread, no
 * allocation.
 *
 * What counts: from one sample to the next, for a quarter of a second at most, while the filtered
 * force is between the edges of the band as it is then, both included. States and prompts have
 * hysteresis, the count and the continuous sound have not.
 *
 * The longest time: half as much again as was left to hold, at most 120 s, of all that comes after
 * the ramp, pauses left out. The ramp is over with the first moment not below the band, or after
 * `ramp`. */
#ifndef TP_ENGINE_PRESS_H
#define TP_ENGINE_PRESS_H

#include "core/base/frames.h"

#include <stdbool.h>
#include <stdint.h>

/* What the person, or the routine, must be told. One row an action: constant, name in the log and
 * for the vocabulary, whether it ends the repetition. */
#define TP_PRESS_ACTIONS(ROW)                                                                      \
    ROW(NONE, "", false)                                                                           \
    ROW(SLOWER, "slower", false)   /* the ramp is steeper than it should be; each 3 s */           \
    ROW(BEGIN, "begin", false)     /* in the band, first or since a resume: now it counts */       \
    ROW(MORE, "more", false)       /* below it for 1.5 s; each 6 s, at most 3 a repetition */      \
    ROW(LESS, "less", false)       /* above it for 0.5 s; each 3 s */                              \
    ROW(LIGHTER, "lighter", false) /* below it after all three, for 6 s: the band is that now */   \
    ROW(LOWERED, "lowered", false) /* as the person wants: the band is lower from here on */       \
    ROW(ASK, "ask", false)         /* "zero to ten?" is due */                                     \
    ROW(TIME, "time", true)        /* all seconds were in the band, or the longest time is over */ \
    ROW(EASED, "eased", true)      /* by an answer: it has let go, which is what was wanted */     \
    ROW(NO_CHANGE, "no_change", true) /* by an answer: it does not let go; no more of it today */  \
    ROW(TOO_HIGH, "too_high", true)   /* by an answer */                                           \
    ROW(CAP, "cap", true)             /* over the ceiling for 0.2 s: let go now */                 \
    ROW(SENSOR_LOST, "sensor_lost", true) /* no sample for a second, or one that is stuck */       \
    ROW(RELEASED, "released", false)      /* after the end, or measured: the hand is off */        \
    ROW(STILL, "still", false)            /* after the end: it is not, for 5 s; 3 times */         \
    ROW(COUNTED, "counted", false)        /* never told: for a log, so much has counted by now */

enum tp_press_action_kind {
#define TP_PRESS_CONSTANT(constant, name, ends) TP_PRESS_##constant,
    TP_PRESS_ACTIONS(TP_PRESS_CONSTANT)
#undef TP_PRESS_CONSTANT
        TP_PRESS_ACTION_COUNT
};

struct tp_press_action {
    enum tp_press_action_kind kind;
    tp_frames at;
    tp_frames counted; /* in the band so far; of a measurement: 0 */
    double newtons;    /* filtered, at that moment; of a measurement that is RELEASED: the peak */
};

/* One repetition. Newtons over 0, low < high < ceiling. */
struct tp_press_config {
    double low_newtons, high_newtons;
    double ceiling_newtons;
    double steep_newtons; /* a second: a faster rise is told */
    tp_frames hold;       /* in the band, 1 s – 90 s */
    tp_frames ramp;       /* so long the person may take to get there before being prompted */
    tp_frames counted;    /* in the band before: a repetition that goes on */
    bool ask;             /* ASK at 10 s in the band and each 15 s, not in the last 3 s */
    bool light;           /* a light band, which takes longer: NO_CHANGE is not told of it */
    bool measure;         /* only find the peak: no band, no prompts but SLOWER, CAP, SENSOR_LOST */
};

enum tp_press_state {
    TP_PRESS_IDLE,
    TP_PRESS_RAMP, /* getting there */
    TP_PRESS_IN_BAND,
    TP_PRESS_LOW,
    TP_PRESS_HIGH,
    TP_PRESS_RELEASE, /* the repetition is over, the hand may still be there */
    TP_PRESS_OVER     /* and is off, or was waited for long enough */
};

/* How the continuous sound goes. */
enum tp_feel_kind { TP_FEEL_SILENT, TP_FEEL_RAMP, TP_FEEL_BELOW, TP_FEEL_IN, TP_FEEL_ABOVE };

struct tp_feel {
    enum tp_feel_kind kind;
    double way; /* RAMP: of the way to the band's lower edge, or, measuring, to the ceiling; 0–1 */
};

/* What there is to keep of a repetition; seconds, newtons; NRS −1 where nobody said. */
struct tp_press_report {
    double loaded_s;                  /* over 1 N, from the first touch until the hand is off */
    double in_band_s;                 /* counted since the begin */
    double mean_newtons, sd_newtons;  /* loaded, from the end of the ramp to the end */
    double max_newtons;               /* without spikes, but not smoothed */
    double low_newtons, high_newtons; /* as they are at the end */
    double nrs_start;                 /* the first answer during the repetition */
    double nrs_end;                   /* the last one, also when it came afterwards */
    unsigned prompts_low, prompts_high;
    enum tp_press_action_kind end; /* NONE: it is not over, or was stopped; RELEASED: measured */
};

struct tp_press; /* opaque; allocated once, see tp_press_create */

struct tp_press *tp_press_create(void); /* NULL: out of memory */
void tp_press_destroy(struct tp_press *press);

/* A repetition begins at `now`; what was before is forgotten. `newtons`: as last felt, NAN: not
 * yet. */
void tp_press_begin(struct tp_press *press, const struct tp_press_config *config, tp_frames now,
                    double newtons);

/* A sample came at `now`, never before the last instant told. What is no force is left aside: NaN,
 * infinite, below −1 N. */
void tp_press_sample(struct tp_press *press, tp_frames now, double newtons);

/* Time has come to `now`, without a sample. */
void tp_press_time(struct tp_press *press, tp_frames now);

/* The next instant at which time alone makes an action or another state; TP_NEVER. */
tp_frames tp_press_due(const struct tp_press *press);

/* The person told the discomfort, 0–10; anything else is no answer. Asked for or not: 8 and over is
 * TOO_HIGH; 2 over the first answer LOWERED by 20 %, the second time TOO_HIGH; 7 LOWERED by
 * 12 %. 3 and under after 20 s, or half of the first answer after 15 s, is EASED; less than 1
 * away from it after 60 s NO_CHANGE, unless the band is light or became lighter. */
void tp_press_answer(struct tp_press *press, tp_frames now, double nrs);

/* The person wants it lighter: LOWERED by 12 %. Changes nothing of what is over, or measured. */
void tp_press_lighten(struct tp_press *press, tp_frames now);

/* The person ends it, by whatever way: nothing more is counted or prompted but RELEASED, STILL.
 * With a sensor that is lost neither comes: the state is OVER. */
void tp_press_stop(struct tp_press *press, tp_frames now);

/* The person is away and has let go: nothing is felt or due; is back, and has `ramp` to get there
 * again. */
void tp_press_pause(struct tp_press *press, tp_frames now);
void tp_press_resume(struct tp_press *press, tp_frames now, tp_frames ramp);

/* Takes the next action, in order; false: none waits. Of those that nobody takes prompts are
 * dropped, never an end. */
bool tp_press_take(struct tp_press *press, struct tp_press_action *out);

enum tp_press_state tp_press_state(const struct tp_press *press);
void tp_press_feel(const struct tp_press *press, struct tp_feel *out);
void tp_press_report(const struct tp_press *press, struct tp_press_report *out);
tp_frames tp_press_counted(const struct tp_press *press); /* in the band so far */
double tp_press_newtons(const struct tp_press *press); /* filtered; NAN before the first sample */

const char *tp_press_action_name(enum tp_press_action_kind kind);
enum tp_press_action_kind tp_press_action_find(const char *name); /* COUNT: none of that name */
bool tp_press_action_ends(enum tp_press_action_kind kind);

#endif
