/* Room-internal. Blocks of sound on their way from the one who mixes to a thread that writes: both
 * work at a time, and neither gets ahead of the other by more than a few blocks.
 *
 * What is in a block is the two ends' matter. What the writer cannot write is told with a later
 * block, or at the end. */
#ifndef TP_AUDIO_FILE_QUEUE_H
#define TP_AUDIO_FILE_QUEUE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    TP_FILE_BLOCK = 32768, /* frames of a block, interleaved */
    TP_FILE_BLOCKS = 8,    /* full ones that may wait: 2 MiB, five seconds of sound */
    TP_FILE_CHANNELS = 2
};

/* Samples of either kind. */
union tp_file_block {
    float floats[TP_FILE_BLOCK * TP_FILE_CHANNELS];
    int16_t integers[TP_FILE_BLOCK * TP_FILE_CHANNELS];
};

struct tp_file_queue;

/* Writes the first frames of a block. 0 or an error, after which it is not called again. [writer]
 */
typedef int tp_file_write(void *context, const union tp_file_block *block, uint32_t frames,
                          struct tp_err *err);

/* Starts the writer's thread, which calls `write` and nothing else. 0 or -TP_ENOMEM. */
int tp_file_queue_start(struct tp_file_queue **out, tp_file_write *write, void *context,
                        struct tp_err *err);

/* Waits for a block to fill, the caller's until tp_file_queue_put. The error of the writer, and
 * NULL, once there is one. */
int tp_file_queue_room(struct tp_file_queue *queue, union tp_file_block **block,
                       struct tp_err *err);

/* Sends the block on, of which `frames` frames are filled. */
void tp_file_queue_put(struct tp_file_queue *queue, uint32_t frames);

/* Ends the thread, after all that was put or, unless `all`, at once, and frees the queue. The error
 * of the writer. NULL is fine. */
int tp_file_queue_end(struct tp_file_queue *queue, bool all, struct tp_err *err);

#endif
