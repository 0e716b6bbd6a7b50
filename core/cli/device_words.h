/* What is connected, in words and as JSON: for people who look at it, and for programs.
 *
 * Reads the registry and the plugins, changes nothing. `now_ns` of CLOCK_MONOTONIC. [loop] */
#ifndef TP_CLI_DEVICE_WORDS_H
#define TP_CLI_DEVICE_WORDS_H

#include "core/base/text.h"
#include "core/host/plugins.h"

enum { TP_DEVICE_WORDS = 80 };

/* "18.2 N", "not yet". Returns `text`. */
const char *tp_device_value(char text[TP_DEVICE_WORDS], const struct tp_channel_state *channel);

/* "live", "silent for 4 s"; of an output "at rest". Returns `text`. */
const char *tp_device_state(char text[TP_DEVICE_WORDS], const struct tp_channel_state *channel,
                            uint64_t now_ns);

/* One device, a line each for itself, its id and its channels. */
void tp_device_tell(struct tp_buf *out, const struct tp_devices *devices, tp_device device,
                    uint64_t now_ns);

/* Devices (`only` that one; 0: all) and plugins as one JSON object. */
void tp_device_json(struct tp_buf *out, const struct tp_devices *devices,
                    const struct tp_plugins *plugins, tp_device only, uint64_t now_ns);

/* A bar of `width` columns, filled to `fraction` (0–1; less and more are ends). `plain`: of ASCII.
 */
void tp_device_bar(struct tp_buf *out, double fraction, int width, bool plain);

/* What is the matter with plugins, one line each; nothing when all is well. */
void tp_device_troubles(struct tp_buf *out, const struct tp_plugins *plugins);

#endif
