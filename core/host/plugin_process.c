/* Starting, hearing and ending a program. Must never wait for one: a process that it started may
 * hold the pipes for ever, and a program may be beyond the reach of signals. */
#include "core/host/plugin_process.h"

#include "core/host/plugin_input.h"
#include "core/host/stream_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MOST = 4096, ARGUMENTS = 64 };

/* Where the guard lies, seen from the program's folder: installed, and in a build. */
static const char *const guards[] = {TPRUN_LIBEXEC_FROM_BIN "/tprun/tprun-guard", "tprun-guard"};

struct output {
    struct plugin_process *process;
    int fd;
    struct stream_lines lines;
    struct stream_reader reader;
    bool open; /* the reader is */
    void (*line)(void *context, enum stream_line kind, const char *text, size_t length);
};

struct plugin_process {
    struct plugin_process_config config; /* its texts are no longer there */
    uv_process_t process;
    uv_timer_t drain;
    struct plugin_input input;
    struct output said, words;
    int lifeline; /* while it is open, the guard lets the group live */
    int pid;      /* of the guard, and of the group; 0: it has ended */
    bool silenced, closing;
    int handles; /* that are still to call back */
    struct plugin_end end;
};

/* ---- the end ---- */

static void release(void *context)
{
    struct plugin_process *process = context;
    if (--process->handles > 0)
        return;
    process->config.ended(process->config.context, &process->end);
    free(process);
}

static void on_handle_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_reader_closed(void *context)
{
    struct output *output = context;
    close(output->fd);
    stream_lines_finish(&output->lines);
    release(output->process);
}

static void close_output(struct output *output)
{
    if (!output->open)
        return;
    output->open = false;
    stream_reader_close(&output->reader, on_reader_closed, output);
}

/* Lets go of all that is left. */
static void close_all(struct plugin_process *process)
{
    if (process->closing)
        return;
    process->closing = true;
    close(process->lifeline);
    plugin_input_shut(&process->input);
    close_output(&process->said);
    close_output(&process->words);
    uv_close((uv_handle_t *)&process->drain, on_handle_closed);
    uv_close((uv_handle_t *)&process->process, on_handle_closed);
}

static void on_drained(uv_timer_t *timer)
{
    close_all(timer->data);
}

/* Over once it ended and its pipes have. */
static void look_whether_over(struct plugin_process *process)
{
    if (process->pid == 0 && !process->said.open && !process->words.open)
        close_all(process);
}

static void on_over(uv_process_t *handle, int64_t code, int number)
{
    struct plugin_process *process = handle->data;
    kill(-process->pid, SIGKILL); /* what it started and left behind */
    process->pid = 0;
    process->end = (struct plugin_end){.code = (int)code, .signal = number};
    uv_update_time(process->config.loop); /* the loop's time may be old, and the time be short */
    uv_timer_start(&process->drain, on_drained, process->config.drain_ms, 0);
    look_whether_over(process);
}

/* ---- its outputs ---- */

static void on_line(void *context, enum stream_line kind, const char *text, size_t length)
{
    struct output *output = context;
    output->line(output->process->config.context, kind, text, length);
}

static void on_end(void *context, int error)
{
    struct output *output = context;
    (void)error; /* whatever it is, nothing more comes */
    output->process->silenced = output->process->silenced || output == &output->process->said;
    close_output(output);
    look_whether_over(output->process);
}

static void open_output(struct plugin_process *process, struct output *output)
{
    struct stream_reader_config config = {.loop = process->config.loop,
                                          .fd = output->fd,
                                          .lines = &output->lines,
                                          .line = on_line,
                                          .end = on_end,
                                          .context = output};
    output->open = true;
    stream_reader_open(&output->reader, &config);
}

/* ---- the start ---- */

/* Both ends are closed when a program is run; ours does not block. */
static int make_pipe(int *ours, int *its, bool we_write)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    *ours = ends[we_write];
    *its = ends[!we_write];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

static bool find_guard(char path[PATH_MAX])
{
    char folder[PATH_MAX / 2];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
        snprintf(path, PATH_MAX, "%s/%s", folder, guards[i]);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* Runs the guard with `its` as its descriptors 0 to 3. */
static int spawn(struct plugin_process *process, const int its[4], struct tp_err *err)
{
    char guard[PATH_MAX], *arguments[ARGUMENTS] = {guard};
    uv_stdio_container_t files[4];
    size_t count = 2;
    arguments[1] = (char *)process->config.own_folder;
    if (!find_guard(guard))
        return tp_err_set(err, TP_ENOENT,
                          "tprun-guard, which plugins need, is missing: install tprun again");
    for (const char *const *one = process->config.command; *one; one++) {
        if (count == ARGUMENTS - 1)
            return tp_err_set(err, TP_EINVAL, "its command has more than %d words", ARGUMENTS - 3);
        arguments[count++] = (char *)*one;
    }
    for (int i = 0; i < 4; i++)
        files[i] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = its[i]};
    uv_process_options_t options = {.exit_cb = on_over,
                                    .file = guard,
                                    .args = arguments,
                                    .cwd = process->config.folder,
                                    .flags = UV_PROCESS_DETACHED, /* a session of its own */
                                    .stdio_count = 4,
                                    .stdio = files};
    int rc = uv_spawn(process->config.loop, &process->process, &options);
    process->pid = rc == 0 ? process->process.pid : 0;
    return rc == 0 ? 0 : tp_err_set(err, TP_EAGAIN, "it cannot be started: %s", uv_strerror(rc));
}

static void begin_to_listen(struct plugin_process *process, int input)
{
    uv_loop_t *loop = process->config.loop;
    uv_timer_init(loop, &process->drain);
    plugin_input_open(&process->input, loop, input, process->config.input_most, release, process);
    open_output(process, &process->said);
    open_output(process, &process->words);
    process->handles = 5;
}

/* Where SIGPIPE would end the process it is ignored from here on. */
static void survive_broken_pipes(void)
{
    struct sigaction pipe_action;
    if (sigaction(SIGPIPE, NULL, &pipe_action) == 0 && pipe_action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

/* All four, ours and its; what is left at −1 could not be made. */
static int make_pipes(struct plugin_process *process, int its[4], int *input)
{
    int rc = make_pipe(input, &its[0], true);
    if (rc == 0)
        rc = make_pipe(&process->said.fd, &its[1], false);
    if (rc == 0)
        rc = make_pipe(&process->words.fd, &its[2], false);
    return rc == 0 ? make_pipe(&process->lifeline, &its[3], true) : rc;
}

static void close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

static struct plugin_process *make(const struct plugin_process_config *config)
{
    struct plugin_process *process = calloc(1, sizeof *process);
    if (!process)
        return NULL;
    process->config = *config;
    process->said = (struct output){.process = process, .fd = -1, .line = config->line};
    process->words = (struct output){.process = process, .fd = -1, .line = config->words};
    process->lifeline = -1;
    process->end.code = -1;
    process->process.data = process->drain.data = process;
    if (stream_lines_init(&process->said.lines, config->line_most) == 0 &&
        stream_lines_init(&process->words.lines, WORDS_MOST) == 0)
        return process;
    stream_lines_finish(&process->said.lines);
    free(process);
    return NULL;
}

static void on_unmade(uv_handle_t *handle)
{
    free(handle->data);
}

/* Of one that never ran. A handle that uv_spawn has seen has to be closed. */
static void unmake(struct plugin_process *process, int input)
{
    close_if_open(input);
    close_if_open(process->said.fd);
    close_if_open(process->words.fd);
    close_if_open(process->lifeline);
    stream_lines_finish(&process->said.lines);
    stream_lines_finish(&process->words.lines);
    if (process->process.type == UV_PROCESS)
        uv_close((uv_handle_t *)&process->process, on_unmade);
    else
        free(process);
}

int plugin_process_start(struct plugin_process **out, const struct plugin_process_config *config,
                         struct tp_err *err)
{
    struct plugin_process *process = make(config);
    int its[4] = {-1, -1, -1, -1}, input = -1;
    *out = NULL;
    if (!process)
        return tp_err_set(err, TP_EAGAIN, "it cannot be started: out of memory");
    survive_broken_pipes();
    int rc = make_pipes(process, its, &input);
    if (rc < 0)
        rc = tp_err_set(err, TP_EAGAIN, "it cannot be started: %s", strerror(-rc));
    else
        rc = spawn(process, its, err);
    for (size_t i = 0; i < sizeof its / sizeof *its; i++)
        close_if_open(its[i]);
    if (rc < 0) {
        unmake(process, input);
        return rc;
    }
    begin_to_listen(process, input);
    *out = process;
    return 0;
}

/* ---- while it runs ---- */

void plugin_process_send(struct plugin_process *process, const char *line, size_t length)
{
    plugin_input_send(&process->input, line, length);
}

void plugin_process_look(const struct plugin_process *process, struct plugin_signs *signs)
{
    const struct stream_reader *said = &process->said.reader, *words = &process->words.reader;
    *signs = (struct plugin_signs){.said_bytes = said->bytes + words->bytes,
                                   .busy_ns = said->busy_ns + words->busy_ns,
                                   .sent_bytes = process->input.bytes,
                                   .unread_bytes = plugin_input_unread(&process->input),
                                   .overrun = process->input.overrun,
                                   .silenced = process->silenced};
}

void plugin_process_close_input(struct plugin_process *process)
{
    plugin_input_shut(&process->input);
}

void plugin_process_mute(struct plugin_process *process)
{
    process->silenced = true;
    close_output(&process->said);
    close_output(&process->words);
}

void plugin_process_signal(struct plugin_process *process, int number)
{
    if (process->pid > 0)
        kill(-process->pid, number);
}

void plugin_process_abandon(struct plugin_process *process)
{
    plugin_process_signal(process, SIGKILL); /* the guard would give it time */
    close_all(process);
}
