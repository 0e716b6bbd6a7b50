/* The only file that knows flite.
 *
 * May one voice be used by two threads? Reference counts of flite's values are plain integers
 * (cst_val.c), but values of a voice are only read while it speaks, and helgrind finds no race
 * between two threads speaking with one voice. Yet the noise part of the voices slt, rms and awb
 * is drawn from the process-wide rand() (cst_mlsa.c): two threads, or any other user of rand(),
 * change each other's samples, though never their number. The way out of an error (cst_errjmp,
 * without which flite calls exit) and the lexicon's first use are global too. So one lock covers
 * everything here, and rand() is seeded for each piece: a sentence is the same whenever and after
 * whatever it is made. Other processes make other sentences at the same time without harm.
 *
 * Must never see text that did not pass voice_text.c. */
#include "audio/voice_flite.h"

#include <flite/flite.h>
#include <flite/flite_version.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* flite's voice libraries come without headers. */
cst_voice *register_cmu_us_slt(const char *directory);
cst_voice *register_cmu_us_rms(const char *directory);
cst_voice *register_cmu_us_awb(const char *directory);
cst_voice *register_cmu_us_kal(const char *directory);
void unregister_cmu_us_slt(cst_voice *voice);
void unregister_cmu_us_rms(cst_voice *voice);
void unregister_cmu_us_awb(cst_voice *voice);
void unregister_cmu_us_kal(cst_voice *voice);

struct tp_voice_flite {
    const char *name;
    cst_voice *(*load)(const char *directory);
    void (*unload)(cst_voice *voice);
    float gain;       /* found by measuring in both ears, held by tests/unit/test_voice_sound.c */
    unsigned users;   /* under the lock */
    cst_voice *voice; /* NULL without users */
};

static struct tp_voice_flite voices[] = {
    {"slt", register_cmu_us_slt, unregister_cmu_us_slt, 0.669f, 0, NULL},
    {"rms", register_cmu_us_rms, unregister_cmu_us_rms, 1.242f, 0, NULL},
    {"awb", register_cmu_us_awb, unregister_cmu_us_awb, 1.105f, 0, NULL},
    {"kal", register_cmu_us_kal, unregister_cmu_us_kal, 1.011f, 0, NULL},
};

static pthread_mutex_t flite_lock = PTHREAD_MUTEX_INITIALIZER;

static struct tp_voice_flite *find(const char *name)
{
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
        if (strcmp(voices[i].name, name) == 0)
            return &voices[i];
    return NULL;
}

const char *tp_voice_flite_version(void)
{
    return FLITE_PROJECT_VERSION;
}

struct tp_voice_flite *tp_voice_flite_open(const char *name)
{
    struct tp_voice_flite *voice = find(name);
    if (!voice)
        return NULL;
    pthread_mutex_lock(&flite_lock);
    if (!voice->voice) {
        flite_init();
        voice->voice = voice->load(NULL);
    }
    if (voice->voice)
        voice->users++;
    else
        voice = NULL;
    pthread_mutex_unlock(&flite_lock);
    return voice;
}

void tp_voice_flite_close(struct tp_voice_flite *voice)
{
    if (!voice)
        return;
    pthread_mutex_lock(&flite_lock);
    if (--voice->users == 0) {
        voice->unload(voice->voice);
        voice->voice = NULL;
    }
    pthread_mutex_unlock(&flite_lock);
}

float tp_voice_flite_gain(const struct tp_voice_flite *voice)
{
    return voice->gain;
}

/* Takes the place of the library's function of this name, which writes to standard error, and so
 * onto the person's screen: kal does that for every pair of sounds that it has no sample of. */
int cst_errmsg(const char *fmt, ...)
{
    (void)fmt;
    return 0;
}

/* Called by flite while it makes the wave, which is two thirds of its work. */
static int go_on_unless_stopped(const cst_wave *wave, int start, int size, int last,
                                cst_audio_streaming_info *info)
{
    (void)wave, (void)start, (void)size, (void)last;
    const atomic_bool *stop = info->userdata;
    return atomic_load(stop) ? CST_AUDIO_STREAM_STOP : CST_AUDIO_STREAM_CONT;
}

static cst_utterance *prepare(const char *piece, float stretch, const atomic_bool *stop)
{
    cst_utterance *utterance = new_utterance();
    utt_set_input_text(utterance, piece);
    flite_feat_set_float(utterance->features, "duration_stretch", stretch);
    if (stop) {
        cst_audio_streaming_info *info = new_audio_streaming_info();
        info->asc = go_on_unless_stopped;
        info->userdata = (void *)(uintptr_t)stop;
        flite_feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));
    }
    return utterance;
}

/* flite's utterance, or NULL; what it had allocated before an error stays lost, which is better
 * than walking through half-built lists. */
static cst_utterance *synthesise(struct tp_voice_flite *voice, const char *piece, float stretch,
                                 const atomic_bool *stop)
{
    jmp_buf failed;
    cst_utterance *volatile utterance = NULL;
    cst_errjmp = &failed;
    if (setjmp(failed) == 0) {
        srand(1);
        utterance = flite_do_synth(prepare(piece, stretch, stop), voice->voice, utt_synth);
    }
    cst_errjmp = NULL;
    return utterance;
}

static int take_wave(const cst_wave *made, struct tp_voice_wave *wave)
{
    *wave = (struct tp_voice_wave){0};
    if (!made || made->num_samples <= 0)
        return 0;
    if (made->num_channels != 1 || made->sample_rate <= 0)
        return -TP_EVOICE;
    size_t bytes = (size_t)made->num_samples * sizeof *wave->samples;
    wave->samples = malloc(bytes);
    if (!wave->samples)
        return -TP_ENOMEM;
    memcpy(wave->samples, made->samples, bytes);
    wave->frames = (uint32_t)made->num_samples;
    wave->rate = (uint32_t)made->sample_rate;
    return 0;
}

int tp_voice_flite_speak(struct tp_voice_flite *voice, const char *piece, float stretch,
                         const atomic_bool *stop, struct tp_voice_wave *wave)
{
    pthread_mutex_lock(&flite_lock);
    cst_utterance *utterance = synthesise(voice, piece, stretch, stop);
    int result = utterance ? take_wave(utt_wave(utterance), wave) : -TP_EVOICE;
    if (utterance)
        delete_utterance(utterance);
    pthread_mutex_unlock(&flite_lock);
    return result == 0 && stop && atomic_load(stop) ? -TP_EAGAIN : result;
}

pid_t tp_voice_flite_fork(void)
{
    pthread_mutex_lock(&flite_lock);
    pid_t child = fork();
    pthread_mutex_unlock(&flite_lock); /* in both: this thread is its owner there too */
    return child;
}
