/* A sensor in seventy lines of C: a slow sine stands where yours will read its hardware.
 *
 * Copy this folder and change what you need; README.md goes through it. Needs tp_plugin.h and the
 * standard library, nothing else of the program. All of it runs on the program's own loop, so it
 * must never block there: for a device that may, see `watch` in tp_plugin.h, or make it a program
 * of its own, as ../template-python is. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tp_plugin.h>

enum { EACH_MS = 20, RATE_HZ = 1000 / EACH_MS };

/* All that one instance knows. No global variables: there may be two of them. */
struct sensor {
    const struct tp_plugin_host *host; /* what the program does for you */
    double middle_n;                   /* the setting */
    uint64_t device, timer;
};

/* Each 20 ms: one number to the program. It drops what is not finite or from the future. */
static void measure(void *argument)
{
    struct sensor *sensor = argument;
    const struct tp_plugin_host *host = sensor->host;
    uint64_t now_ns = host->now_ns(host->context);
    double force_n = sensor->middle_n + 5 * sin((double)now_ns * 1e-9); /* your reading goes here */
    host->reading(host->context, sensor->device, 0, now_ns, force_n);
}

/* Settings come as {"middle":20}: every one that plugin.json declares, checked already. */
static int create(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size)
{
    const char *middle = strstr(settings, "\"middle\":");
    struct sensor *sensor = calloc(1, sizeof *sensor);
    if (!sensor || !middle) {
        free(sensor);
        snprintf(error, error_size, "there is no memory, or no setting middle");
        return -TP_PLUGIN_EINVAL;
    }
    sensor->host = host;
    sensor->middle_n = strtod(strchr(middle, ':') + 1, NULL);
    *self = sensor;
    return 0;
}

/* Open your hardware here. When it is not there, say in `error` what to do, in one sentence. */
static int start(void *self, char *error, size_t error_size)
{
    static const struct tp_plugin_channel force = {.name = "force",
                                                   .unit = "N",
                                                   .kind = TP_PLUGIN_CHANNEL_READING,
                                                   .max = 50,
                                                   .rate_hz = RATE_HZ};
    static const struct tp_plugin_device device = {.id = "sine",
                                                   .name = "A slow sine",
                                                   .role = "pressure",
                                                   .channels = &force,
                                                   .channel_count = 1};
    struct sensor *sensor = self;
    const struct tp_plugin_host *host = sensor->host;
    sensor->device = host->device_add(host->context, &device);
    sensor->timer = host->timer(host->context, EACH_MS, EACH_MS, measure, sensor);
    if (sensor->device && sensor->timer)
        return 0;
    snprintf(error, error_size, "there are too many devices");
    return -TP_PLUGIN_EDEVICE;
}

/* The other way round: nothing calls `measure` once this returns. */
static void stop(void *self)
{
    struct sensor *sensor = self;
    sensor->host->timer_cancel(sensor->host->context, sensor->timer);
    sensor->host->device_remove(sensor->host->context, sensor->device);
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    .struct_size = sizeof tp_plugin_entry,
    .abi_major = TP_PLUGIN_ABI_MAJOR,
    .abi_minor = TP_PLUGIN_ABI_MINOR,
    .kinds = TP_PLUGIN_SENSOR,
    .id = "template-c", /* as in plugin.json, and as the folder is called */
    .name = "Template in C",
    .version = "0.1.0",
    .create = create,
    .start = start,
    .stop = stop,
    .destroy = free,
};
