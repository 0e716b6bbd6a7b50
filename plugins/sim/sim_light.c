/* An output that is not there. */
#include "sim_light.h"

#include <errno.h>
#include <string.h>

enum { NS_PER_MS = 1000000 };

const struct tp_plugin_channel sim_light_channels[SIM_LIGHT_CHANNELS] = {
    [SIM_LIGHT_LEVEL] = {.name = "level",
                         .kind = TP_PLUGIN_CHANNEL_NUMBER,
                         .max = 1,
                         .safe = "off"},
    [SIM_LIGHT_COLOUR] = {.name = "colour", .kind = TP_PLUGIN_CHANNEL_COLOUR, .safe = "off"},
    [SIM_LIGHT_TEXT] = {.name = "text", .kind = TP_PLUGIN_CHANNEL_TEXT, .safe = "off"},
};

static const char *const safe_values[SIM_LIGHT_CHANNELS] = {"0", "#000000", ""};

/* A comma or a line's end would make another field, or row. */
static void write_field(FILE *stream, const char *text)
{
    for (; *text; text++)
        (void)fputc((unsigned char)*text < ' ' || *text == ',' ? ' ' : *text, stream);
}

/* Each line is out at once: what was recorded is there even when the program is killed. */
static void record(struct sim_light *light, const char *what, uint32_t channel, const char *value,
                   uint32_t lease_ms, uint64_t now_ns)
{
    FILE *stream = light->record;
    if (!stream)
        return;
    (void)fprintf(stream, "%llu,%s,%s,", (unsigned long long)(now_ns / NS_PER_MS), what,
                  sim_light_channels[channel].name);
    write_field(stream, value);
    (void)fprintf(stream, ",%u\n", (unsigned)lease_ms);
    (void)fflush(stream);
}

static void fall(struct sim_light *light, uint32_t channel, uint64_t now_ns)
{
    if (light->channels[channel].held)
        record(light, "safe", channel, safe_values[channel], 0, now_ns);
    light->channels[channel].held = false;
}

int sim_light_open(struct sim_light *light, const char *file, char *error, size_t error_size)
{
    *light = (struct sim_light){.record = NULL};
    if (!*file)
        return 0;
    light->record = fopen(file, "we");
    if (!light->record) {
        (void)snprintf(error, error_size, "%s: it cannot be written: %s", file, strerror(errno));
        return -TP_PLUGIN_EIO;
    }
    (void)fputs("ms,what,channel,value,lease_ms\n", light->record);
    (void)fflush(light->record);
    return 0;
}

int sim_light_set(struct sim_light *light, uint32_t channel, const struct tp_plugin_value *value,
                  uint32_t lease_ms, uint64_t now_ns)
{
    if (channel >= SIM_LIGHT_CHANNELS)
        return -TP_PLUGIN_EINVAL;
    if (lease_ms == 0) {
        fall(light, channel, now_ns);
        return 0;
    }
    char number[32];
    (void)snprintf(number, sizeof number, "%g", value->number);
    record(light, "set", channel, value->text ? value->text : number, lease_ms, now_ns);
    light->channels[channel].held = true;
    light->channels[channel].until_ns = now_ns + (uint64_t)lease_ms * NS_PER_MS;
    return 0;
}

uint64_t sim_light_due(const struct sim_light *light)
{
    uint64_t due = UINT64_MAX;
    for (uint32_t i = 0; i < SIM_LIGHT_CHANNELS; i++)
        if (light->channels[i].held && light->channels[i].until_ns < due)
            due = light->channels[i].until_ns;
    return due;
}

void sim_light_tick(struct sim_light *light, uint64_t now_ns)
{
    for (uint32_t i = 0; i < SIM_LIGHT_CHANNELS; i++)
        if (light->channels[i].held && light->channels[i].until_ns <= now_ns)
            fall(light, i, now_ns);
}

void sim_light_close(struct sim_light *light, uint64_t now_ns)
{
    for (uint32_t i = 0; i < SIM_LIGHT_CHANNELS; i++)
        fall(light, i, now_ns);
    if (light->record)
        (void)fclose(light->record);
    light->record = NULL;
}
