/* tprun FILE: runs a routine. */
#include "core/cli/commands.h"
#include "core/cli/live.h"

int tp_command_run(const struct tp_options *options)
{
    struct tp_prepared prepared;
    struct tp_err err = {0};
    int rc = tp_prepare(&prepared, options, TP_TO_PLAY, &err);
    if (rc == 0)
        rc = tp_live_run(&prepared, options, &err);
    tp_prepare_finish(&prepared);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : rc;
}
