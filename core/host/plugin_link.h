/* Between a plugin and the program: how a plugin is run (a backend), and what it may say, the same
 * whichever way it is run.
 *
 * Two backends: shared objects (plugin_object.h) and processes (plugin_child.h). What a plugin says
 * of devices goes through here, so that it reaches only its own, and they go when it goes. All of
 * it is [loop]. */
#ifndef TP_HOST_PLUGIN_LINK_H
#define TP_HOST_PLUGIN_LINK_H

#include "core/base/err.h"
#include "core/engine/command.h"
#include "core/host/devices.h"
#include "core/host/plugin_life.h"

#include <stdbool.h>
#include <stddef.h>

struct uv_loop_s;
struct tp_manifest;
struct tp_plugin_link;

/* How a plugin is run. Nothing here blocks. `run` is what `create` made. */
struct tp_plugin_backend {
    /* Makes what runs the plugin of `link`, which outlives it. Nothing is started yet. */
    int (*create)(struct tp_plugin_link *link, void **run, struct tp_err *err);
    /* Starts it; again only after it was said to have ended. ANSWERED follows, at once or later.
     * -TP_EAGAIN: not now, it is tried again; any other: it cannot be run at all. After an error
     * nothing runs, and ENDED need not be said. */
    int (*begin)(void *run, struct tp_err *err);
    /* The ladder, from the top; each comes at most once a start. In a later turn of the loop than
     * the first of them, and when nothing of this start is left, handles included, ENDED is said;
     * after `abandon` that is soon, in any case. */
    void (*close)(void *run);
    void (*terminate)(void *run);
    void (*kill)(void *run);
    void (*abandon)(void *run);
    /* Drives an output: 0, -TP_EDEVICE, -TP_EINVAL, -TP_EAGAIN. */
    int (*set)(void *run, tp_device device, unsigned channel, struct tp_value value,
               unsigned lease_ms);
    /* A line of JSON-RPC, without its newline; only of events that the manifest asks for. */
    void (*event)(void *run, const char *method, const char *line, size_t length);
    void (*key)(void *run, const char *key);
    void (*destroy)(void *run); /* after ENDED; NULL is fine */
};

/* Who listens to a plugin. */
struct tp_plugin_ear {
    void (*life)(void *context, const struct tp_life_said *said);
    /* How it does, for the person: "" all is well. */
    void (*status)(void *context, const char *text);
    void (*command)(void *context, const struct tp_command *command);
    void (*warning)(void *context, const char *text); /* for the person */
    void (*log)(void *context, const char *text);     /* one line for the log, its own words */
    /* It said what it may not say: a line that is no message, a device with a wrong name, a reading
     * of what is not there; one sentence. NULL: it goes to the log. */
    void (*fault)(void *context, const char *text);
};

struct tp_plugin_link {
    struct uv_loop_s *loop;
    struct tp_devices *devices;
    const struct tp_manifest *manifest;
    const char *settings; /* a JSON object with every setting */
    const char *program_version;
    const struct tp_plugin_backend *backend;
    void *run; /* of the backend */
    const struct tp_plugin_ear *ear;
    void *context; /* of the ear */
    /* Its own, by this file */
    tp_device own[TP_DEVICES];
    size_t own_count;
};

/* ---- what a plugin says; its texts are cleaned here ---- */

void tp_link_life(struct tp_plugin_link *link, enum tp_life_input what, int exit_code,
                  const char *text);
void tp_link_status(struct tp_plugin_link *link, const char *text);
void tp_link_warning(struct tp_plugin_link *link, const char *text);
void tp_link_log(struct tp_plugin_link *link, const char *text);
void tp_link_fault(struct tp_plugin_link *link, const char *text);

/* A device of it is there. `about`: plugin, set and context are filled in here, and what the
 * manifest says of safe values goes before what the channels say. An error is told to the person,
 * and is a fault. */
int tp_link_device_add(struct tp_plugin_link *link, const struct tp_device_about *about,
                       tp_device *out, struct tp_err *err);
void tp_link_device_remove(struct tp_plugin_link *link,
                           tp_device device); /* not its own: nothing */

/* Its device of that id, 0 when it has none. */
tp_device tp_link_device(const struct tp_plugin_link *link, const char *id);
/* The channel of that name (NULL: the first); negative when there is none. */
int tp_link_channel(const struct tp_plugin_link *link, tp_device device, const char *name);

/* A reading of one of its devices, arriving now; as tp_devices_reading. */
int tp_link_reading(struct tp_plugin_link *link, tp_device device, unsigned channel, uint64_t t_ns,
                    double value);

/* It commands; the value is borrowed for the call. */
void tp_link_command(struct tp_plugin_link *link, const struct tp_command *command);

/* All its devices go: to be called before ENDED is said. */
void tp_link_forget(struct tp_plugin_link *link);

#endif
