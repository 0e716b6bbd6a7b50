/* A host for one plugin: a table that notes what it is told, and whose time stands until it is told
 * to go on. The shared object is loaded as the program loads it. */
#ifndef TP_TESTS_OBJECT_RIG_H
#define TP_TESTS_OBJECT_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugins/tp_plugin.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READINGS = 20000, TIMERS = 8, MS = 1000000, BEGAN_MS = 5000, TEXT = 256 };

struct reading {
    uint64_t device, t_ns, arrived_ns;
    double value;
};

/* The host, and what it was told. */
static struct world {
    uint64_t now_ns;
    struct {
        uint64_t handle, due_ns;
        void (*run)(void *argument);
        void *argument;
    } timers[TIMERS];
    uint64_t handles;
    struct reading readings[READINGS];
    size_t count;
    uint64_t plugged[TIMERS];
    char ids[TIMERS][TEXT], roles[TIMERS][TEXT];
    size_t added, removed;
    bool full;          /* takes no device */
    void (*then)(void); /* comes once, within the next reading; NULL: nothing */
    char log[4 * TEXT];
} world;

static const struct tp_plugin *plugin;
/* A file of the test's own: a trace, or a record. */
static char file[] = "/tmp/tprun-sim-XXXXXX";

static inline void assert_near(double value, double wanted, double by)
{
    if (!(fabs(value - wanted) <= by))
        fail_msg("%g, not %g", value, wanted);
}

static inline void world_log(void *context, enum tp_plugin_level level, const char *text)
{
    (void)context;
    (void)level;
    (void)snprintf(world.log + strlen(world.log), sizeof world.log - strlen(world.log), "%s\n",
                   text);
}

static inline uint64_t world_now(void *context)
{
    (void)context;
    return world.now_ns;
}

static inline uint64_t world_add(void *context, const struct tp_plugin_device *device)
{
    (void)context;
    if (world.full)
        return 0;
    size_t n = world.added++;
    assert_true(n < TIMERS);
    (void)snprintf(world.ids[n], TEXT, "%s", device->id);
    (void)snprintf(world.roles[n], TEXT, "%s", device->role ? device->role : "");
    return world.plugged[n] = ++world.handles;
}

static inline void world_remove(void *context, uint64_t device)
{
    (void)context;
    assert_int_not_equal(device, 0);
    world.removed++;
}

static inline int world_reading(void *context, uint64_t device, uint32_t channel, uint64_t t_ns,
                                double value)
{
    (void)context;
    assert_int_equal(channel, 0);
    assert_int_not_equal(device, 0);
    if (world.count < READINGS)
        world.readings[world.count++] = (struct reading){device, t_ns, world.now_ns, value};
    void (*then)(void) = world.then;
    world.then = NULL;
    if (then)
        then();
    return 0;
}

static inline uint64_t world_timer(void *context, uint32_t first_ms, uint32_t repeat_ms,
                                   void (*run)(void *argument), void *argument)
{
    (void)context;
    assert_int_equal(repeat_ms, 0);
    for (int i = 0; i < TIMERS; i++)
        if (!world.timers[i].run) {
            world.timers[i].handle = ++world.handles;
            world.timers[i].due_ns = world.now_ns + (uint64_t)first_ms * MS;
            world.timers[i].run = run;
            world.timers[i].argument = argument;
            return world.timers[i].handle;
        }
    fail_msg("too many timers");
    return 0;
}

static inline void world_timer_cancel(void *context, uint64_t timer)
{
    (void)context;
    for (int i = 0; i < TIMERS; i++)
        if (world.timers[i].handle == timer)
            world.timers[i].run = NULL;
}

static const struct tp_plugin_host host = {.struct_size = sizeof host,
                                           .abi_major = TP_PLUGIN_ABI_MAJOR,
                                           .abi_minor = TP_PLUGIN_ABI_MINOR,
                                           .log = world_log,
                                           .now_ns = world_now,
                                           .device_add = world_add,
                                           .device_remove = world_remove,
                                           .reading = world_reading,
                                           .timer = world_timer,
                                           .timer_cancel = world_timer_cancel};

/* The timer that is due first, up to `end_ns`; negative: none. */
static inline int due_timer(uint64_t end_ns)
{
    int first = -1;
    for (int i = 0; i < TIMERS; i++)
        if (world.timers[i].run && world.timers[i].due_ns <= end_ns &&
            (first < 0 || world.timers[i].due_ns < world.timers[first].due_ns))
            first = i;
    return first;
}

/* Time goes on by `ms`. */
static inline void pass(uint64_t ms)
{
    uint64_t end_ns = world.now_ns + ms * MS;
    for (int i = due_timer(end_ns); i >= 0; i = due_timer(end_ns)) {
        void (*run)(void *) = world.timers[i].run;
        if (world.timers[i].due_ns > world.now_ns)
            world.now_ns = world.timers[i].due_ns;
        world.timers[i].run = NULL;
        run(world.timers[i].argument);
    }
    world.now_ns = end_ns;
}

/* The loop is busy for so long, and runs nothing. */
static inline void stall(uint64_t ms)
{
    world.now_ns += ms * MS;
}

static inline int try_begin(void **self, const char *settings, char error[TEXT])
{
    memset(&world, 0, sizeof world);
    world.now_ns = (uint64_t)BEGAN_MS * MS;
    assert_int_equal(plugin->create(&host, settings, self, error, TEXT), 0);
    return plugin->start(*self, error, TEXT);
}

static inline void *begin(const char *settings)
{
    void *self;
    char error[TEXT] = "";
    if (try_begin(&self, settings, error) != 0)
        fail_msg("%s", error);
    return self;
}

static inline void end(void *self)
{
    plugin->stop(self);
    plugin->destroy(self);
    assert_int_equal(world.added, world.removed);
    assert_int_equal(due_timer(UINT64_MAX), -1);
}

/* When it was due, since the beginning. */
static inline double at_ms(size_t n)
{
    assert_true(n < world.count);
    return ((double)world.readings[n].t_ns - (double)BEGAN_MS * MS) / MS;
}

/* Loads the plugin that the test is built for, and runs `tests` with it. */
#define RUN_WITH_PLUGIN(tests) run_with_plugin(tests, sizeof(tests) / sizeof *(tests))

static inline int run_with_plugin(const struct CMUnitTest *tests, size_t count)
{
    void *object = dlopen(TPRUN_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (!object) {
        (void)fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    plugin = dlsym(object, "tp_plugin_entry");
    (void)close(mkstemp(file));
    int failed = plugin ? _cmocka_run_group_tests("plugin", tests, count, NULL, NULL) : 1;
    (void)unlink(file);
    return failed;
}

#endif
