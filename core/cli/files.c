/* Finding and reading files. Must never block on what is not a regular file. */
#include "core/cli/files.h"

#include "core/script/script.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
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

static int read_file(const char *path, const char *name, struct tp_buf *text, struct tp_err *err)
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

/* ---- folders ---- */

enum { FOLDERS = 8 };

struct folders {
    char paths[FOLDERS][PATH_MAX];
    int count;
};

static void add_folder(struct folders *folders, const char *format, const char *base)
{
    if (folders->count == FOLDERS || !base || !*base)
        return;
    int length = snprintf(folders->paths[folders->count], PATH_MAX, format, base);
    if (length > 0 && length < PATH_MAX)
        folders->count++;
}

/* The folder of this program; relocatable: everything is found from here. */
static bool program_folder(char folder[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    return true;
}

/* Adds the folders of routines, the person's own before the program's. */
static void routine_folders(struct folders *folders)
{
    char program[PATH_MAX], *own = getenv("TPRUN_ROUTINES");
    if (own) {
        char *copy = tp_text_copy(own), *rest = NULL;
        for (char *one = copy ? strtok_r(copy, ":", &rest) : NULL; one;
             one = strtok_r(NULL, ":", &rest))
            add_folder(folders, "%s", one);
        free(copy);
    }
    if (getenv("XDG_DATA_HOME"))
        add_folder(folders, "%s/tprun/routines", getenv("XDG_DATA_HOME"));
    else
        add_folder(folders, "%s/.local/share/tprun/routines", getenv("HOME"));
    if (program_folder(program)) {
        add_folder(folders, "%s/../share/tprun/routines", program);
        add_folder(folders, "%s/../routines", program); /* a build folder in the source tree */
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* ---- list ---- */

struct entry {
    char *name, *path;
};

struct entries {
    struct entry *list;
    size_t count, capacity;
};

static void add_entry(struct entries *entries, const char *folder, const char *file)
{
    struct tp_buf path = {0};
    char *name = tp_text_copy(file);
    if (name)
        name[strlen(name) - strlen(".lua")] = '\0';
    for (size_t i = 0; name && i < entries->count; i++)
        if (strcmp(entries->list[i].name, name) == 0) { /* an earlier folder wins */
            free(name);
            return;
        }
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity ? entries->capacity * 2 : 16;
        struct entry *list = realloc(entries->list, capacity * sizeof *list);
        if (list) {
            entries->list = list;
            entries->capacity = capacity;
        }
    }
    tp_buf_printf(&path, "%s/%s", folder, file);
    if (!name || path.failed || entries->count == entries->capacity) {
        free(name);
        tp_buf_finish(&path);
        return;
    }
    entries->list[entries->count++] = (struct entry){name, path.data};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static void collect(struct entries *entries)
{
    struct folders folders = {.count = 0};
    routine_folders(&folders);
    for (int i = 0; i < folders.count; i++) {
        DIR *dir = opendir(folders.paths[i]);
        for (struct dirent *one = dir ? readdir(dir) : NULL; one; one = readdir(dir))
            if (one->d_name[0] != '.' && ends_with(one->d_name, ".lua"))
                add_entry(entries, folders.paths[i], one->d_name);
        if (dir)
            closedir(dir);
    }
    if (entries->count > 1)
        qsort(entries->list, entries->count, sizeof *entries->list, by_name);
}

static void finish_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->list[i].name);
        free(entries->list[i].path);
    }
    free(entries->list);
}

void tp_files_list(void (*each)(void *context, const char *name, const char *path), void *context)
{
    struct entries entries = {0};
    collect(&entries);
    for (size_t i = 0; i < entries.count; i++)
        each(context, entries.list[i].name, entries.list[i].path);
    finish_entries(&entries);
}

/* ---- routines ---- */

static int no_routine(const char *what, const struct entries *entries, struct tp_err *err)
{
    const char *names[64];
    char shown[100];
    size_t count = 0;
    for (; count < entries->count && count < 64; count++)
        names[count] = entries->list[count].name;
    const char *near = tp_text_nearest(what, names, count);
    tp_text_clean(shown, sizeof shown, what, strlen(what));
    if (near)
        return tp_err_set(err, TP_ENOENT, "%s: there is no such routine; did you mean '%s'?", shown,
                          near);
    return tp_err_set(err, TP_ENOENT, "%s: there is no such routine; tprun list shows all", shown);
}

static int find_path(const char *what, char **path, struct tp_err *err)
{
    struct entries entries = {0};
    int rc = 0;
    *path = NULL;
    if (strchr(what, '/') || ends_with(what, ".lua")) {
        *path = tp_text_copy(what);
        return *path ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    collect(&entries);
    for (size_t i = 0; i < entries.count && !*path; i++)
        if (strcmp(entries.list[i].name, what) == 0)
            *path = tp_text_copy(entries.list[i].path);
    if (!*path)
        rc = no_routine(what, &entries, err);
    finish_entries(&entries);
    return rc;
}

int tp_files_open_routine(struct tp_routine_file *file, const char *what, struct tp_err *err)
{
    char shown[120];
    *file = (struct tp_routine_file){0};
    int rc = find_path(what, &file->path, err);
    if (rc < 0 || !file->path)
        return rc;
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    tp_text_clean(file->name, sizeof file->name, name, strlen(name));
    tp_text_clean(shown, sizeof shown, file->path, strlen(file->path));
    rc = read_file(file->path, shown, &file->text, err);
    if (rc < 0)
        tp_files_close_routine(file);
    return rc;
}

void tp_files_close_routine(struct tp_routine_file *file)
{
    if (!file)
        return;
    free(file->path);
    tp_buf_finish(&file->text);
    *file = (struct tp_routine_file){0};
}

/* ---- modules ---- */

static bool try_module(const char *folder, const char *name, struct tp_buf *source, int *rc,
                       char *shown, size_t shown_size, struct tp_err *err)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s.lua", folder, name);
    if (length < 0 || length >= (int)sizeof path)
        return false;
    snprintf(shown, shown_size, "%s.lua", name);
    *rc = read_file(path, shown, source, err);
    return *rc != -TP_ENOENT;
}

int tp_files_open_module(const char *routine_path, const char *name, struct tp_buf *source,
                         char *shown, size_t shown_size, struct tp_err *err)
{
    struct folders folders = {.count = 0};
    char own[PATH_MAX], relative[256];
    int rc = -TP_ENOENT;
    snprintf(own, sizeof own, "%s", routine_path);
    char *slash = strrchr(own, '/');
    if (slash)
        *slash = '\0';
    else
        snprintf(own, sizeof own, ".");
    snprintf(relative, sizeof relative, "%s", name);
    for (char *dot = relative; *dot; dot++)
        if (*dot == '.')
            *dot = '/';
    routine_folders(&folders);
    add_folder(&folders, "%s", own);
    for (int i = 0; i < folders.count; i++) {
        char lib[PATH_MAX];
        int length = snprintf(lib, sizeof lib, "%s/lib", folders.paths[i]);
        if (length < PATH_MAX && try_module(lib, relative, source, &rc, shown, shown_size, err))
            return rc;
    }
    if (try_module(own, relative, source, &rc, shown, shown_size, err))
        return rc;
    return tp_err_set(err, TP_ENOENT, "there is no module '%s' beside the routine or in a lib",
                      name);
}

char *tp_files_cache(const char *leaf)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct tp_buf path = {0};
    if (cache && *cache == '/')
        tp_buf_printf(&path, "%s/tprun/%s", cache, leaf);
    else if (home && *home == '/')
        tp_buf_printf(&path, "%s/.cache/tprun/%s", home, leaf);
    return path.data;
}
