/* The voice's thread: takes one sentence after another from the store's queues and makes it known.
 *
 * Must never hold the lock while it reads, writes, speaks or calls back. */
#include "audio/voice_internal.h"
#include "audio/voice_text.h"
#include "core/base/err.h"

#include <signal.h>

/* flite was seen to use 8 KiB; the rest is for the habits of others and of C libraries. */
enum { STACK_BYTES = 1 << 20 };

/* Length, and the clip if it is to be loaded, from the cache; -TP_ENOENT. [voice] */
static tp_frames recall(struct tp_voice *voice, const char *spoken, bool load,
                        struct tp_clip **clip)
{
    if (!voice->cache)
        return -TP_ENOENT;
    if (!load)
        return tp_voice_cache_length(voice->cache, spoken);
    *clip = tp_voice_cache_load(voice->cache, spoken);
    return *clip ? (tp_frames)(*clip)->frames : -TP_ENOENT;
}

/* Speaks and writes to the cache; `keep` says that the disk has no copy. [voice] */
static tp_frames speak(struct tp_voice *voice, const char *spoken, struct tp_clip **clip,
                       bool *keep)
{
    int result = tp_voice_speak(&voice->speaker, spoken, clip);
    if (result < 0)
        return result == -TP_EAGAIN ? result : -TP_EVOICE;
    *keep = !voice->cache || tp_voice_cache_store(voice->cache, spoken, *clip) < 0;
    return (*clip)->frames;
}

/* Makes one sentence known; called and left with the lock. [voice] */
static void make(struct tp_voice *voice, struct tp_voice_entry *entry)
{
    struct tp_buf spoken = {0};
    struct tp_clip *clip = NULL;
    bool load = entry->load, keep = false;
    pthread_mutex_unlock(&voice->lock);
    tp_frames frames = tp_voice_text_spoken(&spoken, entry->sentence);
    const char *text = spoken.data ? spoken.data : "";
    if (frames == 0)
        frames = recall(voice, text, load, &clip);
    if (frames == -TP_ENOENT)
        frames = speak(voice, text, &clip, &keep);
    tp_buf_finish(&spoken);
    pthread_mutex_lock(&voice->lock);
    voice->trouble = voice->speaker.trouble;
    tp_voice_store_settle(voice->store, entry, frames, clip, keep);
    pthread_cond_broadcast(&voice->known);
    void (*on_ready)(void *) = voice->on_ready;
    void *context = voice->context;
    pthread_mutex_unlock(&voice->lock);
    if (on_ready)
        on_ready(context);
    pthread_mutex_lock(&voice->lock);
}

static void *run(void *argument)
{
    struct tp_voice *voice = argument;
    pthread_mutex_lock(&voice->lock);
    while (!atomic_load(&voice->closing)) {
        struct tp_voice_entry *entry = tp_voice_store_take(voice->store);
        if (entry) {
            make(voice, entry);
        } else if (voice->cache && tp_voice_cache_wants_pruning(voice->cache)) {
            pthread_mutex_unlock(&voice->lock);
            tp_voice_cache_prune(voice->cache);
            pthread_mutex_lock(&voice->lock);
        } else {
            pthread_cond_wait(&voice->work, &voice->lock);
        }
    }
    pthread_mutex_unlock(&voice->lock);
    return NULL;
}

/* A thread that no signal is delivered to: they belong to the loop. */
int tp_voice_start(struct tp_voice *voice)
{
    sigset_t all, before;
    pthread_attr_t attributes;
    sigfillset(&all);
    if (pthread_attr_init(&attributes) != 0)
        return -TP_ENOMEM;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&voice->thread, &attributes, run, voice);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return failed ? -TP_ENOMEM : 0;
}

void tp_voice_stop(struct tp_voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    atomic_store(&voice->closing, true);
    pthread_cond_signal(&voice->work);
    pthread_mutex_unlock(&voice->lock);
    pthread_join(voice->thread, NULL);
}
