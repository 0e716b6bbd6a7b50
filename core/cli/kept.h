/* The session that was left and can go on: found, told of, and as it was begun. */
#ifndef TP_CLI_KEPT_H
#define TP_CLI_KEPT_H

#include "core/cli/options.h"
#include "core/host/sessions.h"

enum { TP_KEPT_LINE = 240 };

/* Milliseconds since 1970, by which a session's absence is measured. */
int64_t tp_kept_clock_ms(void);

/* The newest one that was left within the last day, past its opening. 0; -TP_ENOENT with the line
 * when there is none (a session that was left too long ago is named); -TP_ENOMEM. To be finished
 * whatever it returns. */
int tp_kept_find(struct tp_kept_session *out, struct tp_err *err);

/* "neck was left 20 minutes ago, at step 12." Returns `line`. */
const char *tp_kept_tell(const struct tp_kept_session *kept, char line[TP_KEPT_LINE]);

/* What it was begun with takes the place of what the options say; texts are borrowed from it.
 * -TP_EUSAGE: the command line asks for something else, or what was kept makes no sense. */
int tp_kept_settings(struct tp_options *options, struct tp_kept_session *kept, struct tp_err *err);

#endif
