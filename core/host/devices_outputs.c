/* Outputs: each is held by a lease, and falls to its safe value when that ends. */
#include "core/host/devices_internal.h"

#include <string.h>

enum { LEASE_LEAST_MS = 100, LEASE_MOST_MS = 2000 };

static const uint64_t NS_OF_MS = 1000000;

/* A name without a channel means the first output, whatever the device measures before it. */
static struct channel *find_output(const struct tp_devices *devices, const char *name,
                                   tp_device *device, unsigned *number)
{
    int named;
    struct channel *channel;
    if (!devices_find(devices, name, device, &named))
        return NULL;
    *number = named < 0 ? 0 : (unsigned)named;
    while ((channel = devices_channel(devices, *device, *number))) {
        if (devices_is_output(&channel->state.about))
            return channel;
        if (named >= 0)
            return NULL;
        ++*number;
    }
    return NULL;
}

static int refuse(const struct tp_channel *about, const char *name, struct tp_err *err)
{
    switch (about->kind) {
    case TP_CHANNEL_NUMBER:
        return tp_err_set(err, TP_EINVAL, "%s takes a number from %g to %g", name, about->min,
                          about->max);
    case TP_CHANNEL_COLOUR:
        return tp_err_set(err, TP_EINVAL, "%s takes a colour such as \"#ff8000\"", name);
    case TP_CHANNEL_TEXT:
    case TP_CHANNEL_READING:
        break;
    }
    return tp_err_set(err, TP_EINVAL, "%s takes a text", name);
}

static void note(struct channel *channel, struct tp_value value)
{
    channel->state.known = value.kind == TP_VALUE_NUMBER;
    channel->state.value = channel->state.known ? value.number : 0;
}

int tp_devices_set(struct tp_devices *devices, const char *name, struct tp_value value,
                   unsigned lease_ms, uint64_t now_ns, struct tp_err *err)
{
    tp_device handle;
    unsigned number;
    struct channel *channel = find_output(devices, name, &handle, &number);
    if (!channel)
        return tp_err_set(err, TP_EDEVICE, "no output is called '%s'", name);
    if (!devices_takes(&channel->state.about, value))
        return refuse(&channel->state.about, name, err);
    if (lease_ms < LEASE_LEAST_MS || lease_ms > LEASE_MOST_MS)
        return tp_err_set(err, TP_EINVAL, "a lease must be %d-%d ms, got %u", LEASE_LEAST_MS,
                          LEASE_MOST_MS, lease_ms);
    const struct device *device = devices_get(devices, handle);
    int rc = device->set(device->context, handle, number, value, lease_ms);
    channel = devices_channel(devices, handle, number);
    if (rc < 0 || !channel)
        return tp_err_set(err, TP_EDEVICE, "%s could not be set", name);
    note(channel, value);
    channel->state.held = true;
    channel->until_ns = now_ns + lease_ms * NS_OF_MS;
    return 0;
}

/* ---- letting go ---- */

/* One that cannot take it now is tried again by the next tick. */
static void release(struct tp_devices *devices, tp_device handle, unsigned number)
{
    struct channel *channel = devices_channel(devices, handle, number);
    const struct device *device = devices_get(devices, handle);
    struct tp_value value;
    if (!channel || !channel->state.held || device->leaving)
        return;
    channel->until_ns = 0;
    devices_safe_value(&channel->state.about, &value);
    int rc = device->set(device->context, handle, number, value, 0);
    channel = devices_channel(devices, handle, number);
    if (!channel || rc == -TP_EAGAIN)
        return;
    channel->state.held = false;
    note(channel, value);
}

void tp_devices_release(struct tp_devices *devices, const char *name)
{
    tp_device handle;
    unsigned number;
    if (find_output(devices, name, &handle, &number))
        release(devices, handle, number);
}

/* Those whose lease is over at `now_ns`. */
static void release_until(struct tp_devices *devices, uint64_t now_ns)
{
    for (unsigned slot = 0; slot < TP_DEVICES; slot++) {
        tp_device handle = devices_handle(devices, slot);
        const struct channel *channel;
        for (unsigned n = 0; (channel = devices_channel(devices, handle, n)); n++)
            if (channel->state.held && channel->until_ns <= now_ns)
                release(devices, handle, n);
    }
}

void tp_devices_release_all(struct tp_devices *devices)
{
    release_until(devices, UINT64_MAX);
}

void tp_devices_tick(struct tp_devices *devices, uint64_t now_ns)
{
    release_until(devices, now_ns);
}

/* ---- what went while it was held ---- */

/* Its plugin crashed, or somebody pulled it out: nobody could let it fall. The oldest is forgotten
 * for a new one. */
void devices_go_adrift(struct tp_devices *devices, const struct device *device)
{
    bool held = false;
    for (size_t i = 0; i < device->channel_count; i++)
        held = held || device->channels[i].state.held;
    if (held)
        devices_copy(devices->adrift[devices->next_adrift++ % ADRIFT], DEVICE_ID, device->id);
}

void devices_take_in(struct tp_devices *devices, struct device *device)
{
    bool back = false;
    for (size_t i = 0; i < ADRIFT; i++)
        if (strcmp(devices->adrift[i], device->id) == 0) {
            devices->adrift[i][0] = '\0';
            back = true;
        }
    for (size_t i = 0; i < device->channel_count && back; i++) {
        struct channel *channel = &device->channels[i];
        channel->state.held = devices_is_output(&channel->state.about);
        channel->until_ns = 0;
    }
}
