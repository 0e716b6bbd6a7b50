/* The input log: all that a session could not know by itself, each with its place.
 *
 * A place is (step, frames since the step's start). With the same routine the same log gives the
 * same session, so back and repeat are a shorter log and a replay. In memory; what is done to it is
 * told to a sink, so that whoever does the same in the same order has the same log. One thread. */
#ifndef TP_ENGINE_LOG_H
#define TP_ENGINE_LOG_H

#include "core/base/frames.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tp_record_kind {
    TP_RECORD_LENGTH,  /* a sentence (key) takes so many frames (value) */
    TP_RECORD_INPUT,   /* the routine asked the world (key "kind/name") and got value */
    TP_RECORD_COMMAND, /* a command (key) came, with its value */
    TP_RECORD_FELT     /* a hold felt something (key: see press.h) after so many frames that counted
                          (value) */
};

struct tp_record {
    uint32_t step;
    tp_frames offset;
    enum tp_record_kind kind;
    char *key;             /* owned by the log */
    struct tp_value value; /* owned by the log */
};

/* Whether it comes by itself at its place; else it is what the routine is given when it asks. */
bool tp_record_comes(const struct tp_record *record);

/* Is told of each change once it is made. */
struct tp_log_sink {
    /* A record was put before the last `from_end` ones (0: at the end); borrowed for the call. */
    void (*insert)(void *context, size_t from_end, const struct tp_record *record);
    void (*drop)(void *context);                  /* tp_log_drop_last */
    void (*rewind)(void *context, uint32_t step); /* tp_log_rewind */
    void (*cut)(void *context, uint32_t step);    /* tp_log_cut */
};

struct tp_log {
    struct tp_record *records; /* owned */
    size_t count, capacity;
    const struct tp_log_sink *sink; /* borrowed, as its context; NULL: nobody is told */
    void *sink_context;
};

/* Puts a record before the one at `place` (count: at the end). Copies key and value. 0 or
 * -TP_ENOMEM. */
int tp_log_insert(struct tp_log *log, size_t place, uint32_t step, tp_frames offset,
                  enum tp_record_kind kind, const char *key, struct tp_value value);

/* At the end. */
int tp_log_add(struct tp_log *log, uint32_t step, tp_frames offset, enum tp_record_kind kind,
               const char *key, struct tp_value value);

/* Forgets everything from the start of `step` on. */
void tp_log_cut(struct tp_log *log, uint32_t step);

/* As tp_log_cut, but what the person asked for stays, wherever the session goes
 * (tp_command_is_kept): those records move to the start of the step before (0: before the first).
 */
void tp_log_rewind(struct tp_log *log, uint32_t step);

/* Takes the last record back. */
void tp_log_drop_last(struct tp_log *log);

/* Takes the good-byes at its end back: they are no part of a session that goes on. */
void tp_log_drop_stop(struct tp_log *log);

/* An independent copy, without the sink: for a replay on another thread. 0 or -TP_ENOMEM. */
int tp_log_copy(struct tp_log *out, const struct tp_log *log);

/* Frees it; the sink is not told. */
void tp_log_finish(struct tp_log *log);

#endif
