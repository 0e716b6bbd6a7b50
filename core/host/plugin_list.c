/* All plugins that there are, by their manifests. Must never read one. */
#include "core/base/text.h"
#include "core/host/plugin_find.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* FOLDER/ID/plugin.json, if it is there; else "". */
static void put_manifest(struct tp_buf *path, const char *folder, const char *id)
{
    tp_buf_clear(path);
    tp_buf_printf(path, "%s/%s/plugin.json", folder, id);
    if (!path->failed && access(path->data, F_OK) != 0)
        tp_buf_clear(path);
}

/* Whether it is the first of that id: none lies in the first `count` folders. */
static bool is_first(const char *const *folders, size_t count, const char *id)
{
    struct tp_buf path = {0};
    for (size_t i = 0; i < count && path.length == 0; i++)
        put_manifest(&path, folders[i], id);
    bool first = path.length == 0;
    tp_buf_finish(&path);
    return first;
}

int tp_plugin_list(const char *const *folders, size_t folder_count,
                   int (*each)(void *context, const char *id, const char *manifest), void *context)
{
    struct tp_buf path = {0};
    int rc = 0;
    for (size_t i = 0; i < folder_count; i++) {
        struct dirent **entries = NULL;
        int count = scandir(folders[i], &entries, is_visible, alphasort);
        for (int k = 0; k < count; k++) {
            const char *id = entries[k]->d_name;
            put_manifest(&path, folders[i], id);
            if (rc >= 0 && path.length > 0 && is_first(folders, i, id))
                rc = each(context, id, path.data);
            free(entries[k]);
        }
        free(entries);
    }
    rc = rc >= 0 && path.failed ? -TP_ENOMEM : rc;
    tp_buf_finish(&path);
    return rc;
}
