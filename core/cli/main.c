/* tprun: reads the command line and hands over to the subcommand. */
#include "core/cli/commands.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command {
    const char *name;
    int (*run)(const struct tp_options *options);
    bool tells; /* all it does is to print: a reader that has enough ends it, as usual */
} commands[] = {
    {"run", tp_command_run, false},       {"render", tp_command_render, false},
    {"sounds", tp_command_sounds, false}, {"say", tp_command_say, false},
    {"plan", tp_command_plan, true},      {"list", tp_command_list, true},
    {"voices", tp_command_voices, true},  {"about", tp_command_about, true},
    {"help", tp_command_help, true},      {"version", tp_command_version, true},
};

int tp_complain(int status, const struct tp_err *err)
{
    fprintf(stderr, "tprun: %s\n", err->text);
    return status;
}

/* A standard stream that the caller closed: else the first file that is opened would take its
 * place, and get what is printed. */
static void fill_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
            return; /* no device at all: then nothing is opened before it */
}

static int run(const struct command *command, const struct tp_options *options)
{
    struct tp_err err;
    signal(SIGXFSZ, SIG_IGN); /* a full disk is reported where it happens */
    if (!command->tells)
        signal(SIGPIPE, SIG_IGN); /* and so is a reader that went away */
    int status = command->run(options);
    if (status != TP_EXIT_OK || !command->tells || (fflush(stdout) == 0 && !ferror(stdout)))
        return status;
    tp_err_set(&err, TP_EIO, "the output cannot be written");
    return tp_complain(TP_EXIT_ENVIRONMENT, &err);
}

int main(int argc, char **argv)
{
    struct tp_options options;
    struct tp_err err;
    fill_standard_streams();
    setlocale(LC_CTYPE, "");
    if (tp_options_read(&options, argc, argv, &err) < 0)
        return tp_complain(TP_EXIT_USAGE, &err);
    if (options.help)
        options.command = "help";
    else if (options.version)
        options.command = "version";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, options.command) == 0)
            return run(&commands[i], &options);
    return TP_EXIT_USAGE;
}
