/* What a voice knows about sentences: lengths, clips in memory, and the two queues of work.
 *
 * Pure bookkeeping, bounded: at most TP_VOICE_STORE_ENTRIES sentences and
 * TP_VOICE_STORE_CLIP_BYTES of clips that nobody took yet; what was used longest ago is forgotten
 * first. No thread, lock, disk or synthesiser here. [under the voice's lock] */
#ifndef TP_AUDIO_VOICE_STORE_H
#define TP_AUDIO_VOICE_STORE_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    TP_VOICE_STORE_ENTRIES = 4096,
    TP_VOICE_STORE_CLIP_BYTES = 24 << 20, /* four minutes of speech */
};

struct tp_voice_store;

struct tp_voice_entry {
    char *sentence;       /* owned by the store; never changes */
    tp_frames frames;     /* its length, -TP_EAGAIN while unknown, another error when it failed */
    struct tp_clip *clip; /* NULL or in memory, the store's reference */
    bool load;            /* the clip is wanted in memory */
    bool looked;          /* the cache's header was looked at and did not help */

    /* the store's own */
    struct tp_voice_entry *chain, *earlier, *later;
    struct tp_voice_list *list; /* the list it stands in, NULL while it is being made */
};

struct tp_voice_store *tp_voice_store_create(void); /* NULL when out of memory */
void tp_voice_store_destroy(struct tp_voice_store *store);

/* The sentence's entry, which counts as used now; NULL when unknown. */
struct tp_voice_entry *tp_voice_store_find(struct tp_voice_store *store, const char *sentence);

/* A new entry of unknown length, in no queue, for a sentence that has none. NULL when out of
 * memory or when all entries wait for work. */
struct tp_voice_entry *tp_voice_store_add(struct tp_voice_store *store, const char *sentence);

/* Puts the entry in the urgent queue, or in the other one if it is in neither. Nothing happens to
 * an entry that is being made, or has all that it needs. */
void tp_voice_store_queue(struct tp_voice_store *store, struct tp_voice_entry *entry, bool urgent);

/* The next entry to be made: urgent ones first, each queue in order; NULL when nothing waits. It
 * stays valid until it is settled. */
struct tp_voice_entry *tp_voice_store_take(struct tp_voice_store *store);

/* The entry that was taken is made: its length or error, and its clip, whose one reference the
 * store takes (NULL when it was not read). The clip stays in memory when wanted or with `keep`; a
 * wish for it that came meanwhile and cannot be met waits in the urgent queue. */
void tp_voice_store_settle(struct tp_voice_store *store, struct tp_voice_entry *entry,
                           tp_frames frames, struct tp_clip *clip, bool keep);

/* Notes a length learned elsewhere; the entry leaves its queue if nothing more is wanted of it. */
void tp_voice_store_learn(struct tp_voice_store *store, struct tp_voice_entry *entry,
                          tp_frames frames);

/* Hands the entry's clip and its reference over; the store keeps none. */
struct tp_clip *tp_voice_store_hand_over(struct tp_voice_store *store,
                                         struct tp_voice_entry *entry);

#endif
