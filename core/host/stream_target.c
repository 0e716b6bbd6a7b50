/* Opening the ends of a stream. Must never leave a standard stream otherwise than it was: the shell
 * and other programs share it. */
#include "core/host/stream_target.h"

#include "core/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLAGS = O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

static int fail(struct tp_err *err, const char *path)
{
    char shown[300];
    int number = errno;
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    return tp_err_set(err, number == ENOENT ? TP_ENOENT : TP_EIO, "%s cannot be opened: %s", shown,
                      strerror(number));
}

/* A description of our own where there can be one, so that "never wait" is not said to others; not
 * for a file, whose place in it we want to share. */
static int open_standard(struct stream_target *target, bool write, struct tp_err *err)
{
    struct stat about;
    char own[32];
    target->shared = write ? STDOUT_FILENO : STDIN_FILENO;
    target->flags = fcntl(target->shared, F_GETFL);
    snprintf(own, sizeof own, "/dev/fd/%d", target->shared);
    if (fstat(target->shared, &about) == 0 && !S_ISREG(about.st_mode))
        target->fd = open(own, (write ? O_WRONLY : O_RDONLY) | FLAGS);
    if (target->fd < 0) /* a file, a socket, a pipe of somebody else */
        target->fd = fcntl(target->shared, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return target->fd < 0 ? fail(err, write ? "standard output" : "standard input") : 0;
}

/* A FIFO that is written is opened for reading too: it needs no reader now, and does not break when
 * one leaves. One that is read is not, because then the end of a writer would go unseen. */
static int open_path(struct stream_target *target, const char *path, bool write, struct tp_err *err)
{
    struct stat about;
    target->fifo = stat(path, &about) == 0 && S_ISFIFO(about.st_mode);
    if (!write)
        target->fd = open(path, O_RDONLY | FLAGS);
    else if (target->fifo)
        target->fd = open(path, O_RDWR | FLAGS);
    else
        target->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | FLAGS, 0666);
    if (target->fd >= 0 && fstat(target->fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(target->fd);
        target->fd = -1;
        errno = EISDIR;
    }
    return target->fd < 0 ? fail(err, path) : 0;
}

int stream_target_open(struct stream_target *target, const char *path, bool write,
                       struct tp_err *err)
{
    *target = (struct stream_target){.fd = -1, .shared = -1};
    return strcmp(path, "-") == 0 ? open_standard(target, write, err)
                                  : open_path(target, path, write, err);
}

void stream_target_close(struct stream_target *target)
{
    if (target->fd >= 0)
        close(target->fd);
    if (target->shared >= 0 && target->flags >= 0)
        (void)fcntl(target->shared, F_SETFL, target->flags);
    *target = (struct stream_target){.fd = -1, .shared = -1};
}
