/* The steps of a calibration: nothing on the sensor, the carton on it, what was found.
 *
 * Each begins when the person says so. Half a second passes until hands are off, then a second is
 * measured, longer where readings are few. Time is told, in nanoseconds of CLOCK_MONOTONIC. Pure.
 * [one thread] */
#ifndef TP_HOST_CALIBRATING_H
#define TP_HOST_CALIBRATING_H

#include "core/host/calibration.h"

enum tp_calibrating_step {
    TP_CALIBRATING_EMPTY,          /* waits for the person: nothing is to be on it */
    TP_CALIBRATING_EMPTY_MEASURE,  /* is measured now */
    TP_CALIBRATING_CARTON,         /* waits: the carton is to be on it */
    TP_CALIBRATING_CARTON_MEASURE, /* is measured now */
    TP_CALIBRATING_FOUND,
    TP_CALIBRATING_REFUSED /* `err` says why; begin anew */
};

struct tp_calibrating {
    enum tp_calibrating_step step;
    struct tp_range range;
    uint64_t begun_ns; /* when the person said so */
    struct tp_spread empty, loaded;
    struct tp_calibration found;
    struct tp_err err;
};

/* `range` of the sensor's own numbers; see tp_calibration_find. */
void tp_calibrating_begin(struct tp_calibrating *calibrating, struct tp_range range);

/* The person did what the step asks for; nothing where it asks for nothing. */
void tp_calibrating_ready(struct tp_calibrating *calibrating, uint64_t now_ns);

/* A reading as the sensor gave it. */
void tp_calibrating_reading(struct tp_calibrating *calibrating, uint64_t now_ns, double value);

/* Goes to the next step when enough was measured: to be called often. */
void tp_calibrating_tick(struct tp_calibrating *calibrating, uint64_t now_ns);

#endif
