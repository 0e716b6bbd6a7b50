/* A routine's own memory between sessions: what it asked to remember, and when it last ran.
 *
 * One small file a routine (core/host/store.h), below the state folder.
 * [loop; a dry run on a worker needs one of its own] */
#ifndef TP_HOST_MEMORY_H
#define TP_HOST_MEMORY_H

#include "core/base/err.h"
#include "core/base/value.h"
#include "core/host/store.h"

struct tp_memory;

/* Opens the memory of the routine at `path` below `folder` ($XDG_STATE_HOME/tprun; created when
 * something is saved), both copied. Nothing there yet: an empty one. When `*state` is not READY,
 * `err` holds the line for the person. -TP_ENOMEM. */
int tp_memory_open(struct tp_memory **out, const char *folder, const char *path,
                   enum tp_store_state *state, struct tp_err *err);
void tp_memory_close(struct tp_memory *memory); /* without saving; NULL is fine */

/* Borrowed until the key is changed; nil when nothing was remembered. */
struct tp_value tp_memory_recall(const struct tp_memory *memory, const char *key);

/* nil forgets. At most 1000 keys: -TP_ELIMIT. Key or text that is not UTF-8, a number that is not
 * finite: -TP_EINVAL. */
int tp_memory_remember(struct tp_memory *memory, const char *key, struct tp_value value,
                       struct tp_err *err);

/* Undoes all that was remembered since it was opened. -TP_ENOMEM: nothing was undone. */
int tp_memory_begin(struct tp_memory *memory);

/* `what`: "count" (finished sessions), "days_since" (the last one; nil the first time; 0 when it is
 * dated later than `today`), "last_pain" (the last `note{ pain = … }` of the sessions before).
 * `today` is "2026-11-20". */
struct tp_value tp_memory_past(const struct tp_memory *memory, const char *what, const char *today);

/* The pain noted in this session, kept by the next save. Not finite: ignored. */
void tp_memory_note_pain(struct tp_memory *memory, double pain);

/* Counts a session that came to its end on `today`. */
void tp_memory_finished(struct tp_memory *memory, const char *today);

/* Writes the file if anything changed: as tp_store_save. */
int tp_memory_save(struct tp_memory *memory, struct tp_err *err);

#endif
