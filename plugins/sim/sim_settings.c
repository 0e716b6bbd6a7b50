/* What the person asked for. */
#include "sim_settings.h"

#include "sim_json.h"

#include <string.h>

void sim_settings_read(struct sim_settings *settings, const char *json)
{
    char start[SIM_TEXT];
    sim_json_text(json, "start", start, sizeof start);
    *settings = (struct sim_settings){
        .speed = sim_json_number(json, "speed", 1),
        .rate_hz = sim_json_number(json, "rate", 50),
        .newtons = sim_json_number(json, "newtons", 20),
        .tremor_newtons = sim_json_number(json, "tremor", 0.2),
        .seed = (uint64_t)sim_json_number(json, "seed", 1),
        .loop = sim_json_truth(json, "loop", false),
        .keys = sim_json_truth(json, "keys", false),
        .sensor = sim_json_truth(json, "sensor", true),
        .each_hold = strcmp(start, "hold") == 0,
    };
    if (settings->rate_hz * settings->speed > SIM_MOST_HZ)
        settings->rate_hz = SIM_MOST_HZ / settings->speed;
    sim_json_text(json, "file", settings->file, sizeof settings->file);
    sim_json_text(json, "record", settings->record, sizeof settings->record);
    sim_json_text(json, "role", settings->role, sizeof settings->role);
    sim_json_text(json, "name", settings->name, sizeof settings->name);
    sim_json_text(json, "unit", settings->unit, sizeof settings->unit);
    sim_json_text(json, "output", settings->output, sizeof settings->output);
}
