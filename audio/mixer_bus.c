/* A bus of the mixer: which voices sound, and their sum. Audio side.
 *
 * Must never allocate, lock, log or call the system, and never give other samples for other sizes
 * of a piece: whatever changes inside a piece is counted in frames, whatever cannot be is a
 * boundary at which the piece ends. */
#include "audio/mixer_internal.h"

#include <string.h>

static void tell(struct tp_mixer *mixer, enum tp_mix_kind kind, const struct tp_mixer_voice *voice)
{
    const struct tp_mixer_bus *bus = &mixer->buses[voice->bus];
    struct tp_mix_event event = {
        .kind = kind,
        .bus = voice->bus,
        .id = voice->id,
        .pulled = (uint64_t)mixer->buses[TP_BUS_NOW].clock,
    };
    if (kind == TP_MIX_STARTED) {
        event.at = mixer->buses[TP_BUS_SESSION].clock;
        event.late = bus->clock - voice->due;
    } else {
        event.clip = voice->clip;
    }
    tp_ring_push(&mixer->feedback, &event); /* fits: there is room for both events of every cue */
}

/* ---- samples ---- */

static void add_mono(const struct tp_mixer_voice *voice, const int16_t *restrict in,
                     const float *restrict envelope, float *restrict left, float *restrict right,
                     uint32_t frames)
{
    const float to_left = voice->left, to_right = voice->right;
    for (uint32_t i = 0; i < frames; i++) {
        float sample = (float)in[i] * envelope[i];
        left[i] += sample * to_left;
        right[i] += sample * to_right;
    }
}

static void add_stereo(const struct tp_mixer_voice *voice, const int16_t *restrict in,
                       const float *restrict envelope, float *restrict left, float *restrict right,
                       uint32_t frames)
{
    const float to_left = voice->left, to_right = voice->right;
    for (uint32_t i = 0; i < frames; i++) {
        left[i] += (float)in[2 * i] * envelope[i] * to_left;
        right[i] += (float)in[2 * i + 1] * envelope[i] * to_right;
    }
}

static uint32_t frames_left(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice)
{
    return voice->clip->frames - (uint32_t)(bus->clock - voice->begin);
}

/* Adds a sounding voice from where it is, as far as it goes. */
static void add_voice(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                      const float *envelope, float *left, float *right, uint32_t frames)
{
    const struct tp_clip *clip = voice->clip;
    const int16_t *in = clip->samples + (size_t)(bus->clock - voice->begin) * clip->channels;
    uint32_t left_over = frames_left(bus, voice);
    if (frames > left_over)
        frames = left_over;
    if (clip->channels == 1)
        add_mono(voice, in, envelope, left, right, frames);
    else
        add_stereo(voice, in, envelope, left, right, frames);
}

/* ---- tails ---- */

static void tail_add(struct tp_mixer_tail *tail, const float *left, const float *right)
{
    for (uint32_t i = 0; i < TP_MIXER_FADE; i++) {
        uint32_t place = (tail->at + i) % TP_MIXER_TAIL;
        tail->left[place] += left[i];
        tail->right[place] += right[i];
    }
    tail->remaining = TP_MIXER_FADE;
}

/* Writes the next frames, silence after the end. */
static void tail_take(struct tp_mixer_tail *tail, float *left, float *right, uint32_t frames)
{
    uint32_t sounding = tail->remaining < frames ? tail->remaining : frames;
    for (uint32_t i = 0; i < sounding; i++) {
        uint32_t place = (tail->at + i) % TP_MIXER_TAIL;
        left[i] = tail->left[place];
        right[i] = tail->right[place];
        tail->left[place] = tail->right[place] = 0;
    }
    memset(left + sounding, 0, (frames - sounding) * sizeof *left);
    memset(right + sounding, 0, (frames - sounding) * sizeof *right);
    tail->at = (tail->at + sounding) % TP_MIXER_TAIL;
    tail->remaining -= sounding;
}

/* Reads ahead of the voice with a falling gain. Its place and the clip are not needed any more
 * when this returns. */
static void fade_away(struct tp_mixer *mixer, struct tp_mixer_bus *bus,
                      const struct tp_mixer_voice *voice)
{
    float left[TP_MIXER_FADE] = {0}, right[TP_MIXER_FADE] = {0}, envelope[TP_MIXER_FADE];
    float gain =
        tp_ramp_value(&mixer->strips[voice->strip]) * ((float)voice->level / TP_MIXER_FADE);
    for (uint32_t i = 0; i < TP_MIXER_FADE; i++)
        envelope[i] = gain * ((float)(TP_MIXER_FADE - 1 - i) / TP_MIXER_FADE);
    add_voice(bus, voice, envelope, left, right, TP_MIXER_FADE);
    tail_add(&bus->tail, left, right);
}

/* ---- voices ---- */

void tp_mixer_bus_add(struct tp_mixer *mixer, const struct tp_mixer_voice *voice)
{
    struct tp_mixer_bus *bus = &mixer->buses[voice->bus];
    uint16_t number = mixer->free_voices[--mixer->free_count];
    uint32_t place = bus->count++;
    mixer->voices[number] = *voice;
    for (; place > 0 && mixer->voices[bus->order[place - 1]].due > voice->due; place--)
        bus->order[place] = bus->order[place - 1];
    bus->order[place] = number;
}

void tp_mixer_bus_sweep(struct tp_mixer *mixer, struct tp_mixer_bus *bus, tp_mixer_choice *chosen,
                        const struct tp_mixer_command *command)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < bus->count; i++) {
        uint16_t number = bus->order[i];
        const struct tp_mixer_voice *voice = &mixer->voices[number];
        if (!chosen(bus, voice, command)) {
            bus->order[kept++] = number;
            continue;
        }
        if (voice->sounding && frames_left(bus, voice) > 0)
            fade_away(mixer, bus, voice);
        tell(mixer, TP_MIX_DONE, voice);
        mixer->free_voices[mixer->free_count++] = number;
    }
    bus->count = kept;
}

bool tp_mixer_voice_over(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                         const struct tp_mixer_command *command)
{
    (void)command;
    return voice->sounding && frames_left(bus, voice) == 0;
}

void tp_mixer_bus_begin(struct tp_mixer *mixer, struct tp_mixer_bus *bus)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        struct tp_mixer_voice *voice = &mixer->voices[bus->order[i]];
        if (voice->due > bus->clock)
            break;
        if (voice->sounding)
            continue;
        voice->sounding = true;
        voice->begin = bus->clock;
        voice->level = TP_MIXER_FADE;
        tell(mixer, TP_MIX_STARTED, voice);
    }
}

void tp_mixer_bus_stand(struct tp_mixer *mixer, struct tp_mixer_bus *bus)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        struct tp_mixer_voice *voice = &mixer->voices[bus->order[i]];
        if (!voice->sounding)
            continue;
        fade_away(mixer, bus, voice);
        voice->level = 0;
    }
}

uint32_t tp_mixer_bus_stretch(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus,
                              uint32_t frames)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        const struct tp_mixer_voice *voice = &mixer->voices[bus->order[i]];
        tp_frames until = voice->sounding ? frames_left(bus, voice) : voice->due - bus->clock;
        if (until < frames)
            frames = (uint32_t)until;
        if (!voice->sounding)
            break;
    }
    return frames;
}

bool tp_mixer_bus_sounds(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus,
                         enum tp_strip strip)
{
    for (uint32_t i = 0; i < bus->count; i++) {
        const struct tp_mixer_voice *voice = &mixer->voices[bus->order[i]];
        if (voice->sounding && voice->strip == strip)
            return true;
    }
    return false;
}

/* Sounding voices stand first, in the order of their begin. */
bool tp_mixer_bus_silent(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus)
{
    return bus->tail.remaining == 0 && (bus->count == 0 || !mixer->voices[bus->order[0]].sounding);
}

/* Adds a voice that is fading in after a stand. */
static void add_rising(struct tp_mixer_bus *bus, struct tp_mixer_voice *voice, const float *gains,
                       uint32_t frames)
{
    float envelope[TP_MIXER_PIECE];
    for (uint32_t i = 0; i < frames; i++) {
        uint32_t level = voice->level + i < TP_MIXER_FADE ? voice->level + i : TP_MIXER_FADE;
        envelope[i] = gains[i] * ((float)level / TP_MIXER_FADE); /* exactly the gain at the end */
    }
    add_voice(bus, voice, envelope, bus->left, bus->right, frames);
    uint32_t level = voice->level + frames;
    voice->level = (uint16_t)(level < TP_MIXER_FADE ? level : TP_MIXER_FADE);
}

void tp_mixer_bus_mix(struct tp_mixer *mixer, struct tp_mixer_bus *bus, bool going, uint32_t frames)
{
    tail_take(&bus->tail, bus->left, bus->right, frames);
    for (uint32_t i = 0; going && i < bus->count; i++) {
        struct tp_mixer_voice *voice = &mixer->voices[bus->order[i]];
        if (!voice->sounding)
            break;
        const float *gains = mixer->strip_gains[voice->strip];
        if (voice->level < TP_MIXER_FADE)
            add_rising(bus, voice, gains, frames);
        else
            add_voice(bus, voice, gains, bus->left, bus->right, frames);
    }
}
