/* Room-internal. Sentences spoken by other processes at the same time.
 *
 * An engine speaks one sentence at a time in a process (see voice_engine.h), and a plan of a new
 * routine waits for all of them. So copies of the process begin at the last one, while this one
 * goes on from the first; what they have made is found in the cache. [loop] */
#ifndef TP_AUDIO_VOICE_AHEAD_H
#define TP_AUDIO_VOICE_AHEAD_H

#include "audio/voice_cache.h"
#include "audio/voice_speak.h"

#include <sys/types.h>

enum { TP_VOICE_HELPERS = 3 };

struct tp_voice_ahead {
    pid_t helpers[TP_VOICE_HELPERS];
    unsigned count;
};

/* Starts `helpers` processes (at most TP_VOICE_HELPERS less those that there are) which speak, as
 * `speaker` would, those of the sentences that the cache lacks, last to first, and end. All is
 * borrowed, until this returns; nothing happens where a process cannot be had. */
void tp_voice_ahead_start(struct tp_voice_ahead *ahead, struct tp_voice_cache *cache,
                          const struct tp_voice_speaker *speaker, const char *const *sentences,
                          size_t count, unsigned helpers);

/* Ends those that are not done. */
void tp_voice_ahead_end(struct tp_voice_ahead *ahead);

#endif
