/* The insides of the registry, shared by devices*.c. Room-internal.
 *
 * A device is freed the moment it goes, also in the middle of a listener's or a plugin's call:
 * after each of those it is looked up again by its handle. */
#ifndef TP_HOST_DEVICES_INTERNAL_H
#define TP_HOST_DEVICES_INTERNAL_H

#include "core/host/devices.h"

#include <stdio.h>

enum {
    DEVICE_ID = 96, /* sizes of texts, with their end */
    DEVICE_NAME = 128,
    DEVICE_WORD = 32, /* roles, channels, plugins */
    DEVICE_UNIT = 16,
    DEVICE_SAFE = 64,
    RATE_SPANS = 8, /* of 250 ms each: over what rates are measured */
    ADRIFT = 8      /* devices that went while an output of theirs was held */
};

/* Readings of a quarter of a second. */
struct rate_span {
    uint64_t number; /* of the span, since the clock began */
    uint64_t first_ns, last_ns;
    unsigned count;
};

struct channel {
    char name[DEVICE_WORD], unit[DEVICE_UNIT], safe[DEVICE_SAFE];
    struct tp_channel_state state; /* all but the rate */
    char own_unit[DEVICE_UNIT];    /* of a sensor, as it says: unit and range may be corrected */
    double own_min, own_max;
    double zero, scale; /* what its numbers are worth */
    struct rate_span spans[RATE_SPANS];
    uint64_t until_ns; /* end of the lease, when held */
};

struct device {
    char id[DEVICE_ID], name[DEVICE_NAME], plugin[DEVICE_WORD], role[DEVICE_WORD];
    uint64_t added_ns;
    bool leaving; /* it has no name any more, and those who listen are being told */
    int (*set)(void *context, tp_device device, unsigned channel, struct tp_value value,
               unsigned lease_ms);
    void *context;
    struct channel *channels;
    size_t channel_count;
};

struct device_slot {
    uint64_t generation; /* of the device that is in it, or was last */
    struct device *device;
};

struct role {
    char name[DEVICE_WORD];
    char target[DEVICE_ID + DEVICE_WORD]; /* an id, or id.channel */
};

struct tp_devices {
    struct device_slot slots[TP_DEVICES];
    unsigned order[TP_DEVICES]; /* slots, as their devices came */
    size_t count;
    struct role roles[TP_ROLES];
    size_t role_count;
    struct {
        const struct tp_devices_listener *table;
        void *context;
    } listeners[4];
    size_t listener_count;
    char adrift[ADRIFT][DEVICE_ID]; /* their ids, "" none */
    unsigned next_adrift;
};

/* The device of a handle, NULL when it is stale. */
struct device *devices_get(const struct tp_devices *devices, tp_device handle);

/* The channel, NULL when there is none. */
struct channel *devices_channel(const struct tp_devices *devices, tp_device handle,
                                unsigned channel);

/* The handle of what is in the slot. */
tp_device devices_handle(const struct tp_devices *devices, unsigned slot);

/* As tp_devices_find; the channel is −1 when the name says none. */
bool devices_find(const struct tp_devices *devices, const char *name, tp_device *device,
                  int *channel);

/* A device goes, maybe with an output left as it was set. */
void devices_go_adrift(struct tp_devices *devices, const struct device *device);
/* One came, maybe back: then its outputs fall to their safe values with the next tick. */
void devices_take_in(struct tp_devices *devices, struct device *device);

/* The role of a device that is in force, "" without one. */
const char *devices_role(const struct tp_devices *devices, const struct device *device);

/* Whether it is a word of a–z, 0–9 and _ that fits into `size` bytes. */
bool devices_is_word(const char *text, size_t size);

/* Whether it is an id: letters, digits and . _ : @ + -, and fits. */
bool devices_is_id(const char *text, size_t size);

/* Whether a device may say this of itself, all but what others say: 0 or -TP_EINVAL. */
int devices_check(const struct tp_device_about *about, struct tp_err *err);

/* Whether an output of this kind can take the value. */
bool devices_takes(const struct tp_channel *about, struct tp_value value);

/* What an output falls to: its safe text as a value, nil for "restore". False: it is none. */
bool devices_safe_value(const struct tp_channel *about, struct tp_value *value);

/* What was checked fits. */
static inline void devices_copy(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
}

static inline bool devices_is_output(const struct tp_channel *about)
{
    return about->kind != TP_CHANNEL_READING;
}

#endif
