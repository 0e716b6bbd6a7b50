/* Reading lines on the loop. Must never keep the loop from its other work, however much comes in.
 */
#include "core/host/stream_reader.h"

#include <errno.h>
#include <unistd.h>

enum { BUDGET_NS = 2000000 }; /* of one turn of the loop; sounds are posted 100 ms ahead */

static void pump(struct stream_reader *reader);

static void on_again(uv_idle_t *idle)
{
    pump(idle->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct stream_reader *reader = poll->data;
    (void)status; /* a read tells more */
    (void)events;
    reader->drained = false;
    pump(reader);
}

/* Whether there may be something to do in this turn or the next. */
static bool goes_on(const struct stream_reader *reader)
{
    return !reader->closing && !reader->ended;
}

static void end(struct stream_reader *reader, int error)
{
    reader->ended = true;
    if (reader->polled)
        uv_poll_stop(&reader->poll);
    reader->config.end(reader->config.context, error);
}

/* What a read brought: bytes, the end, or a negative error. */
static void take_in(struct stream_reader *reader, ssize_t result)
{
    if (result > 0) {
        stream_lines_add(reader->config.lines, (size_t)result);
        reader->bytes += (uint64_t)result;
    } else
        end(reader, result == 0 ? 0 : (int)-result);
}

static void release(struct stream_reader *reader)
{
    if (--reader->handles == 0)
        reader->closed(reader->closed_context);
}

static void on_read(uv_fs_t *request)
{
    struct stream_reader *reader = request->data;
    ssize_t result = request->result;
    uv_fs_req_cleanup(request);
    reader->requesting = false;
    if (reader->closing) {
        release(reader);
        return;
    }
    take_in(reader, result);
    pump(reader);
}

static void request_more(struct stream_reader *reader, char *bytes, size_t room)
{
    uv_buf_t piece = uv_buf_init(bytes, (unsigned)room);
    int rc = uv_fs_read(reader->config.loop, &reader->request, reader->config.fd, &piece, 1, -1,
                        on_read);
    reader->requesting = rc == 0;
    if (rc < 0)
        end(reader, -rc);
}

/* True when something was read, or may be at once. A read that does not fill the room was the last:
 * the poll tells when there is more. */
static bool read_some(struct stream_reader *reader)
{
    size_t room;
    if (reader->drained || reader->requesting)
        return false;
    char *bytes = stream_lines_room(reader->config.lines, &room);
    if (!reader->polled) {
        request_more(reader, bytes, room);
        return false;
    }
    ssize_t got = read(reader->config.fd, bytes, room);
    if (got < 0 && errno == EINTR)
        return true;
    reader->drained = got < (ssize_t)room;
    if (got >= 0 || errno != EAGAIN)
        take_in(reader, got < 0 ? -errno : got);
    return got > 0;
}

/* Takes the next line from what was read; false when there is none. */
static bool take_line(struct stream_reader *reader)
{
    const char *text;
    size_t length;
    enum stream_line kind = stream_lines_take(reader->config.lines, false, &text, &length);
    if (kind != STREAM_LINE_NONE)
        reader->config.line(reader->config.context, kind, text, length);
    return kind != STREAM_LINE_NONE;
}

/* In the next turn, or when the poll says so. */
static void go_on_later(struct stream_reader *reader, bool at_once)
{
    if (reader->polled && at_once)
        uv_poll_stop(&reader->poll); /* or there would be two pumps in one turn */
    if (at_once)
        uv_idle_start(&reader->again, on_again);
    else if (reader->polled && !uv_is_active((uv_handle_t *)&reader->poll)) {
        int rc = uv_poll_start(&reader->poll, UV_READABLE, on_readable);
        if (rc < 0)
            end(reader, -rc);
    }
}

/* Goes on with lines and reads until there is nothing more now, or the turn's time is up. */
static void pump(struct stream_reader *reader)
{
    uint64_t begun_ns = uv_hrtime(), now_ns = begun_ns;
    bool more = true;
    uv_idle_stop(&reader->again);
    while (goes_on(reader) && (more = take_line(reader) || read_some(reader))) {
        now_ns = uv_hrtime();
        if (now_ns - begun_ns >= BUDGET_NS)
            break;
    }
    reader->busy_ns += now_ns - begun_ns;
    if (goes_on(reader))
        go_on_later(reader, more);
}

void stream_reader_open(struct stream_reader *reader, const struct stream_reader_config *config)
{
    *reader = (struct stream_reader){.config = *config};
    reader->poll.data = reader->request.data = reader->again.data = reader;
    uv_idle_init(config->loop, &reader->again);
    reader->polled = uv_poll_init(config->loop, &reader->poll, config->fd) == 0;
    reader->drained = config->waits && reader->polled;
    uv_idle_start(&reader->again, on_again);
}

static void on_handle_closed(uv_handle_t *handle)
{
    release(handle->data);
}

void stream_reader_close(struct stream_reader *reader, void (*closed)(void *context), void *context)
{
    reader->closing = true;
    reader->closed = closed;
    reader->closed_context = context;
    reader->handles = 1 + reader->polled + reader->requesting;
    uv_close((uv_handle_t *)&reader->again, on_handle_closed);
    if (reader->polled)
        uv_close((uv_handle_t *)&reader->poll, on_handle_closed);
}
