/* Finding what is to be tested. */
#include "core/host/conform_target.h"

#include "core/base/text.h"
#include "core/host/plugin_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_file(const char *path)
{
    struct stat about;
    return path && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* FOLDER/plugin.json, or FOLDER/ID/plugin.json; NULL where there is none. The caller frees. */
static char *manifest_in(const char *folder, size_t length, const char *id)
{
    struct tp_buf path = {0};
    tp_buf_add(&path, folder, length);
    tp_buf_printf(&path, "%s%s/plugin.json", *id ? "/" : "", id);
    if (!path.failed && is_file(path.data))
        return path.data;
    tp_buf_finish(&path);
    return NULL;
}

/* Beside a shared object lies its manifest. */
static char *beside(const char *object)
{
    const char *slash = strrchr(object, '/');
    return slash ? manifest_in(object, (size_t)(slash - object), "") : manifest_in(".", 1, "");
}

static char *find(const char *name, const struct tp_conform_config *config)
{
    struct stat about;
    char *path = NULL;
    if (stat(name, &about) == 0 && S_ISDIR(about.st_mode))
        return manifest_in(name, strlen(name), "");
    if (is_file(name) && ends_with(name, ".json"))
        return tp_text_copy(name);
    if (is_file(name) && ends_with(name, ".so"))
        return beside(name);
    for (size_t i = 0; i < config->folder_count && !path && !strchr(name, '/'); i++)
        path = manifest_in(config->folders[i], strlen(config->folders[i]), name);
    return path;
}

int conform_target_find(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err)
{
    size_t length = tp_plugin_spec_name(config->spec);
    char shown[120], *name = strndup(config->spec, length);
    *target = (struct conform_target){.given = config->spec + length};
    target->given += *target->given == ':';
    if (!name)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    target->path = find(name, config);
    bool command = strchr(config->spec, ' ') || (is_file(name) && access(name, X_OK) == 0);
    bool object = ends_with(name, ".so");
    free(name);
    if (target->path)
        return 0;
    if (command && !object) {
        target->given = "";
        return 0;
    }
    tp_text_clean(shown, sizeof shown, config->spec, strlen(config->spec));
    return tp_err_set(err, TP_ENOENT,
                      object ? "%s: there is no plugin.json beside it"
                             : "%s: that is no folder of a plugin (with a plugin.json in it), no "
                               "manifest, no shared object and no command",
                      shown);
}

/* A shell takes the line apart, and is then no longer there. */
static int read_command(struct conform_target *target, const char *line, struct tp_err *err)
{
    static const char *const first[] = {"/bin/sh", "-c"};
    struct tp_manifest *manifest = &target->manifest;
    struct tp_buf run = {0};
    tp_buf_printf(&run, "exec %s", line);
    *manifest = (struct tp_manifest){
        .file = tp_text_copy(line),
        .folder = getcwd(NULL, 0),
        .id = tp_text_copy(""),
        .name = tp_text_copy(line),
        .version = tp_text_copy(""),
        .command = calloc(4, sizeof(char *)),
        .events = calloc(1, sizeof(char *)),
        .keys = calloc(1, sizeof(char *)),
        .keys_setting = tp_text_copy(""),
        .voices = calloc(1, sizeof(char *)),
    };
    if (manifest->command) {
        manifest->command[0] = tp_text_copy(first[0]);
        manifest->command[1] = tp_text_copy(first[1]);
        manifest->command[2] = run.data;
    }
    bool whole = manifest->command && manifest->command[1] && !run.failed && manifest->folder &&
                 manifest->id && manifest->events && manifest->keys && manifest->voices;
    return whole ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
}

int conform_target_read(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err)
{
    return target->path ? tp_manifest_read(&target->manifest, target->path, err)
                        : read_command(target, config->spec, err);
}

void conform_target_finish(struct conform_target *target)
{
    free(target->path);
    tp_manifest_finish(&target->manifest);
}
