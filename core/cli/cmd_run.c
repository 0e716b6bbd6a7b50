/* tprun FILE: runs a routine. */
#include "core/cli/commands.h"
#include "core/cli/kept.h"
#include "core/cli/live.h"

#include <stdio.h>

int tp_command_run(const struct tp_options *options)
{
    struct tp_prepared prepared;
    struct tp_kept_session left;
    struct tp_err err = {0};
    char note[TP_KEPT_LINE] = "", line[TP_KEPT_LINE];
    if (tp_kept_find(&left, &err) == 0)
        snprintf(note, sizeof note, "%.200s tprun resume goes on.", tp_kept_tell(&left, line));
    tp_kept_session_finish(&left);
    int rc = tp_prepare(&prepared, options, TP_TO_PLAY, &err);
    if (rc == 0)
        rc = tp_live_run(&prepared, options, NULL, note, &err);
    tp_prepare_finish(&prepared);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : rc;
}
