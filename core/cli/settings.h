/* Reading the person's settings: $XDG_CONFIG_HOME/tprun/config.lua, else
 * ~/.config/tprun/config.lua, a text in the routines' language that returns a table. */
#ifndef TP_CLI_SETTINGS_H
#define TP_CLI_SETTINGS_H

#include "core/host/config.h"

/* Fills `config`, which must be finished even after an error; without a file all is as usual. Runs
 * the text under the watchdog, for it may never end. -TP_EUSAGE with "config.lua:3: …" for whatever
 * is wrong in it; -TP_EIO. [loop] */
int tp_settings_read(struct tp_config *config, struct tp_err *err);

#endif
