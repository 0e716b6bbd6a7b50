/* The table that a shared object is handed: what it may call.
 *
 * Nothing of it is trusted to come on the right thread: from another one most of it does nothing.
 */
#include "core/host/plugin_object_internal.h"
#include "core/host/stream_command.h"

#include <jansson.h>
#include <stdlib.h>

static const uint64_t NS_OF_MS = 1000000, BEHIND_NS = 200000000;

enum { HURRY = 3 };

/* Whether the call is one of the loop, of a plugin that lives. */
static bool may(struct object_run *run, const char *what)
{
    uv_thread_t self = uv_thread_self();
    char text[80];
    if (uv_thread_equal(&self, &run->loop_thread))
        return !run->closed || run->created;
    snprintf(text, sizeof text, "it calls %s from a thread of its own, which it may not", what);
    object_log(run, TP_PLUGIN_INFO, text);
    return false;
}

/* How long the host takes for it is not its own time. */
static void away(struct object_run *run, uint64_t since_ns)
{
    run->away_ns += uv_hrtime() - since_ns;
}

static uint64_t now_ns(void *context)
{
    (void)context;
    return uv_hrtime();
}

/* ---- devices ---- */

static uint64_t device_add(void *context, const struct tp_plugin_device *device)
{
    struct object_run *run = context;
    struct tp_channel channels[TP_CHANNELS] = {0};
    uint64_t since_ns = uv_hrtime();
    tp_device handle = 0;
    if (!may(run, "device_add") || !device || (device->channel_count > 0 && !device->channels))
        return 0;
    for (size_t i = 0; i < device->channel_count && device->channel_count <= TP_CHANNELS; i++) {
        const struct tp_plugin_channel *from = &device->channels[i];
        channels[i] = (struct tp_channel){.name = from->name,
                                          .unit = from->unit,
                                          .kind = (enum tp_channel_kind)from->kind,
                                          .min = from->min,
                                          .max = from->max,
                                          .rate_hz = from->rate_hz,
                                          .safe = from->safe};
    }
    tp_link_device_add(run->link,
                       &(struct tp_device_about){.id = device->id,
                                                 .name = device->name,
                                                 .role = device->role,
                                                 .channels = channels,
                                                 .channel_count = device->channel_count},
                       &handle, NULL);
    away(run, since_ns);
    return handle;
}

static void device_remove(void *context, uint64_t device)
{
    struct object_run *run = context;
    uint64_t since_ns = uv_hrtime();
    if (!may(run, "device_remove"))
        return;
    tp_link_device_remove(run->link, device);
    away(run, since_ns);
}

static int reading(void *context, uint64_t device, uint32_t channel, uint64_t t_ns, double value)
{
    struct object_run *run = context;
    uint64_t since_ns = uv_hrtime();
    if (!may(run, "reading"))
        return -TP_PLUGIN_EINVAL;
    int rc = tp_link_reading(run->link, device, channel, t_ns, value);
    away(run, since_ns);
    return rc < 0 ? -TP_PLUGIN_EINVAL : 0;
}

/* ---- commands ---- */

/* As the line that it would be: volume takes steps, what else takes something takes a value. */
static json_t *as_json(const char *name, const struct tp_plugin_value *value)
{
    json_t *given = !value ? json_object()
                    : value->text
                        ? json_pack("{s:s?}", "value", value->text)
                        : json_pack("{s:f, s:f}", "value", value->number, "steps", value->number);
    return json_pack("{s:s, s:s?, s:o?}", "jsonrpc", "2.0", "method", name, "params", given);
}

static int command(void *context, const char *name, const struct tp_plugin_value *value)
{
    struct object_run *run = context;
    struct tp_command read = {.kind = TP_COMMAND_COUNT};
    struct tp_err err = {0};
    uint64_t since_ns = uv_hrtime();
    if (!may(run, "command"))
        return -TP_PLUGIN_EINVAL;
    json_t *root = as_json(name, value);
    int rc = root ? stream_command_read(root, &read, &err) : -TP_EINVAL;
    if (rc == 0) {
        tp_link_command(run->link, &read);
        tp_value_free(&read.value);
    } else {
        tp_link_fault(run->link, root ? err.text : "it sent a command that is no text");
    }
    json_decref(root);
    away(run, since_ns);
    return rc < 0 ? -TP_PLUGIN_EINVAL : 0;
}

/* ---- timers and watches ---- */

static void on_closed(uv_handle_t *any)
{
    struct object_handle *handle = any->data;
    struct object_run *run = handle->run;
    free(handle);
    object_closed((uv_handle_t *)&run->wake);
}

static struct object_handle *handle_new(struct object_run *run)
{
    struct object_handle *handle =
        run->handle_count < OBJECT_HANDLES ? calloc(1, sizeof *handle) : NULL;
    if (handle)
        handle->run = run;
    return handle;
}

/* It is open, and counts. */
static uint64_t handle_keep(struct object_handle *handle)
{
    struct object_run *run = handle->run;
    handle->uv.any.data = handle;
    handle->id = ++run->last_id;
    handle->next = run->handles;
    run->handles = handle;
    run->handle_count++;
    run->open++;
    return handle->id;
}

static void handle_close(struct object_run *run, uint64_t id, bool timer)
{
    struct object_handle **at = &run->handles;
    while (*at && ((*at)->id != id || ((*at)->on_time != NULL) != timer))
        at = &(*at)->next;
    struct object_handle *handle = *at;
    if (!handle)
        return;
    *at = handle->next;
    run->handle_count--;
    uv_close(&handle->uv.any, on_closed);
}

void object_host_close(struct object_run *run)
{
    while (run->handles)
        handle_close(run, run->handles->id, run->handles->on_time != NULL);
}

static void on_time(uv_timer_t *timer);

/* A whole millisecond later rather than too early. What is late already comes at once, but of each
 * turn of the loop something is left for others. */
static void arm(struct object_handle *handle)
{
    uint64_t now = uv_hrtime();
    bool late = handle->due_ns <= now;
    bool at_once = late && handle->hurried < HURRY;
    handle->hurried = at_once ? handle->hurried + 1 : 0;
    uv_update_time(handle->run->link->loop);
    uv_timer_start(&handle->uv.timer, on_time,
                   late ? (at_once ? 0 : 1) : (handle->due_ns - now) / 1000000 + 1, 0);
}

/* From when it was due, so that nothing drifts; what is far behind begins anew. */
static void arm_next(struct object_handle *handle)
{
    uint64_t now = uv_hrtime();
    handle->due_ns += handle->repeat_ns;
    if (handle->due_ns + BEHIND_NS < now)
        handle->due_ns = now + handle->repeat_ns;
    arm(handle);
}

static void on_time(uv_timer_t *timer)
{
    struct object_handle *handle = timer->data;
    struct object_run *run = handle->run;
    uint64_t id = handle->id;
    bool once = handle->repeat_ns == 0;
    if (!once)
        arm_next(handle);
    struct object_call call = object_enter(run);
    handle->on_time(handle->argument);
    if (once)
        handle_close(run, id, true);
    object_leave(run, &call, "a timer");
}

static uint64_t timer(void *context, uint32_t first_ms, uint32_t repeat_ms,
                      void (*run_it)(void *argument), void *argument)
{
    struct object_run *run = context;
    struct object_handle *handle = may(run, "timer") && run_it ? handle_new(run) : NULL;
    if (!handle)
        return 0;
    handle->on_time = run_it;
    handle->argument = argument;
    handle->due_ns = uv_hrtime() + first_ms * NS_OF_MS;
    handle->repeat_ns = repeat_ms * NS_OF_MS;
    uv_timer_init(run->link->loop, &handle->uv.timer);
    arm(handle);
    return handle_keep(handle);
}

static void timer_cancel(void *context, uint64_t id)
{
    struct object_run *run = context;
    if (may(run, "timer_cancel"))
        handle_close(run, id, true);
}

/* What has ended can be read too: it gives nothing. */
static void on_input(uv_poll_t *poll, int status, int events)
{
    struct object_handle *handle = poll->data;
    struct object_run *run = handle->run;
    (void)status;
    (void)events;
    struct object_call call = object_enter(run);
    handle->on_input(handle->argument, handle->fd);
    object_leave(run, &call, "a watch");
}

static uint64_t watch(void *context, int fd, void (*run_it)(void *argument, int fd), void *argument)
{
    struct object_run *run = context;
    struct object_handle *handle = may(run, "watch") && run_it ? handle_new(run) : NULL;
    if (!handle)
        return 0;
    handle->on_input = run_it;
    handle->argument = argument;
    handle->fd = fd;
    if (uv_poll_init(run->link->loop, &handle->uv.poll, fd) < 0) {
        free(handle);
        return 0;
    }
    uint64_t id = handle_keep(handle);
    if (uv_poll_start(&handle->uv.poll, UV_READABLE, on_input) == 0)
        return id;
    handle_close(run, id, false);
    return 0;
}

static void unwatch(void *context, uint64_t id)
{
    struct object_run *run = context;
    if (may(run, "unwatch"))
        handle_close(run, id, false);
}

void object_host_fill(struct object_run *run)
{
    run->host = (struct tp_plugin_host){.struct_size = sizeof run->host,
                                        .abi_major = TP_PLUGIN_ABI_MAJOR,
                                        .abi_minor = TP_PLUGIN_ABI_MINOR,
                                        .context = run,
                                        .log = object_log,
                                        .now_ns = now_ns,
                                        .post = object_post,
                                        .device_add = device_add,
                                        .device_remove = device_remove,
                                        .reading = reading,
                                        .command = command,
                                        .timer = timer,
                                        .timer_cancel = timer_cancel,
                                        .watch = watch,
                                        .unwatch = unwatch};
}
