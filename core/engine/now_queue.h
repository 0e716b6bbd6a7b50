/* The queue of the now bus: sounds and silences one after another, and what happens at their end.
 *
 * Pure: it says what to play next and is told when that is over. Silences are measured by the
 * owner's ticks. Room-internal. */
#ifndef TP_ENGINE_NOW_QUEUE_H
#define TP_ENGINE_NOW_QUEUE_H

#include "core/engine/session.h"

/* What the session does when the queue has run empty. */
enum now_then { NOW_THEN_NOTHING, NOW_THEN_GO_ON, NOW_THEN_END };

enum { NOW_SOUNDS = 8 };

struct now_queue {
    struct {
        enum tp_cue_type type;
        char text[TP_SENTENCE];
        tp_frames length;
    } sounds[NOW_SOUNDS];
    int count;
    uint64_t playing; /* id of the first sound once it was given out, 0 before */
    uint64_t next_id;
    enum now_then then;
};

/* Forgets what waits; what is given out is the owner's to cancel. */
void now_queue_clear(struct now_queue *queue, enum now_then then);

/* Adds a sound; a full queue leaves it out. */
void now_queue_add(struct now_queue *queue, enum tp_cue_type type, const char *text,
                   tp_frames length);

/* Offers the first sound to `play` if none is being played. True when the queue is empty now. */
bool now_queue_step(struct now_queue *queue, int (*play)(void *, const struct tp_now *),
                    void *context);

/* The sound `id` is over; another id is ignored. */
void now_queue_done(struct now_queue *queue, uint64_t id);

#endif
