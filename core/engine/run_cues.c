/* The cues of a run, from the moment they are made until they are over. */
#include "core/engine/run_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* More wait or sound at once in no routine that is meant to be heard: they are kept outside of the
 * script's own memory, and the bound is theirs. */
enum { MOST_CUES = 1000 };

int run_add_cue(struct tp_run *run, struct run_cue **out, tp_frames at, tp_frames length,
                enum tp_cue_type type, const char *text, struct tp_err *err)
{
    if (run->cue_count == MOST_CUES)
        return tp_err_set(err, TP_ELIMIT, "more than %d sounds at once", MOST_CUES);
    struct run_cue *cue = calloc(1, sizeof *cue);
    if (!cue)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    snprintf(cue->text, sizeof cue->text, "%s", text);
    cue->cue = (struct tp_cue){.id = ++run->next_cue,
                               .at = at,
                               .length = length,
                               .step = run->step.number,
                               .type = type,
                               .text = cue->text};
    cue->task = tp_sched_add(run->sched, at, DUE_CUE, cue);
    if (!cue->task) {
        free(cue);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    cue->next = run->cues;
    run->cues = cue;
    run->cue_count++;
    if (at + length > run->heard_until)
        run->heard_until = at + length;
    *out = cue;
    return 0;
}

void run_drop_cue(struct tp_run *run, struct run_cue *cue)
{
    struct run_cue **link = &run->cues;
    while (*link != cue)
        link = &(*link)->next;
    *link = cue->next;
    run->cue_count--;
    if (cue->task)
        tp_sched_cancel(run->sched, cue->task);
    free(cue);
}

void run_drop_cues(struct tp_run *run)
{
    while (run->cues)
        run_drop_cue(run, run->cues);
}

tp_frames run_next_voice(const struct tp_run *run)
{
    tp_frames next = TP_NEVER;
    for (const struct run_cue *cue = run->cues; cue; cue = cue->next)
        if (cue->task && cue->cue.type == TP_CUE_VOICE && cue->cue.at < next)
            next = cue->cue.at;
    return next;
}

void run_sweep_cues(struct tp_run *run)
{
    struct run_cue *cue = run->cues;
    while (cue) {
        struct run_cue *next = cue->next;
        if (!cue->task && cue->cue.at + cue->cue.length <= run->now)
            run_drop_cue(run, cue);
        cue = next;
    }
}
