/* A hand on a sensor: a force that goes as the test says, felt so and so often, in virtual time.
 *
 * Between the samples time is told at each due instant and at no other, so that what is not due
 * when it happens would come late. Header-only. */
#ifndef TP_TESTS_PRESS_RIG_H
#define TP_TESTS_PRESS_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "core/engine/press.h"

enum { PRESS_ACTIONS = 256, PRESS_ANSWERS = 8 };

/* Newtons at a time in seconds. */
typedef double press_trace(double s);

struct press_rig {
    struct tp_press *press;
    struct tp_press_config config;
    struct tp_press_action list[PRESS_ACTIONS];
    int count;
    tp_frames now;
    int rate;        /* samples a second */
    int64_t samples; /* so many came */
    double steady;
    uint32_t chance; /* of the tremor of a hand: at most ±0.05 N, so that nothing stands still */
    const double *answers; /* to each ASK, at once; ends with −1; NULL: nobody says a word */
};

/* Of clinical traces: 18–22 N, ceiling 40 N, 30 s, and as long to get there as the test wants. */
static inline struct tp_press_config press_usual(double ramp_s)
{
    return (struct tp_press_config){.low_newtons = 18,
                                    .high_newtons = 22,
                                    .ceiling_newtons = 40,
                                    .steep_newtons = 15,
                                    .hold = TP_MS(30000),
                                    .ramp = tp_frames_from_seconds(ramp_s),
                                    .ask = true};
}

static inline double press_chance(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return (double)(*state >> 8) / 16777216.0;
}

static inline void press_start(struct press_rig *rig, struct tp_press_config config, int rate)
{
    *rig =
        (struct press_rig){.config = config, .rate = rate, .chance = 1, .press = tp_press_create()};
    assert_non_null(rig->press);
    tp_press_begin(rig->press, &config, 0, NAN);
}

static inline void press_finish_rig(struct press_rig *rig)
{
    tp_press_destroy(rig->press);
}

static inline void press_collect(struct press_rig *rig)
{
    struct tp_press_action action;
    while (tp_press_take(rig->press, &action)) {
        assert_true(rig->count < PRESS_ACTIONS);
        rig->list[rig->count++] = action;
        if (action.kind == TP_PRESS_ASK && rig->answers && *rig->answers >= 0)
            tp_press_answer(rig->press, rig->now, *rig->answers++);
    }
}

/* No sample comes. */
static inline void press_wait(struct press_rig *rig, tp_frames until)
{
    for (tp_frames due; (due = tp_press_due(rig->press)) <= until;) {
        assert_true(due >= rig->now);
        rig->now = due;
        tp_press_time(rig->press, due);
        press_collect(rig);
    }
    rig->now = until;
}

static inline void press_feel_sample(struct press_rig *rig, tp_frames at, double newtons)
{
    press_wait(rig, at);
    tp_press_sample(rig->press, at, newtons);
    press_collect(rig);
}

/* The hand does this (NULL: what is steady), up to `until`, and goes on from where it was. */
static inline void press_play(struct press_rig *rig, press_trace *trace, double until_s)
{
    tp_frames until = tp_frames_from_seconds(until_s);
    for (;; rig->samples++) {
        tp_frames at = rig->samples * TP_RATE / rig->rate;
        if (at >= until)
            break;
        double newtons = trace ? trace(tp_frames_to_seconds(at)) : rig->steady;
        newtons += newtons > 1 ? 0.1 * press_chance(&rig->chance) - 0.05 : 0;
        press_feel_sample(rig, at, newtons);
    }
    press_wait(rig, until);
    tp_press_time(rig->press, until);
}

/* The nth action of this kind; NULL: there are not so many. */
static inline const struct tp_press_action *press_find(const struct press_rig *rig,
                                                       enum tp_press_action_kind kind, int n)
{
    for (int i = 0; i < rig->count; i++)
        if (rig->list[i].kind == kind && --n == 0)
            return &rig->list[i];
    return NULL;
}

static inline int press_count(const struct press_rig *rig, enum tp_press_action_kind kind)
{
    int n = 0;
    while (press_find(rig, kind, n + 1))
        n++;
    return n;
}

/* That the nth of this kind came then, in seconds, and not later than `late`. */
static inline void press_assert_at(const struct press_rig *rig, enum tp_press_action_kind kind,
                                   int n, double at_s, double late_s)
{
    const struct tp_press_action *action = press_find(rig, kind, n);
    if (!action)
        fail_msg("%d a second: no %s %d", rig->rate, tp_press_action_name(kind), n);
    double s = tp_frames_to_seconds(action->at);
    if (s < at_s - 1e-9 || s > at_s + late_s + 1e-9)
        fail_msg("%d a second: %s %d at %.6f s, not %.3f", rig->rate, tp_press_action_name(kind), n,
                 s, at_s);
}

static inline struct tp_press_report press_report(const struct press_rig *rig)
{
    struct tp_press_report report;
    tp_press_report(rig->press, &report);
    return report;
}

static inline enum tp_feel_kind press_sound(const struct press_rig *rig)
{
    struct tp_feel feel;
    tp_press_feel(rig->press, &feel);
    return feel.kind;
}

/* ---- at 50 samples a second, the same all the time ---- */

static inline struct press_rig press_at_50(struct tp_press_config config)
{
    struct press_rig rig;
    press_start(&rig, config, 50);
    return rig;
}

/* The hand gives this from the next sample on, until then. */
static inline void press_hold(struct press_rig *rig, double newtons, double until_s)
{
    rig->steady = newtons;
    press_play(rig, NULL, until_s);
}

/* An answer, now. */
static inline void press_say(struct press_rig *rig, double nrs)
{
    tp_press_answer(rig->press, rig->now, nrs);
    press_collect(rig);
}

static inline double press_counted(const struct press_rig *rig)
{
    return press_report(rig).in_band_s;
}

static inline void press_assert_none(const struct press_rig *rig, enum tp_press_action_kind kind)
{
    assert_int_equal(press_count(rig, kind), 0);
}

static inline void press_assert_last(const struct press_rig *rig, enum tp_press_action_kind kind)
{
    assert_true(rig->count > 0);
    assert_string_equal(tp_press_action_name(rig->list[rig->count - 1].kind),
                        tp_press_action_name(kind));
}

static inline void press_assert_band(const struct press_rig *rig, double low, double high,
                                     double by)
{
    struct tp_press_report report = press_report(rig);
    assert_true(fabs(report.low_newtons - low) <= by && fabs(report.high_newtons - high) <= by);
}

#endif
