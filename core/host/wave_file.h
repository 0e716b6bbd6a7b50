/* A small wave file, as a voice that is a program of its own writes it. Room-internal. */
#ifndef TP_HOST_WAVE_FILE_H
#define TP_HOST_WAVE_FILE_H

#include "core/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct wave_file {
    int16_t *samples; /* owned, for free(); NULL when there are none */
    uint32_t frames, rate;
};

/* Reads a RIFF file of 16-bit samples and one channel from where `file` stands; chunks that it does
 * not know are left out, and one that is longer than the file ends with it. At most `most` frames.
 * -TP_EVOICE: what is wrong with it; -TP_EIO; -TP_ENOMEM. [any thread] */
int wave_file_read(struct wave_file *wave, int file, uint32_t most, struct tp_err *err);

#endif
