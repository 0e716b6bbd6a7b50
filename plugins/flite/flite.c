/* The voices of flite: a piece of a sentence in, its raw wave out.
 *
 * May one voice be used by two threads? Reference counts of flite's values are plain integers
 * (cst_val.c), but values of a voice are only read while it speaks, and helgrind finds no race
 * between two threads speaking with one voice. Yet the noise part of the voices slt, rms and awb
 * is drawn from the process-wide rand() (cst_mlsa.c): two threads, or any other user of rand(),
 * change each other's samples, though never their number. The way out of an error (cst_errjmp,
 * without which flite calls exit) and the lexicon's first use are global too. All that is well
 * here, since the host makes one call at a time, and rand() is seeded for each piece: a sentence
 * is the same whenever and after whatever it is made. Other processes, copies of this one among
 * them, make other sentences at the same time without harm.
 *
 * Must never see text that the host did not make plain (see `speak` in tp_plugin.h). */
#include "tp_plugin.h"

#include <flite/flite.h>
#include <flite/flite_version.h>

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* flite's voice libraries come without headers. */
cst_voice *register_cmu_us_slt(const char *directory);
cst_voice *register_cmu_us_rms(const char *directory);
cst_voice *register_cmu_us_awb(const char *directory);
cst_voice *register_cmu_us_kal(const char *directory);
void unregister_cmu_us_slt(cst_voice *voice);
void unregister_cmu_us_rms(cst_voice *voice);
void unregister_cmu_us_awb(cst_voice *voice);
void unregister_cmu_us_kal(cst_voice *voice);

struct voice {
    const char *name;
    cst_voice *(*load)(const char *directory);
    void (*unload)(cst_voice *voice);
    float gain; /* found by measuring, held by tests/unit/test_voice_sound.c */
    unsigned users;
    cst_voice *loaded; /* NULL without users */
};

static struct voice voices[] = {
    {"slt", register_cmu_us_slt, unregister_cmu_us_slt, 0.669f, 0, NULL},
    {"rms", register_cmu_us_rms, unregister_cmu_us_rms, 1.242f, 0, NULL},
    {"awb", register_cmu_us_awb, unregister_cmu_us_awb, 1.105f, 0, NULL},
    {"kal", register_cmu_us_kal, unregister_cmu_us_kal, 1.011f, 0, NULL},
};

static struct voice *find(const char *name)
{
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
        if (strcmp(voices[i].name, name) == 0)
            return &voices[i];
    return NULL;
}

static int open_voice(const char *name, void **out, char *error, size_t error_size)
{
    struct voice *voice = find(name);
    *out = NULL;
    if (!voice) {
        snprintf(error, error_size, "it has no voice of that name; there are slt, rms, awb, kal");
        return -TP_PLUGIN_ENOENT;
    }
    if (!voice->loaded) {
        flite_init();
        voice->loaded = voice->load(NULL);
    }
    if (!voice->loaded) {
        snprintf(error, error_size, "this voice cannot be loaded; is there memory left?");
        return -TP_PLUGIN_ENOMEM;
    }
    voice->users++;
    *out = voice;
    return 0;
}

static void close_voice(void *opened)
{
    struct voice *voice = opened;
    if (!voice || --voice->users > 0)
        return;
    voice->unload(voice->loaded);
    voice->loaded = NULL;
}

static float gain(const void *opened)
{
    const struct voice *voice = opened;
    return voice->gain;
}

/* Takes the place of the library's function of this name, which writes to standard error, and so
 * onto the person's screen: kal does that for every pair of sounds that it has no sample of. */
TP_PLUGIN_EXPORT int cst_errmsg(const char *fmt, ...)
{
    (void)fmt;
    return 0;
}

/* Who asks that a piece be given up. */
struct watch {
    bool (*stopped)(void *context);
    void *context;
};

/* Called by flite while it makes the wave, which is two thirds of its work. */
static int go_on_unless_stopped(const cst_wave *wave, int start, int size, int last,
                                cst_audio_streaming_info *info)
{
    (void)wave, (void)start, (void)size, (void)last;
    const struct watch *watch = info->userdata;
    return watch->stopped(watch->context) ? CST_AUDIO_STREAM_STOP : CST_AUDIO_STREAM_CONT;
}

static cst_utterance *prepare(const char *piece, float stretch, struct watch *watch)
{
    cst_utterance *utterance = new_utterance();
    utt_set_input_text(utterance, piece);
    flite_feat_set_float(utterance->features, "duration_stretch", stretch);
    cst_audio_streaming_info *info = new_audio_streaming_info();
    info->asc = go_on_unless_stopped;
    info->userdata = watch;
    flite_feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));
    return utterance;
}

/* flite's utterance, or NULL; what it had allocated before an error stays lost, which is better
 * than walking through half-built lists. */
static cst_utterance *synthesise(struct voice *voice, const char *piece, float stretch,
                                 struct watch *watch)
{
    jmp_buf failed;
    cst_utterance *volatile utterance = NULL;
    cst_errjmp = &failed;
    if (setjmp(failed) == 0) {
        srand(1);
        utterance = flite_do_synth(prepare(piece, stretch, watch), voice->loaded, utt_synth);
    }
    cst_errjmp = NULL;
    return utterance;
}

static int take_wave(const cst_wave *made, struct tp_plugin_wave *wave)
{
    if (!made || made->num_samples <= 0)
        return 0;
    if (made->num_channels != 1 || made->sample_rate <= 0)
        return -TP_PLUGIN_EVOICE;
    size_t bytes = (size_t)made->num_samples * sizeof *wave->samples;
    wave->samples = malloc(bytes);
    if (!wave->samples)
        return -TP_PLUGIN_ENOMEM;
    memcpy(wave->samples, made->samples, bytes);
    wave->frames = (uint32_t)made->num_samples;
    wave->rate = (uint32_t)made->sample_rate;
    return 0;
}

static void release(struct tp_plugin_wave *wave)
{
    free(wave->samples);
    *wave = (struct tp_plugin_wave){0};
}

static int speak(void *opened, const char *piece, float stretch, bool (*stopped)(void *context),
                 void *context, struct tp_plugin_wave *wave)
{
    struct watch watch = {stopped, context};
    *wave = (struct tp_plugin_wave){0};
    cst_utterance *utterance = synthesise(opened, piece, stretch, &watch);
    int result = utterance ? take_wave(utt_wave(utterance), wave) : -TP_PLUGIN_EVOICE;
    if (utterance)
        delete_utterance(utterance);
    if (result == 0 && stopped(context)) {
        release(wave); /* it may be cut short */
        result = -TP_PLUGIN_EAGAIN;
    }
    return result;
}

static const struct tp_plugin_voice voice_table = {
    .struct_size = sizeof voice_table,
    .flags = TP_PLUGIN_VOICE_COPIES,
    .open = open_voice,
    .close = close_voice,
    .gain = gain,
    .speak = speak,
    .release = release,
};

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {
    .struct_size = sizeof tp_plugin_entry,
    .abi_major = TP_PLUGIN_ABI_MAJOR,
    .abi_minor = TP_PLUGIN_ABI_MINOR,
    .kinds = TP_PLUGIN_VOICE,
    .id = "flite",
    .name = "flite",
    .version = FLITE_PROJECT_VERSION,
    .voice = &voice_table,
};
