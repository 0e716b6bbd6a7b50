/* Readings: what is taken, how fast they come, who is told. */
#include "core/host/devices_internal.h"

#include <math.h>

static const uint64_t SPAN_NS = 250000000; /* RATE_SPANS of them make 2 s */
static const uint64_t AHEAD_NS = 50000000; /* two clocks may differ by this */

static void count(struct channel *channel, uint64_t now_ns)
{
    struct rate_span *span = &channel->spans[now_ns / SPAN_NS % RATE_SPANS];
    if (span->number != now_ns / SPAN_NS || span->count == 0)
        *span = (struct rate_span){.number = now_ns / SPAN_NS, .first_ns = now_ns};
    span->last_ns = now_ns;
    span->count++;
}

/* From the first to the last of the window, so that an even stream has exactly its rate. */
static double measured(const struct channel *channel, uint64_t now_ns)
{
    uint64_t first = UINT64_MAX, last = 0, window = SPAN_NS * RATE_SPANS;
    unsigned total = 0;
    for (size_t i = 0; i < RATE_SPANS; i++) {
        const struct rate_span *span = &channel->spans[i];
        if (span->count == 0 || span->number + RATE_SPANS <= now_ns / SPAN_NS)
            continue;
        total += span->count;
        first = span->first_ns < first ? span->first_ns : first;
        last = span->last_ns > last ? span->last_ns : last;
    }
    if (total < 2)
        return 0;
    return last > first ? (total - 1) * 1e9 / (double)(last - first) : total * 1e9 / (double)window;
}

static void tell(struct tp_devices *devices, tp_device handle, unsigned channel, double value)
{
    for (size_t i = 0; i < devices->listener_count && devices_get(devices, handle); i++)
        if (devices->listeners[i].table->reading)
            devices->listeners[i].table->reading(devices->listeners[i].context, handle, channel,
                                                 value);
}

int tp_devices_correct(struct tp_devices *devices, tp_device handle, unsigned number,
                       const struct tp_correction *correction)
{
    struct channel *channel = devices_channel(devices, handle, number);
    if (!devices_get(devices, handle))
        return -TP_EDEVICE;
    if (!channel || devices_is_output(&channel->state.about))
        return -TP_EINVAL;
    const struct tp_correction none = {0, 1, channel->own_unit},
                               *to = correction ? correction : &none;
    double ends[] = {(channel->own_min - to->zero) * to->scale,
                     (channel->own_max - to->zero) * to->scale};
    channel->zero = to->zero;
    channel->scale = to->scale;
    devices_copy(channel->unit, sizeof channel->unit, to->unit);
    channel->state.about.min = fmin(ends[0], ends[1]);
    channel->state.about.max = fmax(ends[0], ends[1]);
    channel->state.corrected = correction != NULL;
    channel->state.known = false; /* the last value was worth something else */
    return 0;
}

int tp_devices_reading(struct tp_devices *devices, tp_device handle, unsigned number, uint64_t t_ns,
                       uint64_t now_ns, double value)
{
    const struct device *device = devices_get(devices, handle);
    if (!device || device->leaving)
        return -TP_EDEVICE;
    struct channel *channel = devices_channel(devices, handle, number);
    if (!channel || devices_is_output(&channel->state.about))
        return -TP_EINVAL;
    value = (value - channel->zero) * channel->scale;
    if (!isfinite(value) || t_ns > now_ns + AHEAD_NS) {
        channel->state.refused++;
        return -TP_EINVAL;
    }
    channel->state.known = true;
    channel->state.value = value;
    channel->state.at_ns = now_ns;
    channel->state.readings++;
    count(channel, now_ns);
    tell(devices, handle, number, value);
    return 0;
}

int tp_devices_look_channel(const struct tp_devices *devices, tp_device handle, unsigned number,
                            uint64_t now_ns, struct tp_channel_state *out)
{
    const struct channel *channel = devices_channel(devices, handle, number);
    if (!channel)
        return -TP_EDEVICE;
    *out = channel->state;
    out->rate_hz = measured(channel, now_ns);
    return 0;
}
