/* The live session: a loop that ticks, a mixer that is pulled, a person at the keys. */
#ifndef TP_CLI_LIVE_H
#define TP_CLI_LIVE_H

#include "core/cli/prepare.h"
#include "core/host/sessions.h"

/* Plays the prepared routine to its end, or goes on with the session that was kept (NULL: a new
 * one). `note` is shown as it begins ("": nothing is). All live until it returns. Returns the exit
 * status; with a negative code the line is in `err`. */
int tp_live_run(struct tp_prepared *prepared, const struct tp_options *options,
                const struct tp_kept_session *kept, const char *note, struct tp_err *err);

#endif
