/* Reading and saving small files. Must never leave half a file under a name that is read. */
#include "core/host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct tp_err *err, const char *path, const char *what)
{
    char shown[300];
    int number = errno;
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    return tp_err_set(err, TP_EIO, "%s: %s: %s", shown, what, strerror(number));
}

static int read_all(int fd, const char *path, size_t limit, struct tp_buf *text, struct tp_err *err)
{
    char piece[16384];
    size_t before = text->length;
    ssize_t got;
    while ((got = read(fd, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(err, path, "cannot be read");
        tp_buf_add(text, piece, (size_t)got);
        if (text->length - before > limit)
            return tp_err_set(err, TP_ELIMIT, "the file is longer than %zu bytes", limit);
    }
    return text->failed ? tp_err_set(err, TP_ENOMEM, "out of memory") : 0;
}

int tp_file_read(const char *path, size_t limit, struct tp_buf *text, struct tp_err *err)
{
    struct stat about;
    int rc, fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return tp_err_set(err, TP_ENOENT, "there is no such file");
    if (fd < 0)
        return fail(err, path, "cannot be opened");
    if (fstat(fd, &about) < 0 || !S_ISREG(about.st_mode))
        rc = tp_err_set(err, TP_EINVAL, "it is not a regular file");
    else
        rc = read_all(fd, path, limit, text, err);
    close(fd);
    return rc;
}

int tp_file_make_folders(const char *path, struct tp_err *err)
{
    char *folder = tp_text_copy(path);
    int rc = folder ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
    for (char *slash = folder ? strchr(folder + 1, '/') : NULL; slash && rc == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) < 0 && errno != EEXIST)
            rc = fail(err, folder, "cannot be made");
        *slash = '/';
    }
    free(folder);
    return rc;
}

static bool write_all(int fd, const struct tp_buf *text)
{
    for (size_t sent = 0; sent < text->length;) {
        ssize_t done = write(fd, text->data + sent, text->length - sent);
        if (done < 0 && errno != EINTR)
            return false;
        sent += done > 0 ? (size_t)done : 0;
    }
    return fsync(fd) == 0;
}

void tp_file_sync_folder(const char *path)
{
    char *folder = tp_text_copy(path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    if (slash)
        slash[slash == folder] = '\0';
    int fd = folder ? open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

int tp_file_save(const char *path, const struct tp_buf *text, struct tp_err *err)
{
    struct tp_buf beside = {0};
    int fd = -1, rc;
    tp_buf_printf(&beside, "%s.XXXXXX", path);
    if (beside.failed || text->failed) {
        rc = tp_err_set(err, TP_ENOMEM, "out of memory");
        goto out;
    }
    rc = tp_file_make_folders(path, err);
    if (rc < 0)
        goto out;
    fd = mkostemp(beside.data, O_CLOEXEC); /* 0600 */
    if (fd < 0) {
        rc = fail(err, path, "cannot be written");
        goto out;
    }
    bool written = write_all(fd, text);
    if (!written || rename(beside.data, path) < 0) {
        rc = fail(err, path, "cannot be written");
        unlink(beside.data);
        goto out;
    }
    tp_file_sync_folder(path);
out:
    if (fd >= 0)
        close(fd);
    tp_buf_finish(&beside);
    return rc;
}

bool tp_file_set_aside(const char *path)
{
    struct tp_buf aside = {0};
    tp_buf_printf(&aside, "%s.damaged", path);
    bool moved = !aside.failed && rename(path, aside.data) == 0;
    tp_buf_finish(&aside);
    return moved;
}

void tp_file_plain_name(char *name, size_t size, const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    size_t length = dot && dot != base ? (size_t)(dot - base) : strlen(base);
    snprintf(name, size, "%.*s", (int)(length < size ? length : size), base);
    for (char *c = name; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", *c))
            *c = '_';
}

int tp_file_make(const char *path, const struct tp_buf *text, struct tp_err *err)
{
    char shown[300];
    int rc = 0, fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    if (fd < 0 && errno == EEXIST)
        return tp_err_set(err, TP_EINVAL, "%s: it is there already, and stays as it is", shown);
    if (fd < 0 && errno == ENOENT)
        return tp_err_set(err, TP_EIO, "%s: there is no such folder", shown);
    if (fd < 0)
        return fail(err, path, "cannot be written");
    if (!write_all(fd, text)) {
        rc = fail(err, path, "cannot be written");
        unlink(path);
    }
    close(fd);
    return rc;
}
