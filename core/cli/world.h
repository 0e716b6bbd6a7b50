/* The world as a routine may see it: voice lengths, tones, modules, its own memory, the date.
 *
 * Plan, render and live session share it; they differ in whether a sentence may be waited for. */
#ifndef TP_CLI_WORLD_H
#define TP_CLI_WORLD_H

#include "audio/tone_set.h"
#include "audio/voice.h"
#include "core/cli/choices.h"
#include "core/cli/modules.h"
#include "core/engine/run.h"
#include "core/host/devices.h"
#include "core/host/familiar.h"
#include "core/host/memory.h"
#include "core/host/watchdog.h"

/* How long a plan or a render waits for a sentence: one of 400 letters is made in well under a
 * second; ten are for a machine in trouble. */
enum { TP_SENTENCE_TIMEOUT_MS = 10000 };

struct tp_world {
    struct tp_voice *voice;          /* borrowed */
    const struct tp_tone_set *tones; /* borrowed; NULL: the table's */
    double rate;                     /* of the voice: 1 is the usual one */
    uint64_t patience_ms;     /* until then (CLOCK_MONOTONIC) tp_world_soon waits for sentences */
    const char *routine_path; /* borrowed; modules are looked for beside it */
    struct tp_sound *sound;   /* borrowed; for a render */
    struct tp_memory *memory; /* borrowed; NULL: nothing is remembered */
    /* borrowed; NULL: a dry run, which takes for granted that every device is there */
    const struct tp_devices *devices;
    char today[16];                                 /* date of the start, "2026-11-20" */
    void (*print)(void *context, const char *text); /* what a routine prints; NULL drops it */
    void *print_context;
    struct tp_familiar *familiar; /* borrowed; NULL: nothing is known, no strength was kept */
    int routine_known; /* finished sessions of this routine that still count; with familiar */
    const struct tp_choices *choices; /* borrowed */
    struct tp_modules modules;
    /* Called once, before the first sentence that is not known yet is waited for; NULL: nobody. */
    void (*ahead)(void *context);
    void *ahead_context;
    enum tp_watched watched; /* whose signs of life a run of this world gives */
    /* Told before a sentence is waited for; false: it is not, and gets its estimate. May be NULL.
     */
    bool (*waits)(void *context);
    void *waits_context;
};

/* Takes the date; everything else is the caller's to fill. */
void tp_world_init(struct tp_world *world);

/* Frees the modules. No copy may be in use. */
void tp_world_finish(struct tp_world *world);

/* Answers of the world for a run, with a struct tp_world as context. Sentences are waited for: for
 * plans only. Others copy it and change that. */
extern const struct tp_run_world tp_world_table;

/* Other ways to know a sentence, for copies of that table: as it is heard through the world's
 * sound; and as it is known now, else an estimate, asking that it be made in the order of asking:
 * for a dry run that must not wait. */
tp_frames tp_world_hear(void *context, const char *text);
tp_frames tp_world_guess(void *context, const char *text);

/* As it is heard, waited for until the world's patience is over; from then on what is not known yet
 * takes as long as it possibly could: for what must end in time. */
tp_frames tp_world_soon(void *context, const char *text);

/* Milliseconds of that clock. */
uint64_t tp_world_clock_ms(void);

/* The length of a tone, and why it is not allowed. */
tp_frames tp_world_tone(void *context, const struct tp_tone_request *request, struct tp_err *err);

/* The sound of a request, as the audio room takes it. */
struct tp_tone tp_world_sound(const struct tp_tone_request *request);

#endif
