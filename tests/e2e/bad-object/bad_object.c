/* A plugin that breaks its promises, each of which `tprun plugins --test` is to find: it sends half
 * the readings that it declares and one that is no number, leaves its output as it is when the
 * lease runs out, takes values out of range, blocks, prints, and leaves a thread and a file behind.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tp_plugin.h>
#include <unistd.h>

enum { EACH_MS = 40, DECLARED_HZ = 50, BLOCK_US = 60000 };

struct bad {
    const struct tp_plugin_host *host;
    uint64_t device, timer;
    unsigned count;
};

static void measure(void *argument)
{
    struct bad *bad = argument;
    double value = bad->count++ == 3 ? (double)NAN : 1;
    bad->host->reading(bad->host->context, bad->device, 0, bad->host->now_ns(bad->host->context),
                       value);
}

static int create(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size)
{
    const char *rate = strstr(settings, "\"rate\":");
    struct bad *bad = calloc(1, sizeof *bad);
    if (!bad)
        return -TP_PLUGIN_ENOMEM;
    if (rate && strtod(strchr(rate, ':') + 1, NULL) >= 100)
        abort(); /* at the most that its own manifest allows */
    snprintf(error, error_size, "never seen");
    bad->host = host;
    *self = bad;
    return 0;
}

static void *linger(void *argument)
{
    for (;;)
        pause();
    return argument;
}

static int start(void *self, char *error, size_t error_size)
{
    static const struct tp_plugin_channel channels[] = {
        {.name = "force", .unit = "N", .max = 10, .rate_hz = DECLARED_HZ},
        {.name = "level", .kind = TP_PLUGIN_CHANNEL_NUMBER, .max = 1, .safe = "off"}};
    static const struct tp_plugin_device device = {
        .id = "bad-1", .name = "Bad", .channels = channels, .channel_count = 2};
    struct bad *bad = self;
    pthread_t thread;
    snprintf(error, error_size, "never seen");
    pthread_create(&thread, NULL, linger, NULL);
    pthread_detach(thread);
    dup(STDIN_FILENO);
    puts("starting up");
    bad->device = bad->host->device_add(bad->host->context, &device);
    bad->timer = bad->host->timer(bad->host->context, EACH_MS, EACH_MS, measure, bad);
    return 0;
}

/* The lease is not looked at, nor the range. */
static int set(void *self, uint64_t device, uint32_t channel, const struct tp_plugin_value *value,
               uint32_t lease_ms)
{
    struct bad *bad = self;
    char line[80];
    (void)device;
    (void)channel;
    (void)lease_ms;
    usleep(BLOCK_US);
    snprintf(line, sizeof line, "bad-1.level = %g", value ? value->number : 0);
    bad->host->log(bad->host->context, TP_PLUGIN_INFO, line);
    return 0;
}

static void stop(void *self)
{
    struct bad *bad = self;
    bad->host->timer_cancel(bad->host->context, bad->timer);
    bad->host->device_remove(bad->host->context, bad->device);
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    .struct_size = sizeof tp_plugin_entry,
    .abi_major = TP_PLUGIN_ABI_MAJOR,
    .abi_minor = TP_PLUGIN_ABI_MINOR,
    .kinds = TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT,
    .id = "bad-object",
    .name = "Bad",
    .version = "1",
    .create = create,
    .start = start,
    .set = set,
    .stop = stop,
    .destroy = free,
};
