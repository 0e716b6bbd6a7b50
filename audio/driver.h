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
    TP_AUDIO_OPENING, /* being opened, or being tried again after a loss */
    TP_AUDIO_PLAYING, /* callbacks come */
    TP_AUDIO_LOST,    /* no callback for 500 ms; opened again with back-off */
    TP_AUDIO_NONE     /* there is no output device at all; looked for again with back-off */
};

struct tp_portaudio;

struct tp_portaudio_config {
    const char *device; /* part of a device's name, NULL = the default one */
    int latency_ms;     /* 20–60, 0 = 40 */
};

/* Starts the control thread, which opens the device; all Pa_ calls are made there, each with a
 * deadline. Returns at once. Each stream pulls by a token of its own: a callback of an abandoned
 * stream that wakes up late finds its token stale and plays silence. No library's chatter reaches
 * the terminal. */
int tp_portaudio_open(struct tp_portaudio **out, struct tp_mixer *mixer,
                      const struct tp_portaudio_config *config, struct tp_err *err);

/* Stops within 1 s, even when the library hangs (then its memory is given up). NULL is fine. */
void tp_portaudio_close(struct tp_portaudio *portaudio);

/* [loop] */
enum tp_audio_state tp_portaudio_state(struct tp_portaudio *portaudio);

/* The device's name as the person knows it, "" before the first was opened. The buffer is the
 * driver's and changes only when the state does. [loop] */
const char *tp_portaudio_device(struct tp_portaudio *portaudio);

/* Blocks in which the device said that it ran dry. [any thread] */
uint64_t tp_portaudio_underruns(const struct tp_portaudio *portaudio);

/* ---- null ---- */

struct tp_null_driver {
    struct tp_mixer *mixer;
    double speed;     /* 1 = as a device would, 60 = sixty times faster */
    uint64_t last_ns; /* 0 before the first pull */
    double owed;      /* part of a frame left over */
};

/* Pulls what has become due since the last call, at most 100 ms of clock a call; what is more is
 * dropped, so a suspended process does not race. `now_ns` is a monotonic clock. [loop] */
void tp_null_pull(struct tp_null_driver *driver, uint64_t now_ns);

/* ---- file ---- */

struct tp_file_driver;

/* Opens PATH for writing through libsndfile; wav, flac, ogg or mp3 by its ending. -TP_EINVAL for
 * another ending, -TP_EIO. Written beside the target and moved there by tp_file_finish. */
int tp_file_open(struct tp_file_driver **out, struct tp_mixer *mixer, const char *path,
                 struct tp_err *err);

/* Pulls and writes `frames`; the limiter's delay is taken out, so that frame 0 of the file is frame
 * 0 of the session. -TP_EIO when the disk is full. */
int tp_file_pull(struct tp_file_driver *driver, tp_frames frames, struct tp_err *err);

/* Finishes the file and moves it into place; with `keep` false, or after an error, removes it.
 * Always frees. NULL is fine. */
int tp_file_finish(struct tp_file_driver *driver, bool keep, struct tp_err *err);

#endif
