/* What a sentence is taken for without speaking it. Must not change: golden timelines are made
 * with it. */
#include "audio/voice_sim.h"

#include "audio/voice.h"
#include "audio/voice_fold.h"

#include <string.h>

enum { LETTER_MS = 60, LEAST_MS = 300 };

static bool is_ascii_letter(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z');
}

/* Neither space nor punctuation nor a control; outside ASCII the blocks that hold those. */
static bool is_letter(uint32_t code)
{
    if (code < 0x80)
        return is_ascii_letter(code);
    if (code <= 0xbf)
        return code == 0xaa || code == 0xb2 || code == 0xb3 || code == 0xb5 || code == 0xb9 ||
               code == 0xba || (code >= 0xbc && code <= 0xbe);
    bool punctuation = (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f);
    bool accent = (code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f);
    return !punctuation && !accent && code != 0xfeff;
}

tp_frames tp_voice_estimate(const char *sentence)
{
    size_t length = strlen(sentence);
    tp_frames ms = 0;
    for (size_t i = 0, bytes; i < length; i += bytes)
        if (is_letter(tp_voice_code_point(sentence + i, length - i, &bytes)))
            ms += LETTER_MS;
    return TP_MS(ms > LEAST_MS ? ms : LEAST_MS);
}

struct tp_clip *tp_voice_sim_clip(const char *sentence)
{
    tp_frames frames = tp_voice_estimate(sentence);
    return frames <= UINT32_MAX ? tp_clip_create((uint32_t)frames, 1) : NULL;
}
