/* A sensor in some fifty lines of C: a slow sine stands where yours will read its hardware.
 *
 * Copy this folder and change what you need; README.md goes through it. Needs tp_plugin.h and the
 * standard library, nothing else of the program. All of it runs on the program's own loop, so it
 * must never block there: for a device that may, see `watch` in tp_plugin.h, or make it a program
 * of its own, as ../template-python is. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <tp_plugin.h>

/* All that one instance knows. No global variables: there may be two of them. */
struct sensor {
    const struct tp_plugin_host *host; /* what the program does for you */
    uint64_t device, timer;
};

/* Each 20 ms: one number to the program. It drops what is not finite or from the future. */
static void measure(void *self)
{
    const struct sensor *s = self;
    uint64_t now_ns = s->host->now_ns(s->host->context);
    double force_n = 20 + 5 * sin((double)now_ns * 1e-9); /* your reading goes here */
    s->host->reading(s->host->context, s->device, 0, now_ns, force_n);
}

/* `settings` is {} here: every one that plugin.json declares comes in it, checked already. */
static int create(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size)
{
    struct sensor *s = *self = calloc(1, sizeof *s);
    if (s)
        s->host = host;
    (void)settings;
    snprintf(error, error_size, "there is no memory");
    return s ? 0 : -TP_PLUGIN_ENOMEM;
}

/* Open your hardware here. When it fails, `error` is one sentence for the person: what to do. */
static int start(void *self, char *error, size_t error_size)
{
    static const struct tp_plugin_channel force = {.name = "force", .unit = "N", .rate_hz = 50};
    static const struct tp_plugin_device sine = {"sine", "A slow sine", "pressure", &force, 1};
    struct sensor *s = self;
    s->device = s->host->device_add(s->host->context, &sine);
    s->timer = s->host->timer(s->host->context, 20, 20, measure, s);
    snprintf(error, error_size, "there are too many devices");
    return s->device && s->timer ? 0 : -TP_PLUGIN_EDEVICE;
}

/* The other way round: nothing calls `measure` once this returns. */
static void stop(void *self)
{
    const struct sensor *s = self;
    s->host->timer_cancel(s->host->context, s->timer);
    s->host->device_remove(s->host->context, s->device);
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    TP_PLUGIN_BUILT,
    .kinds = TP_PLUGIN_SENSOR,
    .id = "template-c", /* as in plugin.json, and as the folder is called */
    .name = "Template in C",
    .version = "0.1.0",
    .create = create,
    .start = start,
    .stop = stop,
    .destroy = free,
};
