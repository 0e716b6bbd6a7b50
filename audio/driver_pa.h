/* The PortAudio driver from the inside. Room-internal: driver.h is what others see.
 *
 * Three parts, each of which can be tested without a sound card: the token, by which a stream may
 * pull the mixer; the control thread, which leads streams through their lives; and a small table of
 * functions in the place of the library (the real one is the only file that knows portaudio.h). */
#ifndef TP_AUDIO_DRIVER_PA_H
#define TP_AUDIO_DRIVER_PA_H

#include "audio/dither.h"
#include "audio/driver.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    TP_PA_NAME = 128, /* bytes of a device's name, with the end */

    /* Silence at the head of each stream, in frames. The first 600–950 frames of a new stream
     * never arrive at a PulseAudio sink (measured, 16.1, latencies 40 and 60 ms): with this nothing
     * that the mixer rendered is among them. */
    TP_PA_LEAD = 2400
};

/* ---- the token ---- */

/* What streams pull from; belongs to the driver. */
struct tp_pa_source {
    struct tp_mixer *mixer; /* borrowed */
    bool dither;            /* set before the first stream */
    atomic_bool held;       /* streams leave the mixer alone */
    _Atomic uint64_t underruns;
};

/* A stream's right to pull. It outlives the right: as long as the library may still call back, the
 * token stays where it is, stale. */
struct tp_pa_token {
    _Atomic(struct tp_pa_source *) source; /* NULL = stale */
    atomic_bool inside;                    /* a callback may be using the source */
    atomic_bool finished;                  /* the library ended the stream by itself */
    _Atomic uint64_t blocks;               /* callbacks so far: whoever watches needs no clock */
    uint32_t lead;                         /* frames of silence still to give [audio] */
    struct tp_dither dither;               /* [audio] */
    struct tp_pa_token *next;              /* in the list of those given up */
};

/* NULL when out of memory. [control] */
struct tp_pa_token *tp_pa_token_create(struct tp_pa_source *source);

/* Only after the library promised that no callback follows. [control] */
void tp_pa_token_destroy(struct tp_pa_token *token);

/* Keeps the token for ever, in a list of the process: the library may still hold it. [control] */
void tp_pa_token_give_up(struct tp_pa_token *token);

/* Makes the token stale and waits until no callback is using the source any more: less than the
 * length of one render, since a render waits for nothing; at most 500 ms, in case the process is
 * starved. [any thread] */
void tp_pa_token_retire(struct tp_pa_token *token);

/* All that a callback does: fills `out` with `frames` stereo frames of the mixer, or with silence
 * when the source is held or the token is stale, and counts. `dry`: the device says that it ran dry
 * before this block. False when the stream may end. Never allocates, locks, logs or calls the
 * system. [audio] */
bool tp_pa_token_pull(struct tp_pa_token *token, float *out, uint32_t frames, bool dry);

/* ---- the library ---- */

/* In the place of the library. 0 or negative where nothing else is said; each may block, fail or
 * never return. All on the control thread. */
struct tp_pa_calls {
    void (*quieten)(void); /* once, first: see tp_pa_quieten; may be NULL */
    int (*initialize)(void);
    int (*terminate)(void); /* as often as initialize succeeded; the last one forgets the devices */
    int (*devices)(void);   /* how many there are */
    const char *(*output)(int device); /* its name; NULL when it has not two channels out */
    int (*preferred)(void);            /* the default device, negative: none */
    int (*open)(void **stream, int device, double latency_s, struct tp_pa_token *token);
    int (*start)(void *stream);
    int (*close)(void *stream); /* stops it at once; 0 promises that no callback follows */
};

/* PortAudio itself. */
extern const struct tp_pa_calls tp_pa_library;

/* Sends what the calling thread, and every thread that it starts from now on, writes to stderr
 * nowhere, without touching the stderr of the others. [control, before anything else] */
void tp_pa_quieten(void);

/* Keeps the plug-ins that ALSA has loaded in memory for good. Some of them, or libraries that they
 * stand on, lose 12 KiB each time they are loaded, and the library loads all of them anew each time
 * it is started. [control, while the library is started] */
void tp_pa_keep_plugins(void);

/* ---- the control thread ---- */

/* How long things may take, in ms. */
struct tp_pa_timing {
    int look;        /* between two looks at a stream */
    int lost;        /* without a callback: the stream is lost */
    int lost_early;  /* the same, before it settled */
    int settled;     /* from this age on a stream counts as a good one */
    int retry;       /* between two tries, doubling … */
    int retry_max;   /* … up to this */
    int limit_open;  /* to open or start a stream, or to start or end the library */
    int limit_close; /* to close a stream */
    int limit_leave; /* for all that is left to do when the driver is closed */
};

extern const struct tp_pa_timing tp_pa_timing;

struct tp_pa_setup {
    const struct tp_pa_calls *calls; /* static */
    struct tp_pa_timing timing;
    char device[TP_PA_NAME]; /* part of a name, "" = the default one */
    double latency_s;
};

/* What the loop sees of it. */
struct tp_pa_status {
    enum tp_audio_state state;
    char device[TP_PA_NAME]; /* "" before the first was opened */
    bool hangs;              /* in a call on a stream, over its deadline */
};

struct tp_pa_control;

/* Starts a control thread, which goes on from `status`. NULL when out of memory or threads. [loop]
 */
struct tp_pa_control *tp_pa_control_start(const struct tp_pa_setup *setup,
                                          const struct tp_pa_status *status,
                                          struct tp_pa_source *source);

/* [loop] */
void tp_pa_control_look(struct tp_pa_control *control, struct tp_pa_status *status);

/* Takes the source away from it (from here on nothing pulls), tells it to leave and waits at most
 * `within_ms`. A thread that has not left by then is given up: it never calls the library again,
 * and frees what is its own if it ever comes back. Always ends `control`. [loop] */
void tp_pa_control_leave(struct tp_pa_control *control, int within_ms);

/* ---- the driver ---- */

/* As tp_portaudio_open, with another library and other times. */
int tp_pa_open(struct tp_portaudio **out, struct tp_mixer *mixer,
               const struct tp_portaudio_config *config, const struct tp_pa_calls *calls,
               const struct tp_pa_timing *timing, struct tp_err *err);

#endif
