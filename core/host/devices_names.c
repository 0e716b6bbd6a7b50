/* Names: what a role, an id, or one of them with a channel means at this moment. */
#include "core/host/devices_internal.h"

#include <string.h>

int tp_devices_map(struct tp_devices *devices, const char *role, const char *id, struct tp_err *err)
{
    struct role *entry = NULL;
    if (!devices_is_word(role, DEVICE_WORD))
        return tp_err_set(err, TP_EINVAL,
                          "a role must be a word of a-z, 0-9 and _, such as pressure, of at most "
                          "31 letters");
    if (!devices_is_id(id, sizeof entry->target))
        return tp_err_set(err, TP_EINVAL,
                          "the role '%s' must be the id of a device, as `tprun devices` shows it, "
                          "or id.channel",
                          role);
    for (size_t i = 0; i < devices->role_count && !entry; i++)
        if (strcmp(devices->roles[i].name, role) == 0)
            entry = &devices->roles[i];
    if (!entry && devices->role_count == TP_ROLES)
        return tp_err_set(err, TP_ELIMIT, "at most %d roles can be named", TP_ROLES);
    if (!entry)
        entry = &devices->roles[devices->role_count++];
    devices_copy(entry->name, sizeof entry->name, role);
    devices_copy(entry->target, sizeof entry->target, id);
    return 0;
}

/* ---- pieces of names ---- */

/* A text that need not end where the piece does. */
struct piece {
    const char *text;
    size_t length;
};

static struct piece whole(const char *text)
{
    return (struct piece){text, strlen(text)};
}

static bool is(struct piece piece, const char *text)
{
    return strncmp(text, piece.text, piece.length) == 0 && text[piece.length] == '\0';
}

/* What the person says that the role is, or NULL. */
static const char *mapped(const struct tp_devices *devices, struct piece role)
{
    for (size_t i = 0; i < devices->role_count; i++)
        if (is(role, devices->roles[i].name))
            return devices->roles[i].target;
    return NULL;
}

/* Its own word for itself, where the person does not use it for something else. */
static const char *own_role(const struct tp_devices *devices, const struct device *device)
{
    return mapped(devices, whole(device->role)) ? "" : device->role;
}

static int channel_of(const struct device *device, struct piece name)
{
    for (size_t i = 0; i < device->channel_count; i++)
        if (is(name, device->channels[i].name))
            return (int)i;
    return -1;
}

/* ---- from a name to a device ---- */

typedef const char *tag_of(const struct tp_devices *devices, const struct device *device);

static const char *own_id(const struct tp_devices *devices, const struct device *device)
{
    (void)devices;
    return device->id;
}

/* The first device whose tag is the piece; 0: none. */
static tp_device first(const struct tp_devices *devices, struct piece piece, tag_of *tag)
{
    for (size_t i = 0; i < devices->count && piece.length > 0; i++)
        if (is(piece, tag(devices, devices->slots[devices->order[i]].device)))
            return devices_handle(devices, devices->order[i]);
    return 0;
}

/* An id, or id.channel; ids may hold dots themselves. The channel is −1 when none is named. */
static bool by_id(const struct tp_devices *devices, const char *target, tp_device *device,
                  int *channel)
{
    const char *dot = strrchr(target, '.');
    *channel = -1;
    *device = first(devices, whole(target), own_id);
    if (*device || !dot)
        return *device != 0;
    *device = first(devices, (struct piece){target, (size_t)(dot - target)}, own_id);
    if (*device)
        *channel = channel_of(devices_get(devices, *device), whole(dot + 1));
    return *channel >= 0;
}

/* A role: what the person says that it is, and only then what devices say. */
static bool by_role(const struct tp_devices *devices, struct piece role, tp_device *device,
                    int *channel)
{
    const char *target = mapped(devices, role);
    *channel = -1;
    if (target)
        return by_id(devices, target, device, channel);
    *device = first(devices, role, own_role);
    return *device != 0;
}

bool devices_find(const struct tp_devices *devices, const char *name, tp_device *device,
                  int *channel)
{
    const char *dot = strrchr(name, '.');
    if (by_role(devices, whole(name), device, channel))
        return true;
    if (mapped(devices, whole(name)))
        return false;
    if (by_id(devices, name, device, channel))
        return true;
    if (!dot || !by_role(devices, (struct piece){name, (size_t)(dot - name)}, device, channel))
        return false;
    *channel = channel_of(devices_get(devices, *device), whole(dot + 1));
    return *channel >= 0;
}

int tp_devices_find(const struct tp_devices *devices, const char *name, tp_device *device,
                    unsigned *channel)
{
    int found;
    if (!devices_find(devices, name, device, &found))
        return -TP_EDEVICE;
    *channel = found < 0 ? 0 : (unsigned)found;
    return 0;
}

bool tp_devices_means(const struct tp_devices *devices, const char *name, tp_device device,
                      unsigned channel)
{
    tp_device found;
    unsigned at;
    return tp_devices_find(devices, name, &found, &at) == 0 && found == device && at == channel;
}

/* ---- from a device to its role ---- */

/* Of one that goes just now too. */
const char *devices_role(const struct tp_devices *devices, const struct device *device)
{
    size_t length = strlen(device->id);
    for (size_t i = 0; i < devices->role_count; i++) {
        const char *target = devices->roles[i].target;
        if (strncmp(target, device->id, length) != 0)
            continue;
        if (target[length] == '\0' ||
            (target[length] == '.' && channel_of(device, whole(target + length + 1)) >= 0))
            return devices->roles[i].name;
    }
    return own_role(devices, device);
}
