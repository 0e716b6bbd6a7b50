/* The ledger's file, STATE/ledger: what every session pressed and felt.
 *
 * Read at a session's start, added to while it runs (log_file.h). A line that is damaged is left
 * out and stays; a file that is no ledger is set aside as ledger.damaged; one of a newer program,
 * or one that cannot be written, is only read. [loop] */
#ifndef TP_HOST_LEDGER_FILE_H
#define TP_HOST_LEDGER_FILE_H

#include "core/engine/ledger.h"

#include <uv.h>

struct tp_ledger_file;

/* Opens the ledger below `state` (copied); one that is not there is begun. What was entered from
 * `from_s` (unix seconds) on is kept in memory. 0, with a line to tell in `note` when its code is
 * not 0; -TP_ENOMEM. `loop` is borrowed. */
int tp_ledger_file_open(struct tp_ledger_file **out, uv_loop_t *loop, const char *state,
                        int64_t from_s, struct tp_err *note);

/* Enters it, unless its session has one of that number. True when it is new. */
bool tp_ledger_file_enter(struct tp_ledger_file *ledger, const struct tp_ledger_record *record);

/* What is known; borrowed until the next entry. */
const struct tp_ledger *tp_ledger_file_past(const struct tp_ledger_file *ledger);

/* As those of log_file.h. */
void tp_ledger_file_tick(struct tp_ledger_file *ledger, uint64_t now_ms);
const char *tp_ledger_file_problem(struct tp_ledger_file *ledger);
int tp_ledger_file_close(struct tp_ledger_file *ledger, struct tp_err *err);

#endif
