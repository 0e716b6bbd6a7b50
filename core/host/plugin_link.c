/* What a plugin says, checked and cleaned, whichever way it is run.
 *
 * Must never let a plugin reach a device of another. */
#include "core/host/plugin_link.h"

#include "core/base/text.h"
#include "core/host/plugin_manifest.h"

#include <string.h>
#include <uv.h>

enum { SAID = 300 }; /* bytes of a text that a plugin says */

static const char *clean(char out[SAID], const char *text)
{
    return tp_text_clean(out, SAID, text, strlen(text));
}

void tp_link_life(struct tp_plugin_link *link, enum tp_life_input what, int exit_code,
                  const char *text)
{
    char said[SAID];
    link->ear->life(link->context, &(struct tp_life_said){.what = what,
                                                          .exit_code = exit_code,
                                                          .text = text ? clean(said, text) : NULL});
}

void tp_link_status(struct tp_plugin_link *link, const char *text)
{
    char said[SAID];
    link->ear->status(link->context, clean(said, text));
}

void tp_link_warning(struct tp_plugin_link *link, const char *text)
{
    char said[SAID];
    link->ear->warning(link->context, clean(said, text));
}

void tp_link_log(struct tp_plugin_link *link, const char *text)
{
    char said[SAID];
    link->ear->log(link->context, clean(said, text));
}

void tp_link_fault(struct tp_plugin_link *link, const char *text)
{
    char said[SAID];
    void (*to)(void *context, const char *text) = link->ear->fault;
    (to ? to : link->ear->log)(link->context, clean(said, text));
}

void tp_link_command(struct tp_plugin_link *link, const struct tp_command *command)
{
    link->ear->command(link->context, command);
}

/* ---- devices ---- */

static int drive(void *context, tp_device device, unsigned channel, struct tp_value value,
                 unsigned lease_ms)
{
    struct tp_plugin_link *link = context;
    return link->backend->set(link->run, device, channel, value, lease_ms);
}

/* The channels as they are to be added: what the manifest says of safe values goes first. More than
 * there can be are refused later, unread. */
static void with_safe(const struct tp_manifest *manifest, const struct tp_device_about *about,
                      struct tp_channel channels[TP_CHANNELS])
{
    for (size_t i = 0; i < about->channel_count && about->channel_count <= TP_CHANNELS; i++) {
        const char *name = about->channels[i].name;
        const char *safe = name ? tp_manifest_safe(manifest, name) : NULL;
        channels[i] = about->channels[i];
        channels[i].safe = safe ? safe : channels[i].safe;
    }
}

/* Those that somebody else removed make room. */
static void forget_stale(struct tp_plugin_link *link)
{
    size_t kept = 0;
    struct tp_device_state seen;
    for (size_t i = 0; i < link->own_count; i++)
        if (tp_devices_look(link->devices, link->own[i], &seen) == 0)
            link->own[kept++] = link->own[i];
    link->own_count = kept;
}

int tp_link_device_add(struct tp_plugin_link *link, const struct tp_device_about *about,
                       tp_device *out, struct tp_err *err)
{
    struct tp_device_about whole = *about;
    struct tp_channel channels[TP_CHANNELS];
    struct tp_err own;
    with_safe(link->manifest, about, channels);
    whole.plugin = link->manifest->id;
    whole.channels = channels;
    whole.set = link->backend->set ? drive : NULL;
    whole.context = link;
    int rc = tp_devices_add(link->devices, &whole, uv_hrtime(), out, err ? err : &own);
    if (rc < 0) {
        tp_link_warning(link, err ? err->text : own.text);
        if (link->ear->fault) /* else the log has it already */
            tp_link_fault(link, err ? err->text : own.text);
        return rc;
    }
    forget_stale(link);
    link->own[link->own_count++] = *out;
    return 0;
}

/* Where it stands among its own; own_count when it is another's. */
static size_t place(const struct tp_plugin_link *link, tp_device device)
{
    size_t i = 0;
    while (i < link->own_count && link->own[i] != device)
        i++;
    return i;
}

void tp_link_device_remove(struct tp_plugin_link *link, tp_device device)
{
    size_t i = place(link, device);
    if (i == link->own_count)
        return;
    link->own[i] = link->own[--link->own_count];
    tp_devices_remove(link->devices, device);
}

void tp_link_forget(struct tp_plugin_link *link)
{
    while (link->own_count > 0)
        tp_link_device_remove(link, link->own[0]);
}

tp_device tp_link_device(const struct tp_plugin_link *link, const char *id)
{
    struct tp_device_state seen;
    for (size_t i = 0; i < link->own_count; i++)
        if (tp_devices_look(link->devices, link->own[i], &seen) == 0 && strcmp(seen.id, id) == 0)
            return link->own[i];
    return 0;
}

int tp_link_channel(const struct tp_plugin_link *link, tp_device device, const char *name)
{
    struct tp_channel_state seen;
    for (int i = 0; tp_devices_look_channel(link->devices, device, (unsigned)i, 0, &seen) == 0; i++)
        if (!name || strcmp(seen.about.name, name) == 0)
            return i;
    return -1;
}

int tp_link_reading(struct tp_plugin_link *link, tp_device device, unsigned channel, uint64_t t_ns,
                    double value)
{
    if (place(link, device) == link->own_count)
        return -TP_EDEVICE;
    return tp_devices_reading(link->devices, device, channel, t_ns, uv_hrtime(), value);
}
