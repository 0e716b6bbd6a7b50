/* One shared object at work. Room-internal.
 *
 * It may be asked to end in the middle of a call of its own: then it is ended once that has
 * returned. */
#ifndef TP_HOST_PLUGIN_OBJECT_INTERNAL_H
#define TP_HOST_PLUGIN_OBJECT_INTERNAL_H

#include "core/host/plugin_object.h"

#include <uv.h>

enum { OBJECT_JOBS = 256, OBJECT_HANDLES = 64 };

/* What waits for the loop: a call, or a line for the log. */
struct object_job {
    void (*run)(void *argument); /* NULL: it is a line */
    void *argument;
    enum tp_plugin_level level;
    char *text; /* owned */
};

/* A timer or a watch. */
struct object_handle {
    struct object_run *run;
    struct object_handle *next;
    uint64_t id;
    union {
        uv_handle_t any;
        uv_timer_t timer;
        uv_poll_t poll;
    } uv;
    uint64_t due_ns, repeat_ns; /* of a timer */
    unsigned hurried;           /* calls that came at once, one after another */
    void (*on_time)(void *argument);
    void (*on_input)(void *argument, int fd);
    void *argument;
    int fd;
};

struct object_run {
    struct tp_plugin_link *link;
    const struct tp_plugin *entry;
    struct tp_plugin_host host;
    uv_thread_t loop_thread;
    void *self;
    bool created, started, closing, closed;
    unsigned depth;   /* of calls of it that have not returned */
    uint64_t away_ns; /* of the innermost: how long it was in the host */
    char slow[80];    /* one of them took too long; "" none */
    unsigned open;    /* handles of libuv */
    uv_async_t wake;
    struct object_handle *handles;
    unsigned handle_count;
    uint64_t last_id;
    uv_mutex_t mutex; /* over what follows */
    struct object_job jobs[OBJECT_JOBS];
    size_t job_first, job_count;
    bool shut; /* nothing more is taken */
};

/* ---- calls of it (plugin_object.c) ---- */

struct object_call {
    uint64_t began_ns, away_ns;
    uint64_t worked_us; /* by this thread, in all */
    long blocked, faults;
};

/* Around each call; `what` names it. When the last has returned it may be ended. */
struct object_call object_enter(struct object_run *run);
void object_leave(struct object_run *run, const struct object_call *call, const char *what);

/* Nothing of libuv is left of it when the last handle is closed. */
void object_closed(uv_handle_t *wake);

/* ---- what it may call (plugin_object_host.c) ---- */

void object_host_fill(struct object_run *run);
/* Its timers and watches are closed. */
void object_host_close(struct object_run *run);

/* ---- what comes from any thread (plugin_object_jobs.c) ---- */

void object_log(void *context, enum tp_plugin_level level, const char *text);
int object_post(void *context, void (*run)(void *argument), void *argument);
/* Does what has come up to now. */
void object_jobs_do(uv_async_t *wake);
/* Says the lines that wait, and takes nothing more; calls that wait are not made. */
void object_jobs_shut(struct object_run *run);

#endif
