/* The session's tables: its sound, its world, its events. */
#include "core/cli/live_internal.h"
#include "core/cli/shorten.h"

#include "core/script/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Sentences are brought into memory this long before they are due. */
enum { AHEAD_SECONDS = 30 };

static void cue(void *context, const struct tp_cue *one)
{
    tp_sound_cue(((struct live *)context)->sound, one);
}

static void cut(void *context, uint64_t id, tp_frames at)
{
    (void)at; /* the sound ends now */
    tp_sound_cut(((struct live *)context)->sound, id);
}

static void cancel(void *context, tp_frames at)
{
    struct live *live = context;
    (void)at;
    tp_sound_cancel(live->sound);
    live->outlook_stale = true;
}

static void event(void *context, const struct tp_event *one)
{
    live_event(context, one);
}

static void print(void *context, const char *text)
{
    struct live *live = context;
    tp_text_clean(live->message, sizeof live->message, text, strlen(text));
    if (!live->screen)
        fprintf(stderr, "%s\n", live->message);
}

static void stand(void *context, bool stands)
{
    struct live *live = context;
    tp_sound_stand(live->sound, stands);
}

static void seek(void *context, tp_frames frame)
{
    struct live *live = context;
    tp_sound_seek(live->sound, frame);
    live->now = frame;
}

static int now(void *context, const struct tp_now *sound)
{
    struct live *live = context;
    int rc = tp_sound_now(live->sound, sound);
    if (rc == 0 && sound->type == TP_CUE_VOICE)
        live_said(live, sound->text);
    return rc;
}

static void now_cancel(void *context)
{
    tp_sound_now_cancel(((struct live *)context)->sound);
}

static void volume(void *context, double steps)
{
    tp_sound_volume(((struct live *)context)->sound, steps);
}

static void mute(void *context)
{
    tp_sound_mute(((struct live *)context)->sound);
}

static void feel(void *context, const struct tp_feel *how)
{
    tp_sound_feel(((struct live *)context)->sound, how);
}

static void output(void *context, const char *channel, struct tp_value value, unsigned lease_ms)
{
    live_output(context, channel, value, lease_ms);
}

static const struct tp_session_ops session_ops = {
    .out = {.cue = cue, .cut = cut, .cancel = cancel, .event = event},
    .stand = stand,
    .seek = seek,
    .now = now,
    .now_cancel = now_cancel,
    .feel = feel,
    .output = output,
    .volume = volume,
    .mute = mute,
};

/* A seed of its own for every live session, so that it does not say the same each time. */
static uint64_t live_seed(const struct tp_options *options)
{
    struct timespec time;
    if (options->seed)
        return options->seed;
    clock_gettime(CLOCK_REALTIME, &time);
    return (uint64_t)time.tv_sec ^ (uint64_t)time.tv_nsec << 20;
}

/* The engine's own words are made once the first of the routine are on their way. */
static int want_phrases(struct live *live)
{
    struct tp_phrases *phrases = NULL;
    int rc = tp_phrases_open(&phrases, "en", &live->err);
    for (size_t i = 0; rc == 0 && i < tp_phrases_count(phrases); i++)
        if (!strchr(tp_phrases_at(phrases, i), '{'))
            tp_voice_want(live->prepared->voice, tp_phrases_at(phrases, i), false);
    tp_phrases_close(phrases);
    return rc;
}

/* How long to wait for sentences before the first screen, so that a session ends on time: long
 * enough to make all of a usual one anew, short enough not to seem stuck. */
enum { PATIENCE_MS = 2000 };

static int shorten(struct live *live)
{
    struct tp_prepared *prepared = live->prepared;
    struct tp_run_world sure = tp_world_table;
    struct tp_run_config run = prepared->run;
    sure.sentence = tp_world_soon;
    run.world = &sure;
    prepared->world.patience_ms = tp_world_clock_ms() + PATIENCE_MS;
    return tp_shorten(prepared, live->options, &run, &live->err);
}

/* Where the kept session goes on; `log` is for a look ahead, and does not end with a good-bye. */
static int go_on(struct live *live, struct tp_session_config *config, struct tp_return *back,
                 struct tp_log *log)
{
    const struct tp_journal *journal = &live->kept->journal;
    int64_t away_ms = tp_kept_clock_ms() - journal->mark.unix_ms;
    *back = (struct tp_return){.mark = {.step = journal->mark.step,
                                        .offset = journal->mark.offset,
                                        .pressed = journal->mark.pressed,
                                        .entries = journal->mark.entries},
                               .away_ms = away_ms > 0 ? (uint64_t)away_ms : 0};
    config->log = &journal->log;
    config->back = back;
    config->keeper = live_log_open(live, journal->head.language);
    back->ledger_entries = live_log_entries(live);
    int rc = tp_log_copy(log, &journal->log);
    tp_log_drop_stop(log);
    return rc < 0 ? -TP_ENOMEM : 0;
}

/* What is played, whole or from where; `timeline` is all of it, known before the first sound, and
 * with it a routine that fails. `log` must stay until the session was made, as `back`. */
static int look_ahead(struct live *live, struct tp_session_config *config, struct tp_return *back,
                      struct tp_log *log, struct tp_timeline *timeline)
{
    struct tp_run_config dry = live->prepared->run;
    int rc = shorten(live);
    if (rc < 0)
        return rc;
    if (live->options->step_from)
        return live_open_part(live, config, log, timeline);
    if (live->kept)
        rc = go_on(live, config, back, log);
    dry.world = &live->likely;
    dry.log = log;
    return rc < 0 ? rc : tp_timeline_make(timeline, &dry, &live->err);
}

/* The worker's world is without the routine's memory. */
static int open_outlook(struct live *live)
{
    struct tp_run_config dry = live->prepared->run;
    live->outlook_world = live->prepared->world;
    live->outlook_world.memory = NULL;
    live->outlook_world.devices = NULL;
    live->outlook_world.print = NULL;
    live->outlook_world.watched = TP_WATCHED_WORKER;
    live->outlook_world.modules.lent = true;
    dry.world = &live->likely;
    dry.world_context = &live->outlook_world;
    return tp_outlook_create(&live->outlook, &live->loop, &dry, &live->err);
}

int live_open_session(struct live *live, struct tp_timeline *timeline)
{
    struct tp_prepared *prepared = live->prepared;
    struct tp_return back;
    prepared->run.seed = live_seed(live->options);
    struct tp_session_config config = {.ops = &session_ops,
                                       .context = live,
                                       .world = &live->world,
                                       .world_context = &prepared->world,
                                       .name = prepared->run.name,
                                       .text = prepared->run.text,
                                       .length = prepared->run.length,
                                       .seed = prepared->run.seed,
                                       .options = prepared->run.options,
                                       .option_count = prepared->run.option_count,
                                       .gate = live_asks_first(live)};
    struct tp_log log = {0};
    live->world = tp_world_table;
    live->world.sentence = tp_world_hear;
    live->likely = tp_world_table;
    live->likely.sentence = tp_world_guess;
    int rc = look_ahead(live, &config, &back, &log, timeline);
    if (rc == 0)
        rc = open_outlook(live);
    prepared->world.print = print;
    prepared->world.print_context = live;
    if (rc == 0) {
        if (!live->kept)
            config.keeper = live_log_open(live, timeline->lang);
        rc = tp_session_create(&live->session, &config, &live->err);
    }
    tp_log_finish(&log);
    if (rc == 0)
        rc = want_phrases(live);
    live_memory_begin(live);
    return rc;
}

void live_prefetch(struct live *live)
{
    const struct tp_timeline *timeline = tp_outlook_look(live->outlook);
    tp_frames until = live->now + (tp_frames)AHEAD_SECONDS * TP_RATE;
    size_t low = 0, high = timeline ? timeline->cue_count : 0, end = high;
    while (low < high) { /* the first cue after now */
        size_t middle = low + (high - low) / 2;
        if (timeline->cues[middle].at <= live->now)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < end && timeline->cues[low].at <= until; low++)
        if (timeline->cues[low].type == TP_CUE_VOICE)
            tp_voice_want(live->prepared->voice, timeline->cues[low].text, true);
}
