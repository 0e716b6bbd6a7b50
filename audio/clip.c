/* Clips: memory with a count. Must never be called by the audio side, which only borrows. */
#include "audio/clip.h"

#include <stdlib.h>

struct tp_clip *tp_clip_create(uint32_t frames, uint16_t channels)
{
    struct tp_clip *clip;
    const size_t most = (SIZE_MAX - sizeof *clip) / (2 * sizeof *clip->samples);
    if (channels < 1 || channels > 2 || frames > most)
        return NULL;
    clip = calloc(1, sizeof *clip + (size_t)frames * channels * sizeof *clip->samples);
    if (clip) {
        clip->frames = frames;
        clip->channels = channels;
        clip->references = 1;
    }
    return clip;
}

struct tp_clip *tp_clip_ref(struct tp_clip *clip)
{
    if (clip)
        clip->references++;
    return clip;
}

void tp_clip_unref(struct tp_clip *clip)
{
    if (clip && --clip->references == 0)
        free(clip);
}
