/* Reads the whole file, then looks through its chunks. Must trust no length in it. */
#include "core/host/wave_file.h"

#include "core/base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RIFF_BYTES = 12,
    CHUNK_BYTES = 8,
    FORMAT_BYTES = 16,     /* of the chunk "fmt ", what matters */
    HEADER_MOST = 1 << 16, /* bytes that are no samples */
    PCM = 1,
    EXTENSIBLE = 0xfffe, /* then what it is stands further on */
    EXTENSIBLE_AT = 24
};

struct bytes {
    const unsigned char *at;
    size_t length;
};

static uint32_t number(const unsigned char *at, unsigned bytes)
{
    uint32_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | at[bytes];
    return value;
}

static int read_all(int file, size_t most, struct tp_buf *out, struct tp_err *err)
{
    char block[16384];
    ssize_t got;
    while ((got = read(file, block, sizeof block)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tp_err_set(err, TP_EIO, "its wave file cannot be read: %s", strerror(errno));
        tp_buf_add(out, block, (size_t)got);
        if (out->failed)
            return tp_err_set(err, TP_ENOMEM, "out of memory");
        if (out->length > most)
            return tp_err_set(err, TP_EVOICE, "its wave file is too long");
    }
    return 0;
}

/* The content of the first chunk of that name; nothing when there is none. */
static struct bytes find_chunk(const struct tp_buf *all, const char *name)
{
    const unsigned char *data = (const unsigned char *)all->data;
    for (size_t at = RIFF_BYTES; at + CHUNK_BYTES <= all->length;) {
        size_t length = number(data + at + 4, 4), left = all->length - at - CHUNK_BYTES;
        if (length > left)
            length = left;
        if (memcmp(data + at, name, 4) == 0)
            return (struct bytes){data + at + CHUNK_BYTES, length};
        at += CHUNK_BYTES + length + length % 2;
    }
    return (struct bytes){0};
}

static bool is_right(struct bytes format)
{
    if (format.length < FORMAT_BYTES)
        return false;
    uint32_t kind = number(format.at, 2);
    if (kind == EXTENSIBLE && format.length >= EXTENSIBLE_AT + 2)
        kind = number(format.at + EXTENSIBLE_AT, 2);
    return kind == PCM && number(format.at + 2, 2) == 1 && number(format.at + 14, 2) == 16;
}

static int take(struct wave_file *wave, const struct tp_buf *all, struct tp_err *err)
{
    bool riff = all->length >= RIFF_BYTES && memcmp(all->data, "RIFF", 4) == 0 &&
                memcmp(all->data + 8, "WAVE", 4) == 0;
    struct bytes format = find_chunk(all, "fmt "), data = find_chunk(all, "data");
    if (!riff || !is_right(format) || !data.at)
        return tp_err_set(err, TP_EVOICE, "its file is no wave of 16 bits and one channel");
    wave->rate = number(format.at + 4, 4);
    wave->frames = (uint32_t)(data.length / 2);
    if (wave->frames == 0)
        return 0;
    wave->samples = malloc(wave->frames * sizeof *wave->samples);
    if (!wave->samples)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    for (uint32_t i = 0; i < wave->frames; i++)
        wave->samples[i] = (int16_t)number(data.at + (size_t)i * 2, 2);
    return 0;
}

int wave_file_read(struct wave_file *wave, int file, uint32_t most, struct tp_err *err)
{
    struct tp_buf all = {0};
    *wave = (struct wave_file){0};
    int rc = read_all(file, (size_t)most * 2 + HEADER_MOST, &all, err);
    if (rc == 0)
        rc = take(wave, &all, err);
    tp_buf_finish(&all);
    return rc;
}
