/* Noise of one step of 16 bits, far below hearing: with it a device never sees digital silence.
 *
 * Bluetooth speakers and HDMI sinks fall asleep over digital silence, and swallow the first second
 * of what comes next. Triangular, so that on a device of 16 bits it is true dither: what is quieter
 * than one step is still heard, and no harmonic is added. */
#ifndef TP_AUDIO_DITHER_H
#define TP_AUDIO_DITHER_H

#include <stdint.h>

struct tp_dither {
    uint32_t state; /* never 0 */
};

/* [any thread] */
void tp_dither_init(struct tp_dither *dither);

/* Adds noise to `frames` interleaved stereo frames, each channel its own: from −1 to +1 step of 16
 * bits (−90.3 dBFS peak, −98.1 dBFS rms). [the puller] */
void tp_dither_add(struct tp_dither *dither, float *out, uint32_t frames);

#endif
