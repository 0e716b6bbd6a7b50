/* Cutting lines. Must never keep more of a line than the longest that is allowed. */
#include "core/host/stream_lines.h"

#include "core/base/err.h"

#include <stdlib.h>
#include <string.h>

int stream_lines_init(struct stream_lines *lines, size_t longest)
{
    *lines = (struct stream_lines){.bytes = malloc(longest + 1), .size = longest + 1};
    return lines->bytes ? 0 : -TP_ENOMEM;
}

void stream_lines_finish(struct stream_lines *lines)
{
    free(lines->bytes);
    *lines = (struct stream_lines){0};
}

char *stream_lines_room(struct stream_lines *lines, size_t *room)
{
    if (lines->start > 0) {
        lines->end -= lines->start;
        memmove(lines->bytes, lines->bytes + lines->start, lines->end);
        lines->start = 0;
    }
    *room = lines->size - lines->end;
    return lines->bytes + lines->end;
}

void stream_lines_add(struct stream_lines *lines, size_t count)
{
    lines->end += count;
}

static void drop_all(struct stream_lines *lines)
{
    lines->start = lines->end = lines->searched = 0;
}

/* After the last newline: nothing, the half line at the end, or one that is too long by now. */
static enum stream_line take_rest(struct stream_lines *lines, bool at_end, size_t length)
{
    enum stream_line kind = STREAM_LINE_NONE;
    bool skipping = lines->skipping;
    lines->searched = length;
    if (!skipping && length == lines->size)
        kind = STREAM_LINE_TOO_LONG;
    else if (!skipping && at_end && length > 0)
        kind = STREAM_LINE_WHOLE;
    lines->skipping = !at_end && (skipping || kind == STREAM_LINE_TOO_LONG);
    lines->number += kind != STREAM_LINE_NONE;
    if (skipping || kind != STREAM_LINE_NONE)
        drop_all(lines);
    return kind;
}

enum stream_line stream_lines_take(struct stream_lines *lines, bool at_end, const char **text,
                                   size_t *length)
{
    for (;;) {
        char *start = lines->bytes + lines->start, *searched = start + lines->searched;
        *text = start;
        *length = lines->end - lines->start;
        char *newline = memchr(searched, '\n', *length - lines->searched);
        if (!newline)
            return take_rest(lines, at_end, *length);
        *length = (size_t)(newline - start);
        lines->start += *length + 1;
        lines->searched = 0;
        if (!lines->skipping) {
            lines->number++;
            return STREAM_LINE_WHOLE;
        }
        lines->skipping = false; /* that was the end of the long one */
    }
}
