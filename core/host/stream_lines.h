/* Cuts bytes as they come into lines of a bounded length. Pure. Room-internal. [one thread] */
#ifndef TP_HOST_STREAM_LINES_H
#define TP_HOST_STREAM_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct stream_lines {
    char *bytes;          /* owned */
    size_t size;          /* of it: the longest line and its newline */
    size_t start, end;    /* what is still to be cut */
    size_t searched;      /* from start on there is no newline up to here */
    bool skipping;        /* the rest of a line that is too long */
    unsigned long number; /* of the line taken last, from 1 on */
};

enum stream_line { STREAM_LINE_NONE, STREAM_LINE_WHOLE, STREAM_LINE_TOO_LONG };

/* Lines of at most `longest` bytes without their newline. -TP_ENOMEM. */
int stream_lines_init(struct stream_lines *lines, size_t longest);
void stream_lines_finish(struct stream_lines *lines);

/* Where more bytes go, and how many at least one may be added; what was taken is no longer valid.
 * Only after a take gave STREAM_LINE_NONE. */
char *stream_lines_room(struct stream_lines *lines, size_t *room);
void stream_lines_add(struct stream_lines *lines, size_t count);

/* The next line, without its newline, valid until more room is asked for. With `at_end`, what is
 * left counts as a line, and what comes after begins anew. A line that is too long is told once,
 * without text. */
enum stream_line stream_lines_take(struct stream_lines *lines, bool at_end, const char **text,
                                   size_t *length);

#endif
