/* Children that are watched, each for its own end: they all live at once, for waiting is most of
 * what they do; then a test looks at how they ended. */
#ifndef TP_TESTS_WATCHDOG_RIG_H
#define TP_TESTS_WATCHDOG_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/watchdog.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DOES_NOT_END ": does not come to an end; the session was stopped\n"
#define CRASHED ": the program crashed; the session was stopped\n"

enum {
    QUIET_MS = 3000, /* longer than the dog's patience of 2 s */
    STEP_MS = 20,
    LIMIT_MS = 30000 /* for all of them */
};

struct child {
    void (*live)(void);
    pid_t pid;
    int errors; /* reads its standard error */
    char said[1000];
    size_t length;
    int status;
    double seconds; /* that it lived */
};

static inline double rig_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static inline void rig_wait_ms(int ms)
{
    poll(NULL, 0, ms);
}

static inline void rig_start(const char *name)
{
    struct tp_err err;
    if (tp_watchdog_start(name, &err) < 0)
        _exit(9);
}

static inline void rig_do_nothing(void)
{
    for (;;)
        rig_wait_ms(LIMIT_MS);
}

static inline void rig_fade(void *context)
{
    if (write(STDERR_FILENO, context, strlen(context)) < 0)
        _exit(9);
}

static inline void rig_bear(struct child *child)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    child->seconds = -rig_now();
    child->pid = fork();
    assert_true(child->pid >= 0);
    if (child->pid == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        for (int number = 1; number < NSIG; number++)
            signal(number, SIG_DFL); /* the test's own handlers are not the child's */
        dup2(ends[1], STDERR_FILENO);
        close(ends[1]);
        child->live();
        _exit(0);
    }
    close(ends[1]);
    child->errors = ends[0];
}

/* Takes what the child said; its end is the end of that. */
static inline void rig_listen_to(struct child *child)
{
    char *end = child->said + child->length;
    ssize_t got = read(child->errors, end, sizeof child->said - 1 - child->length);
    if (got > 0) {
        child->length += (size_t)got;
        return;
    }
    child->seconds += rig_now();
    close(child->errors);
    child->errors = -1; /* poll passes it over */
    waitpid(child->pid, &child->status, 0);
}

/* Lets all of them live until the last has ended; `meanwhile` (may be NULL) is called all the time.
 */
static inline void rig_let_live(struct child *children, int count, void (*meanwhile)(void))
{
    double limit = rig_now() + LIMIT_MS / 1000.0;
    int alive = count;
    for (int i = 0; i < count; i++)
        rig_bear(&children[i]);
    while (alive > 0) {
        struct pollfd one = {.events = POLLIN};
        alive = 0;
        for (int i = 0; i < count; i++) {
            one.fd = children[i].errors;
            if (one.fd >= 0 && rig_now() > limit)
                kill(children[i].pid, SIGKILL);
            if (one.fd >= 0 && poll(&one, 1, 0) > 0)
                rig_listen_to(&children[i]);
            alive += children[i].errors >= 0;
        }
        if (meanwhile)
            meanwhile();
        rig_wait_ms(STEP_MS);
    }
}

static inline void rig_assert_ended(const struct child *child, const char *said)
{
    assert_string_equal(child->said, said);
    assert_true(WIFEXITED(child->status));
    assert_int_equal(WEXITSTATUS(child->status), 1);
    if (child->seconds < 1.9 || child->seconds > 5) /* 2 s of patience on a busy machine */
        fail_msg("lived for %.2f s", child->seconds);
}

static inline void rig_assert_lived(const struct child *child, const char *said)
{
    assert_string_equal(child->said, said);
    assert_true(WIFEXITED(child->status));
    assert_int_equal(WEXITSTATUS(child->status), 0);
}

static inline void rig_assert_crashed(const struct child *child, const char *said)
{
    assert_string_equal(child->said, said);
    assert_true(WIFSIGNALED(child->status));
}

#endif
