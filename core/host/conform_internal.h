/* The checks of conform.c, in the files conform_*.c. Room-internal. */
#ifndef TP_HOST_CONFORM_INTERNAL_H
#define TP_HOST_CONFORM_INTERNAL_H

#include "core/base/text.h"
#include "core/host/conform.h"
#include "core/host/conform_rig.h"

enum { CONFORM_MEASURED = 32 }; /* channels whose rate is looked at */

/* What channels had sent when counting began, and the first thing that is wrong with them. */
struct conform_measured {
    tp_device device[CONFORM_MEASURED];
    unsigned channel[CONFORM_MEASURED];
    uint64_t readings[CONFORM_MEASURED];
    size_t count;
    unsigned steady; /* of them declare a rate */
    char wrong[200];
};

/* One test of one plugin. */
struct conform {
    const struct tp_conform_config *config;
    const struct tp_manifest *manifest;
    const char *given;    /* settings as they were typed; "" none */
    const char *settings; /* a JSON object with every setting */
    struct conform_rig rig;
    struct conform_measured measured;
    bool told;  /* that it no longer runs */
    bool stops; /* when its input is closed */
    int out;    /* where verdicts are written to */
};

/* What is looked at from here on: named when the plugin crashes meanwhile. */
void conform_at(struct conform *conform, const char *check);
/* What of it is tried now: "rate=100". */
void conform_with(struct conform *conform, const char *what);

/* The verdict on it, and why. */
void conform_say(struct conform *conform, enum tp_conform_verdict verdict, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether it still runs; else the verdict on this check is that it does not. */
bool conform_lives(struct conform *conform);

/* Each looks at one thing, of the plugin that runs, and says its verdict. */
void conform_check_devices(struct conform *conform);
void conform_check_readings(struct conform *conform);
void conform_check_strange(struct conform *conform);
void conform_check_outputs(struct conform *conform);
void conform_check_leases(struct conform *conform);
void conform_check_unplug(struct conform *conform);
void conform_check_voice(struct conform *conform);

/* Settings as they are typed, as a JSON object at the end of `json`. As tp_plugin_settings_read. */
int conform_settings(const struct tp_manifest *manifest, const char *text, struct tp_buf *json,
                     struct tp_err *err);

/* These start it themselves. */
void conform_check_settings(struct conform *conform);
void conform_check_refused(struct conform *conform);

/* Calls `each` for every channel that is there: readings, or outputs. Whether there was one. */
bool conform_each_channel(struct conform *conform, bool outputs,
                          void (*each)(struct conform *conform, tp_device device,
                                       const struct tp_device_state *about, unsigned channel));

#endif
