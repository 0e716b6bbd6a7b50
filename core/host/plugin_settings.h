/* The settings of a plugin as the person gives them, checked against what its manifest says.
 *
 * Pure. [any thread] */
#ifndef TP_HOST_PLUGIN_SETTINGS_H
#define TP_HOST_PLUGIN_SETTINGS_H

#include "core/base/text.h"
#include "core/host/plugin_manifest.h"

/* A value for each option of the manifest, in its order. Zero is none. */
struct tp_plugin_settings {
    struct tp_value *values; /* owned, their texts too */
    size_t count;
};

/* How many bytes of "ID:key=value,…" name the plugin. */
size_t tp_plugin_spec_name(const char *spec);

/* Reads "key=value,…", what stands after the colon of a spec ("" and NULL: all as usual). A key
 * alone stands for true. Spaces around values are left out; a value in double quotes is as it is,
 * with \" and \\ for a quote and a backslash. -TP_EUSAGE: one line that begins with the plugin's
 * id and says what is allowed; -TP_ENOMEM. To be finished only after 0. */
int tp_plugin_settings_read(struct tp_plugin_settings *settings, const struct tp_manifest *manifest,
                            const char *given, struct tp_err *err);
void tp_plugin_settings_finish(struct tp_plugin_settings *settings);

/* The value of the option of that name; nil: there is none. Its text is borrowed. */
struct tp_value tp_plugin_settings_get(const struct tp_plugin_settings *settings,
                                       const struct tp_manifest *manifest, const char *name);

/* Whether the plugin takes this key for itself, so set. */
bool tp_plugin_settings_key(const struct tp_plugin_settings *settings,
                            const struct tp_manifest *manifest, const char *key);

/* All of them as a JSON object, added to `out`. */
void tp_plugin_settings_json(const struct tp_plugin_settings *settings,
                             const struct tp_manifest *manifest, struct tp_buf *out);

#endif
