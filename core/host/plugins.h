/* The plugins of a session: found by their manifests, started, watched, ended.
 *
 * A plugin is a folder with a manifest `plugin.json` and either a shared object (tp_plugin.h) or a
 * program (PROTOCOL.md); from here on both are one: one state machine (plugin_life.h), one set of
 * calls. What goes wrong with one is one sentence for the person and never disturbs the session.
 * [loop] */
#ifndef TP_HOST_PLUGINS_H
#define TP_HOST_PLUGINS_H

#include "core/base/err.h"
#include "core/engine/command.h"
#include "core/host/devices.h"

#include <stdbool.h>
#include <stddef.h>

struct uv_loop_s;

enum { TP_PLUGINS = 32 }; /* most of one session */

struct tp_plugins_config {
    struct uv_loop_s *loop;
    struct tp_devices *devices; /* borrowed until the plugins are closed */
    const char *const *folders; /* where plugin folders are looked for, first wins; copied */
    size_t folder_count;
    const char *program_version;
    /* A control sends a command; its value is borrowed for the call. */
    void (*command)(void *context, const struct tp_command *command);
    /* One line for the person. */
    void (*warning)(void *context, const char *text);
    /* A line that the plugin `id` wrote for the log. May be NULL. */
    void (*log)(void *context, const char *id, const char *text);
    void *context;
};

enum tp_plugin_phase {
    TP_PLUGIN_STARTING, /* asked to begin, has not answered */
    TP_PLUGIN_RUNNING,
    TP_PLUGIN_WAITING, /* it ended or hung; it is started again after a while */
    TP_PLUGIN_STOPPING,
    TP_PLUGIN_ENDED, /* as it was asked to */
    TP_PLUGIN_FAILED /* and is not tried again */
};

struct tp_plugin_state {
    const char *id, *name, *version; /* borrowed until the plugins are closed */
    enum tp_plugin_phase phase;
    const char *text; /* what is the matter, for people; "" when nothing is */
    unsigned restarts;
    bool child; /* a process of its own */
};

struct tp_plugins;

int tp_plugins_create(struct tp_plugins **out, const struct tp_plugins_config *config,
                      struct tp_err *err);

/* Starts the plugin that `spec` names: an id, the path of a plugin's folder, of a manifest or of a
 * shared object; then, after a colon, settings: "sim:file=press.csv,speed=2". A setting without a
 * value stands for true ("sim:keys"). Values with a comma, a quote or a space at an end stand in
 * double quotes. -TP_EUSAGE: a wrong spec or setting, with what is allowed; -TP_EDEVICE: it cannot
 * be loaded or a need is missing, with what to do; both are one sentence that begins with the
 * plugin's id. What fails later is a warning. */
int tp_plugins_load(struct tp_plugins *plugins, const char *spec, struct tp_err *err);

/* No plugin is still starting. */
bool tp_plugins_settled(const struct tp_plugins *plugins);

size_t tp_plugins_count(const struct tp_plugins *plugins);
void tp_plugins_look(const struct tp_plugins *plugins, size_t n, struct tp_plugin_state *out);

/* An event goes to the plugins that ask for it: one line of JSON-RPC as tp_event_json makes it. */
void tp_plugins_event(struct tp_plugins *plugins, const char *method, const char *line,
                      size_t length);

/* A key that the person pressed ("up", "a"): true when a running plugin takes it for itself. */
bool tp_plugins_key(struct tp_plugins *plugins, const char *key);

/* Stops all of them, by the ladder; `closed` comes in a later turn of the loop, within 3 s. NULL is
 * fine, and calls nothing. */
void tp_plugins_close(struct tp_plugins *plugins, void (*closed)(void *context), void *context);

#endif
