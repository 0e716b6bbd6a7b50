/* The screen without a session: draws one of a few fixed moments, and shows which keys arrive.
 *
 * screen_demo MOMENT. Keys: q closes; x aborts; z hangs until the watchdog ends it; ? shows the
 * page of keys; every other key is named in the message row. SIGTERM closes. For terminal.py. */
#include "core/cli/screen.h"
#include "core/host/watchdog.h"
#include "tests/unit/screen_moments.h"

#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void on_term(int number_of_signal)
{
    stopped = number_of_signal;
}

/* False when the demo is over. */
static bool press(int key, struct tp_view *view)
{
    static char name[32];
    switch (key) {
    case 'q':
        return false;
    case 'x':
        abort();
    case 'z':
        for (;;)
            pause();
    case '?':
        tp_screen_help();
        return true;
    default:
        snprintf(name, sizeof name, "key %d", key);
        view->message = name;
        return true;
    }
}

static void run(struct tp_view *view)
{
    struct pollfd keyboard = {.fd = STDIN_FILENO, .events = POLLIN};
    for (bool more = true; more && !stopped;) {
        tp_watchdog_alive(TP_WATCHED_LOOP, "");
        tp_screen_resize();
        tp_screen_draw(view);
        poll(&keyboard, 1, 100);
        for (int key = tp_screen_key(); more && key >= 0; key = tp_screen_key())
            more = press(key, view);
    }
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < MOMENTS; i++)
        if (strcmp(moment_names[i], name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    struct tp_err err;
    setlocale(LC_CTYPE, "");
    if (argc != 2 || !is_known(argv[1]))
        return 2;
    struct tp_view view = moment(argv[1]);
    signal(SIGTERM, on_term);
    if (tp_watchdog_start("demo.lua", &err) < 0 || tp_screen_open(&err) < 0) {
        fprintf(stderr, "screen_demo: %s\n", err.text);
        return 4;
    }
    run(&view);
    tp_screen_close();
    tp_watchdog_stop();
    return stopped ? 128 + (int)stopped : 0;
}
