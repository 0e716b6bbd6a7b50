/* Getting ready. */
#include "core/cli/prepare.h"

#include "core/cli/ahead.h"
#include "core/cli/commands.h"
#include "core/cli/folders.h"
#include "core/cli/own_sounds.h"
#include "core/host/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    case TP_EAGAIN: /* another session runs */
        return TP_EXIT_ENVIRONMENT;
    default:
        return TP_EXIT_ROUTINE;
    }
}

static void tell(enum tp_store_state state, const struct tp_err *err)
{
    if (state != TP_STORE_READY)
        fprintf(stderr, "tprun: %s\n", err->text);
}

/* What was kept from before. A folder that cannot be read is told once. */
static int open_kept(struct tp_prepared *prepared, struct tp_err *err)
{
    enum tp_store_state state = TP_STORE_READY, other = TP_STORE_READY;
    char *folder = tp_folder_own(TP_FOLDER_STATE, NULL);
    int rc = 0;
    if (!folder)
        return 0;
    rc = tp_memory_open(&prepared->memory, folder, prepared->file.path, &state, err);
    if (rc == 0)
        tell(state, err);
    if (rc == 0)
        rc = tp_familiar_open(&prepared->familiar, folder, &other, err);
    if (rc == 0 && (state != TP_STORE_SEALED || other != TP_STORE_SEALED))
        tell(other, err);
    free(folder);
    return rc;
}

/* Finished sessions of the routine, as far as they still count. */
static int routine_known(const struct tp_memory *memory, const char *today)
{
    struct tp_value count = tp_memory_past(memory, "count", today);
    struct tp_value days = tp_memory_past(memory, "days_since", today);
    return tp_familiar_faded((int)count.number,
                             days.kind == TP_VALUE_NUMBER ? (long)days.number : -1);
}

/* What the person knows already belongs to a session, and to a plan that is to be as the next one.
 */
static void know(struct tp_prepared *prepared, enum tp_purpose purpose)
{
    struct tp_world *world = &prepared->world;
    if (purpose != TP_TO_PLAY && strcmp(prepared->choices.words, "auto") != 0)
        return;
    world->memory = prepared->memory;
    world->familiar = prepared->familiar;
    if (prepared->memory)
        world->routine_known = routine_known(prepared->memory, world->today);
}

static void choose(struct tp_choices *choices, const struct tp_options *options,
                   enum tp_purpose purpose)
{
    *choices = (struct tp_choices){
        .words = options->words,
        .pace = options->pace,
        .speed = options->speed,
        .side = options->side,
        .skip = options->skip,
        .skip_count = options->skip_count,
        .recording = purpose == TP_TO_RECORD,
        .require_sensor = purpose == TP_TO_PLAY && options->require_sensor,
        .unanswered = purpose == TP_TO_PLAY && !options->commands && !isatty(STDIN_FILENO),
        .left = options->config->left,
        .right = options->config->right,
        .hold_sound = options->config->hold_sound};
    if (!choices->words)
        choices->words = purpose == TP_TO_PLAY ? "auto" : "full";
}

static int open_voice(struct tp_prepared *prepared, const struct tp_options *options,
                      struct tp_err *err)
{
    int rc = tp_voices_find(&prepared->voices, err);
    return rc < 0 ? rc
                  : tp_voices_open(prepared->voices, options->voice, options->rate,
                                   &prepared->voice, err);
}

/* What dry runs and sessions have in common. */
static void set_world(struct tp_prepared *prepared, const struct tp_options *options)
{
    struct tp_world *world = &prepared->world;
    world->voice = prepared->voice;
    world->rate = options->rate;
    world->tones = prepared->tones;
    world->choices = &prepared->choices;
    world->routine_path = prepared->file.path;
    prepared->run =
        (struct tp_run_config){.world = &tp_world_table,
                               .world_context = world,
                               .name = prepared->file.name,
                               .text = prepared->file.text.data ? prepared->file.text.data : "",
                               .length = prepared->file.text.length,
                               .seed = options->seed ? options->seed : USUAL_SEED,
                               .options = options->values,
                               .option_count = options->value_count};
}

/* Once there is a routine. */
static int get_ready(struct tp_prepared *prepared, const struct tp_options *options,
                     enum tp_purpose purpose, struct tp_err *err)
{
    if (purpose == TP_TO_PLAY && options->answers)
        return tp_err_set(err, TP_EUSAGE,
                          "--answers belongs to plan and render; in a session you answer yourself");
    int rc = tp_watchdog_start(prepared->file.name, err);
    if (rc == 0)
        rc = open_voice(prepared, options, err);
    if (rc == 0)
        rc = tp_own_sounds(&prepared->tones, options->config, err);
    if (rc == 0)
        rc = open_kept(prepared, err);
    if (rc < 0)
        return rc;
    choose(&prepared->choices, options, purpose);
    set_world(prepared, options);
    know(prepared, purpose);
    if (purpose != TP_TO_PLAY)
        tp_ahead_arm(prepared);
    return 0;
}

int tp_prepare(struct tp_prepared *prepared, const struct tp_options *options,
               enum tp_purpose purpose, struct tp_err *err)
{
    *prepared = (struct tp_prepared){0};
    tp_world_init(&prepared->world);
    if (!options->argument || !*options->argument)
        return tp_err_set(err, TP_EUSAGE, "%s needs a routine; tprun list shows all",
                          options->command);
    int rc = tp_routine_open(&prepared->file, options->argument, err);
    if (rc < 0) /* a missing or unreadable routine is a routine that does not load */
        return -TP_ESCRIPT;
    return get_ready(prepared, options, purpose, err);
}

int tp_prepare_kept(struct tp_prepared *prepared, const struct tp_options *options,
                    const struct tp_journal *kept, struct tp_err *err)
{
    *prepared = (struct tp_prepared){0};
    tp_world_init(&prepared->world);
    int rc = tp_routine_take(&prepared->file, kept->head.path, kept->text, kept->text_length, err);
    for (size_t i = 0; rc == 0 && i < kept->module_count; i++)
        rc =
            tp_modules_keep(&prepared->world.modules, kept->modules[i].name, kept->modules[i].shown,
                            kept->modules[i].source, kept->modules[i].length, err);
    return rc < 0 ? rc : get_ready(prepared, options, TP_TO_PLAY, err);
}

int tp_prepare_answers(struct tp_prepared *prepared, const struct tp_options *options,
                       struct tp_err *err)
{
    const char *path = options->answers;
    struct tp_buf text = {0};
    struct tp_err why;
    char shown[200];
    if (!path)
        return 0;
    int rc = tp_file_read(path, TP_ANSWERS_BYTES, &text, &why);
    if (rc == 0)
        rc =
            tp_answers_read(&prepared->answers, path, text.data ? text.data : "", text.length, err);
    else if (rc == -TP_EIO) /* it names the file */
        tp_err_set(err, TP_EIO, "%s", why.text);
    else
        rc = tp_err_set(err, rc == -TP_ENOMEM ? TP_ENOMEM : TP_EUSAGE, "%s: %s",
                        tp_text_clean(shown, sizeof shown, path, strlen(path)), why.text);
    tp_buf_finish(&text);
    if (rc == 0) {
        prepared->run.answer = tp_answers_give;
        prepared->run.answer_context = prepared->answers;
    }
    return rc;
}

int tp_prepare_timeline(struct tp_prepared *prepared, const struct tp_run_config *run,
                        struct tp_timeline *out, struct tp_err *err)
{
    tp_answers_begin(prepared->answers);
    return tp_timeline_make(out, run, err);
}

void tp_prepare_doubt(const struct tp_prepared *prepared)
{
    struct tp_err why;
    if (prepared->voice && tp_voice_trouble(prepared->voice, &why) < 0)
        fprintf(stderr, "tprun: %s; how long sentences take is guessed\n", why.text);
}

void tp_prepare_finish(struct tp_prepared *prepared)
{
    tp_watchdog_stop();
    tp_world_finish(&prepared->world);
    tp_answers_close(prepared->answers);
    tp_fit_finish(&prepared->fit);
    tp_buf_finish(&prepared->shorter);
    tp_memory_close(prepared->memory);
    tp_familiar_close(prepared->familiar);
    tp_voice_close(prepared->voice);
    tp_voices_close(prepared->voices);
    tp_tone_set_destroy(prepared->tones);
    tp_routine_close(&prepared->file);
}
