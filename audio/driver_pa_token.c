/* The token: a stream's right to pull the mixer, and all that happens in the audio callback.
 *
 * A stream that is given up may call back at any later time, also when mixer and driver are long
 * gone. So the callback knows the token only, and the token outlives the right. Taking the right
 * away is a handshake of two flags, each written by one side and read by the other in one total
 * order: the callback says that it is inside and then looks for the source; the other side takes
 * the source away and then waits until nobody is inside. The callback itself waits for nothing and
 * must never allocate, lock, log or call the system. It reads no clock either: whoever wants to
 * know whether the stream lives looks whether the count of blocks moves. */
#include "audio/driver_pa.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Streams that the library may still hold, kept so that a late callback finds its token. */
static struct {
    pthread_mutex_t mutex;
    struct tp_pa_token *first;
} given_up = {.mutex = PTHREAD_MUTEX_INITIALIZER};

struct tp_pa_token *tp_pa_token_create(struct tp_pa_source *source)
{
    struct tp_pa_token *token = calloc(1, sizeof *token);
    if (token) {
        atomic_init(&token->source, source);
        token->lead = TP_PA_LEAD;
        tp_dither_init(&token->dither);
    }
    return token;
}

void tp_pa_token_destroy(struct tp_pa_token *token)
{
    free(token);
}

void tp_pa_token_give_up(struct tp_pa_token *token)
{
    pthread_mutex_lock(&given_up.mutex);
    token->next = given_up.first;
    given_up.first = token;
    pthread_mutex_unlock(&given_up.mutex);
}

void tp_pa_token_retire(struct tp_pa_token *token)
{
    const struct timespec a_millisecond = {.tv_nsec = 1000000};
    atomic_store(&token->source, NULL);
    for (int waited = 0; waited < 500 && atomic_load(&token->inside); waited++)
        nanosleep(&a_millisecond, NULL);
}

/* The silence of the head first, the mixer for the rest; nothing but silence while it is held. */
static void play(struct tp_pa_token *token, struct tp_pa_source *source, float *out,
                 uint32_t frames)
{
    bool held = atomic_load_explicit(&source->held, memory_order_acquire);
    uint32_t silent = token->lead < frames && !held ? token->lead : frames;
    memset(out, 0, (size_t)silent * 2 * sizeof *out);
    token->lead -= silent < token->lead ? silent : token->lead;
    if (frames > silent)
        tp_mixer_render(source->mixer, out + (size_t)silent * 2, frames - silent);
    if (source->dither)
        tp_dither_add(&token->dither, out, frames);
}

bool tp_pa_token_pull(struct tp_pa_token *token, float *out, uint32_t frames, bool dry)
{
    atomic_store(&token->inside, true);
    struct tp_pa_source *source = atomic_load(&token->source);
    if (source) {
        play(token, source, out, frames);
        if (dry)
            atomic_fetch_add_explicit(&source->underruns, 1, memory_order_relaxed);
    } else {
        memset(out, 0, (size_t)frames * 2 * sizeof *out);
    }
    atomic_store(&token->inside, false);
    atomic_fetch_add_explicit(&token->blocks, 1, memory_order_relaxed);
    return source != NULL;
}
