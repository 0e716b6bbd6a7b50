/* An entry of the voice's cache of any bytes: a sentence of the right length, or none at all. */
#include "tests/fuzz/fuzz_voice_cache.h"

#include "audio/voice_cache.h"
#include "audio/voice_sound.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* Where things lie in a file: see struct header of voice_cache.c. */
enum { FRAMES = 40, SAMPLES_SUM = 44, SUM = 48, TEXT = 52 };
enum { SAMPLES = TEXT + sizeof FUZZ_SPOKEN - 1 };

static struct {
    struct tp_voice_cache *cache;
    char folder[200];
    int file; /* the entry's */
} bench;

/* Opens the only entry of the folder. */
static int open_entry(void)
{
    int file = -1;
    DIR *folder = opendir(bench.folder);
    for (const struct dirent *item; folder && (item = readdir(folder));)
        if (item->d_name[0] != '.')
            file = openat(dirfd(folder), item->d_name, O_WRONLY | O_CLOEXEC);
    if (folder)
        closedir(folder);
    return file;
}

static void begin(void)
{
    const char *top = getenv("TMPDIR");
    struct tp_clip *clip = tp_clip_create(1, 1);
    snprintf(bench.folder, sizeof bench.folder, "%s/cache-XXXXXX", top ? top : "/tmp");
    fuzz_assert(clip && mkdtemp(bench.folder));
    bench.cache = tp_voice_cache_open(bench.folder, FUZZ_VOICE, FUZZ_RATE, TP_VOICE_CACHE_BYTES);
    fuzz_assert(bench.cache && tp_voice_cache_store(bench.cache, FUZZ_SPOKEN, clip) == 0);
    tp_clip_unref(clip);
    bench.file = open_entry();
    fuzz_assert(bench.file >= 0);
}

static void put(uint8_t *data, size_t at, unsigned long number)
{
    uint32_t value = (uint32_t)number;
    memcpy(data + at, &value, sizeof value);
}

/* Gives what is there the sums that it should have; with `fits` also its length. */
static void make_whole(uint8_t *data, size_t size, bool fits)
{
    uint32_t frames;
    if (fits)
        put(data, FRAMES, (size - SAMPLES) / sizeof(int16_t));
    memcpy(&frames, data + FRAMES, sizeof frames);
    size_t bytes = size - SAMPLES, said = frames * sizeof(int16_t);
    put(data, SAMPLES_SUM, crc32(0, data + SAMPLES, (uInt)(said < bytes ? said : bytes)));
    put(data, SUM, crc32(crc32(0, data, SUM), data + TEXT, SAMPLES - TEXT));
}

/* Half of the changes leave alone what the entry is known by; most are whole afterwards. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    size_t from = seed % 2 && size > FRAMES ? FRAMES : 0;
    size = from + LLVMFuzzerMutate(data + from, size - from, max_size - from);
    if (size >= SAMPLES && seed % 8 != 0)
        make_whole(data, size, seed % 3 == 0);
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!bench.cache)
        begin();
    fuzz_assert(ftruncate(bench.file, (off_t)size) == 0);
    fuzz_assert(pwrite(bench.file, data, size, 0) == (ssize_t)size);
    tp_frames length = tp_voice_cache_length(bench.cache, FUZZ_SPOKEN);
    fuzz_assert(length < 0 || (length > 0 && length <= TP_VOICE_SOUND_MAX));
    struct tp_clip *clip = tp_voice_cache_load(bench.cache, FUZZ_SPOKEN);
    fuzz_assert(!clip || (length == clip->frames && clip->channels == 1));
    fuzz_assert(!clip || size == SAMPLES + clip->frames * sizeof(int16_t));
    tp_clip_unref(clip);
    return 0;
}
