/* The ledger's file. Must never write over a line, nor into what it does not understand. */
#include "core/host/ledger_file.h"

#include "core/host/file.h"
#include "core/host/log_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 64 << 20 }; /* bytes: half a million entries */

struct tp_ledger_file {
    struct tp_log_file *file; /* owned; NULL: it is not ours to write */
    struct tp_ledger past;
};

/* Writes what begins every ledger. */
static void begin(struct tp_log_file *file)
{
    struct tp_buf first = {0};
    tp_ledger_put_first(&first);
    if (!first.failed)
        tp_log_file_write(file, first.data, first.length);
    tp_buf_finish(&first);
}

/* Tells of the file at `path` what is wrong with it, and what that means. */
static void tell(struct tp_err *note, int code, const char *path, const char *what,
                 const char *meaning)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    tp_err_set(note, code, "%s: %.160s; %s", shown, what, meaning);
}

static const char not_entered[] = "what is pressed now is not entered";

/* Takes what the file says. 0; -TP_EINVAL: it is no ledger; -TP_ENEWER, -TP_ENOMEM. */
static int read_past(struct tp_ledger *past, const struct tp_buf *bytes, int64_t from_s,
                     struct tp_err *why)
{
    const char *data = bytes->data ? bytes->data : "";
    int first = tp_ledger_read_first(data, bytes->length, why);
    if (first == -TP_ENEWER)
        return first;
    if (first == -TP_ENOENT) /* cut off where it begins */
        return 0;
    size_t skipped = first > 0 ? (size_t)first : 0;
    int rc = tp_ledger_load(past, data + skipped, bytes->length - skipped, from_s);
    past->whole += skipped;
    if (rc == 0 && first < 0 && past->good == 0)
        return first;
    return rc;
}

/* A file that is no ledger makes room for one. */
static void renew(struct tp_ledger_file *ledger, uv_loop_t *loop, const char *path,
                  const struct tp_err *why, struct tp_err *note)
{
    struct tp_err err;
    if (!tp_file_set_aside(path) || tp_log_file_create(&ledger->file, loop, path, &err) < 0) {
        tell(note, TP_EIO, path, why->text, not_entered);
        return;
    }
    begin(ledger->file);
    tell(note, TP_EIO, path, why->text, "it is now ledger.damaged, and begun anew");
}

/* Goes on after the last whole line. */
static void go_on(struct tp_ledger_file *ledger, struct tp_err *note)
{
    struct tp_err err;
    if (tp_log_file_cut(ledger->file, ledger->past.whole, &err) < 0) {
        tp_err_set(note, TP_EIO, "%.400s; %s", err.text, not_entered);
        tp_log_file_close(ledger->file, &err);
        ledger->file = NULL;
        return;
    }
    if (ledger->past.whole == 0)
        begin(ledger->file);
    if (ledger->past.damaged == 0)
        return;
    char what[80];
    snprintf(what, sizeof what, "%zu of its lines %s damaged", ledger->past.damaged,
             ledger->past.damaged == 1 ? "is" : "are");
    tell(note, TP_EIO, tp_log_file_path(ledger->file), what, "left out");
}

/* Reads the file, and makes of it what it is good for. -TP_ENOMEM or 0. */
static int look_into(struct tp_ledger_file *ledger, uv_loop_t *loop, const char *path,
                     int64_t from_s, struct tp_err *note)
{
    struct tp_buf bytes = {0};
    struct tp_err why = {0}, err;
    int rc = tp_file_read(path, FILE_LIMIT, &bytes, &why);
    if (rc == 0)
        rc = read_past(&ledger->past, &bytes, from_s, &why);
    tp_buf_finish(&bytes);
    if (rc == -TP_ENOMEM || (rc == 0 && !ledger->file))
        return rc;
    if (rc == 0) {
        go_on(ledger, note);
        return 0;
    }
    bool ours = ledger->file != NULL;
    tp_log_file_close(ledger->file, &err);
    ledger->file = NULL;
    if (rc == -TP_EINVAL && ours)
        renew(ledger, loop, path, &why, note);
    else if (ours)
        tell(note, -rc, path, why.text, not_entered);
    return 0;
}

/* Opens the file at `path`, or begins it; `note` says why it is not ours to write. */
static int take(struct tp_ledger_file *ledger, uv_loop_t *loop, const char *path, int64_t from_s,
                struct tp_err *note)
{
    struct tp_err err;
    int rc = tp_log_file_open(&ledger->file, loop, path, TP_LOG_FILE_ALL, &err);
    if (rc == -TP_ENOENT && (rc = tp_log_file_create(&ledger->file, loop, path, &err)) == 0) {
        begin(ledger->file);
        return 0;
    }
    if (rc == -TP_EINVAL) { /* no regular file */
        renew(ledger, loop, path, &err, note);
        return 0;
    }
    if (rc < 0)
        tp_err_set(note, -rc, "%.400s; %s", err.text, not_entered);
    return rc == -TP_ENOMEM ? rc : look_into(ledger, loop, path, from_s, note);
}

int tp_ledger_file_open(struct tp_ledger_file **out, uv_loop_t *loop, const char *state,
                        int64_t from_s, struct tp_err *note)
{
    struct tp_buf path = {0};
    struct tp_ledger_file *ledger = calloc(1, sizeof *ledger);
    *note = (struct tp_err){0};
    tp_buf_printf(&path, "%s/ledger", state);
    int rc = -TP_ENOMEM;
    if (ledger && !path.failed)
        rc = take(ledger, loop, path.data, from_s, note);
    tp_buf_finish(&path);
    if (rc < 0) {
        struct tp_err err;
        tp_ledger_file_close(ledger, &err);
        ledger = NULL;
        tp_err_set(note, TP_ENOMEM, "out of memory");
    }
    *out = ledger;
    return rc;
}

bool tp_ledger_file_enter(struct tp_ledger_file *ledger, const struct tp_ledger_record *record)
{
    struct tp_buf line = {0};
    if (record->entry.number <= tp_ledger_last(&ledger->past, record->session))
        return false;
    tp_ledger_keep(&ledger->past, record);
    if (!ledger->file)
        return true;
    tp_ledger_put(&line, record);
    if (!line.failed)
        tp_log_file_write(ledger->file, line.data, line.length);
    tp_buf_finish(&line);
    return true;
}

const struct tp_ledger *tp_ledger_file_past(const struct tp_ledger_file *ledger)
{
    return &ledger->past;
}

void tp_ledger_file_tick(struct tp_ledger_file *ledger, uint64_t now_ms)
{
    if (ledger->file)
        tp_log_file_tick(ledger->file, now_ms);
}

const char *tp_ledger_file_problem(struct tp_ledger_file *ledger)
{
    return ledger->file ? tp_log_file_problem(ledger->file) : NULL;
}

int tp_ledger_file_close(struct tp_ledger_file *ledger, struct tp_err *err)
{
    if (!ledger)
        return 0;
    int rc = tp_log_file_close(ledger->file, err);
    tp_ledger_finish(&ledger->past);
    free(ledger);
    return rc;
}
