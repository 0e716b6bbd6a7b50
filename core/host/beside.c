/* Files beside their place. Must never leave half a file under the name that was asked for. */
#include "core/host/beside.h"

#include "core/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES = 100 }; /* tried until one is free */

struct tp_beside {
    char *path, *temporary; /* the latter NULL when there is no such file (any more) */
    FILE *file;             /* NULL once it was ended */
    int failed;             /* errno of the first write that failed, 0 */
};

static int fail(const struct tp_beside *beside, int number, struct tp_err *err)
{
    char shown[300];
    tp_text_clean(shown, sizeof shown, beside->path, strlen(beside->path));
    return tp_err_set(err, TP_EIO, "%s: %s", shown, strerror(number));
}

static int open_new(struct tp_beside *beside)
{
    struct tp_buf name = {0};
    int fd = -1;
    errno = ENOMEM;
    for (int i = 0; i < NAMES && fd < 0; i++) {
        tp_buf_clear(&name);
        tp_buf_printf(&name, "%s.%ld-%d.part", beside->path, (long)getpid(), i);
        if (name.failed)
            break;
        fd = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    if (fd >= 0)
        beside->temporary = name.data; /* taken over */
    else
        tp_buf_finish(&name);
    return fd;
}

static int open_file(struct tp_beside *beside, struct tp_err *err)
{
    struct stat about;
    if (stat(beside->path, &about) == 0 && S_ISDIR(about.st_mode))
        return fail(beside, EISDIR, err);
    int fd = open_new(beside);
    if (fd < 0)
        return fail(beside, errno, err);
    beside->file = fdopen(fd, "w");
    if (!beside->file) {
        int number = errno;
        close(fd);
        return fail(beside, number, err);
    }
    return 0;
}

int tp_beside_open(struct tp_beside **out, const char *path, struct tp_err *err)
{
    struct tp_beside *beside = calloc(1, sizeof *beside);
    *out = NULL;
    if (!beside || !(beside->path = tp_text_copy(path))) {
        free(beside);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    int rc = open_file(beside, err);
    if (rc < 0)
        tp_beside_close(beside);
    else
        *out = beside;
    return rc;
}

void tp_beside_write(void *to, const char *bytes, size_t length)
{
    struct tp_beside *beside = to;
    if (beside->failed || length == 0)
        return;
    errno = EIO;
    if (fwrite(bytes, 1, length, beside->file) != length)
        beside->failed = errno;
}

int tp_beside_end(struct tp_beside *beside, struct tp_err *err)
{
    errno = EIO;
    if (!beside->failed && (fflush(beside->file) != 0 || fsync(fileno(beside->file)) != 0))
        beside->failed = errno;
    if (fclose(beside->file) != 0 && !beside->failed)
        beside->failed = errno;
    beside->file = NULL;
    return beside->failed ? fail(beside, beside->failed, err) : 0;
}

int tp_beside_move(struct tp_beside *beside, struct tp_err *err)
{
    if (rename(beside->temporary, beside->path) != 0)
        return fail(beside, errno, err);
    free(beside->temporary);
    beside->temporary = NULL;
    return 0;
}

void tp_beside_close(struct tp_beside *beside)
{
    if (!beside)
        return;
    if (beside->file)
        fclose(beside->file);
    if (beside->temporary)
        unlink(beside->temporary);
    free(beside->temporary);
    free(beside->path);
    free(beside);
}
