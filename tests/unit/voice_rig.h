/* The voices of flite for tests, through their plugin as the program has them; counts what is
 * loaded. */
#ifndef TP_TESTS_VOICE_RIG_H
#define TP_TESTS_VOICE_RIG_H

#include "audio/voice_engine.h"
#include "core/host/voice_plugin.h"

#include <stdatomic.h>
#include <stdlib.h>

static struct tp_voice_plugin *rig_plugin; /* loaded once for all */
static atomic_int rig_opened;              /* how often a voice was */

static int rig_open(void *context, const char *name, void **voice, struct tp_err *err)
{
    (void)context;
    atomic_fetch_add(&rig_opened, 1);
    return tp_voice_plugin_open(rig_plugin, name, voice, err);
}

static void rig_close(void *context, void *voice)
{
    (void)context;
    tp_voice_plugin_shut(rig_plugin, voice);
}

static float rig_gain(void *context, const void *voice)
{
    (void)context;
    return tp_voice_plugin_gain(rig_plugin, voice);
}

static int rig_speak(void *context, void *voice, const char *piece, float stretch,
                     bool (*stopped)(void *asked), void *asked, struct tp_voice_wave *wave)
{
    struct tp_plugin_wave made;
    (void)context;
    int rc = tp_voice_plugin_speak(rig_plugin, voice, piece, stretch, stopped, asked, &made);
    *wave = (struct tp_voice_wave){made.samples, made.frames, made.rate};
    return rc;
}

static void rig_release(void *context, struct tp_voice_wave *wave)
{
    struct tp_plugin_wave made = {wave->samples, wave->frames, wave->rate};
    (void)context;
    tp_voice_plugin_release(rig_plugin, &made);
}

static pid_t rig_copy(void *context)
{
    (void)context;
    return tp_voice_plugin_copy(rig_plugin);
}

static const struct tp_voice_engine rig_engine = {.open = rig_open,
                                                  .close = rig_close,
                                                  .gain = rig_gain,
                                                  .speak = rig_speak,
                                                  .release = rig_release,
                                                  .copy = rig_copy};

/* Setup of a group of tests. */
static int rig_find(void **state)
{
    static struct tp_voice_plugins *plugins; /* for good, as the object is */
    const char *const folders[] = {TPRUN_BUILT_PLUGINS};
    (void)state;
    if (tp_voice_plugins_find(&plugins, folders, 1, "0", NULL) < 0)
        return -1;
    rig_plugin = tp_voice_plugins_of(plugins, "slt");
    return rig_plugin ? 0 : -1;
}

#endif
