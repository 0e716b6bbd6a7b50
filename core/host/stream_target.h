/* What a stream writes to or reads from, opened so that it never waits. Room-internal. [loop] */
#ifndef TP_HOST_STREAM_TARGET_H
#define TP_HOST_STREAM_TARGET_H

#include "core/base/err.h"

#include <stdbool.h>

struct stream_target {
    int fd;
    bool fifo;         /* named by a path: writers and readers may come and go */
    int shared, flags; /* standard stream behind fd and its flags before; shared -1: none */
};

/* `path` "-" is standard input or output. -TP_ENOENT, -TP_EIO. */
int stream_target_open(struct stream_target *target, const char *path, bool write,
                       struct tp_err *err);

/* Also puts a standard stream back as it was. */
void stream_target_close(struct stream_target *target);

#endif
