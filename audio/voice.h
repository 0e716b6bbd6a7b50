/* The voice: sentences become clips, ahead of time, on a thread of its own, and stay in a cache.
 *
 * A sentence is known by its text. Its clip is looked for in memory, then in the cache on disk
 * (by voice, rate and text, at 48 kHz, checked by a sum, made anew when damaged), then made by an
 * engine and brought to one loudness (−17 LUFS) and 48 kHz. The voice without an engine, `sim`,
 * makes no sound and takes 60 ms a letter: for tests, and for a plan without a voice.
 *
 * No function below waits for the synthesis but tp_voice_wait. */
#ifndef TP_AUDIO_VOICE_H
#define TP_AUDIO_VOICE_H

#include "audio/clip.h"
#include "audio/voice_engine.h"
#include "core/base/err.h"
#include "core/base/frames.h"

#include <stdbool.h>
#include <stddef.h>

struct tp_voice;

struct tp_voice_config {
    const struct tp_voice_engine *engine; /* borrowed until the voice is closed; NULL: sim */
    const char *name;                     /* of a voice of it; borrowed likewise */
    double rate;           /* 0.5–2, 1 = the program's normal pace (a stretch of 1.12) */
    const char *cache_dir; /* created when missing; NULL = memory only */
    const char *key;       /* what the cache knows the voice by: its name and its maker's version */
};

/* Whether the voices speak a language, by its tag ("en", "pt-BR"): 0, or -TP_EVOICE with what they
 * speak instead. [any thread] */
int tp_voice_speaks(const char *lang, struct tp_err *err);

/* Nothing of the engine is called until a sentence is missing from the cache. A cache that cannot
 * be written is not an error (memory only). */
int tp_voice_open(struct tp_voice **out, const struct tp_voice_config *config, struct tp_err *err);

/* Ends the thread within the sentence it is at. Clips taken stay valid. NULL is fine. */
void tp_voice_close(struct tp_voice *voice);

/* From now on `on_ready` is called on the voice's thread whenever a sentence became known, or
 * failed. It must only wake somebody up. NULL: nobody; a call under way may still come, none after
 * tp_voice_close. [any thread] */
void tp_voice_on_ready(struct tp_voice *voice, void (*on_ready)(void *context), void *context);

/* How long the sentence is: frames, or -TP_EAGAIN when it is being made (this call asks for it,
 * ahead of everything wanted), or -TP_EVOICE when it cannot be spoken. [any thread] */
tp_frames tp_voice_length(struct tp_voice *voice, const char *sentence);

/* The clip, one reference for the caller (which tp_clip_unref takes back [loop]); NULL when it is
 * not in memory yet: this call asks for it ahead of everything wanted. [loop] */
struct tp_clip *tp_voice_clip(struct tp_voice *voice, const char *sentence);

/* Asks that the sentence be made when nothing more urgent is to do, in the order of asking. With
 * `load`, its clip is brought into memory too and kept until the first tp_voice_clip. [any thread]
 */
void tp_voice_want(struct tp_voice *voice, const char *sentence, bool load);

/* Has all of the sentences made that are not in the cache yet: here, from the first one on, and at
 * the same time by other processes, from the last one on. For who will soon wait for all of them.
 * Nothing happens on a machine of one core, without a cache, for a handful of sentences, or the
 * second time. The processes end with the voice. The sentences are borrowed until this returns.
 * [loop] */
void tp_voice_ahead(struct tp_voice *voice, const char *const *sentences, size_t count);

/* Waits until the sentence is known, at most `timeout_ms`. Its length, -TP_ETIMEOUT, -TP_EVOICE.
 * For plan and render, never on a live loop. [any thread but the voice's] */
tp_frames tp_voice_wait(struct tp_voice *voice, const char *sentence, int timeout_ms);

/* The clip, one reference for the caller, waited for at most `timeout_ms`; NULL when it cannot be
 * spoken or did not come in time. For render, never on a live loop. [any thread but the voice's] */
struct tp_clip *tp_voice_clip_wait(struct tp_voice *voice, const char *sentence, int timeout_ms);

/* Whether the engine could load the voice, as far as it was needed until now: 0, or the engine's
 * code with why; then nothing is spoken that is not in the cache. [any thread] */
int tp_voice_trouble(struct tp_voice *voice, struct tp_err *err);

/* What a sentence is taken for while nobody knows: 60 ms a letter, at least 0.3 s. [any thread] */
tp_frames tp_voice_estimate(const char *sentence);

#endif
