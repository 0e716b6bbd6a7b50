/* A plugin under test, run by the same backend as in a session, and all that it does noted down.
 *
 * What a session would tell the person, or forgive, is kept here for the checks of conform*.c.
 * Room-internal. [loop] */
#ifndef TP_HOST_CONFORM_RIG_H
#define TP_HOST_CONFORM_RIG_H

#include "core/host/plugin_link.h"
#include "core/host/plugin_manifest.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

enum {
    CONFORM_ANSWER_MS = 2000, /* to begin */
    CONFORM_STOP_MS = 1000,   /* to end, once its input is closed; and once more after SIGTERM */
    CONFORM_OUTPUTS = 16
};

/* Of a request that no plugin knows. */
#define CONFORM_ID "4711"

/* Where an output stands, by what the plugin says of it in its log: "lamp.light = 0.4". */
struct conform_output {
    char name[128]; /* device.channel */
    char value[64];
};

/* What happened since it was begun. */
struct conform_seen {
    bool answered, ended, refused; /* refused: it says itself that it cannot run */
    int exit_code;
    char text[200];  /* why it ended or was refused; "" unsaid */
    char slow[200];  /* a call that kept the loop; "" none */
    char fault[480]; /* the first thing that it may not say; "" none */
    unsigned faults;
    char logged[200]; /* its last line for the log */
    char status[200]; /* what it says is the matter */
    unsigned added, removed, commands, readings;
    unsigned marked;   /* how many readings there were when something was sent */
    unsigned outside;  /* readings that their channel says cannot be */
    char strange[200]; /* the first of them */
    struct conform_output outputs[CONFORM_OUTPUTS];
    size_t output_count;
};

struct conform_rig {
    const struct tp_manifest *manifest;
    const char *program_version;
    uv_loop_t loop;
    uv_timer_t tick;
    struct tp_devices *devices; /* of this start */
    struct tp_plugin_link link;
    bool begun;
    struct conform_seen seen;
};

int conform_rig_open(struct conform_rig *rig, const struct tp_manifest *manifest,
                     const char *program_version, struct tp_err *err);
void conform_rig_close(struct conform_rig *rig); /* what still runs is killed */

uint64_t conform_now_ms(void);

/* Lets `ms` go by; until `holds` is true of the rig (NULL: never). Whether it came to be. */
bool conform_wait(struct conform_rig *rig, bool (*holds)(const struct conform_rig *rig),
                  unsigned ms);

/* Starts it with these settings, a JSON object, and waits until it answers. -TP_ETIMEOUT: it does
 * not; -TP_EDEVICE: it does not run, with what it or the system says of that. After an error
 * nothing of it is left. */
int conform_begin(struct conform_rig *rig, const char *settings, struct tp_err *err);

/* Ends it, from this rung of the ladder on, and says in how many ms: -TP_ETIMEOUT when it had to be
 * killed. Nothing of it is left then. */
enum conform_rung { CONFORM_CLOSE, CONFORM_TERMINATE };
int conform_end(struct conform_rig *rig, enum conform_rung rung);

/* What the output says of where it stands; "" nothing so far. */
const char *conform_stands(const struct conform_rig *rig, const char *device, const char *channel);

#endif
