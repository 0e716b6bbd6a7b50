/* A library of sound that fails on schedule, in the place of PortAudio. For one test program.
 *
 * Each attempt (from initialize on) goes the way that the test has chosen by then. Streams call
 * back from a thread of their own, about every millisecond, as a device would. Calls that hang come
 * back when the test releases them. Every wait is for a condition and has a deadline. */
#ifndef TP_TESTS_FAKE_PA_H
#define TP_TESTS_FAKE_PA_H

#include "audio/driver_pa.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { PATIENCE_MS = 20000, BLOCK = 64, BLOCKS_BEFORE_LOSS = 3, ATTEMPTS = 512 };

/* How an attempt goes. */
enum fate {
    PLAYS,
    NO_DEVICE,
    INITIALIZE_FAILS,
    OPEN_FAILS,
    START_FAILS,
    CEASES,      /* plays a little, then no callback comes any more */
    ENDS,        /* plays a little, then the library ends the stream */
    RUNS_DRY,    /* plays, and says of the third block that the device ran dry */
    CLOSE_FAILS, /* ceases, and closing is an error */
    INITIALIZE_HANGS,
    OPEN_HANGS,
    START_HANGS,
    CLOSE_HANGS /* ceases, and closing does not come back */
};

struct stream {
    enum fate fate;
    struct tp_pa_token *token;
    pthread_t device;
    bool started, closing;
    struct stream *next;
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum fate next, now;
    bool released; /* calls that hang come back */
    int attempts, hanging;
    int running; /* initialized minus terminated */
    int64_t begun_ms[ATTEMPTS];
    pthread_t caller;         /* who called first */
    bool more_callers;        /* somebody else called too */
    struct stream *streams;   /* those not closed */
    double latency_s;         /* the latest open: what it asked for, … */
    int device;               /* … which device, … */
    struct tp_pa_token *last; /* … with which token */
} library = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

/* A microphone, then two loudspeakers. */
static const char *const device_names[] = {NULL, "Loudspeaker of the screen", "Screen"};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_millisecond(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

/* ---- its calls ---- */

/* Does not come back until the test lets it. [under the mutex] */
static void fake_hang(void)
{
    library.hanging++;
    while (!library.released)
        pthread_cond_wait(&library.changed, &library.mutex);
    library.hanging--;
}

static int fake_initialize(void)
{
    pthread_mutex_lock(&library.mutex);
    if (library.attempts == 0)
        library.caller = pthread_self();
    library.more_callers |= !pthread_equal(library.caller, pthread_self());
    if (library.attempts < ATTEMPTS)
        library.begun_ms[library.attempts] = now_ms();
    library.attempts++;
    library.now = library.next;
    if (library.now == INITIALIZE_HANGS)
        fake_hang();
    int result = library.now == INITIALIZE_FAILS ? -TP_EDEVICE : 0;
    library.running += result == 0;
    pthread_mutex_unlock(&library.mutex);
    return result;
}

static int fake_terminate(void)
{
    pthread_mutex_lock(&library.mutex);
    library.more_callers |= !pthread_equal(library.caller, pthread_self());
    library.running--;
    pthread_mutex_unlock(&library.mutex);
    return 0;
}

static int fake_devices(void)
{
    pthread_mutex_lock(&library.mutex);
    int count = library.now == NO_DEVICE ? 0 : 3;
    pthread_mutex_unlock(&library.mutex);
    return count;
}

static const char *fake_output(int device)
{
    return device_names[device];
}

static int fake_preferred(void)
{
    return fake_devices() ? 1 : -1;
}

static int fake_open(void **out, int device, double latency_s, struct tp_pa_token *token)
{
    struct stream *stream = NULL;
    pthread_mutex_lock(&library.mutex);
    enum fate fate = library.now;
    library.latency_s = latency_s;
    library.device = device;
    library.last = token;
    if (fate == OPEN_HANGS)
        fake_hang();
    if (fate != OPEN_FAILS)
        stream = calloc(1, sizeof *stream);
    if (stream) {
        *stream = (struct stream){.fate = fate, .token = token, .next = library.streams};
        library.streams = stream;
    }
    pthread_mutex_unlock(&library.mutex);
    *out = stream;
    return stream ? 0 : -TP_EDEVICE;
}

/* How the stream goes by now; NO_DEVICE when it is to end. A test may change it meanwhile. */
static enum fate fake_fate(const struct stream *stream)
{
    pthread_mutex_lock(&library.mutex);
    enum fate fate = stream->closing ? NO_DEVICE : stream->fate;
    pthread_mutex_unlock(&library.mutex);
    return fate;
}

static void *fake_device(void *argument)
{
    struct stream *stream = argument;
    float out[2 * BLOCK];
    enum fate fate = fake_fate(stream);
    for (int blocks = 0; fate != NO_DEVICE; blocks++, fate = fake_fate(stream)) {
        bool plays = fate == PLAYS || fate == RUNS_DRY;
        if (!plays && blocks >= BLOCKS_BEFORE_LOSS)
            break;
        if (!tp_pa_token_pull(stream->token, out, BLOCK, fate == RUNS_DRY && blocks == 2))
            break;
        a_millisecond();
    }
    if (fate == ENDS)
        atomic_store(&stream->token->finished, true);
    return NULL;
}

static int fake_start(void *data)
{
    struct stream *stream = data;
    pthread_mutex_lock(&library.mutex);
    if (stream->fate == START_HANGS)
        fake_hang();
    stream->started = stream->fate != START_FAILS &&
                      pthread_create(&stream->device, NULL, fake_device, stream) == 0;
    int result = stream->started ? 0 : -TP_EDEVICE;
    pthread_mutex_unlock(&library.mutex);
    return result;
}

static void fake_forget(struct stream *stream)
{
    struct stream **link = &library.streams;
    while (*link != stream)
        link = &(*link)->next;
    *link = stream->next;
}

static int fake_close(void *data)
{
    struct stream *stream = data;
    pthread_mutex_lock(&library.mutex);
    stream->closing = true;
    if (stream->fate == CLOSE_HANGS)
        fake_hang();
    fake_forget(stream);
    pthread_mutex_unlock(&library.mutex);
    if (stream->started)
        pthread_join(stream->device, NULL);
    int result = stream->fate == CLOSE_FAILS ? -TP_EDEVICE : 0;
    free(stream);
    return result;
}

static const struct tp_pa_calls fake_calls = {
    .initialize = fake_initialize,
    .terminate = fake_terminate,
    .devices = fake_devices,
    .output = fake_output,
    .preferred = fake_preferred,
    .open = fake_open,
    .start = fake_start,
    .close = fake_close,
};

/* ---- for the test ---- */

/* How the attempts from the next one on go. */
static void choose(enum fate fate)
{
    pthread_mutex_lock(&library.mutex);
    library.next = fate;
    pthread_mutex_unlock(&library.mutex);
}

/* The same, and the stream that plays now goes that way too. */
static void turn(enum fate fate)
{
    pthread_mutex_lock(&library.mutex);
    library.next = fate;
    if (library.streams)
        library.streams->fate = fate;
    pthread_mutex_unlock(&library.mutex);
}

static int read_count(const int *counter)
{
    pthread_mutex_lock(&library.mutex);
    int count = *counter;
    pthread_mutex_unlock(&library.mutex);
    return count;
}

static struct tp_pa_token *last_token(void)
{
    pthread_mutex_lock(&library.mutex);
    struct tp_pa_token *token = library.last;
    pthread_mutex_unlock(&library.mutex);
    return token;
}

static int reset_library(void **state)
{
    (void)state;
    library.next = PLAYS;
    library.attempts = library.running = library.hanging = 0;
    library.released = library.more_callers = false;
    library.last = NULL;
    return 0;
}

/* Lets calls that hang come back, and waits until they have. */
static bool release_calls(void)
{
    int64_t until_ms = now_ms() + PATIENCE_MS;
    pthread_mutex_lock(&library.mutex);
    library.released = true;
    pthread_cond_broadcast(&library.changed);
    pthread_mutex_unlock(&library.mutex);
    while (read_count(&library.hanging) > 0 && now_ms() < until_ms)
        a_millisecond();
    return read_count(&library.hanging) == 0;
}

/* The same, and ends the streams that nobody closed. */
static int release_library(void **state)
{
    (void)state;
    bool released = release_calls();
    for (struct stream *stream = library.streams; stream; stream = library.streams) {
        pthread_mutex_lock(&library.mutex);
        library.streams = stream->next;
        stream->closing = true;
        pthread_mutex_unlock(&library.mutex);
        if (stream->started)
            pthread_join(stream->device, NULL);
        free(stream);
    }
    return released ? 0 : -1;
}

#endif
