/* Keys and signals of tprun devices. */
#include "core/cli/cmd_devices_internal.h"
#include "core/cli/keys.h"
#include "core/cli/plain_keys.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void press(struct connected *command, int key)
{
    char name[TP_KEY_NAME];
    if (tp_keys_folded(key) == 'q')
        command->over = true;
    else if (command->key)
        command->key(command, tp_keys_one(key));
    if (*tp_keys_word(key, name))
        tp_plugins_key(tp_plugging_plugins(command->plugging), name);
}

static void on_keyboard(uv_poll_t *handle, int status, int events)
{
    struct connected *command = handle->data;
    int key;
    (void)events;
    if (status < 0) {
        uv_poll_stop(handle);
        return;
    }
    while ((key = tp_plain_keys_read(command->keyboard_fd)) >= 0)
        press(command, key);
}

/* ---- signals ---- */

static void suspend(const struct connected *command, bool stops)
{
    if (command->suspend)
        command->suspend(stops);
    if (command->keyboard_fd < 0)
        return;
    if (stops)
        tp_plain_keys_give_back();
    else
        tp_plain_keys_take(STDIN_FILENO);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct connected *command = handle->data;
    switch (number) {
    case SIGTSTP:
        suspend(command, true);
        raise(SIGSTOP);
        break;
    case SIGCONT:
        suspend(command, false);
        break;
    case SIGINT: /* the usual end */
        command->over = true;
        break;
    default:
        command->over = true;
        command->status = TP_EXIT_SIGNAL + number;
    }
}

static int watch_signals(struct connected *command, struct tp_err *err)
{
    static const int numbers[CONNECTED_SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT};
    for (int i = 0; i < CONNECTED_SIGNALS; i++) {
        command->signals[i].data = command;
        if (uv_signal_init(&command->loop, &command->signals[i]) < 0 ||
            uv_signal_start(&command->signals[i], on_signal, numbers[i]) < 0)
            return tp_err_set(err, TP_EIO, "signals cannot be watched");
    }
    return 0;
}

/* ---- both ---- */

int connected_open_keys(struct connected *command, struct tp_err *err)
{
    const char *terminal = ttyname(STDIN_FILENO);
    int rc = watch_signals(command, err);
    if (rc < 0 || !terminal || !tp_plain_keys_take(STDIN_FILENO))
        return rc;
    /* A file of its own: the loop makes it non-blocking, and the shell's must stay as it is. */
    command->keyboard_fd = open(terminal, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (command->keyboard_fd < 0 ||
        uv_poll_init(&command->loop, &command->keyboard, command->keyboard_fd) < 0)
        return tp_err_set(err, TP_EIO, "the keyboard cannot be read");
    command->keyboard.data = command;
    uv_poll_start(&command->keyboard, UV_READABLE, on_keyboard);
    return 0;
}

static void close_handle(uv_handle_t *handle)
{
    if (handle->loop && !uv_is_closing(handle))
        uv_close(handle, NULL);
}

void connected_close_keys(struct connected *command)
{
    tp_plain_keys_give_back();
    close_handle((uv_handle_t *)&command->keyboard);
    for (int i = 0; i < CONNECTED_SIGNALS; i++)
        close_handle((uv_handle_t *)&command->signals[i]);
    if (command->keyboard_fd >= 0)
        close(command->keyboard_fd);
    command->keyboard_fd = -1;
}
