/* Events out. What the target does not take at once waits in a bounded backlog; what can be polled
 * is written when it is ready, a file by the loop's own workers. Must never wait, nor grow without
 * bound. */
#include "core/host/stream.h"
#include "core/host/stream_target.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

enum { BACKLOG = 4 << 20, PATIENCE_MS = 500 };

struct tp_stream_out {
    uv_loop_t *loop;
    struct stream_target target;
    uv_poll_t poll;      /* of what can be polled */
    uv_fs_t request;     /* of what cannot */
    uv_timer_t patience; /* after the close */
    bool polled;
    bool waiting; /* for the poll or the request */
    bool dead;    /* nothing more is written */
    bool closing, shut;
    int handles;                         /* that are still to call back after the shut */
    struct tp_buf line, pending, flying; /* flying goes out, pending is next */
    size_t sent;                         /* of flying */
    unsigned long missing;               /* events left out since the last one taken */
    tp_frames missing_at;                /* the place of the last of them */
    uint64_t missing_sequence;
    void (*warning)(void *context, const char *text);
    void *context;
    void (*closed)(void *context);
    void *closed_context;
};

static size_t backlog(const struct tp_stream_out *out)
{
    return out->flying.length - out->sent + out->pending.length;
}

/* ---- the end ---- */

static void release(struct tp_stream_out *out)
{
    if (--out->handles > 0)
        return;
    stream_target_close(&out->target);
    tp_buf_finish(&out->line);
    tp_buf_finish(&out->pending);
    tp_buf_finish(&out->flying);
    if (out->closed)
        out->closed(out->closed_context);
    free(out);
}

static void on_handle_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void shut(struct tp_stream_out *out)
{
    if (out->shut)
        return;
    out->shut = out->dead = true;
    out->handles = 1 + (out->polled || out->waiting); /* a request cannot be called off */
    uv_close((uv_handle_t *)&out->patience, on_handle_closed);
    if (out->polled)
        uv_close((uv_handle_t *)&out->poll, on_handle_closed);
}

static void on_patience(uv_timer_t *timer)
{
    shut(timer->data);
}

static void fail(struct tp_stream_out *out, int number)
{
    char text[160];
    out->dead = true;
    if (out->polled)
        uv_poll_stop(&out->poll);
    tp_buf_finish(&out->pending);
    tp_buf_finish(&out->flying);
    out->sent = 0;
    if (out->closing) {
        shut(out);
        return;
    }
    if (number == EPIPE)
        snprintf(text, sizeof text, "events: nobody reads them any more");
    else
        snprintf(text, sizeof text, "events: cannot be written any more: %s", strerror(number));
    if (out->warning)
        out->warning(out->context, text);
}

/* ---- writing ---- */

static void flush(struct tp_stream_out *out);

static void wrote(struct tp_stream_out *out, size_t bytes)
{
    out->sent += bytes;
    if (out->sent < out->flying.length)
        return;
    struct tp_buf empty = out->flying;
    tp_buf_clear(&empty);
    out->flying = out->pending;
    out->pending = empty;
    out->sent = 0;
}

static void on_written(uv_fs_t *request)
{
    struct tp_stream_out *out = request->data;
    ssize_t result = request->result;
    uv_fs_req_cleanup(request);
    out->waiting = false;
    if (out->shut)
        release(out);
    else if (result < 0)
        fail(out, (int)-result);
    else {
        wrote(out, (size_t)result);
        flush(out);
    }
}

static void on_writable(uv_poll_t *poll, int status, int events)
{
    struct tp_stream_out *out = poll->data;
    (void)status; /* a write tells more */
    (void)events;
    uv_poll_stop(poll);
    out->waiting = false;
    flush(out);
}

/* Writes of what is flying as much as is taken now. */
static void write_some(struct tp_stream_out *out)
{
    char *start = out->flying.data + out->sent;
    size_t length = out->flying.length - out->sent;
    int rc = 0;
    if (out->polled) {
        ssize_t done = write(out->target.fd, start, length);
        if (done > 0)
            wrote(out, (size_t)done);
        if (done > 0 || errno == EINTR)
            return;
        rc = done == 0 || errno == EAGAIN ? uv_poll_start(&out->poll, UV_WRITABLE, on_writable)
                                          : -errno;
    } else {
        uv_buf_t piece = uv_buf_init(start, (unsigned)length);
        rc = uv_fs_write(out->loop, &out->request, out->target.fd, &piece, 1, -1, on_written);
    }
    out->waiting = rc == 0;
    if (rc < 0)
        fail(out, -rc);
}

/* ---- events ---- */

/* The event with the time of day, in out->line. */
static void print(struct tp_stream_out *out, const struct tp_event *event)
{
    static const char end[] = "}}\n"; /* of params, of all */
    char day[32];
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
    tp_buf_clear(&out->line);
    tp_event_json(event, false, &out->line);
    if (out->line.failed)
        return;
    out->line.length -= sizeof end - 1;
    tp_buf_printf(&out->line, ",\"wall\":\"%s.%03ldZ\"%s", day, now.tv_nsec / 1000000, end);
}

/* Puts the event behind those that wait; it is missing when it does not fit. */
static void add(struct tp_stream_out *out, const struct tp_event *event)
{
    print(out, event);
    size_t length = out->line.length;
    bool fits = out->missing == 0 && !out->line.failed && length <= TP_STREAM_LINE + 1 &&
                backlog(out) + length <= BACKLOG;
    if (fits)
        tp_buf_add(&out->pending, out->line.data, length);
    if (!fits || out->pending.failed) {
        out->pending.failed = false; /* whole lines or nothing */
        out->missing++;
        out->missing_at = event->at;
        out->missing_sequence = event->sequence;
    }
}

/* Once there is room, a warning takes the place of the events that are missing, so it has time and
 * number of their last. */
static void tell_missing(struct tp_stream_out *out)
{
    char text[120];
    if (out->missing == 0 || backlog(out) > BACKLOG / 2)
        return;
    snprintf(text, sizeof text, "%lu event%s left out here: too slow a reader, or too long a line",
             out->missing, out->missing == 1 ? " is" : "s are");
    struct tp_event event = {.kind = TP_EVENT_WARNING,
                             .at = out->missing_at,
                             .sequence = out->missing_sequence,
                             .text = text};
    out->missing = 0;
    add(out, &event);
}

static void flush(struct tp_stream_out *out)
{
    while (!out->dead && !out->waiting) {
        tell_missing(out);
        if (out->sent == out->flying.length)
            wrote(out, 0); /* what is pending flies next */
        if (backlog(out) == 0)
            break;
        write_some(out);
    }
    if (out->closing && !out->dead && !out->waiting)
        shut(out);
}

void tp_stream_out_send(struct tp_stream_out *out, const struct tp_event *event)
{
    if (out->dead || out->closing)
        return;
    tell_missing(out);
    add(out, event);
    flush(out);
}

/* ---- open and close ---- */

int tp_stream_out_open(struct tp_stream_out **opened, const struct tp_stream_config *config,
                       struct tp_err *err)
{
    struct sigaction pipe;
    struct tp_stream_out *out = calloc(1, sizeof *out);
    *opened = NULL;
    if (!out)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    int rc = stream_target_open(&out->target, config->target, true, err);
    if (rc < 0) {
        free(out);
        return rc;
    }
    if (sigaction(SIGPIPE, NULL, &pipe) == 0 && pipe.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN); /* a reader that left is an error of the write */
    out->loop = config->loop;
    out->warning = config->warning;
    out->context = config->context;
    uv_timer_init(out->loop, &out->patience);
    out->polled = uv_poll_init(out->loop, &out->poll, out->target.fd) == 0;
    out->poll.data = out->request.data = out->patience.data = out;
    *opened = out;
    return 0;
}

void tp_stream_out_close(struct tp_stream_out *out, void (*closed)(void *context), void *context)
{
    if (!out)
        return;
    out->closing = true;
    out->closed = closed;
    out->closed_context = context;
    flush(out);
    if (out->dead) {
        shut(out);
        return;
    }
    uv_update_time(out->patience.loop); /* the loop's time may be old, and patience be short */
    uv_timer_start(&out->patience, on_patience, PATIENCE_MS, 0);
}
