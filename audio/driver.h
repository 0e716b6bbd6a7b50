/* Drivers: who pulls the mixer. One at a time.
 *
 * PortAudio pulls in its own callback; the null driver pulls when the loop asks it to, as much as
 * the monotonic clock says; the file driver pulls as fast as the disk takes it. (`virtual` pulls
 * nothing: the engine jumps from due to due, no driver is needed.) */
#ifndef TP_AUDIO_DRIVER_H
#define TP_AUDIO_DRIVER_H

#include "audio/mixer.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- PortAudio ---- */

/* What the device is doing, for the loop to look at on its tick. */
enum tp_audio_state {
    TP_AUDIO_OPENING, /* the first try is under way */
    TP_AUDIO_PLAYING, /* callbacks keep coming; said some 80 ms after the first */
    TP_AUDIO_LOST,    /* it played and is gone; opened again with back-off until it plays */
    TP_AUDIO_NONE     /* nothing could be opened yet (no output device, none of that name, none that
                         answers); looked for again with back-off */
};

struct tp_portaudio;

struct tp_portaudio_config {
    const char *device; /* a device's name or part of it, NULL = the default one; copied */
    int latency_ms;     /* 20–60, 0 = 40 */
    bool dither;        /* noise of one step of 16 bits in all that is played, so that a device that
                           sleeps over digital silence stays awake; without, samples go out as the
                           mixer made them */
    bool held; /* streams play silence and leave the mixer alone until tp_portaudio_release:
                  another driver may pull while there is no device */
};

/* Starts the control thread, which opens the device; all Pa_ calls are made there, each with a
 * deadline. Returns at once: 0, -TP_EINVAL (latency), -TP_ENOMEM. A device that is lost is left and
 * looked for again: at once when the library ends the stream, else after 500 ms without a callback
 * (2.5 s in the first three seconds of a stream), then every 0.5 s, doubling to 5 s. Each stream
 * pulls by a token of its own: a callback of an abandoned stream that wakes up late finds its token
 * stale and plays silence. A stream begins with 50 ms of silence of its own, before it pulls. No
 * library's chatter reaches the terminal, and no signal is handled on a thread of the library. The
 * mixer is borrowed until tp_portaudio_close has returned. [loop] */
int tp_portaudio_open(struct tp_portaudio **out, struct tp_mixer *mixer,
                      const struct tp_portaudio_config *config, struct tp_err *err);

/* From now on, and for good, streams pull the mixer; nobody else does any more. No frame is lost or
 * heard twice: the mixer goes on where the other driver left it. [loop] */
void tp_portaudio_release(struct tp_portaudio *portaudio);

/* Stops pulling for good, then lets the device go: within 1 s, even when the library hangs (then
 * its memory is given up). NULL is fine. [loop] */
void tp_portaudio_close(struct tp_portaudio *portaudio);

/* Also looks after the control thread: a call on a stream that is over its deadline (1 s to close,
 * 5 s to open or start) is given up here and a new control thread goes on. To be called at least
 * twice a second. [loop] */
enum tp_audio_state tp_portaudio_state(struct tp_portaudio *portaudio);

/* The device's name as the library knows it, "" before the first was opened. The buffer is the
 * driver's and changes only in tp_portaudio_state, with the state. [loop] */
const char *tp_portaudio_device(struct tp_portaudio *portaudio);

/* Blocks in which the device said that it ran dry, over all streams. [any thread] */
uint64_t tp_portaudio_underruns(const struct tp_portaudio *portaudio);

/* ---- null ---- */

struct tp_null_driver {
    struct tp_mixer *mixer;
    double speed;     /* 1 = as a device would, 60 = sixty times faster */
    uint64_t last_ns; /* 0 before the first pull */
    double owed;      /* part of a frame left over */
};

/* Pulls what has become due since the last call, at most 100 ms of clock a call; what is more is
 * dropped, so a suspended process does not race. The first call only notes the time. `now_ns` is a
 * monotonic clock. [loop] */
void tp_null_pull(struct tp_null_driver *driver, uint64_t now_ns);

/* ---- file ---- */

struct tp_file_driver;

/* Opens PATH for writing through libsndfile; wav, flac (both 16 bits, each sample rounded once, no
 * dither), ogg (Vorbis) or mp3 by its ending. Written beside the target and moved there by
 * tp_file_finish. -TP_EINVAL for another ending or one that this libsndfile cannot write, -TP_EIO,
 * -TP_ENOMEM. [any thread, here and below] */
int tp_file_open(struct tp_file_driver **out, struct tp_mixer *mixer, const char *path,
                 struct tp_err *err);

/* What a sound file says about itself. Texts are UTF-8 without control bytes, NULL or "": not said.
 */
struct tp_file_about {
    const char *title, *artist, *comment, *software;
    const tp_frames *marks; /* where something begins, rising: a wav's cue points, at most 2000 */
    size_t mark_count;
    tp_frames length; /* that will be pulled */
};

/* To be called before the first pull. What the format has no place for is left out. -TP_ELIMIT when
 * that length is more than it holds. */
int tp_file_describe(struct tp_file_driver *driver, const struct tp_file_about *about,
                     struct tp_err *err);

/* Pulls exactly `frames` and has another thread write what has left the limiter's delay, which is
 * taken out: frame 0 of the file is frame 0 of what was pulled. -TP_ELIMIT when a wav would pass 4
 * GiB (6 h 12 min); -TP_EIO when the disk is full, told by a later pull, less than ten seconds of
 * sound after, or by tp_file_finish. */
int tp_file_pull(struct tp_file_driver *driver, tp_frames frames, struct tp_err *err);

/* Writes what is left in the delay, so that the file has as many frames as were pulled, makes sure
 * that it is on the disk and moves it into place; with `keep` false, or after an error, removes it.
 * Always frees. NULL is fine. -TP_EIO, also when an earlier pull failed. */
int tp_file_finish(struct tp_file_driver *driver, bool keep, struct tp_err *err);

#endif
