/* The file driver: a session as a sound file. One thread mixes, one rounds, encodes and writes.
 *
 * All writing goes through this file's own functions, because libsndfile forgets errors of the disk
 * when it closes. Must never leave a half-written file under the name that was asked for. */
#include "audio/driver.h"

#include "audio/file_about.h"
#include "audio/file_queue.h"
#include "audio/ogg_serial.h"
#include "core/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TEMPORARY_NAMES = 100,
    WRITE_BACK_BYTES = 8 << 20,
    MIXED_FRAMES = 2048 /* at a time: they are still in the nearest cache when they are rounded */
};

struct tp_file_driver {
    struct tp_mixer *mixer; /* borrowed */
    const struct file_format *format;
    char *path, *temporary;      /* the latter NULL unless there is such a file */
    tp_frames taken;             /* frames that were sent to be written */
    uint32_t delay;              /* frames still to be left out at the beginning */
    bool failed;                 /* a pull did */
    struct tp_file_queue *queue; /* from the first block on */
    union tp_file_block *block;  /* being filled, NULL: none; the queue's */
    uint32_t filled;             /* frames of it */
    float mixed[MIXED_FRAMES * TP_FILE_CHANNELS];

    /* The writer's, while there is one. */
    SNDFILE *sound;
    int fd;
    int disk_errno; /* of the first write that failed, 0 */
    off_t begun;    /* bytes that the system was told to bring to the disk */
};

struct file_format {
    const char *ending;
    int format;
    bool integers;         /* written as 16-bit numbers */
    tp_frames frames_max;  /* what its 32-bit count of bytes can say, less room for the header */
    int (*settle)(int fd); /* done to the whole file; NULL: nothing. 0, or −1 with errno */
};

static const struct file_format formats[] = {
    {"wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, true, 4294967296 / 4 - 32768, NULL},
    {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, true, TP_NEVER, NULL},
    {"ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, false, TP_NEVER, tp_ogg_settle},
    {"mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, false, TP_NEVER, NULL},
};

/* ---- what libsndfile reads and writes through ---- */

static sf_count_t io_length(void *context)
{
    const struct tp_file_driver *driver = context;
    struct stat status;
    return fstat(driver->fd, &status) == 0 ? status.st_size : -1;
}

static sf_count_t io_seek(sf_count_t offset, int whence, void *context)
{
    const struct tp_file_driver *driver = context;
    return lseek(driver->fd, offset, whence);
}

static sf_count_t io_tell(void *context)
{
    return io_seek(0, SEEK_CUR, context);
}

static sf_count_t io_read(void *bytes, sf_count_t count, void *context)
{
    const struct tp_file_driver *driver = context;
    return read(driver->fd, bytes, (size_t)count);
}

static sf_count_t io_write(const void *bytes, sf_count_t count, void *context)
{
    struct tp_file_driver *driver = context;
    sf_count_t written = 0;
    while (written < count) {
        ssize_t n = write(driver->fd, (const char *)bytes + written, (size_t)(count - written));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && driver->disk_errno == 0)
            driver->disk_errno = errno;
        if (n <= 0)
            break;
        written += n;
    }
    return written;
}

/* ---- opening ---- */

static const struct file_format *find_format(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof formats / sizeof *formats; i++)
        if (strcasecmp(dot + 1, formats[i].ending) == 0)
            return &formats[i];
    return NULL;
}

static SF_INFO info_of(const struct file_format *format)
{
    return (SF_INFO){.samplerate = TP_RATE, .channels = TP_FILE_CHANNELS, .format = format->format};
}

static int fail_on_disk(const struct tp_file_driver *driver, int number, struct tp_err *err)
{
    return tp_err_set(err, TP_EIO, "%s: %s", driver->path, strerror(number));
}

/* A new file beside the target, with the rights that a new file has. */
static int create_temporary(struct tp_file_driver *driver, struct tp_err *err)
{
    struct tp_buf name = {0};
    for (int i = 0; i < TEMPORARY_NAMES && driver->fd < 0; i++) {
        tp_buf_clear(&name);
        tp_buf_printf(&name, "%s.%ld-%d.part", driver->path, (long)getpid(), i);
        if (name.failed)
            break;
        driver->fd = open(name.data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (driver->fd < 0 && errno != EEXIST)
            break;
    }
    if (driver->fd < 0) {
        int number = name.failed ? ENOMEM : errno;
        tp_buf_finish(&name);
        return fail_on_disk(driver, number, err);
    }
    driver->temporary = name.data; /* taken over */
    return 0;
}

static int open_sound(struct tp_file_driver *driver, struct tp_err *err)
{
    SF_VIRTUAL_IO io = {.get_filelen = io_length,
                        .seek = io_seek,
                        .read = io_read,
                        .write = io_write,
                        .tell = io_tell};
    SF_INFO info = info_of(driver->format);
    driver->sound = sf_open_virtual(&io, SFM_WRITE, &info, driver);
    if (driver->sound)
        return 0;
    if (driver->disk_errno)
        return fail_on_disk(driver, driver->disk_errno, err);
    return tp_err_set(err, TP_EIO, "%s: %s", driver->path, sf_strerror(NULL));
}

/* By the ending of the path; NULL when it cannot be written. */
static const struct file_format *choose_format(const char *path, struct tp_err *err)
{
    const struct file_format *format = find_format(path);
    if (!format) {
        tp_err_set(err, TP_EINVAL, "%s: the name must end in .wav, .flac, .ogg or .mp3", path);
        return NULL;
    }
    SF_INFO info = info_of(format);
    if (sf_format_check(&info))
        return format;
    tp_err_set(err, TP_EINVAL, "%s: this libsndfile cannot write %s; wav always works", path,
               format->ending);
    return NULL;
}

int tp_file_open(struct tp_file_driver **out, struct tp_mixer *mixer, const char *path,
                 struct tp_err *err)
{
    const struct file_format *format = choose_format(path, err);
    if (!format)
        return -TP_EINVAL;
    struct tp_file_driver *driver = calloc(1, sizeof *driver);
    if (!driver || !(driver->path = tp_text_copy(path))) {
        free(driver);
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", path);
    }
    driver->mixer = mixer;
    driver->fd = -1;
    driver->format = format;
    driver->delay = TP_MIXER_LOOKAHEAD;
    int result = create_temporary(driver, err);
    if (result == 0)
        result = open_sound(driver, err);
    if (result)
        tp_file_finish(driver, false, NULL);
    else
        *out = driver;
    return result;
}

static int fail_too_long(struct tp_file_driver *driver, struct tp_err *err)
{
    driver->failed = true;
    return tp_err_set(err, TP_ELIMIT, "%s: too long for a %s; flac takes it", driver->path,
                      driver->format->ending);
}

int tp_file_describe(struct tp_file_driver *driver, const struct tp_file_about *about,
                     struct tp_err *err)
{
    if (about->length > driver->format->frames_max)
        return fail_too_long(driver, err);
    tp_file_about_put(driver->sound, about);
    return 0;
}

/* ---- writing ---- */

/* A float this large has no room for a fraction: what is added to it is rounded to a whole number,
 * to the nearest one as lrintf does, but many at a time. */
static const float whole = 12582912; /* 1.5 * 2^23 */

/* To the nearest 16-bit number. A clip alone at gain 1 comes out as it went in. */
static void round_samples(const float *restrict in, int16_t *restrict out, uint32_t samples)
{
    for (uint32_t i = 0; i < samples; i++) {
        int32_t value = (int32_t)(in[i] * 32768 + whole - whole);
        value = value > INT16_MAX ? INT16_MAX : value;
        out[i] = (int16_t)(value < INT16_MIN ? INT16_MIN : value);
    }
}

/* Has the system begin to bring to the disk what was written, so that the end has little to wait
 * for.
 */
static void write_back(struct tp_file_driver *driver)
{
#ifdef SYNC_FILE_RANGE_WRITE
    off_t end = lseek(driver->fd, 0, SEEK_CUR);
    if (end - driver->begun < WRITE_BACK_BYTES)
        return;
    sync_file_range(driver->fd, driver->begun, end - driver->begun, SYNC_FILE_RANGE_WRITE);
    driver->begun = end;
#else
    (void)driver;
#endif
}

/* [writer] */
static int write_block(void *context, const union tp_file_block *block, uint32_t frames,
                       struct tp_err *err)
{
    struct tp_file_driver *driver = context;
    sf_count_t written = driver->format->integers
                             ? sf_writef_short(driver->sound, block->integers, frames)
                             : sf_writef_float(driver->sound, block->floats, frames);
    if (driver->disk_errno)
        return fail_on_disk(driver, driver->disk_errno, err);
    if (written != frames)
        return tp_err_set(err, TP_EIO, "%s: %s", driver->path, sf_strerror(driver->sound));
    write_back(driver);
    return 0;
}

/* Sends the block that is being filled on. */
static void send(struct tp_file_driver *driver)
{
    if (driver->block)
        tp_file_queue_put(driver->queue, driver->filled);
    driver->block = NULL;
    driver->filled = 0;
}

static int get_block(struct tp_file_driver *driver, struct tp_err *err)
{
    int rc = driver->queue ? 0 : tp_file_queue_start(&driver->queue, write_block, driver, err);
    return rc == 0 ? tp_file_queue_room(driver->queue, &driver->block, err) : rc;
}

/* Puts mixed frames, from the first one on, into blocks. */
static int take(struct tp_file_driver *driver, uint32_t first, uint32_t end, struct tp_err *err)
{
    while (first < end) {
        int rc = driver->block ? 0 : get_block(driver, err);
        if (rc < 0)
            return rc;
        uint32_t room = TP_FILE_BLOCK - driver->filled;
        uint32_t frames = end - first < room ? end - first : room;
        const float *from = driver->mixed + (size_t)first * TP_FILE_CHANNELS;
        size_t at = (size_t)driver->filled * TP_FILE_CHANNELS;
        if (driver->format->integers)
            round_samples(from, driver->block->integers + at, frames * TP_FILE_CHANNELS);
        else
            memcpy(driver->block->floats + at, from, frames * TP_FILE_CHANNELS * sizeof *from);
        first += frames;
        driver->filled += frames;
        if (driver->filled == TP_FILE_BLOCK)
            send(driver);
    }
    return 0;
}

/* Renders some frames and takes those that have left the limiter's delay. */
static int pull_some(struct tp_file_driver *driver, uint32_t frames, struct tp_err *err)
{
    uint32_t left_out = driver->delay < frames ? driver->delay : frames;
    if (frames - left_out > driver->format->frames_max - driver->taken)
        return fail_too_long(driver, err);
    tp_mixer_render(driver->mixer, driver->mixed, frames);
    driver->delay -= left_out;
    driver->taken += frames - left_out;
    return take(driver, left_out, frames, err);
}

int tp_file_pull(struct tp_file_driver *driver, tp_frames frames, struct tp_err *err)
{
    int result = 0;
    if (driver->failed)
        return tp_err_set(err, TP_EIO, "%s: could not be written", driver->path);
    while (frames > 0 && result == 0) {
        uint32_t some = frames < MIXED_FRAMES ? (uint32_t)frames : MIXED_FRAMES;
        result = pull_some(driver, some, err);
        frames -= some;
    }
    driver->failed = result < 0;
    return result;
}

/* ---- the end ---- */

/* Lets libsndfile write what it kept back and, with `keep`, brings all of it to the disk. */
static int close_sound(struct tp_file_driver *driver, bool keep, struct tp_err *err)
{
    int number = 0;
    if (driver->sound)
        sf_close(driver->sound);
    driver->sound = NULL;
    if (keep && driver->disk_errno == 0 && driver->format->settle &&
        driver->format->settle(driver->fd) != 0)
        number = errno;
    if (driver->fd >= 0 && keep && number == 0 && fsync(driver->fd) != 0)
        number = errno;
    if (driver->fd >= 0 && close(driver->fd) != 0 && number == 0)
        number = errno;
    driver->fd = -1;
    if (driver->disk_errno)
        number = driver->disk_errno;
    return number ? fail_on_disk(driver, number, err) : 0;
}

/* Writes all that there is, and moves it into place. */
static int complete(struct tp_file_driver *driver, struct tp_err *err)
{
    int result = tp_file_pull(driver, TP_MIXER_LOOKAHEAD, err);
    send(driver);
    int written = tp_file_queue_end(driver->queue, result == 0, result == 0 ? err : NULL);
    driver->queue = NULL;
    result = result < 0 ? result : written;
    if (result == 0)
        result = close_sound(driver, true, err);
    if (result == 0 && rename(driver->temporary, driver->path) != 0)
        result = fail_on_disk(driver, errno, err);
    return result;
}

int tp_file_finish(struct tp_file_driver *driver, bool keep, struct tp_err *err)
{
    if (!driver)
        return 0;
    int result = keep ? complete(driver, err) : 0;
    tp_file_queue_end(driver->queue, false, NULL);
    close_sound(driver, false, NULL);
    if (driver->temporary && (!keep || result < 0))
        unlink(driver->temporary);
    free(driver->temporary);
    free(driver->path);
    free(driver);
    return result;
}
