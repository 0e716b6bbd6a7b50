/* What a plugin under test connects, and what that measures. */
#include "core/host/conform_internal.h"

#include "core/base/text.h"
#include "plugins/tp_plugin.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEVICE_MS = 1000, READING_MS = 500, MEASURE_MS = 500 };

bool conform_each_channel(struct conform *conform, bool outputs,
                          void (*each)(struct conform *conform, tp_device device,
                                       const struct tp_device_state *about, unsigned channel))
{
    struct tp_devices *devices = conform->rig.devices;
    struct tp_device_state about;
    struct tp_channel_state channel;
    bool any = false;
    tp_device device;
    for (size_t n = 0; (device = tp_devices_at(devices, n)) != 0; n++) {
        if (tp_devices_look(devices, device, &about) < 0)
            continue;
        for (unsigned i = 0; i < about.channel_count; i++)
            if (tp_devices_look_channel(devices, device, i, uv_hrtime(), &channel) == 0 &&
                (channel.about.kind != TP_CHANNEL_READING) == outputs) {
                any = true;
                each(conform, device, &about, i);
            }
    }
    return any;
}

/* ---- devices ---- */

static bool has_device(const struct conform_rig *rig)
{
    return rig->seen.added > 0 || rig->seen.ended;
}

static bool is_role(const char *role)
{
    return role[strspn(role, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* One that is declared for what it is. */
static bool is_sound(struct conform *conform, tp_device device, const struct tp_device_state *about)
{
    struct tp_channel_state channel;
    for (unsigned i = 0; i < about->channel_count; i++) {
        if (tp_devices_look_channel(conform->rig.devices, device, i, uv_hrtime(), &channel) < 0)
            continue;
        bool sensor = channel.about.kind == TP_CHANNEL_READING;
        if (conform->manifest->kinds != 0 &&
            !(conform->manifest->kinds & (sensor ? TP_PLUGIN_SENSOR : TP_PLUGIN_OUTPUT))) {
            conform_say(conform, TP_CONFORM_FAILED, "%s.%s: kinds must have \"%s\" for that",
                        about->id, channel.about.name, sensor ? "sensor" : "output");
            return false;
        }
    }
    if (is_role(about->role))
        return true;
    conform_say(conform, TP_CONFORM_FAILED, "%s: a role has a–z, 0–9 and _, got \"%s\"", about->id,
                about->role);
    return false;
}

static void list_device(const struct conform *conform, tp_device device, struct tp_buf *out)
{
    struct tp_device_state about;
    struct tp_channel_state channel;
    if (tp_devices_look(conform->rig.devices, device, &about) < 0)
        return;
    tp_buf_printf(out, "%s%s (%s)", out->length ? "; " : "", about.id, about.name);
    if (*about.role)
        tp_buf_printf(out, ", role %s", about.role);
    for (unsigned i = 0; i < about.channel_count; i++)
        if (tp_devices_look_channel(conform->rig.devices, device, i, uv_hrtime(), &channel) == 0)
            tp_buf_printf(out, ", %s%s%s", channel.about.name, *channel.about.unit ? " in " : "",
                          channel.about.unit);
}

/* A name in the manifest's list of safe values that no channel has would keep nothing safe. */
static bool safe_names_hold(struct conform *conform)
{
    const struct tp_manifest *manifest = conform->manifest;
    struct tp_devices *devices = conform->rig.devices;
    for (size_t i = 0; i < manifest->safe_count; i++) {
        bool found = false;
        tp_device device;
        for (size_t n = 0; !found && (device = tp_devices_at(devices, n)) != 0; n++)
            found = tp_link_channel(&conform->rig.link, device, manifest->safe[i].channel) >= 0;
        if (!found) {
            conform_say(conform, TP_CONFORM_FAILED, "safe: no device has a channel %s",
                        manifest->safe[i].channel);
            return false;
        }
    }
    return true;
}

static void nothing(struct conform *conform, tp_device device, const struct tp_device_state *about,
                    unsigned channel)
{
    (void)conform;
    (void)device;
    (void)about;
    (void)channel;
}

static bool has_outputs(struct conform *conform)
{
    return conform_each_channel(conform, true, nothing);
}

void conform_check_devices(struct conform *conform)
{
    struct tp_devices *devices = conform->rig.devices;
    struct tp_device_state about;
    struct tp_buf list = {0};
    tp_device device;
    conform_at(conform, "devices");
    bool either = conform->manifest->kinds & (TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT);
    if (conform->manifest->kinds != 0 && !either) {
        conform_say(conform, TP_CONFORM_SKIPPED, "it is neither a sensor nor an output");
        return;
    }
    conform_wait(&conform->rig, has_device, DEVICE_MS);
    if (!conform_lives(conform))
        return;
    for (size_t n = 0; (device = tp_devices_at(devices, n)) != 0; n++) {
        if (tp_devices_look(devices, device, &about) == 0 && !is_sound(conform, device, &about))
            goto out;
        list_device(conform, device, &list);
    }
    if (list.length == 0)
        conform_say(conform, TP_CONFORM_SKIPPED, "nothing is connected%s%s",
                    *conform->rig.seen.status ? ": " : "", conform->rig.seen.status);
    else if (!has_outputs(conform) || safe_names_hold(conform))
        conform_say(conform, TP_CONFORM_OK, "%s", list.data);
out:
    tp_buf_finish(&list);
}

/* ---- readings ---- */

static bool has_reading(const struct conform_rig *rig)
{
    return rig->seen.readings > 0 || rig->seen.ended;
}

static void note_count(struct conform *conform, tp_device device,
                       const struct tp_device_state *about, unsigned channel)
{
    struct conform_measured *measured = &conform->measured;
    struct tp_channel_state state;
    (void)about;
    if (measured->count == CONFORM_MEASURED ||
        tp_devices_look_channel(conform->rig.devices, device, channel, uv_hrtime(), &state) < 0)
        return;
    measured->device[measured->count] = device;
    measured->channel[measured->count] = channel;
    measured->readings[measured->count++] = state.readings;
}

/* What is wrong with one channel, noted when nothing is yet; of the others how fast they are. */
static void judge(struct conform *conform, size_t n, double seconds, struct tp_buf *rates)
{
    static const double share = 0.2; /* what a machine with much to do may cost */
    struct conform_measured *measured = &conform->measured;
    struct tp_channel_state state;
    if (tp_devices_look_channel(conform->rig.devices, measured->device[n], measured->channel[n],
                                uv_hrtime(), &state) < 0)
        return; /* unplugged meanwhile */
    double hz = (double)(state.readings - measured->readings[n]) / seconds;
    double off = fabs(hz - state.about.rate_hz);
    measured->steady += state.about.rate_hz > 0;
    tp_buf_printf(rates, "%s%s %.0f a second", rates->length ? ", " : "", state.about.name, hz);
    if (*measured->wrong)
        return;
    if (state.refused > 0)
        snprintf(measured->wrong, sizeof measured->wrong,
                 "%s: %llu left aside: no numbers, or of another clock than CLOCK_MONOTONIC",
                 state.about.name, (unsigned long long)state.refused);
    else if (state.about.rate_hz > 0 && off > fmax(share * state.about.rate_hz, 2 / seconds))
        snprintf(measured->wrong, sizeof measured->wrong, "%s: %g a second are declared, %.1f came",
                 state.about.name, state.about.rate_hz, hz);
}

/* Counts for a while what every channel sends. */
static void measure(struct conform *conform, struct tp_buf *rates)
{
    static const double ms_per_s = 1000;
    conform->measured = (struct conform_measured){0};
    conform_each_channel(conform, false, note_count);
    uint64_t began_ms = conform_now_ms();
    conform_wait(&conform->rig, NULL, MEASURE_MS);
    double seconds = (double)(conform_now_ms() - began_ms) / ms_per_s;
    for (size_t n = 0; n < conform->measured.count; n++)
        judge(conform, n, seconds, rates);
    if (conform->rig.seen.outside > 0)
        snprintf(conform->measured.wrong, sizeof conform->measured.wrong, "%s",
                 conform->rig.seen.strange);
}

void conform_check_readings(struct conform *conform)
{
    struct tp_buf rates = {0};
    conform_at(conform, "readings");
    conform_wait(&conform->rig, has_reading, conform->rig.seen.added > 0 ? READING_MS : 0);
    measure(conform, &rates);
    if (!conform_lives(conform))
        goto out;
    if (*conform->measured.wrong)
        conform_say(conform, TP_CONFORM_FAILED, "%s", conform->measured.wrong);
    else if (rates.length == 0)
        conform_say(conform, TP_CONFORM_SKIPPED, "nothing that measures stays connected");
    else
        conform_say(conform, TP_CONFORM_OK, "%s", rates.data);
out:
    tp_buf_finish(&rates);
}

/* ---- unplugged ---- */

void conform_check_unplug(struct conform *conform)
{
    const struct conform_seen *seen = &conform->rig.seen;
    conform_at(conform, "unplug");
    if (!conform_lives(conform))
        return;
    if (seen->removed == 0)
        conform_say(conform, TP_CONFORM_SKIPPED, "nothing was unplugged meanwhile");
    else
        conform_say(conform, TP_CONFORM_OK, "%u unplugged, %u added, and it goes on", seen->removed,
                    seen->added);
}
