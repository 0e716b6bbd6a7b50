/* The mixer's loop side: everything that asks, and what comes back.
 *
 * Must never touch what mixer_internal.h gives to the audio side, once the first frame is pulled.
 */
#include "audio/mixer_internal.h"

#include "core/base/err.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

static const float loudest = 4;   /* of a cue or a volume, linear */
static const float widest = 0.6F; /* of a pan: nothing is heard on one side only */

/* ---- from creation to the end ---- */

static void init_audio_side(struct tp_mixer *mixer)
{
    mixer->fade_asked = TP_MIXER_NO_FADE;
    mixer->free_count = TP_MIXER_CUES;
    for (unsigned i = 0; i < TP_MIXER_CUES; i++)
        mixer->free_voices[i] = (uint16_t)i;
    for (int strip = 0; strip < TP_STRIP_COUNT; strip++)
        mixer->strips[strip] = tp_ramp_at(1);
    mixer->duck = mixer->fade = tp_ramp_at(1);
    tp_limiter_init(&mixer->limiter);
}

struct tp_mixer *tp_mixer_create(void)
{
    struct tp_mixer *mixer = aligned_alloc(alignof(struct tp_mixer), sizeof *mixer);
    if (!mixer)
        return NULL;
    memset(mixer, 0, sizeof *mixer);
    if (tp_ring_init(&mixer->commands, sizeof(struct tp_mixer_command), TP_MIXER_COMMANDS) ||
        tp_ring_init(&mixer->feedback, sizeof(struct tp_mix_event), TP_MIXER_FEEDBACK)) {
        tp_mixer_destroy(mixer);
        return NULL;
    }
    atomic_init(&mixer->allowed, 0);
    atomic_init(&mixer->sought, 0);
    atomic_init(&mixer->fade_frames, TP_MIXER_NO_FADE);
    atomic_init(&mixer->reached, 0);
    atomic_init(&mixer->pulled, 0);
    atomic_init(&mixer->moving, false);
    init_audio_side(mixer);
    return mixer;
}

/* Clips are lent in three places: not yet taken over, on a bus, and on the way back. */
static void give_up_clips(struct tp_mixer *mixer)
{
    struct tp_mixer_command command;
    struct tp_mix_event event;
    while (tp_ring_pop(&mixer->commands, &command))
        if (command.verb == TP_MIXER_POST)
            tp_clip_unref(command.voice.clip);
    for (int bus = 0; bus < TP_MIXER_BUSES; bus++)
        for (uint32_t i = 0; i < mixer->buses[bus].count; i++)
            tp_clip_unref(mixer->voices[mixer->buses[bus].order[i]].clip);
    while (tp_ring_pop(&mixer->feedback, &event))
        tp_clip_unref(event.clip);
}

void tp_mixer_destroy(struct tp_mixer *mixer)
{
    if (!mixer)
        return;
    give_up_clips(mixer);
    tp_mixer_feel_finish(&mixer->feel);
    tp_ring_finish(&mixer->commands);
    tp_ring_finish(&mixer->feedback);
    free(mixer);
}

/* ---- commands ---- */

static int send(struct tp_mixer *mixer, const struct tp_mixer_command *command)
{
    return tp_ring_push(&mixer->commands, command) ? 0 : -TP_EAGAIN;
}

static bool within(float value, float least, float most)
{
    return value >= least && value <= most; /* false for NaN */
}

static bool may_be_posted(const struct tp_mix_cue *cue)
{
    return cue->clip && cue->clip->frames > 0 && cue->at >= 0 && cue->at <= TP_MIXER_LAST_FRAME &&
           within(cue->gain, 0, loudest) && within(cue->pan, -1, 1) && cue->bus <= TP_BUS_NOW &&
           cue->strip <= TP_STRIP_TONE;
}

/* What a pan does to each side, times what turns 16 bits into −1 … +1. */
static void place(struct tp_mixer_voice *voice, const struct tp_mix_cue *cue)
{
    float pan = fminf(fmaxf(cue->pan, -widest), widest);
    float left = pan > 0 ? 1 - pan : 1, right = pan < 0 ? 1 + pan : 1;
    if (cue->clip->channels == 1) {
        double angle = PI / 4 * (1 + (double)pan);
        left = (float)(sqrt(2) * cos(angle));
        right = (float)(sqrt(2) * sin(angle));
    }
    voice->left = left * cue->gain / 32768;
    voice->right = right * cue->gain / 32768;
}

int tp_mixer_post(struct tp_mixer *mixer, const struct tp_mix_cue *cue)
{
    if (!may_be_posted(cue))
        return -TP_EINVAL;
    if (mixer->lent == TP_MIXER_CUES)
        return -TP_EAGAIN;
    struct tp_mixer_command command = {.verb = TP_MIXER_POST,
                                       .voice = {.clip = cue->clip,
                                                 .id = cue->id,
                                                 .due = cue->at,
                                                 .epoch = cue->epoch,
                                                 .bus = cue->bus,
                                                 .strip = cue->strip}};
    place(&command.voice, cue);
    int result = send(mixer, &command);
    if (result == 0)
        mixer->lent++;
    return result;
}

int tp_mixer_cancel(struct tp_mixer *mixer, uint32_t epoch)
{
    return send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_CANCEL, .epoch = epoch});
}

int tp_mixer_cut(struct tp_mixer *mixer, uint64_t id)
{
    return send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_CUT, .id = id});
}

int tp_mixer_cancel_now(struct tp_mixer *mixer)
{
    return send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_CANCEL_NOW});
}

int tp_mixer_run(struct tp_mixer *mixer, bool run)
{
    return send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_RUN, .run = run});
}

int tp_mixer_gain(struct tp_mixer *mixer, enum tp_strip strip, float gain)
{
    if ((unsigned)strip >= TP_STRIP_COUNT || !within(gain, 0, loudest))
        return -TP_EINVAL;
    return send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_GAIN, .gain = {strip, gain}});
}

/* ---- the count ---- */

void tp_mixer_allow(struct tp_mixer *mixer, tp_frames frame)
{
    uint64_t sought = atomic_load_explicit(&mixer->sought, memory_order_relaxed);
    if (frame < 0)
        frame = 0;
    if (frame > TP_MIXER_LAST_FRAME)
        frame = TP_MIXER_LAST_FRAME;
    atomic_store_explicit(&mixer->allowed,
                          tp_mixer_instant(tp_mixer_instant_generation(sought), frame),
                          memory_order_release);
}

int tp_mixer_seek(struct tp_mixer *mixer, tp_frames frame)
{
    if (frame < 0 || frame > TP_MIXER_LAST_FRAME)
        return -TP_EINVAL;
    int result = send(mixer, &(struct tp_mixer_command){.verb = TP_MIXER_SEEK, .frame = frame});
    if (result)
        return result;
    uint64_t before = atomic_load_explicit(&mixer->sought, memory_order_relaxed);
    uint16_t generation = (uint16_t)(tp_mixer_instant_generation(before) + 1);
    atomic_store_explicit(&mixer->sought, tp_mixer_instant(generation, frame),
                          memory_order_release);
    return 0;
}

tp_frames tp_mixer_now(const struct tp_mixer *mixer)
{
    uint64_t sought = atomic_load_explicit(&mixer->sought, memory_order_acquire);
    uint64_t reached = atomic_load_explicit(&mixer->reached, memory_order_acquire);
    int16_t ahead =
        (int16_t)(tp_mixer_instant_generation(reached) - tp_mixer_instant_generation(sought));
    return tp_mixer_instant_frame(ahead < 0 ? sought : reached);
}

uint64_t tp_mixer_pulled(const struct tp_mixer *mixer)
{
    return atomic_load_explicit(&mixer->pulled, memory_order_acquire);
}

bool tp_mixer_moving(const struct tp_mixer *mixer)
{
    return atomic_load_explicit(&mixer->moving, memory_order_relaxed);
}

/* ---- the rest ---- */

void tp_mixer_mono(struct tp_mixer *mixer, bool mono)
{
    mixer->mono = mono;
}

void tp_mixer_swap(struct tp_mixer *mixer, bool swap)
{
    mixer->swap = swap;
}

void tp_mixer_fade_out(struct tp_mixer *mixer, tp_frames frames)
{
    uint32_t wish = TP_MIXER_NO_FADE - 1;
    if (frames < wish)
        wish = frames > 0 ? (uint32_t)frames : 0;
    uint32_t shortest = atomic_load_explicit(&mixer->fade_frames, memory_order_relaxed);
    while (wish < shortest &&
           !atomic_compare_exchange_weak_explicit(&mixer->fade_frames, &shortest, wish,
                                                  memory_order_release, memory_order_relaxed))
        ;
}

bool tp_mixer_poll(struct tp_mixer *mixer, struct tp_mix_event *event)
{
    if (!tp_ring_pop(&mixer->feedback, event))
        return false;
    if (event->kind == TP_MIX_DONE)
        mixer->lent--;
    return true;
}
