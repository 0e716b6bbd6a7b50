/* live_cues REFERENCE CUES: plays cues at known frames through PortAudio and says how it went.
 *
 * The cues are bursts of noise, no two alike, one about every 0.3 s at frames that are no multiple
 * of anything. They are posted as the loop does it: those of the next 500 ms, the count let go up
 * to there. What the mixer makes of them without a device is written to REFERENCE (32-bit float,
 * stereo, from frame 0 of the session), so that a capture can be laid beside it. On stdout, one
 * line each, times in ms of the monotonic clock:
 *
 *   cue FRAME                    each cue, before the device is opened
 *   state TIME NAME COUNT        each change of the device's state, with the session's count
 *   first TIME                   milliseconds from the call of open to the first frame pulled
 *   end COUNT UNDERRUNS LATE CPU when all cues were heard: blocks that ran dry, cues that came
 * late, this process's CPU time in thousandths of the time that passed */
#include "audio/driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum {
    CUES_MAX = 1000,
    CUE_FRAMES = 960,       /* 20 ms */
    SPACING_FRAMES = 14000, /* about 0.3 s, and up to 999 frames more */
    AHEAD_FRAMES = TP_RATE / 2,
    BLOCK_FRAMES = 512,
    PATIENCE_MS = 60000
};

static const char *const state_names[] = {"opening", "playing", "lost", "none"};

struct show {
    int count, posted, done, late;
    tp_frames frames[CUES_MAX];
    struct tp_clip *clips[CUES_MAX];
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t cpu_ms(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
           (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

/* A step of a small generator (the constants of Numerical Recipes), its upper half. */
static uint32_t noise(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* False when there is no memory. */
static bool prepare(struct show *show)
{
    uint32_t seed = 1;
    tp_frames at = 0; /* nothing of the very beginning may be missing */
    for (int i = 0; i < show->count; i++) {
        struct tp_clip *clip = tp_clip_create(CUE_FRAMES, 2);
        if (!clip)
            return false;
        for (uint32_t k = 0; k < 2 * CUE_FRAMES; k++) /* below what the limiter touches */
            clip->samples[k] = (int16_t)((int)(noise(&seed) % 16384) - 8192);
        show->clips[i] = clip;
        show->frames[i] = at;
        at += SPACING_FRAMES + (tp_frames)(noise(&seed) % 1000);
    }
    return true;
}

/* The frame after which all is over. */
static tp_frames end_of(const struct show *show)
{
    return show->frames[show->count - 1] + TP_RATE / 2;
}

/* Lends the mixer the cues before frame `until`, and lets the count go up to there. */
static void post(struct show *show, struct tp_mixer *mixer, tp_frames until)
{
    while (show->posted < show->count && show->frames[show->posted] < until) {
        struct tp_mix_cue cue = {.clip = show->clips[show->posted],
                                 .at = show->frames[show->posted],
                                 .id = (uint64_t)show->posted + 1,
                                 .gain = 1,
                                 .bus = TP_BUS_SESSION,
                                 .strip = TP_STRIP_TONE};
        if (tp_mixer_post(mixer, &cue) != 0)
            return;
        show->posted++;
    }
    tp_mixer_allow(mixer, until);
}

static void listen(struct show *show, struct tp_mixer *mixer)
{
    struct tp_mix_event event;
    while (tp_mixer_poll(mixer, &event)) {
        show->done += event.kind == TP_MIX_DONE;
        show->late += event.kind == TP_MIX_STARTED && event.late > 0;
    }
}

/* Writes what is heard without a device; 0 or -TP_E…. */
static int write_reference(struct show *show, const char *path)
{
    float block[2 * BLOCK_FRAMES];
    bool written = true;
    struct tp_mixer *mixer = tp_mixer_create();
    FILE *file = fopen(path, "wb");
    if (!mixer || !file) {
        if (file)
            fclose(file);
        tp_mixer_destroy(mixer);
        return -TP_EIO;
    }
    tp_mixer_run(mixer, true);
    for (tp_frames at = 0; at < end_of(show); at += BLOCK_FRAMES) {
        post(show, mixer, at + AHEAD_FRAMES);
        tp_mixer_render(mixer, block, BLOCK_FRAMES);
        listen(show, mixer);
        written = written && fwrite(block, sizeof block, 1, file) == 1;
    }
    written = fclose(file) == 0 && written;
    tp_mixer_destroy(mixer);
    return written && show->done == show->count ? 0 : -TP_EIO;
}

/* Says what changed since the last call. */
static void report(struct tp_portaudio *driver, struct tp_mixer *mixer, int64_t opened_ms)
{
    static enum tp_audio_state before = TP_AUDIO_OPENING;
    static bool pulled;
    enum tp_audio_state state = tp_portaudio_state(driver);
    if (state != before)
        printf("state %" PRId64 " %s %" PRId64 "\n", now_ms(), state_names[state],
               tp_mixer_now(mixer));
    if (!pulled && tp_mixer_pulled(mixer) > 0) {
        pulled = true;
        printf("first %" PRId64 "\n", now_ms() - opened_ms);
    }
    before = state;
    fflush(stdout);
}

/* Plays the cues to their end; 0 or -TP_E…. */
static int play(struct show *show, struct tp_mixer *mixer, struct tp_err *err)
{
    const struct timespec tick = {.tv_nsec = 2000000};
    const struct tp_portaudio_config config = {0};
    struct tp_portaudio *driver = NULL;
    int64_t opened_ms = now_ms();
    int failed = tp_portaudio_open(&driver, mixer, &config, err);
    if (failed)
        return failed;
    tp_mixer_run(mixer, true);
    while (tp_mixer_now(mixer) < end_of(show) && now_ms() < opened_ms + PATIENCE_MS) {
        tp_frames until = tp_mixer_now(mixer) + AHEAD_FRAMES;
        post(show, mixer, until < end_of(show) ? until : end_of(show));
        listen(show, mixer);
        report(driver, mixer, opened_ms);
        nanosleep(&tick, NULL);
    }
    printf("end %" PRId64 " %" PRIu64 " %d %" PRId64 "\n", tp_mixer_now(mixer),
           tp_portaudio_underruns(driver), show->late, cpu_ms() * 1000 / (now_ms() - opened_ms));
    tp_portaudio_close(driver);
    listen(show, mixer);
    return show->done == show->count ? 0 : tp_err_set(err, TP_ETIMEOUT, "cues were not played");
}

int main(int argc, char **argv)
{
    static struct show show;
    struct tp_err err = {0};
    show.count = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (show.count < 1 || show.count > CUES_MAX) {
        fputs("usage: live_cues REFERENCE CUES\n", stderr);
        return 2;
    }
    struct tp_mixer *mixer = tp_mixer_create();
    if (!mixer || !prepare(&show) || write_reference(&show, argv[1]) != 0) {
        fputs("live_cues: no memory, or the reference cannot be written\n", stderr);
        return 1;
    }
    for (int i = 0; i < show.count; i++)
        printf("cue %" PRId64 "\n", show.frames[i]);
    show.posted = show.done = show.late = 0;
    int failed = play(&show, mixer, &err);
    if (failed)
        fprintf(stderr, "live_cues: %s\n", err.text);
    tp_mixer_destroy(mixer);
    for (int i = 0; i < show.count; i++)
        tp_clip_unref(show.clips[i]);
    return failed ? 1 : 0;
}
