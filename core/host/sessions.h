/* The folder of sessions: the log of each, and which one runs now.
 *
 * STATE/sessions/20261120-183012-004-neck.log: named by its start, so that the names sort, and by
 * its routine, for people. The newest ones are kept. `state` is always the state folder
 * ($XDG_STATE_HOME/tprun); all of this waits for the disk: at a session's start and end. [loop] */
#ifndef TP_HOST_SESSIONS_H
#define TP_HOST_SESSIONS_H

#include "core/engine/journal.h"
#include "core/host/log_file.h"

/* ---- the session that runs: one at a time ---- */

struct tp_running;

/* From here on a session of that name runs. -TP_EAGAIN: another one does, and the line names it
 * (one that was killed is no obstacle); -TP_EIO: the folder cannot be written, so nobody can know;
 * -TP_ENOMEM. */
int tp_sessions_enter(struct tp_running **out, const char *state, const char *name,
                      struct tp_err *err);
void tp_sessions_leave(struct tp_running *running); /* NULL is fine */

/* ---- logs ---- */

/* A new log for a session of the routine at `routine`, begun at `unix_ms`: as tp_log_file_create.
 */
int tp_sessions_create(struct tp_log_file **out, uv_loop_t *loop, const char *state,
                       int64_t unix_ms, const char *routine, struct tp_err *err);

struct tp_kept_session {
    char *path; /* owned */
    struct tp_journal journal;
};

/* The newest session that can go on: it has a text and a mark, it did not end (but by "stopped"),
 * nobody writes it, and no session of the same routine came to its end since. 0; -TP_ENOENT: there
 * is none; -TP_ENOMEM. How old it is, its mark says. Logs that cannot be read are passed over;
 * damaged ones are set aside as NAME.damaged. `note`'s code is not 0 when there is a line to tell
 * of that. To be finished whatever it returns. */
int tp_sessions_newest(const char *state, struct tp_kept_session *out, struct tp_err *note);
void tp_kept_session_finish(struct tp_kept_session *kept);

/* What the ledger knows the session by: its log's file name; borrowed from `path`. */
const char *tp_sessions_id(const char *path);

/* Removes all but the ten newest logs, and never one that is being written. */
void tp_sessions_prune(const char *state);

#endif
