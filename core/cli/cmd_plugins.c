/* tprun plugins: what is found, and one of them in full. */
#include "core/cli/catalogue.h"
#include "core/cli/commands.h"
#include "core/cli/plugin_words.h"

#include <stdio.h>

static void print_all(const struct tp_catalogue *catalogue, bool json)
{
    struct tp_buf text = {0};
    for (size_t i = 0; i < catalogue->count; i++)
        if (json)
            tp_plugin_json(&catalogue->entries[i], &text);
        else
            tp_plugin_line(&catalogue->entries[i], &text);
    if (text.data)
        fputs(text.data, stdout);
    else if (!json)
        puts("No plugins are found; plugins/README.md says where they go.");
    tp_buf_finish(&text);
}

static int print_one(const struct tp_catalogue *catalogue, const char *id, bool json)
{
    const struct tp_catalogue_entry *entry;
    struct tp_buf text = {0};
    struct tp_err err;
    int rc = tp_catalogue_find(catalogue, id, &entry, &err);
    if (rc < 0)
        return tp_complain(TP_EXIT_USAGE, &err);
    if (json)
        tp_plugin_json(entry, &text);
    else
        tp_plugin_page(entry, &text);
    if (text.data)
        fputs(text.data, stdout);
    tp_buf_finish(&text);
    return TP_EXIT_OK;
}

int tp_command_plugins(const struct tp_options *options)
{
    struct tp_catalogue catalogue;
    struct tp_err err;
    int status = TP_EXIT_OK;
    if (options->test)
        return tp_conform_command(options);
    if (tp_catalogue_read(&catalogue, &err) < 0)
        status = tp_complain(TP_EXIT_ENVIRONMENT, &err);
    else if (options->argument)
        status = print_one(&catalogue, options->argument, options->json);
    else
        print_all(&catalogue, options->json);
    tp_catalogue_finish(&catalogue);
    return status;
}
