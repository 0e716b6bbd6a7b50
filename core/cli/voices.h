/* The voices that a person can choose: those of the plugins, and `sim`, which makes no sound.
 *
 * Knows them without loading anything; what speaks is loaded by the voice that is opened here, and
 * only for a sentence that is not in the cache. */
#ifndef TP_CLI_VOICES_H
#define TP_CLI_VOICES_H

#include "audio/voice.h"
#include "core/base/err.h"

#include <stddef.h>

struct tp_voices;

/* Looks for the plugins. -TP_ENOMEM. */
int tp_voices_find(struct tp_voices **out, struct tp_err *err);

/* Once the voices opened here are closed. NULL is fine. */
void tp_voices_close(struct tp_voices *voices);

/* Their names, `sim` last; NULL past that. */
const char *tp_voices_name(const struct tp_voices *voices, size_t n);

/* Opens one of them, one at a time, with the person's cache; its name is borrowed until it is
 * closed. -TP_EUSAGE: there is none of that name, with those there are; -TP_EVOICE: no plugin with
 * a voice was found; -TP_EINVAL: `rate` is not 0.5–2. */
int tp_voices_open(struct tp_voices *voices, const char *name, double rate, struct tp_voice **out,
                   struct tp_err *err);

#endif
