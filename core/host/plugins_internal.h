/* The plugins of a session, one by one. Room-internal.
 *
 * A plugin may be told to end, and others may end, in the middle of what is called here: all are
 * freed together, when the last has ended and its last turn is over. [loop] */
#ifndef TP_HOST_PLUGINS_INTERNAL_H
#define TP_HOST_PLUGINS_INTERNAL_H

#include "core/host/plugin_link.h"
#include "core/host/plugin_settings.h"
#include "core/host/plugins.h"

#include <uv.h>

enum { PLUGIN_TEXT = 300 };

struct plugin {
    struct tp_plugins *owner;
    struct tp_manifest manifest;
    struct tp_plugin_settings settings;
    struct tp_buf json; /* the settings */
    struct tp_plugin_link link;
    struct tp_life life;
    char status[PLUGIN_TEXT]; /* what it says of itself */
    bool status_waits;        /* the person was not told yet */
    char warned[PLUGIN_TEXT]; /* its last warning */
    uint64_t told_ns;         /* when the person was last told of what it says */
};

struct tp_plugins {
    struct tp_plugins_config config;
    char **folders; /* the config's, owned */
    struct plugin *list[TP_PLUGINS];
    size_t count;
    uv_timer_t timer;
    bool closing, closed;
    void (*on_closed)(void *context);
    void *on_closed_context;
};

/* ---- one plugin (plugins_life.c) ---- */

/* What it is heard by: the context is its struct plugin. */
extern const struct tp_plugin_ear plugins_ear;

enum tp_plugin_phase plugins_phase(const struct plugin *plugin);

/* Tells its life, and does what follows. */
void plugins_tell(struct plugin *plugin, enum tp_life_input what);

/* ---- all of them ---- */

/* The timer is set for what is due first. */
void plugins_arm(struct tp_plugins *plugins);

/* When they are to be closed, and all have ended, the timer is closed as the last. */
void plugins_finish(struct tp_plugins *plugins);

/* Frees everything, and says so (plugins.c). */
void plugins_timer_closed(uv_handle_t *timer);

#endif
