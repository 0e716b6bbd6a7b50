/* Reading source. Must never block on what is not a regular file. */
#include "core/cli/source.h"

#include "core/script/script.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, const char *name, struct tp_buf *text, struct tp_err *err)
{
    char piece[16384];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tp_err_set(err, TP_EIO, "%s: cannot be read: %s", name, strerror(errno));
        if (got == 0)
            break;
        tp_buf_add(text, piece, (size_t)got);
        if (text->length > TP_SOURCE)
            return tp_err_set(err, TP_ELIMIT, "%s: is longer than %d KiB", name, TP_SOURCE / 1024);
    }
    return text->failed ? tp_err_set(err, TP_ENOMEM, "%s: out of memory", name) : 0;
}

int tp_source_read(const char *path, const char *name, struct tp_buf *text, struct tp_err *err)
{
    struct stat about;
    int rc = 0, fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? tp_err_set(err, TP_ENOENT, "%s: there is no such file", name)
                   : tp_err_set(err, TP_EIO, "%s: cannot be opened: %s", name, strerror(errno));
    if (fstat(fd, &about) < 0 || !S_ISREG(about.st_mode))
        rc = tp_err_set(err, TP_EIO, "%s: is not a file of text", name);
    else
        rc = read_all(fd, name, text, err);
    close(fd);
    return rc;
}
