/* The watchdog thread and the crash handler. After the first sign of trouble only functions that
 * are safe in a signal handler are called, and none that may wait without end. */
#include "core/host/watchdog.h"

#include "core/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 100,
    PATIENCE = 20,  /* ticks without a sign of life */
    FADE_MS = 120,  /* for the sound to fade before the end */
    WRITE_MS = 100, /* for a terminal that was stopped, or a full pipe, to take a line */
    STACK = 65536,  /* of the crash handler */
    PLACE = 256     /* a file name of 60 bytes, each escaped, and a line number */
};

/* One watched thread. Its place has two texts, so that one is always whole; letter by letter
 * atomic, because a thread may come back to life while its end is being written. */
struct watched {
    _Atomic unsigned signs;
    _Atomic bool asleep;
    _Atomic char places[2][PLACE];
    _Atomic unsigned place;
};

static struct {
    pthread_t thread;
    bool running;
    int stop[2];         /* a pipe: the thread ends when the far end is closed */
    _Atomic bool ending; /* somebody is writing the last line */
    _Atomic bool terminal_kept;
    struct termios terminal;
    pthread_mutex_t fade_lock; /* held only to set or call it */
    void (*fade)(void *);
    void *fade_context;
    char name[PLACE];
    struct watched watched[TP_WATCHED_COUNT];
} dog = {.fade_lock = PTHREAD_MUTEX_INITIALIZER};

static void write_text(int fd, const char *text)
{
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    size_t length = strlen(text);
    while (length > 0 && poll(&ready, 1, WRITE_MS) > 0) {
        ssize_t done = write(fd, text, length);
        if (done <= 0)
            return;
        text += done;
        length -= (size_t)done;
    }
}

/* The lock is not waited for: whoever holds it is taking the fade away, or crashed in it. */
static void fade_out(void)
{
    static const struct timespec time = {0, FADE_MS * 1000000L};
    if (pthread_mutex_trylock(&dog.fade_lock) != 0 || !dog.fade)
        return;
    dog.fade(dog.fade_context);
    nanosleep(&time, NULL);
}

static void restore_terminal(void)
{
    if (!atomic_load(&dog.terminal_kept))
        return;
    /* What ncurses would send: leave the alternate screen, show the cursor, plain letters, arrow
     * and digit keys as the shell knows them. */
    write_text(STDOUT_FILENO, "\033[?1049l\033[?25h\033[0m\033[?1l\033>\r");
    tcsetattr(STDIN_FILENO, TCSANOW, &dog.terminal);
}

/* False when somebody else is saying good-bye already. */
static bool say_good_bye(const char *place, const char *what)
{
    if (atomic_exchange(&dog.ending, true))
        return false;
    fade_out();
    restore_terminal();
    write_text(STDERR_FILENO, "tprun: ");
    write_text(STDERR_FILENO, place);
    write_text(STDERR_FILENO, what);
    return true;
}

/* ---- the thread ---- */

static void set_place(struct watched *who, const char *text)
{
    unsigned next = (atomic_load(&who->place) + 1) & 1;
    size_t length = 0;
    for (; text[length] && length < PLACE - 1; length++)
        atomic_store_explicit(&who->places[next][length], text[length], memory_order_relaxed);
    atomic_store_explicit(&who->places[next][length], '\0', memory_order_relaxed);
    atomic_store(&who->place, next);
}

static void end(struct watched *who)
{
    char place[PLACE];
    _Atomic char *letters = who->places[atomic_load(&who->place)];
    for (size_t i = 0; i < PLACE; i++)
        place[i] = atomic_load_explicit(&letters[i], memory_order_relaxed);
    if (say_good_bye(*place ? place : dog.name,
                     ": does not come to an end; the session was stopped\n"))
        _exit(1);
}

/* Waits for a tick; true when the dog is called off. */
static bool told_to_stop(void)
{
    struct pollfd stop = {.fd = dog.stop[0], .events = POLLIN};
    return poll(&stop, 1, TICK_MS) > 0;
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
                end(who);
        }
    }
    return NULL;
}

/* ---- the crash handler ---- */

static void on_crash(int signal)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};
    say_good_bye(dog.name, ": the program crashed; the session was stopped\n");
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

/* ---- what the program calls ---- */

int tp_watchdog_start(const char *name, struct tp_err *err)
{
    sigset_t all, before;
    tp_text_clean(dog.name, sizeof dog.name, name, strlen(name));
    if (pipe(dog.stop) < 0)
        return tp_err_set(err, TP_EIO, "the watchdog cannot be started: %s", strerror(errno));
    fcntl(dog.stop[0], F_SETFD, FD_CLOEXEC);
    fcntl(dog.stop[1], F_SETFD, FD_CLOEXEC);
    tp_watchdog_wake(TP_WATCHED_LOOP);
    tp_watchdog_sleep(TP_WATCHED_WORKER);
    catch_crashes();
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int rc = pthread_create(&dog.thread, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    dog.running = rc == 0;
    if (dog.running)
        return 0;
    close(dog.stop[0]);
    close(dog.stop[1]);
    return tp_err_set(err, TP_ENOMEM, "the watchdog cannot be started: %s", strerror(rc));
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
    if (where)
        set_place(who, where);
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
    /* A word, not only an end: a child of the process may hold a copy of the pipe. */
    while (write(dog.stop[1], "", 1) < 0 && errno == EINTR)
        ;
    close(dog.stop[1]);
    pthread_join(dog.thread, NULL);
    close(dog.stop[0]);
    dog.running = false;
}
