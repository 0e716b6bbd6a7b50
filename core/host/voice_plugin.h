/* Voices that plugins bring.
 *
 * Found by their manifests alone. Nothing of a plugin is loaded, or started, until one of its
 * voices is to be opened or copied; a shared object then stays until the program ends, a program
 * until the voice is shut. Plugins are called one at a time: each function below that calls one
 * waits for the others. */
#ifndef TP_HOST_VOICE_PLUGIN_H
#define TP_HOST_VOICE_PLUGIN_H

#include "core/base/err.h"
#include "plugins/tp_plugin.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct tp_voice_plugins; /* all that were found */
struct tp_voice_plugin;  /* one of them */

/* Looks through the folders of plugin folders; of two plugins with one id the first is taken.
 * -TP_ENOMEM. */
int tp_voice_plugins_find(struct tp_voice_plugins **out, const char *const *folders, size_t count,
                          const char *program_version, struct tp_err *err);

/* Once none of its voices is open. NULL is fine. */
void tp_voice_plugins_close(struct tp_voice_plugins *plugins);

/* The voices of all of them, one after another, each name once; NULL past the last. */
const char *tp_voice_plugins_name(const struct tp_voice_plugins *plugins, size_t n);

/* Whose voice that is, the first that has it; NULL: nobody's. */
struct tp_voice_plugin *tp_voice_plugins_of(const struct tp_voice_plugins *plugins,
                                            const char *name);

/* What is wrong with a manifest of those folders, the first that was found; "" nothing. */
const char *tp_voice_plugins_problem(const struct tp_voice_plugins *plugins);

const char *tp_voice_plugin_id(const struct tp_voice_plugin *plugin);
const char *tp_voice_plugin_version(const struct tp_voice_plugin *plugin);

/* As their namesakes in struct tp_plugin_voice, with codes of err.h: opening may give any, speaking
 * -TP_EAGAIN, -TP_ENOMEM, -TP_EVOICE; a wave that was given is sound. The first open loads the
 * plugin. [any thread] */
int tp_voice_plugin_open(struct tp_voice_plugin *plugin, const char *name, void **voice,
                         struct tp_err *err);
void tp_voice_plugin_shut(struct tp_voice_plugin *plugin, void *voice);
float tp_voice_plugin_gain(struct tp_voice_plugin *plugin, const void *voice);
int tp_voice_plugin_speak(struct tp_voice_plugin *plugin, void *voice, const char *piece,
                          float stretch, bool (*stopped)(void *context), void *context,
                          struct tp_plugin_wave *wave);
void tp_voice_plugin_release(struct tp_voice_plugin *plugin, struct tp_plugin_wave *wave);

/* As fork, while no thread is within the plugin, and with the plugin loaded: the copy can use it.
 * -1: none can be had. [any thread] */
pid_t tp_voice_plugin_copy(struct tp_voice_plugin *plugin);

#endif
