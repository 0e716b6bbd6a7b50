/* A cue: one sentence or one tone at one frame of the session. */
#ifndef TP_ENGINE_CUE_H
#define TP_ENGINE_CUE_H

#include "core/base/frames.h"
#include "core/script/script.h"

#include <stdint.h>

/* Silence is for the now bus only: a pause between two of its sounds. */
enum tp_cue_type { TP_CUE_VOICE, TP_CUE_TONE, TP_CUE_SILENCE };

struct tp_cue {
    uint64_t id;  /* rising within a run; never reused in a session */
    tp_frames at; /* session frame at which it begins */
    tp_frames length;
    uint32_t step;
    enum tp_cue_type type;
    enum tp_speech_class speech_class; /* voice */
    double gain_db;                    /* voice: over its usual loudness */
    const char *text;            /* the sentence, or the tone's name ("note" for a plain one) */
    struct tp_tone_request tone; /* tone; its name is `text` or NULL for a plain note */
};

#endif
