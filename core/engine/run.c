/* The life of a run: create, advance, finish. Must never read a clock: it is told the time. */
#include "core/engine/run.h"

#include "core/engine/run_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most resumes at one instant: a routine that never lets time pass is stopped here. */
enum { IDLE_RESUMES = 200000 };

int tp_run_create(struct tp_run **out, const struct tp_run_config *config, struct tp_err *err)
{
    struct tp_run *run = calloc(1, sizeof *run);
    struct tp_script_config script = {.ops = &tp_run_script_ops,
                                      .context = run,
                                      .seed = config->seed,
                                      .memory_bytes = config->memory_bytes,
                                      .options = config->options,
                                      .option_count = config->option_count,
                                      .lines = config->lines};
    int rc = -TP_ENOMEM;
    *out = NULL;
    if (!run)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", config->name);
    run->world = config->world;
    run->world_context = config->world_context;
    run->out = config->out;
    run->out_context = config->out_context;
    run->log = config->log;
    run->dry = config->dry && !config->silent;
    run->ideal = config->dry;
    run->answer = config->answer;
    run->answer_context = config->answer_context;
    run->leaves = config->leaves;
    run->input = config->input;
    run->remembers = config->remembers;
    run->presses = config->presses;
    run->go_on = config->go_on;
    run->go_on_context = config->go_on_context;
    run->text_at = -1;
    run->step.info.pressure = -1;
    run->step.resumed = run->words_level = run->words_begun = -1;
    snprintf(run->name, sizeof run->name, "%s", config->name);
    run->sched = tp_sched_create();
    if (!run->sched) {
        tp_err_set(err, TP_ENOMEM, "%s: out of memory", config->name);
        goto out;
    }
    rc = tp_script_create(&run->script, &script, config->name, config->text, config->length, err);
out:
    if (rc < 0)
        tp_run_destroy(run);
    else
        *out = run;
    return rc;
}

void tp_run_destroy(struct tp_run *run)
{
    if (!run)
        return;
    run_drop_cues(run);
    while (run->strengths) {
        struct run_strength *next = run->strengths->next;
        free(run->strengths);
        run->strengths = next;
    }
    tp_press_destroy(run->press.press);
    tp_script_destroy(run->script);
    tp_sched_destroy(run->sched);
    free(run);
}

void run_emit(struct tp_run *run, struct tp_event *event)
{
    event->at = run->now;
    if (event->step == 0)
        event->step = run->step.number;
    run->out->event(run->out_context, event);
}

void run_end(struct tp_run *run, const char *outcome)
{
    struct tp_event event = {.kind = TP_EVENT_SESSION_END, .outcome = run->outcome};
    if (run->ended)
        return;
    snprintf(run->outcome, sizeof run->outcome, "%s", outcome);
    run->ended = true;
    run->stands = false;
    run_close_question(run);
    tp_run_end_press(run);
    run_emit(run, &event);
}

int run_drive(struct tp_run *run, const struct tp_reply *reply, struct tp_err *err)
{
    struct tp_reply next = reply ? *reply : (struct tp_reply){0};
    const struct tp_reply *given = reply;
    for (;;) {
        struct tp_request request = {0};
        if (run->world->alive)
            run->world->alive(run->world_context, NULL);
        if (++run->idle_resumes > IDLE_RESUMES)
            return tp_err_set(err, TP_ELIMIT,
                              "%s:%d: the routine goes round without letting time pass", run->name,
                              run->step.info.line);
        if (run->go_on && !run->go_on(run->go_on_context))
            return tp_err_set(err, TP_ETIMEOUT, "%s:%d: takes too long to look through", run->name,
                              run->step.info.line);
        int rc = tp_script_resume(run->script, given, &request, err);
        if (rc == 0)
            rc = run_request(run, &request, err);
        if (rc <= 0)
            return rc;
        next = run->reply;
        given = &next;
    }
}

static void begin_cue(struct tp_run *run, struct run_cue *cue)
{
    struct tp_event event = {.kind = TP_EVENT_CUE, .cue = &cue->cue, .step = cue->cue.step};
    cue->task = 0;
    if (cue->cue.type == TP_CUE_VOICE)
        snprintf(run->sentence, sizeof run->sentence, "%s", cue->text);
    run->out->cue(run->out_context, &cue->cue);
    run_emit(run, &event);
    run_sweep_cues(run);
}

static int run_due(struct tp_run *run, const struct tp_due *due, struct tp_err *err)
{
    struct tp_reply reply = {0};
    if (due->at > run->now)
        run->idle_resumes = 0;
    run->now = due->at;
    switch ((enum due_kind)due->kind) {
    case DUE_CUE:
        begin_cue(run, due->data);
        return 0;
    case DUE_WAKE:
        run->wake = 0;
        run->feeling = false;
        reply = run->reply;
        return run_drive(run, &reply, err);
    case DUE_TIMEOUT:
        run->question.timeout = 0;
        run_close_question(run);
        return run_drive(run, &reply, err);
    case DUE_ASSUMED: {
        struct tp_command answer = {TP_COMMAND_ANSWER, run->question.question.assume};
        return run_command(run, &answer, err);
    }
    }
    return 0;
}

static int start(struct tp_run *run, struct tp_err *err)
{
    run->started = true;
    return run_drive(run, NULL, err);
}

tp_frames tp_run_due(const struct tp_run *run)
{
    /* While time stands that holds for this instant too: what is due in it comes in the same order
     * whether a sentence was known at once or not. */
    if (run->ended || run->stands)
        return TP_NEVER;
    if (!run->started)
        return 0;
    tp_frames next = tp_sched_next(run->sched), press = run_press_due(run);
    return next < press ? next : press;
}

int tp_run_advance(struct tp_run *run, tp_frames now, struct tp_err *err)
{
    struct tp_due due;
    int rc = run->started ? 0 : start(run, err);
    while (rc == 0 && !run->ended) {
        tp_frames next = tp_run_due(run);
        if (next > now)
            break;
        rc = tp_sched_pop(run->sched, next, &due) ? run_due(run, &due, err)
                                                  : run_press_run(run, next, err);
    }
    return rc;
}

int tp_run_retry(struct tp_run *run, struct tp_err *err)
{
    if (!run->stands || run->ended)
        return 0;
    int rc = run_speak(run, err);
    if (rc > 0) {
        struct tp_reply reply = run->reply;
        rc = run_drive(run, &reply, err);
    }
    return rc;
}

void tp_run_hush(struct tp_run *run, bool hushed)
{
    run->hushed = hushed;
}

/* Leaves a step that has just begun, if it is to be left. */
static int leave(struct tp_run *run, struct tp_err *err)
{
    static const struct tp_command next = {.kind = TP_COMMAND_NEXT};
    if (!run->leaves || run->ended || !run->step.open || run->asked_to_leave == run->step.number)
        return 0;
    run->asked_to_leave = run->step.number;
    return run->leaves(run->answer_context, &run->step.info) ? run_command(run, &next, err) : 0;
}

int tp_run_finish(struct tp_run *run, struct tp_err *err)
{
    int rc = 0;
    while (rc == 0 && !run->ended) {
        tp_frames due = tp_run_due(run);
        if (due == TP_NEVER && !run->stands)
            return tp_err_set(err, TP_ESCRIPT,
                              "%s: the routine waits for something that never comes", run->name);
        rc = due == TP_NEVER ? tp_run_retry(run, err) : tp_run_advance(run, due, err);
        rc = rc == 0 ? leave(run, err) : rc;
        if (rc == 0 && run->stands && tp_run_due(run) == TP_NEVER)
            return tp_err_set(err, TP_EVOICE, "the voice does not answer: \"%s\"",
                              run->pending.say.text);
    }
    return rc;
}

int run_words_now(const struct tp_run *run)
{
    int level = run->words_level >= 0 ? run->words_level : run->words_begun;
    int now = level + run->words_steps;
    return level < 0 ? -1 : now < 0 ? 0 : now > TP_WORDS_FULL ? TP_WORDS_FULL : now;
}

void tp_run_look(const struct tp_run *run, struct tp_run_state *state)
{
    const struct tp_step_info *info = run->step.number ? &run->step.info : NULL;
    *state =
        (struct tp_run_state){.now = run->now,
                              .step = run->step.number,
                              .step_start = run->step.start,
                              .info = info,
                              .question = run->question.stands ? &run->question.question : NULL,
                              .sentence = run->stands ? run->pending.say.text : run->sentence,
                              .pressure = -1,
                              .next_voice = run_next_voice(run),
                              .phase = run->step.phase,
                              .phase_start = run->step.phase_start,
                              .phase_until = run->step.phase_until,
                              .words = run_words_now(run),
                              .stands = run->stands,
                              .ended = run->ended,
                              .outcome = run->outcome};
    run_press_look(run, state);
    if (info && info->pressure >= 0) {
        double wanted = info->pressure;
        double top = info->pressure_max >= 0 ? info->pressure_max : 10;
        state->pressure = wanted > top ? top : wanted;
    }
}

int tp_run_remember_nothing(void *context, const char *key, struct tp_value value,
                            struct tp_err *err)
{
    (void)context, (void)key, (void)value, (void)err;
    return 0;
}
