/* What is around a session of the law of replay (law_rig.h): a world that knows things late and
 * never says the same length twice, the events as they stand after each way back, and a sound that
 * takes its time.
 *
 * Header-only. */
#ifndef TP_TESTS_LAW_WORLD_H
#define TP_TESTS_LAW_WORLD_H

#include "audio/tone.h"
#include "core/engine/session.h"
#include "tests/unit/routine_made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One event of the session as it stands: what a seek took back is gone. */
struct law_event {
    enum tp_event_kind kind;
    uint32_t within; /* the step that had begun last */
    uint32_t step;   /* the step that it belongs to */
    tp_frames at;
    char *line; /* owned */
};

enum { LAW_SEEKS = 1000, LAW_ASKED = 64 };

struct law_events {
    struct law_event *list; /* owned */
    size_t count, capacity;
    uint32_t within;
    bool arrives; /* a seek was told: the next step is where it leads */
};

/* Where a seek led to, of those that still show. Sounds of earlier steps were left by it; when what
 * the person keeps was moved into the step before, that one is not as it was heard; and what was in
 * this step up to a death is not told again. */
struct law_seek {
    uint32_t step;
    bool moved;
    tp_frames until; /* −1: nobody died */
};

/* A sentence that the voice was asked for and has not told yet. */
struct law_asked {
    char text[TP_SENTENCE];
    uint64_t from_ms;
};

/* What is left behind: strengths as they are, what was remembered only since the run began. */
struct law_kept {
    char key[TP_SPOT];
    struct tp_value value; /* owned */
    bool memory;
};

enum { LAW_KEPT = 64 };

struct law {
    uint64_t seed;
    struct tp_buf text;
    struct made chance; /* what happens; its dice alone are used */
    struct tp_session *session;
    struct law_events events;
    struct law_seek seeks[LAW_SEEKS];
    int seek_count;
    uint32_t first;       /* steps before it were never heard */
    struct tp_log mirror; /* the log, as a keeper is told of it */
    struct tp_mark mark;
    uint32_t entries; /* of the ledger */
    bool returns;     /* from a death, with the next turn */
    tp_frames now;
    uint64_t clock_ms;
    bool standing, no_sound;
    double force; /* on the sensor, and where it goes */
    double towards;
    bool replays; /* nothing may be asked any more */
    bool prompt;  /* all is known at once, and the now bus takes no time */
    int asked_again;
    struct law_asked asked[LAW_ASKED];
    uint64_t now_id; /* of the now bus; 0 = silent */
    int64_t now_left_ms;
    struct law_kept kept[LAW_KEPT];
    int kept_count;
    int failed; /* the code with which the routine failed; 0 = it did not */
    struct tp_err err;
};

static inline int law_roll(struct law *law, int below)
{
    return made_roll(&law->chance, below);
}

/* ---- the world ---- */

static inline tp_frames law_sentence(void *context, const char *text)
{
    struct law *law = context;
    if (law->replays) {
        law->asked_again++;
        return TP_MS(1000);
    }
    if (law->prompt)
        return TP_MS(60) * (tp_frames)strlen(text);
    struct law_asked *asked = &law->asked[(strlen(text) * 7 + (unsigned char)text[0]) % LAW_ASKED];
    if (strcmp(asked->text, text) != 0) {
        static const int waits_ms[] = {0, 0, 0, 40, 400, 3000};
        snprintf(asked->text, sizeof asked->text, "%s", text);
        asked->from_ms = law->clock_ms + (uint64_t)waits_ms[law_roll(law, 6)];
    }
    if (law->clock_ms < asked->from_ms)
        return -TP_EAGAIN;
    asked->text[0] = '\0';
    if (law_roll(law, 40) == 0)
        return -TP_EVOICE;
    return TP_MS(200) + law_roll(law, 3 * TP_RATE); /* never the same again: the log knows */
}

static inline tp_frames law_tone(void *context, const struct tp_tone_request *tone,
                                 struct tp_err *err)
{
    struct tp_tone sound = {.name = tone->name, .hz = tone->hz, .length = tone->length};
    tp_frames length = tp_tone_length(&sound);
    (void)context;
    if (length <= 0)
        tp_err_set(err, TP_EINVAL, "there is no such tone");
    return length;
}

/* What the world says stays as it is for the session, as with what was kept from before. */
static inline int law_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    static const char *const levels[] = {"auto", "auto", "full", "normal", "brief", "tones"};
    struct law *law = context;
    uint64_t kept = law->seed;
    for (const char *c = key; *c; c++)
        kept = kept * 31 + (unsigned char)*c;
    *out = tp_value_nil();
    if (law->replays)
        law->asked_again++;
    else if (strcmp(kind, "today") == 0)
        *out = tp_value_text("2026-11-20");
    else if (strcmp(kind, "words") == 0)
        *out = tp_value_text(levels[law->seed % 6]);
    else if (strcmp(kind, "recall") == 0 && kept % 2 == 0)
        *out = tp_value_text("from before");
    else if (strcmp(kind, "known") == 0 || strcmp(kind, "past") == 0)
        *out = tp_value_number((double)(kept % 9));
    else if (strcmp(kind, "strength") == 0)
        *out = tp_value_number((double)(kept % 3) - 1);
    else if (strcmp(kind, "device") == 0)
        *out = law->prompt || law_roll(law, 8) > 0 ? tp_value_bool(true) : tp_value_nil();
    else if (strcmp(kind, "sensor") == 0 && law_roll(law, 3) > 0)
        *out = tp_value_number(law_roll(law, 1000) / 50.0);
    else if (strcmp(kind, "threshold") == 0 && kept % 3 > 0)
        *out = tp_value_number((double)(5 + kept % 20));
    else if (strcmp(kind, "choice") == 0 && strcmp(key, "pace") == 0 && law->seed % 3 == 0)
        *out = tp_value_number(1.25);
    return 0;
}

static inline int law_module(void *context, const char *name, struct tp_buf *source, char *shown,
                             size_t shown_size, struct tp_err *err)
{
    (void)context;
    snprintf(shown, shown_size, "%s.lua", name);
    if (strcmp(name, "made") == 0) {
        tp_buf_puts(source, routine_made_module);
        return 0;
    }
    if (strcmp(name, "made_inner") == 0) {
        tp_buf_puts(source, routine_made_inner);
        return 0;
    }
    FILE *file =
        strcmp(name, "points") == 0 ? fopen(TPRUN_SOURCE "/routines/lib/points.lua", "r") : NULL;
    char part[4096];
    size_t length;
    if (!file)
        return tp_err_set(err, TP_ENOENT, "there is no module '%s'", name);
    while ((length = fread(part, 1, sizeof part, file)) > 0)
        tp_buf_add(source, part, length);
    fclose(file);
    return 0;
}

static inline void law_print(void *context, const char *text)
{
    (void)context, (void)text;
}

static inline void law_keep(struct law *law, const char *key, struct tp_value value, bool memory)
{
    int i = 0;
    while (i < law->kept_count &&
           (law->kept[i].memory != memory || strcmp(law->kept[i].key, key) != 0))
        i++;
    if (i == law->kept_count && law->kept_count < LAW_KEPT)
        law->kept_count++;
    else if (i < law->kept_count)
        tp_value_free(&law->kept[i].value);
    else
        return;
    law->kept[i] = (struct law_kept){.value = tp_value_copy(value), .memory = memory};
    snprintf(law->kept[i].key, sizeof law->kept[i].key, "%s", key);
}

static inline void law_strength(void *context, const char *spot, int steps)
{
    law_keep(context, spot, tp_value_number(steps), false);
}

static inline int law_remember(void *context, const char *key, struct tp_value value,
                               struct tp_err *err)
{
    (void)err;
    law_keep(context, key, value, true);
    return 0;
}

static inline void law_begin(void *context)
{
    struct law *law = context;
    for (int i = 0; i < law->kept_count; i++)
        if (law->kept[i].memory) {
            tp_value_free(&law->kept[i].value);
            law->kept[i].value = tp_value_nil();
        }
}

static const struct tp_run_world law_world = {
    .sentence = law_sentence,
    .tone = law_tone,
    .input = law_input,
    .begin = law_begin,
    .remember = law_remember,
    .strength = law_strength,
    .module = law_module,
    .print = law_print,
};

/* ---- the events ---- */

static inline void law_events_cut(struct law_events *events, size_t count)
{
    while (events->count > count)
        free(events->list[--events->count].line);
}

static inline void law_events_finish(struct law_events *events)
{
    law_events_cut(events, 0);
    free(events->list);
    *events = (struct law_events){0};
}

static inline void law_events_add(struct law_events *events, const struct tp_event *event)
{
    struct tp_buf line = {0};
    if (events->count == events->capacity) {
        events->capacity = events->capacity ? events->capacity * 2 : 256;
        events->list = realloc(events->list, events->capacity * sizeof *events->list);
    }
    if (event->kind == TP_EVENT_STEP_START)
        events->within = event->step;
    tp_event_json(event, true, &line);
    events->list[events->count++] = (struct law_event){.at = event->at,
                                                       .kind = event->kind,
                                                       .within = events->within,
                                                       .step = event->step,
                                                       .line = line.data};
}

static inline bool law_is_moved(const struct tp_log *log, uint32_t step)
{
    for (size_t i = 0; i < log->count; i++)
        if (log->records[i].step == step && log->records[i].offset == 0 &&
            log->records[i].kind == TP_RECORD_COMMAND)
            return true;
    return false;
}

/* A seek has led to the start of `step`: what was told from there on is taken back. */
static inline void law_arrive(struct law *law, uint32_t step)
{
    size_t count = 0;
    while (count < law->events.count && law->events.list[count].within < step)
        count++;
    law_events_cut(&law->events, count);
    while (law->seek_count > 0 && law->seeks[law->seek_count - 1].step >= step)
        law->seek_count--;
    if (law->seek_count < LAW_SEEKS)
        law->seeks[law->seek_count++] =
            (struct law_seek){step, law_is_moved(tp_session_log(law->session), step - 1), -1};
    if (step < law->first)
        law->first = step;
}

static inline void law_event(void *context, const struct tp_event *event)
{
    struct law *law = context;
    if (!tp_event_is_session(event->kind) || event->kind == TP_EVENT_PROGRESS)
        return;
    if (event->kind == TP_EVENT_SESSION_SEEK) {
        law->events.arrives = true;
        return;
    }
    if (event->kind == TP_EVENT_SESSION_START && law->events.count > 0)
        return; /* told again by the session that goes on */
    if (law->events.arrives)
        law_arrive(law, event->step);
    law->events.arrives = false;
    law_events_add(&law->events, event);
}

/* ---- the sound ---- */

static inline void law_cue(void *context, const struct tp_cue *cue)
{
    (void)context, (void)cue;
}

static inline void law_cut(void *context, uint64_t id, tp_frames at)
{
    (void)context, (void)id, (void)at;
}

static inline void law_cancel(void *context, tp_frames at)
{
    (void)context, (void)at;
}

static inline void law_stand(void *context, bool stand)
{
    ((struct law *)context)->standing = stand;
}

static inline void law_seek(void *context, tp_frames frame)
{
    ((struct law *)context)->now = frame;
}

static inline int law_now(void *context, const struct tp_now *sound)
{
    struct law *law = context;
    if (!law->prompt && law_roll(law, 10) == 0)
        return -TP_EAGAIN;
    law->now_id = sound->id;
    law->now_left_ms = sound->length > 0 ? sound->length / (TP_RATE / 1000) : 500;
    return 0;
}

static inline void law_now_cancel(void *context)
{
    ((struct law *)context)->now_id = 0;
}

static inline void law_volume(void *context, double steps)
{
    (void)context, (void)steps;
}

static inline void law_mute(void *context)
{
    (void)context;
}

static const struct tp_session_ops law_ops = {
    .out = {.cue = law_cue, .cut = law_cut, .cancel = law_cancel, .event = law_event},
    .stand = law_stand,
    .seek = law_seek,
    .now = law_now,
    .now_cancel = law_now_cancel,
    .volume = law_volume,
    .mute = law_mute,
};

#endif
