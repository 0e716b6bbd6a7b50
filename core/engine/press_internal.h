/* Inside of the closed loop, shared by press*.c only: press.c what comes in and goes out,
 * press_loop.c time, press_band.c states and the band, press_answer.c answers, press_report.c what
 * is kept. Room-internal. */
#ifndef TP_ENGINE_PRESS_INTERNAL_H
#define TP_ENGINE_PRESS_INTERNAL_H

#include "core/engine/press.h"
#include "core/engine/press_filter.h"

enum {
    ACTIONS = 64,      /* that wait to be taken */
    ENDING = 8,        /* of which so many places are kept for the end and what follows it */
    LOADED_NEWTONS = 1 /* from here on a hand is there */
};

/* Mean and spread of a force over time. */
struct press_spread {
    double seconds, mean,
        square; /* square: sum of squared distances from the mean, times seconds */
};

struct tp_press {
    struct tp_press_config config;
    struct press_filter filter;
    enum tp_press_state state;
    bool paused;
    bool begun;       /* BEGIN was told since the start, or the last way back */
    bool reached;     /* measuring: there was something to release */
    tp_frames now;    /* all before is accounted for */
    tp_frames felt;   /* when the last sample came that was a force */
    double low, high; /* the band in force */

    tp_frames counted, limit, spent; /* spent: of `limit`, since the ramp was over */
    tp_frames loaded;
    tp_frames over;                        /* how long over the ceiling, without a break */
    tp_frames ramp_until;                  /* RAMP */
    tp_frames entered;                     /* the state, since when */
    tp_frames prompted_low, prompted_high; /* the last prompts */
    tp_frames slower_at;                   /* not again before */
    tp_frames ask_at;                      /* counted frames */
    tp_frames low_since;                   /* LOW and loaded, and not prompted, since then */
    int64_t low_sum;    /* of the force since then, in millionths of a newton, times frames */
    tp_frames still_at; /* RELEASE: the next STILL, or when it was waited for long enough */
    unsigned stills;

    bool light; /* the band is, or became, one that needs longer to work */
    bool worse; /* an answer was two over the first, once */
    double nrs_start, nrs_end;
    struct press_spread force; /* loaded, after the ramp */
    double peak;
    unsigned prompts_low, prompts_high;
    enum tp_press_action_kind end;

    struct tp_press_action actions[ACTIONS]; /* a ring */
    unsigned first, waiting;
};

/* Whether the repetition goes on: not over, and not paused. */
bool press_is_active(const struct tp_press *press);

/* Whether a hand is there. */
bool press_is_loaded(const struct tp_press *press);

/* Whether this moment counts, as long as the last sample is young enough. */
bool press_is_inside(const struct tp_press *press);

/* In counted frames: the question that comes next for what was in the band before. */
tp_frames press_ask_after(tp_frames counted);

/* All that is due up to `now`, each at its instant. */
void press_advance(struct tp_press *press, tp_frames now);

/* The state after the force or the band changed. */
void press_place(struct tp_press *press);

void press_enter(struct tp_press *press, enum tp_press_state state);

/* What the person gives instead of the band is seen anew. */
void press_start_low(struct tp_press *press, tp_frames since);

/* The band becomes what the person gave since then. */
void press_take_lighter(struct tp_press *press);

/* The repetition is over, for this reason; RELEASED: because a measurement found its peak, or the
 * person ended it. */
void press_finish(struct tp_press *press, enum tp_press_action_kind why);

/* The sensor died: over, and no more is felt. */
void press_lose(struct tp_press *press);

/* Waits for the hand to go. */
void press_await_release(struct tp_press *press);

/* An action of this moment. A prompt is dropped when nobody takes them; an end never is. */
void press_tell(struct tp_press *press, enum tp_press_action_kind kind);

/* What follows from an answer while the repetition goes on. */
void press_respond(struct tp_press *press, double nrs);

void press_spread_add(struct press_spread *spread, double newtons, double seconds);

#endif
