/* The cache's entries: names, headers, reading and writing. Pruning is in voice_cache_prune.c.
 *
 * Must never trust a byte of a file, nor fail because the disk does: without the cache the voice
 * only works more. */
#include "audio/voice_cache.h"

#include "audio/voice_cache_folder.h"
#include "audio/voice_sound.h"
#include "core/base/err.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum {
    MAGIC = 0x31565054,      /* "TPV1" on a little-endian machine, so that others make their own */
    FORMAT = 2,              /* one more whenever the samples of a spoken text change */
    KEY_TEXT_MAX = 64 << 10, /* longer than any spoken text: two thousand bytes of signs */
    FRESH_SECONDS = 3600,    /* how old an entry's time of use may be before it is renewed */
};

/* The file begins with this; then the text without an end, then the samples. Padding-free. */
struct header {
    uint32_t magic, format;
    char voice[TP_VOICE_CACHE_VOICE]; /* the rest zero */
    uint32_t rate, text_bytes;
    uint32_t frames, samples_sum;
    uint32_t sum; /* of everything above and the text */
};
static_assert(sizeof(struct header) == 52, "the header has no padding");

/* An entry's file as found: its header and text are right, the samples unread. */
struct found {
    int file;
    struct header header;
};

static uint32_t sum_of(uint32_t sum, const void *bytes, size_t length)
{
    return (uint32_t)crc32(sum, bytes, (uInt)length);
}

/* The header that an entry of this text must have, without length and sums. */
static struct header expected(const struct tp_voice_cache *cache, const char *spoken)
{
    struct header header = {.magic = MAGIC, .format = FORMAT, .rate = cache->rate};
    memcpy(header.voice, cache->voice, sizeof header.voice);
    header.text_bytes = (uint32_t)strlen(spoken);
    return header;
}

static uint32_t header_sum(const struct header *header, const char *spoken)
{
    uint32_t sum = sum_of(0, header, offsetof(struct header, sum));
    return sum_of(sum, spoken, header->text_bytes);
}

uint64_t tp_voice_cache_hash(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * 0x100000001b3u;
    return hash;
}

/* Two texts of one hash take turns in one file. */
static uint64_t hash_of(const struct header *key, const char *spoken)
{
    uint64_t hash = tp_voice_cache_hash(TP_VOICE_CACHE_HASH, key, offsetof(struct header, frames));
    return tp_voice_cache_hash(hash, spoken, strlen(spoken));
}

static void entry_name(char name[TP_VOICE_CACHE_NAME], const struct tp_voice_cache *cache,
                       const char *spoken)
{
    struct header key = expected(cache, spoken);
    snprintf(name, TP_VOICE_CACHE_NAME, "%016" PRIx64 "%s", hash_of(&key, spoken),
             TP_VOICE_CACHE_SUFFIX);
}

static bool read_fully(int file, void *to, size_t bytes)
{
    char *at = to;
    while (bytes > 0) {
        ssize_t got = read(file, at, bytes);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return false;
        at += got > 0 ? got : 0;
        bytes -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Header and text are what they must be, and the file is as long as they say. */
static bool check(const struct header *header, const char *text, const struct header *key,
                  const char *spoken, off_t size)
{
    return memcmp(header, key, offsetof(struct header, frames)) == 0 &&
           memcmp(text, spoken, key->text_bytes) == 0 &&
           header->sum == header_sum(header, spoken) && header->frames > 0 &&
           header->frames <= TP_VOICE_SOUND_MAX &&
           (uint64_t)size ==
               sizeof *header + key->text_bytes + (uint64_t)header->frames * sizeof(int16_t);
}

/* The time of last use orders the pruning; it is renewed at most once an hour. */
static void renew(int file, const struct stat *status)
{
    if (time(NULL) - status->st_mtime > FRESH_SECONDS)
        futimens(file, NULL);
}

/* Opens and checks the entry; false when it is absent or wrong. The caller closes the file. */
static bool find(const struct tp_voice_cache *cache, const char *spoken, struct found *found)
{
    struct header key = expected(cache, spoken);
    char name[TP_VOICE_CACHE_NAME];
    char *text = NULL;
    struct stat status;
    bool right = false;
    entry_name(name, cache, spoken);
    found->file = openat(cache->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (found->file < 0 || key.text_bytes > KEY_TEXT_MAX)
        goto out;
    text = malloc((size_t)key.text_bytes + 1);
    right = text && fstat(found->file, &status) == 0 && S_ISREG(status.st_mode) &&
            read_fully(found->file, &found->header, sizeof found->header) &&
            read_fully(found->file, text, key.text_bytes) &&
            check(&found->header, text, &key, spoken, status.st_size);
    if (right)
        renew(found->file, &status);
out:
    free(text);
    if (!right && found->file >= 0)
        close(found->file);
    return right;
}

tp_frames tp_voice_cache_length(const struct tp_voice_cache *cache, const char *spoken)
{
    struct found found;
    if (!find(cache, spoken, &found))
        return -TP_ENOENT;
    close(found.file);
    return found.header.frames;
}

struct tp_clip *tp_voice_cache_load(const struct tp_voice_cache *cache, const char *spoken)
{
    struct found found;
    if (!find(cache, spoken, &found))
        return NULL;
    size_t bytes = found.header.frames * sizeof(int16_t);
    struct tp_clip *clip = tp_clip_create(found.header.frames, 1);
    bool right = clip && read_fully(found.file, clip->samples, bytes) &&
                 sum_of(0, clip->samples, bytes) == found.header.samples_sum;
    close(found.file);
    if (!right) {
        tp_clip_unref(clip);
        clip = NULL;
    }
    return clip;
}

static bool write_fully(int file, const void *from, size_t bytes)
{
    const char *at = from;
    while (bytes > 0) {
        ssize_t put = write(file, at, bytes);
        if (put < 0 && errno != EINTR)
            return false;
        at += put > 0 ? put : 0;
        bytes -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static bool write_entry(int file, const struct header *header, const char *spoken,
                        const struct tp_clip *clip)
{
    return write_fully(file, header, sizeof *header) &&
           write_fully(file, spoken, header->text_bytes) &&
           write_fully(file, clip->samples, clip->frames * sizeof(int16_t));
}

int tp_voice_cache_store(struct tp_voice_cache *cache, const char *spoken,
                         const struct tp_clip *clip)
{
    static atomic_uint drafts; /* of all stores of the process */
    struct header header = expected(cache, spoken);
    if (header.text_bytes > KEY_TEXT_MAX)
        return -TP_EIO;
    header.frames = clip->frames;
    header.samples_sum = sum_of(0, clip->samples, clip->frames * sizeof(int16_t));
    header.sum = header_sum(&header, spoken);
    char name[TP_VOICE_CACHE_NAME], draft[TP_VOICE_CACHE_NAME];
    entry_name(name, cache, spoken);
    snprintf(draft, sizeof draft, "%lx-%x%s", (unsigned long)getpid(), atomic_fetch_add(&drafts, 1),
             TP_VOICE_CACHE_DRAFT);
    int file = openat(cache->folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return -TP_EIO;
    bool written = write_entry(file, &header, spoken, clip);
    written = close(file) == 0 && written;
    if (!written || renameat(cache->folder, draft, cache->folder, name) != 0) {
        unlinkat(cache->folder, draft, 0);
        return -TP_EIO;
    }
    cache->written += sizeof header + header.text_bytes + clip->frames * sizeof(int16_t);
    return 0;
}
