/* What the person asked to leave out and what must be looked up in the routine for it: --skip and
 * --minutes. */
#ifndef TP_CLI_SHORTEN_H
#define TP_CLI_SHORTEN_H

#include "core/cli/prepare.h"

/* Checks the names of --skip, and finds what --minutes leaves out; then `prepared`'s choices say
 * so. `run` is for the dry runs: as the session will run, with a world that says how long a
 * sentence takes, at most. -TP_EUSAGE: no such point, or the routine cannot be that short. A point
 * that the routine does not have is a line on stderr. */
int tp_shorten(struct tp_prepared *prepared, const struct tp_options *options,
               const struct tp_run_config *run, struct tp_err *err);

/* "the shoulder roll once, the shoulder blade corner left out"; NULL when nothing was. Borrowed
 * from `prepared`. */
const char *tp_shortened(const struct tp_prepared *prepared);

#endif
