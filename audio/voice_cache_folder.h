/* What the two files of the cache share: the open folder and how its files are called. */
#ifndef TP_AUDIO_VOICE_CACHE_FOLDER_H
#define TP_AUDIO_VOICE_CACHE_FOLDER_H

#include "audio/voice_cache.h"

#include <stddef.h>

#define TP_VOICE_CACHE_SUFFIX ".voice" /* an entry: 16 hexadecimal digits and this */
#define TP_VOICE_CACHE_DRAFT ".draft"  /* being written */
enum { TP_VOICE_CACHE_NAME = 48 };     /* bytes of any name, its end included */

#define TP_VOICE_CACHE_HASH 0xcbf29ce484222325u /* of nothing */

/* 64-bit FNV-1a: the hash of what had `hash`, and these bytes after it. */
uint64_t tp_voice_cache_hash(uint64_t hash, const void *bytes, size_t length);

struct tp_voice_cache {
    int folder;
    char voice[TP_VOICE_CACHE_VOICE];
    unsigned rate; /* per mille */
    uint64_t max_bytes;
    uint64_t written; /* bytes since the folder was looked through; [the storing thread] */
    bool looked;      /* … at least once */
};

#endif
