/* The outputs of a plugin under test: values that are out of range, and leases that run out. */
#include "core/host/conform_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LEASE_MS = 100, LONG_LEASE_MS = 1000, GRACE_MS = 250, SET_MS = 100 };

static int drive(struct conform *conform, tp_device device, unsigned channel, struct tp_value value,
                 unsigned lease_ms)
{
    const struct tp_plugin_link *link = &conform->rig.link;
    return conform->rig.seen.ended
               ? 0
               : link->backend->set(link->run, device, channel, value, lease_ms);
}

/* ---- out of range ---- */

static void set_wrong(struct conform *conform, tp_device device,
                      const struct tp_device_state *about, unsigned channel)
{
    static const double beyond[] = {1e300, -1e300};
    static const char *const words[] = {"", "#ffffff", "#zz", "\xff\xfe"};
    struct tp_channel_state state;
    if (tp_devices_look_channel(conform->rig.devices, device, channel, uv_hrtime(), &state) < 0)
        return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        drive(conform, device, channel, tp_value_text(words[i]), LONG_LEASE_MS);
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        drive(conform, device, channel, tp_value_number(beyond[i]), LONG_LEASE_MS);
    conform_wait(&conform->rig, NULL, SET_MS);
    const char *stands = conform_stands(&conform->rig, about->id, state.about.name);
    double at = strtod(stands, NULL);
    bool beyond_range = at < state.about.min || at > state.about.max;
    if (state.about.kind == TP_CHANNEL_NUMBER && *stands && beyond_range &&
        !*conform->measured.wrong)
        snprintf(conform->measured.wrong, sizeof conform->measured.wrong,
                 "%s: it stood at %s, outside of %g–%g", state.about.name, stands, state.about.min,
                 state.about.max);
    drive(conform, device, channel, tp_value_nil(), 0);
}

/* Says what is wrong, or that there is no output to try; false: neither. */
static bool say_wrong(struct conform *conform, bool any)
{
    if (!any)
        conform_say(conform, TP_CONFORM_SKIPPED, "no output is connected");
    else if (*conform->measured.wrong)
        conform_say(conform, TP_CONFORM_FAILED, "%s", conform->measured.wrong);
    return !any || *conform->measured.wrong;
}

void conform_check_outputs(struct conform *conform)
{
    conform_at(conform, "outputs");
    *conform->measured.wrong = '\0';
    bool any = conform_each_channel(conform, true, set_wrong);
    if (conform_lives(conform) && !say_wrong(conform, any))
        conform_say(conform, TP_CONFORM_OK, "it takes no value that is out of range");
}

/* ---- leases ---- */

/* What stands for the most that an output can do. */
static struct tp_value full(const struct tp_channel *channel)
{
    return channel->kind == TP_CHANNEL_NUMBER   ? tp_value_number(channel->max)
           : channel->kind == TP_CHANNEL_COLOUR ? tp_value_text("#ffffff")
                                                : tp_value_text("let go");
}

/* Whether what it says is the safe value that it declares. */
static bool is_safe(const struct tp_channel *channel, const char *stands, const char *before)
{
    const char *safe = channel->safe && *channel->safe ? channel->safe : "off";
    if (strcmp(safe, "restore") == 0)
        return strcmp(stands, before) == 0;
    bool off = strcmp(safe, "off") == 0;
    if (off && strcmp(stands, "off") == 0)
        return true;
    if (channel->kind == TP_CHANNEL_NUMBER)
        return strtod(stands, NULL) == (off ? channel->min : strtod(safe, NULL));
    if (channel->kind == TP_CHANNEL_COLOUR)
        return strcasecmp(stands, off ? "#000000" : safe) == 0;
    return strcmp(stands, off ? "" : safe) == 0;
}

static void lease(struct conform *conform, tp_device device, const struct tp_device_state *about,
                  unsigned channel)
{
    struct conform_measured *measured = &conform->measured;
    struct tp_channel_state state;
    char before[64];
    if (*measured->wrong ||
        tp_devices_look_channel(conform->rig.devices, device, channel, uv_hrtime(), &state) < 0)
        return;
    const char *name = state.about.name;
    snprintf(before, sizeof before, "%s", conform_stands(&conform->rig, about->id, name));
    drive(conform, device, channel, full(&state.about), LEASE_MS);
    conform_wait(&conform->rig, NULL, LEASE_MS / 2);
    if (!*conform_stands(&conform->rig, about->id, name))
        return; /* it does not tell */
    measured->count++;
    conform_wait(&conform->rig, NULL, LEASE_MS / 2 + GRACE_MS);
    const char *stands = conform_stands(&conform->rig, about->id, name);
    if (!is_safe(&state.about, stands, before))
        snprintf(measured->wrong, sizeof measured->wrong,
                 "%s: %d ms after its lease of %d ms it stands at %s, not at its safe value (%s)",
                 name, GRACE_MS, LEASE_MS, stands,
                 state.about.safe && *state.about.safe ? state.about.safe : "off");
}

void conform_check_leases(struct conform *conform)
{
    conform_at(conform, "leases");
    conform->measured = (struct conform_measured){0};
    bool any = conform_each_channel(conform, true, lease);
    if (!conform_lives(conform) || say_wrong(conform, any))
        return;
    if (conform->measured.count == 0)
        conform_say(conform, TP_CONFORM_SKIPPED,
                    "its log does not say where its outputs stand, such as: lamp.light = 0.4");
    else
        conform_say(conform, TP_CONFORM_OK, "once a lease is over, the safe value is there");
}
