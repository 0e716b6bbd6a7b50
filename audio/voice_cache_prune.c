/* The cache's folder as a whole: opening, and keeping it within its bounds.
 *
 * Must never touch a file that is not named like one of its own. */
#include "audio/voice_cache_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DEAD_DRAFT_SECONDS = 3600 }; /* nobody takes an hour to write a sentence */

struct kept {
    char name[TP_VOICE_CACHE_NAME];
    uint64_t bytes;
    struct timespec used;
};

struct kept_list {
    struct kept *items; /* owned */
    size_t count, capacity;
    uint64_t bytes;
};

/* mkdir -p, for the owner alone. */
static void make_folders(const char *dir)
{
    char path[4096];
    size_t length = strlen(dir);
    if (length == 0 || length >= sizeof path)
        return;
    memcpy(path, dir, length + 1);
    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        mkdir(path, 0700);
        *at = '/';
    }
    mkdir(path, 0700);
}

/* A name that has no room in a file's header is known by its sum. */
static void take_voice(struct tp_voice_cache *cache, const char *voice)
{
    size_t length = strlen(voice);
    if (length < sizeof cache->voice)
        memcpy(cache->voice, voice, length);
    else
        snprintf(cache->voice, sizeof cache->voice, "%016" PRIx64,
                 tp_voice_cache_hash(TP_VOICE_CACHE_HASH, voice, length));
}

struct tp_voice_cache *tp_voice_cache_open(const char *dir, const char *voice, unsigned rate,
                                           uint64_t max_bytes)
{
    struct tp_voice_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    make_folders(dir);
    cache->folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (cache->folder < 0) {
        free(cache);
        return NULL;
    }
    take_voice(cache, voice);
    cache->rate = rate;
    cache->max_bytes = max_bytes;
    return cache;
}

void tp_voice_cache_close(struct tp_voice_cache *cache)
{
    if (!cache)
        return;
    close(cache->folder);
    free(cache);
}

bool tp_voice_cache_wants_pruning(const struct tp_voice_cache *cache)
{
    return cache->written > (cache->looked ? cache->max_bytes / 8 : 0);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), end = strlen(suffix);
    return length < TP_VOICE_CACHE_NAME && length >= end &&
           strcmp(name + length - end, suffix) == 0;
}

static bool is_entry(const char *name)
{
    return strspn(name, "0123456789abcdef") == 16 &&
           strlen(name) == 16 + sizeof TP_VOICE_CACHE_SUFFIX - 1 &&
           ends_with(name, TP_VOICE_CACHE_SUFFIX);
}

static void add(struct kept_list *list, const char *name, const struct stat *status)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 256;
        struct kept *items = realloc(list->items, capacity * sizeof *items);
        if (!items)
            return;
        list->items = items;
        list->capacity = capacity;
    }
    struct kept *item = &list->items[list->count++];
    memcpy(item->name, name, strlen(name) + 1);
    item->bytes = (uint64_t)status->st_size;
    item->used = status->st_mtim;
    list->bytes += item->bytes;
}

static void look_at(struct tp_voice_cache *cache, const char *name, struct kept_list *list)
{
    struct stat status;
    bool entry = is_entry(name);
    if (!entry && !ends_with(name, TP_VOICE_CACHE_DRAFT))
        return;
    if (fstatat(cache->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    if (entry)
        add(list, name, &status);
    else if (time(NULL) - status.st_mtime > DEAD_DRAFT_SECONDS)
        unlinkat(cache->folder, name, 0);
}

static void look_through(struct tp_voice_cache *cache, struct kept_list *list)
{
    int file = openat(cache->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = file >= 0 ? fdopendir(file) : NULL;
    if (!folder) {
        if (file >= 0)
            close(file);
        return;
    }
    for (const struct dirent *item; (item = readdir(folder));)
        look_at(cache, item->d_name, list);
    closedir(folder);
}

static int by_last_use(const void *a, const void *b)
{
    const struct timespec *one = &((const struct kept *)a)->used;
    const struct timespec *other = &((const struct kept *)b)->used;
    if (one->tv_sec != other->tv_sec)
        return one->tv_sec < other->tv_sec ? -1 : 1;
    return (one->tv_nsec > other->tv_nsec) - (one->tv_nsec < other->tv_nsec);
}

void tp_voice_cache_prune(struct tp_voice_cache *cache)
{
    struct kept_list list = {0};
    uint64_t goal = cache->max_bytes - cache->max_bytes / 8;
    look_through(cache, &list);
    if (list.bytes > goal)
        qsort(list.items, list.count, sizeof *list.items, by_last_use);
    for (size_t i = 0; i < list.count && list.bytes > goal; i++)
        if (unlinkat(cache->folder, list.items[i].name, 0) == 0 || errno == ENOENT)
            list.bytes -= list.items[i].bytes;
    free(list.items);
    cache->written = 0;
    cache->looked = true;
}
