/* What the two halves of the voice share: the callers' (voice.c) and the thread's
 * (voice_thread.c). */
#ifndef TP_AUDIO_VOICE_INTERNAL_H
#define TP_AUDIO_VOICE_INTERNAL_H

#include "audio/voice_ahead.h"
#include "audio/voice_cache.h"
#include "audio/voice_speak.h"
#include "audio/voice_store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct tp_voice {
    bool sim;                        /* nothing below is used then */
    struct tp_voice_cache *cache;    /* NULL = memory only */
    struct tp_voice_speaker speaker; /* [voice] */
    struct tp_voice_ahead ahead;     /* [loop] */
    pthread_t thread;
    atomic_bool closing;

    pthread_mutex_t lock;  /* covers all that follows */
    pthread_cond_t work;   /* something was queued, or closing */
    pthread_cond_t known;  /* something was settled */
    struct tp_err trouble; /* why nothing can be spoken; code 0: it can, as far as is known */
    struct tp_voice_store *store;
    void (*on_ready)(void *context);
    void *context;
};

/* Starts the voice's thread, which works off the store's queues. 0 or -TP_ENOMEM. */
int tp_voice_start(struct tp_voice *voice);

/* Ends the thread within the sentence it is at and waits for it. */
void tp_voice_stop(struct tp_voice *voice);

#endif
