/* The registry: who is there, by handle, and who is told.
 *
 * Must never keep a pointer to a device over a call out of this file: whoever is called may remove
 * it. */
#include "core/host/devices_internal.h"

#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>

enum { SLOT_BITS = 8 }; /* of a handle; above them its generation, which never comes round */

int tp_devices_create(struct tp_devices **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? 0 : -TP_ENOMEM;
}

static void free_device(struct device *device)
{
    if (device)
        free(device->channels);
    free(device);
}

void tp_devices_destroy(struct tp_devices *devices)
{
    if (!devices)
        return;
    for (size_t i = 0; i < TP_DEVICES; i++)
        free_device(devices->slots[i].device);
    free(devices);
}

int tp_devices_listen(struct tp_devices *devices, const struct tp_devices_listener *listener,
                      void *context)
{
    size_t most = sizeof devices->listeners / sizeof *devices->listeners;
    if (devices->listener_count == most)
        return -TP_ELIMIT;
    devices->listeners[devices->listener_count].table = listener;
    devices->listeners[devices->listener_count++].context = context;
    return 0;
}

tp_device devices_handle(const struct tp_devices *devices, unsigned slot)
{
    return devices->slots[slot].generation << SLOT_BITS | slot;
}

struct device *devices_get(const struct tp_devices *devices, tp_device handle)
{
    unsigned slot = handle & ((1U << SLOT_BITS) - 1);
    if (slot >= TP_DEVICES || devices->slots[slot].generation != handle >> SLOT_BITS)
        return NULL;
    return devices->slots[slot].device;
}

struct channel *devices_channel(const struct tp_devices *devices, tp_device handle,
                                unsigned channel)
{
    struct device *device = devices_get(devices, handle);
    return device && channel < device->channel_count ? &device->channels[channel] : NULL;
}

/* ---- coming ---- */

static void copy_channel(struct channel *channel, const struct tp_channel *from)
{
    struct tp_channel *about = &channel->state.about;
    *about = *from;
    devices_copy(channel->name, sizeof channel->name, from->name);
    devices_copy(channel->unit, sizeof channel->unit, from->unit);
    devices_copy(channel->safe, sizeof channel->safe, from->safe ? from->safe : "off");
    devices_copy(channel->own_unit, sizeof channel->own_unit, from->unit);
    channel->own_min = from->min;
    channel->own_max = from->max;
    channel->scale = 1;
    about->name = channel->name;
    about->unit = channel->unit;
    about->safe = devices_is_output(from) ? channel->safe : NULL;
}

static struct device *copy_device(const struct tp_device_about *about, uint64_t now_ns)
{
    struct device *device = calloc(1, sizeof *device);
    struct channel *channels = calloc(about->channel_count, sizeof *channels);
    if (!device || !channels) {
        free(device);
        free(channels);
        return NULL;
    }
    devices_copy(device->id, sizeof device->id, about->id);
    tp_text_clean(device->name, sizeof device->name, about->name, strlen(about->name));
    devices_copy(device->plugin, sizeof device->plugin, about->plugin);
    devices_copy(device->role, sizeof device->role, about->role);
    device->added_ns = now_ns;
    device->set = about->set;
    device->context = about->context;
    device->channels = channels;
    device->channel_count = about->channel_count;
    for (size_t i = 0; i < about->channel_count; i++)
        copy_channel(&channels[i], &about->channels[i]);
    return device;
}

static bool is_there(const struct tp_devices *devices, const char *id)
{
    for (size_t i = 0; i < devices->count; i++)
        if (strcmp(devices->slots[devices->order[i]].device->id, id) == 0)
            return true;
    return false;
}

/* One that goes just now still has its slot. */
static bool free_slot(const struct tp_devices *devices, unsigned *slot)
{
    for (*slot = 0; *slot < TP_DEVICES; ++*slot)
        if (!devices->slots[*slot].device)
            return true;
    return false;
}

static tp_device put(struct tp_devices *devices, unsigned slot, struct device *device)
{
    devices->slots[slot].generation++;
    devices->slots[slot].device = device;
    devices->order[devices->count++] = slot;
    return devices_handle(devices, slot);
}

int tp_devices_add(struct tp_devices *devices, const struct tp_device_about *about, uint64_t now_ns,
                   tp_device *out, struct tp_err *err)
{
    unsigned slot;
    *out = 0;
    int rc = devices_check(about, err);
    if (rc < 0)
        return rc;
    if (is_there(devices, about->id))
        return tp_err_set(err, TP_EINVAL, "a device '%s' is there already", about->id);
    if (!free_slot(devices, &slot))
        return tp_err_set(err, TP_ELIMIT, "there are %d devices, the most that there can be",
                          TP_DEVICES);
    struct device *device = copy_device(about, now_ns);
    if (!device)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    devices_take_in(devices, device);
    tp_device handle = *out = put(devices, slot, device);
    for (size_t i = 0; i < devices->listener_count && devices_get(devices, handle); i++)
        if (devices->listeners[i].table->added)
            devices->listeners[i].table->added(devices->listeners[i].context, handle);
    return 0;
}

/* ---- going ---- */

/* It has no place among the others any more. */
static void strike_out(struct tp_devices *devices, unsigned slot)
{
    size_t at = 0;
    while (devices->order[at] != slot)
        at++;
    devices->count--;
    memmove(&devices->order[at], &devices->order[at + 1],
            (devices->count - at) * sizeof *devices->order);
}

void tp_devices_remove(struct tp_devices *devices, tp_device handle)
{
    struct device *device = devices_get(devices, handle);
    unsigned slot = handle & ((1U << SLOT_BITS) - 1);
    if (!device || device->leaving)
        return;
    device->leaving = true;
    devices_go_adrift(devices, device);
    strike_out(devices, slot);
    for (size_t i = 0; i < devices->listener_count; i++)
        if (devices->listeners[i].table->removed)
            devices->listeners[i].table->removed(devices->listeners[i].context, handle);
    devices->slots[slot].device = NULL;
    free_device(device);
}

/* ---- looking ---- */

tp_device tp_devices_at(const struct tp_devices *devices, size_t n)
{
    return n < devices->count ? devices_handle(devices, devices->order[n]) : 0;
}

int tp_devices_look(const struct tp_devices *devices, tp_device handle, struct tp_device_state *out)
{
    const struct device *device = devices_get(devices, handle);
    if (!device)
        return -TP_EDEVICE;
    *out = (struct tp_device_state){.id = device->id,
                                    .name = device->name,
                                    .plugin = device->plugin,
                                    .role = devices_role(devices, device),
                                    .channel_count = device->channel_count,
                                    .added_ns = device->added_ns};
    return 0;
}
