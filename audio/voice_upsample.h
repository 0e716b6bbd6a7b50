/* From a voice's rate to a whole multiple of it, without delay.
 *
 * Flat within 0.01 dB up to 0.44 of the lower rate; what would be mirrored above half of it is
 * lowered by 90 dB from 0.51 on (of a voice of 16 kHz: up to 7.0 and from 8.2 kHz). Pure. [any
 * thread] */
#ifndef TP_AUDIO_VOICE_UPSAMPLE_H
#define TP_AUDIO_VOICE_UPSAMPLE_H

#include <stdint.h>

/* Writes `frames` * `factor` samples to `out`; frame i of `in` is at i * `factor`, and around all
 * of them is silence. `factor` is 1–255. 0 or -TP_ENOMEM. */
int tp_voice_upsample(const float *in, uint32_t frames, unsigned factor, float *out);

#endif
