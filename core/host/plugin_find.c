/* Finding plugins. Must never run anything of one. */
#include "core/host/plugin_find.h"

#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* ---- by id ---- */

/* Ids of plugins, for the nearest of them; beyond some it does not look. */
struct names {
    char *list[128];
    size_t count;
};

static int gather(void *context, const char *id, const char *manifest)
{
    struct names *names = context;
    (void)manifest;
    if (names->count < sizeof names->list / sizeof *names->list &&
        (names->list[names->count] = tp_text_copy(id)) != NULL)
        names->count++;
    return 0;
}

static int no_such(const char *const *folders, size_t folder_count, const char *name,
                   struct tp_err *err)
{
    struct names names = {0};
    char shown[80];
    tp_plugin_list(folders, folder_count, gather, &names);
    const char *near = tp_text_nearest(name, (const char *const *)names.list, names.count);
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    if (near)
        tp_err_set(err, TP_EUSAGE, "%s: there is no such plugin; did you mean '%s'?", shown, near);
    else
        tp_err_set(err, TP_EUSAGE, "%s: there is no such plugin: see tprun plugins", shown);
    for (size_t i = 0; i < names.count; i++)
        free(names.list[i]);
    return -TP_EUSAGE;
}

static void by_id(struct tp_buf *path, const char *const *folders, size_t folder_count,
                  const char *id)
{
    for (size_t i = 0; i < folder_count && !path->failed; i++) {
        tp_buf_clear(path);
        tp_buf_printf(path, "%s/%s/plugin.json", folders[i], id);
        if (!path->failed && access(path->data, F_OK) == 0)
            return;
    }
    tp_buf_clear(path);
}

/* ---- by path ---- */

static void by_path(struct tp_buf *path, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t folder = slash ? (size_t)(slash - name) + 1 : 0;
    if (ends_in(name, ".json")) {
        tp_buf_puts(path, name);
    } else if (ends_in(name, ".so")) {
        tp_buf_add(path, name, folder);
        tp_buf_puts(path, "plugin.json");
    } else {
        tp_buf_printf(path, "%s/plugin.json", name);
    }
}

/* The shared object that was named, instead of the one of the manifest. */
static int take_object(struct tp_manifest *manifest, const char *name, struct tp_err *err)
{
    if (!manifest->object)
        return tp_err_set(err, TP_EDEVICE, "%s: its manifest %s names a command", name,
                          manifest->file);
    char *whole = realpath(name, NULL);
    if (!whole)
        return tp_err_set(err, TP_EDEVICE, "%s: there is no such file", name);
    free(manifest->object);
    manifest->object = whole;
    return 0;
}

/* ---- all of it ---- */

static int read_found(struct tp_manifest *manifest, const char *path, const char *name,
                      struct tp_err *err)
{
    struct tp_err why;
    int rc = tp_manifest_read(manifest, path, &why);
    if (rc < 0)
        return tp_err_set(err, rc == -TP_ENOMEM ? TP_ENOMEM : TP_EDEVICE, "%s: %s", name, why.text);
    if (ends_in(name, ".so"))
        rc = take_object(manifest, name, err);
    if (rc == 0 && tp_manifest_needs(manifest, &why) < 0)
        rc = tp_err_set(err, TP_EDEVICE, "%s: %s", manifest->id, why.text);
    if (rc < 0)
        tp_manifest_finish(manifest);
    return rc;
}

static int find(struct tp_manifest *manifest, const char *const *folders, size_t folder_count,
                const char *name, struct tp_err *err)
{
    struct tp_buf path = {0};
    bool is_path =
        *name == '.' || strchr(name, '/') || ends_in(name, ".so") || ends_in(name, ".json");
    int rc;
    if (is_path)
        by_path(&path, name);
    else
        by_id(&path, folders, folder_count, name);
    if (path.failed)
        rc = tp_err_set(err, TP_ENOMEM, "%s: out of memory", name);
    else if (path.length > 0)
        rc = read_found(manifest, path.data, name, err);
    else if (is_folder(name))
        rc =
            tp_err_set(err, TP_EUSAGE, "%s: to take the folder beside you, write ./%s", name, name);
    else
        rc = no_such(folders, folder_count, name, err);
    tp_buf_finish(&path);
    return rc;
}

int tp_plugin_find(struct tp_manifest *manifest, const char *const *folders, size_t folder_count,
                   const char *name, size_t length, struct tp_err *err)
{
    char *copy = strndup(name, length);
    if (!copy)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    int rc = length > 0 ? find(manifest, folders, folder_count, copy, err)
                        : tp_err_set(err, TP_EUSAGE, "a plugin must be named: see tprun plugins");
    free(copy);
    return rc;
}
