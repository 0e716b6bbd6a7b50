/* Shared objects at work: begun, called, timed, ended. [loop] */
#include "core/base/json.h"
#include "core/host/plugin_object_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define SAME(name) static_assert((int)TP_PLUGIN_##name == (int)TP_##name, "one error, one number")
SAME(EINVAL);
SAME(ENOMEM);
SAME(EIO);
SAME(ENOENT);
SAME(EAGAIN);
SAME(EDEVICE);
SAME(EVOICE);

static const uint64_t MUCH_NS = 2000000;

enum { ERROR_TEXT = 256 };

/* ---- the time that it takes ---- */

static void look(struct object_call *call)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    call->worked_us = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                      (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    call->blocked = usage.ru_nvcsw;
    call->faults = usage.ru_majflt;
    call->began_ns = uv_hrtime();
}

struct object_call object_enter(struct object_run *run)
{
    struct object_call call = {.away_ns = run->away_ns};
    look(&call);
    run->away_ns = 0;
    run->depth++;
    return call;
}

/* Its own doing alone: neither that the machine had other work, nor that its code was still on the
 * disk, nor what the host did for it. */
static void measure(struct object_run *run, const struct object_call *call, const char *what)
{
    struct object_call now;
    uint64_t own_ns = uv_hrtime() - call->began_ns - run->away_ns;
    if (own_ns < MUCH_NS)
        return;
    look(&now);
    if (now.faults > call->faults)
        return;
    if (now.blocked > call->blocked || (now.worked_us - call->worked_us) * 1000 >= MUCH_NS)
        snprintf(run->slow, sizeof run->slow, "%s took %.1f ms of the loop", what,
                 (double)own_ns * 1e-6);
}

static void end(struct object_run *run);

void object_leave(struct object_run *run, const struct object_call *call, const char *what)
{
    char slow[sizeof run->slow];
    if (what)
        measure(run, call, what);
    run->away_ns = call->away_ns;
    if (--run->depth > 0)
        return;
    memcpy(slow, run->slow, sizeof slow);
    run->slow[0] = '\0';
    if (run->closing) {
        end(run);
    } else if (slow[0]) {
        tp_link_log(run->link, slow);
        tp_link_life(run->link, TP_LIFE_SLOW, 0, NULL);
    }
}

/* ---- ending ---- */

void object_closed(uv_handle_t *wake)
{
    struct object_run *run = wake->data;
    if (--run->open > 0)
        return;
    run->closing = run->closed = false;
    tp_link_life(run->link, TP_LIFE_ENDED, 0, NULL);
}

static void end(struct object_run *run)
{
    if (run->closed)
        return;
    run->closed = true;
    run->depth++; /* what it calls now, and is called for that, is part of its end */
    if (run->started)
        run->entry->stop(run->self);
    if (run->created)
        run->entry->destroy(run->self);
    run->depth--;
    run->started = run->created = false;
    run->self = NULL;
    object_jobs_shut(run);
    object_host_close(run);
    tp_link_forget(run->link);
    uv_close((uv_handle_t *)&run->wake, object_closed);
}

static void object_close(void *context)
{
    struct object_run *run = context;
    run->closing = true;
    if (run->depth == 0)
        end(run);
}

/* An object ends when it is closed; there is nothing to hurry. */
static void object_hurry(void *context)
{
    (void)context;
}

/* ---- beginning ---- */

static int object_create(struct tp_plugin_link *link, void **out, struct tp_err *err)
{
    const struct tp_plugin *entry;
    int rc = tp_plugin_object_load(link->manifest, &entry, err);
    if (rc < 0)
        return rc;
    struct object_run *run = calloc(1, sizeof *run);
    if (!run || uv_mutex_init(&run->mutex) < 0) {
        free(run);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    run->link = link;
    run->entry = entry;
    run->loop_thread = uv_thread_self();
    object_host_fill(run);
    *out = run;
    return 0;
}

static int start(struct object_run *run, char error[ERROR_TEXT])
{
    const struct tp_plugin *entry = run->entry;
    int rc = entry->create(&run->host, run->link->settings, &run->self, error, ERROR_TEXT);
    run->created = rc >= 0;
    if (rc >= 0 && !run->closing) {
        rc = entry->start(run->self, error, ERROR_TEXT);
        run->started = rc >= 0;
    }
    return rc;
}

/* It answers at once. What it opens may take its time: it was asked to begin, and nothing counts
 * yet. */
static int object_begin(void *context, struct tp_err *err)
{
    struct object_run *run = context;
    char error[ERROR_TEXT] = "";
    if (uv_async_init(run->link->loop, &run->wake, object_jobs_do) < 0)
        return tp_err_set(err, TP_EAGAIN, "the loop takes no more");
    run->wake.data = run;
    run->open = 1;
    run->shut = false;
    struct object_call call = object_enter(run);
    int rc = start(run, error);
    error[ERROR_TEXT - 1] = '\0';
    object_leave(run, &call, NULL);
    if (run->closing || run->closed)
        return 0;
    if (rc < 0)
        tp_link_life(run->link, TP_LIFE_REFUSED, 0, *error ? error : tp_strerror(rc));
    else
        tp_link_life(run->link, TP_LIFE_ANSWERED, 0, NULL);
    return 0;
}

static void object_destroy(void *context)
{
    struct object_run *run = context;
    if (run)
        uv_mutex_destroy(&run->mutex);
    free(run);
}

/* ---- at work ---- */

static bool works(const struct object_run *run)
{
    return run->started && !run->closing;
}

static int object_set(void *context, tp_device device, unsigned channel, struct tp_value value,
                      unsigned lease_ms)
{
    struct object_run *run = context;
    struct tp_plugin_value given = {.text = value.kind == TP_VALUE_TEXT ? value.text : NULL,
                                    .number = value.kind == TP_VALUE_NUMBER ? value.number : 0};
    if (!works(run) || !run->entry->set)
        return -TP_EDEVICE;
    struct object_call call = object_enter(run);
    int rc = run->entry->set(run->self, device, channel, value.kind == TP_VALUE_NIL ? NULL : &given,
                             lease_ms);
    object_leave(run, &call, "set");
    return rc > 0 ? 0 : rc;
}

static void tell(struct object_run *run, const char *method, const char *params)
{
    struct object_call call = object_enter(run);
    run->entry->event(run->self, method, params);
    object_leave(run, &call, "event");
}

/* The params of a line of JSON-RPC, which are its last member. */
static void object_event(void *context, const char *method, const char *line, size_t length)
{
    static const char before[] = "\"params\":";
    struct object_run *run = context;
    const char *params = memmem(line, length, before, sizeof before - 1);
    struct tp_buf copy = {0};
    if (!works(run) || !run->entry->event)
        return;
    if (params) {
        params += sizeof before - 1;
        tp_buf_add(&copy, params, (size_t)(line + length - params) - 1);
    } else {
        tp_buf_puts(&copy, "{}");
    }
    if (!copy.failed)
        tell(run, method, copy.data);
    tp_buf_finish(&copy);
}

static void object_key(void *context, const char *key)
{
    struct object_run *run = context;
    struct tp_buf params = {0};
    struct tp_json json = {.out = &params};
    if (!works(run) || !run->entry->event)
        return;
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "name", key);
    tp_json_close(&json, '}');
    if (!params.failed)
        tell(run, "key", params.data);
    tp_buf_finish(&params);
}

const struct tp_plugin_backend tp_plugin_object_backend = {
    .create = object_create,
    .begin = object_begin,
    .close = object_close,
    .terminate = object_hurry,
    .kill = object_hurry,
    .abandon = object_hurry,
    .set = object_set,
    .event = object_event,
    .key = object_key,
    .destroy = object_destroy,
};
