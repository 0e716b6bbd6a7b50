/* A registry with a clock that is told, a sensor and a lamp to add, and what the lamp was set to.
 */
#ifndef TP_TESTS_DEVICES_RIG_H
#define TP_TESTS_DEVICES_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/err.h"
#include "core/host/devices.h"

enum { RIG_SETS = 64 };

struct rig {
    struct tp_devices *devices;
    struct tp_err err;
    uint64_t now_ns;
    struct rig_set {
        tp_device device;
        unsigned channel, lease_ms;
        struct tp_value value; /* its text copied below */
        char text[64];
        uint64_t at_ns;
    } sets[RIG_SETS];
    size_t set_count;
    int answer;         /* what the lamp's plugin answers */
    bool goes_when_set; /* it is removed while it is being set */
};

static inline uint64_t rig_ms(uint64_t ms)
{
    return ms * 1000000;
}

static inline int rig_on_set(void *context, tp_device device, unsigned channel,
                             struct tp_value value, unsigned lease_ms)
{
    struct rig *rig = context;
    assert_true(rig->set_count < RIG_SETS);
    struct rig_set *set = &rig->sets[rig->set_count++];
    *set = (struct rig_set){device, channel, lease_ms, value, "", rig->now_ns};
    if (value.kind == TP_VALUE_TEXT) {
        strncpy(set->text, value.text, sizeof set->text - 1);
        set->value.text = set->text;
    }
    if (rig->goes_when_set)
        tp_devices_remove(rig->devices, device);
    return rig->answer;
}

static inline int rig_up(void **state)
{
    static struct rig rig;
    rig = (struct rig){.now_ns = rig_ms(5000)};
    *state = &rig;
    return tp_devices_create(&rig.devices);
}

static inline int rig_down(void **state)
{
    tp_devices_destroy(((struct rig *)*state)->devices);
    return 0;
}

/* Adds a device with these channels; 0 when it was refused. */
static inline tp_device rig_add(struct rig *rig, const char *id, const char *role,
                                const struct tp_channel *channels, size_t count)
{
    struct tp_device_about about = {.id = id,
                                    .name = "A device",
                                    .plugin = "rig",
                                    .role = role,
                                    .channels = channels,
                                    .channel_count = count,
                                    .set = rig_on_set,
                                    .context = rig};
    tp_device device;
    int rc = tp_devices_add(rig->devices, &about, rig->now_ns, &device, &rig->err);
    assert_true(rc < 0 ? device == 0 : device != 0);
    return device;
}

static inline tp_device rig_sensor(struct rig *rig, const char *id, const char *role)
{
    static const struct tp_channel channels[] = {
        {.name = "force", .unit = "N", .kind = TP_CHANNEL_READING, .max = 50, .rate_hz = 80},
        {.name = "battery", .kind = TP_CHANNEL_READING, .max = 1}};
    return rig_add(rig, id, role, channels, 2);
}

static inline tp_device rig_lamp(struct rig *rig, const char *id, const char *role)
{
    static const struct tp_channel channels[] = {
        {.name = "hours", .kind = TP_CHANNEL_READING, .max = 1e6},
        {.name = "level", .kind = TP_CHANNEL_NUMBER, .max = 1},
        {.name = "colour", .kind = TP_CHANNEL_COLOUR, .safe = "#102030"},
        {.name = "words", .kind = TP_CHANNEL_TEXT, .safe = "restore"}};
    return rig_add(rig, id, role, channels, 4);
}

static inline struct tp_channel_state rig_channel(struct rig *rig, tp_device device, unsigned n)
{
    struct tp_channel_state channel;
    assert_int_equal(tp_devices_look_channel(rig->devices, device, n, rig->now_ns, &channel), 0);
    return channel;
}

#endif
