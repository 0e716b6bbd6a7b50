/* A sensor that is not there: a trace that is played, or a hand that presses.
 *
 * Readings are due at previous + interval and are handed in when the host's timer comes, with the
 * instant at which they were due as their stamp: late ones catch up, nothing drifts. [loop] */
#ifndef SIM_SENSOR_H
#define SIM_SENSOR_H

#include "sim_hand.h"
#include "sim_player.h"
#include "sim_settings.h"
#include "sim_trace.h"
#include "tp_plugin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SIM_BURST_READINGS = 200,   /* of a burst */
    SIM_BACKWARDS_MS = 100,     /* so far a stamp that goes backwards lies before the last one */
    SIM_READINGS_A_TURN = 4096, /* more wait for the loop's next turn */
};

struct sim_sensor {
    const struct tp_plugin_host *host;   /* borrowed */
    const struct sim_settings *settings; /* borrowed */
    struct sim_trace trace;              /* without a row: the hand is the sensor */
    struct sim_player player;
    struct sim_hand hand;
    struct sim_moment next; /* the reading that is due next */
    uint64_t device;        /* 0: unplugged */
    uint64_t timer;         /* 0: nothing is due */
    uint64_t began_ns;      /* moments count from here */
    uint64_t stamp_ns;      /* of the last reading */
    uint64_t beats;         /* of the hand */
    bool playing;           /* the trace, not the hand */
    bool turning, again;    /* it hands in readings now; and is to begin anew after this one */
};

/* Reads the trace, adds the device and begins. */
int sim_sensor_start(struct sim_sensor *sensor, const struct tp_plugin_host *host,
                     const struct sim_settings *settings, char *error, size_t error_size);
void sim_sensor_stop(struct sim_sensor *sensor); /* one that never started is fine */

/* A hold begins: a trace that waits for that is played from its first row. */
void sim_sensor_hold(struct sim_sensor *sensor);

/* The hand presses again, or lets go. */
void sim_sensor_press(struct sim_sensor *sensor, bool pressing);

/* A key, by `newtons` more or less. */
void sim_sensor_nudge(struct sim_sensor *sensor, double newtons);

#endif
