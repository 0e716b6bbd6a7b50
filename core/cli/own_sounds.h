/* The person's own sounds: what config.lua puts in the place of the table's. */
#ifndef TP_CLI_OWN_SOUNDS_H
#define TP_CLI_OWN_SOUNDS_H

#include "audio/tone_set.h"
#include "core/host/config.h"

/* Reads the files that the config names. `*out` is the caller's to destroy, also after an error;
 * NULL where nothing is replaced. -TP_EUSAGE with "config.lua:3: …" for a sound that there is not
 * or a file that cannot be one; -TP_ENOMEM. */
int tp_own_sounds(struct tp_tone_set **out, const struct tp_config *config, struct tp_err *err);

#endif
