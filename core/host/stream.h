/* Events out and commands in, as lines of JSON: what `--events FILE|-` and `--commands FILE|-` do.
 *
 * Each line is a JSON-RPC 2.0 notification in UTF-8 of at most 64 KiB. A target is a file, a FIFO,
 * a device, or "-" for standard output or input. Neither side ever makes the loop wait, whatever
 * the other end does, nor ends the session. Everything here is [loop], but for tp_stream_parse. */
#ifndef TP_HOST_STREAM_H
#define TP_HOST_STREAM_H

#include "core/base/err.h"
#include "core/engine/command.h"
#include "core/engine/event.h"

struct uv_loop_s;

enum { TP_STREAM_LINE = 64 * 1024 }; /* bytes of a line, its newline left out */

/* ---- one line ---- */

/* Reads a command from a line: {"jsonrpc":"2.0","method":"answer","params":{"value":4}}. `answer`
 * takes value (a number, a text, true or false), `volume` takes steps (-30 to 30, of 2 dB each),
 * `words` takes value (full, normal, brief, tones, or -1 or 1 for fewer or more).
 * Members and params that are not known, an id among them, are left aside; nothing is answered. The
 * caller frees command->value with tp_value_free. -TP_EINVAL: `err` says what is wrong and what is
 * allowed; -TP_ENOMEM; the value is nil then. [any thread] */
int tp_stream_parse(const char *line, size_t length, struct tp_command *command,
                    struct tp_err *err);

/* ---- both directions ---- */

/* The target is copied; loop and context must outlive the stream. */
struct tp_stream_config {
    struct uv_loop_s *loop;
    const char *target; /* a path, or "-" */
    /* A command came in; its value is borrowed for the call. May close the stream. Not for out. */
    void (*command)(void *context, const struct tp_command *command);
    /* One line for the person; may be NULL. */
    void (*warning)(void *context, const char *text);
    void *context;
};

/* Both ways to close take NULL; else they call `closed` (may be NULL) in a later turn of the loop,
 * when the last handle is gone and the stream is freed. Nothing else is called after the close. */

/* ---- events out ---- */

struct tp_stream_out;

/* Opens the target: a file is emptied, a FIFO may be without a reader for now. Where SIGPIPE would
 * end the process it is ignored from here on. -TP_ENOENT, -TP_EIO, -TP_ENOMEM. */
int tp_stream_out_open(struct tp_stream_out **opened, const struct tp_stream_config *config,
                       struct tp_err *err);

/* Sends one event, with the time of day as `wall` beside its own members. At most 4 MiB wait for a
 * slow reader; what does not fit is left out, and once half of that is read a `warning` in its
 * place says how many are missing. When the reader is gone for good, or the disk is full, the
 * person is warned once and everything after is dropped. */
void tp_stream_out_send(struct tp_stream_out *out, const struct tp_event *event);

/* What waits is still written, for at most half a second. */
void tp_stream_out_close(struct tp_stream_out *out, void (*closed)(void *context), void *context);

/* ---- commands in ---- */

struct tp_stream_in;

/* Opens the target and hands every command to config->command, in order, for at most 2 ms a turn of
 * the loop (one command at least). A line that is no command is one warning with its number; of
 * more than ten such lines a second the rest is only counted. Empty lines are nothing. A FIFO stays
 * open for the next writer; elsewhere the end of the input ends the commands, not the session.
 * -TP_ENOENT, -TP_EIO, -TP_ENOMEM. */
int tp_stream_in_open(struct tp_stream_in **opened, const struct tp_stream_config *config,
                      struct tp_err *err);

void tp_stream_in_close(struct tp_stream_in *in, void (*closed)(void *context), void *context);

#endif
