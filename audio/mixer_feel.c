/* The sound that follows a pressure. Must never allocate, lock or wait, and never click: kinds take
 * over from each other through silence, and the note glides. */
#include "audio/mixer_internal.h"

#include <math.h>

enum { KIND_SHIFT = 16 };

static const float WAY_MOST = 65535;
static const double FROM_HZ = 392, TO_HZ = 523.25;       /* G4, C5: the glide of `press` */
static const float FROM_GAIN = 0.010F, TO_GAIN = 0.032F; /* −40 to −30 LUFS, swelling 10 dB */
static const float SECOND = 0.25F, THIRD = 0.08F;        /* partials: guide, "The sound language" */
static const float SMOOTH = 1.0F / (0.03F * TP_RATE);    /* of the way: 30 ms */

void tp_mixer_feel_clips(struct tp_mixer *mixer, struct tp_clip *below, struct tp_clip *above)
{
    tp_mixer_feel_finish(&mixer->feel);
    mixer->feel.below = below;
    mixer->feel.above = above;
}

void tp_mixer_feel_finish(struct tp_mixer_feel *feel)
{
    tp_clip_unref(feel->below);
    tp_clip_unref(feel->above);
    feel->below = feel->above = NULL;
}

void tp_mixer_feel(struct tp_mixer *mixer, enum tp_mix_feel kind, double way)
{
    double part = way > 0 ? way < 1 ? way : 1 : 0; /* NaN is 0 */
    uint32_t wanted = (uint32_t)kind << KIND_SHIFT | (uint32_t)(part * (double)WAY_MOST);
    atomic_store_explicit(&mixer->feel.wanted, wanted, memory_order_release);
}

/* One sample of the note, at the way that it has come to. */
static float note(struct tp_mixer_feel *feel, float way)
{
    feel->way += (way - feel->way) * SMOOTH;
    feel->phase += FROM_HZ * exp2((double)feel->way * log2(TO_HZ / FROM_HZ)) / TP_RATE;
    feel->phase -= floor(feel->phase);
    float turn = (float)(feel->phase * 2 * 3.14159265358979323846);
    float gain = FROM_GAIN * powf(TO_GAIN / FROM_GAIN, feel->way);
    return gain * (sinf(turn) + SECOND * sinf(2 * turn) + THIRD * sinf(3 * turn));
}

/* The frame of the clip that comes next, in both channels; over and over. */
static void play(struct tp_mixer_feel *feel, const struct tp_clip *clip, float out[2])
{
    const int16_t *samples = clip->samples + (size_t)feel->at * clip->channels;
    out[0] = (float)samples[0] / 32768;
    out[1] = (float)samples[clip->channels - 1] / 32768;
    feel->at = feel->at + 1 < clip->frames ? feel->at + 1 : 0;
}

static void sample(struct tp_mixer_feel *feel, float way, float out[2])
{
    const struct tp_clip *clip = feel->kind == TP_MIX_FEEL_BELOW   ? feel->below
                                 : feel->kind == TP_MIX_FEEL_ABOVE ? feel->above
                                                                   : NULL;
    out[0] = out[1] = 0;
    if (feel->kind == TP_MIX_FEEL_RAMP)
        out[0] = out[1] = note(feel, way);
    else if (clip && clip->frames > 0)
        play(feel, clip, out);
}

/* The kind that is wanted, once the one before has faded out; silence has nothing to fade. */
static void take_turn(struct tp_mixer_feel *feel, uint32_t kind, float way)
{
    if (kind == feel->kind) {
        feel->level += kind != TP_MIX_FEEL_SILENT && feel->level < TP_MIXER_FADE;
    } else if (feel->level > 0) {
        feel->level--;
    } else {
        feel->kind = kind;
        feel->at = 0;
        feel->phase = 0;
        feel->way = way;
    }
}

bool tp_mixer_feel_silent(const struct tp_mixer_feel *feel)
{
    uint32_t wanted = atomic_load_explicit(&feel->wanted, memory_order_relaxed);
    return feel->kind == TP_MIX_FEEL_SILENT && wanted >> KIND_SHIFT == TP_MIX_FEEL_SILENT;
}

void tp_mixer_feel_mix(struct tp_mixer_feel *feel, const float *gains, float *left, float *right,
                       uint32_t frames)
{
    uint32_t wanted = atomic_load_explicit(&feel->wanted, memory_order_acquire);
    float way = (float)(wanted & (uint32_t)WAY_MOST) / WAY_MOST;
    for (uint32_t i = 0; i < frames; i++) {
        float out[2];
        take_turn(feel, wanted >> KIND_SHIFT, way);
        sample(feel, way, out);
        float gain = gains[i] * ((float)feel->level / TP_MIXER_FADE);
        left[i] += out[0] * gain;
        right[i] += out[1] * gain;
    }
}
