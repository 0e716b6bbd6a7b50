/* What a manifest holds, and whether what it needs is here. */
#include "core/host/plugin_manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void free_list(char **list)
{
    for (char **text = list; text && *text; text++)
        free(*text);
    free(list);
}

static void free_options(struct tp_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(options[i].name);
        free(options[i].about);
        tp_value_free(&options[i].standard);
        free_list(options[i].choices);
    }
    free(options);
}

void tp_manifest_finish(struct tp_manifest *manifest)
{
    free(manifest->file);
    free(manifest->folder);
    free(manifest->id);
    free(manifest->name);
    free(manifest->version);
    free(manifest->object);
    free_list(manifest->command);
    free_options(manifest->options, manifest->option_count);
    for (size_t i = 0; i < manifest->safe_count; i++) {
        free(manifest->safe[i].channel);
        free(manifest->safe[i].value);
    }
    free(manifest->safe);
    for (size_t i = 0; i < manifest->need_count; i++) {
        free(manifest->needs[i].command);
        free(manifest->needs[i].file);
        free(manifest->needs[i].package);
        free(manifest->needs[i].about);
    }
    free(manifest->needs);
    free_list(manifest->events);
    free_list(manifest->keys);
    free(manifest->keys_setting);
    free_list(manifest->voices);
    *manifest = (struct tp_manifest){0};
}

/* ---- asking ---- */

const struct tp_option *tp_manifest_option(const struct tp_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->option_count; i++)
        if (strcmp(manifest->options[i].name, name) == 0)
            return &manifest->options[i];
    return NULL;
}

bool tp_manifest_wants(const struct tp_manifest *manifest, const char *event)
{
    for (char **wanted = manifest->events; *wanted; wanted++)
        if (strcmp(*wanted, "*") == 0 || strcmp(*wanted, event) == 0)
            return true;
    return false;
}

const char *tp_manifest_safe(const struct tp_manifest *manifest, const char *channel)
{
    for (size_t i = 0; i < manifest->safe_count; i++)
        if (strcmp(manifest->safe[i].channel, channel) == 0)
            return manifest->safe[i].value;
    return NULL;
}

/* ---- needs ---- */

/* Whether a program of that name lies on PATH. */
static bool on_path(const char *name)
{
    const char *folders = getenv("PATH");
    char path[4096];
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");
        int written = snprintf(path, sizeof path, "%.*s/%s", (int)length, folders, name);
        if (length > 0 && written < (int)sizeof path && access(path, X_OK) == 0)
            return true;
        folders += length + (folders[length] == ':');
    }
    return false;
}

/* The file is found below the plugin's folder unless its path begins at the top. */
static bool is_there(const struct tp_manifest *manifest, const struct tp_need *need)
{
    char path[4096];
    if (need->command)
        return on_path(need->command);
    if (*need->file == '/')
        return access(need->file, F_OK) == 0;
    int written = snprintf(path, sizeof path, "%s/%s", manifest->folder, need->file);
    return written < (int)sizeof path && access(path, F_OK) == 0;
}

/* Its own program, of a plugin that is one. */
static int check_command(const struct tp_manifest *manifest, struct tp_err *err)
{
    const char *program = manifest->command ? manifest->command[0] : NULL;
    if (!program || (strchr(program, '/') ? access(program, X_OK) == 0 : on_path(program)))
        return 0;
    if (access(program, F_OK) == 0 && strchr(program, '/'))
        return tp_err_set(err, TP_EDEVICE, "its program cannot be run: chmod +x %s", program);
    return tp_err_set(err, TP_EDEVICE, "its program %s is not there", program);
}

int tp_manifest_needs(const struct tp_manifest *manifest, struct tp_err *err)
{
    for (size_t i = 0; i < manifest->need_count; i++) {
        const struct tp_need *need = &manifest->needs[i];
        const char *what = need->command ? need->command : need->file;
        if (is_there(manifest, need))
            continue;
        if (*need->package)
            return tp_err_set(err, TP_EDEVICE,
                              "it needs %s%s%s, which the package %s brings: sudo apt install %s",
                              what, *need->about ? ", " : "", need->about, need->package,
                              need->package);
        return tp_err_set(err, TP_EDEVICE, "it needs %s%s%s, which is not there", what,
                          *need->about ? ", " : "", need->about);
    }
    return check_command(manifest, err);
}
