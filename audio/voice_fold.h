/* A sentence in plain letters: UTF-8 in, printable ASCII out, for a voice that knows no other.
 *
 * Accents fall away, signs that are words become words ("45°" → "45 degrees"), quotes and dashes
 * become their plain forms, everything else becomes a gap. Any bytes may come in. [any thread] */
#ifndef TP_AUDIO_VOICE_FOLD_H
#define TP_AUDIO_VOICE_FOLD_H

#include "core/base/text.h"

#include <stdint.h>

/* Adds the plain form of `length` bytes of `text` to `out`. */
void tp_voice_fold(struct tp_buf *out, const char *text, size_t length);

/* The code point at `text`, and in `bytes` how many bytes it takes; 0 when the bytes are no
 * UTF-8 (one byte is taken) or a NUL. */
uint32_t tp_voice_code_point(const char *text, size_t available, size_t *bytes);

#endif
