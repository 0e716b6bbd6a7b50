/* Folders of plugins. Must never follow a name that a plugin gives out of its own folder. */
#include "core/host/plugin_folder.h"

#include "core/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 16 }; /* descriptors while a folder is removed */

int plugin_folder_make(char **path, struct tp_err *err)
{
    static const char *const variables[] = {"XDG_RUNTIME_DIR", "TMPDIR"};
    struct tp_buf made = {0};
    const char *place = "/tmp";
    for (size_t i = sizeof variables / sizeof *variables; i-- > 0;) {
        const char *given = getenv(variables[i]);
        if (given && *given == '/' && access(given, W_OK | X_OK) == 0)
            place = given;
    }
    *path = NULL;
    tp_buf_printf(&made, "%s/tprun-XXXXXX", place);
    if (made.failed) {
        tp_buf_finish(&made);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    if (!mkdtemp(made.data)) {
        tp_err_set(err, TP_EIO, "no folder can be made in %s: %s", place, strerror(errno));
        tp_buf_finish(&made);
        return -TP_EIO;
    }
    *path = made.data;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void plugin_folder_remove(const char *path)
{
    nftw(path, remove_one, DEEPEST, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* The path from the folder on, or NULL when it lies elsewhere. */
static const char *inside(const char *folder, const char *file)
{
    size_t length = strlen(folder);
    if (*file != '/')
        return file;
    return strncmp(file, folder, length) == 0 && file[length] == '/' ? file + length + 1 : NULL;
}

static int outside(struct tp_err *err)
{
    return tp_err_set(err, TP_EINVAL,
                      "the file that it names is not in the folder that it was given");
}

/* One folder down from `at`, which is closed; no link is followed. */
static int enter(int at, const char *name)
{
    int fd = -1;
    if (*name && strcmp(name, "..") != 0)
        fd = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(at);
    return fd;
}

/* A file itself, in the folder `at`. */
static int take(int at, const char *name, struct tp_err *err)
{
    struct stat status;
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return tp_err_set(err, TP_ENOENT, "the file that it names is not there");
    if (fd < 0 && (errno == ELOOP || errno == EISDIR))
        return outside(err);
    if (fd < 0)
        return tp_err_set(err, TP_EIO, "the file that it names cannot be read: %s",
                          strerror(errno));
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1) {
        close(fd);
        return outside(err);
    }
    unlinkat(at, name, 0);
    return fd;
}

int plugin_folder_take(const char *folder, const char *file, struct tp_err *err)
{
    char path[PATH_MAX], *rest = path, *slash;
    const char *from = inside(folder, file);
    int at, fd;
    if (!from || strlen(from) >= sizeof path)
        return outside(err);
    memcpy(path, from, strlen(from) + 1);
    at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0 && (slash = strchr(rest, '/'))) {
        *slash = '\0';
        at = enter(at, rest);
        rest = slash + 1;
    }
    if (at < 0 || !*rest || strcmp(rest, "..") == 0) {
        if (at >= 0)
            close(at);
        return outside(err);
    }
    fd = take(at, rest, err);
    close(at);
    return fd;
}
