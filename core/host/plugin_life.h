/* The life of a plugin, the same for shared objects and for processes: when it is started, started
 * again, stopped, given up.
 *
 * Pure: it is told what happened and what time it is, and says what to do now. It knows neither
 * processes nor clocks.
 *
 *     STARTING ── answered ──→ RUNNING ── exit 0 ──→ ENDED
 *        │  (2 s)                 │
 *        └────── ended, hung ─────┴──→ (stopping) → WAITING ── 0.5 s … 10 s ──→ STARTING
 *
 * Stopping is a ladder: its input is closed; 1 s later it is asked to end (SIGTERM); 1 s later it
 * is killed; 0.5 s later it is given up. Having ended once it is over, whichever step that was. */
#ifndef TP_HOST_PLUGIN_LIFE_H
#define TP_HOST_PLUGIN_LIFE_H

#include "core/host/plugins.h"

#include <stdbool.h>
#include <stdint.h>

enum tp_life_input {
    TP_LIFE_START,    /* it shall run */
    TP_LIFE_ANSWERED, /* it did what was asked of it at its start */
    TP_LIFE_ENDED,    /* nothing of it runs any more */
    TP_LIFE_HUNG,     /* it does not take what is sent to it, or breaks the protocol for good */
    TP_LIFE_REFUSED,  /* it says itself that it cannot run: it is not tried again */
    TP_LIFE_SLOW,     /* a call of it kept the loop too long; the third time it is left out */
    TP_LIFE_STOP,     /* it shall end */
    TP_LIFE_TIME      /* only that time went on */
};

struct tp_life_said {
    enum tp_life_input what;
    int exit_code; /* of ENDED: 0 on purpose; else the process' code, 128 + the signal, or −1 */
    /* What happened, in words, to follow a name and a colon: "it crashed (segmentation fault)",
     * "no board is connected"; NULL: the words of this file. Copied. */
    const char *text;
};

/* What to do now. */
enum tp_life_act {
    TP_LIFE_NOTHING,
    TP_LIFE_BEGIN,     /* start it */
    TP_LIFE_CLOSE,     /* close its input; of a shared object: stop it */
    TP_LIFE_TERMINATE, /* SIGTERM */
    TP_LIFE_KILL,      /* SIGKILL to all its processes */
    TP_LIFE_ABANDON    /* let go of all that is left of it, and say that it ended */
};

struct tp_life_reply {
    enum tp_life_act act;
    const char *warning; /* for the person, to follow the plugin's name and a colon; NULL: nothing;
                            borrowed until the next call */
};

/* Zero is one that has not been started: ENDED. */
struct tp_life {
    bool begun;                       /* phase means something */
    enum tp_plugin_phase phase, goal; /* goal: what it comes to after stopping */
    unsigned rung;                    /* of the ladder: the one that was last taken */
    unsigned backoff_ms;
    unsigned restarts;  /* how often it was started again */
    unsigned strikes;   /* slow calls in a short time */
    bool warned;        /* of the trouble that it is in */
    uint64_t due_ns;    /* when TIME is to be told; 0: never */
    uint64_t began_ns;  /* its last start */
    uint64_t struck_ns; /* its last slow call */
    char text[200];     /* what is the matter; "" when nothing is */
    char warning[240];  /* the last one */
};

/* Tells what happened; what cannot be in this phase (an answer after the end) changes nothing. The
 * life is in its new state when this returns, and so the act may tell it more at once. */
struct tp_life_reply tp_life_tell(struct tp_life *life, const struct tp_life_said *said,
                                  uint64_t now_ns);

enum tp_plugin_phase tp_life_phase(const struct tp_life *life);

/* When TIME is to be told at the latest; 0: no need. */
uint64_t tp_life_due(const struct tp_life *life);

#endif
