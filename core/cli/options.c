/* Reading the command line by one table. */
#include "core/cli/commands.h"

#include "core/base/text.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 100000 }; /* more than any routine has: core/script */

enum kind { FLAG, TEXT, WORD, NUMBER, WHOLE, LATENCY, AUDIO, VOLUME, POINTS, STEP };

struct row {
    const char *name;
    enum kind kind;
    size_t place; /* of the field in struct tp_options */
    double least, most;
    const char *allowed;
    const char *const *words; /* that a WORD may be */
};

#define FIELD(name) offsetof(struct tp_options, name)

static const char *const levels[] = {"full", "normal", "brief", "tones", "auto", NULL};
static const char *const sides[] = {"left", "right", NULL};

static const struct row rows[] = {
    {"--voice", TEXT, FIELD(voice), 0, 0, "the name of a voice: see tprun voices", NULL},
    {"--rate", NUMBER, FIELD(rate), 0.5, 2, "0.5–2", NULL},
    {"--words", WORD, FIELD(words), 0, 0, "full, normal, brief, tones or auto", levels},
    {"--pace", NUMBER, FIELD(pace), 0.5, 2, "0.5–2", NULL},
    {"--minutes", NUMBER, FIELD(minutes), 1, 240, "1–240", NULL},
    {"--side", WORD, FIELD(side), 0, 0, "left or right", sides},
    {"--skip", POINTS, 0, 0, 0, "names of points with commas, at most 16", NULL},
    {"--step", STEP, 0, 1, STEPS, "N or N-M with numbers of steps: see tprun plan", NULL},
    {"--now", FLAG, FIELD(now), 0, 0, NULL, NULL},
    {"--audio", AUDIO, FIELD(audio), 0, 0, "part of a device's name, null or null:N", NULL},
    {"--latency", LATENCY, FIELD(latency_ms), 20, 60, "20–60", NULL},
    {"--volume", VOLUME, 0, -40, 12, "voice=DB,tone=DB with −40…12", NULL},
    {"--events", TEXT, FIELD(events), 0, 0, "a file or -", NULL},
    {"--commands", TEXT, FIELD(commands), 0, 0, "a file or -", NULL},
    {"--seed", WHOLE, FIELD(seed), 1, 9e15, "a whole number from 1 on", NULL},
    {"--mono", FLAG, FIELD(mono), 0, 0, NULL, NULL},
    {"--swap-sides", FLAG, FIELD(swap_sides), 0, 0, NULL, NULL},
    {"--quiet", FLAG, FIELD(quiet), 0, 0, NULL, NULL},
    {"--json", FLAG, FIELD(json), 0, 0, NULL, NULL},
    {"--output", TEXT, FIELD(output), 0, 0, "a file", NULL},
    {"--help", FLAG, FIELD(help), 0, 0, NULL, NULL},
    {"--version", FLAG, FIELD(version), 0, 0, NULL, NULL},
};

enum { ROWS = sizeof rows / sizeof *rows };

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
    return tp_err_set(err, TP_EUSAGE, "%s must be %s, got \"%s\"", row->name, row->allowed, shown);
}

/* The whole of `text` as a number within the row's range. */
static bool read_number(const struct row *row, const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    bool plain = *text && text[strspn(text, "0123456789.+-")] == '\0';
    return plain && *end == '\0' && *number >= row->least && *number <= row->most;
}

/* voice=-3,tone=2 */
static bool read_volume(const struct row *row, char *value, struct tp_options *options)
{
    for (char *part = strsep(&value, ","); part; part = strsep(&value, ",")) {
        double *to = strncmp(part, "voice=", 6) == 0  ? &options->volume_voice_db
                     : strncmp(part, "tone=", 5) == 0 ? &options->volume_tone_db
                                                      : NULL;
        if (!to || !read_number(row, strchr(part, '=') + 1, to))
            return false;
    }
    return true;
}

static bool read_audio(char *value, struct tp_options *options)
{
    static const struct row speed = {"--audio", NUMBER, 0, 0.1, 1000, NULL, NULL};
    if (!*value)
        return false;
    options->audio = value;
    if (strcmp(value, "null") == 0)
        options->null_speed = 1;
    else if (strncmp(value, "null:", 5) == 0)
        return read_number(&speed, value + 5, &options->null_speed);
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

static bool read_whole(const struct row *row, const char *text, double *number)
{
    return read_number(row, text, number) && *number == floor(*number);
}

/* 4 or 4-7 */
static bool read_steps(const struct row *row, char *value, struct tp_options *options)
{
    double from, to;
    char *first = strsep(&value, "-");
    if (!read_whole(row, first, &from) || !read_whole(row, value ? value : first, &to) || to < from)
        return false;
    options->step_from = (unsigned)from;
    options->step_to = (unsigned)to;
    return true;
}

static bool read_one_of(const struct row *row, const char *value, const char **field)
{
    for (const char *const *word = row->words; *word; word++)
        if (strcmp(*word, value) == 0) {
            *field = *word;
            return true;
        }
    return false;
}

static bool read_value(const struct row *row, char *value, struct tp_options *options)
{
    char *field = (char *)options + row->place;
    double number = 0;
    switch (row->kind) {
    case TEXT:
        *(const char **)field = value;
        return *value != '\0';
    case WORD:
        return read_one_of(row, value, (const char **)field);
    case NUMBER:
        return read_number(row, value, (double *)field);
    case WHOLE:
        if (!read_whole(row, value, &number))
            return false;
        *(uint64_t *)field = (uint64_t)number;
        return true;
    case LATENCY:
        if (!read_whole(row, value, &number))
            return false;
        *(int *)field = (int)number;
        return true;
    case AUDIO:
        return read_audio(value, options);
    case VOLUME:
        return read_volume(row, value, options);
    case POINTS:
        return read_points(value, options);
    case STEP:
        return read_steps(row, value, options);
    case FLAG:
        break;
    }
    return false;
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
    if (!row)
        return unknown(name, err);
    if (row->kind == FLAG) {
        if (equals)
            return tp_err_set(err, TP_EUSAGE, "%s takes no value", row->name);
        *(bool *)((char *)options + row->place) = true;
        return 0;
    }
    char *value = equals ? equals + 1 : *++*argument;
    if (!value) {
        --*argument;
        return tp_err_set(err, TP_EUSAGE, "%s needs %s", row->name, row->allowed);
    }
    tp_text_clean(shown, sizeof shown, value, strlen(value)); /* reading may cut it up */
    return read_value(row, value, options) ? 0 : wrong(row, shown, err);
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
    if (!options->argument && tp_subcommand_find(options->command)->takes) {
        options->argument = word;
        return 0;
    }
    return too_much(options, word, err);
}

int tp_options_read(struct tp_options *options, int count, char **arguments, struct tp_err *err)
{
    bool words_only = false;
    *options = (struct tp_options){.command = "", .voice = "slt", .rate = 1, .pace = 1};
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
    return 0;
}
