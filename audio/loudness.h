/* How loud a sound is to the ear: the momentary loudness of EBU R128 (ITU-R BS.1770-4), at 48 kHz.
 */
#ifndef TP_AUDIO_LOUDNESS_H
#define TP_AUDIO_LOUDNESS_H

#include <stddef.h>

/* The loudest 400 ms in LUFS, looked for every 40 ms, with silence around the sound; −HUGE_VAL for
 * silence. `channels` 1 or 2, interleaved, 1 = full scale; one channel is heard in both ears and
 * counts twice. [any thread] */
double tp_loudness_momentary(const float *samples, size_t frames, int channels);

#endif
