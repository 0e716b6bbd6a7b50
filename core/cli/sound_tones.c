/* Kept tones. Must never give out a tone that is other than what was asked for. */
#include "core/cli/sound_tones.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_KEPT = 30 * TP_RATE }; /* frames: 3 MB */

void tp_sound_tones_finish(struct tp_sound_tones *tones)
{
    for (size_t i = 0; i < TP_SOUND_TONES; i++)
        tp_clip_unref(tones->kept[i].clip);
}

static bool same(const struct tp_sound_tone *kept, const struct tp_tone *tone)
{
    return kept->clip && tone->name && strcmp(kept->name, tone->name) == 0 &&
           kept->tone.length == tone->length && kept->tone.gain_db == tone->gain_db &&
           kept->tone.toward == tone->toward;
}

struct tp_clip *tp_sound_tones_take(struct tp_sound_tones *tones, const struct tp_tone *tone)
{
    struct tp_sound_tone *oldest = &tones->kept[0];
    for (size_t i = 0; i < TP_SOUND_TONES; i++) {
        struct tp_sound_tone *kept = &tones->kept[i];
        if (same(kept, tone)) {
            kept->used = ++tones->order;
            return tp_clip_ref(kept->clip);
        }
        if (kept->used < oldest->used)
            oldest = kept;
    }
    struct tp_clip *clip = tp_tone_set_render(tones->set, tone);
    if (!clip || !tone->name || clip->frames > LONGEST_KEPT)
        return clip;
    tp_clip_unref(oldest->clip);
    *oldest =
        (struct tp_sound_tone){.tone = *tone, .clip = tp_clip_ref(clip), .used = ++tones->order};
    snprintf(oldest->name, sizeof oldest->name, "%s", tone->name);
    return clip;
}
