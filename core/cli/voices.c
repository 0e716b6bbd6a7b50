/* From plugins to the table of the audio room. */
#include "core/cli/voices.h"

#include "core/base/text.h"
#include "core/cli/folders.h"
#include "core/host/voice_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIM "sim"

struct tp_voices {
    struct tp_voice_plugins *plugins;
    struct tp_voice_engine engine; /* of the voice that was opened last */
};

/* ---- a plugin as an engine ---- */

static int engine_open(void *context, const char *name, void **voice, struct tp_err *err)
{
    struct tp_err why;
    int rc = tp_voice_plugin_open(context, name, voice, &why);
    return rc == 0 ? 0
                   : tp_err_set(err, rc == -TP_ENOMEM ? TP_ENOMEM : TP_EVOICE,
                                "the voice %s cannot speak: %s", name, why.text);
}

static void engine_close(void *context, void *voice)
{
    tp_voice_plugin_shut(context, voice);
}

static float engine_gain(void *context, const void *voice)
{
    return tp_voice_plugin_gain(context, voice);
}

static int engine_speak(void *context, void *voice, const char *piece, float stretch,
                        bool (*stopped)(void *asked), void *asked, struct tp_voice_wave *wave)
{
    struct tp_plugin_wave made;
    int rc = tp_voice_plugin_speak(context, voice, piece, stretch, stopped, asked, &made);
    *wave = (struct tp_voice_wave){made.samples, made.frames, made.rate};
    return rc;
}

static void engine_release(void *context, struct tp_voice_wave *wave)
{
    struct tp_plugin_wave made = {wave->samples, wave->frames, wave->rate};
    tp_voice_plugin_release(context, &made);
    *wave = (struct tp_voice_wave){0};
}

static pid_t engine_copy(void *context)
{
    return tp_voice_plugin_copy(context);
}

static struct tp_voice_engine engine_of(struct tp_voice_plugin *plugin)
{
    return (struct tp_voice_engine){.open = engine_open,
                                    .close = engine_close,
                                    .gain = engine_gain,
                                    .speak = engine_speak,
                                    .release = engine_release,
                                    .copy = engine_copy,
                                    .context = plugin};
}

/* ---- finding and choosing ---- */

int tp_voices_find(struct tp_voices **out, struct tp_err *err)
{
    struct tp_folders folders;
    const char *paths[TP_FOLDERS];
    *out = calloc(1, sizeof **out);
    if (!*out)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_folder_plugins(&folders);
    for (int i = 0; i < folders.count; i++)
        paths[i] = folders.paths[i];
    return tp_voice_plugins_find(&(*out)->plugins, paths, (size_t)folders.count, TPRUN_VERSION,
                                 err);
}

void tp_voices_close(struct tp_voices *voices)
{
    if (!voices)
        return;
    tp_voice_plugins_close(voices->plugins);
    free(voices);
}

const char *tp_voices_name(const struct tp_voices *voices, size_t n)
{
    const char *name = tp_voice_plugins_name(voices->plugins, n);
    bool is_last = !name && (n == 0 || tp_voice_plugins_name(voices->plugins, n - 1));
    return is_last ? SIM : name;
}

/* "slt, rms and sim" */
static void list_names(const struct tp_voices *voices, struct tp_buf *list)
{
    const char *name, *next = tp_voices_name(voices, 0);
    for (size_t i = 1; (name = next); i++) {
        next = tp_voices_name(voices, i);
        tp_buf_printf(list, "%s%s", i == 1 ? "" : next ? ", " : " and ", name);
    }
}

static int refuse(const struct tp_voices *voices, const char *name, struct tp_err *err)
{
    char clean[64];
    const char *problem = tp_voice_plugins_problem(voices->plugins);
    struct tp_buf names = {0};
    if (!tp_voice_plugins_name(voices->plugins, 0))
        return tp_err_set(err, TP_EVOICE, "no plugin that brings a voice was found%s%s%s",
                          *problem ? " (" : "; install tprun as a whole, or set TPRUN_PLUGINS",
                          problem, *problem ? ")" : "");
    list_names(voices, &names);
    tp_err_set(err, TP_EUSAGE, "no voice is called %s; there are %s%s%s%s",
               tp_text_clean(clean, sizeof clean, name, strlen(name)),
               names.data ? names.data : SIM, *problem ? " (" : "", problem, *problem ? ")" : "");
    tp_buf_finish(&names);
    return -TP_EUSAGE;
}

/* By its plugin's version; flite's voices were known so before there were plugins, and what was
 * kept of them stays good. */
static void make_key(struct tp_buf *key, const struct tp_voice_plugin *plugin, const char *name)
{
    const char *id = tp_voice_plugin_id(plugin), *version = tp_voice_plugin_version(plugin);
    if (strcmp(id, "flite") == 0)
        tp_buf_printf(key, "%s %s", name, version);
    else
        tp_buf_printf(key, "%s %s %s", name, version, id);
}

static int open_with(struct tp_voices *voices, struct tp_voice_plugin *plugin,
                     const struct tp_voice_config *asked, struct tp_voice **out, struct tp_err *err)
{
    struct tp_voice_config config = *asked;
    struct tp_buf key = {0};
    char *cache = tp_folder_own(TP_FOLDER_CACHE, "voice");
    make_key(&key, plugin, config.name);
    voices->engine = engine_of(plugin);
    config.engine = &voices->engine;
    config.key = key.data;
    config.cache_dir = key.failed ? NULL : cache;
    int rc = tp_voice_open(out, &config, err);
    tp_buf_finish(&key);
    free(cache);
    return rc;
}

int tp_voices_open(struct tp_voices *voices, const char *name, double rate, struct tp_voice **out,
                   struct tp_err *err)
{
    struct tp_voice_config config = {.name = name, .rate = rate};
    struct tp_voice_plugin *plugin = tp_voice_plugins_of(voices->plugins, name);
    *out = NULL;
    if (strcmp(name, SIM) == 0)
        return tp_voice_open(out, &config, err);
    return plugin ? open_with(voices, plugin, &config, out, err) : refuse(voices, name, err);
}
