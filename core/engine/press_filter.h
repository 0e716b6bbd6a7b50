/* From samples to what is pressed: a force without spikes and tremor, how fast it rises, and
 * whether the sensor still lives. Room-internal, for press*.c and its test.
 *
 * Median of the last five samples, then a low pass of 0.3 s. The low pass takes the way between two
 * medians for a straight line and is exact for it, so that ten uneven samples a second and a
 * thousand even ones give the same force. */
#ifndef TP_ENGINE_PRESS_FILTER_H
#define TP_ENGINE_PRESS_FILTER_H

#include "core/base/frames.h"

#include <stdbool.h>

enum { TP_PRESS_FILTER_SAMPLES = 5 };

struct press_filter {
    double last[TP_PRESS_FILTER_SAMPLES]; /* a ring */
    unsigned count, next;
    double raw;    /* the last sample; NAN: none yet, as in all that follow */
    double median; /* of those in the ring */
    double force;  /* the median, low-passed: what counts as the pressure */
    double late;   /* the force, low-passed once more: it lags behind by what the rise amounts to */
    tp_frames at;  /* of the last sample */
    tp_frames same_since; /* `raw` is the same since then */
    double step;          /* the smallest by which two samples in a row differed; 0: none did */
};

/* As before the first sample. */
void press_filter_start(struct press_filter *filter);

/* Whether it can be a force: not NaN, not infinite, not below −1 N. */
bool press_filter_is_force(double newtons);

/* A sample that is a force, never before the last one. */
void press_filter_feel(struct press_filter *filter, tp_frames now, double newtons);

/* Newtons a second. 0 before there is anything to tell it by. */
double press_filter_rise(const struct press_filter *filter);

/* Whether samples came that were the same, to the last bit, for longer than a pressing hand can
 * hold so still. */
bool press_filter_is_stuck(const struct press_filter *filter);

#endif
