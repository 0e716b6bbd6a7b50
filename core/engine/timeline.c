/* Making a timeline out of a dry run. */
#include "core/engine/timeline.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct tp_timeline *timeline;
    bool out_of_memory;
};

/* Room for one more of `size` bytes; the array or NULL. */
static void *room(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    size_t more = *capacity ? *capacity * 2 : 64;
    void *larger = realloc(array, more * size);
    if (larger)
        *capacity = more;
    return larger;
}

static void begin_step(struct maker *maker, const struct tp_event *event)
{
    struct tp_timeline *t = maker->timeline;
    const struct tp_step_info *info = event->info;
    void *steps = room(t->steps, t->step_count, &t->step_capacity, sizeof *t->steps);
    if (!steps) {
        maker->out_of_memory = true;
        return;
    }
    t->steps = steps;
    t->steps[t->step_count++] = (struct tp_timeline_step){
        .number = event->step,
        .kind = tp_intern(&t->texts, info->kind),
        .how = tp_intern(&t->texts, info->how),
        .title = tp_intern(&t->texts, info->title),
        .section = tp_intern(&t->texts, info->section),
        .side = tp_intern(&t->texts, info->side),
        .point = tp_intern(&t->texts, info->point),
        .spot = tp_intern(&t->texts, info->spot),
        .pressure = info->pressure,
        .priority = info->priority,
        .start = event->at,
        .dose = info->dose,
        .line = info->line,
    };
}

static void add_cue(struct maker *maker, const struct tp_cue *cue)
{
    struct tp_timeline *t = maker->timeline;
    void *cues = room(t->cues, t->cue_count, &t->cue_capacity, sizeof *t->cues);
    if (!cues) {
        maker->out_of_memory = true;
        return;
    }
    t->cues = cues;
    t->cues[t->cue_count++] = (struct tp_timeline_cue){.at = cue->at,
                                                       .length = cue->length,
                                                       .type = cue->type,
                                                       .speech_class = cue->speech_class,
                                                       .text = tp_intern(&t->texts, cue->text),
                                                       .step = cue->step,
                                                       .id = cue->id};
}

static void add_answer(struct maker *maker, const struct tp_event *event)
{
    struct tp_timeline *t = maker->timeline;
    struct tp_value value = event->value;
    void *answers = room(t->answers, t->answer_count, &t->answer_capacity, sizeof *t->answers);
    if (!answers) {
        maker->out_of_memory = true;
        return;
    }
    if (value.kind == TP_VALUE_TEXT)
        value.text = tp_intern(&t->texts, value.text);
    t->answers = answers;
    t->answers[t->answer_count++] =
        (struct tp_timeline_answer){.question = tp_intern(&t->texts, event->question->text),
                                    .value = value,
                                    .step = event->step};
}

static void begin_session(struct tp_timeline *t, const struct tp_routine_info *info)
{
    t->title = tp_intern(&t->texts, info->title);
    t->lang = tp_intern(&t->texts, info->lang);
    t->position = tp_intern(&t->texts, info->position);
    t->tools = tp_intern(&t->texts, info->tools);
    t->summary = tp_intern(&t->texts, info->summary);
    t->made_by = tp_intern(&t->texts, info->made_by);
    t->made_for = tp_intern(&t->texts, info->made_for);
    t->accepted_count = info->accepted_count;
    for (int i = 0; i < info->accepted_count; i++)
        t->accepted[i] = (struct tp_accepted){tp_intern(&t->texts, info->accepted[i].rule),
                                              tp_intern(&t->texts, info->accepted[i].reason)};
    t->other_count = info->other_count;
    for (int i = 0; i < info->other_count; i++)
        t->others[i] = (struct tp_script_option){tp_intern(&t->texts, info->others[i].name),
                                                 tp_intern(&t->texts, info->others[i].value)};
}

static void on_event(void *context, const struct tp_event *event)
{
    struct maker *maker = context;
    struct tp_timeline *t = maker->timeline;
    switch (event->kind) {
    case TP_EVENT_SESSION_START:
        begin_session(t, event->routine);
        break;
    case TP_EVENT_STEP_START:
        begin_step(maker, event);
        break;
    case TP_EVENT_CUE:
        add_cue(maker, event->cue);
        break;
    case TP_EVENT_ANSWER:
        add_answer(maker, event);
        break;
    case TP_EVENT_SESSION_END:
        t->outcome = tp_intern(&t->texts, event->outcome);
        break;
    default:
        break;
    }
}

static void cut_cue(struct tp_timeline_cue *cue, tp_frames at)
{
    if (cue->at + cue->length > at)
        cue->length = at > cue->at ? at - cue->at : 0;
}

static void on_cut(void *context, uint64_t id, tp_frames at)
{
    struct tp_timeline *t = ((struct maker *)context)->timeline;
    for (size_t i = t->cue_count; i-- > 0;)
        if (t->cues[i].id == id) {
            cut_cue(&t->cues[i], at);
            break;
        }
}

/* No cue is longer than this: those before need no look. */
enum { LONGEST_CUE_SECONDS = 120 };

static void on_cancel(void *context, tp_frames at)
{
    struct tp_timeline *t = ((struct maker *)context)->timeline;
    for (size_t i = t->cue_count;
         i-- > 0 && t->cues[i].at + (tp_frames)LONGEST_CUE_SECONDS * TP_RATE > at;)
        cut_cue(&t->cues[i], at);
}

static void on_cue(void *context, const struct tp_cue *cue)
{
    (void)context;
    (void)cue; /* its event follows */
}

static void on_misplaced(void *context, const struct tp_misplaced *sentence)
{
    struct maker *maker = context;
    struct tp_timeline *t = maker->timeline;
    if (t->misplaced_count == TP_MISPLACED)
        return;
    void *list =
        room(t->misplaced, t->misplaced_count, &t->misplaced_capacity, sizeof *t->misplaced);
    if (!list) {
        maker->out_of_memory = true;
        return;
    }
    t->misplaced = list;
    t->misplaced[t->misplaced_count++] =
        (struct tp_timeline_misplaced){.text = tp_intern(&t->texts, sentence->text),
                                       .step = sentence->step,
                                       .at = sentence->at,
                                       .late = sentence->late,
                                       .dropped = sentence->dropped};
}

static const struct tp_run_out maker_out = {.cue = on_cue,
                                            .cut = on_cut,
                                            .cancel = on_cancel,
                                            .event = on_event,
                                            .misplaced = on_misplaced};

static bool is_hold(const struct tp_timeline_step *step)
{
    return strcmp(step->kind, "hold") == 0;
}

/* Whether the program itself answers for being heard; an author's own wait is left silent. */
static bool is_to_be_heard(const struct tp_timeline_step *step)
{
    static const char *const body[] = {"locate", "rest",    "stretch", "warm_up", "move",
                                       "stroke", "breathe", "hydrate", "position"};
    for (size_t i = 0; i < sizeof body / sizeof *body; i++)
        if (strcmp(step->kind, body[i]) == 0)
            return true;
    return is_hold(step);
}

static void note_longest(struct tp_silence *longest, tp_frames from, tp_frames to)
{
    if (to - from > longest->length)
        *longest = (struct tp_silence){from, to - from};
}

/* A silence, by the steps in which it lies: what of it falls to a hold, and what to steps that
 * follow each other and are to be heard. `*step`: the step of an earlier frame. */
static void note_silence(struct tp_timeline *t, size_t *step, tp_frames from, tp_frames to)
{
    tp_frames begun = to;
    while (*step + 1 < t->step_count && t->steps[*step + 1].start <= from)
        ++*step;
    for (size_t i = *step; i < t->step_count && t->steps[i].start < to; i++) {
        const struct tp_timeline_step *own = &t->steps[i];
        tp_frames in = own->start > from ? own->start : from;
        tp_frames out = own->start + own->length < to ? own->start + own->length : to;
        if (!is_to_be_heard(own)) {
            begun = to;
            continue;
        }
        begun = in < begun ? in : begun;
        note_longest(&t->elsewhere, begun, out);
        if (is_hold(own))
            note_longest(&t->in_holds, in, out);
    }
}

static void measure(struct tp_timeline *t)
{
    tp_frames heard = 0;
    size_t step = 0;
    for (size_t i = 0; i < t->step_count; i++) {
        tp_frames end = i + 1 < t->step_count ? t->steps[i + 1].start : t->length;
        t->steps[i].length = end - t->steps[i].start;
    }
    for (size_t i = 0; i < t->cue_count; i++) {
        if (t->cues[i].at > heard)
            note_silence(t, &step, heard, t->cues[i].at);
        if (t->cues[i].at + t->cues[i].length > heard)
            heard = t->cues[i].at + t->cues[i].length;
    }
    if (t->length > heard)
        note_silence(t, &step, heard, t->length);
}

int tp_timeline_play(struct tp_timeline *out, const struct tp_run_config *config,
                     struct tp_err *err)
{
    struct tp_run_state state = {0};
    struct maker maker = {.timeline = out};
    struct tp_log fresh = {0};
    struct tp_run_world world = *config->world;
    struct tp_run_config own = *config;
    struct tp_run *run = NULL;
    *out = (struct tp_timeline){0};
    world.remember = tp_run_remember_nothing; /* a dry run leaves nothing behind */
    world.strength = NULL;
    own.world = &world;
    own.out = &maker_out;
    own.out_context = &maker;
    own.dry = true;
    if (!own.log)
        own.log = &fresh;
    int rc = tp_run_create(&run, &own, err);
    if (rc == 0)
        rc = tp_run_replay(run, 0, 0, err);
    if (rc == 0)
        rc = tp_run_finish(run, err);
    if (rc == 0 && maker.out_of_memory)
        rc = tp_err_set(err, TP_ENOMEM, "%s: out of memory", config->name);
    if (run) {
        tp_run_look(run, &state);
        out->length = state.now;
        measure(out);
    }
    tp_run_destroy(run);
    tp_log_finish(&fresh);
    return rc;
}

int tp_timeline_make(struct tp_timeline *out, const struct tp_run_config *config,
                     struct tp_err *err)
{
    int rc = tp_timeline_play(out, config, err);
    if (rc < 0)
        tp_timeline_finish(out);
    return rc;
}

void tp_timeline_finish(struct tp_timeline *timeline)
{
    if (!timeline)
        return;
    free(timeline->steps);
    free(timeline->cues);
    free(timeline->misplaced);
    free(timeline->answers);
    tp_intern_finish(&timeline->texts);
    *timeline = (struct tp_timeline){0};
}
