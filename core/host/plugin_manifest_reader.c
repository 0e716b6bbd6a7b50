/* Pieces of a manifest. */
#include "core/host/plugin_manifest_reader.h"

#include "core/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reader_mistake(struct reader *reader, const char *format, ...)
{
    char text[320], shown[320];
    va_list arguments;
    if (reader->failed)
        return;
    reader->failed = true;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    tp_err_set(reader->err, TP_EINVAL, "%s: %s", reader->to->file,
               tp_text_clean(shown, sizeof shown, text, strlen(text)));
}

void reader_known(struct reader *reader, const char *where, const json_t *object,
                  const char *const *keys, size_t count)
{
    const char *key;
    json_t *value;
    if (!json_is_object(object))
        reader_mistake(reader, "%s must be an object", where);
    json_object_foreach((json_t *)object, key, value)
    {
        size_t i = 0;
        while (i < count && strcmp(keys[i], key) != 0)
            i++;
        const char *near = i == count ? tp_text_nearest(key, keys, count) : NULL;
        if (near)
            reader_mistake(reader, "%s has no '%s'; did you mean '%s'?", where, key, near);
        else if (i == count)
            reader_mistake(reader, "%s has no '%s'", where, key);
    }
}

/* "sensor, output, control" */
static void enumerate(struct tp_buf *out, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tp_buf_printf(out, "%s%s", i == 0 ? "" : ", ", names[i]);
}

int reader_one_of(struct reader *reader, const char *what, const char *name,
                  const char *const *names, size_t count)
{
    struct tp_buf all = {0};
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    const char *near = tp_text_nearest(name, names, count);
    enumerate(&all, names, count);
    if (near)
        reader_mistake(reader, "'%s' is not %s; did you mean '%s'?", name, what, near);
    else
        reader_mistake(reader, "'%s' is not %s; they are %s", name, what,
                       all.failed ? "" : all.data);
    tp_buf_finish(&all);
    return -1;
}

void *reader_room(struct reader *reader, size_t count, size_t size)
{
    void *room = reader->failed || count == 0 ? NULL : calloc(count, size);
    if (!room && count > 0)
        reader_mistake(reader, "out of memory");
    return room;
}

char *reader_copy(struct reader *reader, const char *text)
{
    char *copy = reader->failed ? NULL : tp_text_copy(text);
    if (!copy)
        reader_mistake(reader, "out of memory");
    return copy;
}

char *reader_text(struct reader *reader, const json_t *object, const char *key, const char *usual)
{
    const json_t *value = json_object_get(object, key);
    const char *text = value ? json_string_value(value) : usual;
    if (!text)
        reader_mistake(reader, value ? "%s must be a text" : "it has no %s", key);
    return text ? reader_copy(reader, text) : NULL;
}

char *reader_plain(struct reader *reader, const char *key, const json_t *value)
{
    char number[40];
    if (json_is_string(value))
        return reader_copy(reader, json_string_value(value));
    if (!json_is_number(value))
        reader_mistake(reader, "safe: %s must be \"off\", \"restore\" or a value", key);
    snprintf(number, sizeof number, "%.15g", json_number_value(value));
    return reader_copy(reader, number);
}

void reader_free_list(char **list)
{
    for (char **text = list; text && *text; text++)
        free(*text);
    free(list);
}

char **reader_list(struct reader *reader, const json_t *object, const char *key, size_t most)
{
    const json_t *array = json_object_get(object, key);
    size_t count = json_array_size(array);
    if ((array && !json_is_array(array)) || count > most)
        reader_mistake(reader, "%s must be a list of at most %zu texts", key, most);
    char **list = reader_room(reader, count + 1, sizeof *list);
    for (size_t i = 0; i < count && list && !reader->failed; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (text)
            list[i] = reader_copy(reader, text);
        else
            reader_mistake(reader, "%s must be a list of texts", key);
    }
    return list;
}

const json_t *reader_object(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value && !json_is_object(value))
        reader_mistake(reader, "%s must be an object", key);
    return json_is_object(value) ? value : NULL;
}
