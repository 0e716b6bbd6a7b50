/* A plugin of kind voice that does what none should, as its voices are called; see
 * test_voice_plugin.c. */
#include "plugins/tp_plugin.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static atomic_int within; /* how many calls there are at this moment */
static int16_t samples[160];

static int open_voice(const char *name, void **voice, char *error, size_t error_size)
{
    *voice = NULL;
    if (strcmp(name, "broken") == 0) {
        snprintf(error, error_size, "the \x1b[31mmodel is missing");
        return -TP_PLUGIN_EIO;
    }
    *voice = samples;
    return 0;
}

static void close_voice(void *voice)
{
    (void)voice;
}

static float gain(const void *voice)
{
    (void)voice;
    return 1;
}

/* What is asked for in words: "one" says how many calls there were at once, at most. */
static int speak(void *voice, const char *piece, float stretch, bool (*stopped)(void *context),
                 void *context, struct tp_plugin_wave *wave)
{
    int others = atomic_fetch_add(&within, 1);
    (void)voice, (void)stretch, (void)stopped, (void)context;
    *wave = (struct tp_plugin_wave){samples, 160, 16000};
    if (strcmp(piece, "rate") == 0)
        wave->rate = 44100;
    if (strcmp(piece, "slow") == 0)
        wave->rate = 0;
    if (strcmp(piece, "nothing") == 0)
        wave->samples = NULL;
    if (strcmp(piece, "silence") == 0)
        *wave = (struct tp_plugin_wave){0};
    if (strcmp(piece, "one") == 0)
        usleep(200); /* so that another could come in */
    atomic_fetch_sub(&within, 1);
    return others > 0 ? -TP_PLUGIN_EVOICE : strcmp(piece, "code") == 0 ? -1000 : 0;
}

static void release(struct tp_plugin_wave *wave)
{
    wave->frames = 0;
}

static const struct tp_plugin_voice table = {.struct_size = sizeof table,
                                             .open = open_voice,
                                             .close = close_voice,
                                             .gain = gain,
                                             .speak = speak,
                                             .release = release};

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {.struct_size = sizeof tp_plugin_entry,
                                                           .abi_major = TP_PLUGIN_ABI_MAJOR,
                                                           .abi_minor = TP_PLUGIN_ABI_MINOR,
                                                           .kinds = TP_PLUGIN_VOICE,
                                                           .id = "odd",
                                                           .name = "An odd voice",
                                                           .version = "1",
                                                           .voice = &table};
