/* Rehearsing a changed text. */
#include "core/engine/rehearse.h"

#include "core/engine/match.h"

#include <stdlib.h>
#include <string.h>

/* The answers of the session, which a dry run of another text is given. */
struct prompter {
    const struct tp_timeline *was;
    uint32_t step; /* answers of earlier steps were given; those from here on were assumed */
    bool *given;
};

/* To the same question the next of the same answers. */
static bool prompt(void *context, const struct tp_question *question, struct tp_value *out)
{
    struct prompter *prompter = context;
    for (size_t i = 0; i < prompter->was->answer_count; i++) {
        const struct tp_timeline_answer *one = &prompter->was->answers[i];
        if (prompter->given[i] || one->step >= prompter->step || !one->question ||
            strcmp(one->question, question->text) != 0)
            continue;
        prompter->given[i] = true;
        *out = one->value;
        return true;
    }
    return false;
}

/* As it was played, also when it fails later on. */
static int play_was(const struct tp_rehearsal *rehearsal, struct tp_timeline *was,
                    struct tp_err *err)
{
    struct tp_run_config run = rehearsal->was;
    struct tp_log log;
    struct tp_err later;
    *was = (struct tp_timeline){0};
    if (tp_log_copy(&log, rehearsal->log) < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    run.log = &log;
    tp_timeline_play(was, &run, &later);
    tp_log_finish(&log);
    return 0;
}

/* With what the person asked for and answered, and no other input of theirs: those have their place
 * by the number of a step, which may be another one now. */
static int play_anew(struct tp_rehearsal *rehearsal, const struct tp_timeline *was,
                     struct tp_err *err)
{
    struct tp_run_config run = rehearsal->is;
    struct prompter prompter = {.was = was, .step = rehearsal->step};
    prompter.given = calloc(was->answer_count + 1, sizeof *prompter.given);
    int rc = prompter.given ? tp_log_copy(&rehearsal->inputs, rehearsal->log) : -TP_ENOMEM;
    if (rc < 0) {
        tp_err_set(err, TP_ENOMEM, "out of memory");
        goto out;
    }
    tp_log_rewind(&rehearsal->inputs, 1);
    run.log = &rehearsal->inputs;
    run.answer = prompt;
    run.answer_context = &prompter;
    rc = tp_timeline_make(&rehearsal->anew, &run, err);
out:
    free(prompter.given);
    return rc;
}

static void play_onward(struct tp_rehearsal *rehearsal, const struct tp_timeline *was)
{
    struct tp_run_config run = rehearsal->is;
    struct tp_log log;
    struct tp_err none;
    if (tp_log_copy(&log, rehearsal->log) < 0)
        return;
    run.log = &log;
    if (tp_timeline_make(&rehearsal->onward, &run, &none) == 0)
        rehearsal->parting = tp_match_parting(was, &rehearsal->onward);
    tp_log_finish(&log);
}

int tp_rehearse(struct tp_rehearsal *rehearsal, struct tp_err *err)
{
    struct tp_timeline was;
    rehearsal->onward = rehearsal->anew = (struct tp_timeline){0};
    rehearsal->inputs = (struct tp_log){0};
    rehearsal->parting = 0;
    rehearsal->place = 0;
    int rc = play_was(rehearsal, &was, err);
    if (rc == 0)
        rc = play_anew(rehearsal, &was, err);
    if (rc == 0) {
        rehearsal->place = tp_match_step(&was, rehearsal->step, &rehearsal->anew);
        play_onward(rehearsal, &was);
    }
    tp_timeline_finish(&was);
    return rc;
}

void tp_rehearsal_finish(struct tp_rehearsal *rehearsal)
{
    if (!rehearsal)
        return;
    tp_timeline_finish(&rehearsal->onward);
    tp_timeline_finish(&rehearsal->anew);
    tp_log_finish(&rehearsal->inputs);
}
