/* The person's settings. Must never take a value that it did not check, nor drop one in silence. */
#include "core/host/config.h"

#include "core/base/text.h"
#include "core/host/setting.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 60, SIDE = 40 };

#define PLACE(field) offsetof(struct tp_config, field)

/* The settings that stand for themselves. */
static const struct place {
    const char *path;
    size_t place;
} places[] = {
    {"voice", PLACE(voice)},
    {"rate", PLACE(rate)},
    {"words", PLACE(words)},
    {"pace", PLACE(pace)},
    {"audio", PLACE(audio)},
    {"latency", PLACE(latency_ms)},
    {"volume.voice", PLACE(volume_voice_db)},
    {"volume.tone", PLACE(volume_tone_db)},
    {"mono", PLACE(mono)},
    {"swap_sides", PLACE(swap_sides)},
    {"hold_sound", PLACE(hold_sound)},
    {"sensor_button", PLACE(sensor_button)},
};

static const char *const groups[] = {"volume", "sides", "keys", "sounds", "plugins", "devices"};
static const char *const sides[] = {"sides.left", "sides.right"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

void tp_config_init(struct tp_config *config)
{
    *config = (struct tp_config){.voice = "slt", .rate = 1, .pace = 1};
}

/* A field as it was handed in. */
struct field {
    const char *path;
    bool table;
    struct tp_value value;
};

/* ---- mistakes ---- */

static const char *show(char text[SHOWN + 4], const struct field *field)
{
    char shown[SHOWN];
    if (field->table)
        return "{ … }";
    switch (field->value.kind) {
    case TP_VALUE_TEXT:
        tp_text_clean(shown, sizeof shown, field->value.text, strlen(field->value.text));
        snprintf(text, SHOWN + 4, "\"%s\"", shown);
        return text;
    case TP_VALUE_NUMBER:
        if (isnan(field->value.number))
            return "NaN";
        snprintf(text, SHOWN + 4, "%g", field->value.number);
        return text;
    case TP_VALUE_BOOL:
        return field->value.truth ? "true" : "false";
    case TP_VALUE_NIL:
        break;
    }
    return "nothing";
}

static int wrong(const struct field *field, const char *allowed, struct tp_err *err)
{
    char shown[SHOWN + 4], path[SHOWN];
    tp_text_clean(path, sizeof path, field->path, strlen(field->path));
    return tp_err_set(err, TP_EUSAGE, "%s must be %s, got %s", path, allowed, show(shown, field));
}

static int unknown(const struct field *field, struct tp_err *err)
{
    const char *names[COUNT(places) + COUNT(groups) + COUNT(sides)];
    size_t count = 0;
    char path[SHOWN];
    for (size_t i = 0; i < COUNT(places); i++)
        names[count++] = places[i].path;
    for (size_t i = 0; i < COUNT(groups); i++)
        names[count++] = groups[i];
    for (size_t i = 0; i < COUNT(sides); i++)
        names[count++] = sides[i];
    const char *near = tp_text_nearest(field->path, names, count);
    tp_text_clean(path, sizeof path, field->path, strlen(field->path));
    if (near)
        return tp_err_set(err, TP_EUSAGE, "there is no '%s'; did you mean '%s'?", path, near);
    return tp_err_set(err, TP_EUSAGE, "there is no '%s'; see the settings in README.md", path);
}

/* ---- fields ---- */

static const char *keep(struct tp_config *config, const char *text, struct tp_err *err)
{
    const char *kept = tp_intern(&config->texts, text);
    if (!kept)
        tp_err_set(err, TP_ENOMEM, "out of memory");
    return kept;
}

static int take_setting(struct tp_config *config, const struct place *place,
                        const struct field *field, struct tp_err *err)
{
    const struct tp_setting *setting = tp_setting_find(place->path);
    struct tp_value value = field->value;
    if (value.kind == TP_VALUE_TEXT) {
        value.text = keep(config, value.text, err);
        if (!value.text)
            return -TP_ENOMEM;
    }
    if (field->table || !tp_setting_put(setting, value, (char *)config + place->place))
        return wrong(field, setting->allowed, err);
    return 0;
}

/* It is said in the middle of sentences. */
static int take_side(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    const char *text = field->value.kind == TP_VALUE_TEXT ? field->value.text : "";
    size_t length = strlen(text);
    char plain[SIDE + 1];
    bool fits = length > 0 && length <= SIDE &&
                strcmp(tp_text_clean(plain, sizeof plain, text, length), text) == 0;
    if (!fits)
        return wrong(field, "a few words, such as \"phone hand\"", err);
    const char *kept = keep(config, text, err);
    if (!kept)
        return -TP_ENOMEM;
    *(strcmp(field->path, "sides.left") == 0 ? &config->left : &config->right) = kept;
    return 0;
}

/* keys.pause = "space", or several: keys.pause.1 = "space". */
static int take_key(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    const char *action = field->path + strlen("keys.");
    char name[SHOWN];
    if (field->table && !strchr(action, '.'))
        return 0;
    if (field->value.kind != TP_VALUE_TEXT)
        return wrong(field, "the name of a key, such as \"space\"", err);
    if (config->key_count == TP_CONFIG_KEYS)
        return tp_err_set(err, TP_EUSAGE, "there are too many keys");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(action, "."), action);
    struct tp_config_key key = {.path = keep(config, field->path, err),
                                .action = keep(config, name, err),
                                .key = keep(config, field->value.text, err)};
    if (!key.path || !key.action || !key.key)
        return -TP_ENOMEM;
    config->keys[config->key_count++] = key;
    return 0;
}

/* sounds.start = "bell.wav" */
static int take_sound(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    if (field->table || field->value.kind != TP_VALUE_TEXT || !*field->value.text)
        return wrong(field, "the name of a file, such as \"bell.wav\"", err);
    if (config->sound_count == TP_CONFIG_SOUNDS)
        return tp_err_set(err, TP_EUSAGE, "there are too many sounds");
    struct tp_config_sound sound = {.path = keep(config, field->path, err),
                                    .name = keep(config, field->path + strlen("sounds."), err),
                                    .file = keep(config, field->value.text, err)};
    if (!sound.path || !sound.name || !sound.file)
        return -TP_ENOMEM;
    config->sounds[config->sound_count++] = sound;
    return 0;
}

/* plugins = { "serial", "sim:file=press.csv" } */
static int take_plugin(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    if (field->table || field->value.kind != TP_VALUE_TEXT || !*field->value.text)
        return wrong(field, "a plugin, such as \"serial\": see tprun plugins", err);
    if (config->plugin_count == TP_CONFIG_PLUGINS)
        return tp_err_set(err, TP_EUSAGE, "there are too many plugins");
    struct tp_config_plugin plugin = {.path = keep(config, field->path, err),
                                      .spec = keep(config, field->value.text, err)};
    if (!plugin.path || !plugin.spec)
        return -TP_ENOMEM;
    config->plugins[config->plugin_count++] = plugin;
    return 0;
}

/* devices.pressure = "usb-2341_0043-85735" */
static int take_device(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    if (field->table || field->value.kind != TP_VALUE_TEXT || !*field->value.text)
        return wrong(field, "the id of a device: see tprun devices", err);
    if (config->device_count == TP_CONFIG_DEVICES)
        return tp_err_set(err, TP_EUSAGE, "there are too many devices");
    struct tp_config_device device = {.path = keep(config, field->path, err),
                                      .role = keep(config, field->path + strlen("devices."), err),
                                      .id = keep(config, field->value.text, err)};
    if (!device.path || !device.role || !device.id)
        return -TP_ENOMEM;
    config->devices[config->device_count++] = device;
    return 0;
}

static bool is_below(const char *path, const char *group)
{
    size_t length = strlen(group);
    return strncmp(path, group, length) == 0 && path[length] == '.';
}

static int take(struct tp_config *config, const struct field *field, struct tp_err *err)
{
    for (size_t i = 0; i < COUNT(groups); i++)
        if (strcmp(field->path, groups[i]) == 0)
            return field->table ? 0 : wrong(field, "{ … }", err);
    for (size_t i = 0; i < COUNT(places); i++)
        if (strcmp(field->path, places[i].path) == 0)
            return take_setting(config, &places[i], field, err);
    for (size_t i = 0; i < COUNT(sides); i++)
        if (strcmp(field->path, sides[i]) == 0)
            return take_side(config, field, err);
    if (is_below(field->path, "keys"))
        return take_key(config, field, err);
    if (is_below(field->path, "sounds"))
        return take_sound(config, field, err);
    if (is_below(field->path, "plugins"))
        return take_plugin(config, field, err);
    if (is_below(field->path, "devices"))
        return take_device(config, field, err);
    return unknown(field, err);
}

int tp_config_field(struct tp_config *config, const char *path, bool table, struct tp_value value,
                    struct tp_err *err)
{
    struct field field = {path, table, value};
    int rc = take(config, &field, err);
    if (config->words && strcmp(config->words, "auto") == 0)
        config->words = NULL; /* what is usual anyway */
    return rc;
}

void tp_config_finish(struct tp_config *config)
{
    tp_intern_finish(&config->texts);
}
