/* What is plugged in: the devices and plugins of a command or a live session, as options and config
 * ask for them.
 *
 * Open it, listen to its devices, start it, close it; then run the loop until it has nothing left
 * to do. Outputs fall to their safe values by themselves, as long as the loop runs. [loop] */
#ifndef TP_CLI_PLUGGING_H
#define TP_CLI_PLUGGING_H

#include "core/cli/options.h"
#include "core/host/plugins.h"

struct tp_plugging_config {
    struct uv_loop_s *loop;           /* borrowed until nothing of it is left to do */
    const struct tp_options *options; /* borrowed until it is closed, as their config */
    bool look; /* where none is asked for, those plugins start that find hardware by themselves */
    /* As in struct tp_plugins_config. `warning` is told too what could not be started. */
    void (*command)(void *context, const struct tp_command *command);
    void (*warning)(void *context, const char *text);
    void (*log)(void *context, const char *id, const char *text); /* may be NULL */
    void *context;
};

struct tp_plugging;

/* Makes room for devices, with the roles of the config; nothing is started. -TP_EUSAGE with the
 * config's line; -TP_ENOMEM. `*out` is to be closed even after an error. */
int tp_plugging_open(struct tp_plugging **out, const struct tp_plugging_config *config,
                     struct tp_err *err);

/* Starts the plugins of the config, then those of the command line, which take the place of one of
 * the same id; and runs the loop until all have answered, at most 3 s. -TP_EUSAGE: one is asked for
 * in a wrong way. One that cannot be started is a warning, but with --require-sensor -TP_EDEVICE.
 */
int tp_plugging_start(struct tp_plugging *plugging, struct tp_err *err);

/* Good until it is closed. */
struct tp_devices *tp_plugging_devices(const struct tp_plugging *plugging);
struct tp_plugins *tp_plugging_plugins(const struct tp_plugging *plugging);

/* Stops all plugins, which takes up to 3 s of the loop, and frees. NULL is fine. */
void tp_plugging_close(struct tp_plugging *plugging);

#endif
