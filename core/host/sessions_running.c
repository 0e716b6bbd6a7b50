/* One session at a time: whoever has the lock of STATE/sessions/running runs, and is named in it.
 * The lock goes with its process, however that ends. Must never wait for it. */
#include "core/base/text.h"
#include "core/host/file.h"
#include "core/host/sessions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct tp_running {
    int fd;
};

enum { CONTENT = 200 }; /* bytes of the file that are looked at */

/* "PROCESS NAME" of the session that runs. */
static int refuse(int fd, struct tp_err *err)
{
    char content[CONTENT + 1], shown[CONTENT];
    ssize_t got = pread(fd, content, CONTENT, 0);
    content[got > 0 ? got : 0] = '\0';
    content[strcspn(content, "\n")] = '\0';
    char *name;
    long process = strtol(content, &name, 10);
    if (process <= 0 || *name != ' ')
        return tp_err_set(err, TP_EAGAIN, "another session is running: one at a time");
    tp_text_clean(shown, sizeof shown, name + 1, strlen(name + 1));
    return tp_err_set(err, TP_EAGAIN, "'%s' is running already (process %ld): one at a time", shown,
                      process);
}

/* Says who runs. A full disk only keeps the name from others. */
static void sign(int fd, const char *name)
{
    struct tp_buf content = {0};
    tp_buf_printf(&content, "%ld %s\n", (long)getpid(), name);
    if (ftruncate(fd, 0) == 0 && !content.failed)
        (void)!write(fd, content.data, content.length);
    tp_buf_finish(&content);
}

static int take(int fd, const char *name, struct tp_err *err)
{
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return refuse(fd, err);
    sign(fd, name);
    return 0;
}

/* -TP_EIO or the open file. */
static int open_lock(const char *path, struct tp_err *err)
{
    char shown[300];
    int rc = tp_file_make_folders(path, err);
    if (rc < 0)
        return rc;
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    return tp_err_set(err, TP_EIO, "%s: cannot be opened: %s", shown, strerror(errno));
}

int tp_sessions_enter(struct tp_running **out, const char *state, const char *name,
                      struct tp_err *err)
{
    struct tp_buf path = {0};
    struct tp_running *running = calloc(1, sizeof *running);
    *out = NULL;
    tp_buf_printf(&path, "%s/sessions/running", state);
    if (!running || path.failed) {
        free(running);
        tp_buf_finish(&path);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    int rc = running->fd = open_lock(path.data, err);
    tp_buf_finish(&path);
    if (rc >= 0 && (rc = take(running->fd, name, err)) < 0)
        close(running->fd);
    if (rc < 0)
        free(running);
    else
        *out = running;
    return rc;
}

void tp_sessions_leave(struct tp_running *running)
{
    if (!running)
        return;
    (void)!ftruncate(running->fd, 0);
    close(running->fd);
    free(running);
}
