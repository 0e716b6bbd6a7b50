/* What a live session leaves while it runs, so that it can go on after a power cut: its log and its
 * entries in the ledger. Must never stop a session: what the disk does not take is told once. */
#ifndef TP_CLI_LIVE_LOG_H
#define TP_CLI_LIVE_LOG_H

#include "core/cli/modules.h"
#include "core/engine/session.h"
#include "core/host/ledger_file.h"
#include "core/host/sessions.h"

struct live;

struct live_log {
    struct tp_running *running;     /* no other session begins meanwhile */
    struct tp_log_file *file;       /* NULL: nothing is kept */
    struct tp_ledger_file *ledger;  /* likewise */
    const struct tp_module *module; /* newest one that is in the log */
    bool torn;                      /* a line of it was lost: nothing is written after it */
};

/* Before anything is heard or seen. -TP_EAGAIN: another session runs. */
int live_log_enter(struct live *live);

/* Begins the log of a session in the routine's language (NULL: the usual one), or goes on with that
 * of the session that was kept; the keeper for the session's config, or NULL: what cannot be
 * written was told. */
const struct tp_session_keeper *live_log_open(struct live *live, const char *lang);

/* Entries of this session that the ledger has. */
uint32_t live_log_entries(const struct live *live);

/* The session goes on in this text. */
void live_log_text(struct live *live, const char *text, size_t length);

void live_log_tick(struct live *live);
void live_log_end(struct live *live, const char *outcome); /* it is over, and how */
void live_log_close(struct live *live); /* waits for the disk; then the loop must run once more */

#endif
