/* Finding what is to be tested. */
#include "core/host/conform_target.h"

#include "core/base/text.h"
#include "core/host/plugin_find.h"
#include "core/host/plugin_settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A program, or words with spaces: no name of a plugin has those. */
static bool is_command(const char *spec)
{
    struct stat about;
    return strchr(spec, ' ') ||
           (stat(spec, &about) == 0 && S_ISREG(about.st_mode) && access(spec, X_OK) == 0);
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

int conform_target_open(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err)
{
    const char *spec = config->spec;
    size_t length = tp_plugin_spec_name(spec);
    *target = (struct conform_target){.given = spec + length + (spec[length] == ':')};
    int rc =
        tp_plugin_find(&target->manifest, config->folders, config->folder_count, spec, length, err);
    if (rc < 0)
        target->manifest = (struct tp_manifest){0};
    if (rc != -TP_EUSAGE || !is_command(spec))
        return rc;
    target->command = true;
    target->given = "";
    return read_command(target, spec, err);
}

void conform_target_finish(struct conform_target *target)
{
    tp_manifest_finish(&target->manifest);
}
