/* The command line, read once: what to do, with what, how.
 *
 * A wrong word gives one line with the nearest right one and exit status 2. */
#ifndef TP_CLI_OPTIONS_H
#define TP_CLI_OPTIONS_H

#include "core/base/err.h"
#include "core/host/config.h"
#include "core/script/script.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    TP_EXIT_OK = 0,
    TP_EXIT_ROUTINE = 1,
    TP_EXIT_USAGE = 2,
    TP_EXIT_REFUSED = 3, /* on safety grounds, or a check found errors */
    TP_EXIT_ENVIRONMENT = 4,
    TP_EXIT_SIGNAL = 128 /* and the signal's number */
};

enum { TP_ROUTINE_OPTIONS = 32, TP_SKIPPED_POINTS = 16, TP_OPTION_PLUGINS = 16 };

struct tp_options {
    const struct tp_config *config; /* keys and names of sides: what no option says; never NULL */
    const char *command;            /* the name of a row of tp_subcommands: never NULL */
    const char *argument; /* the routine, the name of a sound, a text; NULL when left out */
    char **several; /* of a command that takes several: all of them, `argument` is the first */
    size_t several_count;
    const char *voice; /* --voice */
    double rate;       /* --rate, 0.5–2 */
    const char *words; /* --words: full, normal, brief, tones, auto; NULL = not given: auto for
                          a session, full for plan and render */
    double pace;       /* --pace, 0.5–2: stretches time that does not count; 1 unless given */
    double speed;      /* --speed, 0.5–60: divides silence; 1 unless given */
    const char *audio; /* --audio DEVICE, null, null:N; NULL = the default device */
    double null_speed; /* N of null:N; 0 = not null */
    double volume_voice_db; /* --volume voice=…,tone=… */
    double volume_tone_db;
    const char *events;   /* --events FILE|- */
    const char *commands; /* --commands FILE|- */
    const char *output;   /* -o OUT */
    const char *answers;  /* --answers FILE: of plan and render */
    const char *like;     /* --like NAME */
    const char *test;     /* --test PATH: of plugins */
    uint64_t seed;        /* --seed; 0 = not given */
    double minutes;       /* --minutes, 1–240; 0 = not given: as long as the routine is */
    const char *side;     /* --side: left or right; NULL = both */
    const char *skip[TP_SKIPPED_POINTS]; /* --skip POINT: names as typed, not looked up yet */
    size_t skip_count;
    unsigned step_from, step_to; /* --step N[-M], from 1 on; 0 = not given */
    int latency_ms;              /* --latency, 20–60; 0 = not given */
    /* --plugin ID[:key=value,…]: beside those of the config; of run, resume, devices, plugins. They
       belong to the machine, as --audio does: a session that goes on takes those of now. */
    const char *plugins[TP_OPTION_PLUGINS];
    size_t plugin_count;
    bool require_sensor; /* --require-sensor: rather no session than one without; as --plugin */
    const char *record;  /* --record FILE: of devices */
    bool calibrate;      /* --calibrate: of devices */
    bool now;            /* --now: no start gate */
    bool watch;          /* --watch: of run, what is saved is taken over; of devices, live bars */
    bool mono, swap_sides, quiet, json, rules, help, version;
    const char *lasting; /* the last one given that a session keeps when it goes on; NULL: none */
    struct tp_script_option values[TP_ROUTINE_OPTIONS]; /* NAME=VALUE */
    size_t value_count;
};

/* Texts point into `arguments`, which it may change, or into `config`, which says what holds where
 * the command line says nothing. 0 or -TP_EUSAGE with the line. */
int tp_options_read(struct tp_options *options, const struct tp_config *config, int count,
                    char **arguments, struct tp_err *err);

/* Those that decide what is said and done, by name and as they would be typed: what a session must
 * go on with. */
void tp_options_last(const struct tp_options *options,
                     void (*each)(void *context, const char *name, const char *value),
                     void *context);

/* Takes one of them back, over what is set. `value` is borrowed as `arguments` are. -TP_EUSAGE. */
int tp_options_take(struct tp_options *options, const char *name, char *value, struct tp_err *err);

#endif
