/* Commands to a run: given now, and recorded. What does not fit the moment leaves no trace. */
#include "core/engine/run_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    /* From the instant of a number to a key that means it: the way to the ear, and a person's
     * reaction to a sound (some 0.2–0.3 s). A key that comes sooner means the number before. */
    HEARD_MS = 400
};

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

void run_fall_silent(struct tp_run *run)
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
        run_fall_silent(run);
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
    run->feeling = run->stands = false;
    run_close_question(run);
    run_fall_silent(run);
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
        return run_change_strength(run, -1, command->value, err);
    case TP_COMMAND_FIRMER:
        return run_change_strength(run, 1, command->value, err);
    case TP_COMMAND_ANSWER:
        return answer(run, command->value, err);
    case TP_COMMAND_PAUSE:
    case TP_COMMAND_RESUME:
        event.kind =
            command->kind == TP_COMMAND_PAUSE ? TP_EVENT_SESSION_PAUSE : TP_EVENT_SESSION_RESUME;
        if (command->kind == TP_COMMAND_RESUME)
            run->step.resumed = run->now;
        run_press_pause(run, command->kind == TP_COMMAND_PAUSE);
        run_emit(run, &event);
        return 0;
    case TP_COMMAND_WORDS:
        return change_words(run, command->value, err);
    case TP_COMMAND_STOP:
        run_fall_silent(run);
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
                        strength ? tp_value_text(run_spot(run)) : command->value);
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
