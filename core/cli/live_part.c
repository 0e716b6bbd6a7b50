/* A part of the routine alone: tprun play FILE --step N[-M]. */
#include "core/cli/live_internal.h"

/* All of it is known before: the part begins by what the steps before it would have been, as they
 * are heard. */
static int make(struct live *live, struct tp_log *log, struct tp_timeline *whole)
{
    struct tp_run_config run = live->prepared->run;
    run.world = &tp_world_table;
    run.log = log;
    return tp_timeline_make(whole, &run, &live->err);
}

static int no_step(struct live *live, size_t count)
{
    char name[sizeof live->prepared->file.name];
    return tp_err_set(&live->err, TP_EUSAGE, "%s: it has %zu steps, got --step %u",
                      tp_routine_name(&live->prepared->file, name), count,
                      live->options->step_from);
}

int live_open_part(struct live *live, struct tp_session_config *config, struct tp_log *log,
                   struct tp_timeline *whole)
{
    const struct tp_options *options = live->options;
    int rc = make(live, log, whole);
    if (rc < 0)
        return rc;
    if (options->step_from > whole->step_count)
        return no_step(live, whole->step_count);
    bool to_the_end = options->step_to >= whole->step_count;
    live->part_from = whole->steps[options->step_from - 1].start;
    live->part_to = to_the_end ? 0 : whole->steps[options->step_to].start;
    config->log = log;
    config->first_step = options->step_from;
    config->last_step = to_the_end ? 0 : options->step_to;
    return 0;
}
