/* The live session: a loop that ticks, a mixer that is pulled, a person at the keys. */
#ifndef TP_CLI_LIVE_H
#define TP_CLI_LIVE_H

#include "core/cli/prepare.h"

/* Plays the prepared routine to its end. `prepared` lives until it returns. Returns the exit
 * status; with a negative code the line is in `err`. */
int tp_live_run(struct tp_prepared *prepared, const struct tp_options *options, struct tp_err *err);

#endif
