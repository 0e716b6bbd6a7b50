/* onsets REFERENCE CAPTURE TOLERANCE FRAME...: where the sound of a session begins in a recording.
 *
 * Both files are 32-bit float, stereo, 48 kHz, without a head. For each FRAME of the reference it
 * looks for the place in the capture at which the 256 frames from there on are the same, sample by
 * sample within TOLERANCE (0: to the bit; a 16-bit path needs 0.00004), and prints
 *
 *   FRAME OFFSET     the place is FRAME + OFFSET of the capture
 *   FRAME missing    there is none
 *
 * An offset that held for one frame is tried first for the next; else the whole capture is
 * searched, from its beginning. Frames at which the reference is silent cannot be told apart:
 * "missing". */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_FRAMES = 256 };

struct sound {
    float *samples; /* owned */
    int64_t frames;
};

/* False when the file cannot be read. */
static bool load(struct sound *sound, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    bool loaded = false;
    if (fseek(file, 0, SEEK_END) == 0) {
        sound->frames = ftell(file) / (int64_t)(2 * sizeof(float));
        size_t samples = (size_t)sound->frames * 2;
        rewind(file);
        sound->samples = malloc(samples * sizeof(float) + 1);
        loaded = sound->samples && fread(sound->samples, sizeof(float), samples, file) == samples;
    }
    fclose(file);
    return loaded;
}

static bool is_silent(const struct sound *sound, int64_t at)
{
    for (int64_t i = 2 * at; i < 2 * (at + WINDOW_FRAMES); i++)
        if (fabsf(sound->samples[i]) > 1e-4F)
            return false;
    return true;
}

/* Whether frame `at` of `a` and frame `place` of `b` begin the same window. */
static bool is_same(const struct sound *a, int64_t at, const struct sound *b, int64_t place,
                    float tolerance)
{
    if (place < 0 || place > b->frames - WINDOW_FRAMES)
        return false;
    for (int64_t i = 0; i < (int64_t)2 * WINDOW_FRAMES; i++)
        if (!(fabsf(a->samples[2 * at + i] - b->samples[2 * place + i]) <= tolerance))
            return false;
    return true;
}

/* The place of frame `at` in the capture, -1: none. */
static int64_t find(const struct sound *reference, int64_t at, const struct sound *capture,
                    int64_t likely, float tolerance)
{
    if (at < 0 || at > reference->frames - WINDOW_FRAMES || is_silent(reference, at))
        return -1;
    if (is_same(reference, at, capture, likely, tolerance))
        return likely;
    for (int64_t place = 0; place <= capture->frames - WINDOW_FRAMES; place++)
        if (is_same(reference, at, capture, place, tolerance))
            return place;
    return -1;
}

int main(int argc, char **argv)
{
    struct sound reference = {0}, capture = {0};
    int64_t offset = 0;
    if (argc < 4) {
        fputs("usage: onsets REFERENCE CAPTURE TOLERANCE FRAME...\n", stderr);
        return 2;
    }
    bool loaded = load(&reference, argv[1]) && load(&capture, argv[2]);
    float tolerance = strtof(argv[3], NULL);
    for (int i = 4; loaded && i < argc; i++) {
        int64_t at = strtoll(argv[i], NULL, 10);
        int64_t place = find(&reference, at, &capture, at + offset, tolerance);
        if (place < 0) {
            printf("%" PRId64 " missing\n", at);
            continue;
        }
        offset = place - at;
        printf("%" PRId64 " %" PRId64 "\n", at, offset);
    }
    free(reference.samples);
    free(capture.samples);
    if (!loaded)
        fputs("onsets: a file cannot be read\n", stderr);
    return loaded ? 0 : 1;
}
