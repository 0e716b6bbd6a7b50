/* Simulated devices: a sensor that plays a trace or presses by keys, and an output that keeps a
 * record; so that a hold that feels can be tried, and tested, without any hardware.
 *
 * What the sensor does: sim_sensor.h. What the output does: sim_light.h. Settings: plugin.json. */
#include "sim_json.h"
#include "sim_light.h"
#include "sim_sensor.h"
#include "sim_settings.h"

#include "tp_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NS_PER_MS = 1000000 };

struct sim {
    const struct tp_plugin_host *host;
    struct sim_settings settings;
    struct sim_sensor sensor;
    struct sim_light light;
    char light_id[SIM_TEXT + 8];
    uint64_t light_device, light_timer;
    bool resting; /* the session told the hand to let go, until the next step that is no rest */
};

static int sim_create(const struct tp_plugin_host *host, const char *settings, void **self,
                      char *error, size_t error_size)
{
    struct sim *sim = calloc(1, sizeof *sim);
    if (!sim) {
        (void)snprintf(error, error_size, "there is no memory for it");
        return -TP_PLUGIN_ENOMEM;
    }
    sim->host = host;
    sim_settings_read(&sim->settings, settings);
    *self = sim;
    return 0;
}

static int start_light(struct sim *sim, char *error, size_t error_size)
{
    const struct tp_plugin_host *host = sim->host;
    const struct sim_settings *settings = &sim->settings;
    (void)snprintf(sim->light_id, sizeof sim->light_id, "sim-%s", settings->output);
    int code =
        sim_light_open(&sim->light, host, sim->light_id, settings->record, error, error_size);
    if (code != 0)
        return code;
    const struct tp_plugin_device device = {.id = sim->light_id,
                                            .name = "Simulated output",
                                            .role = settings->output,
                                            .channels = sim_light_channels,
                                            .channel_count = SIM_LIGHT_CHANNELS};
    sim->light_device = host->device_add(host->context, &device);
    if (sim->light_device)
        return 0;
    (void)snprintf(error, error_size,
                   "there is no room for its output, or \"%.60s\" is no role: "
                   "a role has a–z, 0–9 and _ only",
                   settings->output);
    return -TP_PLUGIN_EINVAL;
}

static void stop_light(struct sim *sim)
{
    const struct tp_plugin_host *host = sim->host;
    if (sim->light_timer)
        host->timer_cancel(host->context, sim->light_timer);
    if (sim->light_device)
        host->device_remove(host->context, sim->light_device);
    sim->light_timer = sim->light_device = 0;
    sim_light_close(&sim->light, host->now_ns(host->context));
}

static int sim_start(void *self, char *error, size_t error_size)
{
    struct sim *sim = self;
    int code = 0;
    sim->resting = false;
    if (*sim->settings.output)
        code = start_light(sim, error, error_size);
    if (code == 0 && sim->settings.sensor)
        code = sim_sensor_start(&sim->sensor, sim->host, &sim->settings, error, error_size);
    if (code != 0)
        stop_light(sim);
    return code;
}

static void light_turn(void *self);

static void wait_for_lease(struct sim *sim, uint64_t now_ns)
{
    const struct tp_plugin_host *host = sim->host;
    uint64_t due_ns = sim_light_due(&sim->light);
    if (sim->light_timer)
        host->timer_cancel(host->context, sim->light_timer);
    sim->light_timer = 0;
    if (due_ns == UINT64_MAX)
        return;
    uint64_t wait_ms = due_ns > now_ns ? (due_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS : 0;
    sim->light_timer = host->timer(host->context, (uint32_t)wait_ms, 0, light_turn, sim);
}

static void light_turn(void *self)
{
    struct sim *sim = self;
    uint64_t now_ns = sim->host->now_ns(sim->host->context);
    sim->light_timer = 0;
    sim_light_tick(&sim->light, now_ns);
    wait_for_lease(sim, now_ns);
}

static int sim_set(void *self, uint64_t device, uint32_t channel,
                   const struct tp_plugin_value *value, uint32_t lease_ms)
{
    struct sim *sim = self;
    if (device == 0 || device != sim->light_device)
        return -TP_PLUGIN_EDEVICE;
    if (!value && lease_ms > 0)
        return -TP_PLUGIN_EINVAL;
    uint64_t now_ns = sim->host->now_ns(sim->host->context);
    int code = sim_light_set(&sim->light, channel, value, lease_ms, now_ns);
    wait_for_lease(sim, now_ns);
    return code;
}

/* ---- what happens in the session ---- */

static void rest(struct sim *sim, bool resting)
{
    sim->resting = resting;
    sim_sensor_press(&sim->sensor, !resting);
}

static void on_step(struct sim *sim, const char *kind)
{
    rest(sim, strcmp(kind, "rest") == 0);
    if (strcmp(kind, "hold") == 0)
        sim_sensor_hold(&sim->sensor);
}

/* Lets go with whatever ends a repetition. */
static void on_press(struct sim *sim, const char *action)
{
    static const char *const ends[] = {"time",     "eased", "no_change",
                                       "too_high", "cap",   "sensor_lost"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(action, ends[i]) == 0)
            rest(sim, true);
}

static void on_key(struct sim *sim, const char *key)
{
    if (strcmp(key, "up") == 0)
        sim_sensor_nudge(&sim->sensor, 1);
    if (strcmp(key, "down") == 0)
        sim_sensor_nudge(&sim->sensor, -1);
}

static void sim_event(void *self, const char *method, const char *params)
{
    struct sim *sim = self;
    char word[SIM_TEXT];
    if (!sim->settings.sensor)
        return;
    if (strcmp(method, "step.start") == 0) {
        sim_json_text(params, "kind", word, sizeof word);
        on_step(sim, word);
    } else if (strcmp(method, "press") == 0) {
        sim_json_text(params, "action", word, sizeof word);
        on_press(sim, word);
    } else if (strcmp(method, "key") == 0 && sim->settings.keys) {
        sim_json_text(params, "name", word, sizeof word);
        on_key(sim, word);
    } else if (strcmp(method, "session.pause") == 0) {
        sim_sensor_press(&sim->sensor, false);
    } else if (strcmp(method, "session.resume") == 0) {
        sim_sensor_press(&sim->sensor, !sim->resting);
    }
}

static void sim_stop(void *self)
{
    struct sim *sim = self;
    if (sim->settings.sensor)
        sim_sensor_stop(&sim->sensor);
    stop_light(sim);
}

static void sim_destroy(void *self)
{
    free(self);
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    .struct_size = sizeof(struct tp_plugin),
    .abi_major = TP_PLUGIN_ABI_MAJOR,
    .abi_minor = TP_PLUGIN_ABI_MINOR,
    .kinds = TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT,
    .id = "sim",
    .name = "Simulated devices",
    .version = "0.1.0",
    .create = sim_create,
    .start = sim_start,
    .set = sim_set,
    .event = sim_event,
    .stop = sim_stop,
    .destroy = sim_destroy,
};
