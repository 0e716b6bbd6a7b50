/* Files of sound. Must never trust a header: what is read is counted and looked at. */
#include "audio/tone_file.h"

#include <samplerate.h>
#include <sndfile.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 1024, /* frames read at a time */
    RATE_MIN = 4000,
    RATE_MAX = 384000,
    CHANNELS_MAX = 32,
    EDGE_FRAMES = TP_MS(5) /* at both ends */
};

static const double PI = 3.14159265358979323846;

/* As read, at the file's own rate. */
struct raw {
    float *samples;
    size_t frames, capacity;
    int rate, channels;
};

void tp_tone_file_finish(struct tp_tone_file *file)
{
    free(file->samples);
    *file = (struct tp_tone_file){0};
}

/* A pipe or a device could keep the program waiting. */
static int open_regular(const char *path, struct tp_err *err)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return tp_err_set(err, TP_EIO, "%s", strerror(errno));
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(fd);
        return tp_err_set(err, TP_EINVAL, "it is not a file");
    }
    return fd;
}

static int open_sound(SNDFILE **sound, SF_INFO *info, const char *path, struct tp_err *err)
{
    int fd = open_regular(path, err);
    if (fd < 0)
        return fd;
    *sound = sf_open_fd(fd, SFM_READ, info, SF_TRUE);
    if (!*sound) {
        close(fd);
        return tp_err_set(err, TP_EINVAL, "it is no sound file of a known kind");
    }
    if (info->samplerate < RATE_MIN || info->samplerate > RATE_MAX || info->channels < 1 ||
        info->channels > CHANNELS_MAX)
        return tp_err_set(err, TP_EINVAL, "its rate or its number of channels is out of range");
    return 0;
}

static bool reserve(struct raw *raw, size_t frames)
{
    size_t capacity = raw->capacity ? raw->capacity : BLOCK;
    while (capacity < frames)
        capacity *= 2;
    if (raw->samples && capacity == raw->capacity)
        return true;
    float *samples = realloc(raw->samples, capacity * (size_t)raw->channels * sizeof *raw->samples);
    if (!samples)
        return false;
    raw->samples = samples;
    raw->capacity = capacity;
    return true;
}

/* Appends a block, mixed. */
static int take(struct raw *raw, const float *block, size_t frames, int channels,
                struct tp_err *err)
{
    if (!reserve(raw, raw->frames + frames))
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    for (size_t i = 0; i < frames; i++) {
        const float *from = block + i * (size_t)channels;
        float *to = raw->samples + (raw->frames + i) * (size_t)raw->channels, sum = 0;
        for (int c = 0; c < channels; c++)
            sum += from[c];
        if (!isfinite(sum))
            return tp_err_set(err, TP_EINVAL, "it holds numbers that are no sound");
        to[0] = raw->channels == 1 ? sum / (float)channels : from[0];
        if (raw->channels == 2)
            to[1] = channels > 1 ? from[1] : from[0];
    }
    raw->frames += frames;
    return 0;
}

static int read_all(struct raw *raw, SNDFILE *sound, const SF_INFO *info, struct tp_err *err)
{
    float *block = malloc((size_t)BLOCK * (size_t)info->channels * sizeof *block);
    sf_count_t frames = 0;
    int rc = 0;
    if (!block)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    raw->rate = info->samplerate;
    while (rc == 0 && (frames = sf_readf_float(sound, block, BLOCK)) > 0) {
        rc = take(raw, block, (size_t)frames, info->channels, err);
        if (rc == 0 && raw->frames > (size_t)raw->rate * TP_TONE_FILE_SECONDS)
            rc = tp_err_set(err, TP_EINVAL, "it is longer than %d s", TP_TONE_FILE_SECONDS);
    }
    free(block);
    if (rc == 0 && raw->frames == 0)
        rc = tp_err_set(err, TP_EINVAL, "it is empty");
    return rc;
}

static int resample(struct tp_tone_file *out, const struct raw *raw, struct tp_err *err)
{
    double ratio = (double)TP_RATE / raw->rate;
    size_t room = (size_t)lround((double)raw->frames * ratio);
    out->channels = raw->channels;
    out->samples = calloc(room * (size_t)raw->channels, sizeof *out->samples);
    if (!out->samples)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    SRC_DATA data = {.data_in = raw->samples,
                     .data_out = out->samples,
                     .input_frames = (long)raw->frames,
                     .output_frames = (long)room,
                     .src_ratio = ratio};
    if (src_simple(&data, SRC_SINC_MEDIUM_QUALITY, raw->channels) != 0)
        return tp_err_set(err, TP_EINVAL, "it cannot be brought to 48 kHz");
    out->frames = data.output_frames_gen;
    return out->frames > 2 * EDGE_FRAMES ? 0
                                         : tp_err_set(err, TP_EINVAL, "it is shorter than 10 ms");
}

/* No click at either end. */
static void soften_edges(struct tp_tone_file *file)
{
    for (tp_frames i = 0; i < EDGE_FRAMES; i++) {
        float gain = (float)(0.5 - 0.5 * cos(PI * (double)i / EDGE_FRAMES));
        for (int c = 0; c < file->channels; c++) {
            file->samples[i * file->channels + c] *= gain;
            file->samples[(file->frames - 1 - i) * file->channels + c] *= gain;
        }
    }
}

int tp_tone_file_read(struct tp_tone_file *out, const char *path, int channels, struct tp_err *err)
{
    struct raw raw = {.channels = channels};
    SF_INFO info = {0};
    SNDFILE *sound = NULL;
    *out = (struct tp_tone_file){0};
    int rc = open_sound(&sound, &info, path, err);
    if (rc == 0)
        rc = read_all(&raw, sound, &info, err);
    if (rc == 0)
        rc = resample(out, &raw, err);
    if (rc == 0)
        soften_edges(out);
    else
        tp_tone_file_finish(out);
    free(raw.samples);
    if (sound)
        sf_close(sound);
    return rc;
}
