/* An output that is not there: it takes what it is set to, falls to its safe value when its lease
 * is over, and writes both to a file. Each change is a line of the log too.
 *
 * Channels: level (0–1), colour (#rrggbb), text. Safe: 0, black, no words. The file has lines of
 * `ms,what,channel,value,lease_ms`; what is "set" or "safe"; ms are those of CLOCK_MONOTONIC, so
 * that another program can compare them with its own. Times are told, in nanoseconds of it. */
#ifndef SIM_LIGHT_H
#define SIM_LIGHT_H

#include "tp_plugin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { SIM_LIGHT_LEVEL, SIM_LIGHT_COLOUR, SIM_LIGHT_TEXT, SIM_LIGHT_CHANNELS };

extern const struct tp_plugin_channel sim_light_channels[SIM_LIGHT_CHANNELS];

enum { SIM_LIGHT_VALUE = 64 };

struct sim_light {
    const struct tp_plugin_host *host; /* borrowed, for the log */
    const char *id;                    /* borrowed */
    FILE *record;                      /* NULL: nothing is written */
    struct {
        bool held;
        uint64_t until_ns;
        char value[SIM_LIGHT_VALUE]; /* where it stands, cut */
    } channels[SIM_LIGHT_CHANNELS];
};

/* `file` "": nothing is written. Else it is written anew. */
int sim_light_open(struct sim_light *light, const struct tp_plugin_host *host, const char *id,
                   const char *file, char *error, size_t error_size);

/* -TP_PLUGIN_EINVAL: it is not what the channel takes, and nothing changes. */
int sim_light_set(struct sim_light *light, uint32_t channel, const struct tp_plugin_value *value,
                  uint32_t lease_ms, uint64_t now_ns);

/* When the next lease is over; UINT64_MAX: none is held. */
uint64_t sim_light_due(const struct sim_light *light);
void sim_light_tick(struct sim_light *light, uint64_t now_ns);

/* All at their safe values, the file closed; one that was never opened is fine. */
void sim_light_close(struct sim_light *light, uint64_t now_ns);

#endif
