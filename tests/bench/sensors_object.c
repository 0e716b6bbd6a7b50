/* Sixteen sensors of 1 kHz as a shared object, for tests/bench/sensors.py. Beside them a device
 * comes and goes ten times a second. */
#include <stdio.h>
#include <tp_plugin.h>

enum { SENSORS = 16, CHANGE_MS = 50 };

static struct {
    const struct tp_plugin_host *host;
    uint64_t sensors[SENSORS], other, timer, begun_ns, done_ms;
} bench;

static uint64_t add(const char *id)
{
    static const struct tp_plugin_channel force = {.name = "force",
                                                   .unit = "N",
                                                   .kind = TP_PLUGIN_CHANNEL_READING,
                                                   .max = 100,
                                                   .rate_hz = 1000};
    struct tp_plugin_device device = {.id = id, .name = id, .channels = &force, .channel_count = 1};
    return bench.host->device_add(bench.host->context, &device);
}

static void change(void)
{
    if (bench.other) {
        bench.host->device_remove(bench.host->context, bench.other);
        bench.other = 0;
    } else
        bench.other = add("comes-and-goes");
}

/* As many milliseconds as went by since the last time. */
static void measure(void *argument)
{
    const struct tp_plugin_host *host = bench.host;
    uint64_t now_ns = host->now_ns(host->context);
    (void)argument;
    for (; bench.begun_ns + bench.done_ms * 1000000 <= now_ns; bench.done_ms++) {
        for (unsigned i = 0; i < SENSORS; i++)
            host->reading(host->context, bench.sensors[i], 0, now_ns, 12.3456 + i);
        if (bench.done_ms % CHANGE_MS == 0)
            change();
    }
}

static int create(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size)
{
    (void)settings, (void)error, (void)error_size;
    bench.host = host;
    *self = &bench;
    return 0;
}

static int start(void *self, char *error, size_t error_size)
{
    (void)self, (void)error, (void)error_size;
    for (int i = 0; i < SENSORS; i++) {
        char id[16];
        snprintf(id, sizeof id, "sensor-%d", i);
        bench.sensors[i] = add(id);
    }
    bench.begun_ns = bench.host->now_ns(bench.host->context);
    bench.timer = bench.host->timer(bench.host->context, 1, 1, measure, NULL);
    return 0;
}

static void stop(void *self)
{
    (void)self;
    bench.host->timer_cancel(bench.host->context, bench.timer);
}

static void destroy(void *self)
{
    (void)self;
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {.struct_size = sizeof tp_plugin_entry,
                                                           .abi_major = TP_PLUGIN_ABI_MAJOR,
                                                           .abi_minor = TP_PLUGIN_ABI_MINOR,
                                                           .kinds = TP_PLUGIN_SENSOR,
                                                           .id = "bench",
                                                           .name = "Bench",
                                                           .version = "1",
                                                           .create = create,
                                                           .start = start,
                                                           .stop = stop,
                                                           .destroy = destroy};
