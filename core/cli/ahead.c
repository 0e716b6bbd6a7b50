/* Which sentences come is known well enough without their lengths: a dry run takes estimates. Must
 * never wait for a sentence, nor say what the routine prints. */
#include "core/cli/ahead.h"

#include "core/engine/timeline.h"

#include <stdlib.h>

static tp_frames any_length(void *context, const char *text)
{
    (void)context;
    return tp_voice_estimate(text);
}

/* To begin it waits for the voice, which may be in the middle of a sentence. */
static void speak(const struct tp_world *world, const struct tp_timeline *timeline)
{
    const char **sentences = calloc(timeline->cue_count + 1, sizeof *sentences);
    size_t count = 0;
    for (size_t i = 0; sentences && i < timeline->cue_count; i++)
        if (timeline->cues[i].type == TP_CUE_VOICE)
            sentences[count++] = timeline->cues[i].text;
    tp_watchdog_sleep(world->watched);
    if (sentences)
        tp_voice_ahead(world->voice, sentences, count);
    tp_watchdog_wake(world->watched);
    free(sentences);
}

/* A routine that fails does so in the run that looks ahead, too; what came before is worth
 * speaking. */
static void look_ahead(void *context)
{
    struct tp_prepared *prepared = context;
    struct tp_run_world world = tp_world_table;
    struct tp_run_config run = prepared->run;
    struct tp_timeline timeline;
    void (*print)(void *, const char *) = prepared->world.print;
    world.sentence = any_length;
    run.world = &world;
    run.answer = NULL; /* answers are given once */
    prepared->world.print = NULL;
    tp_timeline_play(&timeline, &run, NULL);
    prepared->world.print = print;
    speak(&prepared->world, &timeline);
    tp_timeline_finish(&timeline);
}

void tp_ahead_arm(struct tp_prepared *prepared)
{
    prepared->world.ahead = look_ahead;
    prepared->world.ahead_context = prepared;
}
