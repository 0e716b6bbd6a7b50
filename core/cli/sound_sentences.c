/* Held sentences. Must never wait for the voice but where it is told to. */
#include "core/cli/sound_sentences.h"

#include "core/cli/world.h"

#include <stdio.h>
#include <string.h>

void tp_sound_sentences_finish(struct tp_sound_sentences *sentences)
{
    for (size_t i = 0; i < TP_SOUND_SENTENCES; i++)
        tp_clip_unref(sentences->held[i].clip);
}

static struct tp_sound_sentence *find(struct tp_sound_sentences *sentences, const char *text)
{
    for (size_t i = 0; i < TP_SOUND_SENTENCES; i++)
        if (sentences->held[i].clip && strcmp(sentences->held[i].text, text) == 0)
            return &sentences->held[i];
    return NULL;
}

/* A free place, made by giving up what was held longest. */
static struct tp_sound_sentence *free_place(struct tp_sound_sentences *sentences)
{
    struct tp_sound_sentence *held = sentences->held, *oldest = held;
    for (size_t i = 0; i < TP_SOUND_SENTENCES && oldest->clip; i++)
        if (!held[i].clip || held[i].order < oldest->order)
            oldest = &held[i];
    tp_clip_unref(oldest->clip);
    *oldest = (struct tp_sound_sentence){0};
    return oldest;
}

const struct tp_clip *tp_sound_sentences_hold(struct tp_sound_sentences *sentences,
                                              const char *text)
{
    struct tp_sound_sentence *held = find(sentences, text);
    if (!held) {
        struct tp_clip *clip =
            sentences->wait ? tp_voice_clip_wait(sentences->voice, text, TP_SENTENCE_TIMEOUT_MS)
                            : tp_voice_clip(sentences->voice, text);
        if (!clip)
            return NULL;
        held = free_place(sentences);
        held->clip = clip;
        snprintf(held->text, sizeof held->text, "%s", text);
    }
    held->wanted++;
    held->order = ++sentences->order;
    return held->clip;
}

struct tp_clip *tp_sound_sentences_take(struct tp_sound_sentences *sentences, const char *text)
{
    struct tp_sound_sentence *held = find(sentences, text);
    if (!held)
        return NULL;
    struct tp_clip *clip = held->clip;
    if (--held->wanted > 0)
        return tp_clip_ref(clip);
    held->clip = NULL;
    return clip;
}
