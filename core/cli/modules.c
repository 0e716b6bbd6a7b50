/* Keeping modules. Must never change one that was handed out. */
#include "core/cli/modules.h"

#include "core/cli/files.h"

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

static int add(struct tp_modules *modules, const char *name, const char *shown,
               const struct tp_buf *source, struct tp_err *err)
{
    struct tp_module *one = calloc(1, sizeof *one);
    if (one) {
        one->name = tp_text_copy(name);
        one->shown = tp_text_copy(shown);
        one->text = tp_text_copy(source->data ? source->data : "");
        one->length = source->length;
        one->next = modules->newest;
    }
    if (!one || !one->name || !one->shown || !one->text) {
        free_module(one);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    modules->newest = one;
    return 0;
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
    int rc = tp_files_open_module(routine_path, name, source, shown, shown_size, err);
    /* Text with a zero byte is refused by the script; there is nothing to keep of it. */
    bool whole = rc == 0 && (!source->data || strlen(source->data) == source->length);
    return whole && keep ? add(modules, name, shown, source, err) : rc;
}

void tp_modules_finish(struct tp_modules *modules)
{
    while (modules->newest) {
        struct tp_module *next = modules->newest->next;
        free_module(modules->newest);
        modules->newest = next;
    }
}
