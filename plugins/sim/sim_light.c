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

/* What the channel takes: a number from 0 to 1, #rrggbb, words. */
static bool fits(uint32_t channel, const struct tp_plugin_value *value)
{
    if (channel == SIM_LIGHT_LEVEL)
        return !value->text && value->number >= 0 && value->number <= 1;
    if (channel == SIM_LIGHT_TEXT)
        return value->text;
    return value->text && value->text[0] == '#' && strlen(value->text) == 7 &&
           strspn(value->text + 1, "0123456789abcdefABCDEF") == 6;
}

/* Where the channel stands from now on. */
static void tell(struct sim_light *light, uint32_t channel, const char *value)
{
    char *last = light->channels[channel].value, line[SIM_LIGHT_VALUE * 3];
    if (strncmp(last, value, SIM_LIGHT_VALUE - 1) == 0)
        return;
    (void)snprintf(last, SIM_LIGHT_VALUE, "%s", value);
    (void)snprintf(line, sizeof line, "%s.%s = %s", light->id, sim_light_channels[channel].name,
                   last);
    light->host->log(light->host->context, TP_PLUGIN_INFO, line);
}

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
    if (!light->channels[channel].held)
        return;
    light->channels[channel].held = false;
    record(light, "safe", channel, safe_values[channel], 0, now_ns);
    tell(light, channel, safe_values[channel]);
}

int sim_light_open(struct sim_light *light, const struct tp_plugin_host *host, const char *id,
                   const char *file, char *error, size_t error_size)
{
    *light = (struct sim_light){.host = host, .id = id};
    for (uint32_t i = 0; i < SIM_LIGHT_CHANNELS; i++)
        (void)snprintf(light->channels[i].value, SIM_LIGHT_VALUE, "%s", safe_values[i]);
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
    if (!fits(channel, value))
        return -TP_PLUGIN_EINVAL;
    char number[32];
    (void)snprintf(number, sizeof number, "%g", value->number);
    const char *text = value->text ? value->text : number;
    record(light, "set", channel, text, lease_ms, now_ns);
    tell(light, channel, text);
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
