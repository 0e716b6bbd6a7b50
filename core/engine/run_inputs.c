/* What a run has to ask for: taken from the log, or asked now and recorded at its place. */
#include "core/engine/run_internal.h"

#include <stdio.h>
#include <string.h>

/* Whether the place of a recorded command has come. */
static bool is_due(const struct tp_run *run, const struct tp_record *command)
{
    return command->step < run->step.number ||
           (command->step == run->step.number && command->offset <= run->now - run->step.start);
}

const struct tp_record *run_recorded(struct tp_run *run, enum tp_record_kind kind, const char *key,
                                     bool *wait)
{
    for (size_t i = run->cursor; i < run->log->count; i++) {
        const struct tp_record *record = &run->log->records[i];
        bool comes = tp_record_comes(record);
        struct tp_err none;
        if (comes && i == run->cursor && record->step < run->step.number) {
            run_replay_late(run, record, &none); /* what is asked here comes after it */
        } else if (comes) {
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
    bool told = run->input && run->input(run->answer_context, kind, key, out);
    int rc = 0;
    if (!told && strcmp(kind, "press") == 0)
        run_press_figure(run, key, out);
    else if (!told)
        rc = run->world->input(run->world_context, kind, key, out);
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

int run_input_early(struct tp_run *run, const char *kind, const char *key, struct tp_value *out)
{
    char name[INPUT_NAME];
    const struct tp_record *next =
        run->cursor < run->log->count ? &run->log->records[run->cursor] : NULL;
    bool here = next && next->kind == TP_RECORD_INPUT &&
                strcmp(next->key, input_name(name, kind, key)) == 0;
    return here ? run_input(run, kind, key, out) : ask_world(run, kind, key, out);
}
