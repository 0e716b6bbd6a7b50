/* Reading the command line by one table. */
#include "core/cli/commands.h"

#include "core/base/text.h"
#include "core/host/setting.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the value is read: as its setting says, or in a way of its own. */
enum kind { SETTING, VOLUME, POINTS, STEP, SEED, PLUGIN };

struct row {
    const char *name;
    size_t place; /* of the field in struct tp_options */
    /* What it may be; without words for that: as config.lua's setting of the same name. */
    struct tp_setting own;
    enum kind kind;
};

#define FIELD(name) offsetof(struct tp_options, name)
#define AS_CONFIG                                                                                  \
    {                                                                                              \
        .allowed = NULL                                                                            \
    }
#define FLAG                                                                                       \
    {                                                                                              \
        NULL, TP_SETTING_FLAG, 0, 0, "", NULL                                                      \
    }
#define TEXT(what)                                                                                 \
    {                                                                                              \
        NULL, TP_SETTING_TEXT, 0, 0, what, NULL                                                    \
    }

static const char *const sides[] = {"left", "right", NULL};

static const struct row rows[] = {
    {"--voice", FIELD(voice), AS_CONFIG, SETTING},
    {"--rate", FIELD(rate), AS_CONFIG, SETTING},
    {"--words", FIELD(words), AS_CONFIG, SETTING},
    {"--pace", FIELD(pace), AS_CONFIG, SETTING},
    {"--speed", FIELD(speed), {NULL, TP_SETTING_NUMBER, 0.5, 60, "0.5–60", NULL}, SETTING},
    {"--minutes", FIELD(minutes), {NULL, TP_SETTING_NUMBER, 1, 240, "1–240", NULL}, SETTING},
    {"--side", FIELD(side), {NULL, TP_SETTING_WORD, 0, 0, "left or right", sides}, SETTING},
    {"--skip", 0, TEXT("names of points with commas, at most 16"), POINTS},
    {"--step", 0, TEXT("N or N-M with numbers of steps: see tprun plan"), STEP},
    {"--now", FIELD(now), FLAG, SETTING},
    {"--watch", FIELD(watch), FLAG, SETTING},
    {"--audio", FIELD(audio), AS_CONFIG, SETTING},
    {"--latency", FIELD(latency_ms), AS_CONFIG, SETTING},
    {"--volume", 0, TEXT("voice=DB,tone=DB with −40…12"), VOLUME},
    {"--plugin", 0, TEXT("ID or ID:key=value,… (at most 16): see tprun plugins"), PLUGIN},
    {"--require-sensor", FIELD(require_sensor), FLAG, SETTING},
    {"--record", FIELD(record), TEXT("a file that is not there yet"), SETTING},
    {"--calibrate", FIELD(calibrate), FLAG, SETTING},
    {"--events", FIELD(events), TEXT("a file or -"), SETTING},
    {"--commands", FIELD(commands), TEXT("a file or -"), SETTING},
    {"--seed", 0, TEXT("a whole number from 1 on"), SEED},
    {"--mono", FIELD(mono), AS_CONFIG, SETTING},
    {"--swap-sides", FIELD(swap_sides), AS_CONFIG, SETTING},
    {"--quiet", FIELD(quiet), FLAG, SETTING},
    {"--json", FIELD(json), FLAG, SETTING},
    {"--rules", FIELD(rules), FLAG, SETTING},
    {"--like", FIELD(like), TEXT("the name of a routine: see tprun list"), SETTING},
    {"--test", FIELD(test),
     TEXT("the folder of a plugin, its manifest, its shared object, or a command"), SETTING},
    {"--answers", FIELD(answers), TEXT("a file"), SETTING},
    {"--output", FIELD(output), TEXT("a file"), SETTING},
    {"--help", FIELD(help), FLAG, SETTING},
    {"--version", FIELD(version), FLAG, SETTING},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* What decides what is said and done, so that a session keeps it when it goes on. */
static const char *const lasting[] = {"--voice", "--rate",    "--words", "--pace",
                                      "--speed", "--minutes", "--side",  "--skip"};

static bool lasts(const struct row *row)
{
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
        if (strcmp(row->name, lasting[i]) == 0)
            return true;
    return false;
}

static const struct tp_setting *setting_of(const struct row *row)
{
    return row->own.allowed ? &row->own : tp_setting_find(row->name + 2);
}

static const struct row *find_row(const char *name, size_t length)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == length && strncmp(rows[i].name, name, length) == 0)
            return &rows[i];
    return NULL;
}

static int unknown(const char *name, struct tp_err *err)
{
    const char *names[ROWS];
    char shown[64], plain[64];
    for (size_t i = 0; i < ROWS; i++)
        names[i] = rows[i].name + 2; /* dashes are no likeness */
    snprintf(plain, sizeof plain, "%.*s", (int)strcspn(name, "="), name);
    tp_text_clean(shown, sizeof shown, plain, strlen(plain));
    const char *near = tp_text_nearest(plain + strspn(plain, "-"), names, ROWS);
    if (near)
        return tp_err_set(err, TP_EUSAGE, "there is no option %s; did you mean --%s?", shown, near);
    return tp_err_set(err, TP_EUSAGE, "there is no option %s; see tprun --help", shown);
}

static int wrong(const struct row *row, const char *value, struct tp_err *err)
{
    char shown[80];
    tp_text_clean(shown, sizeof shown, value, strlen(value));
    return tp_err_set(err, TP_EUSAGE, "%s must be %s, got \"%s\"", row->name,
                      setting_of(row)->allowed, shown);
}

/* voice=-3,tone=2 */
static bool read_volume(char *value, struct tp_options *options)
{
    for (char *part = strsep(&value, ","); part; part = strsep(&value, ",")) {
        bool voice = strncmp(part, "voice=", 6) == 0, tone = strncmp(part, "tone=", 5) == 0;
        const struct tp_setting *setting = tp_setting_find(voice ? "volume.voice" : "volume.tone");
        double *to = voice ? &options->volume_voice_db : &options->volume_tone_db, db;
        if ((!voice && !tone) || !tp_setting_number(strchr(part, '=') + 1, &db) ||
            !tp_setting_put(setting, tp_value_number(db), to))
            return false;
    }
    return true;
}

/* upper_trap,levator */
static bool read_points(char *value, struct tp_options *options)
{
    for (char *name = strsep(&value, ","); name; name = strsep(&value, ",")) {
        if (!*name || options->skip_count == TP_SKIPPED_POINTS)
            return false;
        options->skip[options->skip_count++] = name;
    }
    return true;
}

static bool read_whole(const char *text, double most, double *number)
{
    return tp_setting_number(text, number) && *number >= 1 && *number <= most &&
           *number == floor(*number);
}

/* 4 or 4-7 */
static bool read_steps(char *value, struct tp_options *options)
{
    double from, to;
    char *first = strsep(&value, "-");
    if (!read_whole(first, TP_STEPS, &from) || !read_whole(value ? value : first, TP_STEPS, &to) ||
        to < from)
        return false;
    options->step_from = (unsigned)from;
    options->step_to = (unsigned)to;
    return true;
}

static bool read_seed(const char *value, struct tp_options *options)
{
    static const double most = 9e15; /* whole numbers are exact up to here */
    double seed;
    if (!read_whole(value, most, &seed))
        return false;
    options->seed = (uint64_t)seed;
    return true;
}

static bool read_plugin(const char *value, struct tp_options *options)
{
    if (!*value || options->plugin_count == TP_OPTION_PLUGINS)
        return false;
    options->plugins[options->plugin_count++] = value;
    return true;
}

static bool read_setting(const struct row *row, const char *text, struct tp_options *options)
{
    const struct tp_setting *setting = setting_of(row);
    bool number = setting->kind == TP_SETTING_NUMBER || setting->kind == TP_SETTING_WHOLE;
    struct tp_value value = tp_value_text(text);
    if (number) {
        value = tp_value_number(0);
        if (!tp_setting_number(text, &value.number))
            return false;
    }
    return tp_setting_put(setting, value, (char *)options + row->place);
}

static bool read_value(const struct row *row, char *value, struct tp_options *options)
{
    switch (row->kind) {
    case SETTING:
        return read_setting(row, value, options);
    case VOLUME:
        return read_volume(value, options);
    case POINTS:
        return read_points(value, options);
    case STEP:
        return read_steps(value, options);
    case SEED:
        return read_seed(value, options);
    case PLUGIN:
        return read_plugin(value, options);
    }
    return false;
}

/* --no-mono: what a config switches on, the command line switches off. */
static const struct row *find_negated(const char *name)
{
    static const char no[] = "--no-";
    char plain[32];
    if (strncmp(name, no, sizeof no - 1) != 0)
        return NULL;
    snprintf(plain, sizeof plain, "--%s", name + sizeof no - 1);
    const struct row *row = find_row(plain, strlen(plain));
    bool configured = row && !row->own.allowed && setting_of(row)->kind == TP_SETTING_FLAG;
    return configured ? row : NULL;
}

/* One option at *argument; moves on past its value. */
static int read_option(struct tp_options *options, char ***argument, struct tp_err *err)
{
    char *name = **argument, *equals = strchr(name, '=');
    char shown[120];
    if (strcmp(name, "-o") == 0)
        name = "--output";
    if (strcmp(name, "-h") == 0)
        name = "--help";
    const struct row *row = find_row(name, equals ? (size_t)(equals - name) : strlen(name));
    const struct row *negated = row ? NULL : find_negated(name);
    if (!row && !negated)
        return unknown(name, err);
    if (negated) {
        *(bool *)((char *)options + negated->place) = false;
        return 0;
    }
    if (setting_of(row)->kind == TP_SETTING_FLAG) {
        if (equals)
            return tp_err_set(err, TP_EUSAGE, "%s takes no value", row->name);
        *(bool *)((char *)options + row->place) = true;
        return 0;
    }
    char *value = equals ? equals + 1 : *++*argument;
    if (!value) {
        --*argument;
        return tp_err_set(err, TP_EUSAGE, "%s needs %s", row->name, setting_of(row)->allowed);
    }
    tp_text_clean(shown, sizeof shown, value, strlen(value)); /* reading may cut it up */
    if (lasts(row))
        options->lasting = row->name;
    return read_value(row, value, options) ? 0 : wrong(row, shown, err);
}

/* As it would be typed; empty when it is not set. */
static void print_value(const struct row *row, const struct tp_options *options, struct tp_buf *out)
{
    const void *field = (const char *)options + row->place;
    double number = 0;
    if (row->kind == POINTS)
        for (size_t i = 0; i < options->skip_count; i++)
            tp_buf_printf(out, "%s%s", i > 0 ? "," : "", options->skip[i]);
    else if (setting_of(row)->kind == TP_SETTING_NUMBER)
        memcpy(&number, field, sizeof number);
    else if (*(const char *const *)field)
        tp_buf_puts(out, *(const char *const *)field);
    if (number != 0)
        tp_buf_printf(out, "%.17g", number);
}

void tp_options_last(const struct tp_options *options,
                     void (*each)(void *context, const char *name, const char *value),
                     void *context)
{
    for (size_t i = 0; i < ROWS; i++) {
        struct tp_buf value = {0};
        if (lasts(&rows[i]))
            print_value(&rows[i], options, &value);
        if (value.length > 0 && !value.failed)
            each(context, rows[i].name, value.data);
        tp_buf_finish(&value);
    }
}

int tp_options_take(struct tp_options *options, const char *name, char *value, struct tp_err *err)
{
    const struct row *row = find_row(name, strlen(name));
    if (!row || !lasts(row))
        return unknown(name, err);
    if (row->kind == POINTS)
        options->skip_count = 0;
    return read_value(row, value, options) ? 0 : wrong(row, value, err);
}

static int read_routine_option(struct tp_options *options, char *argument, struct tp_err *err)
{
    char *equals = strchr(argument, '=');
    if (options->value_count == TP_ROUTINE_OPTIONS)
        return tp_err_set(err, TP_EUSAGE, "at most %d options of a routine", TP_ROUTINE_OPTIONS);
    *equals = '\0';
    options->values[options->value_count++] =
        (struct tp_script_option){.name = argument, .value = equals + 1};
    return 0;
}

/* The command that was meant where a slip made it the name of a routine; NULL when it was none. */
static const char *meant_command(const struct tp_options *options)
{
    if (strcmp(options->command, tp_subcommands->name) != 0)
        return NULL;
    for (const struct tp_subcommand *command = tp_subcommands; command->name; command++)
        if (tp_text_distance(options->argument, command->name, 2) < 2)
            return command->name;
    return NULL;
}

/* A word more than fits: a command with a slip in it took the place of the routine, or the command
 * takes nothing, or it has everything already. */
static int too_much(const struct tp_options *options, const char *word, struct tp_err *err)
{
    char shown[120];
    tp_text_clean(shown, sizeof shown, word, strlen(word));
    if (!tp_subcommand_find(options->command)->takes)
        return tp_err_set(err, TP_EUSAGE, "%s takes nothing, got \"%s\"", options->command, shown);
    const char *meant = meant_command(options);
    if (meant)
        return tp_err_set(err, TP_EUSAGE,
                          "one thing at a time: \"%s\" is too much; did you mean tprun %s?", shown,
                          meant);
    return tp_err_set(err, TP_EUSAGE,
                      "one thing at a time: \"%s\" is too much; a routine's options are NAME=VALUE",
                      shown);
}

/* Words are gathered at the start of the command line, from which they were read. */
static void take_word(struct tp_options *options, char *word)
{
    if (!options->argument)
        options->argument = word;
    options->several[options->several_count++] = word;
}

static int read_word(struct tp_options *options, char *word, struct tp_err *err)
{
    if (!*options->command) {
        const struct tp_subcommand *command = tp_subcommand_find(word);
        options->command = command ? command->name : tp_subcommands->name;
        if (command)
            return 0;
    }
    if (options->argument && strchr(word, '='))
        return read_routine_option(options, word, err);
    const struct tp_subcommand *command = tp_subcommand_find(options->command);
    if (command->several || (!options->argument && command->takes)) {
        take_word(options, word);
        return 0;
    }
    return too_much(options, word, err);
}

/* What the config says holds where the command line says nothing. */
static void take_config(struct tp_options *options, const struct tp_config *config)
{
    *options = (struct tp_options){.command = "",
                                   .config = config,
                                   .voice = config->voice,
                                   .rate = config->rate,
                                   .words = config->words,
                                   .pace = config->pace,
                                   .speed = 1,
                                   .audio = config->audio,
                                   .volume_voice_db = config->volume_voice_db,
                                   .volume_tone_db = config->volume_tone_db,
                                   .latency_ms = config->latency_ms,
                                   .mono = config->mono,
                                   .swap_sides = config->swap_sides};
}

/* A part of a routine has no place in another text, and only a session goes on; what is connected
 * can be watched as well. */
static int check_watch(const struct tp_options *options, struct tp_err *err)
{
    bool connected = strcmp(options->command, "devices") == 0;
    bool whole = strcmp(options->command, tp_subcommands->name) == 0 && options->step_from == 0;
    bool asks = options->help || options->version;
    return !options->watch || whole || connected || asks
               ? 0
               : tp_err_set(err, TP_EUSAGE, "--watch is for a whole session: tprun --watch FILE");
}

int tp_options_read(struct tp_options *options, const struct tp_config *config, int count,
                    char **arguments, struct tp_err *err)
{
    bool words_only = false;
    take_config(options, config);
    options->several = arguments;
    for (char **argument = arguments + (count > 0); *argument; argument++) {
        int rc;
        if (!words_only && strcmp(*argument, "--") == 0) {
            words_only = true;
            continue;
        }
        if (!words_only && (*argument)[0] == '-' && (*argument)[1] != '\0')
            rc = read_option(options, &argument, err);
        else
            rc = read_word(options, *argument, err);
        if (rc < 0)
            return rc;
    }
    if (!*options->command)
        options->command = options->version ? "version" : "help";
    options->null_speed = tp_setting_null_speed(options->audio);
    return check_watch(options, err);
}
