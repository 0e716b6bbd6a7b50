/* The voice as its callers see it: questions are answered from the store or the cache's headers,
 * everything that takes time is done by the one thread in here.
 *
 * Must never synthesise, nor read samples, on a caller's thread, and never call on_ready or touch
 * the disk under the lock. */
#include "audio/voice.h"

#include "audio/voice_cache.h"
#include "audio/voice_sim.h"
#include "audio/voice_speak.h"
#include "audio/voice_store.h"
#include "audio/voice_text.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* flite needs less than 100 KiB; the rest is for other C libraries' habits. */
enum { STACK_BYTES = 1 << 20 };

#define SIM "sim"
const char *const tp_voice_names[] = {"slt", "rms", "awb", "kal", SIM, NULL};

struct tp_voice {
    bool sim; /* nothing below is used then */
    void (*on_ready)(void *context);
    void *context;
    struct tp_voice_cache *cache; /* NULL = memory only */
    atomic_bool closing;
    pthread_t thread;
    struct tp_voice_speaker speaker; /* [voice] */

    pthread_mutex_t lock;
    pthread_cond_t work;          /* something was queued, or closing */
    pthread_cond_t known;         /* something was settled */
    struct tp_voice_store *store; /* under the lock */
};

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
static int start_thread(struct tp_voice *voice)
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

static const char *find_name(const char *name)
{
    for (size_t i = 0; tp_voice_names[i]; i++)
        if (strcmp(tp_voice_names[i], name) == 0)
            return tp_voice_names[i];
    return NULL;
}

static int refuse_name(struct tp_err *err, const char *name)
{
    char clean[64];
    tp_text_clean(clean, sizeof clean, name, strlen(name));
    return tp_err_set(err, TP_EVOICE, "no voice is called %s; there are slt, rms, awb, kal and sim",
                      clean);
}

static struct tp_voice_cache *open_cache(const struct tp_voice *voice, const char *dir)
{
    char key[TP_VOICE_CACHE_VOICE];
    snprintf(key, sizeof key, "%s %s", voice->speaker.name, tp_voice_flite_version());
    return dir ? tp_voice_cache_open(dir, key, voice->speaker.rate, TP_VOICE_CACHE_BYTES) : NULL;
}

int tp_voice_open(struct tp_voice **out, const struct tp_voice_config *config, struct tp_err *err)
{
    *out = NULL;
    const char *name = find_name(config->name);
    if (!name)
        return refuse_name(err, config->name);
    if (!(config->rate >= 0.5 && config->rate <= 2))
        return tp_err_set(err, TP_EINVAL, "the voice's rate must be 0.5–2, got %g", config->rate);
    struct tp_voice *voice = calloc(1, sizeof *voice);
    if (!voice)
        return tp_err_set(err, TP_ENOMEM, "no memory for the voice");
    voice->sim = strcmp(name, SIM) == 0;
    *out = voice;
    if (voice->sim)
        return 0;
    voice->speaker.name = name;
    voice->speaker.rate = (unsigned)lrint(config->rate * 1000);
    voice->speaker.stop = &voice->closing;
    init_locks(voice);
    voice->store = tp_voice_store_create();
    voice->cache = open_cache(voice, config->cache_dir);
    if (voice->store && start_thread(voice) == 0)
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
        pthread_mutex_lock(&voice->lock);
        atomic_store(&voice->closing, true);
        pthread_cond_signal(&voice->work);
        pthread_mutex_unlock(&voice->lock);
        pthread_join(voice->thread, NULL);
    }
    destroy(voice);
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

static bool is_too_long(const char *sentence)
{
    return strnlen(sentence, TP_VOICE_TEXT_MAX + 1) > TP_VOICE_TEXT_MAX;
}

void tp_voice_on_ready(struct tp_voice *voice, void (*on_ready)(void *context), void *context)
{
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

static struct timespec deadline_after(int timeout_ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += timeout_ms / 1000;
    at.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (at.tv_nsec >= 1000000000L) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000L;
    }
    return at;
}

tp_frames tp_voice_wait(struct tp_voice *voice, const char *sentence, int timeout_ms)
{
    if (voice->sim)
        return tp_voice_estimate(sentence);
    if (is_too_long(sentence))
        return -TP_EVOICE;
    struct timespec deadline = deadline_after(timeout_ms > 0 ? timeout_ms : 0);
    pthread_mutex_lock(&voice->lock);
    tp_frames frames = ask(voice, sentence);
    while (frames == -TP_EAGAIN) {
        if (pthread_cond_timedwait(&voice->known, &voice->lock, &deadline) == ETIMEDOUT) {
            frames = ask(voice, sentence);
            frames = frames == -TP_EAGAIN ? -TP_ETIMEOUT : frames;
            break;
        }
        frames = ask(voice, sentence);
    }
    pthread_mutex_unlock(&voice->lock);
    return frames;
}

struct tp_clip *tp_voice_clip_wait(struct tp_voice *voice, const char *sentence, int timeout_ms)
{
    struct timespec deadline = deadline_after(timeout_ms > 0 ? timeout_ms : 0);
    bool failed = false, late = false;
    if (voice->sim)
        return tp_voice_sim_clip(sentence);
    if (is_too_long(sentence))
        return NULL;
    pthread_mutex_lock(&voice->lock);
    struct tp_clip *clip = take_clip(voice, sentence, &failed);
    while (!clip && !failed && !late) {
        late = pthread_cond_timedwait(&voice->known, &voice->lock, &deadline) == ETIMEDOUT;
        clip = take_clip(voice, sentence, &failed);
    }
    pthread_mutex_unlock(&voice->lock);
    return clip;
}
