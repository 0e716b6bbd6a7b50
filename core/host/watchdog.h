/* The watchdog: a thread that ends the process when the program no longer answers.
 *
 * Hooks cannot stop a routine inside one long C call (a pattern, a sort of huge strings), and
 * nothing else can stop the program's own mistakes. The watchdog counts its own ticks of 100 ms (a
 * longer tick counts as one, so a stopped process is not ended on waking); 20 without a sign of
 * life end the process with exit status 1: the sound fades, the terminal is restored, one line says
 * why. It never calls into Lua, and never takes a lock that others hold. A crash handler does the
 * same, on a stack of its own for the loop's thread, and leaves the signal to do the rest. */
#ifndef TP_HOST_WATCHDOG_H
#define TP_HOST_WATCHDOG_H

#include "core/base/err.h"

/* What is watched: each must give signs of life while it is awake. */
enum tp_watched {
    TP_WATCHED_LOOP,   /* the main thread, awake from the start on */
    TP_WATCHED_WORKER, /* a dry run on a worker, asleep but while one runs */
    TP_WATCHED_COUNT
};

/* Starts the thread and the crash handler, once; the caller's thread is the loop's. `name` of the
 * routine is for the line; copied. -TP_EIO, -TP_ENOMEM. [loop] */
int tp_watchdog_start(const char *name, struct tp_err *err);

/* What lets the sound fade before a bad end, called from the watchdog's thread or a signal handler;
 * NULL: nothing does. The context is borrowed until it is set anew. [loop] */
void tp_watchdog_set_fade(void (*fade)(void *context), void *context);

/* A sign of life; `where` a routine is ("neck.lua:12"; "" is in none of its lines), NULL when that
 * has not changed. One thread at a time for each `watched`. */
void tp_watchdog_alive(enum tp_watched watched, const char *where);

/* While asleep nothing is expected: for a call that may wait for the person or the system. Of the
 * thread that gives the signs. */
void tp_watchdog_sleep(enum tp_watched watched);
void tp_watchdog_wake(enum tp_watched watched);

/* Remembers the terminal's settings now, to be restored at a bad end; and forgets them. [loop] */
void tp_watchdog_keep_terminal(void);
void tp_watchdog_release_terminal(void);

/* Ends the thread; the crash handler stays. Safe when it never ran. [loop] */
void tp_watchdog_stop(void);

#endif
