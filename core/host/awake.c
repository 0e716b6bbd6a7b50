/* The thread that keeps the machine awake. Must never be waited for longer than it takes to let go:
 * everything in which it may wait listens to the pipe. */
#include "core/host/awake.h"

#include "core/host/awake_internal.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct tp_awake {
    pthread_t thread;
    int stop[2]; /* a pipe: the thread ends when the far end is closed */
    _Atomic enum tp_awake_state state;
};

int64_t awake_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool awake_wait(int fd, short events, int stop, int64_t until_ms)
{
    struct pollfd ends[] = {{.fd = stop, .events = POLLIN}, {.fd = fd, .events = events}};
    int64_t left_ms;
    while ((left_ms = until_ms - awake_now_ms()) > 0) {
        if (poll(ends, 2, (int)left_ms) > 0)
            return ends[0].revents == 0;
    }
    return false;
}

static void wait_for_the_end(int stop)
{
    struct pollfd end = {.fd = stop, .events = POLLIN};
    while (poll(&end, 1, -1) <= 0)
        ;
}

static void *keep_awake(void *data)
{
    struct tp_awake *awake = data;
    struct awake_child child = {.pid = 0};
    struct awake_screen screen = {.bus = NULL};
    int stop = awake->stop[0], machine = awake_bus_hold_machine(stop);
    bool held = machine >= 0 || awake_child_start(&child, stop);
    if (awake_bus_hold_screen(&screen, stop))
        held = true;
    atomic_store(&awake->state, held ? TP_AWAKE_HELD : TP_AWAKE_NOBODY);
    wait_for_the_end(stop);
    awake_bus_free_screen(&screen);
    awake_child_end(&child);
    if (machine >= 0)
        close(machine);
    return NULL;
}

static int start_thread(struct tp_awake *awake)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int failed = pthread_create(&awake->thread, NULL, keep_awake, awake);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

struct tp_awake *tp_awake_start(void)
{
    struct tp_awake *awake = calloc(1, sizeof *awake);
    if (!awake)
        return NULL;
    atomic_init(&awake->state, TP_AWAKE_ASKING);
    if (pipe2(awake->stop, O_CLOEXEC) < 0) {
        free(awake);
        return NULL;
    }
    if (start_thread(awake) != 0) {
        close(awake->stop[0]);
        close(awake->stop[1]);
        free(awake);
        return NULL;
    }
    return awake;
}

enum tp_awake_state tp_awake_look(const struct tp_awake *awake)
{
    return awake ? atomic_load(&awake->state) : TP_AWAKE_NOBODY;
}

void tp_awake_close(struct tp_awake *awake)
{
    if (!awake)
        return;
    close(awake->stop[1]);
    pthread_join(awake->thread, NULL);
    close(awake->stop[0]);
    free(awake);
}
