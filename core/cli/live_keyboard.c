/* The keyboard of a live session: with the screen, or plain. */
#include "core/cli/lines.h"
#include "core/cli/live_internal.h"
#include "core/cli/plain_keys.h"
#include "core/cli/screen.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void press(struct live *live, int key)
{
    struct tp_session_state state;
    struct tp_command command;
    if (live_device_key(live, key))
        return;
    tp_session_look(live->session, &state);
    switch (tp_keys_press(&live->keys, key, live_now_ms(live), &state, &command)) {
    case TP_KEY_COMMAND:
        live_command(live, &command);
        break;
    case TP_KEY_HELP:
        if (live->screen)
            tp_screen_help();
        else if (live->lines)
            tp_lines_keys(&live->keys);
        break;
    case TP_KEY_NOTHING:
        break;
    }
}

static void on_keyboard(uv_poll_t *handle, int status, int events)
{
    struct live *live = handle->data;
    int key;
    (void)events;
    if (status < 0) {
        uv_poll_stop(handle);
        return;
    }
    while ((key = live->screen ? tp_screen_key() : tp_plain_keys_read(live->keyboard_fd)) >= 0)
        press(live, key);
}

void live_tick_keyboard(struct live *live)
{
    struct tp_session_state state;
    struct tp_command command;
    tp_session_look(live->session, &state);
    if (tp_keys_tick(&live->keys, live_now_ms(live), &state, &command))
        live_command(live, &command);
}

/* The terminal that gives keys; NULL when there is none. */
static const char *keyboard_of(const struct live *live)
{
    const char *commands = live->options->commands;
    return commands && strcmp(commands, "-") == 0 ? NULL : ttyname(STDIN_FILENO);
}

/* In the background the keys go to somebody else. */
bool live_asks_first(const struct live *live)
{
    bool wanted = !live->options->now && live->options->step_from == 0;
    return wanted && keyboard_of(live) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

void live_open_keyboard(struct live *live)
{
    const char *terminal = keyboard_of(live);
    live->keyboard_fd = -1;
    if (!terminal)
        return;
    /* A file of its own: the loop makes it non-blocking, and the shell's must stay as it is. */
    live->keyboard_fd = open(terminal, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (live->keyboard_fd < 0 || uv_poll_init(&live->loop, &live->keyboard, live->keyboard_fd) < 0)
        return;
    live->keyboard_open = true;
    live->keyboard.data = live;
    if (!live->screen)
        tp_plain_keys_take(STDIN_FILENO);
    uv_poll_start(&live->keyboard, UV_READABLE, on_keyboard);
}

void live_suspend_keyboard(struct live *live)
{
    if (live->screen)
        tp_screen_suspend();
    else
        tp_plain_keys_give_back();
}

void live_resume_keyboard(struct live *live)
{
    if (live->screen)
        tp_screen_resume();
    else if (live->keyboard_open)
        tp_plain_keys_take(STDIN_FILENO);
}

void live_close_keyboard(struct live *live)
{
    tp_plain_keys_give_back();
    tp_screen_close();
    if (live->keyboard_open)
        uv_close((uv_handle_t *)&live->keyboard, NULL);
    if (live->keyboard_fd >= 0)
        close(live->keyboard_fd);
    live->keyboard_open = false;
    live->keyboard_fd = -1;
}
