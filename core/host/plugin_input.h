/* What a plugin's program is given to read: lines that wait, within bounds, until it does.
 * Room-internal. [loop] */
#ifndef TP_HOST_PLUGIN_INPUT_H
#define TP_HOST_PLUGIN_INPUT_H

#include "core/base/text.h"

#include <stdbool.h>
#include <uv.h>

struct plugin_input {
    int fd;      /* of a pipe, owned; −1: shut, nothing is written any more */
    size_t most; /* bytes that may wait */
    uv_poll_t poll;
    uint64_t bytes; /* sent so far, written or waiting */
    bool overrun;   /* a line did not fit, and is lost */
    struct tp_buf waiting;
    size_t sent; /* of waiting */
    void (*shut)(void *context);
    void *context;
};

/* Takes `fd`, the end of a pipe, which does not block. `shut` comes once, in a later turn than that
 * in which nothing is written any more, by either side's wish; from then on the memory is its
 * owner's. */
void plugin_input_open(struct plugin_input *input, uv_loop_t *loop, int fd, size_t most,
                       void (*shut)(void *context), void *context);

/* A line without its newline; whole or not at all. */
void plugin_input_send(struct plugin_input *input, const char *line, size_t length);

/* Bytes that were sent and that nobody has read yet. */
size_t plugin_input_unread(const struct plugin_input *input);

/* What waits is written as far as there is room, and the program reads the end; again is fine. */
void plugin_input_shut(struct plugin_input *input);

#endif
