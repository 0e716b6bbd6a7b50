/* From options and config to running plugins. Must never hold up whoever waits for a plugin that
 * does not answer. */
#include "core/cli/plugging.h"

#include "core/cli/folders.h"
#include "core/host/calibration_file.h"
#include "core/host/watchdog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum {
    TICK_MS = 20,    /* of leases, and between two signs of life */
    SETTLE_MS = 3000 /* a plugin answers within two seconds, or never */
};

/* They find by themselves what is connected. */
static const char *const lookers[] = {"serial"};

struct tp_plugging {
    struct tp_plugging_config config;
    struct tp_devices *devices;
    struct tp_plugins *plugins;
    struct tp_calibrations calibrations;
    uv_timer_t tick;
};

struct tp_devices *tp_plugging_devices(const struct tp_plugging *plugging)
{
    return plugging->devices;
}

struct tp_plugins *tp_plugging_plugins(const struct tp_plugging *plugging)
{
    return plugging->plugins;
}

static void on_tick(uv_timer_t *timer)
{
    struct tp_plugging *plugging = timer->data;
    tp_devices_tick(plugging->devices, uv_hrtime());
}

/* A channel that was calibrated once is so whenever it comes. */
static void correct(struct tp_plugging *plugging, tp_device device, unsigned number,
                    const struct tp_device_state *about)
{
    struct tp_channel_state channel;
    struct tp_calibration found;
    tp_devices_look_channel(plugging->devices, device, number, 0, &channel);
    if (!tp_calibrations_find(&plugging->calibrations, about->id, channel.about.name, &found))
        return;
    struct tp_correction newtons = {found.zero, found.scale, "N"};
    tp_devices_correct(plugging->devices, device, number, &newtons);
}

/* No hold feels it until then. */
static void warn_of_raw(struct tp_plugging *plugging, tp_device device,
                        const struct tp_device_state *about)
{
    struct tp_channel_state first;
    char text[300];
    tp_devices_look_channel(plugging->devices, device, 0, 0, &first);
    if (strcmp(about->role, "pressure") != 0 || first.about.kind != TP_CHANNEL_READING ||
        strcmp(first.about.unit, "N") == 0)
        return;
    snprintf(text, sizeof text, "%s: its numbers are no newtons yet: tprun devices %s --calibrate",
             about->name, about->id);
    plugging->config.warning(plugging->config.context, text);
}

static void on_added(void *context, tp_device device)
{
    struct tp_plugging *plugging = context;
    struct tp_device_state about;
    tp_devices_look(plugging->devices, device, &about);
    for (unsigned i = 0; i < about.channel_count; i++)
        correct(plugging, device, i, &about);
    warn_of_raw(plugging, device, &about);
}

/* ---- open ---- */

/* With the place of the mistake, where it is known. */
static int blame(int code, int line, const char *what, struct tp_err *err)
{
    if (line == 0)
        return tp_err_set(err, -code, "config.lua: %s", what);
    return tp_err_set(err, -code, "config.lua:%d: %s", line, what);
}

static int map_roles(struct tp_plugging *plugging, struct tp_err *err)
{
    const struct tp_config *config = plugging->config.options->config;
    struct tp_err why;
    for (size_t i = 0; i < config->device_count; i++) {
        const struct tp_config_device *device = &config->devices[i];
        if (tp_devices_map(plugging->devices, device->role, device->id, &why) < 0)
            return blame(-TP_EUSAGE, device->line, why.text, err);
    }
    return 0;
}

static int open_calibrations(struct tp_plugging *plugging, struct tp_err *err)
{
    char *folder = tp_folder_own(TP_FOLDER_STATE, NULL);
    struct tp_err why = {0};
    int rc = tp_calibrations_open(&plugging->calibrations, folder, &why);
    free(folder);
    if (rc < 0)
        *err = why;
    else if (plugging->calibrations.store.state != TP_STORE_READY)
        plugging->config.warning(plugging->config.context, why.text);
    return rc;
}

/* First of those who listen: whoever comes next sees newtons. */
static int open_devices(struct tp_plugging *plugging, struct tp_err *err)
{
    static const struct tp_devices_listener listener = {.added = on_added};
    int rc = open_calibrations(plugging, err);
    if (rc < 0)
        return rc;
    if (tp_devices_create(&plugging->devices) < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_devices_listen(plugging->devices, &listener, plugging);
    return map_roles(plugging, err);
}

static int open_plugins(struct tp_plugging *plugging, struct tp_err *err)
{
    const struct tp_plugging_config *given = &plugging->config;
    struct tp_folders folders;
    const char *paths[TP_FOLDERS];
    tp_folder_plugins(&folders);
    for (int i = 0; i < folders.count; i++)
        paths[i] = folders.paths[i];
    struct tp_plugins_config config = {.loop = given->loop,
                                       .devices = plugging->devices,
                                       .folders = paths,
                                       .folder_count = (size_t)folders.count,
                                       .program_version = TPRUN_VERSION,
                                       .command = given->command,
                                       .warning = given->warning,
                                       .log = given->log,
                                       .context = given->context};
    return tp_plugins_create(&plugging->plugins, &config, err);
}

int tp_plugging_open(struct tp_plugging **out, const struct tp_plugging_config *config,
                     struct tp_err *err)
{
    struct tp_plugging *plugging = calloc(1, sizeof *plugging);
    *out = plugging;
    if (!plugging)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    plugging->config = *config;
    uv_timer_init(config->loop, &plugging->tick);
    plugging->tick.data = plugging;
    int rc = open_devices(plugging, err);
    if (rc == 0)
        rc = open_plugins(plugging, err);
    if (rc == 0)
        uv_timer_start(&plugging->tick, on_tick, TICK_MS, TICK_MS);
    return rc;
}

/* ---- start ---- */

/* Whether both specs mean the plugin of one id. */
static bool is_same(const char *one, const char *other)
{
    size_t length = strcspn(one, ":");
    return length == strcspn(other, ":") && strncmp(one, other, length) == 0;
}

static bool is_replaced(const struct tp_options *options, const char *spec)
{
    for (size_t i = 0; i < options->plugin_count; i++)
        if (is_same(options->plugins[i], spec))
            return true;
    return false;
}

/* What the person cannot have now is no mistake of theirs. */
static int load(struct tp_plugging *plugging, const char *spec, struct tp_err *err)
{
    int rc = tp_plugins_load(plugging->plugins, spec, err);
    if (rc != -TP_EDEVICE || plugging->config.options->require_sensor)
        return rc;
    plugging->config.warning(plugging->config.context, err->text);
    return 0;
}

static int load_configured(struct tp_plugging *plugging, struct tp_err *err)
{
    const struct tp_options *options = plugging->config.options;
    const struct tp_config *config = options->config;
    struct tp_err why = {0};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < config->plugin_count; i++) {
        const struct tp_config_plugin *plugin = &config->plugins[i];
        if (is_replaced(options, plugin->spec))
            continue;
        rc = load(plugging, plugin->spec, &why);
        if (rc < 0)
            blame(rc, plugin->line, why.text, err);
    }
    return rc;
}

static int load_all(struct tp_plugging *plugging, struct tp_err *err)
{
    const struct tp_options *options = plugging->config.options;
    bool none = options->plugin_count == 0 && options->config->plugin_count == 0;
    int rc = load_configured(plugging, err);
    for (size_t i = 0; rc == 0 && i < options->plugin_count; i++)
        rc = load(plugging, options->plugins[i], err);
    for (size_t i = 0;
         rc == 0 && none && plugging->config.look && i < sizeof lookers / sizeof *lookers; i++)
        rc = load(plugging, lookers[i], err);
    return rc;
}

/* What could not begin after all, where the person rather has no session. */
static int refuse_failed(const struct tp_plugging *plugging, struct tp_err *err)
{
    for (size_t i = 0; i < tp_plugins_count(plugging->plugins); i++) {
        struct tp_plugin_state state;
        tp_plugins_look(plugging->plugins, i, &state);
        if (state.phase != TP_PLUGIN_RUNNING && *state.text)
            return tp_err_set(err, TP_EDEVICE, "%s: %s", state.id, state.text);
    }
    return 0;
}

int tp_plugging_start(struct tp_plugging *plugging, struct tp_err *err)
{
    uint64_t until_ns = uv_hrtime() + (uint64_t)SETTLE_MS * 1000000;
    int rc = load_all(plugging, err);
    while (rc == 0 && !tp_plugins_settled(plugging->plugins) && uv_hrtime() < until_ns) {
        uv_run(plugging->config.loop, UV_RUN_ONCE); /* a tick comes in any case */
        tp_watchdog_alive(TP_WATCHED_LOOP, "");
    }
    if (rc == 0 && plugging->config.options->require_sensor)
        rc = refuse_failed(plugging, err);
    return rc;
}

/* ---- close ---- */

static void on_freed(uv_handle_t *timer)
{
    free(timer->data);
}

static void on_closed(void *context)
{
    struct tp_plugging *plugging = context;
    tp_devices_destroy(plugging->devices);
    tp_calibrations_close(&plugging->calibrations);
    uv_close((uv_handle_t *)&plugging->tick, on_freed);
}

void tp_plugging_close(struct tp_plugging *plugging)
{
    if (!plugging)
        return;
    if (plugging->plugins)
        tp_plugins_close(plugging->plugins, on_closed, plugging);
    else
        on_closed(plugging);
}
