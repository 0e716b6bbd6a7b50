/* Sound for a session: its cues and its now bus, over mixer, tones and voice.
 *
 * The only place where session frames meet mixer frames: a cue of frame `a` sounds at `a` + lead.
 * [loop] */
#ifndef TP_CLI_SOUND_H
#define TP_CLI_SOUND_H

#include "audio/mixer.h"
#include "audio/tone_set.h"
#include "audio/voice.h"
#include "core/engine/session.h"

#include <stdbool.h>

struct tp_sound;

struct tp_sound_config {
    struct tp_mixer *mixer;          /* borrowed */
    struct tp_voice *voice;          /* borrowed */
    const struct tp_tone_set *tones; /* borrowed; NULL: the table's */
    tp_frames lead;                  /* 100 ms live, 0 into a file */
    bool wait;                       /* sentences are waited for: into a file */
    double voice_db, tone_db;
};

int tp_sound_create(struct tp_sound **out, const struct tp_sound_config *config,
                    struct tp_err *err);
void tp_sound_destroy(struct tp_sound *sound); /* NULL is fine */

/* The session whose now bus is played and that hears warnings; borrowed. To be set before a tick.
 */
void tp_sound_attach(struct tp_sound *sound, struct tp_session *session);

/* Takes the mixer's feedback, at the loop's clock `now_ms`: frees what was played, tells the
 * session what is over. */
void tp_sound_poll(struct tp_sound *sound, uint64_t now_ms);

/* For the session's table. A sentence is known when its clip is in memory; one that has not come
 * after 3 s gets its estimate and a warning, and is only shown. */
tp_frames tp_sound_sentence(struct tp_sound *sound, const char *text);
void tp_sound_cue(struct tp_sound *sound, const struct tp_cue *cue);
void tp_sound_cut(struct tp_sound *sound, uint64_t id);
void tp_sound_cancel(struct tp_sound *sound);
void tp_sound_seek(struct tp_sound *sound, tp_frames frame);
void tp_sound_stand(struct tp_sound *sound, bool stand);
int tp_sound_now(struct tp_sound *sound, const struct tp_now *now);
void tp_sound_now_cancel(struct tp_sound *sound);
void tp_sound_volume(struct tp_sound *sound, double steps);
void tp_sound_mute(struct tp_sound *sound);

void tp_sound_feel(struct tp_sound *sound, const struct tp_feel *feel);

double tp_sound_volume_db(const struct tp_sound *sound);
bool tp_sound_muted(const struct tp_sound *sound);

#endif
