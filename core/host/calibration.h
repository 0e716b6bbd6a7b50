/* What turns a sensor's numbers into newtons: found with a carton of a litre, zeroed untouched.
 *
 * A carton of milk or juice of one litre weighs 1.05 kg with all: 10.3 N. Pure. [any thread] */
#ifndef TP_HOST_CALIBRATION_H
#define TP_HOST_CALIBRATION_H

#include "core/base/err.h"

#include <stddef.h>
#include <stdint.h>

#define TP_CARTON_N 10.3

/* A sensor whose readings spread more than this (standard deviation) tells nothing to go by. */
#define TP_RESTLESS_N 0.3

/* newtons = (value − zero) × scale; the scale is negative where pressing makes the values fall. */
struct tp_calibration {
    double zero, scale;
    double noise_n; /* standard deviation of a reading at rest */
};

/* How some values lie. Zero is without any. */
struct tp_spread {
    size_t count;
    double mean, least, most;
    double squares; /* of the distances from the mean, together */
};

void tp_spread_add(struct tp_spread *spread, double value);

/* The standard deviation; 0 of less than two. */
double tp_spread_sd(const struct tp_spread *spread);

/* What a sensor can give at all; `most` not over `least`: it is not known. */
struct tp_range {
    double least, most;
};

/* From what the sensor gave with nothing on it, and with the carton. -TP_EINVAL with a sentence:
 * too few values, no change, values at the end of what it can give, or too restless. */
int tp_calibration_find(struct tp_calibration *out, const struct tp_spread *empty,
                        const struct tp_spread *loaded, struct tp_range range, struct tp_err *err);

struct tp_tare_sample {
    uint64_t at_ns;
    double newtons;
};

/* What a sensor shows that nobody touches, from its newest five seconds. -TP_EAGAIN: they are not
 * full yet, or hold fewer than ten readings a second; -TP_EINVAL: it was moved or touched, or
 * something rests on it: more than a light touch of 3 N is never taken for nothing. */
int tp_calibration_tare(double *zero_n, const struct tp_tare_sample *samples, size_t count);

#endif
