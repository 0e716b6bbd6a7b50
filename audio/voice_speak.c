/* Piece by piece, and no piece is finished once it is to stop: closing the voice waits for a third
 * of a piece's work at most. Must not load the voice for a text without a word. */
#include "audio/voice_speak.h"

#include "audio/voice_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* guide.md: a little slower than flite's own pace. */
static const float STRETCH = 1.12f;

enum {
    SENTENCE_PAUSE_MS = 400, /* guide.md: between sentences */
    BREATH_PAUSE_MS = 150,   /* where a sentence had to be cut because of its length */
};

void tp_voice_speaker_finish(struct tp_voice_speaker *speaker)
{
    if (speaker->voice)
        speaker->engine->close(speaker->engine->context, speaker->voice);
    speaker->voice = NULL;
}

/* Only once: what cannot be loaded would cost that time for every sentence. */
static int load(struct tp_voice_speaker *speaker)
{
    const struct tp_voice_engine *engine = speaker->engine;
    if (speaker->voice)
        return 0;
    if (speaker->trouble.code == 0)
        engine->open(engine->context, speaker->name, &speaker->voice, &speaker->trouble);
    return -speaker->trouble.code;
}

static bool is_stopped(void *asked)
{
    const struct tp_voice_speaker *speaker = asked;
    return speaker->stop && atomic_load(speaker->stop);
}

static int speak_piece(struct tp_voice_speaker *speaker, const char *piece,
                       struct tp_voice_sound *sound, tp_frames pause)
{
    const struct tp_voice_engine *engine = speaker->engine;
    struct tp_voice_wave wave = {0};
    float stretch = STRETCH * 1000.0f / (float)speaker->rate;
    int result = load(speaker);
    if (result == 0)
        result = engine->speak(engine->context, speaker->voice, piece, stretch, is_stopped, speaker,
                               &wave);
    if (result < 0)
        return result;
    float gain = engine->gain(engine->context, speaker->voice);
    result = wave.frames > 0 ? tp_voice_sound_add(sound, &wave, gain, pause) : 0;
    engine->release(engine->context, &wave);
    return result;
}

/* Silence grows and shrinks with the pace, like the words. */
static tp_frames pause_after(const struct tp_voice_speaker *speaker, const char *piece,
                             size_t length)
{
    int ms = tp_voice_text_ends_sentence(piece, length) ? SENTENCE_PAUSE_MS : BREATH_PAUSE_MS;
    return TP_MS(ms) * 1000 / speaker->rate;
}

static int speak_pieces(struct tp_voice_speaker *speaker, char *spoken,
                        struct tp_voice_sound *sound)
{
    tp_frames pause = 0;
    for (char *piece = spoken, *end; (end = strchr(piece, '\n')); piece = end + 1) {
        *end = '\0';
        int result = speak_piece(speaker, piece, sound, pause);
        if (result < 0)
            return result;
        pause = pause_after(speaker, piece, (size_t)(end - piece));
    }
    return 0;
}

int tp_voice_speak(struct tp_voice_speaker *speaker, const char *spoken, struct tp_clip **out)
{
    struct tp_voice_sound sound = {0};
    char *pieces = tp_text_copy(spoken);
    int result = pieces ? speak_pieces(speaker, pieces, &sound) : -TP_ENOMEM;
    if (result == 0) {
        *out = tp_voice_sound_clip(&sound);
        result = *out ? 0 : -TP_ENOMEM;
    }
    tp_voice_sound_finish(&sound);
    free(pieces);
    return result;
}
