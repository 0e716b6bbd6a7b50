/* Inputs of a run: given now and recorded, or replayed from the log at the same place. */
#include "core/engine/run_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STRENGTH_STEPS = 10, /* the whole scale */
    /* From the instant of a number to a key that means it: the way to the ear, and a person's
     * reaction to a sound (some 0.2–0.3 s). A key that comes sooner means the number before. */
    HEARD_MS = 400
};

/* Whether the place of a recorded command has come. */
static bool is_due(const struct tp_run *run, const struct tp_record *command)
{
    return command->step < run->step.number ||
           (command->step == run->step.number && command->offset <= run->now - run->step.start);
}

/* A command whose step went by before its place came: the step has no length any more, or the
 * routine took another way. What the person asked for stays; what steered that step is past. */
static int replay_late(struct tp_run *run, const struct tp_record *record, struct tp_err *err)
{
    struct tp_command command = {tp_command_find(record->key), record->value};
    run->cursor = (size_t)(record - run->log->records) + 1;
    if (!tp_command_is_kept(command.kind))
        return 0;
    int rc = run_apply(run, &command, err);
    return rc == -TP_EINVAL ? 0 : rc;
}

const struct tp_record *run_recorded(struct tp_run *run, enum tp_record_kind kind, const char *key,
                                     bool *wait)
{
    for (size_t i = run->cursor; i < run->log->count; i++) {
        const struct tp_record *record = &run->log->records[i];
        bool command = record->kind == TP_RECORD_COMMAND;
        struct tp_err none;
        if (command && i == run->cursor && record->step < run->step.number) {
            replay_late(run, record, &none); /* what is asked here comes after it */
        } else if (command) {
            *wait = is_due(run, record);
            return NULL;
        } else if (record->kind == kind && strcmp(record->key, key) == 0) {
            run->cursor = i + 1;
            return record;
        }
    }
    return NULL;
}

int run_record(struct tp_run *run, enum tp_record_kind kind, const char *key, struct tp_value value)
{
    size_t place = run->cursor; /* in a replay more of the log follows */
    int rc = tp_log_insert(run->log, place, run->step.number, run->now - run->step.start, kind, key,
                           value);
    if (rc == 0) {
        run->cursor = place + 1;
        run->command = run->cursor; /* looked for anew */
    }
    return rc;
}

/* What the log calls an input. */
enum { INPUT_NAME = 160 };

static const char *input_name(char name[static INPUT_NAME], const char *kind, const char *key)
{
    snprintf(name, INPUT_NAME, "%s/%s", kind, key);
    return name;
}

static int ask_world(struct tp_run *run, const char *kind, const char *key, struct tp_value *out)
{
    char name[INPUT_NAME];
    int rc = run->world->input(run->world_context, kind, key, out);
    return rc < 0 ? rc : run_record(run, TP_RECORD_INPUT, input_name(name, kind, key), *out);
}

int run_input(struct tp_run *run, const char *kind, const char *key, struct tp_value *out)
{
    char name[INPUT_NAME];
    bool wait = false;
    const struct tp_record *record =
        run_recorded(run, TP_RECORD_INPUT, input_name(name, kind, key), &wait);
    if (!record)
        return ask_world(run, kind, key, out);
    *out = record->value;
    return 0;
}

/* ---- strength ---- */

/* The entry of a spot; NULL when out of memory. */
static struct run_strength *strength_entry(struct tp_run *run, const char *spot)
{
    struct run_strength *s = run->strengths;
    while (s && strncmp(s->spot, spot, sizeof s->spot - 1) != 0)
        s = s->next;
    if (s)
        return s;
    s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    snprintf(s->spot, sizeof s->spot, "%s", spot);
    s->next = run->strengths;
    run->strengths = s;
    return s;
}

/* What was kept from before. Ahead of the moment at which the routine needs it, `early`, the log
 * may have it later, among what is still to come. */
static void ask_strength(struct tp_run *run, struct run_strength *s, bool early)
{
    struct tp_value kept = tp_value_nil();
    char name[INPUT_NAME];
    input_name(name, "strength", s->spot);
    const struct tp_record *next =
        run->cursor < run->log->count ? &run->log->records[run->cursor] : NULL;
    bool here = next && next->kind == TP_RECORD_INPUT && strcmp(next->key, name) == 0;
    int rc = early && !here ? ask_world(run, "strength", s->spot, &kept)
                            : run_input(run, "strength", s->spot, &kept);
    if (rc == 0 && kept.kind == TP_VALUE_NUMBER)
        s->kept = (int)fmax(-STRENGTH_STEPS, fmin(STRENGTH_STEPS, kept.number));
    s->asked = true;
}

int run_strength_of(struct tp_run *run, const char *spot)
{
    struct run_strength *s = strength_entry(run, spot);
    if (!s)
        return 0;
    if (!s->asked)
        ask_strength(run, s, false);
    return s->kept + s->steps;
}

static int add_strength(struct tp_run *run, const char *spot, int by, struct tp_err *err)
{
    struct run_strength *s = strength_entry(run, spot);
    if (!s)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    if (!s->asked) /* a replay comes to the command before the routine does */
        ask_strength(run, s, true);
    s->steps += by;
    if (run->world->strength)
        run->world->strength(run->world_context, s->spot, s->kept + s->steps);
    return 0;
}

/* Of the step that runs; "" when it has none. */
static const char *spot_of(const struct tp_run *run)
{
    return run->step.info.spot ? run->step.info.spot : "";
}

static int check_strength(const struct tp_run *run, int by, struct tp_err *err)
{
    const struct tp_step_info *info = &run->step.info;
    double wanted = info->pressure + by;
    if (!run->step.open || info->pressure < 0)
        return tp_err_set(err, TP_EINVAL, "no strength is asked for in this step");
    if (by > 0 && strcmp(info->kind, "rest") != 0)
        return tp_err_set(err, TP_EINVAL, "firmer: only in a rest");
    if (wanted < 1 || (by > 0 && wanted > (info->pressure_max >= 0 ? info->pressure_max : 10)))
        return tp_err_set(err, TP_EINVAL,
                          by > 0 ? "this is the most for this point"
                                 : "this is as light as it gets");
    return 0;
}

/* A recorded one names its spot, and counts wherever the replay has come. */
static int change_strength(struct tp_run *run, int by, struct tp_value spot, struct tp_err *err)
{
    bool recorded = spot.kind == TP_VALUE_TEXT;
    const char *of = recorded ? spot.text : spot_of(run);
    int rc = recorded ? 0 : check_strength(run, by, err);
    if (rc == 0)
        rc = add_strength(run, of, by, err);
    if (rc == 0 && run->step.info.pressure >= 0 && strcmp(of, spot_of(run)) == 0)
        run->step.info.pressure += by;
    return rc;
}

static bool answer_fits(const struct tp_question *question, struct tp_value value)
{
    switch (question->kind) {
    case TP_ASK_NUMBER:
        return value.kind == TP_VALUE_NUMBER && value.number >= question->min &&
               value.number <= question->max;
    case TP_ASK_YES_NO:
        return value.kind == TP_VALUE_BOOL;
    case TP_ASK_READY:
        return value.kind == TP_VALUE_BOOL && value.truth;
    case TP_ASK_CHOICE:
        for (int i = 0; value.kind == TP_VALUE_TEXT && i < question->choice_count; i++)
            if (strcmp(value.text, question->choices[i]) == 0)
                return true;
        return false;
    }
    return false;
}

/* Of a question that is counted aloud: the number that the person has just heard. */
static struct tp_value number_heard(const struct tp_run *run)
{
    const struct tp_question *question = &run->question.question;
    int heard = 0;
    while (heard + 1 < question->counted_count &&
           question->counted[heard + 1] + TP_MS(HEARD_MS) <= run->now)
        heard++;
    return tp_value_number(question->min + heard);
}

/* What sounds is cut, and what was planned is dropped. */
static void fall_silent(struct tp_run *run)
{
    run_drop_cues(run);
    run->out->cancel(run->out_context, run->now);
    run->voice_free = run->now;
    if (run->heard_until > run->now)
        run->heard_until = run->now;
}

static int answer(struct tp_run *run, struct tp_value value, struct tp_err *err)
{
    struct tp_event event = {.kind = TP_EVENT_ANSWER, .question = &run->question.question};
    struct tp_reply reply = {0};
    bool counts = run->question.stands && run->question.question.counted_count > 0;
    if (!run->question.stands)
        return tp_err_set(err, TP_EINVAL, "answer: no question stands");
    if (counts && value.kind == TP_VALUE_BOOL && value.truth)
        value = number_heard(run);
    if (!answer_fits(&run->question.question, value))
        return tp_err_set(err, TP_EINVAL, "answer: does not fit the question");
    reply.value = event.value = value;
    run->question.stands = false;
    tp_sched_cancel(run->sched, run->question.timeout);
    run->question.timeout = 0;
    if (counts || run->question.question.implied)
        fall_silent(run);
    run_emit(run, &event);
    return run_drive(run, &reply, err);
}

/* Leaves the step, and tells the waiting verb. */
static int skip(struct tp_run *run, struct tp_err *err)
{
    struct tp_reply reply = {.skip = true};
    if (run->wake)
        tp_sched_cancel(run->sched, run->wake);
    run->wake = 0;
    run->stands = false;
    run_close_question(run);
    fall_silent(run);
    return run_drive(run, &reply, err);
}

/* Steps up or down, or a level by its name. */
static int change_words(struct tp_run *run, struct tp_value value, struct tp_err *err)
{
    static const char *const levels[] = {"tones", "brief", "normal", "full"};
    if (value.kind == TP_VALUE_NUMBER && (value.number == 1 || value.number == -1)) {
        int step = (int)value.number, now = run_words_now(run);
        if (now == (step > 0 ? TP_WORDS_FULL : 0))
            return tp_err_set(err, TP_EINVAL,
                              step > 0 ? "all is said already" : "there is no less to say");
        run->words_steps += step;
        return 0;
    }
    for (int level = 0; value.kind == TP_VALUE_TEXT && level <= TP_WORDS_FULL; level++)
        if (strcmp(value.text, levels[level]) == 0) {
            run->words_level = level;
            run->words_steps = 0;
            return 0;
        }
    return tp_err_set(err, TP_EINVAL, "words must be full, normal, brief, tones, or 1 or -1");
}

int run_apply(struct tp_run *run, const struct tp_command *command, struct tp_err *err)
{
    struct tp_event event = {0};
    switch (command->kind) {
    case TP_COMMAND_NEXT:
        return skip(run, err);
    case TP_COMMAND_SOFTER:
        return change_strength(run, -1, command->value, err);
    case TP_COMMAND_FIRMER:
        return change_strength(run, 1, command->value, err);
    case TP_COMMAND_ANSWER:
        return answer(run, command->value, err);
    case TP_COMMAND_PAUSE:
    case TP_COMMAND_RESUME:
        event.kind =
            command->kind == TP_COMMAND_PAUSE ? TP_EVENT_SESSION_PAUSE : TP_EVENT_SESSION_RESUME;
        if (command->kind == TP_COMMAND_RESUME)
            run->step.resumed = run->now;
        run_emit(run, &event);
        return 0;
    case TP_COMMAND_WORDS:
        return change_words(run, command->value, err);
    case TP_COMMAND_STOP:
        fall_silent(run);
        run_end(run, "stopped");
        return 0;
    default:
        return tp_err_set(err, TP_EINVAL, "%s: not an input", tp_command_name(command->kind));
    }
}

int run_command(struct tp_run *run, const struct tp_command *command, struct tp_err *err)
{
    bool strength = command->kind == TP_COMMAND_SOFTER || command->kind == TP_COMMAND_FIRMER;
    size_t place = run->log->count;
    int rc = tp_log_add(run->log, run->step.number, run->now - run->step.start, TP_RECORD_COMMAND,
                        tp_command_name(command->kind),
                        strength ? tp_value_text(spot_of(run)) : command->value);
    if (rc < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    run->cursor = run->log->count;
    rc = run_apply(run, command, err);
    if (rc == -TP_EINVAL && run->log->count == place + 1) {
        tp_log_drop_last(run->log);
        run->cursor = run->log->count;
    }
    return rc;
}

int tp_run_command(struct tp_run *run, tp_frames now, const struct tp_command *command,
                   struct tp_err *err)
{
    if (run->ended)
        return tp_err_set(err, TP_EINVAL, "the session is over");
    int rc = tp_run_advance(run, run->stands ? run->now : now, err);
    if (rc < 0 || run->ended)
        return rc;
    if (!run->stands && now > run->now) {
        run->now = now;
        run->idle_resumes = 0;
    }
    return run_command(run, command, err);
}

/* The next recorded command, or NULL. */
static const struct tp_record *next_command(struct tp_run *run)
{
    if (run->command < run->cursor)
        run->command = run->cursor;
    for (; run->command < run->log->count; run->command++)
        if (run->log->records[run->command].kind == TP_RECORD_COMMAND)
            return &run->log->records[run->command];
    return NULL;
}

static int replay_command(struct tp_run *run, const struct tp_record *record, struct tp_err *err)
{
    struct tp_command command = {tp_command_find(record->key), record->value};
    tp_frames place = run->step.start + record->offset;
    run->cursor = (size_t)(record - run->log->records) + 1;
    if (!run->stands && place > run->now) {
        run->now = place;
        run->idle_resumes = 0;
    }
    int rc = run_apply(run, &command, err);
    return rc == -TP_EINVAL ? 0 : rc; /* a changed routine may no longer ask this */
}

/* One thing of the replay: the next command when its place has come, else what is due next. Returns
 * 1 when neither is there. */
static int replay_once(struct tp_run *run, struct tp_err *err)
{
    int rc = tp_run_retry(run, err); /* its length may stand ahead of the next command */
    const struct tp_record *record = next_command(run);
    tp_frames due = tp_run_due(run);
    bool here = record && run->started && record->step == run->step.number;
    if (rc < 0)
        return rc;
    if (record && record->step < run->step.number)
        return replay_late(run, record, err);
    if (here && due > run->step.start + record->offset)
        return replay_command(run, record, err);
    return due == TP_NEVER ? 1 : tp_run_advance(run, due, err);
}

/* Whether the replay has come to its end: what comes next belongs to what is lived. */
static bool has_arrived(struct tp_run *run)
{
    tp_frames place = run->step.start + run->target_offset;
    if (run->target == 0)
        return run->cursor == run->log->count;
    if (run->step.number != run->target || !run->target_inside)
        return run->step.number >= run->target;
    const struct tp_record *record = next_command(run);
    if (record && record->step <= run->step.number)
        return false;
    tp_frames due = tp_run_due(run);
    return due > place || (due == place && run->cursor == run->log->count);
}

/* The commands that are left came after the place, in a way that the routine no longer takes. */
static int replay_the_rest(struct tp_run *run, struct tp_err *err)
{
    const struct tp_record *late;
    int rc = 0;
    while (rc == 0 && !run->ended && (late = next_command(run)))
        rc = replay_late(run, late, err);
    return rc;
}

int tp_run_replay(struct tp_run *run, uint32_t target, tp_frames offset, struct tp_err *err)
{
    int rc = 0;
    run->replaying = true;
    run->target = target;
    run->target_offset = offset;
    run->target_inside = offset > 0 || (run->log->count > 0 &&
                                        run->log->records[run->log->count - 1].step >= target);
    while (rc == 0 && !run->ended && !has_arrived(run))
        rc = replay_once(run, err);
    if (rc == 0 && target > 0)
        rc = replay_the_rest(run, err);
    if (rc == 0 && run->step.number == target && run->now < run->step.start + offset)
        run->now = run->step.start + offset;
    run->replaying = false;
    if (rc == 1)
        rc = tp_err_set(err, TP_ESCRIPT, "%s: the recorded session does not fit the routine",
                        run->name);
    return rc;
}
