/* The mixer: two buses, cues at absolute frames, and the clock of the session.
 *
 * `tp_mixer_render` is called by whoever pulls (PortAudio's callback, the null, file or a test
 * driver) and by nobody else at the same time; it never allocates, locks, logs or calls the system.
 * All else is called on the loop thread and reaches the audio side through one ring of commands and
 * a few atomics; finished clips come back on a second ring.
 *
 * Session bus: cues at frames of the session count; frozen while the count stands.
 * Now bus: cues that sound at the next block (plus a delay), whatever the count does; under its
 * words the session bus is lowered by 12 dB.
 *
 * The law of time: the count advances only while the mixer runs and only up to the frame that
 * `tp_mixer_allow` last named. When it stands, sounding cues fade out over 8 ms without moving;
 * when it goes on they fade in from the same place. Every ramp is counted in frames, so the same
 * commands give the same samples for any block size. The sound itself comes TP_MIXER_LOOKAHEAD
 * frames later than the instants named here. */
#ifndef TP_AUDIO_MIXER_H
#define TP_AUDIO_MIXER_H

#include "audio/clip.h"
#include "core/base/frames.h"

#include <stdbool.h>
#include <stdint.h>

enum tp_bus { TP_BUS_SESSION, TP_BUS_NOW };

/* What a volume is for. */
enum tp_strip { TP_STRIP_VOICE, TP_STRIP_TONE, TP_STRIP_MASTER, TP_STRIP_COUNT };

enum {
    TP_MIXER_CUES = 256,    /* cues lent at once, on both buses together */
    TP_MIXER_LOOKAHEAD = 64 /* frames by which the limiter delays the output, always */
};

struct tp_mix_cue {
    struct tp_clip *clip; /* the caller's reference is lent until TP_MIX_DONE gives it back */
    tp_frames at;         /* session bus: frame of the count; now bus: frames from the next block */
    uint64_t id;          /* the caller's, comes back in feedback */
    uint32_t epoch;       /* session bus: cancelled by tp_mixer_cancel with a higher one */
    float gain;           /* linear 0…4, 1 = as made */
    float pan;     /* −1 left … +1 right, brought within ±0.6; a mono clip by equal power with
                      unity at the centre, a stereo clip by balance */
    uint8_t bus;   /* enum tp_bus */
    uint8_t strip; /* TP_STRIP_VOICE or TP_STRIP_TONE */
};

enum tp_mix_kind {
    TP_MIX_STARTED, /* the first sample of a cue was rendered */
    TP_MIX_DONE     /* the cue is over or was cancelled; the clip is the caller's again */
};

struct tp_mix_event {
    enum tp_mix_kind kind;
    uint8_t bus;
    uint64_t id;
    struct tp_clip *clip; /* TP_MIX_DONE */
    tp_frames at;         /* TP_MIX_STARTED: the count at which it really started */
    tp_frames late;       /* frames by which that was after the frame asked for, 0 when exact */
    uint64_t pulled;      /* frames rendered since creation, at that sample */
};

struct tp_mixer;

/* Stands at frame 0, not running, nothing allowed. NULL when out of memory. */
struct tp_mixer *tp_mixer_create(void);

/* Nobody may pull any more; clips still lent are given up with tp_clip_unref. NULL is fine. */
void tp_mixer_destroy(struct tp_mixer *mixer);

/* Lends a cue. 0; -TP_EAGAIN when TP_MIXER_CUES are lent (count those whose TP_MIX_DONE was not
 * polled) or the ring is full; -TP_EINVAL for an empty clip or what is out of range. After an error
 * nothing was lent. A session cue whose frame has passed sounds as soon as the count moves and is
 * reported late. [loop] */
int tp_mixer_post(struct tp_mixer *mixer, const struct tp_mix_cue *cue);

/* Drops waiting session cues of an epoch below `epoch` and fades sounding ones out (8 ms). This and
 * the commands below: 0, or -TP_EAGAIN when the ring is full. [loop] */
int tp_mixer_cancel(struct tp_mixer *mixer, uint32_t epoch);

/* The one session cue `id`, likewise: a safety sentence cuts what is being said. [loop] */
int tp_mixer_cut(struct tp_mixer *mixer, uint64_t id);

/* Everything on the now bus, likewise. [loop] */
int tp_mixer_cancel_now(struct tp_mixer *mixer);

/* Lets the count go or stand from the next block on. [loop] */
int tp_mixer_run(struct tp_mixer *mixer, bool run);

/* The count may go up to (not past) `frame`. Takes effect at once, may rise or fall; a frame below
 * the count makes it stand. [loop] */
void tp_mixer_allow(struct tp_mixer *mixer, tp_frames frame);

/* Sets the count, after a replay. Cancel first: what still sounds is cut with a fade, what still
 * waits goes on waiting for its frame. An allowance given before says nothing about the new count:
 * it stands until the next tp_mixer_allow. -TP_EINVAL below 0. [loop] */
int tp_mixer_seek(struct tp_mixer *mixer, tp_frames frame);

/* The count as last rendered; after a seek the new frame at once, even before the next block.
 * [any thread] */
tp_frames tp_mixer_now(const struct tp_mixer *mixer);

/* Frames rendered since creation, standing or not. [any thread] */
uint64_t tp_mixer_pulled(const struct tp_mixer *mixer);

/* Whether the count advanced in the last block. [any thread] */
bool tp_mixer_moving(const struct tp_mixer *mixer);

/* Sets a volume, linear 0…4; reached by a ramp of 20 ms, at once before the first block. -TP_EINVAL
 * out of range. [loop] */
int tp_mixer_gain(struct tp_mixer *mixer, enum tp_strip strip, float gain);

/* How the sound that follows a pressure goes: see mixer_feel.h. */
enum tp_mix_feel {
    TP_MIX_FEEL_SILENT,
    TP_MIX_FEEL_RAMP, /* on the way to the pressure */
    TP_MIX_FEEL_BELOW,
    TP_MIX_FEEL_ABOVE
};

/* From the next block on, whatever the count does; `way`, 0–1, is how much of the way there is
 * come. [any thread] */
void tp_mixer_feel(struct tp_mixer *mixer, enum tp_mix_feel kind, double way);

/* What is heard over and over below and above the right pressure; a reference of each is given
 * away, NULL: nothing. [loop, before the first render] */
void tp_mixer_feel_clips(struct tp_mixer *mixer, struct tp_clip *below, struct tp_clip *above);

/* Both channels alike; left and right exchanged. [loop, before the first render] */
void tp_mixer_mono(struct tp_mixer *mixer, bool mono);
void tp_mixer_swap(struct tp_mixer *mixer, bool swap);

/* Fades everything out over `frames` and stays silent: the last thing a session does, also when a
 * watchdog ends the process. Asked for again, the sound ends at the sooner of both. [any thread,
 * signal handlers too] */
void tp_mixer_fade_out(struct tp_mixer *mixer, tp_frames frames);

/* The next piece of feedback; false when there is none. [loop] */
bool tp_mixer_poll(struct tp_mixer *mixer, struct tp_mix_event *event);

/* Fills `out` with `frames` interleaved stereo samples, true peak at most −1 dBTP. [the puller] */
void tp_mixer_render(struct tp_mixer *mixer, float *out, uint32_t frames);

#endif
