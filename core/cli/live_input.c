/* What comes in: signals, and the stream of commands; keys are in live_keyboard.c. */
#include "core/cli/live_internal.h"
#include "core/cli/screen.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { SIGNAL_FADE_MS = 250 };

void live_command(struct live *live, const struct tp_command *command)
{
    struct tp_err err = {0};
    live->message[0] = '\0';
    int rc = tp_session_command(live->session, live->now, command, &err);
    if (rc == -TP_EINVAL)
        snprintf(live->message, sizeof live->message, "%.180s", err.text);
    else if (rc < 0) {
        live->err = err;
        live_end(live, rc, SIGNAL_FADE_MS);
    }
    live_allow(live);
    live->outlook_stale = true;
}

/* Ctrl-Z: the session is paused, the terminal given back; after fg it waits for a key. */
static void stop_for_shell(struct live *live)
{
    struct tp_command pause = {.kind = TP_COMMAND_PAUSE};
    live_command(live, &pause);
    live_suspend_keyboard(live);
    raise(SIGSTOP);
}

/* Ends at once; but a hold is left with its word, unless the signal comes again. */
static void end_by_signal(struct live *live, int number)
{
    struct tp_command stop = {.kind = TP_COMMAND_STOP};
    struct tp_session_state state;
    tp_session_look(live->session, &state);
    bool pressed = state.run.phase != TP_PHASE_FREE && !state.paused && !state.over;
    if (!pressed || state.stopping) {
        live_end(live, TP_EXIT_SIGNAL + number, SIGNAL_FADE_MS);
        return;
    }
    live->signalled = TP_EXIT_SIGNAL + number;
    live_command(live, &stop);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct live *live = handle->data;
    switch (number) {
    case SIGWINCH:
        if (live->screen)
            tp_screen_resize();
        break;
    case SIGTSTP:
        stop_for_shell(live);
        break;
    case SIGCONT:
        live_resume_keyboard(live);
        break;
    default:
        end_by_signal(live, number);
    }
}

static void on_command(void *context, const struct tp_command *command)
{
    live_command(context, command);
}

static void on_warning(void *context, const char *text)
{
    struct live *live = context;
    tp_session_world(live->session, TP_EVENT_WARNING, text);
}

static int open_streams(struct live *live)
{
    struct tp_stream_config config = {
        .loop = &live->loop, .command = on_command, .warning = on_warning, .context = live};
    int rc = 0;
    if (live->options->events) {
        config.target = live->options->events;
        rc = tp_stream_out_open(&live->events, &config, &live->err);
    }
    if (rc == 0 && live->options->commands) {
        config.target = live->options->commands;
        rc = tp_stream_in_open(&live->commands, &config, &live->err);
    }
    return rc;
}

/* As nohup asks for, and a shell for a job of its own in the background. */
static bool is_ignored(int number)
{
    struct sigaction before;
    return sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN;
}

int live_open_input(struct live *live)
{
    static const int numbers[LIVE_SIGNALS] = {SIGINT,  SIGQUIT, SIGTERM, SIGHUP,
                                              SIGTSTP, SIGCONT, SIGWINCH};
    int rc = open_streams(live);
    for (int i = 0; rc == 0 && i < LIVE_SIGNALS; i++) {
        if (is_ignored(numbers[i]))
            continue;
        bool watched = uv_signal_init(&live->loop, &live->signals[i]) == 0;
        live->signals[i].data = live;
        if (!watched || uv_signal_start(&live->signals[i], on_signal, numbers[i]) < 0)
            rc = tp_err_set(&live->err, TP_EIO, "signals cannot be watched");
    }
    return rc;
}

static void close_handle(uv_handle_t *handle)
{
    if (handle->loop && !uv_is_closing(handle))
        uv_close(handle, NULL);
}

void live_close_input(struct live *live)
{
    for (int i = 0; i < LIVE_SIGNALS; i++)
        close_handle((uv_handle_t *)&live->signals[i]);
    live_close_keyboard(live);
    tp_stream_in_close(live->commands, NULL, NULL);
    tp_stream_out_close(live->events, NULL, NULL);
    live->commands = NULL;
    live->events = NULL;
}
