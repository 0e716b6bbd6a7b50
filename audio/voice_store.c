/* A hash table whose entries each stand in one of three lists: urgent, wanted, settled (the one
 * used longest ago first). An entry that is being made stands in none and is never forgotten.
 *
 * Must never hand out an entry that could be freed under its user: entries go only in
 * tp_voice_store_add, and never one in a maker's hands. */
#include "audio/voice_store.h"

#include "core/base/err.h"
#include "core/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024 }; /* a power of two */

struct tp_voice_list {
    struct tp_voice_entry *first, *last;
};

struct tp_voice_store {
    struct tp_voice_entry *buckets[BUCKETS];
    struct tp_voice_list urgent, wanted, settled;
    size_t entries, clip_bytes;
};

static void list_append(struct tp_voice_list *list, struct tp_voice_entry *entry)
{
    entry->list = list;
    entry->earlier = list->last;
    entry->later = NULL;
    if (list->last)
        list->last->later = entry;
    else
        list->first = entry;
    list->last = entry;
}

static void list_remove(struct tp_voice_entry *entry)
{
    struct tp_voice_list *list = entry->list;
    if (!list)
        return;
    *(entry->earlier ? &entry->earlier->later : &list->first) = entry->later;
    *(entry->later ? &entry->later->earlier : &list->last) = entry->earlier;
    entry->list = NULL;
}

static void list_move(struct tp_voice_list *list, struct tp_voice_entry *entry)
{
    list_remove(entry);
    list_append(list, entry);
}

static struct tp_voice_entry **bucket_of(struct tp_voice_store *store, const char *sentence)
{
    uint32_t hash = 0x811c9dc5u; /* 32-bit FNV-1a */
    for (; *sentence; sentence++)
        hash = (hash ^ (unsigned char)*sentence) * 0x01000193u;
    return &store->buckets[hash & (BUCKETS - 1)];
}

static size_t clip_bytes(const struct tp_clip *clip)
{
    return clip ? clip->frames * sizeof(int16_t) : 0;
}

static void drop_clip(struct tp_voice_store *store, struct tp_voice_entry *entry)
{
    store->clip_bytes -= clip_bytes(entry->clip);
    tp_clip_unref(entry->clip);
    entry->clip = NULL;
}

static void forget(struct tp_voice_store *store, struct tp_voice_entry *entry)
{
    struct tp_voice_entry **at = bucket_of(store, entry->sentence);
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
    list_remove(entry);
    drop_clip(store, entry);
    free(entry->sentence);
    free(entry);
    store->entries--;
}

struct tp_voice_store *tp_voice_store_create(void)
{
    return calloc(1, sizeof(struct tp_voice_store));
}

void tp_voice_store_destroy(struct tp_voice_store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        while (store->buckets[i])
            forget(store, store->buckets[i]);
    free(store);
}

struct tp_voice_entry *tp_voice_store_find(struct tp_voice_store *store, const char *sentence)
{
    struct tp_voice_entry *entry = *bucket_of(store, sentence);
    while (entry && strcmp(entry->sentence, sentence) != 0)
        entry = entry->chain;
    if (entry && entry->list == &store->settled)
        list_move(&store->settled, entry);
    return entry;
}

/* Makes room for one entry: what is settled longest, else what was wanted last. */
static bool make_room(struct tp_voice_store *store)
{
    if (store->entries < TP_VOICE_STORE_ENTRIES)
        return true;
    struct tp_voice_entry *victim =
        store->settled.first ? store->settled.first : store->wanted.last;
    if (!victim)
        return false;
    forget(store, victim);
    return true;
}

struct tp_voice_entry *tp_voice_store_add(struct tp_voice_store *store, const char *sentence)
{
    if (!make_room(store))
        return NULL;
    struct tp_voice_entry *entry = calloc(1, sizeof *entry);
    char *copy = tp_text_copy(sentence);
    if (!entry || !copy) {
        free(entry);
        free(copy);
        return NULL;
    }
    struct tp_voice_entry **bucket = bucket_of(store, sentence);
    entry->sentence = copy;
    entry->frames = -TP_EAGAIN;
    entry->chain = *bucket;
    *bucket = entry;
    list_append(&store->settled, entry);
    store->entries++;
    return entry;
}

static bool is_complete(const struct tp_voice_entry *entry)
{
    bool failed = entry->frames < 0 && entry->frames != -TP_EAGAIN;
    return failed || (entry->frames >= 0 && (!entry->load || entry->clip));
}

void tp_voice_store_queue(struct tp_voice_store *store, struct tp_voice_entry *entry, bool urgent)
{
    if (!entry->list || is_complete(entry))
        return;
    if (urgent && entry->list != &store->urgent)
        list_move(&store->urgent, entry);
    else if (entry->list == &store->settled)
        list_move(&store->wanted, entry);
}

struct tp_voice_entry *tp_voice_store_take(struct tp_voice_store *store)
{
    struct tp_voice_entry *entry = store->urgent.first ? store->urgent.first : store->wanted.first;
    if (entry)
        list_remove(entry);
    return entry;
}

/* Clips that nobody took go when there are too many, those used longest ago first. */
static void bound_clips(struct tp_voice_store *store, const struct tp_voice_entry *newest)
{
    struct tp_voice_entry *entry = store->settled.first;
    for (; entry && store->clip_bytes > TP_VOICE_STORE_CLIP_BYTES; entry = entry->later) {
        if (entry == newest || !entry->clip)
            continue;
        entry->load = false;
        drop_clip(store, entry);
    }
}

void tp_voice_store_settle(struct tp_voice_store *store, struct tp_voice_entry *entry,
                           tp_frames frames, struct tp_clip *clip, bool keep)
{
    entry->frames = frames;
    if (clip && (entry->load || keep)) {
        entry->clip = clip;
        store->clip_bytes += clip_bytes(clip);
    } else {
        tp_clip_unref(clip);
    }
    list_append(is_complete(entry) ? &store->settled : &store->urgent, entry);
    bound_clips(store, entry);
}

void tp_voice_store_learn(struct tp_voice_store *store, struct tp_voice_entry *entry,
                          tp_frames frames)
{
    entry->frames = frames;
    if (entry->list && is_complete(entry))
        list_move(&store->settled, entry);
}

struct tp_clip *tp_voice_store_hand_over(struct tp_voice_store *store, struct tp_voice_entry *entry)
{
    struct tp_clip *clip = entry->clip;
    store->clip_bytes -= clip_bytes(clip);
    entry->clip = NULL;
    entry->load = false;
    return clip;
}
