/* The way of the samples: find the speech, resample it, bring it to its loudness, bend what is
 * too loud, fade the edges, round to 16 bits. Must stay free of state between two calls, so that
 * the same wave always gives the same samples. */
#include "audio/voice_sound.h"

#include "audio/voice_upsample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOW_MS = 4,               /* of the level that tells speech from flite's silence */
    FADE_FRAMES = TP_RATE / 200, /* 5 ms: no click at either end */
};

/* Speech begins where a window's level, at the final loudness, passes this: −45 dBFS. The noise in
 * the voices' silence was measured at −50 (awb, kal) to −60 dBFS (slt); soft initial sounds (f, h,
 * th) pass −45 within some milliseconds, and the lead keeps what came before. */
static const double THRESHOLD = 0.0056;

/* Up to −3 dBFS samples stay as they are; above, they bend towards full scale and never pass it. */
static const float KNEE = 0.70795f;

struct span {
    uint32_t first, end; /* raw frames; equal when all is silence */
};

void tp_voice_sound_finish(struct tp_voice_sound *sound)
{
    free(sound->samples);
    *sound = (struct tp_voice_sound){0};
}

static bool is_loud(const struct tp_voice_wave *wave, uint32_t from, uint32_t window, double limit)
{
    double energy = 0;
    for (uint32_t i = from; i < from + window; i++)
        energy += (double)wave->samples[i] * wave->samples[i];
    return energy > limit;
}

/* Moves a window of WINDOW_MS over the wave. Speech begins in the last step of the first loud
 * window and ends in the first frame of the last one: that is exact for hard sounds, and soft ones
 * are kept whole by lead and tail. */
static struct span find_speech(const struct tp_voice_wave *wave, float gain)
{
    uint32_t step = wave->rate / 1000, window = step * WINDOW_MS;
    double level = THRESHOLD * 32768.0 / (double)gain, limit = level * level * window;
    uint32_t first = 0, last = wave->frames - window;
    if (step == 0 || wave->frames < window)
        return (struct span){0, 0};
    while (first + window <= wave->frames && !is_loud(wave, first, window, limit))
        first += step;
    if (first + window > wave->frames)
        return (struct span){0, 0};
    while (!is_loud(wave, last, window, limit))
        last--;
    bool from_start = first == 0, to_end = last + window == wave->frames;
    struct span span = {from_start ? 0 : first + window - step, to_end ? wave->frames : last + 1};
    return span.first < span.end ? span : (struct span){first, last + window};
}

/* The span with lead and tail around it as floats; what the wave has no room for is silence. */
static float *cut_out(const struct tp_voice_wave *wave, struct span span, uint32_t *frames)
{
    uint32_t lead = (uint32_t)(TP_VOICE_LEAD * wave->rate / TP_RATE);
    uint32_t tail = (uint32_t)(TP_VOICE_TAIL * wave->rate / TP_RATE);
    *frames = lead + (span.end - span.first) + tail;
    float *cut = calloc(*frames, sizeof *cut);
    if (!cut)
        return NULL;
    for (uint32_t i = 0; i < *frames; i++) {
        int64_t from = (int64_t)span.first - lead + i;
        if (from >= 0 && from < wave->frames)
            cut[i] = (float)wave->samples[from] / 32768.0f;
    }
    return cut;
}

/* To 48 kHz: exactly `frames` * 48 000 / `rate` frames. NULL when out of memory. */
static float *resample(const float *cut, uint32_t frames, uint32_t rate, size_t *made)
{
    unsigned factor = TP_RATE / rate;
    *made = (size_t)frames * factor;
    float *out = malloc(*made * sizeof *out);
    if (out && tp_voice_upsample(cut, frames, factor, out) < 0) {
        free(out);
        return NULL;
    }
    return out;
}

static float bend(float sample)
{
    float size = fabsf(sample);
    if (size <= KNEE)
        return sample;
    float bent = KNEE + (1.0f - KNEE) * tanhf((size - KNEE) / (1.0f - KNEE));
    return copysignf(bent, sample);
}

static float fade(size_t at, size_t frames)
{
    size_t edge = at < frames - 1 - at ? at : frames - 1 - at;
    return edge < FADE_FRAMES ? (float)edge / FADE_FRAMES : 1.0f;
}

static bool reserve(struct tp_voice_sound *sound, size_t more)
{
    size_t need = sound->frames + more, capacity = sound->capacity ? sound->capacity : TP_RATE;
    while (capacity < need)
        capacity *= 2;
    if (capacity == sound->capacity)
        return true;
    int16_t *samples = realloc(sound->samples, capacity * sizeof *samples);
    if (!samples)
        return false;
    sound->samples = samples;
    sound->capacity = capacity;
    return true;
}

static int append(struct tp_voice_sound *sound, const float *made, size_t frames, float gain,
                  tp_frames pause)
{
    tp_frames gap = sound->frames > 0 ? pause - TP_VOICE_LEAD - TP_VOICE_TAIL : 0;
    size_t silence = gap > 0 ? (size_t)gap : 0;
    if (sound->frames + silence + frames > (size_t)TP_VOICE_SOUND_MAX)
        return -TP_EVOICE;
    if (!reserve(sound, silence + frames))
        return -TP_ENOMEM;
    int16_t *to = sound->samples + sound->frames;
    memset(to, 0, silence * sizeof *to);
    for (size_t i = 0; i < frames; i++)
        to[silence + i] = (int16_t)lrintf(bend(made[i] * gain) * fade(i, frames) * 32767.0f);
    sound->frames += silence + frames;
    return 0;
}

int tp_voice_sound_add(struct tp_voice_sound *sound, const struct tp_voice_wave *wave, float gain,
                       tp_frames pause)
{
    if (wave->rate == 0 || TP_RATE % wave->rate != 0)
        return -TP_EVOICE;
    struct span span = find_speech(wave, gain);
    if (span.first == span.end)
        return 0;
    uint32_t frames = 0;
    size_t made_frames = 0;
    float *cut = cut_out(wave, span, &frames);
    float *made = cut ? resample(cut, frames, wave->rate, &made_frames) : NULL;
    int result = made ? append(sound, made, made_frames, gain, pause) : -TP_ENOMEM;
    free(made);
    free(cut);
    return result;
}

struct tp_clip *tp_voice_sound_clip(const struct tp_voice_sound *sound)
{
    size_t frames = sound->frames > 0 ? sound->frames : (size_t)TP_VOICE_NOTHING;
    struct tp_clip *clip = tp_clip_create((uint32_t)frames, 1);
    if (clip && sound->frames > 0)
        memcpy(clip->samples, sound->samples, sound->frames * sizeof *sound->samples);
    return clip;
}
