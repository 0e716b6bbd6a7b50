/* The cues of a run, from the moment they are made until they are over. */
#include "core/engine/run_internal.h"

#include <stdio.h>
#include <stdlib.h>

struct run_cue *run_add_cue(struct tp_run *run, tp_frames at, tp_frames length,
                            enum tp_cue_type type, const char *text)
{
    struct run_cue *cue = calloc(1, sizeof *cue);
    if (!cue)
        return NULL;
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
        return NULL;
    }
    cue->next = run->cues;
    run->cues = cue;
    return cue;
}

void run_drop_cue(struct tp_run *run, struct run_cue *cue)
{
    struct run_cue **link = &run->cues;
    while (*link != cue)
        link = &(*link)->next;
    *link = cue->next;
    if (cue->task)
        tp_sched_cancel(run->sched, cue->task);
    free(cue);
}

void run_drop_cues(struct tp_run *run)
{
    while (run->cues)
        run_drop_cue(run, run->cues);
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
