/* The settings of a plugin under test: each at its least and its most; and what it refuses. */
#include "core/host/conform_internal.h"

#include "core/base/text.h"
#include "core/host/plugin_settings.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_MS = 50 };

enum which { LEAST, MOST };

/* Whether the person gave this setting for the test. */
static bool is_given(const struct conform *conform, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = conform->given; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 && (at[length] == '=' || at[length] == ','))
            return true;
        if (strcmp(at, name) == 0)
            return true;
    }
    return false;
}

/* "rate=1000": false where there is nothing to vary. */
static bool put(const struct tp_option *option, enum which which, struct tp_buf *out)
{
    size_t last = 0;
    switch (option->kind) {
    case TP_OPTION_NUMBER:
        tp_buf_printf(out, "%s=%.17g", option->name, which == LEAST ? option->min : option->max);
        return true;
    case TP_OPTION_TRUTH:
        tp_buf_printf(out, "%s=%s", option->name, which == LEAST ? "false" : "true");
        return true;
    case TP_OPTION_CHOICE:
        while (which == MOST && option->choices[last + 1])
            last++;
        tp_buf_printf(out, "%s=%s", option->name, option->choices[last]);
        return true;
    case TP_OPTION_TEXT:
        return false;
    }
    return false;
}

/* All of them at once, or the n-th alone; and those that the person gave. How many were put. */
static unsigned collect(const struct conform *conform, enum which which, size_t n,
                        struct tp_buf *out)
{
    const struct tp_manifest *manifest = conform->manifest;
    unsigned count = 0;
    tp_buf_puts(out, conform->given);
    for (size_t i = 0; i < manifest->option_count; i++) {
        const struct tp_option *option = &manifest->options[i];
        if ((n < manifest->option_count && i != n) || is_given(conform, option->name))
            continue;
        size_t before = out->length;
        if (before > 0)
            tp_buf_puts(out, ",");
        if (put(option, which, out))
            count++;
        else if (before < out->length)
            out->data[out->length = before] = '\0';
    }
    return count;
}

int conform_settings(const struct tp_manifest *manifest, const char *text, struct tp_buf *json,
                     struct tp_err *err)
{
    struct tp_plugin_settings settings;
    int rc = tp_plugin_settings_read(&settings, manifest, text, err);
    if (rc < 0)
        return rc;
    tp_plugin_settings_json(&settings, manifest, json);
    tp_plugin_settings_finish(&settings);
    return json->failed ? tp_err_set(err, TP_ENOMEM, "out of memory") : 0;
}

/* Starts it so, looks whether it lives, and ends it. A refusal in words is no failure: hardware
 * may not be able to do what the numbers allow. */
static bool stands(struct conform *conform, const char *text, struct tp_err *err)
{
    struct tp_buf settings = {0};
    int rc = conform_settings(conform->manifest, text, &settings, err);
    if (rc == 0)
        rc = conform_begin(&conform->rig, settings.data, err);
    if (rc == 0) {
        conform_wait(&conform->rig, NULL, LOOK_MS);
        if (conform->rig.seen.ended && conform->rig.seen.exit_code != 0)
            rc = tp_err_set(err, TP_EDEVICE, "%s",
                            *conform->rig.seen.text ? conform->rig.seen.text : "it crashed");
        if (conform_end(&conform->rig, CONFORM_CLOSE) < 0 && conform->stops && rc == 0)
            rc = tp_err_set(err, TP_ETIMEOUT, "it does not end");
    } else if (conform->rig.seen.refused) {
        rc = 0;
    }
    tp_buf_finish(&settings);
    return rc == 0;
}

/* Which of them it is, when not all together will do: the first that does not do alone. */
static void blame(struct conform *conform, enum which which, const char *all, struct tp_err *err)
{
    for (size_t n = 0; n < conform->manifest->option_count; n++) {
        struct tp_buf text = {0};
        bool sound = collect(conform, which, n, &text) == 0 || stands(conform, text.data, err);
        if (!sound)
            conform_say(conform, TP_CONFORM_FAILED, "with %s: %s", text.data, err->text);
        tp_buf_finish(&text);
        if (!sound)
            return;
    }
    conform_say(conform, TP_CONFORM_FAILED, "with %s: %s", all, err->text);
}

static bool check_all(struct conform *conform, enum which which)
{
    struct tp_buf text = {0};
    struct tp_err err;
    bool sound = true;
    if (collect(conform, which, SIZE_MAX, &text) > 0 && !text.failed) {
        conform_with(conform, text.data);
        sound = stands(conform, text.data, &err);
        if (!sound)
            blame(conform, which, text.data, &err);
    }
    tp_buf_finish(&text);
    return sound;
}

void conform_check_settings(struct conform *conform)
{
    conform_at(conform, "settings");
    if (conform->manifest->option_count == 0)
        conform_say(conform, TP_CONFORM_SKIPPED, "it has none");
    else if (check_all(conform, LEAST) && check_all(conform, MOST))
        conform_say(conform, TP_CONFORM_OK, "it runs with each at its default, least and most");
}

/* Whether the program keeps this from it. */
static bool is_refused(struct conform *conform, const char *text)
{
    struct tp_buf settings = {0};
    bool refused = conform_settings(conform->manifest, text, &settings, NULL) < 0;
    tp_buf_finish(&settings);
    if (!refused)
        conform_say(conform, TP_CONFORM_FAILED, "%s is taken", text);
    return refused;
}

void conform_check_refused(struct conform *conform)
{
    char text[120];
    conform_at(conform, "range");
    bool all = is_refused(conform, "no_such_setting=1");
    for (size_t i = 0; i < conform->manifest->option_count && all; i++) {
        const struct tp_option *option = &conform->manifest->options[i];
        if (option->kind != TP_OPTION_NUMBER)
            continue;
        snprintf(text, sizeof text, "%.60s=%.17g", option->name, option->max + 1);
        all = is_refused(conform, text);
        snprintf(text, sizeof text, "%.60s=%.17g", option->name, option->min - 1);
        all = all && is_refused(conform, text);
    }
    if (all)
        conform_say(conform, TP_CONFORM_OK,
                    "what is out of its range, or no setting, is kept from it");
}
