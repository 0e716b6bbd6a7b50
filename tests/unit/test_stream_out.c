/* Events out: whole lines in order, to any kind of target, and no reader can hold the loop up. */
#include "tests/unit/stream_rig.h"

#include <jansson.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>

enum { TOLD = 300 };

static void open_out(struct rig *rig, const char *target)
{
    struct tp_stream_config config = rig_config(rig, target);
    assert_int_equal(tp_stream_out_open(&rig->out, &config, &rig->err), 0);
}

/* A warning event with this number, whose text is `length` letters long. */
static void send_text(struct rig *rig, uint64_t sequence, size_t length)
{
    static char text[100000];
    memset(text, 'x', length);
    text[length] = '\0';
    struct tp_event event = {.kind = TP_EVENT_WARNING,
                             .at = TP_MS(1000) * (tp_frames)sequence,
                             .sequence = sequence,
                             .text = text};
    tp_stream_out_send(rig->out, &event);
}

static void send_plain(struct rig *rig, uint64_t sequence)
{
    struct tp_event event = {.kind = TP_EVENT_SESSION_PAUSE,
                             .at = TP_MS(1000) * (tp_frames)sequence,
                             .sequence = sequence};
    tp_stream_out_send(rig->out, &event);
}

static int open_reader(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* Adds what is there now. */
static void drain(int fd, struct tp_buf *read_so_far)
{
    static char piece[65536];
    ssize_t got;
    while ((got = read(fd, piece, sizeof piece)) > 0)
        tp_buf_add(read_so_far, piece, (size_t)got);
}

static void read_file(const char *path, struct tp_buf *content)
{
    int fd = open_reader(path);
    drain(fd, content);
    close(fd);
}

/* Runs the loop until a whole line with `marker` came through `fd`. */
static void read_until(struct rig *rig, int fd, struct tp_buf *content, const char *marker)
{
    for (size_t known = 0;;) {
        drain(fd, content);
        const char *found = content->data ? strstr(content->data + known, marker) : NULL;
        if (found && strchr(found, '\n'))
            return;
        if (content->length > 200 + known)
            known = content->length - 200;
        uv_run(&rig->loop, UV_RUN_NOWAIT);
    }
}

/* Each line's seq, in order; the text of the last warning that is not of `send_text`. Frees. */
static void read_lines(struct tp_buf *content, uint64_t *sequences, size_t *count, char told[TOLD])
{
    const char *line = rig_text(content), *newline;
    size_t room = *count;
    *count = 0;
    *told = '\0';
    for (; (newline = strchr(line, '\n')); line = newline + 1) {
        json_t *event = json_loadb(line, (size_t)(newline - line), 0, NULL);
        json_t *params = json_object_get(event, "params");
        const char *text = json_string_value(json_object_get(params, "text"));
        assert_non_null(params);
        assert_true(*count < room);
        sequences[(*count)++] = (uint64_t)json_integer_value(json_object_get(params, "seq"));
        if (text && *text != 'x')
            snprintf(told, TOLD, "%s", text);
        json_decref(event);
    }
    assert_string_equal(line, "");
    tp_buf_finish(content);
}

/* ---- what is written ---- */

static void a_file_gets_each_event_in_order_with_the_time_of_day(void **state)
{
    struct rig *rig = *state;
    struct tp_buf content = {0};
    char before[40], after[40], wall[40], expected[300];
    time_t now = time(NULL);
    strftime(before, sizeof before, "%Y-%m-%dT%H:%M:%S", gmtime(&now));
    FILE *old = fopen(rig->path, "w");
    assert_non_null(old);
    fputs("what was there before\n", old);
    fclose(old);
    open_out(rig, rig->path);
    send_plain(rig, 1);
    send_text(rig, 2, 3);
    rig_close(rig);
    now = time(NULL);
    strftime(after, sizeof after, "%Y-%m-%dT%H:%M:%S.999Z", gmtime(&now));
    read_file(rig->path, &content);
    const char *stamp = strstr(content.data, "\"wall\":\"");
    assert_non_null(stamp);
    snprintf(wall, sizeof wall, "%.24s", stamp + 8);
    assert_true(strcmp(wall, before) >= 0 && strcmp(wall, after) <= 0);
    snprintf(expected, sizeof expected,
             "{\"jsonrpc\":\"2.0\",\"method\":\"session.pause\",\"params\":{\"t\":1.000000,"
             "\"seq\":1,\"wall\":\"%s\"}}\n",
             wall);
    assert_memory_equal(content.data, expected, strlen(expected));
    const char *second = content.data + strlen(expected);
    snprintf(expected, sizeof expected,
             "{\"jsonrpc\":\"2.0\",\"method\":\"warning\",\"params\":{\"t\":2.000000,\"seq\":2,"
             "\"text\":\"xxx\",\"wall\":\"%.10s",
             wall);
    assert_memory_equal(second, expected, strlen(expected));
    assert_non_null(strchr(second, '\n'));
    assert_string_equal(strchr(second, '\n'), "\n");
    rig_assert_warned(rig, "");
    tp_buf_finish(&content);
}

static void many_events_to_a_file_are_all_there_after_the_close(void **state)
{
    struct rig *rig = *state;
    static uint64_t sequences[20001];
    size_t count = 20001;
    struct tp_buf content = {0};
    char told[TOLD];
    open_out(rig, rig->path);
    for (uint64_t i = 0; i < 20000; i++) {
        send_plain(rig, i);
        if (i % 100 == 0)
            uv_run(&rig->loop, UV_RUN_NOWAIT);
    }
    rig_close(rig);
    read_file(rig->path, &content);
    read_lines(&content, sequences, &count, told);
    assert_int_equal(count, 20000);
    for (uint64_t i = 0; i < count; i++)
        assert_int_equal(sequences[i], i);
}

/* ---- readers ---- */

static void a_fifo_waits_for_its_reader_and_outlives_it(void **state)
{
    struct rig *rig = *state;
    struct tp_buf first = {0}, second = {0};
    rig_make_fifo(rig);
    open_out(rig, rig->path);
    send_plain(rig, 1);
    int fd = open_reader(rig->path);
    read_until(rig, fd, &first, "}}\n");
    assert_non_null(strstr(first.data, "\"seq\":1,"));
    close(fd);
    send_plain(rig, 2);
    fd = open_reader(rig->path);
    read_until(rig, fd, &second, "}}\n");
    assert_non_null(strstr(second.data, "\"seq\":2,"));
    close(fd);
    rig_assert_warned(rig, "");
    tp_buf_finish(&first);
    tp_buf_finish(&second);
}

static void a_reader_that_is_too_slow_misses_events_and_is_told_how_many(void **state)
{
    struct rig *rig = *state;
    enum { SENT = 6000, LENGTH = 1000 };
    static uint64_t sequences[SENT + 10];
    size_t count = SENT + 10, written = 0;
    struct tp_buf content = {0};
    char told[TOLD], expected[300];
    rig_make_fifo(rig);
    open_out(rig, rig->path);
    int fd = open_reader(rig->path);
    for (uint64_t i = 1; i <= SENT; i++)
        send_text(rig, i, LENGTH);
    read_until(rig, fd, &content, "left out here");
    send_plain(rig, SENT + 1);
    read_until(rig, fd, &content, "\"seq\":6001,");
    assert_true(content.length > 4 << 20);
    assert_true(content.length < (4 << 20) + (1 << 18)); /* and what the FIFO holds */
    read_lines(&content, sequences, &count, told);
    while (written < count && sequences[written] == written + 1)
        written++;
    assert_true(written > 3000 && written < SENT);
    assert_int_equal(count, written + 2);
    assert_int_equal(sequences[written], SENT); /* the warning stands where the last is missing */
    assert_int_equal(sequences[written + 1], SENT + 1);
    snprintf(expected, sizeof expected,
             "%zu events are left out here: too slow a reader, or too long a line", SENT - written);
    assert_string_equal(told, expected);
    rig_assert_warned(rig, "");
    close(fd);
}

static void a_line_over_64_kib_is_left_out_and_told(void **state)
{
    struct rig *rig = *state;
    uint64_t sequences[8] = {0};
    size_t count = 8;
    struct tp_buf content = {0};
    char told[TOLD];
    open_out(rig, rig->path);
    send_text(rig, 1, TP_STREAM_LINE - 200);
    send_text(rig, 2, TP_STREAM_LINE);
    send_plain(rig, 3);
    rig_close(rig);
    read_file(rig->path, &content);
    read_lines(&content, sequences, &count, told);
    assert_int_equal(count, 3);
    assert_int_equal(sequences[1], 2);
    assert_int_equal(sequences[2], 3);
    assert_string_equal(told, "1 event is left out here: too slow a reader, or too long a line");
}

static void a_reader_that_left_is_one_warning_and_no_signal(void **state)
{
    struct rig *rig = *state;
    int ends[2];
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(pipe(ends), 0);
    int before = rig_replace(STDOUT_FILENO, ends[1]);
    close(ends[1]);
    open_out(rig, "-");
    close(ends[0]);
    for (uint64_t i = 0; i < 100; i++)
        send_plain(rig, i);
    rig_close(rig);
    rig_put_back(STDOUT_FILENO, before);
    rig_assert_warned(rig, "events: nobody reads them any more\n");
}

static void a_reader_that_leaves_while_much_waits_is_one_warning(void **state)
{
    struct rig *rig = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int before = rig_replace(STDOUT_FILENO, ends[1]);
    close(ends[1]);
    open_out(rig, "-");
    for (uint64_t i = 0; i < 1000; i++)
        send_text(rig, i, 1000);
    rig_assert_warned(rig, "");
    close(ends[0]);
    while (rig->warnings.length == 0)
        uv_run(&rig->loop, UV_RUN_ONCE);
    send_plain(rig, 1000);
    rig_put_back(STDOUT_FILENO, before);
    rig_assert_warned(rig, "events: nobody reads them any more\n");
}

static void a_full_disk_is_one_warning(void **state)
{
    struct rig *rig = *state;
    open_out(rig, "/dev/full");
    send_plain(rig, 1);
    while (rig->warnings.length == 0)
        uv_run(&rig->loop, UV_RUN_ONCE);
    send_plain(rig, 2);
    rig_assert_warned(rig, "events: cannot be written any more: No space left on device\n");
}

/* ---- standard output ---- */

static void a_pipe_as_standard_output_is_not_changed_for_those_who_share_it(void **state)
{
    struct rig *rig = *state;
    struct tp_buf content = {0};
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    int before = rig_replace(STDOUT_FILENO, ends[1]);
    close(ends[1]);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    open_out(rig, "-");
    assert_false(rig_is_nonblocking(STDOUT_FILENO));
    send_plain(rig, 1);
    read_until(rig, ends[0], &content, "\"seq\":1,");
    rig_close(rig);
    assert_false(rig_is_nonblocking(STDOUT_FILENO));
    rig_put_back(STDOUT_FILENO, before);
    close(ends[0]);
    tp_buf_finish(&content);
}

static void a_socket_as_standard_output_is_put_back_at_the_close(void **state)
{
    struct rig *rig = *state;
    struct tp_buf content = {0};
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    int before = rig_replace(STDOUT_FILENO, ends[1]);
    close(ends[1]);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    open_out(rig, "-");
    send_plain(rig, 1);
    read_until(rig, ends[0], &content, "\"seq\":1,");
    rig_close(rig);
    assert_false(rig_is_nonblocking(STDOUT_FILENO));
    rig_put_back(STDOUT_FILENO, before);
    close(ends[0]);
    tp_buf_finish(&content);
}

static void a_file_as_standard_output_goes_on_where_it_stands(void **state)
{
    struct rig *rig = *state;
    struct tp_buf content = {0};
    int fd = open(rig->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    int before = rig_replace(STDOUT_FILENO, fd);
    close(fd);
    assert_int_equal(write(STDOUT_FILENO, "before\n", 7), 7);
    open_out(rig, "-");
    send_plain(rig, 1);
    rig_close(rig);
    assert_int_equal(write(STDOUT_FILENO, "after\n", 6), 6);
    rig_put_back(STDOUT_FILENO, before);
    read_file(rig->path, &content);
    assert_memory_equal(rig_text(&content), "before\n{", 8);
    const char *end = strstr(rig_text(&content), "}}\n");
    assert_string_equal(end ? end : "", "}}\nafter\n");
    tp_buf_finish(&content);
}

/* ---- opening and closing ---- */

static void the_close_still_writes_what_waits(void **state)
{
    struct rig *rig = *state;
    enum { SENT = 1000 };
    static uint64_t sequences[SENT];
    size_t count = SENT;
    struct tp_buf content = {0};
    char told[TOLD];
    rig_make_fifo(rig);
    open_out(rig, rig->path);
    int fd = open_reader(rig->path);
    for (uint64_t i = 0; i < SENT; i++)
        send_text(rig, i, 1000);
    tp_stream_out_close(rig->out, rig_closed, rig);
    rig->out = NULL;
    while (!rig->closed) {
        drain(fd, &content);
        uv_run(&rig->loop, UV_RUN_NOWAIT);
    }
    drain(fd, &content);
    read_lines(&content, sequences, &count, told);
    assert_int_equal(count, SENT);
    close(fd);
}

static void a_reader_that_never_reads_does_not_hold_up_the_close(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    open_out(rig, rig->path);
    int fd = open_reader(rig->path);
    for (uint64_t i = 0; i < 1000; i++)
        send_text(rig, i, 1000);
    uint64_t start = uv_hrtime();
    rig_close(rig);
    assert_true(uv_hrtime() - start > 400000000U);
    assert_true(uv_hrtime() - start < 5000000000U);
    rig_assert_warned(rig, "");
    close(fd);
}

static void what_cannot_be_opened_is_one_line(void **state)
{
    struct rig *rig = *state;
    char path[128], expected[300];
    struct tp_stream_config config = rig_config(rig, path);
    snprintf(path, sizeof path, "%s/none/events", rig->folder);
    assert_int_equal(tp_stream_out_open(&rig->out, &config, &rig->err), -TP_ENOENT);
    snprintf(expected, sizeof expected, "%s cannot be opened: No such file or directory", path);
    assert_string_equal(rig->err.text, expected);
    assert_null(rig->out);
    config.target = rig->folder;
    assert_int_equal(tp_stream_out_open(&rig->out, &config, &rig->err), -TP_EIO);
    snprintf(expected, sizeof expected, "%s cannot be opened: Is a directory", rig->folder);
    assert_string_equal(rig->err.text, expected);
    tp_stream_out_close(NULL, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_file_gets_each_event_in_order_with_the_time_of_day),
        rig_test(many_events_to_a_file_are_all_there_after_the_close),
        rig_test(a_fifo_waits_for_its_reader_and_outlives_it),
        rig_test(a_reader_that_is_too_slow_misses_events_and_is_told_how_many),
        rig_test(a_line_over_64_kib_is_left_out_and_told),
        rig_test(a_reader_that_left_is_one_warning_and_no_signal),
        rig_test(a_reader_that_leaves_while_much_waits_is_one_warning),
        rig_test(a_full_disk_is_one_warning),
        rig_test(a_pipe_as_standard_output_is_not_changed_for_those_who_share_it),
        rig_test(a_socket_as_standard_output_is_put_back_at_the_close),
        rig_test(a_file_as_standard_output_goes_on_where_it_stands),
        rig_test(the_close_still_writes_what_waits),
        rig_test(a_reader_that_never_reads_does_not_hold_up_the_close),
        rig_test(what_cannot_be_opened_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
