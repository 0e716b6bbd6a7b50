/* The watchdog thread and the crash handler. After the first sign of trouble only functions that
 * are safe in a signal handler are called. */
#include "core/host/watchdog.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 100,
    PATIENCE = 20, /* ticks without a sign of life */
    FADE_MS = 120, /* for the sound to fade before the end */
    STACK = 65536, /* of the crash handler */
    PLACE = 96
};

/* One watched thread. Its place has two texts, so that one is always whole. */
struct watched {
    _Atomic unsigned signs;
    _Atomic bool asleep;
    char places[2][PLACE];
    _Atomic unsigned place;
};

static struct {
    pthread_t thread;
    bool running;
    sem_t stop;
    _Atomic bool terminal_kept;
    struct termios terminal;
    pthread_mutex_t fade_lock; /* held only to set or call it */
    void (*fade)(void *);
    void *fade_context;
    char name[PLACE];
    struct watched watched[TP_WATCHED_COUNT];
} dog = {.fade_lock = PTHREAD_MUTEX_INITIALIZER};

static void write_text(const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t done = write(STDERR_FILENO, text, length);
        if (done <= 0)
            return;
        text += done;
        length -= (size_t)done;
    }
}

static void wait_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void restore_terminal(void)
{
    /* What ncurses would send: leave the alternate screen, show the cursor, plain letters, arrow and
     * digit keys as the shell knows them. */
    static const char leave[] = "\033[?1049l\033[?25h\033[0m\033[?1l\033>\r";
    if (!atomic_load(&dog.terminal_kept))
        return;
    if (write(STDOUT_FILENO, leave, sizeof leave - 1) < 0)
        return; /* the terminal is gone: nothing to restore */
    tcsetattr(STDIN_FILENO, TCSANOW, &dog.terminal);
}

static void end(const struct watched *who, const char *what)
{
    const char *place = who->places[atomic_load(&who->place) & 1];
    if (pthread_mutex_trylock(&dog.fade_lock) == 0 && dog.fade) {
        dog.fade(dog.fade_context);
        wait_ms(FADE_MS);
    }
    restore_terminal();
    write_text("tprun: ");
    write_text(*place ? place : dog.name);
    write_text(what);
    _exit(1);
}

/* Waits for a tick; true when the dog is called off. */
static bool told_to_stop(void)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    return sem_clockwait(&dog.stop, CLOCK_MONOTONIC, &until) == 0;
}

static void *watch(void *unused)
{
    unsigned last[TP_WATCHED_COUNT] = {0}, quiet[TP_WATCHED_COUNT] = {0};
    (void)unused;
    while (!told_to_stop()) {
        for (int i = 0; i < TP_WATCHED_COUNT; i++) {
            struct watched *who = &dog.watched[i];
            unsigned signs = atomic_load(&who->signs);
            quiet[i] = signs != last[i] || atomic_load(&who->asleep) ? 0 : quiet[i] + 1;
            last[i] = signs;
            if (quiet[i] >= PATIENCE)
                end(who, ": does not come to an end; the session was stopped\n");
        }
    }
    return NULL;
}

static void on_crash(int signal)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};
    restore_terminal();
    write_text("tprun: ");
    write_text(dog.name);
    write_text(": the program crashed; the session was stopped\n");
    sigaction(signal, &plain, NULL);
    raise(signal);
}

/* A sanitizer has handlers of its own, which say more. */
static void catch_crashes(void)
{
    static char stack[STACK];
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_handler = on_crash,
                               .sa_flags = (int)(SA_ONSTACK | SA_RESETHAND)};
    struct sigaction before;
    sigaltstack(&own, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(signals[i], &action, NULL);
}

int tp_watchdog_start(const char *name, struct tp_err *err)
{
    sigset_t all, before;
    snprintf(dog.name, sizeof dog.name, "%s", name);
    sem_init(&dog.stop, 0, 0);
    tp_watchdog_wake(TP_WATCHED_LOOP);
    tp_watchdog_sleep(TP_WATCHED_WORKER);
    catch_crashes();
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int rc = pthread_create(&dog.thread, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    dog.running = rc == 0;
    return rc == 0 ? 0 : tp_err_set(err, TP_ENOMEM, "the watchdog cannot be started");
}

void tp_watchdog_set_fade(void (*fade)(void *context), void *context)
{
    pthread_mutex_lock(&dog.fade_lock);
    dog.fade = fade;
    dog.fade_context = context;
    pthread_mutex_unlock(&dog.fade_lock);
}

void tp_watchdog_alive(enum tp_watched watched, const char *where)
{
    struct watched *who = &dog.watched[watched];
    atomic_fetch_add_explicit(&who->signs, 1, memory_order_relaxed);
    if (where) {
        unsigned next = (atomic_load(&who->place) + 1) & 1;
        snprintf(who->places[next], PLACE, "%s", where);
        atomic_store(&who->place, next);
    }
}

void tp_watchdog_sleep(enum tp_watched watched)
{
    atomic_store(&dog.watched[watched].asleep, true);
}

void tp_watchdog_wake(enum tp_watched watched)
{
    atomic_fetch_add(&dog.watched[watched].signs, 1);
    atomic_store(&dog.watched[watched].asleep, false);
}

void tp_watchdog_keep_terminal(void)
{
    atomic_store(&dog.terminal_kept, tcgetattr(STDIN_FILENO, &dog.terminal) == 0);
}

void tp_watchdog_release_terminal(void)
{
    atomic_store(&dog.terminal_kept, false);
}

void tp_watchdog_stop(void)
{
    if (!dog.running)
        return;
    sem_post(&dog.stop);
    pthread_join(dog.thread, NULL);
    sem_destroy(&dog.stop);
    dog.running = false;
}
