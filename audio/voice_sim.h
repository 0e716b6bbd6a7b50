/* The voice `sim`: no sound, every length known at once. [any thread] */
#ifndef TP_AUDIO_VOICE_SIM_H
#define TP_AUDIO_VOICE_SIM_H

#include "audio/clip.h"

/* Silence as long as tp_voice_estimate says, one reference; NULL when out of memory. */
struct tp_clip *tp_voice_sim_clip(const char *sentence);

#endif
