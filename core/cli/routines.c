/* Finding routines by path or name. */
#include "core/cli/routines.h"

#include "core/cli/folders.h"
#include "core/cli/source.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

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
    struct tp_folders folders;
    tp_folder_routines(&folders);
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

void tp_routine_list(void (*each)(void *context, const char *name, const char *path), void *context)
{
    struct entries entries = {0};
    collect(&entries);
    for (size_t i = 0; i < entries.count; i++)
        each(context, entries.list[i].name, entries.list[i].path);
    finish_entries(&entries);
}

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

static void take_name(struct tp_routine_file *file)
{
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    tp_text_clean(file->name, sizeof file->name, name, strlen(name));
}

int tp_routine_open(struct tp_routine_file *file, const char *what, struct tp_err *err)
{
    char shown[120];
    *file = (struct tp_routine_file){0};
    int rc = find_path(what, &file->path, err);
    if (rc < 0 || !file->path)
        return rc;
    take_name(file);
    tp_text_clean(shown, sizeof shown, file->path, strlen(file->path));
    rc = tp_source_read(file->path, shown, &file->text, err);
    if (rc < 0)
        tp_routine_close(file);
    return rc;
}

int tp_routine_take(struct tp_routine_file *file, const char *path, const char *text, size_t length,
                    struct tp_err *err)
{
    *file = (struct tp_routine_file){.path = tp_text_copy(path)};
    tp_buf_add(&file->text, text, length);
    if (file->path && !file->text.failed) {
        take_name(file);
        return 0;
    }
    tp_routine_close(file);
    return tp_err_set(err, TP_ENOMEM, "out of memory");
}

const char *tp_routine_name(const struct tp_routine_file *file, char name[128])
{
    const char *dot = strrchr(file->name, '.');
    size_t length = dot && dot != file->name ? (size_t)(dot - file->name) : strlen(file->name);
    memcpy(name, file->name, length);
    name[length] = '\0';
    return name;
}

void tp_routine_close(struct tp_routine_file *file)
{
    if (!file)
        return;
    free(file->path);
    tp_buf_finish(&file->text);
    *file = (struct tp_routine_file){0};
}
