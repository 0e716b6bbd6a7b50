/* What a sensor shows that nobody touches is nothing: found in the first five untouched seconds of
 * a session (clinical 6.2), and taken off from then on. Must never be found while somebody presses.
 */
#include "core/cli/live_internal.h"

#include "core/host/calibration.h"

#include <stdlib.h>
#include <string.h>

enum {
    SAMPLES = 256, /* over the five seconds that are looked at */
    APART_MS = 20, /* from one that is kept to the next */
    LOOK_EACH = 25 /* samples: half a second */
};

struct live_tare {
    tp_device device;
    unsigned channel;
    struct tp_tare_sample samples[SAMPLES];
    size_t count, since; /* the latest of them; how many came since it was looked at */
    double zero_n;
    bool found, closed; /* closed: it is no force, or somebody has pressed: it stays as it is */
};

enum { TARES = 16 };

struct live_tares {
    struct live_tare of[TARES];
    size_t count;
};

static bool is_force(const struct live *live, tp_device device, unsigned channel)
{
    const struct tp_devices *devices = tp_plugging_devices(live->plugging);
    struct tp_channel_state state;
    return tp_devices_look_channel(devices, device, channel, uv_hrtime(), &state) == 0 &&
           strcmp(state.about.unit, "N") == 0;
}

static struct live_tare *find(const struct live *live, tp_device device, unsigned channel)
{
    struct live_tares *tares = live->tares;
    for (size_t i = 0; i < tares->count; i++)
        if (tares->of[i].device == device && tares->of[i].channel == channel)
            return &tares->of[i];
    if (tares->count == TARES)
        return NULL;
    struct live_tare *tare = &tares->of[tares->count++];
    *tare = (struct live_tare){
        .device = device, .channel = channel, .closed = !is_force(live, device, channel)};
    return tare;
}

/* The oldest makes room. */
static void keep(struct live_tare *tare, uint64_t now_ns, double value)
{
    const struct tp_tare_sample *last = &tare->samples[tare->count > 0 ? tare->count - 1 : 0];
    if (tare->count > 0 && now_ns - last->at_ns < (uint64_t)APART_MS * 1000000)
        return;
    if (tare->count == SAMPLES)
        memmove(tare->samples, tare->samples + 1, --tare->count * sizeof *tare->samples);
    tare->samples[tare->count++] = (struct tp_tare_sample){now_ns, value};
    if (++tare->since < LOOK_EACH)
        return;
    tare->since = 0;
    tare->found = tp_calibration_tare(&tare->zero_n, tare->samples, tare->count) == 0;
}

double live_untouched(struct live *live, tp_device device, unsigned channel, double newtons)
{
    if (!live->tares)
        live->tares = calloc(1, sizeof *live->tares);
    struct live_tare *tare = live->tares ? find(live, device, channel) : NULL;
    if (!tare)
        return newtons;
    tare->closed = tare->closed || tp_session_feels(live->session) != NULL;
    if (!tare->found && !tare->closed)
        keep(tare, uv_hrtime(), newtons);
    return tare->found ? newtons - tare->zero_n : newtons;
}
