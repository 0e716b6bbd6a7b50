/* Finding plugins by their manifests. */
#include "core/cli/catalogue.h"

#include "core/base/text.h"
#include "core/cli/folders.h"
#include "core/host/plugin_find.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more, zeroed. */
static struct tp_catalogue_entry *grow(struct tp_catalogue *catalogue)
{
    size_t count = catalogue->count;
    struct tp_catalogue_entry *entries = realloc(catalogue->entries, (count + 1) * sizeof *entries);
    if (!entries)
        return NULL;
    catalogue->entries = entries;
    catalogue->count++;
    entries[count] = (struct tp_catalogue_entry){0};
    return &entries[count];
}

static int add(void *context, const char *id, const char *manifest)
{
    struct tp_catalogue_entry *entry = grow(context);
    if (!entry || !(entry->id = tp_text_copy(id)) || !(entry->path = tp_text_copy(manifest)))
        return -TP_ENOMEM;
    if (tp_manifest_read(&entry->manifest, entry->path, &entry->wrong) == 0)
        tp_manifest_needs(&entry->manifest, &entry->missing);
    return 0;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct tp_catalogue_entry *)a)->id,
                  ((const struct tp_catalogue_entry *)b)->id);
}

int tp_catalogue_read(struct tp_catalogue *catalogue, struct tp_err *err)
{
    struct tp_folders folders;
    const char *paths[TP_FOLDERS];
    *catalogue = (struct tp_catalogue){0};
    tp_folder_plugins(&folders);
    for (int i = 0; i < folders.count; i++)
        paths[i] = folders.paths[i];
    int rc = tp_plugin_list(paths, (size_t)folders.count, add, catalogue);
    if (catalogue->count > 1)
        qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, by_id);
    return rc < 0 ? tp_err_set(err, -rc, "out of memory") : 0;
}

void tp_catalogue_finish(struct tp_catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct tp_catalogue_entry *entry = &catalogue->entries[i];
        if (entry->wrong.code == 0)
            tp_manifest_finish(&entry->manifest);
        free(entry->id);
        free(entry->path);
    }
    free(catalogue->entries);
    *catalogue = (struct tp_catalogue){0};
}

int tp_catalogue_find(const struct tp_catalogue *catalogue, const char *id,
                      const struct tp_catalogue_entry **entry, struct tp_err *err)
{
    const char *names[64] = {NULL};
    char shown[80];
    size_t count = 0;
    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->entries[i].id, id) == 0) {
            *entry = &catalogue->entries[i];
            return 0;
        }
        if (count < sizeof names / sizeof *names)
            names[count++] = catalogue->entries[i].id;
    }
    const char *near = tp_text_nearest(id, names, count);
    tp_text_clean(shown, sizeof shown, id, strlen(id));
    if (near)
        return tp_err_set(err, TP_ENOENT, "%s: there is no such plugin; did you mean %s?", shown,
                          near);
    return tp_err_set(err, TP_ENOENT, "%s: there is no such plugin; tprun plugins shows all",
                      shown);
}
