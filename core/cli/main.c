/* tprun: reads the command line and hands over to the subcommand. */
#include "core/cli/commands.h"
#include "core/cli/settings.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct tp_subcommand tp_subcommands[] = {
    {"run", tp_command_run, .takes = true, .configured = true},
    {"play", tp_command_run, .takes = true, .configured = true},
    {"resume", tp_command_resume, .configured = true},
    {"plan", tp_command_plan, .takes = true, .tells = true, .configured = true},
    {"check", tp_command_check, .takes = true, .several = true, .tells = true, .configured = true},
    {"render", tp_command_render, .takes = true, .configured = true},
    {"new", tp_command_new, .takes = true},
    {"devices", tp_command_devices, .takes = true, .configured = true},
    {"list", tp_command_list, .tells = true},
    {"voices", tp_command_voices, .tells = true},
    {"sounds", tp_command_sounds, .takes = true, .configured = true},
    {"say", tp_command_say, .takes = true, .configured = true},
    {"plugins", tp_command_plugins, .takes = true, .tells = true},
    {"about", tp_command_about, .tells = true},
    {"help", tp_command_help, .tells = true},
    {"version", tp_command_version, .tells = true},
    {.name = NULL},
};

const struct tp_subcommand *tp_subcommand_find(const char *name)
{
    for (const struct tp_subcommand *command = tp_subcommands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

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

static int run(const struct tp_subcommand *command, const struct tp_options *options)
{
    struct tp_err err;
    signal(SIGXFSZ, SIG_IGN); /* a full disk is reported where it happens */
    if (!command->tells)
        signal(SIGPIPE, SIG_IGN); /* and so is a reader that went away */
    int status = command->run(options);
    bool told = status == TP_EXIT_OK || status == TP_EXIT_REFUSED;
    if (!told || !command->tells || (fflush(stdout) == 0 && !ferror(stdout)))
        return status;
    tp_err_set(&err, TP_EIO, "the output cannot be written");
    return tp_complain(TP_EXIT_ENVIRONMENT, &err);
}

int main(int argc, char **argv)
{
    struct tp_config config;
    struct tp_options options;
    struct tp_err err, config_err;
    fill_standard_streams();
    setlocale(LC_CTYPE, "");
    /* What is wrong in it is told only by the commands that it configures: the others still help.
     */
    int config_rc = tp_settings_read(&config, &config_err), status;
    if (tp_options_read(&options, &config, argc, argv, &err) < 0) {
        status = tp_complain(TP_EXIT_USAGE, &err);
        goto out;
    }
    if (options.help)
        options.command = "help";
    else if (options.version)
        options.command = "version";
    const struct tp_subcommand *command = tp_subcommand_find(options.command);
    if (config_rc < 0 && command->configured)
        status = tp_complain(tp_exit_status(config_rc), &config_err);
    else
        status = run(command, &options);
out:
    tp_config_finish(&config);
    return status;
}
