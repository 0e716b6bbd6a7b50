/* Commands in. What can be polled is read when there is something, a file by the loop's own
 * workers. Must never keep the loop from its other work, however much comes in. */
#include "core/host/stream.h"
#include "core/host/stream_lines.h"
#include "core/host/stream_target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum {
    BUDGET_NS = 2000000, /* of one turn of the loop; sounds are posted 100 ms ahead */
    WARNINGS = 10,       /* in one window */
    WINDOW_MS = 1000
};

struct tp_stream_in {
    uv_loop_t *loop;
    char *path;
    struct stream_target target, next; /* next: of a FIFO, while the poll is changed over to it */
    uv_poll_t poll;                    /* of what can be polled */
    uv_fs_t request;                   /* of what cannot */
    uv_idle_t again;                   /* there is more to do in the next turn */
    uv_timer_t window;                 /* of the warnings */
    bool polled, requesting, changing, ended, closing;
    int handles; /* that are still to call back after the close */
    struct stream_lines lines;
    unsigned warned; /* in this window */
    unsigned long unsaid;
    void (*command)(void *context, const struct tp_command *command);
    void (*warning)(void *context, const char *text);
    void *context;
    void (*closed)(void *context);
    void *closed_context;
};

/* ---- warnings ---- */

static void say(struct tp_stream_in *in, const char *text)
{
    if (in->warning && !in->closing)
        in->warning(in->context, text);
}

static void on_window(uv_timer_t *timer)
{
    struct tp_stream_in *in = timer->data;
    char text[80];
    unsigned long unsaid = in->unsaid;
    in->warned = 0;
    in->unsaid = 0;
    snprintf(text, sizeof text, "commands: %lu more line%s no command", unsaid,
             unsaid == 1 ? " is" : "s are");
    if (unsaid > 0)
        say(in, text);
}

static void warn_of_line(struct tp_stream_in *in, const char *what)
{
    char text[600];
    if (in->warned == WARNINGS) {
        in->unsaid++;
        return;
    }
    if (in->warned++ == 0)
        uv_timer_start(&in->window, on_window, WINDOW_MS, 0);
    snprintf(text, sizeof text, "commands: line %lu: %s", in->lines.number, what);
    say(in, text);
}

/* Nothing more is read. */
static void fail(struct tp_stream_in *in, const char *why)
{
    char text[600];
    in->ended = true;
    snprintf(text, sizeof text, "commands: %s; no more are read", why);
    say(in, text);
}

/* ---- lines ---- */

static bool is_blank(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && strchr(" \t\r", text[i]) && text[i])
        i++;
    return i == length;
}

static void deliver(struct tp_stream_in *in, const char *text, size_t length)
{
    struct tp_command command;
    struct tp_err err = {0};
    if (is_blank(text, length))
        return;
    if (tp_stream_parse(text, length, &command, &err) < 0)
        warn_of_line(in, err.text);
    else
        in->command(in->context, &command);
    tp_value_free(&command.value);
}

/* Takes the next line from what was read; false when there is none. */
static bool take_line(struct tp_stream_in *in, bool at_end)
{
    const char *text;
    size_t length;
    switch (stream_lines_take(&in->lines, at_end, &text, &length)) {
    case STREAM_LINE_WHOLE:
        deliver(in, text, length);
        return true;
    case STREAM_LINE_TOO_LONG:
        warn_of_line(in, "longer than 64 KiB, which is the most");
        return true;
    case STREAM_LINE_NONE:
        break;
    }
    return false;
}

/* ---- reading ---- */

static void pump(struct tp_stream_in *in);

static void release(struct tp_stream_in *in)
{
    if (--in->handles > 0)
        return;
    stream_target_close(&in->target);
    free(in->path);
    stream_lines_finish(&in->lines);
    if (in->closed)
        in->closed(in->closed_context);
    free(in);
}

static void on_handle_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_again(uv_idle_t *idle)
{
    pump(idle->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status; /* a read tells more */
    (void)events;
    uv_poll_stop(poll);
    pump(poll->data);
}

static void wait_for_more(struct tp_stream_in *in)
{
    int rc = uv_poll_start(&in->poll, UV_READABLE, on_readable);
    if (rc < 0)
        fail(in, uv_strerror(rc));
}

/* Begins with what in->target is now. */
static void begin(struct tp_stream_in *in)
{
    in->polled = uv_poll_init(in->loop, &in->poll, in->target.fd) == 0;
    in->poll.data = in;
}

static void on_changed(uv_handle_t *handle)
{
    struct tp_stream_in *in = handle->data;
    in->changing = false;
    stream_target_close(&in->target);
    in->target = in->next;
    if (in->closing) {
        release(in);
        return;
    }
    begin(in);
    if (in->polled)
        wait_for_more(in); /* not a read: without a writer it would be the end once more */
    else
        uv_idle_start(&in->again, on_again);
}

/* A FIFO whose last writer left is at its end for good; one opened anew waits for the next writer.
 * It is opened before the old one is closed, so that nothing that is in it gets lost. */
static void change_over(struct tp_stream_in *in)
{
    struct tp_err err = {0};
    if (stream_target_open(&in->next, in->path, false, &err) < 0) {
        fail(in, err.text);
        return;
    }
    in->changing = true;
    uv_close((uv_handle_t *)&in->poll, on_changed);
}

static void at_end(struct tp_stream_in *in)
{
    take_line(in, true); /* half a line is a line */
    if (in->target.fifo && in->polled && !in->closing)
        change_over(in);
    else
        in->ended = true;
}

/* What a read brought: bytes, the end, or a negative error. */
static void take_in(struct tp_stream_in *in, ssize_t result)
{
    if (result > 0)
        stream_lines_add(&in->lines, (size_t)result);
    else if (result == 0)
        at_end(in);
    else
        fail(in, strerror((int)-result));
}

static void on_read(uv_fs_t *request)
{
    struct tp_stream_in *in = request->data;
    ssize_t result = request->result;
    uv_fs_req_cleanup(request);
    in->requesting = false;
    if (in->closing) {
        release(in);
        return;
    }
    take_in(in, result);
    pump(in);
}

static void request_more(struct tp_stream_in *in, char *bytes, size_t room)
{
    uv_buf_t piece = uv_buf_init(bytes, (unsigned)room);
    int rc = uv_fs_read(in->loop, &in->request, in->target.fd, &piece, 1, -1, on_read);
    in->requesting = rc == 0;
    if (rc < 0)
        fail(in, uv_strerror(rc));
}

/* True when something was read, or may be at once. */
static bool read_some(struct tp_stream_in *in)
{
    size_t room;
    char *bytes = stream_lines_room(&in->lines, &room);
    if (!in->polled) {
        request_more(in, bytes, room);
        return false;
    }
    ssize_t got = read(in->target.fd, bytes, room);
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0 && errno == EAGAIN)
        wait_for_more(in);
    else
        take_in(in, got < 0 ? -errno : got);
    return got > 0;
}

/* What is left to do in this turn, or may be in the next. */
static bool goes_on(const struct tp_stream_in *in)
{
    return !in->closing && !in->ended && !in->changing;
}

/* Goes on with lines and reads until there is nothing more now, or the turn's time is up. */
static void pump(struct tp_stream_in *in)
{
    uint64_t deadline = uv_hrtime() + BUDGET_NS;
    uv_idle_stop(&in->again);
    while (goes_on(in) && (take_line(in, false) || read_some(in))) {
        if (uv_hrtime() < deadline)
            continue;
        if (goes_on(in))
            uv_idle_start(&in->again, on_again);
        break;
    }
}

/* ---- open and close ---- */

int tp_stream_in_open(struct tp_stream_in **opened, const struct tp_stream_config *config,
                      struct tp_err *err)
{
    struct tp_stream_in *in = calloc(1, sizeof *in);
    int rc;
    *opened = NULL;
    if (!in)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    in->path = tp_text_copy(config->target);
    if (!in->path || stream_lines_init(&in->lines, TP_STREAM_LINE) < 0)
        rc = tp_err_set(err, TP_ENOMEM, "out of memory");
    else
        rc = stream_target_open(&in->target, in->path, false, err);
    if (rc < 0) {
        stream_lines_finish(&in->lines);
        free(in->path);
        free(in);
        return rc;
    }
    in->loop = config->loop;
    in->command = config->command;
    in->warning = config->warning;
    in->context = config->context;
    in->again.data = in->window.data = in->request.data = in;
    uv_idle_init(in->loop, &in->again);
    uv_timer_init(in->loop, &in->window);
    begin(in);
    uv_idle_start(&in->again, on_again);
    *opened = in;
    return 0;
}

void tp_stream_in_close(struct tp_stream_in *in, void (*closed)(void *context), void *context)
{
    if (!in)
        return;
    in->closing = true;
    in->closed = closed;
    in->closed_context = context;
    in->handles = 2 + (in->polled || in->changing) + in->requesting;
    uv_close((uv_handle_t *)&in->again, on_handle_closed);
    uv_close((uv_handle_t *)&in->window, on_handle_closed);
    if (in->polled && !in->changing)
        uv_close((uv_handle_t *)&in->poll, on_handle_closed);
}
