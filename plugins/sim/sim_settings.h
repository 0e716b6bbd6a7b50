/* What the person asked for: the settings of plugin.json. */
#ifndef SIM_SETTINGS_H
#define SIM_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

enum { SIM_TEXT = 64, SIM_PATH = 1024, SIM_MOST_HZ = 5000 };

struct sim_settings {
    char file[SIM_PATH], record[SIM_PATH]; /* "" without */
    char role[SIM_TEXT], name[SIM_TEXT], unit[16], output[SIM_TEXT];
    double speed, newtons, tremor_newtons;
    double rate_hz; /* in the hand's own time; so that at most SIM_MOST_HZ come */
    uint64_t seed;
    bool loop, keys, sensor;
    bool each_hold; /* the trace begins anew with each hold */
};

/* From the JSON object that `create` gets. */
void sim_settings_read(struct sim_settings *settings, const char *json);

#endif
