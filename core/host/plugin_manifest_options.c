/* The settings that a manifest declares. */
#include "core/host/plugin_manifest_reader.h"

#include "core/base/text.h"

#include <math.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { CHOICES = 32 };

static bool is_word(const char *text)
{
    return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

/* A key that this type of setting must have, a number. */
static double number(struct reader *reader, const json_t *object, const char *name, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_number(value))
        reader_mistake(reader, "setting '%s': %s must be a number", name, key);
    return json_number_value(value);
}

static void read_text(struct reader *reader, const json_t *object, struct tp_option *option)
{
    const json_t *value = json_object_get(object, "default");
    if (value && !json_is_string(value))
        reader_mistake(reader, "setting '%s': default must be a text", option->name);
    const char *text = value ? json_string_value(value) : "";
    option->standard = tp_value_copy(tp_value_text(text ? text : ""));
}

static void read_number(struct reader *reader, const json_t *object, struct tp_option *option)
{
    option->min = number(reader, object, option->name, "min");
    option->max = number(reader, object, option->name, "max");
    option->standard = tp_value_number(number(reader, object, option->name, "default"));
    if (option->min >= option->max || option->standard.number < option->min ||
        option->standard.number > option->max)
        reader_mistake(reader, "setting '%s': min must be below max, and default between them",
                       option->name);
}

static void read_choice(struct reader *reader, const json_t *object, struct tp_option *option)
{
    const char *usual = json_string_value(json_object_get(object, "default"));
    option->choices = reader_list(reader, object, "values", CHOICES);
    char **choice = option->choices;
    while (choice && usual && *choice && strcmp(*choice, usual) != 0)
        choice++;
    if (!usual || !choice || !*choice)
        reader_mistake(reader, "setting '%s': values must be a list of texts, default one of them",
                       option->name);
    else
        option->standard = tp_value_copy(tp_value_text(usual));
}

static void read_truth(struct reader *reader, const json_t *object, struct tp_option *option)
{
    const json_t *value = json_object_get(object, "default");
    if (value && !json_is_boolean(value))
        reader_mistake(reader, "setting '%s': default must be true or false", option->name);
    option->standard = tp_value_bool(json_is_true(value));
}

/* Each type, the keys that it has, and how it is read. */
static const char *const type_names[] = {"text", "number", "choice", "truth"};

static const struct {
    const char *keys[6];
    size_t key_count;
    void (*read)(struct reader *reader, const json_t *object, struct tp_option *option);
} types[] = {
    [TP_OPTION_TEXT] = {{"type", "about", "default"}, 3, read_text},
    [TP_OPTION_NUMBER] = {{"type", "about", "default", "min", "max"}, 5, read_number},
    [TP_OPTION_CHOICE] = {{"type", "about", "default", "values"}, 4, read_choice},
    [TP_OPTION_TRUTH] = {{"type", "about", "default"}, 3, read_truth},
};

static void read_option(struct reader *reader, const char *name, const json_t *object,
                        struct tp_option *option)
{
    char where[80];
    const char *type = json_string_value(json_object_get(object, "type"));
    snprintf(where, sizeof where, "setting '%.60s'", name);
    if (!is_word(name))
        reader_mistake(reader, "%s: its name must be of a-z, 0-9 and _", where);
    if (!json_is_object(object) || !type)
        reader_mistake(reader, "%s must be an object with a type", where);
    if (reader->failed)
        return;
    int kind = reader_one_of(reader, "a type of setting", type, type_names, COUNT(type_names));
    if (kind < 0)
        return;
    option->kind = (enum tp_option_kind)kind;
    option->name = reader_copy(reader, name);
    option->about = reader_text(reader, object, "about", "");
    reader_known(reader, where, object, types[kind].keys, types[kind].key_count);
    if (!reader->failed)
        types[kind].read(reader, object, option);
    if (!reader->failed && option->standard.kind == TP_VALUE_NIL)
        reader_mistake(reader, "out of memory");
}

void reader_options(struct reader *reader, const json_t *settings)
{
    const char *name;
    json_t *object;
    struct tp_manifest *to = reader->to;
    if (!settings || reader->failed)
        return;
    to->options = reader_room(reader, json_object_size(settings), sizeof *to->options);
    json_object_foreach((json_t *)settings, name, object)
    {
        if (to->options && !reader->failed)
            read_option(reader, name, object, &to->options[to->option_count++]);
    }
}
