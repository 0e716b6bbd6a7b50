/* What the person asked for: the settings of plugin.json. */
#ifndef SIM_SETTINGS_H
#define SIM_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

enum { SIM_TEXT = 64, SIM_PATH = 1024 };

struct sim_settings {
    char file[SIM_PATH], record[SIM_PATH]; /* "" without */
    char role[SIM_TEXT], name[SIM_TEXT], unit[16], output[SIM_TEXT];
    double speed, rate_hz, newtons, tremor_newtons;
    uint64_t seed;
    bool loop, keys, sensor;
    bool each_hold; /* the trace begins anew with each hold */
};

/* From the JSON object that `create` gets. */
void sim_settings_read(struct sim_settings *settings, const char *json);

#endif
