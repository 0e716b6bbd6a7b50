/* What there is to see of a session at one moment: filled by the live session, drawn by the screen
 * or told in plain lines. Everything is borrowed for the call. */
#ifndef TP_CLI_VIEW_H
#define TP_CLI_VIEW_H

#include "core/engine/session.h"

#include <time.h>

struct tp_view {
    struct tp_session_state state;
    tp_frames now;                /* session time */
    const char *title;            /* of the routine */
    const char *position, *tools; /* NULL where not said */
    const char *next_title;       /* of the step that is likely to come; NULL when none is known */
    const char *next_side;
    tp_frames total;       /* likely length of the session; 0 = not known yet */
    uint32_t steps;        /* likely number of steps; 0 = not known yet */
    time_t finish;         /* likely wall-clock time of the end; 0 = not known */
    tp_frames step_length; /* likely length of the step that runs, 0 = not known */
    const char *device;    /* where it sounds, in words; "" while it is being opened */
    const char *problem;   /* one line: sound lost, no sound card …; NULL when all is well */
    double volume_db;      /* master */
    bool muted;
    const char *message; /* what a routine printed or a key answered last; NULL */
};

#endif
