/* Commands in: from any kind of source, in order, and one sentence about a bad line. */
#include "tests/unit/stream_rig.h"

#include <sys/socket.h>

#define FOUR "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":4}}"
#define LEFT "{\"jsonrpc\":\"2.0\",\"method\":\"answer\",\"params\":{\"value\":\"left\"}}"
#define LOUD "{\"jsonrpc\":\"2.0\",\"method\":\"volume\",\"params\":{\"steps\":-1}}"

static void wait_for_warnings(struct rig *rig, int lines)
{
    for (;;) {
        int count = 0;
        for (const char *c = rig_text(&rig->warnings); *c; c++)
            count += *c == '\n';
        if (count == lines)
            return;
        uv_run(&rig->loop, UV_RUN_ONCE);
    }
}

static void assert_commands(struct rig *rig, const char *expected)
{
    assert_string_equal(rig_text(&rig->commands), expected);
}

/* ---- sources ---- */

static void a_fifo_gives_its_commands_in_order(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    int fd = rig_open_writer(rig->path);
    rig_put(fd, NEXT "\n" FOUR "\n\n  \r\n" LEFT "\r\n" LOUD "\n{\"json");
    rig_wait_for_commands(rig, 4);
    rig_put(fd, "rpc\":\"2.0\",\"method\":\"stop\"}\n");
    rig_wait_for_commands(rig, 5);
    assert_commands(rig, "next answer=4 answer=left volume=-1 stop ");
    rig_assert_warned(rig, "");
    close(fd);
}

static void a_fifo_serves_one_writer_after_another(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    for (unsigned long i = 1; i <= 20; i++) {
        int fd = rig_open_writer(rig->path);
        rig_put(fd, i % 2 ? NEXT "\n" : BACK); /* half a line at a writer's end is a line */
        close(fd);
        rig_wait_for_commands(rig, i);
    }
    assert_memory_equal(rig->commands.data, "next back next back ", 20);
    rig_assert_warned(rig, "");
}

static void count_turn(uv_prepare_t *prepare)
{
    ++*(int *)prepare->data;
}

static void stop_loop(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

/* How many turns the loop takes in 100 ms. */
static int turns_at_rest(struct rig *rig)
{
    uv_prepare_t prepare;
    uv_timer_t timer;
    int turns = 0;
    uv_prepare_init(&rig->loop, &prepare);
    uv_timer_init(&rig->loop, &timer);
    prepare.data = &turns;
    uv_prepare_start(&prepare, count_turn);
    uv_timer_start(&timer, stop_loop, 100, 0);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&prepare, NULL);
    uv_close((uv_handle_t *)&timer, NULL);
    uv_run(&rig->loop, UV_RUN_NOWAIT);
    return turns;
}

static void a_fifo_without_a_writer_costs_nothing(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    assert_true(turns_at_rest(rig) < 20);
    int fd = rig_open_writer(rig->path);
    rig_put(fd, NEXT "\n");
    rig_wait_for_commands(rig, 1);
    close(fd);
    assert_true(turns_at_rest(rig) < 20);
    rig_assert_warned(rig, "");
}

static void a_fifo_that_is_gone_is_one_warning(void **state)
{
    struct rig *rig = *state;
    char expected[300];
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    int fd = rig_open_writer(rig->path);
    rig_put(fd, NEXT "\n");
    rig_wait_for_commands(rig, 1);
    assert_int_equal(unlink(rig->path), 0);
    close(fd);
    wait_for_warnings(rig, 1);
    snprintf(expected, sizeof expected,
             "commands: %s cannot be opened: No such file or directory; no more are read\n",
             rig->path);
    rig_assert_warned(rig, expected);
}

static void a_fifo_in_whose_place_a_file_came_gives_that(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    int fd = rig_open_writer(rig->path);
    rig_put(fd, NEXT "\n");
    rig_wait_for_commands(rig, 1);
    assert_int_equal(unlink(rig->path), 0);
    rig_write_file(rig->path, BACK "\n");
    close(fd);
    rig_wait_for_commands(rig, 2);
    assert_commands(rig, "next back ");
    rig_assert_warned(rig, "");
}

static void a_file_is_read_to_its_end(void **state)
{
    struct rig *rig = *state;
    rig_write_file(rig->path, NEXT "\n" FOUR "\n" BACK);
    rig_open_in(rig, rig->path);
    assert_int_equal(rig->count, 0); /* never from within the opening */
    rig_wait_for_commands(rig, 3);
    assert_commands(rig, "next answer=4 back ");
    rig_assert_warned(rig, "");
}

static void nothing_comes_from_the_null_device(void **state)
{
    struct rig *rig = *state;
    rig_open_in(rig, "/dev/null");
    assert_true(turns_at_rest(rig) < 20);
    rig_assert_warned(rig, "");
}

/* ---- standard input ---- */

static void standard_input_whose_writer_is_gone_already_is_read_to_its_end(void **state)
{
    struct rig *rig = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int before = rig_replace(STDIN_FILENO, ends[0]);
    close(ends[0]);
    rig_put(ends[1], NEXT "\n" BACK);
    close(ends[1]);
    rig_open_in(rig, "-");
    rig_wait_for_commands(rig, 2);
    assert_commands(rig, "next back ");
    assert_true(turns_at_rest(rig) < 20);
    rig_put_back(STDIN_FILENO, before);
    rig_assert_warned(rig, "");
}

static void standard_input_is_not_changed_for_those_who_share_it(void **state)
{
    struct rig *rig = *state;
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    int before = rig_replace(STDIN_FILENO, ends[0]);
    close(ends[0]);
    rig_open_in(rig, "-");
    assert_false(rig_is_nonblocking(STDIN_FILENO));
    rig_put(ends[1], NEXT "\n");
    rig_wait_for_commands(rig, 1);
    rig_close(rig);
    assert_false(rig_is_nonblocking(STDIN_FILENO));
    rig_put_back(STDIN_FILENO, before);
    close(ends[1]);
}

static void a_socket_as_standard_input_is_put_back_at_the_close(void **state)
{
    struct rig *rig = *state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    int before = rig_replace(STDIN_FILENO, ends[0]);
    close(ends[0]);
    rig_open_in(rig, "-");
    rig_put(ends[1], NEXT "\n");
    rig_wait_for_commands(rig, 1);
    rig_close(rig);
    assert_false(rig_is_nonblocking(STDIN_FILENO));
    rig_put_back(STDIN_FILENO, before);
    close(ends[1]);
}

static void a_file_as_standard_input_is_read_from_where_it_stands(void **state)
{
    struct rig *rig = *state;
    char first[sizeof NEXT];
    rig_write_file(rig->path, NEXT "\n" BACK "\n");
    int fd = open(rig->path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    int before = rig_replace(STDIN_FILENO, fd);
    close(fd);
    assert_int_equal(read(STDIN_FILENO, first, sizeof first), sizeof first);
    rig_open_in(rig, "-");
    rig_wait_for_commands(rig, 1);
    assert_commands(rig, "back ");
    rig_put_back(STDIN_FILENO, before);
}

/* ---- bad lines ---- */

static void a_bad_line_is_one_warning_and_the_next_is_read(void **state)
{
    struct rig *rig = *state;
    rig_write_file(rig->path,
                   NEXT "\nnext\n\n{\"jsonrpc\":\"2.0\",\"method\":\"stpo\"}\n" BACK "\n");
    rig_open_in(rig, rig->path);
    rig_wait_for_commands(rig, 2);
    assert_commands(rig, "next back ");
    const char *second = strchr(rig->warnings.data, '\n');
    assert_memory_equal(rig->warnings.data, "commands: line 2: not JSON: ", 28);
    assert_memory_equal(second, "\ncommands: line 4: 'stpo' is not a command; did you mean 'stop'?",
                        64);
    assert_string_equal(strchr(second + 1, '\n'), "\n");
}

static void of_many_bad_lines_ten_are_told_and_the_rest_is_counted(void **state)
{
    struct rig *rig = *state;
    struct tp_buf lines = {0};
    for (int i = 0; i < 5000; i++)
        tp_buf_puts(&lines, "x\n");
    tp_buf_puts(&lines, NEXT "\n");
    rig_write_file(rig->path, lines.data);
    tp_buf_finish(&lines);
    rig_open_in(rig, rig->path);
    rig_wait_for_commands(rig, 1);
    wait_for_warnings(rig, 11);
    assert_non_null(strstr(rig->warnings.data, "\ncommands: line 10: not JSON"));
    assert_string_equal(strstr(rig->warnings.data, "\ncommands: 4"),
                        "\ncommands: 4990 more lines are no command\n");
}

static void a_line_over_64_kib_is_one_warning_and_the_next_is_read(void **state)
{
    struct rig *rig = *state;
    struct tp_buf lines = {0};
    tp_buf_puts(&lines, NEXT "\n");
    for (int i = 0; i < 300000; i++)
        tp_buf_puts(&lines, "x");
    tp_buf_puts(&lines, "\n" FOUR "\n");
    rig_write_file(rig->path, lines.data);
    tp_buf_finish(&lines);
    rig_open_in(rig, rig->path);
    rig_wait_for_commands(rig, 2);
    assert_commands(rig, "next answer=4 ");
    rig_assert_warned(rig, "commands: line 2: longer than 64 KiB, which is the most\n");
}

/* ---- opening and closing ---- */

static void close_now(struct rig *rig)
{
    tp_stream_in_close(rig->in, rig_closed, rig);
    rig->in = NULL;
}

static void a_command_may_close_the_stream(void **state)
{
    struct rig *rig = *state;
    rig->on_command = close_now;
    rig_write_file(rig->path, "\n" NEXT "\n" BACK "\nx\n");
    rig_open_in(rig, rig->path);
    while (!rig->closed)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(rig->count, 1);
    rig_assert_warned(rig, "");
}

static void the_last_half_line_may_close_the_stream(void **state)
{
    struct rig *rig = *state;
    rig->on_command = close_now;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    int fd = rig_open_writer(rig->path);
    rig_put(fd, NEXT);
    close(fd);
    while (!rig->closed)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(rig->count, 1);
}

static void a_close_at_any_moment_leaves_nothing_behind(void **state)
{
    struct rig *rig = *state;
    rig_make_fifo(rig);
    for (int turns = 0; turns < 12; turns++) {
        rig_open_in(rig, rig->path);
        int fd = rig_open_writer(rig->path);
        rig_put(fd, NEXT "\nx\n" BACK);
        close(fd); /* so that the FIFO changes over in one of these turns */
        for (int i = 0; i < turns; i++)
            uv_run(&rig->loop, UV_RUN_NOWAIT);
        rig_close(rig);
    }
    assert_int_equal(unlink(rig->path), 0);
    rig_write_file(rig->path, NEXT "\n");
    for (int turns = 0; turns < 6; turns++) {
        rig_open_in(rig, rig->path);
        for (int i = 0; i < turns; i++)
            uv_run(&rig->loop, UV_RUN_NOWAIT);
        rig_close(rig);
    }
}

static void what_cannot_be_opened_is_one_line(void **state)
{
    struct rig *rig = *state;
    char expected[300];
    struct tp_stream_config config = rig_config(rig, rig->path);
    assert_int_equal(tp_stream_in_open(&rig->in, &config, &rig->err), -TP_ENOENT);
    snprintf(expected, sizeof expected, "%s cannot be opened: No such file or directory",
             rig->path);
    assert_string_equal(rig->err.text, expected);
    assert_null(rig->in);
    config.target = rig->folder;
    assert_int_equal(tp_stream_in_open(&rig->in, &config, &rig->err), -TP_EIO);
    snprintf(expected, sizeof expected, "%s cannot be opened: Is a directory", rig->folder);
    assert_string_equal(rig->err.text, expected);
    tp_stream_in_close(NULL, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_fifo_gives_its_commands_in_order),
        rig_test(a_fifo_serves_one_writer_after_another),
        rig_test(a_fifo_without_a_writer_costs_nothing),
        rig_test(a_fifo_that_is_gone_is_one_warning),
        rig_test(a_fifo_in_whose_place_a_file_came_gives_that),
        rig_test(a_file_is_read_to_its_end),
        rig_test(nothing_comes_from_the_null_device),
        rig_test(standard_input_whose_writer_is_gone_already_is_read_to_its_end),
        rig_test(standard_input_is_not_changed_for_those_who_share_it),
        rig_test(a_socket_as_standard_input_is_put_back_at_the_close),
        rig_test(a_file_as_standard_input_is_read_from_where_it_stands),
        rig_test(a_bad_line_is_one_warning_and_the_next_is_read),
        rig_test(of_many_bad_lines_ten_are_told_and_the_rest_is_counted),
        rig_test(a_line_over_64_kib_is_one_warning_and_the_next_is_read),
        rig_test(a_command_may_close_the_stream),
        rig_test(the_last_half_line_may_close_the_stream),
        rig_test(a_close_at_any_moment_leaves_nothing_behind),
        rig_test(what_cannot_be_opened_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
