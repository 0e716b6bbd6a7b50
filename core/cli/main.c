/* tprun: reads the command line and hands over to the subcommand. */
#include "core/cli/commands.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(const struct tp_options *options);
} commands[] = {
    {"run", tp_command_run},         {"plan", tp_command_plan},     {"render", tp_command_render},
    {"list", tp_command_list},       {"voices", tp_command_voices}, {"sounds", tp_command_sounds},
    {"say", tp_command_say},         {"about", tp_command_about},   {"help", tp_command_help},
    {"version", tp_command_version},
};

int tp_complain(int status, const struct tp_err *err)
{
    fprintf(stderr, "tprun: %s\n", err->text);
    return status;
}

int main(int argc, char **argv)
{
    struct tp_options options;
    struct tp_err err;
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN); /* a reader that went away, a full disk: reported where they happen */
    signal(SIGXFSZ, SIG_IGN);
    if (tp_options_read(&options, argc, argv, &err) < 0)
        return tp_complain(TP_EXIT_USAGE, &err);
    if (options.help)
        return tp_command_help(&options);
    if (options.version)
        return tp_command_version(&options);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, options.command) == 0)
            return commands[i].run(&options);
    return TP_EXIT_USAGE;
}
