/* A press that a sensor feels, within a run: where the samples go, and what comes of them.
 *
 * What the loop finds is recorded at its place and told to the routine when it asks; a replay takes
 * it from there, a dry run lets all go well. Must never tell a routine of a sample itself: only
 * what is in the log may decide. */
#include "core/engine/run_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* To get back to the pressure, once time goes on after a pause. */
enum { BACK_MS = 3000 };

/* Of what counts at most so much is lost when the session goes on by a replay. */
enum { KEEP_MS = 1000 };

static void tell_feel(struct tp_run *run)
{
    struct run_press *press = &run->press;
    struct tp_feel feel = {.kind = TP_FEEL_SILENT};
    if (press->open && press->fed && !press->stopped)
        tp_press_feel(press->press, &feel);
    if (feel.kind == press->feel.kind && feel.way == press->feel.way)
        return;
    press->feel = feel;
    if (run->out->feel)
        run->out->feel(run->out_context, &feel);
}

/* How it ends in a dry run; of a measurement by letting go, where that is not cut short. */
static enum tp_press_action_kind ideal_end(const struct tp_run *run)
{
    enum tp_press_action_kind how =
        run->presses ? run->presses(run->answer_context) : TP_PRESS_TIME;
    bool any = !run->press.config.measure || how == TP_PRESS_CAP || how == TP_PRESS_SENSOR_LOST;
    return any ? how : TP_PRESS_RELEASED;
}

/* Half of the seconds, or all. */
static void plan_end(struct tp_run *run)
{
    struct run_press *press = &run->press;
    tp_frames hold = press->config.hold;
    press->next.kind = ideal_end(run);
    press->next.counted = press->next.kind == TP_PRESS_TIME ? hold : hold / 2;
    if (press->next.counted < press->counted)
        press->next.counted = press->counted;
    press->next.at = run->now + press->next.counted - press->counted;
}

/* The action that comes by itself in a dry run: the band at the end of the ramp, all seconds in it
 * or another end, and the hand off. */
static void plan_ideal(struct tp_run *run)
{
    struct run_press *press = &run->press;
    const struct tp_press_config *config = &press->config;
    struct tp_press_action *next = &press->next;
    next->counted = press->counted;
    if (press->stopped || config->measure) {
        next->kind = press->stopped ? TP_PRESS_RELEASED : ideal_end(run);
        next->at = run->now + (press->stopped ? 0 : config->ramp);
    } else if (!press->begun) {
        next->kind = TP_PRESS_BEGIN;
        next->at = run->now + config->ramp;
    } else {
        plan_end(run);
    }
}

/* From here on it is fed, or goes well; what counted before stays. */
static void feed(struct tp_run *run)
{
    struct run_press *press = &run->press;
    press->fed = !run->replaying && !run->ideal;
    press->next.kind = TP_PRESS_NONE;
    press->config.counted = press->counted;
    tp_press_begin(press->press, &press->config, run->now, (double)NAN);
    if (press->stopped)
        tp_press_stop(press->press, run->now);
    if (run->ideal && !run->replaying && !press->released)
        plan_ideal(run);
}

int run_press_begin(struct tp_run *run, const struct tp_press_request *request, struct tp_err *err)
{
    struct run_press *press = &run->press;
    if (!run->step.open)
        return tp_err_set(err, TP_EINVAL, "a press needs a step");
    tp_run_end_press(run);
    struct tp_press *loop = press->press ? press->press : tp_press_create();
    if (!loop)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    *press = (struct run_press){.press = loop,
                                .config = {.low_newtons = request->low,
                                           .high_newtons = request->high,
                                           .ceiling_newtons = request->ceiling,
                                           .steep_newtons = request->steep,
                                           .hold = request->hold,
                                           .ramp = request->ramp,
                                           .ask = request->ask,
                                           .light = request->light,
                                           .measure = request->measure},
                                .start = run->now,
                                .counted = request->counted,
                                .begun = request->counted > 0,
                                .open = true};
    snprintf(press->sensor, sizeof press->sensor, "%s", request->sensor);
    snprintf(press->tool, sizeof press->tool, "%s", request->tool ? request->tool : "");
    feed(run);
    return 0;
}

void run_press_arrive(struct tp_run *run)
{
    if (run->press.open)
        feed(run);
}

/* ---- what is felt ---- */

bool run_press_take(struct tp_run *run, struct tp_reply *reply)
{
    struct run_press *press = &run->press;
    if (press->felt_count == 0)
        return false;
    *reply = (struct tp_reply){.felt = tp_press_action_name(press->felt[0].kind),
                               .counted = press->felt[0].counted};
    memmove(press->felt, press->felt + 1, --press->felt_count * sizeof *press->felt);
    return true;
}

/* Notes what it means for the rest of the repetition. */
static void note_action(struct run_press *press, enum tp_press_action_kind kind, tp_frames counted)
{
    press->counted = counted;
    press->begun = press->begun || kind == TP_PRESS_BEGIN;
    press->released = press->released || kind == TP_PRESS_RELEASED;
    if (kind == TP_PRESS_LOWERED && !press->fed) { /* by how much is not in the log: the most */
        press->config.low_newtons *= 0.8;
        press->config.high_newtons *= 0.8;
    }
    if (tp_press_action_ends(kind)) {
        press->end = kind;
        press->stopped = true;
    }
    if (press->felt_count == RUN_FELT)
        return;
    press->felt[press->felt_count].kind = kind;
    press->felt[press->felt_count++].counted = counted;
}

/* The routine goes on with what it waits for: the action; or, where that ended the question it asks
 * within the press, no answer. */
static int go_on(struct tp_run *run, bool asked, struct tp_err *err)
{
    struct tp_reply reply = {0};
    if (!asked && (!run->feeling || !run_press_take(run, &reply)))
        return 0;
    if (run->wake)
        tp_sched_cancel(run->sched, run->wake);
    run->wake = 0;
    run->feeling = false;
    return run_drive(run, &reply, err);
}

/* An action takes place: told to everyone, and to the routine. */
static int take_place(struct tp_run *run, enum tp_press_action_kind kind, tp_frames counted,
                      struct tp_err *err)
{
    struct tp_event event = {
        .kind = TP_EVENT_PRESS, .text = tp_press_action_name(kind), .counted = counted};
    bool ends = tp_press_action_ends(kind), asked = ends && run->question.stands;
    note_action(&run->press, kind, counted);
    if (ends) {
        run_close_question(run);
        run_fall_silent(run);
    }
    run_emit(run, &event);
    tell_feel(run);
    return go_on(run, asked, err);
}

int run_press_recorded(struct tp_run *run, const struct tp_record *record, struct tp_err *err)
{
    enum tp_press_action_kind kind = tp_press_action_find(record->key);
    bool fits = run->press.open && kind != TP_PRESS_ACTION_COUNT && kind != TP_PRESS_NONE;
    if (fits && kind == TP_PRESS_COUNTED) {
        run->press.counted = (tp_frames)record->value.number;
        return 0;
    }
    return fits ? take_place(run, kind, (tp_frames)record->value.number, err) : 0;
}

static void look_for_action(struct run_press *press)
{
    if (press->fed && !press->next.kind && !tp_press_take(press->press, &press->next))
        press->next.kind = TP_PRESS_NONE;
}

tp_frames run_press_due(const struct tp_run *run)
{
    const struct run_press *press = &run->press;
    if (!press->open || run->replaying)
        return TP_NEVER;
    if (press->next.kind)
        return press->next.at;
    return press->fed ? tp_press_due(press->press) : TP_NEVER;
}

/* So that a replay has it at its place. */
static int put_record(struct tp_run *run, enum tp_press_action_kind kind, tp_frames counted,
                      struct tp_err *err)
{
    int rc = tp_log_add(run->log, run->step.number, run->now - run->step.start, TP_RECORD_FELT,
                        tp_press_action_name(kind), tp_value_number((double)counted));
    if (rc < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    run->cursor = run->log->count;
    return 0;
}

/* What has counted since the last record: nobody is told, but it is not had twice. */
static int record_counted(struct tp_run *run, struct tp_err *err)
{
    struct run_press *press = &run->press;
    tp_frames counted = tp_press_counted(press->press);
    if (press->stopped || press->next.kind || counted < press->counted + TP_MS(KEEP_MS))
        return 0;
    press->counted = counted;
    return put_record(run, TP_PRESS_COUNTED, counted, err);
}

/* The action whose instant has come. */
static int run_action(struct tp_run *run, struct tp_err *err)
{
    struct run_press *press = &run->press;
    const struct tp_press_action action = press->next;
    press->next.kind = TP_PRESS_NONE;
    int rc = put_record(run, action.kind, action.counted, err);
    if (rc < 0)
        return rc;
    look_for_action(press);
    rc = take_place(run, action.kind, action.counted, err);
    if (rc == 0 && press->open && !press->fed && !press->next.kind && !press->released)
        plan_ideal(run);
    return rc;
}

int run_press_run(struct tp_run *run, tp_frames now, struct tp_err *err)
{
    struct run_press *press = &run->press;
    if (now > run->now) {
        run->now = now;
        run->idle_resumes = 0;
    }
    if (press->next.kind)
        return run_action(run, err);
    tp_press_time(press->press, run->now);
    look_for_action(press);
    tell_feel(run);
    return 0;
}

const char *tp_run_feels(const struct tp_run *run)
{
    return !run->ended && run->press.open && run->press.fed ? run->press.sensor : NULL;
}

int tp_run_feel(struct tp_run *run, tp_frames now, const char *name, double newtons,
                struct tp_err *err)
{
    struct run_press *press = &run->press;
    const char *feels = tp_run_feels(run);
    if (!feels || strcmp(name, feels) != 0)
        return 0;
    int rc = tp_run_advance(run, run->stands ? run->now : now, err);
    if (rc < 0 || run->ended || !press->open || !press->fed)
        return rc;
    tp_frames at = run->stands || now < run->now ? run->now : now;
    tp_press_sample(press->press, at, newtons);
    look_for_action(press);
    tell_feel(run);
    rc = record_counted(run, err);
    return rc < 0 ? rc : tp_run_advance(run, at, err);
}

/* ---- what the routine and the person do with it ---- */

void run_press_answer(struct tp_run *run, double nrs)
{
    struct run_press *press = &run->press;
    if (!press->open || !press->fed)
        return;
    tp_press_answer(press->press, run->now, nrs);
    look_for_action(press);
}

void run_press_lighten(struct tp_run *run)
{
    struct run_press *press = &run->press;
    if (!press->open || !press->fed)
        return;
    tp_press_lighten(press->press, run->now);
    look_for_action(press);
}

void run_press_stop(struct tp_run *run)
{
    struct run_press *press = &run->press;
    if (!press->open || press->stopped)
        return;
    press->stopped = true;
    press->next.kind = TP_PRESS_NONE;
    if (press->fed)
        tp_press_stop(press->press, run->now);
    else if (run->ideal && !run->replaying && !press->released)
        plan_ideal(run);
    tell_feel(run);
}

void run_press_pause(struct tp_run *run, bool pause)
{
    struct run_press *press = &run->press;
    if (!press->open || !press->fed)
        return;
    if (pause)
        tp_press_pause(press->press, run->now);
    else
        tp_press_resume(press->press, run->now, TP_MS(BACK_MS));
    tell_feel(run);
}

void tp_run_end_press(struct tp_run *run)
{
    struct run_press *press = &run->press;
    if (!press->open)
        return;
    if (press->fed)
        run_press_keep(run);
    press->open = false;
    tell_feel(run);
}
