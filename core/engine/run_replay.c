/* A replay: commands, and what presses felt, come from the log at the places where they came, and
 * what is due between them is run in virtual time. Must never do twice what the world was told. */
#include "core/engine/run_internal.h"

#include <string.h>

int run_replay_late(struct tp_run *run, const struct tp_record *record, struct tp_err *err)
{
    struct tp_command command = {tp_command_find(record->key), record->value};
    run->cursor = (size_t)(record - run->log->records) + 1;
    if (record->kind == TP_RECORD_FELT || !tp_command_is_kept(command.kind))
        return 0;
    int rc = run_apply(run, &command, err);
    return rc == -TP_EINVAL ? 0 : rc;
}

/* The next record that comes by itself, or NULL. */
static const struct tp_record *next_to_come(struct tp_run *run)
{
    if (run->command < run->cursor)
        run->command = run->cursor;
    for (; run->command < run->log->count; run->command++)
        if (tp_record_comes(&run->log->records[run->command]))
            return &run->log->records[run->command];
    return NULL;
}

static int replay_record(struct tp_run *run, const struct tp_record *record, struct tp_err *err)
{
    struct tp_command command = {tp_command_find(record->key), record->value};
    tp_frames place = run->step.start + record->offset;
    run->cursor = (size_t)(record - run->log->records) + 1;
    if (!run->stands && place > run->now) {
        run->now = place;
        run->idle_resumes = 0;
    }
    if (record->kind == TP_RECORD_FELT)
        return run_press_recorded(run, record, err);
    int rc = run_apply(run, &command, err);
    return rc == -TP_EINVAL ? 0 : rc; /* a changed routine may no longer ask this */
}

/* One thing of the replay: the next command when its place has come, else what is due next. Returns
 * 1 when neither is there. */
static int replay_once(struct tp_run *run, struct tp_err *err)
{
    bool stood = run->stands;
    int rc = tp_run_retry(run, err); /* its length may stand ahead of the next command */
    if (rc < 0 || run->stands != stood)
        return rc;
    const struct tp_record *record = next_to_come(run);
    tp_frames due = tp_run_due(run);
    bool here = record && run->started && record->step == run->step.number;
    if (record && record->step < run->step.number)
        return run_replay_late(run, record, err);
    if (here && due > run->step.start + record->offset)
        return replay_record(run, record, err);
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
    const struct tp_record *record = next_to_come(run);
    if (record && record->step <= run->step.number)
        return false;
    if (run->stands && run->cursor < run->log->count)
        return false; /* the length of that sentence is still to come */
    tp_frames due = tp_run_due(run);
    return due > place || (due == place && run->cursor == run->log->count);
}

/* The commands that are left came after the place, in a way that the routine no longer takes. */
static int replay_the_rest(struct tp_run *run, struct tp_err *err)
{
    const struct tp_record *late;
    int rc = 0;
    while (rc == 0 && !run->ended && (late = next_to_come(run)))
        rc = run_replay_late(run, late, err);
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
    run_press_arrive(run);
    if (rc == 1)
        rc = tp_err_set(err, TP_ESCRIPT, "%s: the recorded session does not fit the routine",
                        run->name);
    return rc;
}
