/* Finding and keeping modules. Must never change one that was handed out. */
#include "core/cli/modules.h"

#include "core/cli/folders.h"
#include "core/cli/source.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tp_module {
    char *name, *shown, *text; /* owned */
    size_t length;
    struct tp_module *next;
};

static void free_module(struct tp_module *module)
{
    if (!module)
        return;
    free(module->name);
    free(module->shown);
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

int tp_modules_keep(struct tp_modules *modules, const char *name, const char *shown,
                    const char *source, size_t length, struct tp_err *err)
{
    struct tp_module *one = calloc(1, sizeof *one);
    if (one) {
        one->name = tp_text_copy(name);
        one->shown = tp_text_copy(shown);
        one->text = tp_text_copy(source);
        one->length = length;
        one->next = modules->newest;
    }
    if (!one || !one->name || !one->shown || !one->text) {
        free_module(one);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    modules->newest = one;
    return 0;
}

static bool try_module(const char *folder, const char *name, struct tp_buf *source, int *rc,
                       char *shown, size_t shown_size, struct tp_err *err)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s.lua", folder, name);
    if (length < 0 || length >= (int)sizeof path)
        return false;
    snprintf(shown, shown_size, "%s.lua", name);
    *rc = tp_source_read(path, shown, source, err);
    return *rc != -TP_ENOENT;
}

/* In the lib of the folders of routines (so that no stranger's file takes the place of the atlas
 * and its maxima), then in the routine's own folder's lib, then beside it. */
static int read_module(const char *routine_path, const char *name, struct tp_buf *source,
                       char *shown, size_t shown_size, struct tp_err *err)
{
    struct tp_routine_folders folders;
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
        if (length < PATH_MAX && try_module(lib, relative, source, &rc, shown, shown_size, err))
            return rc;
    }
    if (try_module(own, relative, source, &rc, shown, shown_size, err))
        return rc;
    return tp_err_set(err, TP_ENOENT, "there is no module '%s' beside the routine or in a lib",
                      name);
}

int tp_modules_open(struct tp_modules *modules, const char *routine_path, bool keep,
                    const char *name, struct tp_buf *source, char *shown, size_t shown_size,
                    struct tp_err *err)
{
    const struct tp_module *kept = find(modules, name);
    if (kept) {
        snprintf(shown, shown_size, "%s", kept->shown);
        tp_buf_add(source, kept->text, kept->length);
        return 0;
    }
    int rc = read_module(routine_path, name, source, shown, shown_size, err);
    /* Text with a zero byte is refused by the script; there is nothing to keep of it. */
    bool whole = rc == 0 && (!source->data || strlen(source->data) == source->length);
    const char *text = source->data ? source->data : "";
    return whole && keep ? tp_modules_keep(modules, name, shown, text, source->length, err) : rc;
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
