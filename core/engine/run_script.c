/* What a routine calls on the spot: steps, tones, memory, notes. The context is the run. */
#include "core/engine/rules.h"
#include "core/engine/run_internal.h"

#include <string.h>

/* Steps that the program adds to every session: its opening and its close. */
enum { OWN_STEPS = 2 };

static tp_frames now(void *context)
{
    return ((struct tp_run *)context)->now;
}

static void announce(struct tp_run *run, const struct tp_routine_info *info)
{
    struct tp_routine_info named = info ? *info : (struct tp_routine_info){0};
    struct tp_event event = {.kind = TP_EVENT_SESSION_START, .routine = &named};
    if (run->announced)
        return;
    if (!named.title)
        named.title = run->name;
    run->announced = true;
    run_emit(run, &event);
}

static int routine(void *context, const struct tp_routine_info *info, struct tp_err *err)
{
    struct tp_run *run = context;
    if (run->announced)
        return tp_err_set(err, TP_ESCRIPT,
                          "routine: must come once, as the first call of the file");
    for (int i = 0; i < info->accepted_count; i++) {
        int rc = tp_rule_accept(info->accepted[i].rule, err);
        if (rc < 0)
            return rc;
    }
    if (info->lang && run->world->speaks) {
        int rc = run->world->speaks(run->world_context, info->lang, err);
        if (rc < 0)
            return rc;
    }
    announce(run, info);
    return 0;
}

/* What does not fit is left out, whole characters of it. */
static void copy(char *to, size_t size, const char **field, const char *from)
{
    *field = from ? to : NULL;
    if (!from)
        return;
    size_t length = strlen(from), fits = length < size ? length : size - 1;
    while (fits < length && fits > 0 && ((unsigned char)from[fits] & 0xC0) == 0x80)
        fits--;
    memcpy(to, from, fits);
    to[fits] = '\0';
}

static int step_begin(void *context, const struct tp_step_info *info, struct tp_err *err)
{
    struct tp_run *run = context;
    struct run_step *step = &run->step;
    struct tp_event event = {.kind = TP_EVENT_STEP_START, .info = &step->info};
    announce(run, NULL);
    bool closes = strcmp(info->kind, "done") == 0;
    if (step->number >= (uint32_t)(TP_STEPS + OWN_STEPS - !closes))
        return tp_err_set(err, TP_ELIMIT, "a routine may have at most %d steps", TP_STEPS);
    step->info = *info;
    copy(step->kind, sizeof step->kind, &step->info.kind, info->kind);
    copy(step->how, sizeof step->how, &step->info.how, info->how);
    copy(step->title, sizeof step->title, &step->info.title, info->title);
    copy(step->section, sizeof step->section, &step->info.section, info->section);
    copy(step->side, sizeof step->side, &step->info.side, info->side);
    copy(step->point, sizeof step->point, &step->info.point, info->point);
    copy(step->latin, sizeof step->latin, &step->info.latin, info->latin);
    copy(step->spot, sizeof step->spot, &step->info.spot, info->spot);
    copy(step->find, sizeof step->find, &step->info.find, info->find);
    step->number++;
    step->start = run->now;
    if (run->target > 0 && step->number >= run->target && !run->target_inside)
        run->replaying = false; /* what is said and done from here on is heard and kept */
    step->phase = TP_PHASE_FREE;
    step->phase_start = step->phase_until = 0;
    step->resumed = -1;
    step->open = true;
    run_emit(run, &event);
    return 0;
}

/* Tells that what was counted is over, if anything was. */
static void leave_count(struct tp_run *run)
{
    if (run->step.phase == TP_PHASE_COUNT && run->out->counted)
        run->out->counted(run->out_context, run->now);
}

static void step_end(void *context, const char *outcome)
{
    struct tp_run *run = context;
    struct tp_event event = {
        .kind = TP_EVENT_STEP_END, .start = run->step.start, .outcome = outcome};
    if (!run->step.open)
        return;
    leave_count(run);
    tp_run_end_press(run);
    run->step.open = false;
    run_emit(run, &event);
}

static int tone(void *context, const struct tp_tone_request *request, struct tp_err *err)
{
    struct tp_run *run = context;
    tp_frames length = run->world->tone(run->world_context, request, err);
    if (length <= 0)
        return -TP_EINVAL;
    struct run_cue *cue;
    tp_frames at = request->at > run->now ? request->at : run->now;
    int rc = run_add_cue(run, &cue, at, length, TP_CUE_TONE, request->name ? request->name : "note",
                         err);
    if (rc < 0)
        return rc;
    cue->cue.tone = *request;
    cue->cue.tone.name = request->name ? cue->text : NULL;
    return 0;
}

static int strength(void *context, const char *spot)
{
    return run_strength_of(context, spot);
}

static void phase(void *context, enum tp_phase phase, tp_frames until)
{
    struct tp_run *run = context;
    leave_count(run);
    run->step.phase = phase;
    run->step.phase_start = run->now;
    run->step.phase_until = until;
}

static tp_frames resumed(void *context)
{
    return ((struct tp_run *)context)->step.resumed;
}

static tp_frames heard(void *context)
{
    return ((struct tp_run *)context)->heard_until;
}

static int words(void *context, int *steps)
{
    struct tp_run *run = context;
    *steps = run->words_steps;
    return run->words_level;
}

static void words_begin(void *context, int level)
{
    ((struct tp_run *)context)->words_begun = level;
}

static int input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    return run_input(context, kind, key, out);
}

static int remember(void *context, const char *key, struct tp_value value, struct tp_err *err)
{
    struct tp_run *run = context;
    if (run->remembers)
        run->remembers(run->answer_context, key, value);
    return run->world->remember(run->world_context, key, value, err);
}

static int press_begin(void *context, const struct tp_press_request *request, struct tp_err *err)
{
    return run_press_begin(context, request, err);
}

static void press_answer(void *context, double nrs)
{
    run_press_answer(context, nrs);
}

static void press_stop(void *context)
{
    run_press_stop(context);
}

static void press_end(void *context)
{
    tp_run_end_press(context);
}

static void threshold(void *context, const char *spot, double newtons)
{
    struct tp_run *run = context;
    if (!run->replaying && run->world->threshold)
        run->world->threshold(run->world_context, spot, newtons);
}

static int set(void *context, const char *channel, struct tp_value value, struct tp_err *err)
{
    struct tp_run *run = context;
    struct tp_value there;
    int rc = run_input(run, "device", channel, &there);
    if (rc < 0 || there.kind == TP_VALUE_NIL)
        return tp_err_set(err, TP_EDEVICE, "no such device");
    if (!run->replaying && !run->ideal && run->out->output)
        run->out->output(run->out_context, channel, value);
    return 0;
}

static void note(void *context, const char *key, struct tp_value value)
{
    struct tp_event event = {.kind = TP_EVENT_NOTE, .text = key, .value = value};
    run_emit(context, &event);
}

static int module(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err)
{
    struct tp_run *run = context;
    return run->world->module(run->world_context, name, source, shown, shown_size, err);
}

static void print(void *context, const char *text)
{
    struct tp_run *run = context;
    if (!run->replaying)
        run->world->print(run->world_context, text);
}

static void alive(void *context, const char *where)
{
    struct tp_run *run = context;
    if (run->world->alive)
        run->world->alive(run->world_context, where);
}

const struct tp_script_ops tp_run_script_ops = {
    .now = now,
    .routine = routine,
    .step_begin = step_begin,
    .step_end = step_end,
    .tone = tone,
    .strength = strength,
    .phase = phase,
    .resumed = resumed,
    .heard = heard,
    .words = words,
    .words_begin = words_begin,
    .input = input,
    .remember = remember,
    .press_begin = press_begin,
    .press_answer = press_answer,
    .press_stop = press_stop,
    .press_end = press_end,
    .threshold = threshold,
    .set = set,
    .note = note,
    .module = module,
    .print = print,
    .alive = alive,
};
