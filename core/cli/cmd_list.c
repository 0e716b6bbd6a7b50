/* tprun list, tprun voices: what there is. */
#include "core/cli/commands.h"
#include "core/cli/routines.h"
#include "core/cli/voices.h"
#include "core/script/head.h"

#include <stdio.h>
#include <string.h>

static void show(void *context, const char *name, const char *path)
{
    struct tp_routine_file file;
    char title[100] = "";
    size_t from, length;
    (void)context;
    if (tp_routine_open(&file, path, NULL) == 0) {
        if (file.text.data &&
            tp_head_find(file.text.data, file.text.length, "title", &from, &length))
            tp_text_clean(title, sizeof title, file.text.data + from, length);
        tp_routine_close(&file);
    }
    printf("%-16s %s\n", name, title);
}

int tp_command_list(const struct tp_options *options)
{
    (void)options;
    tp_routine_list(show, NULL);
    return TP_EXIT_OK;
}

int tp_command_voices(const struct tp_options *options)
{
    struct tp_voices *voices = NULL;
    struct tp_err err = {0};
    const char *name;
    (void)options;
    int rc = tp_voices_find(&voices, &err);
    for (size_t i = 0; rc == 0 && (name = tp_voices_name(voices, i)); i++)
        printf("%s%s\n", name,
               strcmp(name, "sim") == 0   ? "  (makes no sound: for plans and tests)"
               : strcmp(name, "slt") == 0 ? "  (the usual one)"
                                          : "");
    tp_voices_close(voices);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
