/* A plugin that does what its setting `does` says, and tells in the log what is done to it. Built
 * with other definitions it is one that must be refused. */
#include "plugins/tp_plugin.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef PROBE_MAJOR
#define PROBE_MAJOR TP_PLUGIN_ABI_MAJOR
#endif
#ifndef PROBE_NEED_MINOR
#define PROBE_NEED_MINOR 0
#endif
#ifndef PROBE_SIZE
#define PROBE_SIZE sizeof(struct tp_plugin)
#endif
#ifndef PROBE_ID
#define PROBE_ID "probe"
#endif
#ifndef PROBE_KINDS
#define PROBE_KINDS (TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT)
#endif
#ifndef PROBE_CREATES
#define PROBE_CREATES true
#endif
#ifndef PROBE_SETS
#define PROBE_SETS true
#endif

struct probe {
    const struct tp_plugin_host *host;
    char does[32];
    uint64_t device, timer, watch;
    int pipe[2];
    unsigned count;
    pthread_t thread;
    bool threaded;
    atomic_bool stopping;
};

static void say(const struct probe *probe, const char *text)
{
    probe->host->log(probe->host->context, TP_PLUGIN_INFO, text);
}

static bool does(const struct probe *probe, const char *what)
{
    return strcmp(probe->does, what) == 0;
}

static void spend(unsigned ms)
{
    struct timespec from, now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while ((now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000 < ms);
}

/* ---- what it does ---- */

static void on_timer(void *argument)
{
    struct probe *probe = argument;
    const struct tp_plugin_host *host = probe->host;
    probe->count++;
    if (does(probe, "computes"))
        spend(3);
    else if (does(probe, "sleeps"))
        nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
    else if (does(probe, "ends")) {
        host->command(host->context, "stop", NULL);
        say(probe, "still here");
    } else
        host->reading(host->context, probe->device, 0, 0, probe->count);
    if (does(probe, "timer") && probe->count == 3) {
        host->timer_cancel(host->context, probe->timer);
        host->command(host->context, "next", NULL);
    }
}

static void on_input(void *argument, int fd)
{
    struct probe *probe = argument;
    const struct tp_plugin_host *host = probe->host;
    char byte = 0;
    ssize_t length = read(fd, &byte, 1);
    host->reading(host->context, probe->device, 0, 0, length == 1 ? byte : -1);
    if (length == 1) {
        close(probe->pipe[1]);
        probe->pipe[1] = -1;
    } else {
        host->unwatch(host->context, probe->watch);
    }
}

static void on_post(void *argument)
{
    struct probe *probe = argument;
    const struct tp_plugin_host *host = probe->host;
    host->reading(host->context, probe->device, 0, 0, ++probe->count);
    if (does(probe, "posts"))
        host->post(host->context, on_post, probe);
}

static void *run(void *argument)
{
    struct probe *probe = argument;
    const struct tp_plugin_host *host = probe->host;
    if (does(probe, "strays")) {
        struct tp_plugin_value value = {.number = 1};
        char text[80];
        bool all = !host->device_add(host->context, NULL) &&
                   host->reading(host->context, probe->device, 0, 0, 1) < 0 &&
                   host->command(host->context, "volume", &value) < 0 &&
                   !host->timer(host->context, 1, 1, on_timer, probe) &&
                   !host->watch(host->context, 0, on_input, probe);
        host->timer_cancel(host->context, 1);
        host->unwatch(host->context, 1);
        host->device_remove(host->context, probe->device);
        snprintf(text, sizeof text, "strayed, %s", all ? "and was refused" : "and was let");
        say(probe, text);
    }
    for (unsigned i = 0; does(probe, "threads") && i < 1000 && !probe->stopping;)
        if (host->post(host->context, on_post, probe) == 0)
            i++;
        else
            nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    return NULL;
}

/* ---- what is done to it ---- */

static int create(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size)
{
    struct probe *probe = calloc(1, sizeof *probe);
    const char *at = strstr(settings, "\"does\":\"");
    if (!probe || !at || strstr(at, "\"does\":\"fails")) {
        free(probe);
        snprintf(error, error_size, "there is nothing to do");
        return -TP_PLUGIN_EINVAL;
    }
    probe->host = host;
    at += strlen("\"does\":\"");
    snprintf(probe->does, sizeof probe->does, "%.*s", (int)strcspn(at, "\""), at);
    probe->pipe[0] = probe->pipe[1] = -1;
    say(probe, "create");
    *self = probe;
    return 0;
}

static const struct tp_plugin_channel channels[] = {
    {.name = "force", .unit = "N", .kind = TP_PLUGIN_CHANNEL_READING, .max = 50, .rate_hz = 80},
    {.name = "level", .kind = TP_PLUGIN_CHANNEL_NUMBER, .max = 1},
    {.name = "words", .kind = TP_PLUGIN_CHANNEL_TEXT, .safe = "restore"}};

static const struct tp_plugin_device device = {
    .id = "probe-1", .name = "Probe", .role = "pressure", .channels = channels, .channel_count = 3};

static int start(void *self, char *error, size_t error_size)
{
    struct probe *probe = self;
    const struct tp_plugin_host *host = probe->host;
    const char *const timed[] = {"timer", "computes", "sleeps", "ends"};
    say(probe, "start");
    if (does(probe, "refuses")) {
        snprintf(error, error_size, "no board is connected: plug it in");
        return -TP_PLUGIN_EDEVICE;
    }
    struct tp_plugin_device hollow = {.id = "hollow", .name = "Hollow", .channel_count = 1};
    if (host->device_add(host->context, &hollow)) /* of what it promises nothing is there */
        return -TP_PLUGIN_EINVAL;
    probe->device = host->device_add(host->context, &device);
    for (size_t i = 0; i < sizeof timed / sizeof *timed; i++)
        if (does(probe, timed[i]))
            probe->timer = host->timer(host->context, 1, 1, on_timer, probe);
    if (does(probe, "beats"))
        probe->timer = host->timer(host->context, 5, 5, on_timer, probe);
    if (does(probe, "once"))
        probe->timer = host->timer(host->context, 1, 0, on_timer, probe);
    if (does(probe, "watches") && pipe(probe->pipe) == 0 && write(probe->pipe[1], "*", 1) == 1)
        probe->watch = host->watch(host->context, probe->pipe[0], on_input, probe);
    if (does(probe, "threads") || does(probe, "strays"))
        probe->threaded = pthread_create(&probe->thread, NULL, run, probe) == 0;
    if (does(probe, "posts"))
        host->post(host->context, on_post, probe);
    return 0;
}

static int set(void *self, uint64_t handle, uint32_t channel, const struct tp_plugin_value *value,
               uint32_t lease_ms)
{
    struct probe *probe = self;
    char text[120];
    if (!value)
        snprintf(text, sizeof text, "set %u restore %u", channel, lease_ms);
    else if (value->text)
        snprintf(text, sizeof text, "set %u '%s' %u", channel, value->text, lease_ms);
    else
        snprintf(text, sizeof text, "set %u %g %u", channel, value->number, lease_ms);
    say(probe, text);
    return handle == probe->device ? 0 : -TP_PLUGIN_EINVAL;
}

/* To what it is told it says what would take the ground from below the session. */
static void answer_back(struct probe *probe, const char *method)
{
    static const char *const wishes[] = {"next", "again", "back", "next", "pause", "resume"};
    const struct tp_plugin_host *host = probe->host;
    host->reading(host->context, probe->device, 0, 0, 12);
    if (probe->count == 60 || strncmp(method, "device.", 7) == 0)
        return;
    host->device_remove(host->context, probe->device);
    probe->device = host->device_add(host->context, &device);
    host->command(host->context, wishes[probe->count++ % 6], NULL);
}

static void event(void *self, const char *method, const char *params)
{
    char text[200];
    if (does(self, "answers")) {
        answer_back(self, method);
        return;
    }
    snprintf(text, sizeof text, "event %s %s", method, params);
    say(self, text);
}

static void stop(void *self)
{
    struct probe *probe = self;
    probe->stopping = true;
    if (probe->threaded)
        pthread_join(probe->thread, NULL);
    for (int i = 0; i < 2; i++)
        if (probe->pipe[i] >= 0)
            close(probe->pipe[i]);
    say(probe, "stop");
}

static void destroy(void *self)
{
    if (self)
        say(self, "destroy");
    free(self);
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    .struct_size = PROBE_SIZE,
    .abi_major = PROBE_MAJOR,
    .abi_minor = TP_PLUGIN_ABI_MINOR,
    .need_minor = PROBE_NEED_MINOR,
    .kinds = PROBE_KINDS,
    .id = PROBE_ID,
    .name = "Probe",
    .version = "1.0",
    .create = PROBE_CREATES ? create : NULL,
    .start = start,
    .set = PROBE_SETS ? set : NULL,
    .event = event,
    .stop = stop,
    .destroy = destroy,
};
