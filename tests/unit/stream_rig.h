/* A loop on the bench, with a folder of its own, and every warning that was said. For the tests of
 * the streams. */
#ifndef TP_TESTS_STREAM_RIG_H
#define TP_TESTS_STREAM_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/stream.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

enum { RIG_PATIENCE_MS = 20000 };

struct rig {
    uv_loop_t loop;
    uv_timer_t guard; /* ends a test that waits in vain */
    char folder[64], path[96];
    struct tp_buf warnings; /* a line each */
    struct tp_stream_out *out;
    struct tp_stream_in *in;
    struct tp_buf commands; /* NAME=VALUE each */
    unsigned long count;    /* of commands */
    void (*on_command)(struct rig *rig);
    int closed;
    struct tp_err err;
};

static inline void rig_warning(void *context, const char *text)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->warnings, "%s\n", text);
}

static inline void rig_command(void *context, const struct tp_command *command)
{
    struct rig *rig = context;
    rig->count++;
    if (rig->on_command) {
        rig->on_command(rig);
        return;
    }
    tp_buf_puts(&rig->commands, tp_command_name(command->kind));
    if (command->value.kind == TP_VALUE_NUMBER)
        tp_buf_printf(&rig->commands, "=%g", command->value.number);
    if (command->value.kind == TP_VALUE_TEXT)
        tp_buf_printf(&rig->commands, "=%s", command->value.text);
    tp_buf_puts(&rig->commands, " ");
}

static inline void rig_in_vain(uv_timer_t *timer)
{
    (void)timer;
    fail_msg("waited in vain");
}

static inline int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    assert_int_equal(uv_loop_init(&rig->loop), 0);
    uv_timer_init(&rig->loop, &rig->guard);
    uv_timer_start(&rig->guard, rig_in_vain, RIG_PATIENCE_MS, 0);
    snprintf(rig->folder, sizeof rig->folder, "/tmp/tprun-stream-XXXXXX");
    assert_non_null(mkdtemp(rig->folder));
    snprintf(rig->path, sizeof rig->path, "%s/stream", rig->folder);
    *state = rig;
    return 0;
}

static inline void rig_closed(void *context)
{
    struct rig *rig = context;
    rig->closed++;
}

/* Closes what is open and runs the loop until it is empty. */
static inline void rig_close(struct rig *rig)
{
    int open = (rig->out != NULL) + (rig->in != NULL);
    rig->closed = 0;
    tp_stream_out_close(rig->out, rig_closed, rig);
    tp_stream_in_close(rig->in, rig_closed, rig);
    rig->out = NULL;
    rig->in = NULL;
    while (rig->closed < open)
        uv_run(&rig->loop, UV_RUN_ONCE);
}

static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;
    rig_close(rig);
    uv_close((uv_handle_t *)&rig->guard, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
    tp_buf_finish(&rig->warnings);
    tp_buf_finish(&rig->commands);
    unlink(rig->path);
    assert_int_equal(rmdir(rig->folder), 0);
    free(rig);
    return 0;
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

static inline struct tp_stream_config rig_config(struct rig *rig, const char *target)
{
    return (struct tp_stream_config){.loop = &rig->loop,
                                     .target = target,
                                     .command = rig_command,
                                     .warning = rig_warning,
                                     .context = rig};
}

static inline void rig_make_fifo(struct rig *rig)
{
    assert_int_equal(mkfifo(rig->path, 0600), 0);
}

static inline const char *rig_text(const struct tp_buf *buf)
{
    return buf->data ? buf->data : "";
}

static inline void rig_assert_warned(struct rig *rig, const char *expected)
{
    assert_string_equal(rig_text(&rig->warnings), expected);
}

/* Whether others who share this description are told not to wait. */
static inline bool rig_is_nonblocking(int fd)
{
    return (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

/* `fd` becomes `standard`; the answer puts it back. */
static inline int rig_replace(int standard, int fd)
{
    int before = dup(standard);
    assert_true(before >= 0);
    assert_int_equal(dup2(fd, standard), standard);
    return before;
}

static inline void rig_put_back(int standard, int before)
{
    assert_int_equal(dup2(before, standard), standard);
    close(before);
}

/* Two commands, but for the end of their lines. */
#define NEXT "{\"jsonrpc\":\"2.0\",\"method\":\"next\"}"
#define BACK "{\"jsonrpc\":\"2.0\",\"method\":\"back\"}"
static inline void rig_open_in(struct rig *rig, const char *target)
{
    struct tp_stream_config config = rig_config(rig, target);
    assert_int_equal(tp_stream_in_open(&rig->in, &config, &rig->err), 0);
}

static inline void rig_put(int fd, const char *text)
{
    size_t length = strlen(text);
    assert_int_equal(write(fd, text, length), length);
}

static inline int rig_open_writer(const char *path)
{
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static inline void rig_write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    rig_put(fd, text);
    close(fd);
}

static inline void rig_wait_for_commands(struct rig *rig, unsigned long count)
{
    while (rig->count < count)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(rig->count, count);
}

#endif
