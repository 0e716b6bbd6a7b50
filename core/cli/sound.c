/* Cues become clips in the mixer. Must never wait, but into a file. */
#include "core/cli/sound.h"

#include "core/cli/sound_sentences.h"
#include "core/cli/sound_tones.h"
#include "core/cli/world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE_WAIT_MS = 3000 }; /* then the estimate, and the words are only shown */

static const double LOUDER_MOST_DB = 12; /* of one sentence: what the mixer takes */
static const double VOLUME_STEP_DB = 2, VOLUME_LEAST_DB = -40, VOLUME_MOST_DB = 12;

/* What the mixer is still to be told. */
struct wishes {
    bool now_cancel, cancel, seek, stand;
    bool stands;
    tp_frames frame; /* of the seek */
};

struct tp_sound {
    struct tp_mixer *mixer;
    struct tp_session *session;
    tp_frames lead;
    bool muted, told; /* told: that the voice cannot be loaded */
    double volume_db;
    uint32_t epoch;
    uint64_t now_ms;
    struct tp_sound_sentences sentences;
    struct tp_sound_tones tones;
    char awaited[TP_SENTENCE]; /* sentence for which the session stands */
    uint64_t awaited_ms;
    struct wishes wishes;
    uint64_t now_refused_ms; /* since when the words of the now bus are awaited */
};

static float linear(double db)
{
    return (float)pow(10, db / 20);
}

static struct tp_clip *make(struct tp_sound *sound, const char *name)
{
    struct tp_tone tone = {.name = name};
    return tp_sound_tones_take(&sound->tones, &tone);
}

int tp_sound_create(struct tp_sound **out, const struct tp_sound_config *config, struct tp_err *err)
{
    struct tp_sound *sound = calloc(1, sizeof *sound);
    *out = sound;
    if (!sound)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    sound->mixer = config->mixer;
    sound->sentences.voice = config->voice;
    sound->sentences.wait = config->wait;
    sound->tones.set = config->tones;
    sound->lead = config->lead;
    sound->epoch = 1;
    tp_mixer_gain(sound->mixer, TP_STRIP_VOICE, linear(config->voice_db));
    tp_mixer_gain(sound->mixer, TP_STRIP_TONE, linear(config->tone_db));
    if (!config->wait)
        tp_mixer_feel_clips(sound->mixer, make(sound, "below"), make(sound, "above"));
    return 0;
}

void tp_sound_destroy(struct tp_sound *sound)
{
    if (!sound)
        return;
    tp_sound_sentences_finish(&sound->sentences);
    tp_sound_tones_finish(&sound->tones);
    free(sound);
}

void tp_sound_attach(struct tp_sound *sound, struct tp_session *session)
{
    sound->session = session;
}

static void warn(struct tp_sound *sound, const char *text)
{
    if (sound->session)
        tp_session_world(sound->session, TP_EVENT_WARNING, text);
}

/* ---- sentences ---- */

static bool waited_long(struct tp_sound *sound, const char *text)
{
    if (strcmp(sound->awaited, text) != 0) {
        snprintf(sound->awaited, sizeof sound->awaited, "%s", text);
        sound->awaited_ms = sound->now_ms;
    }
    return sound->now_ms - sound->awaited_ms >= SENTENCE_WAIT_MS;
}

/* Once is enough where it will be so each time. */
static void warn_unspoken(struct tp_sound *sound)
{
    char text[600];
    struct tp_err why;
    if (tp_voice_trouble(sound->sentences.voice, &why) == 0) {
        warn(sound, "a sentence could not be spoken; it is only shown");
    } else if (!sound->told) {
        snprintf(text, sizeof text, "%s; what it has not said before is only shown", why.text);
        warn(sound, text);
        sound->told = true;
    }
}

tp_frames tp_sound_sentence(struct tp_sound *sound, const char *text)
{
    struct tp_sound_sentences *sentences = &sound->sentences;
    const struct tp_clip *clip = tp_sound_sentences_hold(sentences, text);
    if (clip) {
        sound->awaited[0] = '\0';
        return clip->frames;
    }
    bool failed = tp_voice_length(sentences->voice, text) == -TP_EVOICE;
    if (!failed && !sentences->wait && !waited_long(sound, text))
        return -TP_EAGAIN;
    sound->awaited[0] = '\0';
    warn_unspoken(sound);
    return tp_voice_estimate(text);
}

/* ---- the session bus ---- */

static void post(struct tp_sound *sound, const struct tp_mix_cue *cue)
{
    if (tp_mixer_post(sound->mixer, cue) < 0) {
        tp_clip_unref(cue->clip);
        warn(sound, "too many sounds at once: one was left out");
    }
}

void tp_sound_cue(struct tp_sound *sound, const struct tp_cue *cue)
{
    struct tp_mix_cue mix = {.at = cue->at + sound->lead,
                             .id = cue->id,
                             .epoch = sound->epoch,
                             .gain = 1,
                             .bus = TP_BUS_SESSION};
    if (cue->type == TP_CUE_VOICE) {
        mix.strip = TP_STRIP_VOICE;
        mix.gain = linear(fmin(cue->gain_db, LOUDER_MOST_DB));
        mix.clip = tp_sound_sentences_take(&sound->sentences, cue->text);
    } else {
        struct tp_tone tone = tp_world_sound(&cue->tone);
        mix.strip = TP_STRIP_TONE;
        mix.pan = (float)cue->tone.pan;
        mix.clip = tp_sound_tones_take(&sound->tones, &tone);
    }
    if (mix.clip)
        post(sound, &mix);
}

void tp_sound_cut(struct tp_sound *sound, uint64_t id)
{
    if (tp_mixer_cut(sound->mixer, id) < 0)
        warn(sound, "the sound device is behind: a sentence was not cut");
}

/* Sends the mixer what it had no room for: with a device that does not pull its queue fills up, and
 * none of these may be lost. In this order, for each stands on the one before. */
static void send_wishes(struct tp_sound *sound)
{
    struct wishes *w = &sound->wishes;
    if (w->now_cancel && tp_mixer_cancel_now(sound->mixer) == 0)
        w->now_cancel = false;
    if (w->cancel && tp_mixer_cancel(sound->mixer, sound->epoch) == 0)
        w->cancel = false;
    if (w->seek && !w->cancel && tp_mixer_seek(sound->mixer, w->frame) == 0)
        w->seek = false;
    if (w->stand && !w->seek && tp_mixer_run(sound->mixer, !w->stands) == 0)
        w->stand = false;
}

void tp_sound_cancel(struct tp_sound *sound)
{
    sound->awaited[0] = '\0';
    sound->epoch++;
    sound->wishes.cancel = true;
    send_wishes(sound);
}

void tp_sound_seek(struct tp_sound *sound, tp_frames frame)
{
    sound->wishes.seek = true;
    sound->wishes.frame = frame;
    tp_sound_cancel(sound);
}

void tp_sound_stand(struct tp_sound *sound, bool stand)
{
    sound->wishes.stand = true;
    sound->wishes.stands = stand;
    send_wishes(sound);
}

/* ---- the now bus ---- */

static int now_words(struct tp_sound *sound, const char *text, struct tp_mix_cue *mix)
{
    if (tp_sound_sentences_hold(&sound->sentences, text)) {
        mix->clip = tp_sound_sentences_take(&sound->sentences, text);
        sound->now_refused_ms = 0;
        return 0;
    }
    if (!sound->now_refused_ms)
        sound->now_refused_ms = sound->now_ms;
    if (sound->now_ms - sound->now_refused_ms < SENTENCE_WAIT_MS)
        return -TP_EAGAIN;
    sound->now_refused_ms = 0;
    return -TP_EVOICE;
}

int tp_sound_now(struct tp_sound *sound, const struct tp_now *now)
{
    struct tp_mix_cue mix = {.id = now->id, .gain = 1, .bus = TP_BUS_NOW};
    struct tp_tone tone = {.name = now->text, .length = now->length};
    int rc = 0;
    mix.strip = now->type == TP_CUE_VOICE ? TP_STRIP_VOICE : TP_STRIP_TONE;
    if (now->type == TP_CUE_VOICE)
        rc = now_words(sound, now->text, &mix);
    else if (now->type == TP_CUE_SILENCE)
        mix.clip = tp_clip_create((uint32_t)now->length, 1);
    else
        mix.clip = tp_sound_tones_take(&sound->tones, &tone);
    if (rc < 0)
        return rc;
    if (!mix.clip)
        return -TP_ENOMEM;
    rc = tp_mixer_post(sound->mixer, &mix);
    if (rc < 0)
        tp_clip_unref(mix.clip);
    return rc;
}

void tp_sound_now_cancel(struct tp_sound *sound)
{
    sound->now_refused_ms = 0;
    sound->wishes.now_cancel = true;
    send_wishes(sound);
}

/* ---- volume ---- */

void tp_sound_volume(struct tp_sound *sound, double steps)
{
    sound->volume_db =
        fmin(VOLUME_MOST_DB, fmax(VOLUME_LEAST_DB, sound->volume_db + steps * VOLUME_STEP_DB));
    sound->muted = false;
    tp_mixer_gain(sound->mixer, TP_STRIP_MASTER, linear(sound->volume_db));
}

void tp_sound_mute(struct tp_sound *sound)
{
    sound->muted = !sound->muted;
    tp_mixer_gain(sound->mixer, TP_STRIP_MASTER, sound->muted ? 0 : linear(sound->volume_db));
}

double tp_sound_volume_db(const struct tp_sound *sound)
{
    return sound->volume_db;
}

bool tp_sound_muted(const struct tp_sound *sound)
{
    return sound->muted;
}

void tp_sound_poll(struct tp_sound *sound, uint64_t now_ms)
{
    struct tp_mix_event event;
    sound->now_ms = now_ms;
    send_wishes(sound);
    while (tp_mixer_poll(sound->mixer, &event)) {
        if (event.kind == TP_MIX_STARTED) {
            if (event.late > 0)
                warn(sound, "a sound came late");
            continue;
        }
        tp_clip_unref(event.clip);
        if (event.bus == TP_BUS_NOW && sound->session)
            tp_session_now_done(sound->session, event.id);
    }
}

void tp_sound_feel(struct tp_sound *sound, const struct tp_feel *feel)
{
    static const enum tp_mix_feel kinds[] = {[TP_FEEL_SILENT] = TP_MIX_FEEL_SILENT,
                                             [TP_FEEL_RAMP] = TP_MIX_FEEL_RAMP,
                                             [TP_FEEL_BELOW] = TP_MIX_FEEL_BELOW,
                                             [TP_FEEL_IN] = TP_MIX_FEEL_SILENT,
                                             [TP_FEEL_ABOVE] = TP_MIX_FEEL_ABOVE};
    tp_mixer_feel(sound->mixer, kinds[feel->kind], feel->way);
}
