/* A person's own sound out of a file, as the tones take it. Room-internal. */
#ifndef TP_AUDIO_TONE_FILE_H
#define TP_AUDIO_TONE_FILE_H

#include "core/base/err.h"
#include "core/base/frames.h"

/* A sound in a file may be so long. */
enum { TP_TONE_FILE_SECONDS = 10 };

struct tp_tone_file {
    float *samples; /* owned; 48 kHz, interleaved, 1 = full scale */
    tp_frames frames;
    int channels;
};

/* Reads any format of libsndfile and brings it to 48 kHz and `channels`: 1, all mixed alike; or 2,
 * the first two, one given to both. Both ends are at zero. On an error `err` holds why, without the
 * name: -TP_EIO, -TP_EINVAL for what is no sound or too long, -TP_ENOMEM. [any thread] */
int tp_tone_file_read(struct tp_tone_file *out, const char *path, int channels, struct tp_err *err);

void tp_tone_file_finish(struct tp_tone_file *file);

#endif
