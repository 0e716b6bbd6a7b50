/* The queue of the now bus. */
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

void now_queue_add(struct now_queue *queue, enum now_rank rank, enum tp_cue_type type,
                   const char *text, tp_frames length)
{
    if (queue->count == NOW_SOUNDS)
        return;
    struct now_sound *sound = &queue->sounds[queue->count++];
    *sound = (struct now_sound){.type = type, .rank = rank, .length = length};
    snprintf(sound->text, sizeof sound->text, "%s", text);
}

static void drop_first(struct now_queue *queue)
{
    queue->count--;
    memmove(&queue->sounds[0], &queue->sounds[1], (size_t)queue->count * sizeof queue->sounds[0]);
    queue->playing = 0;
}

bool now_queue_step(struct now_queue *queue, bool (*may)(void *, const struct now_sound *),
                    int (*play)(void *, const struct tp_now *), void *may_context,
                    void *play_context)
{
    while (queue->count > 0 && !queue->playing) {
        const struct now_sound *first = &queue->sounds[0];
        struct tp_now sound = {.id = queue->next_id + 1,
                               .type = first->type,
                               .text = first->text,
                               .length = first->length};
        if (!may(may_context, first))
            return false;
        queue->next_id++;
        int rc = play(play_context, &sound);
        if (rc == 0)
            queue->playing = sound.id;
        else if (rc == -TP_EAGAIN)
            return false;
        else
            drop_first(queue);
    }
    return queue->count == 0;
}

bool now_queue_speaks(const struct now_queue *queue)
{
    return queue->playing && queue->count > 0 && queue->sounds[0].type == TP_CUE_VOICE;
}

void now_queue_done(struct now_queue *queue, uint64_t id)
{
    if (queue->playing == id && id != 0)
        drop_first(queue);
}
