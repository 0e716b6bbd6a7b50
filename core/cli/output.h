/* Where a session sounds: a device through PortAudio, or nowhere in real time.
 *
 * Exactly one driver pulls the mixer. Without any sound card the null driver does, and the screen
 * and the bell guide; a device that is plugged in later takes over where the count is. [loop] */
#ifndef TP_CLI_OUTPUT_H
#define TP_CLI_OUTPUT_H

#include "audio/driver.h"
#include "core/cli/options.h"

struct tp_output;

int tp_output_open(struct tp_output **out, struct tp_mixer *mixer, const struct tp_options *options,
                   struct tp_err *err);
void tp_output_close(struct tp_output *output); /* NULL is fine */

/* What became of it since the last tick: it plays for the first time, there is none to play, it is
 * lost, it is back (or there at last). */
enum tp_output_change {
    TP_OUTPUT_SAME,
    TP_OUTPUT_OPENED,
    TP_OUTPUT_NONE,
    TP_OUTPUT_LOST,
    TP_OUTPUT_FOUND
};

/* To be called on every tick of the loop, with a monotonic clock. */
enum tp_output_change tp_output_tick(struct tp_output *output, uint64_t now_ns);

/* The device in words, "" while it is being opened. */
const char *tp_output_device(struct tp_output *output);

/* One line on what is wrong, NULL when nothing is. */
const char *tp_output_problem(const struct tp_output *output);

/* Nothing can be heard: the bell is to ring where it matters. */
bool tp_output_is_silent(const struct tp_output *output);

#endif
