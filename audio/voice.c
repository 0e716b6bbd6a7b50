/* The voice as its callers see it: questions are answered from the store or the cache's headers,
 * everything that takes time is left to the thread in voice_thread.c.
 *
 * Must never synthesise, nor read samples, on a caller's thread, nor touch the disk under the
 * lock. */
#include "audio/voice.h"

#include "audio/voice_internal.h"
#include "audio/voice_sim.h"
#include "audio/voice_text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORTH_A_PROCESS = 4 }; /* sentences */

static void init_locks(struct tp_voice *voice)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&voice->lock, NULL);
    pthread_cond_init(&voice->work, NULL);
    pthread_cond_init(&voice->known, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void destroy(struct tp_voice *voice)
{
    if (!voice->sim) {
        tp_voice_speaker_finish(&voice->speaker);
        tp_voice_store_destroy(voice->store);
        tp_voice_cache_close(voice->cache);
        pthread_mutex_destroy(&voice->lock);
        pthread_cond_destroy(&voice->work);
        pthread_cond_destroy(&voice->known);
    }
    free(voice);
}

static struct tp_voice_cache *open_cache(const struct tp_voice_config *config, unsigned rate)
{
    return config->cache_dir
               ? tp_voice_cache_open(config->cache_dir, config->key, rate, TP_VOICE_CACHE_BYTES)
               : NULL;
}

int tp_voice_open(struct tp_voice **out, const struct tp_voice_config *config, struct tp_err *err)
{
    *out = NULL;
    if (!(config->rate >= 0.5 && config->rate <= 2))
        return tp_err_set(err, TP_EINVAL, "the voice's rate must be 0.5–2, got %g", config->rate);
    struct tp_voice *voice = calloc(1, sizeof *voice);
    if (!voice)
        return tp_err_set(err, TP_ENOMEM, "no memory for the voice");
    voice->sim = !config->engine;
    *out = voice;
    if (voice->sim)
        return 0;
    voice->speaker.engine = config->engine;
    voice->speaker.name = config->name;
    voice->speaker.rate = (unsigned)lrint(config->rate * 1000);
    voice->speaker.stop = &voice->closing;
    init_locks(voice);
    voice->store = tp_voice_store_create();
    voice->cache = open_cache(config, voice->speaker.rate);
    if (voice->store && tp_voice_start(voice) == 0)
        return 0;
    destroy(voice);
    *out = NULL;
    return tp_err_set(err, TP_ENOMEM, "cannot start the voice's thread");
}

void tp_voice_close(struct tp_voice *voice)
{
    if (!voice)
        return;
    if (!voice->sim) {
        tp_voice_ahead_end(&voice->ahead);
        tp_voice_stop(voice);
    }
    destroy(voice);
}

/* The cache's answer for a sentence, without samples. [any thread, without the lock] */
static tp_frames look_up(const struct tp_voice *voice, const char *sentence)
{
    struct tp_buf spoken = {0};
    tp_frames frames = tp_voice_text_spoken(&spoken, sentence);
    if (frames == 0)
        frames = tp_voice_cache_length(voice->cache, spoken.data ? spoken.data : "");
    tp_buf_finish(&spoken);
    return frames;
}

/* The sentence's entry, made when there is none; NULL when there is no room. [under the lock] */
static struct tp_voice_entry *entry_of(struct tp_voice *voice, const char *sentence)
{
    struct tp_voice_entry *entry = tp_voice_store_find(voice->store, sentence);
    return entry ? entry : tp_voice_store_add(voice->store, sentence);
}

/* As entry_of, but looks into the cache's headers first; the lock is let go meanwhile. */
static struct tp_voice_entry *entry_with_length(struct tp_voice *voice, const char *sentence)
{
    struct tp_voice_entry *entry = tp_voice_store_find(voice->store, sentence);
    bool open = !entry || (entry->frames == -TP_EAGAIN && !entry->looked);
    if (!open || !voice->cache)
        return entry ? entry : entry_of(voice, sentence);
    pthread_mutex_unlock(&voice->lock);
    tp_frames frames = look_up(voice, sentence);
    pthread_mutex_lock(&voice->lock);
    entry = entry_of(voice, sentence);
    if (!entry)
        return NULL;
    entry->looked = true;
    if (frames >= 0 && entry->frames == -TP_EAGAIN)
        tp_voice_store_learn(voice->store, entry, frames);
    return entry;
}

static void queue(struct tp_voice *voice, struct tp_voice_entry *entry, bool urgent)
{
    tp_voice_store_queue(voice->store, entry, urgent);
    pthread_cond_signal(&voice->work);
}

/* Its length or error; what is unknown is asked for. [under the lock] */
static tp_frames ask(struct tp_voice *voice, const char *sentence)
{
    struct tp_voice_entry *entry = entry_with_length(voice, sentence);
    if (!entry)
        return -TP_EAGAIN;
    if (entry->frames == -TP_EAGAIN)
        queue(voice, entry, true);
    return entry->frames;
}

int tp_voice_trouble(struct tp_voice *voice, struct tp_err *err)
{
    if (voice->sim)
        return 0;
    pthread_mutex_lock(&voice->lock);
    struct tp_err trouble = voice->trouble;
    pthread_mutex_unlock(&voice->lock);
    if (err)
        *err = trouble;
    return -trouble.code;
}

static bool is_too_long(const char *sentence)
{
    return strnlen(sentence, TP_VOICE_TEXT_MAX + 1) > TP_VOICE_TEXT_MAX;
}

void tp_voice_on_ready(struct tp_voice *voice, void (*on_ready)(void *context), void *context)
{
    if (voice->sim)
        return; /* everything is known already */
    pthread_mutex_lock(&voice->lock);
    voice->on_ready = on_ready;
    voice->context = context;
    pthread_mutex_unlock(&voice->lock);
}

tp_frames tp_voice_length(struct tp_voice *voice, const char *sentence)
{
    if (voice->sim)
        return tp_voice_estimate(sentence);
    if (is_too_long(sentence))
        return -TP_EVOICE;
    pthread_mutex_lock(&voice->lock);
    tp_frames frames = ask(voice, sentence);
    pthread_mutex_unlock(&voice->lock);
    return frames;
}

/* The clip if it is in memory; else it is asked for. [under the lock] */
static struct tp_clip *take_clip(struct tp_voice *voice, const char *sentence, bool *failed)
{
    struct tp_voice_entry *entry = entry_of(voice, sentence);
    *failed = entry && entry->frames < 0 && entry->frames != -TP_EAGAIN;
    if (!entry || *failed)
        return NULL;
    if (entry->clip)
        return tp_voice_store_hand_over(voice->store, entry);
    entry->load = true;
    queue(voice, entry, true);
    return NULL;
}

struct tp_clip *tp_voice_clip(struct tp_voice *voice, const char *sentence)
{
    if (voice->sim)
        return tp_voice_sim_clip(sentence);
    if (is_too_long(sentence))
        return NULL;
    bool failed;
    pthread_mutex_lock(&voice->lock);
    struct tp_clip *clip = take_clip(voice, sentence, &failed);
    pthread_mutex_unlock(&voice->lock);
    return clip;
}

void tp_voice_want(struct tp_voice *voice, const char *sentence, bool load)
{
    if (voice->sim || is_too_long(sentence))
        return;
    pthread_mutex_lock(&voice->lock);
    struct tp_voice_entry *entry = entry_of(voice, sentence);
    if (entry) {
        entry->load |= load;
        queue(voice, entry, false);
    }
    pthread_mutex_unlock(&voice->lock);
}

/* How many of them would have to be spoken. */
static size_t count_missing(const struct tp_voice *voice, const char *const *sentences,
                            size_t count)
{
    size_t missing = 0;
    for (size_t i = 0; i < count; i++)
        missing += !is_too_long(sentences[i]) && look_up(voice, sentences[i]) == -TP_ENOENT;
    return missing;
}

void tp_voice_ahead(struct tp_voice *voice, const char *const *sentences, size_t count)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (voice->sim || !voice->cache || voice->ahead.count > 0 || cores < 2)
        return;
    if (count_missing(voice, sentences, count) < WORTH_A_PROCESS)
        return;
    tp_voice_ahead_start(&voice->ahead, voice->cache, &voice->speaker, sentences, count,
                         cores > TP_VOICE_HELPERS ? TP_VOICE_HELPERS : (unsigned)cores - 1);
    for (size_t i = 0; i < count; i++) /* this process need not wait to be asked either */
        tp_voice_want(voice, sentences[i], false);
}

static struct timespec deadline_after(int timeout_ms)
{
    struct timespec at;
    int ms = timeout_ms > 0 ? timeout_ms : 0;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += ms % 1000 * 1000000L;
    if (at.tv_nsec >= 1000000000L) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000L;
    }
    return at;
}

/* Waits for the next sentence to be settled; false when it is past the deadline. */
static bool wait_until(struct tp_voice *voice, const struct timespec *deadline)
{
    return pthread_cond_timedwait(&voice->known, &voice->lock, deadline) != ETIMEDOUT;
}

tp_frames tp_voice_wait(struct tp_voice *voice, const char *sentence, int timeout_ms)
{
    if (voice->sim)
        return tp_voice_estimate(sentence);
    if (is_too_long(sentence))
        return -TP_EVOICE;
    struct timespec deadline = deadline_after(timeout_ms);
    bool in_time = true;
    pthread_mutex_lock(&voice->lock);
    tp_frames frames = ask(voice, sentence);
    while (frames == -TP_EAGAIN && in_time) {
        in_time = wait_until(voice, &deadline);
        frames = ask(voice, sentence);
    }
    pthread_mutex_unlock(&voice->lock);
    return frames == -TP_EAGAIN ? -TP_ETIMEOUT : frames;
}

struct tp_clip *tp_voice_clip_wait(struct tp_voice *voice, const char *sentence, int timeout_ms)
{
    if (voice->sim)
        return tp_voice_sim_clip(sentence);
    if (is_too_long(sentence))
        return NULL;
    struct timespec deadline = deadline_after(timeout_ms);
    bool failed = false, in_time = true;
    pthread_mutex_lock(&voice->lock);
    struct tp_clip *clip = take_clip(voice, sentence, &failed);
    while (!clip && !failed && in_time) {
        in_time = wait_until(voice, &deadline);
        clip = take_clip(voice, sentence, &failed);
    }
    pthread_mutex_unlock(&voice->lock);
    return clip;
}
