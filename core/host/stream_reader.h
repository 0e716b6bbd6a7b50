/* Lines from a descriptor as they come, for a bounded time in each turn of the loop.
 *
 * What can be polled is read when there is something, anything else by the loop's own workers. What
 * the lines mean is their owner's matter. Room-internal. [loop] */
#ifndef TP_HOST_STREAM_READER_H
#define TP_HOST_STREAM_READER_H

#include "core/host/stream_lines.h"

#include <stdbool.h>
#include <uv.h>

struct stream_reader_config {
    uv_loop_t *loop;
    int fd; /* that does not block; borrowed until the reader is closed */
    /* Where lines are kept while they come, borrowed as well; half a line at the end stays in it.
     */
    struct stream_lines *lines;
    /* Nothing is read before the poll says so: for a FIFO that has no writer yet. */
    bool waits;
    /* A line, as stream_lines_take gives it. May close the reader. */
    void (*line)(void *context, enum stream_line kind, const char *text, size_t length);
    /* Nothing more comes: 0 at the end, else errno. May close the reader. */
    void (*end)(void *context, int error);
    void *context;
};

struct stream_reader {
    struct stream_reader_config config;
    uv_poll_t poll;  /* of what can be polled */
    uv_fs_t request; /* of what cannot */
    uv_idle_t again; /* there is more to do in the next turn */
    bool polled, requesting, drained, ended, closing;
    uint64_t bytes;   /* read so far */
    uint64_t busy_ns; /* spent on reading, and on what was done with the lines */
    int handles;      /* that are still to call back after the close */
    void (*closed)(void *context);
    void *closed_context;
};

/* Begins to read, in the next turn of the loop. */
void stream_reader_open(struct stream_reader *reader, const struct stream_reader_config *config);

/* Calls no more; `closed` comes in a later turn, and from then on the reader is its owner's. */
void stream_reader_close(struct stream_reader *reader, void (*closed)(void *context),
                         void *context);

#endif
