/* Keeping awake by D-Bus. Never waits without a limit: connecting, too, goes on in sd_bus_process
 * while the thread waits for the descriptor. */
#include "core/host/awake_internal.h"

#ifdef TPRUN_SD_BUS

#include <fcntl.h>
#include <poll.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

/* What came back: an error is a message as well. */
static int on_answer(sd_bus_message *message, void *data, sd_bus_error *error)
{
    sd_bus_message **answer = data;
    (void)error;
    *answer = sd_bus_message_ref(message);
    return 0;
}

/* Asks, and waits. The answer, to be unreferenced; NULL when none came that is good. */
static sd_bus_message *ask(sd_bus *bus, sd_bus_message *question, int stop)
{
    sd_bus_message *answer = NULL;
    sd_bus_slot *slot = NULL;
    int64_t until_ms = awake_now_ms() + AWAKE_ANSWER_MS;
    int rc = sd_bus_call_async(bus, &slot, question, on_answer, &answer, 0);
    while (rc >= 0 && !answer) {
        rc = sd_bus_process(bus, NULL);
        if (rc != 0)
            continue;
        int fd = sd_bus_get_fd(bus), events = sd_bus_get_events(bus);
        if (fd < 0 || events < 0 || !awake_wait(fd, (short)events, stop, until_ms))
            break;
    }
    sd_bus_slot_unref(slot);
    if (answer && sd_bus_message_is_method_error(answer, NULL) > 0)
        answer = sd_bus_message_unref(answer);
    return answer;
}

int awake_bus_hold_machine(int stop)
{
    sd_bus *bus = NULL;
    sd_bus_message *question = NULL, *answer = NULL;
    int held = -1, fd;
    if (sd_bus_open_system(&bus) >= 0 &&
        sd_bus_message_new_method_call(bus, &question, "org.freedesktop.login1",
                                       "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                                       "Inhibit") >= 0 &&
        sd_bus_message_append(question, "ssss", "sleep:idle", AWAKE_WHO, AWAKE_WHY, "block") >= 0)
        answer = ask(bus, question, stop);
    if (answer && sd_bus_message_read(answer, "h", &fd) > 0)
        held = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    sd_bus_message_unref(answer);
    sd_bus_message_unref(question);
    sd_bus_close_unref(bus);
    return held;
}

static int new_call(sd_bus *bus, sd_bus_message **call, const char *member)
{
    return sd_bus_message_new_method_call(bus, call, "org.freedesktop.ScreenSaver",
                                          "/org/freedesktop/ScreenSaver",
                                          "org.freedesktop.ScreenSaver", member);
}

/* The screen is held as long as the connection is. */
bool awake_bus_hold_screen(struct awake_screen *screen, int stop)
{
    sd_bus *bus = NULL;
    sd_bus_message *question = NULL, *answer = NULL;
    if (sd_bus_open_user(&bus) >= 0 && new_call(bus, &question, "Inhibit") >= 0 &&
        sd_bus_message_append(question, "ss", AWAKE_WHO, AWAKE_WHY) >= 0)
        answer = ask(bus, question, stop);
    bool held = answer && sd_bus_message_read(answer, "u", &screen->cookie) > 0;
    sd_bus_message_unref(answer);
    sd_bus_message_unref(question);
    if (held)
        screen->bus = bus;
    else
        sd_bus_close_unref(bus);
    return held;
}

/* Said as well, although the end of the connection says it; not waited for. */
void awake_bus_free_screen(struct awake_screen *screen)
{
    sd_bus_message *farewell = NULL;
    if (!screen->bus)
        return;
    if (new_call(screen->bus, &farewell, "UnInhibit") >= 0 &&
        sd_bus_message_append(farewell, "u", screen->cookie) >= 0 &&
        sd_bus_message_set_expect_reply(farewell, 0) >= 0)
        sd_bus_send(screen->bus, farewell, NULL);
    sd_bus_message_unref(farewell);
    screen->bus = sd_bus_close_unref(screen->bus);
}

#else /* a system without sd-bus: its helper is asked */

int awake_bus_hold_machine(int stop)
{
    (void)stop;
    return -1;
}

bool awake_bus_hold_screen(struct awake_screen *screen, int stop)
{
    (void)screen;
    (void)stop;
    return false;
}

void awake_bus_free_screen(struct awake_screen *screen)
{
    (void)screen;
}

#endif
