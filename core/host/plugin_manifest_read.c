/* From the text of a plugin.json to a manifest. Must never accept what it does not understand. */
#include "core/base/text.h"
#include "core/engine/event.h"
#include "core/host/file.h"
#include "core/host/plugin_manifest_reader.h"
#include "plugins/tp_plugin.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 256 << 10, WORD = 31, LIST = 32 };

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ID_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

static const char *const event_names[] = {
#define NAME(constant, name, session) name,
    TP_EVENTS(NAME)
#undef NAME
        "*"};

/* ---- who it is ---- */

static void read_kinds(struct reader *reader, const json_t *root)
{
    static const char *const names[] = {"sensor", "output", "control", "voice"};
    static const unsigned kinds[] = {TP_PLUGIN_SENSOR, TP_PLUGIN_OUTPUT, TP_PLUGIN_CONTROL,
                                     TP_PLUGIN_VOICE};
    char **list = reader_list(reader, root, "kinds", LIST);
    for (char **kind = list; kind && *kind; kind++) {
        int n = reader_one_of(reader, "a kind", *kind, names, COUNT(names));
        reader->to->kinds |= n < 0 ? 0 : kinds[n];
    }
    reader_free_list(list);
    if (!reader->to->kinds)
        reader_mistake(reader, "kinds must be a list of sensor, output, control, voice");
}

static void read_name(struct reader *reader, const json_t *root)
{
    struct tp_manifest *to = reader->to;
    to->id = reader_text(reader, root, "id", NULL);
    to->name = reader_text(reader, root, "name", NULL);
    to->version = reader_text(reader, root, "version", NULL);
    if (reader->failed)
        return;
    size_t length = strlen(to->id);
    if (length == 0 || length > WORD || strspn(to->id, ID_LETTERS) != length || *to->id == '-')
        reader_mistake(reader, "id must be of a-z, 0-9 and -, at most %d letters, got '%s'", WORD,
                       to->id);
    if (!*to->name || !*to->version)
        reader_mistake(reader, "name and version must not be empty");
}

/* ---- what is run ---- */

/* A path below the folder, made absolute. */
static char *below(struct reader *reader, const char *path)
{
    struct tp_buf whole = {0};
    tp_buf_printf(&whole, "%s/%s", reader->to->folder, path + (strncmp(path, "./", 2) ? 0 : 2));
    if (whole.failed)
        tp_buf_finish(&whole);
    if (!whole.data)
        reader_mistake(reader, "out of memory");
    return whole.data;
}

static void read_object(struct reader *reader, const json_t *root)
{
    char *name = reader_text(reader, root, "object", NULL);
    if (name && (*name == '/' || !*name || strstr(name, "..")))
        reader_mistake(reader, "object must be a shared object in the plugin's folder, got '%s'",
                       name);
    else if (name)
        reader->to->object = below(reader, name);
    free(name);
}

/* A bare name is looked for on PATH, anything else lies below the folder. */
static void read_command(struct reader *reader, const json_t *root)
{
    char **command = reader->to->command = reader_list(reader, root, "command", LIST);
    if (!command)
        return;
    if (!command[0] || !*command[0] || *command[0] == '/' || strstr(command[0], ".."))
        reader_mistake(reader, "command must begin with a program: \"./NAME\" in the plugin's "
                               "folder, or a name on PATH");
    else if (strchr(command[0], '/')) {
        char *path = below(reader, command[0]);
        free(command[0]);
        command[0] = path;
    }
}

static void read_runs(struct reader *reader, const json_t *root)
{
    bool object = json_object_get(root, "object"), command = json_object_get(root, "command");
    if (object == command)
        reader_mistake(reader, "it must have either an object (a shared object) or a command");
    else if (object)
        read_object(reader, root);
    else
        read_command(reader, root);
}

/* ---- lists ---- */

static void read_safe(struct reader *reader, const json_t *root)
{
    const char *channel;
    json_t *value;
    const json_t *safe = reader_object(reader, root, "safe");
    if (!safe)
        return;
    struct tp_safe *list = reader->to->safe =
        reader_room(reader, json_object_size(safe), sizeof *list);
    json_object_foreach((json_t *)safe, channel, value)
    {
        if (!list || reader->failed)
            return;
        struct tp_safe *one = &list[reader->to->safe_count++];
        one->channel = reader_copy(reader, channel);
        one->value = reader_plain(reader, channel, value);
    }
}

static void read_need(struct reader *reader, const json_t *object, struct tp_need *need)
{
    static const char *const keys[] = {"command", "file", "package", "about"};
    reader_known(reader, "a need", object, keys, COUNT(keys));
    if (!json_object_get(object, "command") == !json_object_get(object, "file"))
        reader_mistake(reader, "a need must have either a command or a file");
    else if (json_object_get(object, "command"))
        need->command = reader_text(reader, object, "command", NULL);
    else
        need->file = reader_text(reader, object, "file", NULL);
    need->package = reader_text(reader, object, "package", "");
    need->about = reader_text(reader, object, "about", "");
}

static void read_needs(struct reader *reader, const json_t *root)
{
    const json_t *needs = json_object_get(root, "needs");
    size_t count = json_array_size(needs);
    if (needs && !json_is_array(needs))
        reader_mistake(reader, "needs must be a list of objects");
    if (count == 0 || reader->failed)
        return;
    reader->to->needs = reader_room(reader, count, sizeof *reader->to->needs);
    for (size_t i = 0; i < count && reader->to->needs; i++)
        read_need(reader, json_array_get(needs, i), &reader->to->needs[reader->to->need_count++]);
}

/* A plugin that takes keys only when it is asked to names the setting that asks. */
static void read_keys(struct reader *reader, const json_t *root)
{
    struct tp_manifest *to = reader->to;
    to->keys = reader_list(reader, root, "keys", LIST);
    to->keys_setting = reader_text(reader, root, "keys_setting", "");
    if (reader->failed || !*to->keys_setting)
        return;
    const struct tp_option *option = tp_manifest_option(to, to->keys_setting);
    if (!option || option->kind != TP_OPTION_TRUTH)
        reader_mistake(reader, "keys_setting must be a setting of type truth, got '%s'",
                       to->keys_setting);
}

static void read_lists(struct reader *reader, const json_t *root)
{
    struct tp_manifest *to = reader->to;
    to->events = reader_list(reader, root, "events", COUNT(event_names));
    to->voices = reader_list(reader, root, "voices", LIST);
    for (char **event = to->events; event && *event; event++)
        reader_one_of(reader, "an event", *event, event_names, COUNT(event_names));
}

/* ---- all of it ---- */

static void read_root(struct reader *reader, const json_t *root)
{
    static const char *const keys[] = {"id",      "name",         "version", "kinds", "object",
                                       "command", "settings",     "safe",    "needs", "events",
                                       "keys",    "keys_setting", "voices"};
    reader_known(reader, "the manifest", root, keys, COUNT(keys));
    read_name(reader, root);
    read_kinds(reader, root);
    read_runs(reader, root);
    reader_options(reader, reader_object(reader, root, "settings"));
    read_safe(reader, root);
    read_needs(reader, root);
    read_keys(reader, root);
    read_lists(reader, root);
}

static int parse(struct reader *reader, const struct tp_buf *text)
{
    json_error_t error;
    json_t *root = json_loadb(text->data ? text->data : "", text->length,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (!root)
        reader_mistake(reader, "line %d: %s", error.line, error.text);
    else
        read_root(reader, root);
    json_decref(root);
    return reader->failed ? -TP_EINVAL : 0;
}

/* The file by its whole path, and the folder that it lies in. */
static int place(struct tp_manifest *manifest, const char *path, struct tp_err *err)
{
    char *whole = realpath(path, NULL);
    if (!whole)
        return tp_err_set(err, TP_ENOENT, "%s: there is no such file", path);
    manifest->file = whole;
    manifest->folder = tp_text_copy(whole);
    if (!manifest->folder)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", path);
    *strrchr(manifest->folder, '/') = '\0';
    return 0;
}

int tp_manifest_read(struct tp_manifest *manifest, const char *path, struct tp_err *err)
{
    struct tp_buf text = {0};
    struct tp_err why = {0};
    *manifest = (struct tp_manifest){0};
    int rc = place(manifest, path, err);
    if (rc == 0) {
        rc = tp_file_read(path, FILE_LIMIT, &text, &why);
        if (rc < 0)
            tp_err_set(err, -rc, "%s: %s", path, why.text);
    }
    if (rc == 0)
        rc = parse(&(struct reader){.to = manifest, .err = err}, &text);
    tp_buf_finish(&text);
    if (rc < 0)
        tp_manifest_finish(manifest);
    return rc;
}
