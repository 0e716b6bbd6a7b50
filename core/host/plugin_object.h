/* Plugins that are shared objects: loaded, looked at, called. plugins/tp_plugin.h is the contract.
 *
 * Nothing of an object is called before its entry was looked at, and it stays loaded from its first
 * call on. What it does on the loop is timed: who keeps the loop waiting again and again is left
 * out. */
#ifndef TP_HOST_PLUGIN_OBJECT_H
#define TP_HOST_PLUGIN_OBJECT_H

#include "core/base/err.h"
#include "core/host/plugin_link.h"
#include "plugins/tp_plugin.h"

/* How one is run, once it is linked to a manifest with an object. `create` loads it: -TP_EDEVICE
 * with a sentence when it cannot be loaded, or is not what the manifest says. */
extern const struct tp_plugin_backend tp_plugin_object_backend;

/* Loads the shared object of a manifest and looks at its entry, which stays until the program ends.
 * -TP_EDEVICE: one sentence: no such file, not allowed to read it, no shared object, one of another
 * machine, no entry, another version of the interface, another id or kind. [any thread] */
int tp_plugin_object_load(const struct tp_manifest *manifest, const struct tp_plugin **out,
                          struct tp_err *err);

/* The same, of kind voice, and of the version of its manifest, by which what it said is kept.
 * Nothing of the object is called. */
int tp_plugin_object_voice(const struct tp_manifest *manifest, const struct tp_plugin_voice **out,
                           struct tp_err *err);

#endif
