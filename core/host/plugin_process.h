/* One run of a plugin's program: its processes, its pipes, its end.
 *
 * It runs below a guard (guard/guard.c) as a process group of its own, without a terminal; when
 * this process is gone, however it went, all of the group end: by themselves when their input does,
 * else they are killed. Both of its outputs are always drained, whatever is done with them. Knows
 * no protocol. Room-internal. [loop] */
#ifndef TP_HOST_PLUGIN_PROCESS_H
#define TP_HOST_PLUGIN_PROCESS_H

#include "core/base/err.h"
#include "core/host/stream_lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct uv_loop_s;

/* How it ended. */
struct plugin_end {
    int code;   /* its exit code, when no signal ended it */
    int signal; /* 0: none */
};

struct plugin_process_config {
    struct uv_loop_s *loop;
    const char *const *command; /* program (absolute, or to be looked for on PATH) and arguments */
    const char *folder;         /* in which it runs */
    const char *own_folder;     /* that goes with it, when there is nobody left to remove it */
    size_t input_most;          /* bytes that may wait for it */
    size_t line_most;           /* the longest line of standard output */
    unsigned drain_ms;          /* what is left in the pipes is read for so long after its end */
    /* A line of standard output, of standard error; as stream_lines_take gives it. Half a line at
     * the end is none. */
    void (*line)(void *context, enum stream_line kind, const char *text, size_t length);
    void (*words)(void *context, enum stream_line kind, const char *text, size_t length);
    /* Nothing of it is left, and what stood in its pipes has been told; the last call. */
    void (*ended)(void *context, const struct plugin_end *end);
    void *context;
};

struct plugin_process;

/* Texts are borrowed for the call. -TP_EAGAIN: there are no processes, memory or descriptors left
 * for now; -TP_ENOENT: the guard is missing. A program that cannot be run ends at once. */
int plugin_process_start(struct plugin_process **out, const struct plugin_process_config *config,
                         struct tp_err *err);

/* A line without its newline to its standard input. */
void plugin_process_send(struct plugin_process *process, const char *line, size_t length);

/* What it does, as seen from here. */
struct plugin_signs {
    uint64_t said_bytes;               /* of both outputs, since it began */
    uint64_t busy_ns;                  /* spent on reading them */
    uint64_t sent_bytes, unread_bytes; /* to its standard input; of them, not read by it yet */
    bool overrun;                      /* more was sent than may wait */
    bool silenced; /* its standard output is closed, by itself or by plugin_process_mute */
};
void plugin_process_look(const struct plugin_process *process, struct plugin_signs *signs);

/* Its standard input ends. */
void plugin_process_close_input(struct plugin_process *process);

/* Nothing that it says is taken any more, and its outputs break: for one that floods. */
void plugin_process_mute(struct plugin_process *process);

/* A signal to all of its group. */
void plugin_process_signal(struct plugin_process *process, int number);

/* It is let go, even if it is still there; `ended` comes soon. */
void plugin_process_abandon(struct plugin_process *process);

#endif
