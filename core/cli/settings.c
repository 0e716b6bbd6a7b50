/* From the file to the settings. Must never start a session with half of them. */
#include "core/cli/settings.h"

#include "core/cli/folders.h"
#include "core/cli/keys.h"
#include "core/host/file.h"
#include "core/host/watchdog.h"
#include "core/script/fields.h"
#include "core/script/script.h"

#include <stdlib.h>

static const char name[] = "config.lua";

static int read_file(struct tp_buf *text, struct tp_err *err)
{
    struct tp_err why;
    char *path = tp_folder_own(TP_FOLDER_CONFIG, name);
    int rc = path ? tp_file_read(path, TP_SOURCE, text, &why) : -TP_ENOENT;
    free(path);
    if (rc == 0 || rc == -TP_ENOENT)
        return rc;
    if (rc == -TP_EIO) /* it names the file */
        return tp_err_set(err, TP_EIO, "%s", why.text);
    return tp_err_set(err, TP_EUSAGE, "%s: %s", name, why.text);
}

static int on_field(void *context, const struct tp_field *field, struct tp_err *err)
{
    return tp_config_field(context, field->path, field->table, field->value, err);
}

static void on_alive(void *context, const char *where)
{
    (void)context;
    tp_watchdog_alive(TP_WATCHED_LOOP, where);
}

/* cli alone knows which keys there are. */
static int check_keys(const struct tp_config *config, const struct tp_fields_text *source,
                      struct tp_err *err)
{
    struct tp_keys keys;
    struct tp_err why;
    const char *path;
    if (tp_keys_take(&keys, config, &path, &why) == 0)
        return 0;
    return tp_fields_mistake(source, path, TP_EUSAGE, why.text, err);
}

/* What is wrong with a sound or a plugin is found when it is needed, and its place is told then. */
static void note_lines(struct tp_config *config, const struct tp_fields_text *source)
{
    for (size_t i = 0; i < config->sound_count; i++)
        config->sounds[i].line = tp_fields_line(source, config->sounds[i].path);
    for (size_t i = 0; i < config->plugin_count; i++)
        config->plugins[i].line = tp_fields_line(source, config->plugins[i].path);
    for (size_t i = 0; i < config->device_count; i++)
        config->devices[i].line = tp_fields_line(source, config->devices[i].path);
}

static int run(struct tp_config *config, const struct tp_fields_text *source, struct tp_err *err)
{
    struct tp_fields_reader reader = {on_field, on_alive, config};
    int rc = tp_watchdog_start(name, err);
    if (rc < 0)
        return rc;
    rc = tp_fields_read(source, &reader, err);
    tp_watchdog_alive(TP_WATCHED_LOOP, "");
    tp_watchdog_stop();
    if (rc == 0)
        rc = check_keys(config, source, err);
    note_lines(config, source);
    return rc < 0 ? -TP_EUSAGE : 0; /* the text is at fault, whatever it is */
}

int tp_settings_read(struct tp_config *config, struct tp_err *err)
{
    struct tp_buf text = {0};
    tp_config_init(config);
    int rc = read_file(&text, err);
    struct tp_fields_text source = {name, text.data ? text.data : "", text.length};
    if (rc == 0)
        rc = run(config, &source, err);
    tp_buf_finish(&text);
    return rc == -TP_ENOENT ? 0 : rc;
}
