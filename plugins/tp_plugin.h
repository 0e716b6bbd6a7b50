/* The interface of plugins that live in the program: sensors, outputs, controls, voices.
 *
 * PURPOSE. A shared object exports one constant table, `tp_plugin_entry`; the program hands it a
 * table back. Whatever may block (a network, a slow device, a large library) belongs into a program
 * of its own instead, which speaks the lines of PROTOCOL.md: to the person both are the same.
 *
 * LIFE.   create → start → (set, event, the host's callbacks) → stop → destroy
 *         The entry is looked at before anything of it is called. `create` may fail, and nothing of
 *         that instance is called any more. `stop` comes once after each successful `start`, and
 *         leaves outputs safe. The object stays loaded until the program ends.
 *
 * THREADS. [loop] the program's own: never block there, 2 ms is much. [voice] a thread that speaks,
 *         one call at a time. [any] any thread. Functions are called, and may call, as they are
 *         tagged; from a thread of your own nothing but `log`, `now_ns` and `post`.
 *
 * OWNERSHIP. Whoever receives a text copies it before the call returns. `self` is the plugin's.
 *         Nothing crosses threads by pointer but through `post`.
 *
 * TIME.   Nanoseconds of CLOCK_MONOTONIC.
 *
 * ERRORS. 0, or a negative code of enum tp_plugin_error; where a buffer for a text is given, it is
 *         one sentence for a person: what is wrong, and what to do.
 *
 * COMPATIBILITY. Tables only grow, at their end; `struct_size` says how much of one is there. A
 *         host refuses another major, and a plugin whose `need_minor` it does not have.
 *
 * Plain C11, fit for C++. No type of Lua, libuv or PortAudio, and no header of the program. */
#ifndef TP_PLUGIN_H
#define TP_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TP_PLUGIN_ABI_MAJOR 1
#define TP_PLUGIN_ABI_MINOR 0

/* Put before the entry, so that it is found: everything else of a plugin may be hidden. */
#if defined(__GNUC__)
#define TP_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define TP_PLUGIN_EXPORT
#endif

/* Whether the table `table` of whoever filled it reaches `member`, and it is not NULL. */
#define TP_PLUGIN_HAS(table, member)                                                               \
    ((table)->struct_size >= offsetof(__typeof__(*(table)), member) + sizeof(table)->member &&     \
     (table)->member)

enum tp_plugin_error {
    TP_PLUGIN_EINVAL = 1, /* an argument, a setting or a value is out of range */
    TP_PLUGIN_ENOMEM = 2,
    TP_PLUGIN_EIO = 3,     /* reading or writing failed */
    TP_PLUGIN_ENOENT = 4,  /* no such file, voice or device */
    TP_PLUGIN_EAGAIN = 5,  /* not yet, or asked to stop meanwhile */
    TP_PLUGIN_EDEVICE = 8, /* the device is missing or failed */
    TP_PLUGIN_EVOICE = 9   /* it cannot speak this */
};

enum tp_plugin_kind {
    TP_PLUGIN_SENSOR = 1,
    TP_PLUGIN_OUTPUT = 2,
    TP_PLUGIN_CONTROL = 4, /* sends commands */
    TP_PLUGIN_VOICE = 8
};

enum tp_plugin_level { TP_PLUGIN_DEBUG, TP_PLUGIN_INFO, TP_PLUGIN_WARNING };

/* A number, or a text: a colour such as "#ff8000", or words, as the channel says. */
struct tp_plugin_value {
    const char *text; /* NULL: it is the number */
    double number;
};

enum tp_plugin_channel_kind {
    TP_PLUGIN_CHANNEL_READING, /* what a sensor measures */
    TP_PLUGIN_CHANNEL_NUMBER,  /* an output that takes min–max */
    TP_PLUGIN_CHANNEL_COLOUR,  /* an output that takes #rrggbb */
    TP_PLUGIN_CHANNEL_TEXT     /* an output that takes words */
};

struct tp_plugin_channel {
    const char *name; /* "force", "level": a–z, 0–9 and _; unique in its device */
    const char *unit; /* "N", "bpm"; NULL: none */
    enum tp_plugin_channel_kind kind;
    double min, max; /* of a number; of a reading, what it can be */
    double rate_hz;  /* of a reading: how many come a second; 0: as it happens */
    /* Of an output, what it falls to when nobody holds it any more: "off" (the least, black, no
     * words), "restore" (what it was before; the plugin knows), or a value as a text. */
    const char *safe;
};

/* Something that is connected. */
struct tp_plugin_device {
    const char *id;   /* the same each time it is connected: "usb-2341_0043-85735" */
    const char *name; /* for people */
    const char *role; /* what routines call it unless the person says otherwise: "pressure",
                         "pedal", "light"; NULL: nothing */
    const struct tp_plugin_channel *channels;
    size_t channel_count;
};

/* What the program offers. */
struct tp_plugin_host {
    uint32_t struct_size;
    uint16_t abi_major, abi_minor;
    void *context; /* the first argument of all that follows */

    /* One line for the log; a warning is told to the person as well. [any] */
    void (*log)(void *context, enum tp_plugin_level level, const char *text);
    uint64_t (*now_ns)(void *context); /* [any] */
    /* Calls `run` on the loop, soon; not after `stop`. -TP_PLUGIN_EAGAIN: too many wait. [any] */
    int (*post)(void *context, void (*run)(void *argument), void *argument);

    /* A device is there: its handle, 0 when it cannot be taken (an id twice, bad names). [loop] */
    uint64_t (*device_add)(void *context, const struct tp_plugin_device *device);
    /* It is gone. A handle that is gone is never another device's. [loop] */
    void (*device_remove)(void *context, uint64_t device);
    /* It measured `value` at `t_ns`; the host notes the arrival too, and goes by that. Of a handle
     * that is gone, of NaN and of the future nothing is taken: -TP_PLUGIN_EINVAL. No hold feels
     * what is handed in from within `set` or `event`: use a timer. [loop] */
    int (*reading)(void *context, uint64_t device, uint32_t channel, uint64_t t_ns, double value);
    /* The person does something, by a pedal or the like: "next", "pause", "answer", "volume"; with
     * a value where the command takes one, else NULL; from within `set` or `event` it is done a
     * moment later. -TP_PLUGIN_EINVAL: no such command. [loop] */
    int (*command)(void *context, const char *name, const struct tp_plugin_value *value);

    /* Calls `run` in `first_ms`, then each `repeat_ms` (0: once), counted from when it was due:
     * late calls do not add up. 0: none left. [loop] */
    uint64_t (*timer)(void *context, uint32_t first_ms, uint32_t repeat_ms,
                      void (*run)(void *argument), void *argument);
    void (*timer_cancel)(void *context, uint64_t timer); /* [loop] */
    /* Calls `run` when `fd` can be read (or has ended); 0: it cannot be watched. [loop] */
    uint64_t (*watch)(void *context, int fd, void (*run)(void *argument, int fd), void *argument);
    void (*unwatch)(void *context, uint64_t watch); /* before the fd is closed [loop] */
};

/* What a voice makes of words: 16-bit, mono. */
struct tp_plugin_wave {
    int16_t *samples; /* the plugin's; given back by `release` */
    uint32_t frames;
    uint32_t rate; /* frames a second: at least 8 000, and 48 000 is a whole multiple of it */
};

enum tp_plugin_voice_flag {
    /* It has no threads of its own: a copy of the process (fork), made between two calls, can go on
     * with it, and so more than one processor can speak. */
    TP_PLUGIN_VOICE_COPIES = 1
};

/* Of plugins of kind voice. The manifest names its voices; the object is loaded only when one of
 * them has something new to say, for what was said before is kept by name, the plugin's version,
 * pace and text. A voice has no instance: `create` is not called for it. One call at a time is
 * made to all that is tagged [voice], whatever the thread. */
struct tp_plugin_voice {
    uint32_t struct_size;
    uint32_t flags; /* of enum tp_plugin_voice_flag, or-ed */
    /* Loads a voice; each open that gave one is matched by one close, and a voice may be open more
     * than once. 0; -TP_PLUGIN_ENOENT, -TP_PLUGIN_EIO, … with what to do. [voice] */
    int (*open)(const char *name, void **voice, char *error, size_t error_size);
    void (*close)(void *voice); /* NULL is fine [voice] */
    /* What the samples are multiplied by to speak at −17 LUFS, heard in both ears. [voice] */
    float (*gain)(const void *voice);
    /* Speaks a piece of a sentence, its sounds `stretch` times as long as usual: at most 200 bytes,
     * words in small letters and figures, one space between them, at most one mark after each. The
     * same piece and stretch give the same samples; a wave without frames is a silence. `stopped`
     * is asked now and then; once it is true, -TP_PLUGIN_EAGAIN may come. Else 0,
     * -TP_PLUGIN_EVOICE, -TP_PLUGIN_ENOMEM. [voice] */
    int (*speak)(void *voice, const char *piece, float stretch, bool (*stopped)(void *context),
                 void *context, struct tp_plugin_wave *wave);
    void (*release)(struct tp_plugin_wave *wave); /* after each 0 of `speak` [voice] */
};

struct tp_plugin {
    uint32_t struct_size;          /* sizeof (struct tp_plugin) when it was built */
    uint16_t abi_major, abi_minor; /* TP_PLUGIN_ABI_MAJOR, TP_PLUGIN_ABI_MINOR when it was built */
    uint16_t need_minor;           /* the least minor of a host that it can live with */
    uint16_t kinds;                /* of enum tp_plugin_kind, or-ed */
    uint32_t reserved;             /* 0 */
    const char *id, *name, *version; /* id: a–z, 0–9 and -, as the folder and the manifest say */

    /* Makes an instance with its settings, a JSON object with every setting of the manifest,
     * checked against its range. Nothing is opened yet. `host` stays until `destroy`. [loop] */
    int (*create)(const struct tp_plugin_host *host, const char *settings, void **self, char *error,
                  size_t error_size);
    /* Opens what it needs; devices may be added from here on. [loop] */
    int (*start)(void *self, char *error, size_t error_size);
    /* Puts an output to `value`, until the lease is over: without another `set` within `lease_ms`
     * the channel falls to its safe value. A lease of 0: nobody holds it, `value` is the safe one;
     * NULL, of a channel that says "restore": what it was before the first `set`. The function is
     * NULL where there are no outputs. [loop] */
    int (*set)(void *self, uint64_t device, uint32_t channel, const struct tp_plugin_value *value,
               uint32_t lease_ms);
    /* Something happened in the session, as a line of PROTOCOL.md has it: its method, and its
     * params as a JSON object. Only those that the manifest asks for. NULL: none. [loop] */
    void (*event)(void *self, const char *method, const char *params);
    /* Closes everything, outputs at their safe values; at once. [loop] */
    void (*stop)(void *self);
    void (*destroy)(void *self); /* what `create` made; NULL is fine [loop] */

    const struct tp_plugin_voice *voice; /* NULL: none */
};

/* The first of its members, for C: what it was built for. */
#define TP_PLUGIN_BUILT                                                                            \
    .struct_size = sizeof(struct tp_plugin), .abi_major = TP_PLUGIN_ABI_MAJOR,                     \
    .abi_minor = TP_PLUGIN_ABI_MINOR

/* The one symbol: TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = { … };
 * in C++ without TP_PLUGIN_EXPORT, which it has from here. */
extern TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry;

#ifdef __cplusplus
}
#endif

#endif
