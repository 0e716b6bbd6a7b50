/* Commands in: a line each, from a file, a FIFO or standard input. Must never let wrong lines drown
 * the right ones, nor the person. */
#include "core/host/stream.h"
#include "core/host/stream_reader.h"
#include "core/host/stream_target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum {
    WARNINGS = 10, /* in one window */
    WINDOW_MS = 1000
};

struct tp_stream_in {
    uv_loop_t *loop;
    char *path;
    struct stream_target target, next; /* next: of a FIFO, while the reader is changed over to it */
    struct stream_reader reader;
    struct stream_lines lines;
    uv_timer_t window; /* of the warnings */
    bool changing, closing;
    int handles;     /* that are still to call back after the close */
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

/* ---- reading ---- */

static void on_line(void *context, enum stream_line kind, const char *text, size_t length)
{
    struct tp_stream_in *in = context;
    if (kind == STREAM_LINE_WHOLE)
        deliver(in, text, length);
    else
        warn_of_line(in, "longer than 64 KiB, which is the most");
}

static void on_end(void *context, int error);

static void read_target(struct tp_stream_in *in, bool waits)
{
    struct stream_reader_config config = {.loop = in->loop,
                                          .fd = in->target.fd,
                                          .lines = &in->lines,
                                          .waits = waits,
                                          .line = on_line,
                                          .end = on_end,
                                          .context = in};
    stream_reader_open(&in->reader, &config);
}

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

static void on_changed(void *context)
{
    struct tp_stream_in *in = context;
    in->changing = false;
    stream_target_close(&in->target);
    in->target = in->next;
    if (in->closing)
        release(in);
    else
        read_target(in, true); /* without a writer a read would be the end once more */
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
    stream_reader_close(&in->reader, on_changed, in);
}

static void on_end(void *context, int error)
{
    struct tp_stream_in *in = context;
    const char *text;
    size_t length;
    if (error) {
        fail(in, strerror(error));
        return;
    }
    enum stream_line kind = stream_lines_take(&in->lines, true, &text, &length);
    if (kind != STREAM_LINE_NONE)
        on_line(in, kind, text, length); /* half a line is a line */
    if (in->target.fifo && in->reader.polled && !in->closing)
        change_over(in);
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
    in->window.data = in;
    uv_timer_init(in->loop, &in->window);
    read_target(in, false);
    *opened = in;
    return 0;
}

static void on_handle_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_reader_closed(void *context)
{
    release(context);
}

void tp_stream_in_close(struct tp_stream_in *in, void (*closed)(void *context), void *context)
{
    if (!in)
        return;
    in->closing = true;
    in->closed = closed;
    in->closed_context = context;
    in->handles = 2;
    uv_close((uv_handle_t *)&in->window, on_handle_closed);
    if (!in->changing) /* else the change ends here */
        stream_reader_close(&in->reader, on_reader_closed, in);
}
