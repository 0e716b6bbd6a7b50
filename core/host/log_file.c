/* A file that only grows. Must never let the loop wait for a disk, nor leave a hole in what was
 * given: what was not taken comes before everything that is given later. */
#include "core/host/log_file.h"

#include "core/base/text.h"
#include "core/host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    EVERY_MS = 1000,     /* between two syncs, or two tries */
    MOST_WAITS = 4 << 20 /* bytes; an hour of a session is a tenth of it */
};

struct tp_log_file {
    uv_work_t work;
    uv_loop_t *loop;
    char *path; /* owned */
    int fd;
    struct tp_buf waiting;    /* given, and not taken by the system; empty but for a failing disk */
    size_t sent;              /* of waiting */
    uint64_t written, synced; /* bytes of this session that the system has, and the disk */
    uint64_t aim;             /* written, when the sync under way began */
    bool naming;              /* that sync is to see to the name too */
    int sync_error;           /* of that sync: errno, or 0; the worker's until it is through */
    uint64_t next_ms;         /* no sync and no new try before */
    bool named;               /* the file's name has reached the disk */
    bool busy, closing;       /* a sync is under way; and then the file is to be freed */
    bool stuck, given_up;     /* waits for the next try; nothing is taken any more */
    bool told;
    struct tp_err problem; /* the first */
};

/* ---- opening ---- */

static int fail(struct tp_err *err, int code, const char *path, const char *what, int number)
{
    char shown[300];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    return tp_err_set(err, code, "%s: %s%s%s", shown, what, number ? ": " : "",
                      number ? strerror(number) : "");
}

static void destroy(struct tp_log_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    tp_buf_finish(&file->waiting);
    free(file->path);
    free(file);
}

static struct tp_log_file *allocate(uv_loop_t *loop, const char *path)
{
    struct tp_log_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    file->fd = -1;
    file->loop = loop;
    file->work.data = file;
    file->path = tp_text_copy(path);
    if (!file->path) {
        destroy(file);
        return NULL;
    }
    return file;
}

/* A file system that knows no locks is no mistake. */
static int lock(const struct tp_log_file *file, struct tp_err *err)
{
    if (flock(file->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return fail(err, TP_EAGAIN, file->path, "another session is writing it", 0);
    return 0;
}

static int make(struct tp_log_file *file, struct tp_err *err)
{
    int rc = tp_file_make_folders(file->path, err);
    if (rc < 0)
        return rc;
    file->fd = open(file->path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file->fd < 0)
        return fail(err, TP_EIO, file->path, "cannot be made", errno);
    return lock(file, err);
}

int tp_log_file_cut(struct tp_log_file *file, uint64_t whole, struct tp_err *err)
{
    struct stat about;
    if (fstat(file->fd, &about) < 0 || (uint64_t)about.st_size < whole)
        return fail(err, TP_EINVAL, file->path, "it is shorter than it was", 0);
    if ((uint64_t)about.st_size > whole && ftruncate(file->fd, (off_t)whole) < 0)
        return fail(err, TP_EIO, file->path, "cannot be written", errno);
    return 0;
}

/* Locked first: what another process has is not cut. */
static int take(struct tp_log_file *file, uint64_t whole, struct tp_err *err)
{
    struct stat about;
    file->fd = open(file->path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file->fd < 0)
        return fail(err, errno == ENOENT ? TP_ENOENT : TP_EIO, file->path, "cannot be opened",
                    errno);
    if (fstat(file->fd, &about) < 0 || !S_ISREG(about.st_mode))
        return fail(err, TP_EINVAL, file->path, "it is not a regular file", 0);
    int rc = lock(file, err);
    file->named = true;
    return rc < 0 || whole == TP_LOG_FILE_ALL ? rc : tp_log_file_cut(file, whole, err);
}

int tp_log_file_create(struct tp_log_file **out, uv_loop_t *loop, const char *path,
                       struct tp_err *err)
{
    struct tp_log_file *file = allocate(loop, path);
    int rc = file ? make(file, err) : tp_err_set(err, TP_ENOMEM, "out of memory");
    if (rc < 0 && file)
        destroy(file);
    *out = rc < 0 ? NULL : file;
    return rc;
}

int tp_log_file_open(struct tp_log_file **out, uv_loop_t *loop, const char *path, uint64_t whole,
                     struct tp_err *err)
{
    struct tp_log_file *file = allocate(loop, path);
    int rc = file ? take(file, whole, err) : tp_err_set(err, TP_ENOMEM, "out of memory");
    if (rc < 0 && file)
        destroy(file);
    *out = rc < 0 ? NULL : file;
    return rc;
}

/* ---- writing ---- */

static void note_problem(struct tp_log_file *file, int number)
{
    if (!file->problem.code)
        fail(&file->problem, TP_EIO, file->path, "cannot be written", number);
}

static void give_up(struct tp_log_file *file, int number)
{
    note_problem(file, number);
    file->given_up = true;
    file->stuck = false;
    tp_buf_finish(&file->waiting);
    file->sent = 0;
}

/* Writes what waits, as far as it is taken. */
static void flush(struct tp_log_file *file)
{
    file->stuck = false;
    while (file->sent < file->waiting.length) {
        ssize_t done =
            write(file->fd, file->waiting.data + file->sent, file->waiting.length - file->sent);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            note_problem(file, done < 0 ? errno : ENOSPC);
            file->stuck = true;
            return;
        }
        file->sent += (size_t)done;
        file->written += (size_t)done;
    }
    tp_buf_clear(&file->waiting);
    file->sent = 0;
}

void tp_log_file_write(struct tp_log_file *file, const char *bytes, size_t length)
{
    if (file->given_up || length == 0)
        return;
    if (file->waiting.length + length > MOST_WAITS) {
        give_up(file, ENOSPC);
        return;
    }
    tp_buf_add(&file->waiting, bytes, length);
    if (file->waiting.failed)
        give_up(file, ENOMEM);
    else if (!file->stuck)
        flush(file);
}

/* ---- the disk ---- */

static int sync_all(const struct tp_log_file *file, bool naming)
{
    if (naming)
        tp_file_sync_folder(file->path);
    return fdatasync(file->fd) < 0 ? errno : 0;
}

static void work(uv_work_t *request)
{
    struct tp_log_file *file = request->data;
    file->sync_error = sync_all(file, file->naming);
}

static void synced(struct tp_log_file *file, uint64_t aim, int number)
{
    if (number) {
        note_problem(file, number);
        return;
    }
    file->named = true;
    if (file->synced < aim)
        file->synced = aim;
}

static void done(uv_work_t *request, int status)
{
    struct tp_log_file *file = request->data;
    file->busy = false;
    if (file->closing)
        destroy(file);
    else if (status == 0)
        synced(file, file->aim, file->sync_error);
}

void tp_log_file_tick(struct tp_log_file *file, uint64_t now_ms)
{
    bool wants_sync = file->synced < file->written && !file->busy;
    if (now_ms < file->next_ms || (!file->stuck && !wants_sync))
        return;
    file->next_ms = now_ms + EVERY_MS;
    if (file->stuck)
        flush(file);
    if (!wants_sync)
        return;
    file->aim = file->written;
    file->naming = !file->named;
    file->busy = uv_queue_work(file->loop, &file->work, work, done) == 0;
}

const char *tp_log_file_problem(struct tp_log_file *file)
{
    if (!file->problem.code || file->told)
        return NULL;
    file->told = true;
    return file->problem.text;
}

const char *tp_log_file_path(const struct tp_log_file *file)
{
    return file->path;
}

int tp_log_file_close(struct tp_log_file *file, struct tp_err *err)
{
    if (!file)
        return 0;
    if (!file->given_up)
        flush(file);
    if (file->synced < file->written)
        synced(file, file->written, sync_all(file, !file->named));
    bool whole = !file->given_up && !file->stuck && file->synced == file->written;
    int rc = whole ? 0 : tp_err_set(err, TP_EIO, "%s", file->problem.text);
    file->closing = true;
    if (!file->busy)
        destroy(file);
    return rc;
}
