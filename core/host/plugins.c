/* The plugins of a session: found, made, told what they asked for, closed. [loop] */
#include "core/base/text.h"
#include "core/host/plugin_child.h"
#include "core/host/plugin_find.h"
#include "core/host/plugin_object.h"
#include "core/host/plugins_internal.h"

#include <stdlib.h>
#include <string.h>

static void free_plugin(struct plugin *plugin)
{
    if (!plugin)
        return;
    if (plugin->link.backend)
        plugin->link.backend->destroy(plugin->link.run);
    tp_plugin_settings_finish(&plugin->settings);
    tp_buf_finish(&plugin->json);
    tp_manifest_finish(&plugin->manifest);
    free(plugin);
}

static void free_all(struct tp_plugins *plugins)
{
    for (size_t i = 0; i < plugins->count; i++)
        free_plugin(plugins->list[i]);
    for (size_t i = 0; plugins->folders && i < plugins->config.folder_count; i++)
        free(plugins->folders[i]);
    free(plugins->folders);
    free(plugins);
}

void plugins_timer_closed(uv_handle_t *timer)
{
    struct tp_plugins *plugins = timer->data;
    void (*closed)(void *context) = plugins->on_closed;
    void *context = plugins->on_closed_context;
    free_all(plugins);
    if (closed)
        closed(context);
}

int tp_plugins_create(struct tp_plugins **out, const struct tp_plugins_config *config,
                      struct tp_err *err)
{
    struct tp_plugins *plugins = *out = calloc(1, sizeof *plugins);
    if (!plugins)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    plugins->config = *config;
    plugins->folders = calloc(config->folder_count + 1, sizeof *plugins->folders);
    bool copied = plugins->folders != NULL;
    for (size_t i = 0; copied && i < config->folder_count; i++)
        copied = (plugins->folders[i] = tp_text_copy(config->folders[i])) != NULL;
    if (!copied || uv_timer_init(config->loop, &plugins->timer) < 0) {
        free_all(plugins);
        *out = NULL;
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    plugins->config.folders = (const char *const *)plugins->folders;
    plugins->timer.data = plugins;
    return 0;
}

/* What runs it, made of a manifest that was found and the settings of the spec. */
static int make(struct plugin *plugin, const char *settings, struct tp_err *err)
{
    struct tp_err why;
    struct tp_plugins *owner = plugin->owner;
    const struct tp_manifest *manifest = &plugin->manifest;
    int rc = tp_plugin_settings_read(&plugin->settings, manifest, settings, err);
    if (rc < 0)
        return rc;
    if (manifest->kinds == TP_PLUGIN_VOICE)
        return tp_err_set(err, TP_EUSAGE, "%s: it is a voice: choose it with --voice",
                          manifest->id);
    tp_plugin_settings_json(&plugin->settings, manifest, &plugin->json);
    if (plugin->json.failed)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    plugin->link = (struct tp_plugin_link){.loop = owner->config.loop,
                                           .devices = owner->config.devices,
                                           .manifest = manifest,
                                           .settings = plugin->json.data,
                                           .program_version = owner->config.program_version,
                                           .backend = manifest->object ? &tp_plugin_object_backend
                                                                       : &tp_plugin_child,
                                           .ear = &plugins_ear,
                                           .context = plugin};
    rc = plugin->link.backend->create(&plugin->link, &plugin->link.run, &why);
    return rc < 0 ? tp_err_set(err, -rc, "%s: %s", manifest->id, why.text) : 0;
}

int tp_plugins_load(struct tp_plugins *plugins, const char *spec, struct tp_err *err)
{
    size_t length = tp_plugin_spec_name(spec);
    if (plugins->count == TP_PLUGINS)
        return tp_err_set(err, TP_EUSAGE, "%s: at most %d plugins can run", spec, TP_PLUGINS);
    struct plugin *plugin = calloc(1, sizeof *plugin);
    if (!plugin)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    plugin->owner = plugins;
    int rc = tp_plugin_find(&plugin->manifest, plugins->config.folders,
                            plugins->config.folder_count, spec, length, err);
    if (rc == 0)
        rc = make(plugin, spec[length] ? spec + length + 1 : NULL, err);
    if (rc < 0) {
        free_plugin(plugin);
        return rc;
    }
    plugins->list[plugins->count++] = plugin;
    plugins_tell(plugin, TP_LIFE_START);
    plugins_arm(plugins);
    return 0;
}

void tp_plugins_close(struct tp_plugins *plugins, void (*closed)(void *context), void *context)
{
    if (!plugins || plugins->closing)
        return;
    plugins->closing = true;
    plugins->on_closed = closed;
    plugins->on_closed_context = context;
    for (size_t i = 0; i < plugins->count; i++)
        plugins_tell(plugins->list[i], TP_LIFE_STOP);
    plugins_arm(plugins);
    plugins_finish(plugins);
}

/* ---- asking and telling ---- */

bool tp_plugins_settled(const struct tp_plugins *plugins)
{
    for (size_t i = 0; i < plugins->count; i++)
        if (plugins_phase(plugins->list[i]) == TP_PLUGIN_STARTING)
            return false;
    return true;
}

size_t tp_plugins_count(const struct tp_plugins *plugins)
{
    return plugins->count;
}

void tp_plugins_look(const struct tp_plugins *plugins, size_t n, struct tp_plugin_state *out)
{
    const struct plugin *plugin = plugins->list[n];
    *out = (struct tp_plugin_state){.id = plugin->manifest.id,
                                    .name = plugin->manifest.name,
                                    .version = plugin->manifest.version,
                                    .phase = plugins_phase(plugin),
                                    .text = *plugin->life.text ? plugin->life.text : plugin->status,
                                    .restarts = plugin->life.restarts,
                                    .child = !plugin->manifest.object};
}

void tp_plugins_event(struct tp_plugins *plugins, const char *method, const char *line,
                      size_t length)
{
    if (length > 0 && line[length - 1] == '\n')
        length--;
    for (size_t i = 0; i < plugins->count; i++) {
        struct plugin *plugin = plugins->list[i];
        if (plugins_phase(plugin) == TP_PLUGIN_RUNNING &&
            tp_manifest_wants(&plugin->manifest, method))
            plugin->link.backend->event(plugin->link.run, method, line, length);
    }
}

bool tp_plugins_key(struct tp_plugins *plugins, const char *key)
{
    for (size_t i = 0; i < plugins->count; i++) {
        struct plugin *plugin = plugins->list[i];
        if (plugins_phase(plugin) != TP_PLUGIN_RUNNING ||
            !tp_plugin_settings_key(&plugin->settings, &plugin->manifest, key))
            continue;
        plugin->link.backend->key(plugin->link.run, key);
        return true;
    }
    return false;
}
