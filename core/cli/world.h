/* The world as a routine may see it: voice lengths, tones, modules, its own memory, the date.
 *
 * Plan, render and live session share it; they differ in whether a sentence may be waited for. */
#ifndef TP_CLI_WORLD_H
#define TP_CLI_WORLD_H

#include "audio/tone.h"
#include "audio/voice.h"
#include "core/cli/files.h"
#include "core/engine/run.h"
#include "core/host/memory.h"
#include "core/host/watchdog.h"

struct tp_world {
    struct tp_voice *voice;          /* borrowed */
    const char *routine_path;        /* borrowed; modules are looked for beside it */
    struct tp_memory *memory;        /* borrowed; NULL: nothing is remembered */
    char today[16];                  /* date of the start, "2026-11-20" */
    void (*print)(const char *text); /* what a routine prints; NULL drops it */
    enum tp_watched watched; /* whose signs of life a run of this world gives */
};

/* Takes the date; everything else is the caller's to fill. */
void tp_world_init(struct tp_world *world);

/* Answers of the world for a run, with a struct tp_world as context. Sentences are waited for: only
 * for dry runs. Its cue, cut, cancel and event are NULL. */
extern const struct tp_run_ops tp_world_ops;

/* Single answers, for tables of others. */
tp_frames tp_world_tone(void *context, const struct tp_tone_request *request, struct tp_err *err);
int tp_world_input(void *context, const char *kind, const char *key, struct tp_value *out);
int tp_world_remember(void *context, const char *key, struct tp_value value, struct tp_err *err);
int tp_world_module(void *context, const char *name, struct tp_buf *source, char *shown,
                    size_t shown_size, struct tp_err *err);
void tp_world_print(void *context, const char *text);
void tp_world_alive(void *context, const char *where);

/* The sound of a request, as the audio room takes it. */
struct tp_tone tp_world_sound(const struct tp_tone_request *request);

#endif
