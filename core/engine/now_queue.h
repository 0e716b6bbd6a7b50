/* The queue of the now bus: sounds and silences one after another, and what happens at their end.
 *
 * Pure: it says what to play next and is told when that is over. Room-internal. */
#ifndef TP_ENGINE_NOW_QUEUE_H
#define TP_ENGINE_NOW_QUEUE_H

#include "core/engine/session.h"

/* What the session does when the queue has run empty. */
enum now_then {
    NOW_THEN_NOTHING,
    NOW_THEN_GO_ON,  /* time goes on */
    NOW_THEN_REPEAT, /* the step begins again, and time goes on */
    NOW_THEN_LISTEN, /* an offer was made: the person has time to answer */
    NOW_THEN_END
};

/* When a sentence of the now bus may be said. Tones and silences never wait. */
enum now_rank {
    NOW_URGENT, /* at once: the person must do something, or time stands anyway */
    NOW_REPLY,  /* as soon as the session's voice is silent, but in the last seconds of a hold */
    NOW_CALM    /* asks for nothing within 5 s: not before the hold is over */
};

/* The longest: a minute of warm-up, and the way back. */
enum { NOW_SOUNDS = 24 };

struct now_sound {
    enum tp_cue_type type;
    enum now_rank rank;
    char text[TP_SENTENCE];
    tp_frames length;
};

struct now_queue {
    struct now_sound sounds[NOW_SOUNDS];
    int count;
    uint64_t playing; /* id of the first sound once it was given out, 0 before */
    uint64_t next_id;
    enum now_then then;
};

/* Forgets what waits; what is given out is the owner's to cancel. */
void now_queue_clear(struct now_queue *queue, enum now_then then);

/* Adds a sound; a full queue leaves it out. */
void now_queue_add(struct now_queue *queue, enum now_rank rank, enum tp_cue_type type,
                   const char *text, tp_frames length);

/* Offers the first sound to `play` if none is being played and `may` lets it. True when the queue
 * is empty now. */
bool now_queue_step(struct now_queue *queue, bool (*may)(void *, const struct now_sound *),
                    int (*play)(void *, const struct tp_now *), void *may_context,
                    void *play_context);

/* Whether a sentence of it is being said. */
bool now_queue_speaks(const struct now_queue *queue);

/* The sound `id` is over; another id is ignored. */
void now_queue_done(struct now_queue *queue, uint64_t id);

#endif
