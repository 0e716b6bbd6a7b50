/* Sounds of the now bus, in order. */
#include "core/engine/now_queue.h"

#include "core/base/err.h"

#include <stdio.h>
#include <string.h>

void now_queue_clear(struct now_queue *queue, enum now_then then)
{
    queue->count = 0;
    queue->playing = 0;
    queue->then = then;
}

void now_queue_add(struct now_queue *queue, enum tp_cue_type type, const char *text,
                   tp_frames length)
{
    if (queue->count == NOW_SOUNDS)
        return;
    snprintf(queue->sounds[queue->count].text, TP_SENTENCE, "%s", text);
    queue->sounds[queue->count].type = type;
    queue->sounds[queue->count].length = length;
    queue->count++;
}

static void drop_first(struct now_queue *queue)
{
    queue->count--;
    memmove(&queue->sounds[0], &queue->sounds[1], (size_t)queue->count * sizeof queue->sounds[0]);
    queue->playing = 0;
}

bool now_queue_step(struct now_queue *queue, int (*play)(void *, const struct tp_now *),
                    void *context)
{
    while (queue->count > 0 && !queue->playing) {
        struct tp_now sound = {.id = ++queue->next_id,
                               .type = queue->sounds[0].type,
                               .text = queue->sounds[0].text,
                               .length = queue->sounds[0].length};
        int rc = play(context, &sound);
        if (rc == 0)
            queue->playing = sound.id;
        else if (rc == -TP_EAGAIN)
            return false;
        else
            drop_first(queue);
    }
    return queue->count == 0;
}

void now_queue_done(struct now_queue *queue, uint64_t id)
{
    if (queue->playing == id && id != 0)
        drop_first(queue);
}
