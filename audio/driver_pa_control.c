/* The control thread: leads streams through their lives, one after another.
 *
 * Start the library, choose a device, open, start, watch; when the stream is lost, close it, end
 * the library (only that makes it look for devices anew) and try again after a while. Every call
 * may hang, so each is announced with its deadline; the loop sees a deadline pass and gives the
 * thread up. A thread that was given up never calls the library again: another may be using it. The
 * library counts its starts and ends, so the start that is left without an end keeps it alive
 * beneath the stream that hangs. Must never be waited for without a limit, and never holds its
 * mutex in a call. */
#include "audio/driver_pa.h"

#include "core/base/text.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

const struct tp_pa_timing tp_pa_timing = {
    .look = 20,
    .lost = 500,
    .lost_early =
        2500, /* a sink that sleeps may take 2 s to begin (null sink of PulseAudio 16.1) */
    .settled = 3000,
    .retry = 500,
    .retry_max = 5000,
    .limit_open = 5000,
    .limit_close = 1000,
    .limit_leave = 900,
};

/* Looks that see new callbacks before a stream is said to play: with 20 ms between them more than
 * the 50–75 ms of sound that a device takes at once. */
enum { LIVELY_LOOKS = 4 };

struct tp_pa_control {
    struct tp_pa_setup setup;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* All below under the mutex. */
    struct tp_pa_source *source; /* NULL: told to leave */
    struct tp_pa_token *token;   /* of the stream there is, NULL */
    struct tp_pa_status status;  /* `hangs` unused: found out by looking */
    bool on_stream;              /* the call is one on a stream, not on the library as a whole */
    int64_t limit_ms;            /* the call's deadline, 0 outside of one */
    bool left;                   /* the thread is at its end */
    bool given_up;               /* nobody waits for it */
};

/* One attempt at a stream. */
struct life {
    struct tp_pa_control *control;
    const struct tp_pa_calls *calls;
    struct tp_pa_token *token;
    void *stream;
    int device;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for news until the monotonic clock shows `until_ms`; false when it does. [under the mutex]
 */
static bool wait_until(struct tp_pa_control *control, int64_t until_ms)
{
    const struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
                                   .tv_nsec = (long)(until_ms % 1000) * 1000000};
    return pthread_cond_timedwait(&control->changed, &control->mutex, &until) == 0 ||
           now_ms() < until_ms;
}

/* Sleeps; false when the thread was told to leave, at once. */
static bool nap(struct tp_pa_control *control, int ms)
{
    int64_t until_ms = now_ms() + ms;
    pthread_mutex_lock(&control->mutex);
    while (control->source && wait_until(control, until_ms))
        ;
    bool wanted = control->source != NULL;
    pthread_mutex_unlock(&control->mutex);
    return wanted;
}

static void set_playing(struct life *life)
{
    struct tp_pa_control *control = life->control;
    const char *name = life->calls->output(life->device);
    pthread_mutex_lock(&control->mutex);
    control->status.state = TP_AUDIO_PLAYING;
    tp_text_clean(control->status.device, TP_PA_NAME, name ? name : "", name ? strlen(name) : 0);
    pthread_mutex_unlock(&control->mutex);
}

/* There is no stream: lost when there was one before. */
static void set_silent(struct tp_pa_control *control)
{
    pthread_mutex_lock(&control->mutex);
    control->status.state =
        control->status.state == TP_AUDIO_PLAYING || control->status.state == TP_AUDIO_LOST
            ? TP_AUDIO_LOST
            : TP_AUDIO_NONE;
    pthread_mutex_unlock(&control->mutex);
}

/* ---- calls, each with a deadline ---- */

/* Calls the library. What the call returned; -TP_ETIMEOUT when the thread was given up before or
 * meanwhile: then the library is no longer its own. */
static int call(struct life *life, int (*what)(struct life *), bool on_stream, int limit_ms)
{
    struct tp_pa_control *control = life->control;
    pthread_mutex_lock(&control->mutex);
    bool mine = !control->given_up;
    control->on_stream = on_stream;
    control->limit_ms = now_ms() + limit_ms;
    pthread_mutex_unlock(&control->mutex);

    int result = mine ? what(life) : 0;

    pthread_mutex_lock(&control->mutex);
    control->limit_ms = 0;
    mine = mine && !control->given_up;
    pthread_mutex_unlock(&control->mutex);
    return mine ? result : -TP_ETIMEOUT;
}

static int initialize(struct life *life)
{
    return life->calls->initialize();
}

static int terminate(struct life *life)
{
    return life->calls->terminate();
}

static int open_stream(struct life *life)
{
    double latency_s = life->control->setup.latency_s;
    return life->calls->open(&life->stream, life->device, latency_s, life->token);
}

static int start_stream(struct life *life)
{
    return life->calls->start(life->stream);
}

static int close_stream(struct life *life)
{
    return life->calls->close(life->stream);
}

/* How well a device's name fits: 2 the very name, 1 a part of it, 0 not. */
static int fit(const char *name, const char *wanted)
{
    if (strcasecmp(name, wanted) == 0)
        return 2;
    return strcasestr(name, wanted) ? 1 : 0;
}

/* The device that fits best; without a wish the default one, or else the first that there is. */
static int choose(struct life *life)
{
    const char *wanted = life->control->setup.device;
    int best = 0;
    life->device = -1;
    if (wanted[0] == '\0') {
        int preferred = life->calls->preferred();
        if (preferred >= 0 && life->calls->output(preferred)) {
            life->device = preferred;
            return 0;
        }
    }
    for (int device = 0, count = life->calls->devices(); device < count; device++) {
        const char *name = life->calls->output(device);
        int fits = name ? fit(name, wanted) : 0;
        if (fits > best) {
            best = fits;
            life->device = device;
        }
    }
    return life->device >= 0 ? 0 : -TP_ENOENT;
}

/* ---- a stream's life ---- */

/* Gives the stream its token; false when there is none to give. */
static bool take_token(struct life *life)
{
    struct tp_pa_control *control = life->control;
    pthread_mutex_lock(&control->mutex);
    if (control->source)
        life->token = control->token = tp_pa_token_create(control->source);
    pthread_mutex_unlock(&control->mutex);
    return life->token != NULL;
}

/* `safe`: the library will not call back. */
static void drop_token(struct life *life, bool safe)
{
    struct tp_pa_control *control = life->control;
    pthread_mutex_lock(&control->mutex);
    control->token = NULL;
    pthread_mutex_unlock(&control->mutex);
    if (safe)
        tp_pa_token_destroy(life->token);
    else
        tp_pa_token_give_up(life->token);
}

/* Watches until the stream is lost or nobody wants it; true when it settled. Time is counted in
 * looks, so that a process that was stopped for a while does not take its own sleep for a loss. The
 * callbacks of the first looks only fill the device's buffer: they do not say yet that it plays. */
static bool watch(struct life *life)
{
    const struct tp_pa_timing *timing = &life->control->setup.timing;
    uint64_t seen = 0;
    int age_ms = 0, quiet_ms = 0, lively_looks = 0;
    while (quiet_ms < (age_ms < timing->settled ? timing->lost_early : timing->lost) &&
           !atomic_load(&life->token->finished) && nap(life->control, timing->look)) {
        uint64_t blocks = atomic_load_explicit(&life->token->blocks, memory_order_relaxed);
        quiet_ms = blocks == seen ? quiet_ms + timing->look : 0;
        if (blocks != seen && lively_looks < LIVELY_LOOKS && ++lively_looks == LIVELY_LOOKS)
            set_playing(life);
        seen = blocks;
        if (age_ms < timing->settled)
            age_ms += timing->look;
    }
    return age_ms >= timing->settled;
}

/* Opens the device and stays with it to its end; true when it settled. */
static bool play(struct life *life)
{
    const struct tp_pa_timing *timing = &life->control->setup.timing;
    if (call(life, choose, false, timing->limit_open) != 0 || !take_token(life))
        return false;
    bool settled = false;
    int failed = call(life, open_stream, true, timing->limit_open);
    bool safe = failed != 0 && failed != -TP_ETIMEOUT;
    if (failed == 0) {
        if (call(life, start_stream, true, timing->limit_open) == 0)
            settled = watch(life);
        tp_pa_token_retire(life->token);
        set_silent(life->control);
        safe = call(life, close_stream, true, timing->limit_close) == 0;
    }
    drop_token(life, safe);
    return settled;
}

/* From the start of the library to its end; true when the stream settled. */
static bool live(struct tp_pa_control *control)
{
    const struct tp_pa_timing *timing = &control->setup.timing;
    struct life life = {.control = control, .calls = control->setup.calls};
    bool settled = false;
    if (call(&life, initialize, false, timing->limit_open) == 0) {
        settled = play(&life);
        call(&life, terminate, false, timing->limit_open);
    }
    set_silent(control);
    return settled;
}

/* ---- the thread ---- */

static void destroy(struct tp_pa_control *control)
{
    pthread_cond_destroy(&control->changed);
    pthread_mutex_destroy(&control->mutex);
    free(control);
}

static void *run(void *argument)
{
    struct tp_pa_control *control = argument;
    const struct tp_pa_timing *timing = &control->setup.timing;
    if (control->setup.calls->quieten)
        control->setup.calls->quieten();

    int wait_ms = 0;
    do {
        bool settled = live(control);
        wait_ms = settled || wait_ms == 0 ? timing->retry : 2 * wait_ms;
        if (wait_ms > timing->retry_max)
            wait_ms = timing->retry_max;
    } while (nap(control, wait_ms));

    pthread_mutex_lock(&control->mutex);
    control->left = true;
    bool alone = control->given_up;
    pthread_cond_broadcast(&control->changed);
    pthread_mutex_unlock(&control->mutex);
    if (alone)
        destroy(control);
    return NULL;
}

/* Starts the thread with signals shut out: handlers belong to the loop's thread, and could not
 * reach the descriptors of the program from here. What a thread does to itself still counts. */
static int start_thread(struct tp_pa_control *control)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
    sigset_t shut, before;
    sigfillset(&shut);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        sigdelset(&shut, own[i]);
    pthread_sigmask(SIG_SETMASK, &shut, &before);
    int failed = pthread_create(&control->thread, NULL, run, control);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

struct tp_pa_control *tp_pa_control_start(const struct tp_pa_setup *setup,
                                          const struct tp_pa_status *status,
                                          struct tp_pa_source *source)
{
    struct tp_pa_control *control = calloc(1, sizeof *control);
    if (!control)
        return NULL;
    control->setup = *setup;
    control->status = *status;
    control->source = source;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&control->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&control->mutex, NULL);
    if (start_thread(control) != 0) {
        destroy(control);
        return NULL;
    }
    return control;
}

void tp_pa_control_look(struct tp_pa_control *control, struct tp_pa_status *status)
{
    pthread_mutex_lock(&control->mutex);
    *status = control->status;
    bool late = control->limit_ms != 0 && now_ms() > control->limit_ms;
    status->hangs = late && control->on_stream;
    pthread_mutex_unlock(&control->mutex);
    if (late && status->state == TP_AUDIO_OPENING)
        status->state = TP_AUDIO_NONE;
}

void tp_pa_control_leave(struct tp_pa_control *control, int within_ms)
{
    int64_t until_ms = now_ms() + within_ms;
    pthread_mutex_lock(&control->mutex);
    control->source = NULL;
    if (control->token)
        tp_pa_token_retire(control->token);
    pthread_cond_broadcast(&control->changed);
    while (!control->left && wait_until(control, until_ms))
        ;
    bool left = control->left;
    control->given_up = !left;
    pthread_t thread = control->thread;
    pthread_mutex_unlock(&control->mutex);
    if (left) {
        pthread_join(thread, NULL);
        destroy(control);
    } else {
        pthread_detach(thread);
    }
}
