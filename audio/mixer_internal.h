/* Room-internal. Inside the mixer: what its loop side and its audio side share.
 *
 * The loop side (mixer.c) and the audio side (mixer_render.c, mixer_bus.c) meet in two rings and a
 * few atomics; each field below says whose it is. Included by mixer*.c only. */
#ifndef TP_AUDIO_MIXER_INTERNAL_H
#define TP_AUDIO_MIXER_INTERNAL_H

#include "audio/limiter.h"
#include "audio/mixer.h"
#include "audio/mixer_feel.h"
#include "audio/mixer_ramp.h"
#include "core/base/ring.h"

#include <stdatomic.h>

enum {
    TP_MIXER_PIECE = 256,     /* frames mixed at a time, at most */
    TP_MIXER_COMMANDS = 1024, /* room of the ring: every cue, and some minutes of keys */
    TP_MIXER_FEEDBACK = 2 * TP_MIXER_CUES,
    TP_MIXER_FADE = 8 * TP_RATE / 1000,       /* of what is cut and of what goes on */
    TP_MIXER_GAIN_RAMP = 20 * TP_RATE / 1000, /* of a volume */
    TP_MIXER_DUCK_RAMP = 50 * TP_RATE / 1000, /* of the session under words of the now bus */
    TP_MIXER_TAIL = 512,                      /* a power of two with room for a fade */
    TP_MIXER_BUSES = TP_BUS_NOW + 1,
    TP_MIXER_STRIPS = TP_STRIP_TONE + 1 /* those that a cue can be on */
};

_Static_assert((int)TP_MIXER_LOOKAHEAD == (int)TP_LIMITER_DELAY, "the only delay is the limiter's");

/* A cue in the mixer, from post to done. */
struct tp_mixer_voice {
    struct tp_clip *clip; /* lent */
    uint64_t id;
    tp_frames due;     /* on the clock of its bus; in a command for the now bus: from the block */
    tp_frames begin;   /* where its first sample is, once it sounds */
    float left, right; /* gain and pan, and what turns 16 bits into −1 … +1 */
    uint32_t epoch;
    uint16_t level; /* frames of fade-in behind it, TP_MIXER_FADE when none is under way */
    uint8_t bus, strip;
    bool sounding;
};

enum tp_mixer_verb {
    TP_MIXER_POST,
    TP_MIXER_CANCEL,
    TP_MIXER_CUT,
    TP_MIXER_CANCEL_NOW,
    TP_MIXER_RUN,
    TP_MIXER_SEEK,
    TP_MIXER_GAIN
};

struct tp_mixer_command {
    enum tp_mixer_verb verb;
    union {
        struct tp_mixer_voice voice; /* post */
        uint32_t epoch;              /* cancel */
        uint64_t id;                 /* cut */
        bool run;
        tp_frames frame; /* seek */
        struct {
            enum tp_strip strip;
            float value;
        } gain;
    };
};

/* Sound that is on its way out: rendered whole when its cue was cut or the count came to stand, so
 * that nothing else need know of it, and any number of them may overlap. */
struct tp_mixer_tail {
    float left[TP_MIXER_TAIL], right[TP_MIXER_TAIL]; /* zero but for what still sounds */
    uint32_t at, remaining;
};

/* A bus: its clock, its cues in the order of (due, posting), which is also the order of adding. */
struct tp_mixer_bus {
    tp_frames clock; /* session: the count; now: frames pulled */
    uint32_t count;
    uint16_t order[TP_MIXER_CUES]; /* numbers of voices */
    struct tp_mixer_tail tail;
    float left[TP_MIXER_PIECE], right[TP_MIXER_PIECE]; /* the piece being mixed */
};

struct tp_mixer {
    struct tp_ring commands; /* loop to audio: struct tp_mixer_command */
    struct tp_ring feedback; /* audio to loop: struct tp_mix_event; holds both of every lent cue */

    /* Written by the loop side. Instants: a generation, one more with every seek, and a frame. */
    alignas(64) _Atomic uint64_t allowed; /* holds only for a count of its generation */
    _Atomic uint64_t sought;              /* the last seek */
    _Atomic uint32_t fade_frames;         /* the shortest fade-out asked for; by any thread */
    uint32_t lent;                        /* cues posted and not yet given back by poll */
    bool mono, swap;                      /* before the first render */

    /* Written by the audio side. */
    alignas(64) _Atomic uint64_t reached; /* the count, an instant */
    _Atomic uint64_t pulled;
    _Atomic bool moving;

    /* Owned by the audio side. */
    alignas(64) uint16_t generation;
    bool running;
    bool going; /* the last frame rendered was one of the count */
    uint32_t fade_asked;
    uint16_t free_count;
    uint16_t free_voices[TP_MIXER_CUES];
    struct tp_mixer_voice voices[TP_MIXER_CUES];
    struct tp_mixer_bus buses[TP_MIXER_BUSES];
    struct tp_ramp strips[TP_STRIP_COUNT], duck, fade;
    float strip_gains[TP_MIXER_STRIPS][TP_MIXER_PIECE]; /* of the piece being mixed */
    struct tp_limiter limiter;
    struct tp_mixer_feel feel;
};

/* No fade-out was asked for. */
#define TP_MIXER_NO_FADE UINT32_MAX

/* An instant: generation above, frame below. 2^48 frames are 185 years. */
enum { TP_MIXER_FRAME_BITS = 48 };
#define TP_MIXER_LAST_FRAME (((tp_frames)1 << TP_MIXER_FRAME_BITS) - 1)

static inline uint64_t tp_mixer_instant(uint16_t generation, tp_frames frame)
{
    return (uint64_t)generation << TP_MIXER_FRAME_BITS | (uint64_t)frame;
}

static inline uint16_t tp_mixer_instant_generation(uint64_t instant)
{
    return (uint16_t)(instant >> TP_MIXER_FRAME_BITS);
}

static inline tp_frames tp_mixer_instant_frame(uint64_t instant)
{
    return (tp_frames)(instant & (uint64_t)TP_MIXER_LAST_FRAME);
}

/* ---- mixer_bus.c, [the puller] ---- */

/* Puts a voice on its bus; there is room for every cue that may be lent. */
void tp_mixer_bus_add(struct tp_mixer *mixer, const struct tp_mixer_voice *voice);

/* Which voices a sweep takes. */
typedef bool tp_mixer_choice(const struct tp_mixer_bus *bus, const struct tp_mixer_voice *voice,
                             const struct tp_mixer_command *command);

/* Takes the chosen voices off the bus: what still sounds goes into the tail, the clip goes back.
 * `command` is handed to `chosen`. */
void tp_mixer_bus_sweep(struct tp_mixer *mixer, struct tp_mixer_bus *bus, tp_mixer_choice *chosen,
                        const struct tp_mixer_command *command);

/* Begins what is due on the clock of the bus and says so. */
void tp_mixer_bus_begin(struct tp_mixer *mixer, struct tp_mixer_bus *bus);

/* The clock stands from here: what sounds goes into the tail, and fades in when it goes on. */
void tp_mixer_bus_stand(struct tp_mixer *mixer, struct tp_mixer_bus *bus);

/* Frames, at most `frames`, until a voice begins or ends. After tp_mixer_bus_begin. */
uint32_t tp_mixer_bus_stretch(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus,
                              uint32_t frames);

/* Whether nothing of the bus is heard now, not even a tail. */
bool tp_mixer_bus_silent(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus);

/* Whether a voice of the strip sounds. */
bool tp_mixer_bus_sounds(const struct tp_mixer *mixer, const struct tp_mixer_bus *bus,
                         enum tp_strip strip);

/* Mixes the next piece of the bus into its left and right: the tail, and while the clock goes the
 * voices too. Does not move the clock. */
void tp_mixer_bus_mix(struct tp_mixer *mixer, struct tp_mixer_bus *bus, bool going,
                      uint32_t frames);

/* For tp_mixer_bus_sweep: the voices whose last sample was mixed. */
tp_mixer_choice tp_mixer_voice_over;

#endif
