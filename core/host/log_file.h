/* A file that only grows, while a session runs: its log, and the ledger.
 *
 * What is written goes to the system at once, so that a process that is killed loses nothing; once
 * a second a worker sees that it reached the disk, so that a power cut loses a second. At any
 * moment the file is a beginning of what was given to it: when the disk takes nothing, the rest
 * waits and is tried again, and given up when it grows too long. The session goes on in any case.
 * For its owner alone, and locked: of two processes one has it. [loop] */
#ifndef TP_HOST_LOG_FILE_H
#define TP_HOST_LOG_FILE_H

#include "core/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct tp_log_file;

/* Makes the file `path` (copied) and the folders on the way to it. -TP_EIO, also when there is one
 * already (err's text then ends in the system's words), -TP_ENOMEM. `loop` is borrowed. */
int tp_log_file_create(struct tp_log_file **out, uv_loop_t *loop, const char *path,
                       struct tp_err *err);

#define TP_LOG_FILE_ALL UINT64_MAX

/* Opens the one that is there, and goes on after its first `whole` bytes: what follows them is cut
 * off (TP_LOG_FILE_ALL: nothing is). -TP_EAGAIN: another process has it; -TP_ENOENT; -TP_EINVAL: no
 * regular file, or shorter than that; -TP_EIO, -TP_ENOMEM. */
int tp_log_file_open(struct tp_log_file **out, uv_loop_t *loop, const char *path, uint64_t whole,
                     struct tp_err *err);

/* Cuts off what follows the first `whole` bytes, before anything was written. -TP_EINVAL: it is
 * shorter; -TP_EIO. */
int tp_log_file_cut(struct tp_log_file *file, uint64_t whole, struct tp_err *err);

/* Adds `bytes`. Never waits for the disk. */
void tp_log_file_write(struct tp_log_file *file, const char *bytes, size_t length);

/* To be called on every turn of the loop; `now_ms` never goes back. */
void tp_log_file_tick(struct tp_log_file *file, uint64_t now_ms);

/* The first time that something was not taken, or did not reach the disk: the line for the person,
 * once, borrowed until the close; else NULL. */
const char *tp_log_file_problem(struct tp_log_file *file);

const char *tp_log_file_path(const struct tp_log_file *file); /* borrowed */

/* Waits until all has reached the disk, then closes the file. -TP_EIO: it has not. The loop must
 * run once more afterwards: a worker may be under way. NULL is fine. */
int tp_log_file_close(struct tp_log_file *file, struct tp_err *err);

#endif
