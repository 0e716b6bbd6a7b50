/* The sensor as a button: what a hand says with it that is no pressing.
 *
 * Two short presses are "next"; a long release in the middle of a hold is "pause". Samples and time
 * go in, at most one wish comes out: the same samples at the same frames give the same wishes. All
 * samples are raw, for at ten a second a filter would leave nothing of a tap. Must never take a
 * sensor that fell silent for a hand that is off. One thread, no allocation.
 *
 * A touch lasts from 1 N up until under 1 N. A short press is a touch that was over 5 N for 60–400
 * ms in sum and is over within 800 ms. Two of them are a wish when 300 ms of rest came before the
 * first and the second begins within 800 ms of it; it is told when the second is over. What was
 * over 5 N for less, such as a wild sample, neither counts nor spoils; a longer touch spoils. */
#ifndef TP_ENGINE_TAPS_H
#define TP_ENGINE_TAPS_H

#include "core/base/frames.h"

#include <stdbool.h>

enum tp_taps_wish { TP_TAPS_NOTHING, TP_TAPS_NEXT, TP_TAPS_PAUSE };

struct tp_taps {
    bool felt, touching, pressing;
    bool held;            /* a hand was there while the hold presses, and no pause was told since */
    bool rested;          /* before this touch, for long enough */
    double newtons;       /* the last sample */
    tp_frames now;        /* when it came */
    tp_frames touched_at; /* this touch began, or the last */
    tp_frames over;       /* so long of it over the threshold */
    tp_frames off_since;  /* the hand; wild samples left out */
    tp_frames first_press; /* a short press that waits for a second; TP_NEVER: none */
};

/* Nothing was felt so far, and no hold presses. */
void tp_taps_start(struct tp_taps *taps);

/* A sample came at `now`, never before the last. What is no force (press.h) is left aside. */
enum tp_taps_wish tp_taps_sample(struct tp_taps *taps, tp_frames now, double newtons);

/* Whether a counted hold goes on from here: only then a hand that was there and is off for 2.5 s is
 * a pause, told once for each time. */
void tp_taps_pressing(struct tp_taps *taps, bool pressing);

/* Time has come to `now`, without a sample. */
enum tp_taps_wish tp_taps_time(struct tp_taps *taps, tp_frames now);

/* The next instant at which time alone makes a wish; TP_NEVER. */
tp_frames tp_taps_due(const struct tp_taps *taps);

#endif
