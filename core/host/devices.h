/* What is connected: devices by name, role and handle; their last readings; the leases of outputs.
 *
 * Plugins add and remove devices here, and hand in readings; the session, `tprun devices` and the
 * world of a routine ask here. It knows no plugin: what drives an output is a function that came
 * with the device. Time is told, in nanoseconds of CLOCK_MONOTONIC. Must never block. [loop] */
#ifndef TP_HOST_DEVICES_H
#define TP_HOST_DEVICES_H

#include "core/base/err.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TP_DEVICES = 64,  /* most at a time */
    TP_CHANNELS = 16, /* of one device */
    TP_ROLES = 32     /* that the person names */
};

/* A slot and its generation. 0 is none; one that is gone is never another's. */
typedef uint64_t tp_device;

enum tp_channel_kind {
    TP_CHANNEL_READING, /* what a sensor measures */
    TP_CHANNEL_NUMBER,  /* outputs: min–max, #rrggbb, words */
    TP_CHANNEL_COLOUR,
    TP_CHANNEL_TEXT
};

struct tp_channel {
    const char *name; /* a–z, 0–9, _; at most 31 bytes, unique in its device */
    const char *unit; /* "" without one; at most 15 bytes */
    enum tp_channel_kind kind;
    double min, max;
    double rate_hz;   /* 0: as it happens */
    const char *safe; /* of an output: "off", "restore" or a value; NULL: "off" */
};

struct tp_device_about {
    const char *id;     /* stable, unique: "usb-2341_0043-85735"; at most 95 bytes */
    const char *name;   /* for people */
    const char *plugin; /* id of the plugin it came from */
    const char *role;   /* what it is called unless the person says otherwise; "" nothing */
    const struct tp_channel *channels;
    size_t channel_count;
    /* Drives an output: as tp_plugin.h, "set"; nil with a lease of 0 stands for what it was before.
     * A text is borrowed for the call. NULL: no outputs. */
    int (*set)(void *context, tp_device device, unsigned channel, struct tp_value value,
               unsigned lease_ms);
    void *context;
};

/* Is told of what happens; every member may be NULL, and may add, remove and set in turn. One may
 * be told that a device goes of which it was never told: another had it removed at once. */
struct tp_devices_listener {
    void (*added)(void *context, tp_device device);
    /* It has no name any more; its handle still tells of it. */
    void (*removed)(void *context, tp_device device);
    void (*reading)(void *context, tp_device device, unsigned channel, double value);
};

struct tp_devices;

int tp_devices_create(struct tp_devices **out);
void tp_devices_destroy(struct tp_devices *devices); /* NULL is fine */

/* At most four listen; borrowed until the registry is destroyed. -TP_ELIMIT. */
int tp_devices_listen(struct tp_devices *devices, const struct tp_devices_listener *listener,
                      void *context);

/* Everything is copied. -TP_EINVAL: the id is there already or a name is none; -TP_ELIMIT. */
int tp_devices_add(struct tp_devices *devices, const struct tp_device_about *about, uint64_t now_ns,
                   tp_device *out, struct tp_err *err);
void tp_devices_remove(struct tp_devices *devices, tp_device handle); /* a stale one: nothing */

/* A reading arrived at `now_ns`, and says that it was taken at `t_ns` (0: it does not say).
 * -TP_EDEVICE: the handle is stale; -TP_EINVAL: not a number, from the future (by over 50 ms), no
 * such channel. What a channel refuses is counted. */
int tp_devices_reading(struct tp_devices *devices, tp_device handle, unsigned number, uint64_t t_ns,
                       uint64_t now_ns, double value);

/* What a sensor's own numbers are worth: (value − zero) × scale, in `unit` (copied). */
struct tp_correction {
    double zero, scale;
    const char *unit;
};

/* From the next reading on they are worth that, for all who listen and look; NULL: what they are.
 * -TP_EDEVICE: the handle is stale; -TP_EINVAL: no such sensor channel. */
int tp_devices_correct(struct tp_devices *devices, tp_device handle, unsigned number,
                       const struct tp_correction *correction);

/* That `role` is the device `id`, or its channel "id.channel"; over what devices say of themselves.
 * May name one that is not there yet. -TP_EINVAL with what is allowed; -TP_ELIMIT. */
int tp_devices_map(struct tp_devices *devices, const char *role, const char *id,
                   struct tp_err *err);

/* The channel that `name` means: a role, an id, "role.channel" or "id.channel". Among devices of
 * one role the first that was added; without a channel its first one. -TP_EDEVICE. */
int tp_devices_find(const struct tp_devices *devices, const char *name, tp_device *device,
                    unsigned *channel);

/* Whether `name` means this channel now: cheap, for each reading. */
bool tp_devices_means(const struct tp_devices *devices, const char *name, tp_device device,
                      unsigned channel);

struct tp_channel_state {
    struct tp_channel about; /* texts borrowed until the device goes */
    bool known;              /* there was a reading */
    double value;            /* the last one; of an output what it was set to, if a number */
    uint64_t at_ns;          /* when it arrived */
    double rate_hz;          /* measured over the last 2 s */
    uint64_t readings, refused;
    bool held;      /* an output under a lease */
    bool corrected; /* unit, range and value are those of a correction */
};

struct tp_device_state {
    const char *id, *name, *plugin, *role; /* borrowed until the device goes; role as in force */
    size_t channel_count;
    uint64_t added_ns;
};

/* The n-th device in the order in which they came; 0: no more. */
tp_device tp_devices_at(const struct tp_devices *devices, size_t n);
int tp_devices_look(const struct tp_devices *devices, tp_device handle,
                    struct tp_device_state *out);
int tp_devices_look_channel(const struct tp_devices *devices, tp_device handle, unsigned number,
                            uint64_t now_ns, struct tp_channel_state *out);

/* Drives the output that `name` means (without a channel its first output) for at most `lease_ms`
 * (100–2000); again in time, and it stays. 0, -TP_EDEVICE: there is none; -TP_EINVAL with what it
 * takes. */
int tp_devices_set(struct tp_devices *devices, const char *name, struct tp_value value,
                   unsigned lease_ms, uint64_t now_ns, struct tp_err *err);

/* Lets it fall to its safe value now; all of them. */
void tp_devices_release(struct tp_devices *devices, const char *name);
void tp_devices_release_all(struct tp_devices *devices);

/* Ends leases that are over; call it each 10–50 ms. An output that went while it was held falls to
 * its safe value when it is back. */
void tp_devices_tick(struct tp_devices *devices, uint64_t now_ns);

#endif
