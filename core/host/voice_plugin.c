/* A plugin's voice behind a lock, and the way to it.
 *
 * Must never load anything to answer what the manifest says. */
#include "core/host/voice_plugin.h"

#include "core/base/text.h"
#include "core/host/plugin_find.h"
#include "core/host/plugin_manifest.h"
#include "core/host/plugin_object.h"
#include "core/host/voice_child.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_RATE = 8000, RATE = 48000, SENTENCE = 300 };

struct tp_voice_plugin {
    struct tp_voice_plugin *next;
    struct tp_manifest manifest;
    const char *program_version;         /* borrowed from all of them */
    pthread_mutex_t lock;                /* held within each call of the plugin */
    const struct tp_plugin_voice *table; /* NULL until it is loaded; under the lock */
};

struct tp_voice_plugins {
    struct tp_voice_plugin *first, **end;
    char *program_version;
    char problem[480];
};

/* ---- finding ---- */

static struct tp_voice_plugin *find_id(const struct tp_voice_plugins *plugins, const char *id)
{
    struct tp_voice_plugin *plugin = plugins->first;
    while (plugin && strcmp(plugin->manifest.id, id) != 0)
        plugin = plugin->next;
    return plugin;
}

static int add(struct tp_voice_plugins *plugins, struct tp_manifest *manifest)
{
    struct tp_voice_plugin *plugin = NULL;
    bool is_new = (manifest->kinds & TP_PLUGIN_VOICE) && !find_id(plugins, manifest->id);
    if (is_new)
        plugin = calloc(1, sizeof *plugin);
    if (!plugin) {
        tp_manifest_finish(manifest);
        return is_new ? -TP_ENOMEM : 0;
    }
    plugin->manifest = *manifest;
    plugin->program_version = plugins->program_version;
    pthread_mutex_init(&plugin->lock, NULL);
    *plugins->end = plugin;
    plugins->end = &plugin->next;
    return 0;
}

/* A manifest that is wrong is no reason to be silent: the other voices speak. */
static int look_at(void *context, const char *id, const char *file)
{
    struct tp_voice_plugins *plugins = context;
    struct tp_manifest manifest = {0};
    struct tp_err err;
    int rc = tp_manifest_read(&manifest, file, &err);
    (void)id;
    if (rc == 0)
        return add(plugins, &manifest);
    if (rc == -TP_EINVAL && !plugins->problem[0])
        snprintf(plugins->problem, sizeof plugins->problem, "%s", err.text);
    return rc == -TP_ENOMEM ? rc : 0;
}

int tp_voice_plugins_find(struct tp_voice_plugins **out, const char *const *folders, size_t count,
                          const char *program_version, struct tp_err *err)
{
    struct tp_voice_plugins *plugins = calloc(1, sizeof *plugins);
    int rc = -TP_ENOMEM;
    if (plugins) {
        plugins->end = &plugins->first;
        plugins->program_version = tp_text_copy(program_version);
        rc = plugins->program_version ? 0 : -TP_ENOMEM;
    }
    if (rc == 0)
        rc = tp_plugin_list(folders, count, look_at, plugins);
    *out = plugins;
    if (rc == 0)
        return 0;
    tp_voice_plugins_close(plugins);
    *out = NULL;
    return tp_err_set(err, TP_ENOMEM, "out of memory");
}

void tp_voice_plugins_close(struct tp_voice_plugins *plugins)
{
    struct tp_voice_plugin *next, *plugin = plugins ? plugins->first : NULL;
    for (; plugin; plugin = next) {
        next = plugin->next;
        pthread_mutex_destroy(&plugin->lock);
        tp_manifest_finish(&plugin->manifest);
        free(plugin);
    }
    if (plugins)
        free(plugins->program_version);
    free(plugins);
}

const char *tp_voice_plugins_name(const struct tp_voice_plugins *plugins, size_t n)
{
    for (const struct tp_voice_plugin *plugin = plugins->first; plugin; plugin = plugin->next)
        for (char **name = plugin->manifest.voices; *name; name++)
            if (tp_voice_plugins_of(plugins, *name) == plugin && n-- == 0)
                return *name;
    return NULL;
}

struct tp_voice_plugin *tp_voice_plugins_of(const struct tp_voice_plugins *plugins,
                                            const char *name)
{
    for (struct tp_voice_plugin *plugin = plugins->first; plugin; plugin = plugin->next)
        for (char **one = plugin->manifest.voices; *one; one++)
            if (strcmp(*one, name) == 0)
                return plugin;
    return NULL;
}

const char *tp_voice_plugins_problem(const struct tp_voice_plugins *plugins)
{
    return plugins->problem;
}

const char *tp_voice_plugin_id(const struct tp_voice_plugin *plugin)
{
    return plugin->manifest.id;
}

const char *tp_voice_plugin_version(const struct tp_voice_plugin *plugin)
{
    return plugin->manifest.version;
}

/* ---- a program as a table ---- */

static void close_child(void *voice)
{
    voice_child_close(voice);
}

/* There is nobody who could say it: such a voice speaks at −17 LUFS by itself. */
static float child_gain(const void *voice)
{
    (void)voice;
    return 1;
}

static int speak_by_child(void *voice, const char *piece, float stretch,
                          bool (*stopped)(void *context), void *context,
                          struct tp_plugin_wave *wave)
{
    return voice_child_speak(voice, piece, stretch, stopped, context, wave);
}

static void release_of_child(struct tp_plugin_wave *wave)
{
    free(wave->samples);
    *wave = (struct tp_plugin_wave){0};
}

/* Opening needs the manifest: see open_voice. */
static const struct tp_plugin_voice child_table = {.struct_size = sizeof child_table,
                                                   .close = close_child,
                                                   .gain = child_gain,
                                                   .speak = speak_by_child,
                                                   .release = release_of_child};

/* ---- loading ---- */

/* [under the lock] */
static int load(struct tp_voice_plugin *plugin, struct tp_err *err)
{
    if (plugin->table)
        return 0;
    if (plugin->manifest.object)
        return tp_plugin_object_voice(&plugin->manifest, &plugin->table, err);
    plugin->table = &child_table;
    return 0;
}

/* ---- calling ---- */

/* Of what is loaded. [under the lock] */
static int open_voice(struct tp_voice_plugin *plugin, const char *name, void **voice,
                      struct tp_err *err)
{
    const struct tp_manifest *manifest = &plugin->manifest;
    char why[SENTENCE] = "", shown[SENTENCE];
    struct voice_child *child;
    if (plugin->table == &child_table) {
        int rc = voice_child_open(&child, manifest, name, plugin->program_version, err);
        *voice = child;
        return rc;
    }
    int rc = plugin->table->open(name, voice, why, sizeof why);
    return rc == 0 ? 0
                   : tp_err_set(err, -rc, "%s",
                                tp_text_clean(shown, sizeof shown, why, strnlen(why, sizeof why)));
}

int tp_voice_plugin_open(struct tp_voice_plugin *plugin, const char *name, void **voice,
                         struct tp_err *err)
{
    struct tp_err why;
    pthread_mutex_lock(&plugin->lock);
    int rc = load(plugin, &why);
    if (rc == 0)
        rc = open_voice(plugin, name, voice, &why);
    pthread_mutex_unlock(&plugin->lock);
    return rc == 0 ? 0 : tp_err_set(err, -rc, "%s: %s", plugin->manifest.id, why.text);
}

void tp_voice_plugin_shut(struct tp_voice_plugin *plugin, void *voice)
{
    pthread_mutex_lock(&plugin->lock);
    plugin->table->close(voice);
    pthread_mutex_unlock(&plugin->lock);
}

float tp_voice_plugin_gain(struct tp_voice_plugin *plugin, const void *voice)
{
    pthread_mutex_lock(&plugin->lock);
    float gain = plugin->table->gain(voice);
    pthread_mutex_unlock(&plugin->lock);
    return gain;
}

static bool is_sound(const struct tp_plugin_wave *wave)
{
    return wave->frames == 0 ||
           (wave->samples && wave->rate >= LEAST_RATE && RATE % wave->rate == 0);
}

int tp_voice_plugin_speak(struct tp_voice_plugin *plugin, void *voice, const char *piece,
                          float stretch, bool (*stopped)(void *context), void *context,
                          struct tp_plugin_wave *wave)
{
    *wave = (struct tp_plugin_wave){0};
    pthread_mutex_lock(&plugin->lock);
    int rc = plugin->table->speak(voice, piece, stretch, stopped, context, wave);
    bool wrong = rc == 0 && !is_sound(wave);
    if (wrong)
        plugin->table->release(wave);
    pthread_mutex_unlock(&plugin->lock);
    if (rc == -TP_PLUGIN_EAGAIN)
        return -TP_EAGAIN;
    if (rc == -TP_PLUGIN_ENOMEM)
        return -TP_ENOMEM;
    return rc < 0 || wrong ? -TP_EVOICE : 0;
}

void tp_voice_plugin_release(struct tp_voice_plugin *plugin, struct tp_plugin_wave *wave)
{
    pthread_mutex_lock(&plugin->lock);
    plugin->table->release(wave);
    pthread_mutex_unlock(&plugin->lock);
}

pid_t tp_voice_plugin_copy(struct tp_voice_plugin *plugin)
{
    struct tp_err err;
    pid_t child = -1;
    pthread_mutex_lock(&plugin->lock);
    if (load(plugin, &err) == 0 && (plugin->table->flags & TP_PLUGIN_VOICE_COPIES))
        child = fork();
    pthread_mutex_unlock(&plugin->lock); /* in both: this thread is its owner there too */
    return child;
}
