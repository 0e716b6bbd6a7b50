/* Getting ready. */
#include "core/cli/prepare.h"

#include "core/cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* plan, check and render use this seed unless told; a live session takes one of its own. */
enum { USUAL_SEED = 1 };

int tp_exit_status(int code)
{
    switch (-code) {
    case TP_EUSAGE:
    case TP_EINVAL:
        return TP_EXIT_USAGE;
    case TP_ENOENT: /* a missing routine is no such error: see tp_prepare */
    case TP_EIO:
    case TP_EVOICE:
    case TP_EDEVICE:
        return TP_EXIT_ENVIRONMENT;
    default:
        return TP_EXIT_ROUTINE;
    }
}

static char *state_folder(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    struct tp_buf path = {0};
    if (state && *state == '/')
        tp_buf_printf(&path, "%s/tprun", state);
    else if (home && *home == '/')
        tp_buf_printf(&path, "%s/.local/state/tprun", home);
    return path.data;
}

static int open_memory(struct tp_prepared *prepared, struct tp_err *err)
{
    bool warning = false;
    char *folder = state_folder();
    int rc =
        folder ? tp_memory_open(&prepared->memory, folder, prepared->file.path, &warning, err) : 0;
    if (rc == 0 && warning)
        fprintf(stderr, "tprun: %s\n", err->text);
    free(folder);
    return rc;
}

static void choose(struct tp_choices *choices, const struct tp_options *options,
                   enum tp_purpose purpose)
{
    *choices = (struct tp_choices){.words = options->words,
                                   .pace = options->pace,
                                   .side = options->side,
                                   .skip = options->skip,
                                   .skip_count = options->skip_count};
    if (!choices->words)
        choices->words = purpose == TP_TO_PLAY ? "auto" : "full";
}

int tp_prepare(struct tp_prepared *prepared, const struct tp_options *options,
               enum tp_purpose purpose, struct tp_err *err)
{
    *prepared = (struct tp_prepared){0};
    tp_world_init(&prepared->world);
    if (!options->argument || !*options->argument)
        return tp_err_set(err, TP_EUSAGE, "%s needs a routine; tprun list shows all",
                          options->command);
    int rc = tp_files_open_routine(&prepared->file, options->argument, err);
    if (rc < 0) /* a missing or unreadable routine is a routine that does not load */
        return -TP_ESCRIPT;
    rc = tp_watchdog_start(prepared->file.name, err);
    if (rc < 0)
        return rc;
    prepared->cache = tp_files_cache("voice");
    struct tp_voice_config voice = {
        .name = options->voice, .rate = options->rate, .cache_dir = prepared->cache};
    rc = tp_voice_open(&prepared->voice, &voice, err);
    if (rc < 0)
        return rc == -TP_EVOICE ? -TP_EUSAGE : rc;
    rc = open_memory(prepared, err);
    choose(&prepared->choices, options, purpose);
    prepared->world.voice = prepared->voice;
    prepared->world.choices = &prepared->choices;
    prepared->world.memory = prepared->memory;
    prepared->world.routine_path = prepared->file.path;
    prepared->run =
        (struct tp_run_config){.world = &tp_world_table,
                               .world_context = &prepared->world,
                               .name = prepared->file.name,
                               .text = prepared->file.text.data ? prepared->file.text.data : "",
                               .length = prepared->file.text.length,
                               .seed = options->seed ? options->seed : USUAL_SEED,
                               .options = options->values,
                               .option_count = options->value_count};
    return rc;
}

void tp_prepare_finish(struct tp_prepared *prepared)
{
    tp_watchdog_stop();
    tp_world_finish(&prepared->world);
    tp_memory_close(prepared->memory);
    tp_voice_close(prepared->voice);
    free(prepared->cache);
    tp_files_close_routine(&prepared->file);
}
