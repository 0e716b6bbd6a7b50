/* Sentences on disk: one file an entry, known by voice, rate and spoken text.
 *
 * A file is a header with sums, the text and the samples. Whatever is cut short, altered, of
 * another version or of another text counts as absent and is written over. Files are written under
 * a name of their own and then renamed, so several programs may share the folder. */
#ifndef TP_AUDIO_VOICE_CACHE_H
#define TP_AUDIO_VOICE_CACHE_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>
#include <stdint.h>

struct tp_voice_cache;

/* What the folder may hold when nothing else is asked for. */
#define TP_VOICE_CACHE_BYTES ((uint64_t)256 << 20)

/* Bytes of a voice's name in a file, its end included; a longer one is known by its sum. */
enum { TP_VOICE_CACHE_VOICE = 24 };

/* Uses (and creates) the folder `dir`; `voice`, which names the voice and its maker's version, and
 * `rate` (per mille) are part of every entry's key. NULL when the folder cannot be used or there is
 * no memory. */
struct tp_voice_cache *tp_voice_cache_open(const char *dir, const char *voice, unsigned rate,
                                           uint64_t max_bytes);

/* NULL is fine. */
void tp_voice_cache_close(struct tp_voice_cache *cache);

/* The entry's length from its header alone (sums of header and text, size of the file), without a
 * look at the samples. Frames or -TP_ENOENT. [any thread] */
tp_frames tp_voice_cache_length(const struct tp_voice_cache *cache, const char *spoken);

/* The entry's clip, its samples checked by their sum; NULL when absent or damaged. [any thread] */
struct tp_clip *tp_voice_cache_load(const struct tp_voice_cache *cache, const char *spoken);

/* Writes the entry. 0 or -TP_EIO. [one thread] */
int tp_voice_cache_store(struct tp_voice_cache *cache, const char *spoken,
                         const struct tp_clip *clip);

/* True when enough was written that the folder should be looked through; a new cache says so at
 * its first entry. [the storing thread] */
bool tp_voice_cache_wants_pruning(const struct tp_voice_cache *cache);

/* Removes the entries used longest ago until the folder holds at most 7/8 of what it may, and what
 * writers that died left behind. [the storing thread] */
void tp_voice_cache_prune(struct tp_voice_cache *cache);

#endif
