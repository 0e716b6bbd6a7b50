/* tprun devices: what is connected, and how it does. */
#include "core/cli/cmd_devices_internal.h"
#include "core/cli/commands.h"
#include "core/cli/device_words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    MEASURE_MS = 1000, /* of rates */
    /* A board that starts anew when it is opened says nothing for two seconds; what is the matter
     * with one that stays silent is known after three. */
    PATIENCE_MS = 4500
};

static const char nothing[] =
    "Nothing is connected. Try: tprun devices --plugin sim:keys --watch\n";

/* ---- finding ---- */

static int wrong_name(const struct connected *command, struct tp_err *err)
{
    const struct tp_devices *devices = tp_plugging_devices(command->plugging);
    const char *names[2 * TP_DEVICES] = {NULL}, *name = command->options->argument;
    struct tp_device_state about;
    size_t count = 0;
    char shown[120];
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    for (size_t i = 0; tp_devices_look(devices, tp_devices_at(devices, i), &about) == 0; i++) {
        names[count++] = about.role;
        names[count++] = about.id;
    }
    const char *near = tp_text_nearest(name, names, count);
    if (near && *near)
        return tp_err_set(err, TP_EDEVICE, "there is no device '%s'; did you mean '%s'?", shown,
                          near);
    return tp_err_set(err, TP_EDEVICE, "there is no device '%s'; tprun devices shows all", shown);
}

/* The only channel that measures. */
static int find_only(const struct tp_devices *devices, tp_device *device, unsigned *channel,
                     struct tp_err *err)
{
    struct tp_device_state about;
    struct tp_channel_state state;
    size_t count = 0;
    for (size_t i = 0; tp_devices_look(devices, tp_devices_at(devices, i), &about) == 0; i++)
        for (unsigned n = 0; n < about.channel_count; n++) {
            tp_devices_look_channel(devices, tp_devices_at(devices, i), n, 0, &state);
            if (state.about.kind != TP_CHANNEL_READING)
                continue;
            *device = tp_devices_at(devices, i);
            *channel = n;
            count++;
        }
    if (count == 0)
        return tp_err_set(err, TP_EDEVICE, "no sensor is connected");
    if (count > 1)
        return tp_err_set(err, TP_EUSAGE,
                          "which one? tprun devices shows their names: tprun devices NAME …");
    return 0;
}

static bool measures(const struct tp_devices *devices, tp_device device, unsigned channel)
{
    struct tp_channel_state state;
    return tp_devices_look_channel(devices, device, channel, 0, &state) == 0 &&
           state.about.kind == TP_CHANNEL_READING;
}

int connected_find(const struct connected *command, tp_device *device, unsigned *channel,
                   struct tp_err *err)
{
    const struct tp_devices *devices = tp_plugging_devices(command->plugging);
    const char *name = command->options->argument;
    if (!name)
        return find_only(devices, device, channel, err);
    if (tp_devices_find(devices, name, device, channel) < 0)
        return wrong_name(command, err);
    if (!measures(devices, *device, *channel))
        return tp_err_set(err, TP_EUSAGE, "'%s' is an output and measures nothing", name);
    return 0;
}

/* ---- waiting ---- */

/* What became of a plugin that runs is told with the devices; this is for those that do not. */
static void on_warning(void *context, const char *text)
{
    struct connected *command = context;
    tp_buf_printf(&command->warnings, "%s\n", text);
}

static void on_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct connected *command = context;
    if (command->reading)
        command->reading(command, device, channel, value);
}

static void on_removed(void *context, tp_device device)
{
    struct connected *command = context;
    if (command->removed)
        command->removed(command, device);
}

/* Nobody who looks at devices is led by a pedal. */
static void on_command(void *context, const struct tp_command *one)
{
    (void)context;
    (void)one;
}

void connected_wait(struct connected *command)
{
    while (!command->over)
        uv_run(&command->loop, UV_RUN_ONCE);
}

static bool has_device(const struct tp_devices *devices, const char *plugin)
{
    struct tp_device_state about;
    for (size_t i = 0; tp_devices_look(devices, tp_devices_at(devices, i), &about) == 0; i++)
        if (strcmp(about.plugin, plugin) == 0)
            return true;
    return false;
}

/* All that runs has something to show, or says why not. */
static bool has_looked(const struct connected *command)
{
    const struct tp_plugins *plugins = tp_plugging_plugins(command->plugging);
    const struct tp_devices *devices = tp_plugging_devices(command->plugging);
    struct tp_plugin_state plugin;
    for (size_t i = 0; i < tp_plugins_count(plugins); i++) {
        tp_plugins_look(plugins, i, &plugin);
        if (plugin.phase == TP_PLUGIN_RUNNING && !*plugin.text && !has_device(devices, plugin.id))
            return false;
    }
    return true;
}

static bool is_found(const struct connected *command)
{
    const char *name = command->options->argument;
    tp_device device;
    unsigned channel;
    return name &&
           tp_devices_find(tp_plugging_devices(command->plugging), name, &device, &channel) == 0;
}

/* Lets devices come: the one that is asked for, else all. */
static void settle(struct connected *command)
{
    uint64_t until_ns = uv_hrtime() + (uint64_t)PATIENCE_MS * 1000000;
    while (!is_found(command) && !has_looked(command) && uv_hrtime() < until_ns)
        uv_run(&command->loop, UV_RUN_ONCE); /* it turns at each tick of what is plugged in */
}

/* Lets readings come, so that their rate is known. */
static void measure(struct connected *command)
{
    uint64_t until_ns = uv_hrtime() + (uint64_t)MEASURE_MS * 1000000;
    while (uv_hrtime() < until_ns)
        uv_run(&command->loop, UV_RUN_ONCE);
}

/* ---- telling ---- */

/* Whether a plugin that is told of says the like. */
static bool is_told(const struct tp_plugins *plugins, const char *line)
{
    struct tp_plugin_state plugin;
    for (size_t i = 0; i < tp_plugins_count(plugins); i++) {
        tp_plugins_look(plugins, i, &plugin);
        size_t length = strlen(plugin.id);
        if (*plugin.text && strncmp(line, plugin.id, length) == 0 && line[length] == ':')
            return true;
    }
    return false;
}

/* What became of those that could not even be started. */
static void tell_warnings(struct connected *command, struct tp_buf *out)
{
    const struct tp_plugins *plugins = tp_plugging_plugins(command->plugging);
    char *rest = command->warnings.data, shown[300];
    for (char *line = strsep(&rest, "\n"); line && rest; line = strsep(&rest, "\n"))
        if (!is_told(plugins, line))
            tp_buf_printf(out, "%s\n", tp_text_clean(shown, sizeof shown, line, strlen(line)));
}

/* Names of config.lua for what is not there, or was never right. */
static void tell_names(const struct connected *command, struct tp_buf *out)
{
    const struct tp_config *config = command->options->config;
    tp_device device;
    unsigned channel;
    for (size_t i = 0; i < config->device_count; i++)
        if (tp_devices_find(tp_plugging_devices(command->plugging), config->devices[i].role,
                            &device, &channel) < 0)
            tp_buf_printf(out, "%s: in config.lua it is '%s', which is not connected\n",
                          config->devices[i].role, config->devices[i].id);
}

/* For people: what is there, what is the matter, and what to do about it. */
static void tell_all(struct connected *command, tp_device only, struct tp_buf *out)
{
    const struct tp_devices *devices = tp_plugging_devices(command->plugging);
    uint64_t now = uv_hrtime();
    for (size_t i = 0; tp_devices_at(devices, i); i++)
        if (!only || tp_devices_at(devices, i) == only)
            tp_device_tell(out, devices, tp_devices_at(devices, i), now);
    tp_device_troubles(out, tp_plugging_plugins(command->plugging));
    tell_warnings(command, out);
    if (!only)
        tell_names(command, out);
    if (!tp_devices_at(devices, 0))
        tp_buf_puts(out, nothing);
}

static int tell(struct connected *command, struct tp_err *err)
{
    const struct tp_devices *devices = tp_plugging_devices(command->plugging);
    const char *name = command->options->argument;
    struct tp_buf out = {0};
    tp_device only = 0;
    unsigned channel;
    if (name && tp_devices_find(devices, name, &only, &channel) < 0)
        return wrong_name(command, err);
    if (tp_devices_at(devices, 0))
        measure(command);
    if (command->options->json)
        tp_device_json(&out, devices, tp_plugging_plugins(command->plugging), only, uv_hrtime());
    else
        tell_all(command, only, &out);
    fputs(out.data ? out.data : "", stdout);
    tp_buf_finish(&out);
    return 0;
}

/* What the command line asks for. */
static int act(struct connected *command, struct tp_err *err)
{
    const struct tp_options *options = command->options;
    if (!options->watch || options->record || options->calibrate)
        settle(command);
    if (options->calibrate)
        return connected_calibrate(command, err);
    if (!options->watch && !options->record)
        return tell(command, err);
    int rc = options->record ? connected_record_begin(command, err) : 0;
    if (rc == 0)
        rc = connected_watch(command, err);
    struct tp_err late;
    int ended = connected_record_end(command, &late);
    if (rc == 0 && ended < 0)
        *err = late;
    return rc < 0 ? rc : ended;
}

static int open_loop(struct connected *command, struct tp_err *err)
{
    int rc = uv_loop_init(&command->loop);
    if (rc < 0)
        return tp_err_set(err, TP_EIO, "nothing can be looked at: %s", uv_strerror(rc));
    uv_timer_init(&command->loop, &command->timer);
    return 0;
}

/* Until nothing of it is left. */
static void close_all(struct connected *command)
{
    tp_plugging_close(command->plugging);
    uv_close((uv_handle_t *)&command->timer, NULL);
    uv_run(&command->loop, UV_RUN_DEFAULT);
    uv_loop_close(&command->loop);
    tp_buf_finish(&command->warnings);
}

int tp_command_devices(const struct tp_options *options)
{
    static const struct tp_devices_listener listener = {.removed = on_removed,
                                                        .reading = on_reading};
    struct connected command = {.options = options, .keyboard_fd = -1};
    struct tp_plugging_config config = {.loop = &command.loop,
                                        .options = options,
                                        .look = true,
                                        .command = on_command,
                                        .warning = on_warning,
                                        .context = &command};
    struct tp_err err = {0};
    int rc = open_loop(&command, &err);
    if (rc < 0)
        return tp_complain(tp_exit_status(rc), &err);
    rc = tp_plugging_open(&command.plugging, &config, &err);
    if (rc == 0) {
        tp_devices_listen(tp_plugging_devices(command.plugging), &listener, &command);
        rc = tp_plugging_start(command.plugging, &err);
    }
    if (rc == 0)
        rc = act(&command, &err);
    close_all(&command);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : command.status;
}
