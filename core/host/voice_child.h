/* A voice whose plugin is a program of its own (PROTOCOL.md), as a call that waits for it.
 *
 * The program runs from the first open to the close; one that ends or hangs in a sentence is
 * started once more for it. Room-internal. [one thread at a time, which may wait] */
#ifndef TP_HOST_VOICE_CHILD_H
#define TP_HOST_VOICE_CHILD_H

#include "core/base/err.h"
#include "core/host/plugin_manifest.h"
#include "plugins/tp_plugin.h"

#include <stdbool.h>

struct voice_child;

/* Starts the program, with its usual settings, and waits until it is ready. Manifest, name and
 * version are borrowed until it is closed. -TP_EDEVICE: something that it needs is missing, it says
 * itself that it cannot run, or it did not answer, with why. */
int voice_child_open(struct voice_child **out, const struct tp_manifest *manifest, const char *name,
                     const char *program_version, struct tp_err *err);

/* Ends the program, by the ladder: at most 3 s. NULL is fine. */
void voice_child_close(struct voice_child *child);

/* As `speak` of struct tp_plugin_voice. Its wave is given back by free(wave->samples). */
int voice_child_speak(struct voice_child *child, const char *piece, float stretch,
                      bool (*stopped)(void *context), void *context, struct tp_plugin_wave *wave);

#endif
