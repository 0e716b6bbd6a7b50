/* The scheduler: what is due when, in frames.
 *
 * A binary heap ordered by (due, order of asking), so equal instants run in the order in which they
 * were asked for. It reads no clock and calls nobody: the owner asks for the next due entry and
 * acts on it. One thread. */
#ifndef TP_BASE_SCHED_H
#define TP_BASE_SCHED_H

#include "core/base/frames.h"

#include <stdbool.h>
#include <stdint.h>

/* Slot and generation: a handle of a task that ran or was cancelled is stale and never reaches the
 * task that took its slot. Zero is no task. */
typedef uint64_t tp_task;

struct tp_sched; /* opaque */

/* What pops out when it is due. */
struct tp_due {
    tp_frames at;
    tp_task task;
    int kind;   /* the owner's own meaning */
    void *data; /* borrowed; the owner's */
};

struct tp_sched *tp_sched_create(void); /* NULL when out of memory */
void tp_sched_destroy(struct tp_sched *sched);

/* Asks for `kind` and `data` at frame `at`; 0 when out of memory. */
tp_task tp_sched_add(struct tp_sched *sched, tp_frames at, int kind, void *data);

/* True if the task was still waiting; a stale handle is ignored. */
bool tp_sched_cancel(struct tp_sched *sched, tp_task task);

/* The earliest due instant, TP_NEVER when nothing waits. */
tp_frames tp_sched_next(const struct tp_sched *sched);

/* Takes the earliest entry if it is due at `now` or before. */
bool tp_sched_pop(struct tp_sched *sched, tp_frames now, struct tp_due *out);

#endif
