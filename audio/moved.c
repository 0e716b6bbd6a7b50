/* Watching the sound server. The thread's own loop runs the library; nothing else ever calls it.
 * Must never be waited for without a limit, and never start a server. */
#include "audio/moved.h"

#ifdef TPRUN_PULSE

#include "audio/driver_pa.h"
#include "audio/moved_rule.h"
#include "core/base/text.h"

#include <pthread.h>
#include <pulse/pulseaudio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOK_MS = 100,   /* between two looks whether it is told to leave */
    RETRY_MS = 5000, /* between two tries to reach a server */
    LEAVE_MS = 500,
    NAME_BYTES = 128
};

struct tp_moved {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* Under the mutex. */
    bool told, leave, left, given_up;
    char to[NAME_BYTES];
    /* The thread's own. */
    struct moved_rule rule;
    uint32_t stream, device; /* ours, PA_INVALID_INDEX without one */
};

/* ---- what the server says ---- */

static bool is_ours(const pa_sink_input_info *info)
{
    const char *pid = pa_proplist_gets(info->proplist, PA_PROP_APPLICATION_PROCESS_ID);
    return pid && strtol(pid, NULL, 10) == (long)getpid();
}

static bool wears(const pa_sink_port_info *port)
{
    return port && (port->type == PA_DEVICE_PORT_TYPE_HEADPHONES ||
                    port->type == PA_DEVICE_PORT_TYPE_HEADSET || moved_is_headphones(port->name));
}

static void tell(struct tp_moved *moved, const char *to)
{
    pthread_mutex_lock(&moved->mutex);
    tp_text_clean(moved->to, sizeof moved->to, to, strlen(to));
    moved->told = true;
    pthread_mutex_unlock(&moved->mutex);
}

/* The device that we sound on, or did when it was asked about. */
static void on_device(pa_context *context, const pa_sink_info *info, int end, void *data)
{
    struct tp_moved *moved = data;
    (void)context;
    if (end || info->index != moved->device)
        return;
    struct moved_place place = {
        .stream = moved->stream, .device = info->index, .headphones = wears(info->active_port)};
    bool elsewhere = !moved->rule.known || moved->rule.last.device != place.device;
    const char *port = info->active_port ? info->active_port->description : NULL;
    if (moved_rule_see(&moved->rule, &place))
        tell(moved, elsewhere || !port ? info->description : port);
}

static void ask(pa_operation *question)
{
    if (question)
        pa_operation_unref(question); /* the answer comes all the same */
}

static void on_stream(pa_context *context, const pa_sink_input_info *info, int end, void *data)
{
    struct tp_moved *moved = data;
    if (end || !is_ours(info) || info->sink == PA_INVALID_INDEX)
        return;
    moved->stream = info->index;
    moved->device = info->sink;
    ask(pa_context_get_sink_info_by_index(context, info->sink, on_device, moved));
}

static void on_event(pa_context *context, pa_subscription_event_type_t event, uint32_t index,
                     void *data)
{
    struct tp_moved *moved = data;
    bool gone = (event & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_REMOVE;
    bool stream = (event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK) == PA_SUBSCRIPTION_EVENT_SINK_INPUT;
    if (stream && gone)
        moved_rule_end(&moved->rule, index);
    else if (stream)
        ask(pa_context_get_sink_input_info(context, index, on_stream, moved));
    else if (!gone && index == moved->device)
        ask(pa_context_get_sink_info_by_index(context, index, on_device, moved));
}

static void on_state(pa_context *context, void *data)
{
    struct tp_moved *moved = data;
    if (pa_context_get_state(context) != PA_CONTEXT_READY)
        return;
    pa_context_set_subscribe_callback(context, on_event, moved);
    ask(pa_context_subscribe(context, PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SINK_INPUT,
                             NULL, NULL));
    ask(pa_context_get_sink_input_info_list(context, on_stream, moved));
}

/* ---- the thread ---- */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_wanted(struct tp_moved *moved)
{
    pthread_mutex_lock(&moved->mutex);
    bool wanted = !moved->leave;
    pthread_mutex_unlock(&moved->mutex);
    return wanted;
}

/* One turn of the library's loop. */
static void turn(pa_mainloop *loop)
{
    if (pa_mainloop_prepare(loop, LOOK_MS * 1000) >= 0 && pa_mainloop_poll(loop) >= 0)
        pa_mainloop_dispatch(loop);
}

static pa_context *open_context(struct tp_moved *moved, pa_mainloop *loop)
{
    pa_context *context = pa_context_new(pa_mainloop_get_api(loop), "tprun");
    if (!context)
        return NULL;
    moved->rule.known = false;
    moved->stream = moved->device = PA_INVALID_INDEX;
    pa_context_set_state_callback(context, on_state, moved);
    pa_context_connect(context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL);
    return context;
}

static void close_context(pa_context *context)
{
    if (!context)
        return;
    pa_context_set_state_callback(context, NULL, NULL);
    pa_context_disconnect(context);
    pa_context_unref(context);
}

/* Stays with a server to its end; without one it looks again after a while. */
static void watch(struct tp_moved *moved, pa_mainloop *loop)
{
    pa_context *context = NULL;
    int64_t tried_ms = now_ms() - RETRY_MS;
    while (is_wanted(moved)) {
        bool good = context && PA_CONTEXT_IS_GOOD(pa_context_get_state(context));
        if (!good && now_ms() - tried_ms >= RETRY_MS) {
            close_context(context);
            context = open_context(moved, loop);
            tried_ms = now_ms();
        }
        turn(loop);
    }
    close_context(context);
}

static void destroy(struct tp_moved *moved)
{
    pthread_cond_destroy(&moved->changed);
    pthread_mutex_destroy(&moved->mutex);
    free(moved);
}

static void *run(void *data)
{
    struct tp_moved *moved = data;
    tp_pa_quieten(); /* the loop's own descriptors come after it */
    pa_mainloop *loop = pa_mainloop_new();
    if (loop) {
        watch(moved, loop);
        pa_mainloop_free(loop);
    }
    pthread_mutex_lock(&moved->mutex);
    moved->left = true;
    bool alone = moved->given_up;
    pthread_cond_broadcast(&moved->changed);
    pthread_mutex_unlock(&moved->mutex);
    if (alone)
        destroy(moved);
    return NULL;
}

/* ---- what the program calls ---- */

struct tp_moved *tp_moved_open(void)
{
    struct tp_moved *moved = calloc(1, sizeof *moved);
    pthread_condattr_t monotonic;
    sigset_t all, before;
    if (!moved)
        return NULL;
    pthread_mutex_init(&moved->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&moved->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int failed = pthread_create(&moved->thread, NULL, run, moved);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failed)
        return moved;
    destroy(moved);
    return NULL;
}

bool tp_moved_poll(struct tp_moved *moved, char *to, size_t size)
{
    if (!moved)
        return false;
    pthread_mutex_lock(&moved->mutex);
    bool told = moved->told;
    if (told)
        tp_text_clean(to, size, moved->to, strlen(moved->to));
    moved->told = false;
    pthread_mutex_unlock(&moved->mutex);
    return told;
}

/* A thread that hangs in the library is left behind, and frees what is its own if it comes back. */
void tp_moved_close(struct tp_moved *moved)
{
    if (!moved)
        return;
    int64_t until_ms = now_ms() + LEAVE_MS;
    const struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
                                   .tv_nsec = (long)(until_ms % 1000) * 1000000};
    pthread_mutex_lock(&moved->mutex);
    moved->leave = true;
    while (!moved->left && now_ms() < until_ms)
        pthread_cond_timedwait(&moved->changed, &moved->mutex, &until);
    bool left = moved->left;
    moved->given_up = !left;
    pthread_t thread = moved->thread;
    pthread_mutex_unlock(&moved->mutex);
    if (left) {
        pthread_join(thread, NULL);
        destroy(moved);
    } else {
        pthread_detach(thread);
    }
}

#else /* built without the sound server's library */

struct tp_moved *tp_moved_open(void)
{
    return NULL;
}

bool tp_moved_poll(struct tp_moved *moved, char *to, size_t size)
{
    (void)moved;
    (void)to;
    (void)size;
    return false;
}

void tp_moved_close(struct tp_moved *moved)
{
    (void)moved;
}

#endif
