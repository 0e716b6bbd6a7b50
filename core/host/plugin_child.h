/* Plugins that are programs of their own: the backend that speaks the lines of plugins/PROTOCOL.md.
 *
 * Nothing that such a program does or leaves undone takes more than 2 ms of a turn of the loop, or
 * more than a bounded piece of memory. Room-internal. [loop] */
#ifndef TP_HOST_PLUGIN_CHILD_H
#define TP_HOST_PLUGIN_CHILD_H

#include "core/host/plugin_limits.h"
#include "core/host/plugin_link.h"

extern const struct tp_plugin_backend tp_plugin_child;

/* What the backend's `create` does, with other limits, which are borrowed. */
int plugin_child_create(struct tp_plugin_link *link, const struct plugin_allowed *allowed,
                        void **run, struct tp_err *err);

/* What a voice is to say. */
struct plugin_speech {
    const char *text, *voice; /* borrowed for the call */
    double stretch;           /* its sounds so many times as long as usual */
    /* Comes once, in a later turn: a descriptor of the wave file, the callee's to close; or −1 and
     * why: -TP_EDEVICE when the program ended. */
    void (*done)(void *context, int wave, const struct tp_err *err);
    void *context;
};

/* -TP_EAGAIN: it does not run now, or eight wait already; nothing is called then. */
int plugin_child_speak(void *run, const struct plugin_speech *speech, struct tp_err *err);

#endif
