/* Finding and keeping modules. Must never change one that was handed out. */
#include "core/cli/modules.h"

#include "core/cli/folders.h"
#include "core/cli/source.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void free_module(struct tp_module *module)
{
    if (!module)
        return;
    free(module->name);
    free(module->shown);
    free(module->path);
    free(module->text);
    free(module);
}

static const struct tp_module *find(const struct tp_modules *modules, const char *name)
{
    const struct tp_module *one = modules->newest;
    while (one && strcmp(one->name, name) != 0)
        one = one->next;
    return one;
}

static int keep(struct tp_modules *modules, const char *name, const char *shown, const char *path,
                const char *source, size_t length, struct tp_err *err)
{
    struct tp_module *one = calloc(1, sizeof *one);
    if (one) {
        one->name = tp_text_copy(name);
        one->shown = tp_text_copy(shown);
        one->path = tp_text_copy(path);
        one->text = tp_text_copy(source);
        one->length = length;
        one->next = modules->newest;
    }
    if (!one || !one->name || !one->shown || !one->path || !one->text) {
        free_module(one);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    modules->newest = one;
    return 0;
}

int tp_modules_keep(struct tp_modules *modules, const char *name, const char *shown,
                    const char *source, size_t length, struct tp_err *err)
{
    return keep(modules, name, shown, "", source, length, err);
}

static bool try_module(const char *folder, const char *name, struct tp_buf *source, int *rc,
                       char path[PATH_MAX], char *shown, size_t shown_size, struct tp_err *err)
{
    int length = snprintf(path, PATH_MAX, "%s/%s.lua", folder, name);
    if (length < 0 || length >= PATH_MAX)
        return false;
    snprintf(shown, shown_size, "%s.lua", name);
    *rc = tp_source_read(path, shown, source, err);
    return *rc != -TP_ENOENT;
}

/* In the lib of the folders of routines (so that no stranger's file takes the place of the atlas
 * and its maxima), then in the routine's own folder's lib, then beside it. */
static int read_module(const char *routine_path, const char *name, struct tp_buf *source,
                       char path[PATH_MAX], char *shown, size_t shown_size, struct tp_err *err)
{
    struct tp_folders folders;
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
    tp_folder_routines(&folders);
    for (int i = 0; i <= folders.count; i++) {
        char lib[PATH_MAX];
        int length =
            snprintf(lib, sizeof lib, "%s/lib", i < folders.count ? folders.paths[i] : own);
        if (length < PATH_MAX &&
            try_module(lib, relative, source, &rc, path, shown, shown_size, err))
            return rc;
    }
    if (try_module(own, relative, source, &rc, path, shown, shown_size, err))
        return rc;
    return tp_err_set(err, TP_ENOENT, "there is no module '%s' beside the routine or in a lib",
                      name);
}

/* Text with a zero byte is refused by the script; there is nothing to keep of it. */
static bool is_whole(const struct tp_buf *source)
{
    return !source->data || strlen(source->data) == source->length;
}

int tp_modules_open(struct tp_modules *modules, const char *routine_path, const char *name,
                    struct tp_buf *source, char *shown, size_t shown_size, struct tp_err *err)
{
    const struct tp_module *kept = find(modules, name);
    char path[PATH_MAX];
    if (kept) {
        snprintf(shown, shown_size, "%s", kept->shown);
        tp_buf_add(source, kept->text, kept->length);
        return 0;
    }
    int rc = read_module(routine_path, name, source, path, shown, shown_size, err);
    if (rc < 0 || modules->lent || !is_whole(source))
        return rc;
    const char *text = source->data ? source->data : "";
    return keep(modules, name, shown, path, text, source->length, err);
}

static bool has_changed(const struct tp_module *module, const char *routine_path)
{
    struct tp_buf source = {0};
    struct tp_err none;
    char path[PATH_MAX], shown[64];
    int rc = read_module(routine_path, module->name, &source, path, shown, sizeof shown, &none);
    bool same = rc == 0 && source.length == module->length &&
                (source.length == 0 || memcmp(source.data, module->text, source.length) == 0);
    tp_buf_finish(&source);
    return rc != -TP_ENOENT && !same;
}

bool tp_modules_changed(const struct tp_modules *modules, const char *routine_path)
{
    for (const struct tp_module *one = modules->newest; one; one = one->next)
        if (has_changed(one, routine_path))
            return true;
    return false;
}

const struct tp_module *
tp_modules_since(const struct tp_modules *modules, const struct tp_module *last,
                 void (*each)(void *context, const char *name, const char *shown,
                              const char *source, size_t length),
                 void *context)
{
    while (last != modules->newest) {
        const struct tp_module *one = modules->newest;
        while (one->next != last)
            one = one->next;
        each(context, one->name, one->shown, one->text, one->length);
        last = one;
    }
    return last;
}

void tp_modules_finish(struct tp_modules *modules)
{
    while (modules->newest) {
        struct tp_module *next = modules->newest->next;
        free_module(modules->newest);
        modules->newest = next;
    }
}
