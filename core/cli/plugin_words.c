/* A plugin in words. Its texts are a stranger's: they go through tp_text_clean. */
#include "core/cli/plugin_words.h"

#include "core/base/json.h"
#include "plugins/tp_plugin.h"

#include <string.h>

static const struct {
    unsigned kind;
    const char *name;
} kinds[] = {{TP_PLUGIN_SENSOR, "sensor"},
             {TP_PLUGIN_OUTPUT, "output"},
             {TP_PLUGIN_CONTROL, "control"},
             {TP_PLUGIN_VOICE, "voice"}};

enum { KINDS = sizeof kinds / sizeof *kinds };

static void put_clean(struct tp_buf *out, const char *text)
{
    char shown[400];
    tp_buf_puts(out, tp_text_clean(shown, sizeof shown, text, strlen(text)));
}

static void put_kinds(struct tp_buf *out, unsigned all)
{
    const char *comma = "";
    for (size_t i = 0; i < KINDS; i++)
        if (all & kinds[i].kind) {
            tp_buf_printf(out, "%s%s", comma, kinds[i].name);
            comma = ", ";
        }
}

static void put_list(struct tp_buf *out, char *const *list)
{
    for (size_t i = 0; list && list[i]; i++) {
        tp_buf_puts(out, i > 0 ? ", " : "");
        put_clean(out, list[i]);
    }
}

void tp_plugin_line(const struct tp_catalogue_entry *entry, struct tp_buf *out)
{
    const struct tp_manifest *manifest = &entry->manifest;
    static const char indent[] = "                 ";
    tp_buf_printf(out, "%-16s ", entry->id);
    if (entry->wrong.code != 0) {
        tp_buf_puts(out, "cannot be used: ");
        put_clean(out, entry->wrong.text);
        tp_buf_puts(out, "\n");
        return;
    }
    put_clean(out, manifest->version);
    tp_buf_puts(out, "  ");
    put_kinds(out, manifest->kinds);
    tp_buf_printf(out, "\n%s", indent);
    put_clean(out, manifest->name);
    tp_buf_printf(out, "\n%s", indent);
    put_clean(out, manifest->folder);
    tp_buf_puts(out, "\n");
    if (entry->missing.code != 0) {
        tp_buf_puts(out, indent);
        put_clean(out, entry->missing.text);
        tp_buf_puts(out, "\n");
    }
}

/* ---- all of it ---- */

static void put_title(struct tp_buf *out, const char *title)
{
    tp_buf_printf(out, "  %-9s ", title);
}

/* "0.1–10, usually 1" */
static void put_option(struct tp_buf *out, const struct tp_option *option)
{
    put_clean(out, option->name);
    switch (option->kind) {
    case TP_OPTION_NUMBER:
        tp_buf_printf(out, ": %.15g–%.15g, usually %.15g", option->min, option->max,
                      option->standard.number);
        break;
    case TP_OPTION_TRUTH:
        tp_buf_printf(out, ": true or false, usually %s",
                      option->standard.truth ? "true" : "false");
        break;
    case TP_OPTION_CHOICE:
        tp_buf_puts(out, ": one of ");
        put_list(out, option->choices);
        tp_buf_puts(out, "; usually ");
        put_clean(out, option->standard.text);
        break;
    case TP_OPTION_TEXT:
        tp_buf_puts(out, *option->standard.text ? ": a text, usually " : ": a text");
        put_clean(out, option->standard.text);
        break;
    }
    if (*option->about)
        tp_buf_puts(out, "; ");
    put_clean(out, option->about);
    tp_buf_puts(out, "\n");
}

static void put_options(struct tp_buf *out, const struct tp_manifest *manifest)
{
    for (size_t i = 0; i < manifest->option_count; i++) {
        put_title(out, i == 0 ? "settings" : "");
        put_option(out, &manifest->options[i]);
    }
}

static void put_safe(struct tp_buf *out, const struct tp_manifest *manifest)
{
    for (size_t i = 0; i < manifest->safe_count; i++) {
        put_title(out, i == 0 ? "safe" : "");
        put_clean(out, manifest->safe[i].channel);
        tp_buf_puts(out, ": ");
        put_clean(out, manifest->safe[i].value);
        tp_buf_puts(out, "\n");
    }
}

static void put_row(struct tp_buf *out, const char *title, char *const *list)
{
    if (!list || !list[0])
        return;
    put_title(out, title);
    put_list(out, list);
    tp_buf_puts(out, "\n");
}

static void put_needs(struct tp_buf *out, const struct tp_catalogue_entry *entry)
{
    const struct tp_manifest *manifest = &entry->manifest;
    for (size_t i = 0; i < manifest->need_count; i++) {
        const struct tp_need *need = &manifest->needs[i];
        put_title(out, i == 0 ? "needs" : "");
        put_clean(out, need->command ? need->command : need->file);
        if (*need->package) {
            tp_buf_puts(out, ", of the package ");
            put_clean(out, need->package);
        }
        tp_buf_puts(out, "\n");
    }
    if (entry->missing.code == 0)
        return;
    put_title(out, "missing");
    put_clean(out, entry->missing.text);
    tp_buf_puts(out, "\n");
}

void tp_plugin_page(const struct tp_catalogue_entry *entry, struct tp_buf *out)
{
    const struct tp_manifest *manifest = &entry->manifest;
    if (entry->wrong.code != 0) {
        tp_plugin_line(entry, out);
        return;
    }
    tp_buf_printf(out, "%s ", manifest->id);
    put_clean(out, manifest->version);
    tp_buf_puts(out, ": ");
    put_clean(out, manifest->name);
    tp_buf_puts(out, "\n");
    put_title(out, "kind");
    put_kinds(out, manifest->kinds);
    tp_buf_puts(out, manifest->object ? "; a shared object\n" : "; a program of its own\n");
    put_title(out, "where");
    put_clean(out, manifest->folder);
    tp_buf_puts(out, "\n");
    put_needs(out, entry);
    put_options(out, manifest);
    put_safe(out, manifest);
    put_row(out, "keys", manifest->keys);
    if (*manifest->keys_setting) {
        put_title(out, "");
        tp_buf_puts(out, "taken when this is set: ");
        put_clean(out, manifest->keys_setting);
        tp_buf_puts(out, "\n");
    }
    put_row(out, "events", manifest->events);
    put_row(out, "voices", manifest->voices);
}

/* ---- as JSON ---- */

static void json_list(struct tp_json *json, const char *key, char *const *list)
{
    tp_json_open(json, key, '[');
    for (size_t i = 0; list && list[i]; i++)
        tp_json_text(json, NULL, list[i]);
    tp_json_close(json, ']');
}

static void json_kinds(struct tp_json *json, unsigned all)
{
    tp_json_open(json, "kinds", '[');
    for (size_t i = 0; i < KINDS; i++)
        if (all & kinds[i].kind)
            tp_json_text(json, NULL, kinds[i].name);
    tp_json_close(json, ']');
}

static void json_option(struct tp_json *json, const struct tp_option *option)
{
    static const char *const types[] = {[TP_OPTION_TEXT] = "text",
                                        [TP_OPTION_NUMBER] = "number",
                                        [TP_OPTION_CHOICE] = "choice",
                                        [TP_OPTION_TRUTH] = "truth"};
    tp_json_open(json, option->name, '{');
    tp_json_text(json, "type", types[option->kind]);
    tp_json_value(json, "default", option->standard);
    if (option->kind == TP_OPTION_NUMBER) {
        tp_json_number(json, "min", option->min);
        tp_json_number(json, "max", option->max);
    }
    if (option->kind == TP_OPTION_CHOICE)
        json_list(json, "values", option->choices);
    tp_json_text(json, "about", option->about);
    tp_json_close(json, '}');
}

static void json_manifest(struct tp_json *json, const struct tp_manifest *manifest)
{
    tp_json_text(json, "name", manifest->name);
    tp_json_text(json, "version", manifest->version);
    json_kinds(json, manifest->kinds);
    tp_json_text(json, "object", manifest->object);
    json_list(json, "command", manifest->command);
    tp_json_open(json, "settings", '{');
    for (size_t i = 0; i < manifest->option_count; i++)
        json_option(json, &manifest->options[i]);
    tp_json_close(json, '}');
    tp_json_open(json, "safe", '{');
    for (size_t i = 0; i < manifest->safe_count; i++)
        tp_json_text(json, manifest->safe[i].channel, manifest->safe[i].value);
    tp_json_close(json, '}');
    json_list(json, "events", manifest->events);
    json_list(json, "keys", manifest->keys);
    tp_json_text(json, "keys_setting", *manifest->keys_setting ? manifest->keys_setting : NULL);
    json_list(json, "voices", manifest->voices);
}

void tp_plugin_json(const struct tp_catalogue_entry *entry, struct tp_buf *out)
{
    struct tp_json json = {.out = out};
    bool read = entry->wrong.code == 0;
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "id", entry->id);
    tp_json_text(&json, "manifest", entry->path);
    tp_json_text(&json, "wrong", read ? NULL : entry->wrong.text);
    tp_json_text(&json, "missing", entry->missing.code != 0 ? entry->missing.text : NULL);
    if (read)
        json_manifest(&json, &entry->manifest);
    tp_json_close(&json, '}');
    tp_buf_puts(out, "\n");
}
