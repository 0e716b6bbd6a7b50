/* Settings from a spec. */
#include "core/host/plugin_settings.h"

#include "core/base/json.h"
#include "core/host/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1024, KEY = 32 };

size_t tp_plugin_spec_name(const char *spec)
{
    return strcspn(spec, ":");
}

/* ---- one item of a spec ---- */

struct item {
    char key[KEY], value[TEXT];
    bool has_value;
};

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " ");
}

static int bad(const struct tp_manifest *manifest, const char *at, const char *what,
               struct tp_err *err)
{
    char shown[80];
    return tp_err_set(err, TP_EUSAGE, "%s: %s at '%s'", manifest->id, what,
                      tp_text_clean(shown, sizeof shown, at, strlen(at)));
}

/* After the opening quote; NULL: it is not closed, or too long. */
static const char *quoted(const char *at, char *value)
{
    size_t length = 0;
    while (*at && *at != '"') {
        at += *at == '\\' && at[1];
        if (length == TEXT - 1)
            return NULL;
        value[length++] = *at++;
    }
    value[length] = '\0';
    return *at ? skip_spaces(at + 1) : NULL;
}

static const char *bare(const char *at, char *value)
{
    size_t length = strcspn(at, ",");
    const char *end = at + length;
    while (length > 0 && at[length - 1] == ' ')
        length--;
    if (length >= TEXT)
        return NULL;
    memcpy(value, at, length);
    value[length] = '\0';
    return end;
}

/* Reads the item at `*at` and goes beyond it and its comma. */
static int next_item(const struct tp_manifest *manifest, const char **at, struct item *item,
                     struct tp_err *err)
{
    const char *start = skip_spaces(*at);
    size_t length = strcspn(start, "=, ");
    const char *after = skip_spaces(start + length);
    *item = (struct item){.has_value = *after == '='};
    if (length == 0 || length >= KEY)
        return bad(manifest, start, "there must be a setting such as key=value", err);
    memcpy(item->key, start, length);
    if (item->has_value) {
        after = skip_spaces(after + 1);
        after = *after == '"' ? quoted(after + 1, item->value) : bare(after, item->value);
        if (!after)
            return bad(manifest, start, "the value is too long, or its quote is not closed", err);
    }
    if (*after && *after != ',')
        return bad(manifest, after, "there must be a comma before the next setting", err);
    if (*after == ',' && !*skip_spaces(after + 1))
        return bad(manifest, after, "there must be a setting after the comma", err);
    *at = *after ? after + 1 : after;
    return 0;
}

/* ---- one value ---- */

static int refuse(const struct tp_manifest *manifest, const struct tp_option *option,
                  const struct item *item, const char *allowed, struct tp_err *err)
{
    char shown[80];
    if (!item->has_value)
        return tp_err_set(err, TP_EUSAGE, "%s: %s needs a value: %s", manifest->id, option->name,
                          allowed);
    return tp_err_set(err, TP_EUSAGE, "%s: %s must be %s, got '%s'", manifest->id, option->name,
                      allowed,
                      tp_text_clean(shown, sizeof shown, item->value, strlen(item->value)));
}

static int put_number(const struct tp_manifest *manifest, const struct tp_option *option,
                      const struct item *item, struct tp_value *out, struct tp_err *err)
{
    char allowed[60];
    double number;
    snprintf(allowed, sizeof allowed, "a number from %g to %g", option->min, option->max);
    if (!tp_setting_number(item->value, &number) || !(number >= option->min) ||
        !(number <= option->max))
        return refuse(manifest, option, item, allowed, err);
    *out = tp_value_number(number);
    return 0;
}

static int put_choice(const struct tp_manifest *manifest, const struct tp_option *option,
                      const struct item *item, struct tp_value *out, struct tp_err *err)
{
    struct tp_buf all = {0};
    for (char **choice = option->choices; *choice; choice++) {
        if (item->has_value && strcmp(*choice, item->value) == 0) {
            tp_buf_finish(&all);
            *out = tp_value_copy(tp_value_text(item->value));
            return 0;
        }
        tp_buf_printf(&all, "%s%s", all.length ? ", " : "one of ", *choice);
    }
    int rc = refuse(manifest, option, item, all.data ? all.data : "", err);
    tp_buf_finish(&all);
    return rc;
}

static int put_truth(const struct tp_manifest *manifest, const struct tp_option *option,
                     const struct item *item, struct tp_value *out, struct tp_err *err)
{
    bool yes = !item->has_value || strcmp(item->value, "true") == 0;
    if (!yes && strcmp(item->value, "false") != 0)
        return refuse(manifest, option, item, "true or false", err);
    *out = tp_value_bool(yes);
    return 0;
}

static int put_text(const struct tp_manifest *manifest, const struct tp_option *option,
                    const struct item *item, struct tp_value *out, struct tp_err *err)
{
    if (!item->has_value)
        return refuse(manifest, option, item, "a text", err);
    *out = tp_value_copy(tp_value_text(item->value));
    return 0;
}

static int unknown(const struct tp_manifest *manifest, const char *key, struct tp_err *err)
{
    struct tp_buf all = {0};
    const char **names = calloc(manifest->option_count + 1, sizeof *names);
    char shown[80];
    for (size_t i = 0; i < manifest->option_count; i++) {
        tp_buf_printf(&all, "%s%s", i == 0 ? "" : ", ", manifest->options[i].name);
        if (names)
            names[i] = manifest->options[i].name;
    }
    const char *near = names ? tp_text_nearest(key, names, manifest->option_count) : NULL;
    tp_text_clean(shown, sizeof shown, key, strlen(key));
    if (near)
        tp_err_set(err, TP_EUSAGE, "%s: there is no setting '%s'; did you mean '%s'?", manifest->id,
                   shown, near);
    else
        tp_err_set(err, TP_EUSAGE, "%s: there is no setting '%s'; it has %s", manifest->id, shown,
                   all.data ? all.data : "none");
    tp_buf_finish(&all);
    free(names);
    return -TP_EUSAGE;
}

/* ---- all of them ---- */

static int put(struct tp_plugin_settings *settings, const struct tp_manifest *manifest,
               const struct item *item, bool *given, struct tp_err *err)
{
    static int (*const put_kind[])(const struct tp_manifest *, const struct tp_option *,
                                   const struct item *, struct tp_value *,
                                   struct tp_err *) = {[TP_OPTION_TEXT] = put_text,
                                                       [TP_OPTION_NUMBER] = put_number,
                                                       [TP_OPTION_CHOICE] = put_choice,
                                                       [TP_OPTION_TRUTH] = put_truth};
    const struct tp_option *option = tp_manifest_option(manifest, item->key);
    if (!option)
        return unknown(manifest, item->key, err);
    size_t n = (size_t)(option - manifest->options);
    if (given[n])
        return tp_err_set(err, TP_EUSAGE, "%s: %s is given twice", manifest->id, item->key);
    given[n] = true;
    tp_value_free(&settings->values[n]);
    return put_kind[option->kind](manifest, option, item, &settings->values[n], err);
}

static int fill(struct tp_plugin_settings *settings, const struct tp_manifest *manifest,
                const char *at, bool *given, struct tp_err *err)
{
    struct item item;
    int rc = 0;
    for (size_t i = 0; i < settings->count; i++)
        settings->values[i] = tp_value_copy(manifest->options[i].standard);
    at = at ? skip_spaces(at) : "";
    while (*at && rc == 0) {
        rc = next_item(manifest, &at, &item, err);
        if (rc == 0)
            rc = put(settings, manifest, &item, given, err);
    }
    for (size_t i = 0; i < settings->count && rc == 0; i++)
        if (settings->values[i].kind == TP_VALUE_NIL)
            rc = tp_err_set(err, TP_ENOMEM, "%s: out of memory", manifest->id);
    return rc;
}

int tp_plugin_settings_read(struct tp_plugin_settings *settings, const struct tp_manifest *manifest,
                            const char *given, struct tp_err *err)
{
    size_t count = manifest->option_count;
    bool *seen = calloc(count + 1, sizeof *seen);
    *settings = (struct tp_plugin_settings){calloc(count + 1, sizeof *settings->values), count};
    int rc = seen && settings->values
                 ? fill(settings, manifest, given, seen, err)
                 : tp_err_set(err, TP_ENOMEM, "%s: out of memory", manifest->id);
    free(seen);
    if (rc < 0)
        tp_plugin_settings_finish(settings);
    return rc;
}

void tp_plugin_settings_finish(struct tp_plugin_settings *settings)
{
    for (size_t i = 0; i < settings->count && settings->values; i++)
        tp_value_free(&settings->values[i]);
    free(settings->values);
    *settings = (struct tp_plugin_settings){0};
}

struct tp_value tp_plugin_settings_get(const struct tp_plugin_settings *settings,
                                       const struct tp_manifest *manifest, const char *name)
{
    const struct tp_option *option = tp_manifest_option(manifest, name);
    return option ? settings->values[option - manifest->options] : tp_value_nil();
}

bool tp_plugin_settings_key(const struct tp_plugin_settings *settings,
                            const struct tp_manifest *manifest, const char *key)
{
    if (*manifest->keys_setting &&
        !tp_plugin_settings_get(settings, manifest, manifest->keys_setting).truth)
        return false;
    for (char **taken = manifest->keys; *taken; taken++)
        if (strcmp(*taken, key) == 0)
            return true;
    return false;
}

void tp_plugin_settings_json(const struct tp_plugin_settings *settings,
                             const struct tp_manifest *manifest, struct tp_buf *out)
{
    struct tp_json json = {.out = out};
    tp_json_open(&json, NULL, '{');
    for (size_t i = 0; i < settings->count; i++)
        tp_json_value(&json, manifest->options[i].name, settings->values[i]);
    tp_json_close(&json, '}');
}
