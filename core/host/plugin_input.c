/* Writing to a plugin. Must never wait for it, nor keep more than it may. */
#include "core/host/plugin_input.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void on_writable(uv_poll_t *poll, int status, int events);

static size_t waiting(const struct plugin_input *input)
{
    return input->waiting.length - input->sent;
}

static void on_closed(uv_handle_t *handle)
{
    struct plugin_input *input = handle->data;
    input->shut(input->context);
}

/* The poll goes before its descriptor, whose number may be another's at once. */
static void stop(struct plugin_input *input)
{
    uv_close((uv_handle_t *)&input->poll, on_closed);
    close(input->fd);
    input->fd = -1;
    tp_buf_finish(&input->waiting);
    input->sent = 0;
}

/* False: it closed its end, and does not want to read. */
static bool write_some(struct plugin_input *input)
{
    ssize_t done = 1;
    while (waiting(input) > 0 && done > 0) {
        done = write(input->fd, input->waiting.data + input->sent, waiting(input));
        if (done > 0)
            input->sent += (size_t)done;
        else if (errno == EINTR)
            done = 1;
    }
    if (waiting(input) == 0) {
        tp_buf_clear(&input->waiting);
        input->sent = 0;
    }
    return done > 0 || errno == EAGAIN;
}

static void flush(struct plugin_input *input)
{
    if (!write_some(input))
        stop(input);
    else if (waiting(input) == 0)
        uv_poll_stop(&input->poll);
    else if (!uv_is_active((uv_handle_t *)&input->poll))
        uv_poll_start(&input->poll, UV_WRITABLE, on_writable);
}

static void on_writable(uv_poll_t *poll, int status, int events)
{
    (void)status; /* a write tells more */
    (void)events;
    flush(poll->data);
}

void plugin_input_open(struct plugin_input *input, uv_loop_t *loop, int fd, size_t most,
                       void (*shut)(void *context), void *context)
{
    *input = (struct plugin_input){.fd = fd, .most = most, .shut = shut, .context = context};
    input->poll.data = input;
    uv_poll_init(loop, &input->poll, fd); /* a pipe can always be polled */
}

/* What was written leaves its room to what comes. */
static void make_room(struct plugin_input *input)
{
    if (input->sent < waiting(input))
        return;
    input->waiting.length -= input->sent;
    memmove(input->waiting.data, input->waiting.data + input->sent, input->waiting.length);
    input->sent = 0;
}

void plugin_input_send(struct plugin_input *input, const char *line, size_t length)
{
    size_t before;
    if (input->fd < 0)
        return;
    if (input->sent > 0)
        make_room(input);
    before = input->waiting.length;
    if (waiting(input) + length < input->most) {
        tp_buf_add(&input->waiting, line, length);
        tp_buf_add(&input->waiting, "\n", 1);
    }
    if (input->waiting.failed) {
        input->waiting.failed = false; /* whole lines or nothing */
        input->waiting.length = before;
    }
    input->bytes += input->waiting.length - before;
    input->overrun = input->overrun || input->waiting.length == before;
    if (!uv_is_active((uv_handle_t *)&input->poll))
        flush(input);
}

size_t plugin_input_unread(const struct plugin_input *input)
{
    int in_pipe = 0;
    if (input->fd < 0)
        return 0;
    if (ioctl(input->fd, FIONREAD, &in_pipe) < 0)
        in_pipe = 0; /* where a system does not tell, what waits here must do */
    return waiting(input) + (size_t)in_pipe;
}

void plugin_input_shut(struct plugin_input *input)
{
    if (input->fd < 0)
        return;
    write_some(input);
    stop(input);
}
