/* The subcommands: each takes the options and returns the exit status. One file each. */
#ifndef TP_CLI_COMMANDS_H
#define TP_CLI_COMMANDS_H

#include "core/cli/options.h"

int tp_command_run(const struct tp_options *options);
int tp_command_resume(const struct tp_options *options);
int tp_command_plan(const struct tp_options *options);
int tp_command_check(const struct tp_options *options);
int tp_command_render(const struct tp_options *options);
int tp_command_new(const struct tp_options *options);
int tp_command_devices(const struct tp_options *options);
int tp_command_list(const struct tp_options *options);
int tp_command_voices(const struct tp_options *options);
int tp_command_sounds(const struct tp_options *options);
int tp_command_say(const struct tp_options *options);
int tp_command_plugins(const struct tp_options *options);
int tp_command_about(const struct tp_options *options);
int tp_command_help(const struct tp_options *options);
int tp_command_version(const struct tp_options *options);

/* tprun plugins --test */
int tp_conform_command(const struct tp_options *options);

/* What can be typed after "tprun". The table ends with a name of NULL; its first row is what the
 * name of a routine alone means. */
struct tp_subcommand {
    const char *name;
    int (*run)(const struct tp_options *options);
    bool takes;      /* something after its name */
    bool several;    /* and more of it */
    bool tells;      /* all it does is to print: a reader that has enough ends it, as usual */
    bool configured; /* by the person's config, so that a mistake in that matters */
};

extern const struct tp_subcommand tp_subcommands[];

/* NULL for what is none. */
const struct tp_subcommand *tp_subcommand_find(const char *name);

/* Prints the one line on stderr and returns `status`. */
int tp_complain(int status, const struct tp_err *err);

/* The status for an error of the engine or the environment. */
int tp_exit_status(int code);

#endif
