/* Sealed lines: the text format of what is only ever added to (log, ledger). Room-internal.
 *
 * A line is fields with tabs between them: first the CRC-32 of all that follows it (eight
 * hexadecimal digits), then the line's kind, then what the kind says. Within a field tab, newline,
 * backslash and every byte that is no plain UTF-8 are escaped (\t \n \\ \xHH), so any bytes go in
 * and the file can be read by people. Pure; nothing read is trusted. [any thread] */
#ifndef TP_ENGINE_SEALED_LINE_H
#define TP_ENGINE_SEALED_LINE_H

#include "core/base/err.h"
#include "core/base/text.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TP_SEALED_MOST = 4 << 20
}; /* bytes of a line: a routine of which every byte is escaped,
      four times over */

/* What a file's first line says it is: "tprun NAME FORMAT". */
struct tp_sealed_form {
    const char *name;
    int format;       /* from 1 on: one more whenever older programs would misread it */
    const char *what; /* for people: "log of a session" */
};

/* ---- writing ---- */

void tp_sealed_put_first(struct tp_buf *out, const struct tp_sealed_form *form);

/* Begins a line; what it returns goes into tp_sealed_end. When memory ran out there, `out` is as it
 * was before the line, but for its `failed`. */
size_t tp_sealed_begin(struct tp_buf *out, const char *kind);
void tp_sealed_end(struct tp_buf *out, size_t begun);

void tp_sealed_put_bytes(struct tp_buf *out, const char *bytes, size_t length);
void tp_sealed_put_text(struct tp_buf *out, const char *text); /* NULL: as "" */
void tp_sealed_put_whole(struct tp_buf *out, uint64_t number);
void tp_sealed_put_number(struct tp_buf *out, double number);        /* exact; not finite: as 0 */
void tp_sealed_put_value(struct tp_buf *out, struct tp_value value); /* not finite: as nil */

/* ---- reading ---- */

/* The first line: how many bytes it has. -TP_ENOENT: it was cut off; -TP_ENEWER: it is of a newer
 * format; -TP_EINVAL: it is another's. `err` then says so of "it". */
int tp_sealed_read_first(const char *bytes, size_t length, const struct tp_sealed_form *form,
                         struct tp_err *err);

/* The fields of a line that are still to be taken. */
struct tp_sealed {
    const char *at, *end; /* borrowed; `at` NULL: none is left */
    bool bad;             /* a field was missing or not what it must be: stays */
    bool no_memory;
};

/* Opens the line at the start of `bytes`: how many bytes it has, its newline included; 0: it was
 * cut off; -TP_EINVAL: it is not as it was written. */
long tp_sealed_open(struct tp_sealed *line, const char *bytes, size_t length);

/* Each takes the next field, or sets `bad` and gives nothing: `count`, NULL, 0, nil. */
size_t tp_sealed_take_word(struct tp_sealed *line, const char *const *words, size_t count);
char *tp_sealed_take_bytes(struct tp_sealed *line, size_t *length); /* owned by the caller */
char *tp_sealed_take_text(struct tp_sealed *line);                  /* likewise; no zero within */
uint64_t tp_sealed_take_whole(struct tp_sealed *line, uint64_t most);
double tp_sealed_take_number(struct tp_sealed *line);         /* finite */
struct tp_value tp_sealed_take_value(struct tp_sealed *line); /* its text owned by the caller */

/* After the last field: 0; -TP_EINVAL: one was bad, or there are more; -TP_ENOMEM. */
int tp_sealed_close(const struct tp_sealed *line);

#endif
