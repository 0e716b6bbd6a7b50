/* Devices in words. Must never print a text of a plugin that was not cleaned: the registry cleaned
 * those of devices, here are those of plugins. */
#include "core/cli/device_words.h"

#include "core/base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const uint64_t SILENT_NS = 1000000000; /* as long as a hold waits for its sensor */

static bool is_output(const struct tp_channel_state *channel)
{
    return channel->about.kind != TP_CHANNEL_READING;
}

static double age_s(const struct tp_channel_state *channel, uint64_t now_ns)
{
    return now_ns > channel->at_ns ? (double)(now_ns - channel->at_ns) / 1e9 : 0;
}

const char *tp_device_value(char text[TP_DEVICE_WORDS], const struct tp_channel_state *channel)
{
    const char *unit = channel->about.unit, *gap = *unit ? " " : "";
    if (!channel->known)
        snprintf(text, TP_DEVICE_WORDS, "%s", is_output(channel) ? "" : "no reading");
    else if (is_output(channel) || !*unit || fabs(channel->value) >= 1000)
        snprintf(text, TP_DEVICE_WORDS, "%.6g%s%s", channel->value, gap, unit);
    else
        snprintf(text, TP_DEVICE_WORDS, "%.1f%s%s",
                 fabs(channel->value) < 0.05 ? 0 : channel->value, gap, unit);
    return text;
}

const char *tp_device_state(char text[TP_DEVICE_WORDS], const struct tp_channel_state *channel,
                            uint64_t now_ns)
{
    double age = age_s(channel, now_ns);
    if (is_output(channel))
        snprintf(text, TP_DEVICE_WORDS, "%s", channel->held ? "driven" : "at rest");
    else if (!channel->known)
        snprintf(text, TP_DEVICE_WORDS, "waiting");
    else if (channel->about.rate_hz == 0 && channel->rate_hz == 0)
        snprintf(text, TP_DEVICE_WORDS, "%.0f s ago", age);
    else if (age * 1e9 < (double)SILENT_NS)
        snprintf(text, TP_DEVICE_WORDS, "live");
    else
        snprintf(text, TP_DEVICE_WORDS, "silent for %.0f s", age);
    return text;
}

/* ---- for people ---- */

static void tell_channel(struct tp_buf *out, const struct tp_channel_state *channel,
                         uint64_t now_ns)
{
    char value[TP_DEVICE_WORDS], state[TP_DEVICE_WORDS];
    tp_buf_printf(out, "  %-10s %s", channel->about.name, tp_device_state(state, channel, now_ns));
    if (!is_output(channel) || channel->known)
        tp_buf_printf(out, ", %s", tp_device_value(value, channel));
    if (channel->rate_hz > 0)
        tp_buf_printf(
            out, channel->rate_hz < 100 ? ", %.3g readings a second" : ", %.0f readings a second",
            channel->rate_hz);
    if (channel->corrected)
        tp_buf_puts(out, ", calibrated");
    if (channel->refused > 0)
        tp_buf_printf(out, ", %llu made no sense", (unsigned long long)channel->refused);
    tp_buf_puts(out, "\n");
}

void tp_device_tell(struct tp_buf *out, const struct tp_devices *devices, tp_device device,
                    uint64_t now_ns)
{
    struct tp_device_state about;
    struct tp_channel_state channel;
    if (tp_devices_look(devices, device, &about) < 0)
        return;
    if (*about.role)
        tp_buf_printf(out, "%s: ", about.role);
    tp_buf_printf(out, "%s\n  %-10s %s\n  %-10s %s\n", about.name, "id", about.id, "plugin",
                  about.plugin);
    for (unsigned i = 0; i < about.channel_count; i++)
        if (tp_devices_look_channel(devices, device, i, now_ns, &channel) == 0)
            tell_channel(out, &channel, now_ns);
}

void tp_device_bar(struct tp_buf *out, double fraction, int width, bool plain)
{
    int full = fraction >= 1 ? width : fraction > 0 ? (int)(fraction * width + 0.5) : 0;
    for (int i = 0; i < width; i++)
        tp_buf_puts(out, i < full ? (plain ? "#" : "█") : plain ? "." : "░");
}

void tp_device_troubles(struct tp_buf *out, const struct tp_plugins *plugins)
{
    struct tp_plugin_state plugin;
    char text[300];
    for (size_t i = 0; i < tp_plugins_count(plugins); i++) {
        tp_plugins_look(plugins, i, &plugin);
        tp_text_clean(text, sizeof text, plugin.text, strlen(plugin.text));
        if (*text)
            tp_buf_printf(out, "%s: %s\n", plugin.id, text);
    }
}

/* ---- for programs ---- */

static void write_channel(struct tp_json *json, const struct tp_channel_state *channel,
                          uint64_t now_ns)
{
    static const char *const kinds[] = {[TP_CHANNEL_READING] = "reading",
                                        [TP_CHANNEL_NUMBER] = "number",
                                        [TP_CHANNEL_COLOUR] = "colour",
                                        [TP_CHANNEL_TEXT] = "text"};
    char state[TP_DEVICE_WORDS];
    tp_json_open(json, NULL, '{');
    tp_json_text(json, "name", channel->about.name);
    tp_json_text(json, "kind", kinds[channel->about.kind]);
    tp_json_text(json, "unit", channel->about.unit);
    tp_json_text(json, "state", tp_device_state(state, channel, now_ns));
    if (channel->known) {
        tp_json_number(json, "value", channel->value);
        tp_json_number(json, "age", age_s(channel, now_ns));
    }
    if (!is_output(channel)) {
        tp_json_number(json, "rate", channel->rate_hz);
        tp_json_integer(json, "readings", (long long)channel->readings);
        tp_json_integer(json, "refused", (long long)channel->refused);
        tp_json_bool(json, "calibrated", channel->corrected);
    }
    tp_json_close(json, '}');
}

static void write_device(struct tp_json *json, const struct tp_devices *devices, tp_device device,
                         uint64_t now_ns)
{
    struct tp_device_state about;
    struct tp_channel_state channel;
    if (tp_devices_look(devices, device, &about) < 0)
        return;
    tp_json_open(json, NULL, '{');
    tp_json_text(json, "id", about.id);
    tp_json_text(json, "role", about.role);
    tp_json_text(json, "name", about.name);
    tp_json_text(json, "plugin", about.plugin);
    tp_json_open(json, "channels", '[');
    for (unsigned i = 0; i < about.channel_count; i++)
        if (tp_devices_look_channel(devices, device, i, now_ns, &channel) == 0)
            write_channel(json, &channel, now_ns);
    tp_json_close(json, ']');
    tp_json_close(json, '}');
}

static void write_plugin(struct tp_json *json, const struct tp_plugin_state *plugin)
{
    static const char *const phases[] = {
        [TP_PLUGIN_STARTING] = "starting", [TP_PLUGIN_RUNNING] = "running",
        [TP_PLUGIN_WAITING] = "waiting",   [TP_PLUGIN_STOPPING] = "stopping",
        [TP_PLUGIN_ENDED] = "ended",       [TP_PLUGIN_FAILED] = "failed"};
    tp_json_open(json, NULL, '{');
    tp_json_text(json, "id", plugin->id);
    tp_json_text(json, "name", plugin->name);
    tp_json_text(json, "version", plugin->version);
    tp_json_text(json, "state", phases[plugin->phase]);
    tp_json_text(json, "text", plugin->text);
    tp_json_integer(json, "restarts", plugin->restarts);
    tp_json_close(json, '}');
}

void tp_device_json(struct tp_buf *out, const struct tp_devices *devices,
                    const struct tp_plugins *plugins, tp_device only, uint64_t now_ns)
{
    struct tp_json json = {.out = out};
    struct tp_plugin_state plugin;
    tp_json_open(&json, NULL, '{');
    tp_json_open(&json, "devices", '[');
    for (size_t i = 0; tp_devices_at(devices, i); i++)
        if (!only || tp_devices_at(devices, i) == only)
            write_device(&json, devices, tp_devices_at(devices, i), now_ns);
    tp_json_close(&json, ']');
    tp_json_open(&json, "plugins", '[');
    for (size_t i = 0; i < tp_plugins_count(plugins); i++) {
        tp_plugins_look(plugins, i, &plugin);
        write_plugin(&json, &plugin);
    }
    tp_json_close(&json, ']');
    tp_json_close(&json, '}');
    tp_buf_puts(out, "\n");
}
