/* A process of its own in which a plugin is tested, and the pipe through which its verdicts come.
 *
 * Must never take what is tested for what tests: a crash in there is one more verdict.
 * Room-internal. */
#ifndef TP_HOST_CONFORM_APART_H
#define TP_HOST_CONFORM_APART_H

#include "core/host/conform.h"

#include <stdbool.h>

/* Runs `test` in there, with the pipe's end for the two functions below, and hands on each verdict;
 * one more when it crashed or hung. How many failed; -TP_EIO: there is no process. */
int conform_apart(const struct tp_conform_config *config, void (*test)(void *context, int out),
                  void *context);

void conform_apart_at(int out, const char *check);
/* What of it is tried now: "rate=100". */
void conform_apart_with(int out, const char *what);
void conform_apart_say(int out, enum tp_conform_verdict verdict, const char *text);

/* ---- in there: what is left of what was tested ---- */

struct conform_left {
    unsigned files, threads; /* open, running; 0 where the system does not tell */
    bool children;           /* a process that it started, at whatever distance, still runs */
};

struct conform_left conform_left(void);

/* What was written to standard output, which nobody but the program may use: the first line of it,
 * "" when nothing was. */
const char *conform_chatter(char line[120]);

#endif
