/* The parts of a live session, shared by the live_*.c files only. */
#ifndef TP_CLI_LIVE_INTERNAL_H
#define TP_CLI_LIVE_INTERNAL_H

#include "audio/moved.h"
#include "core/cli/kept.h"
#include "core/cli/keys.h"
#include "core/cli/live.h"
#include "core/cli/live_log.h"
#include "core/cli/output.h"
#include "core/cli/plugging.h"
#include "core/cli/sound.h"
#include "core/cli/view.h"
#include "core/engine/rehearse.h"
#include "core/engine/taps.h"
#include "core/host/awake.h"
#include "core/host/gap.h"
#include "core/host/outlook.h"
#include "core/host/plugin_log.h"
#include "core/host/stream.h"

#include <uv.h>

enum { LIVE_SIGNALS = 7, LIVE_TOLD = 32, LIVE_WISHES = 16, LIVE_REFUSED = 8 };

/* When a reading of a channel was last told as an event. */
struct live_told {
    tp_device device;
    unsigned channel;
    uint64_t at_ms;
};

struct live {
    struct tp_prepared *prepared;
    const struct tp_options *options;
    uv_loop_t loop;
    uv_timer_t tick;
    uv_async_t wake; /* a sentence became known */
    uv_poll_t keyboard;
    uv_signal_t signals[LIVE_SIGNALS];
    struct tp_mixer *mixer;
    struct tp_sound *sound;
    struct tp_output *output;
    struct tp_session *session;
    struct tp_outlook *outlook;
    struct tp_run_world world;     /* answers for the session */
    struct tp_run_world likely;    /* answers for dry runs that must not wait */
    struct tp_world outlook_world; /* the worker's: without the routine's memory */
    struct tp_plugging *plugging;
    struct tp_plugin_log *plugin_log;
    struct live_told told[LIVE_TOLD];
    unsigned telling; /* a plugin is being told something, maybe amid the session's own work */
    struct tp_command wishes[LIVE_WISHES]; /* what it said to that; owned */
    size_t wish_count;
    char refused[LIVE_REFUSED][80]; /* the last things that were said of outputs */
    unsigned next_refused;
    const char *button; /* the sensor that is a button as well; NULL: none is */
    struct tp_taps taps;
    struct live_tares *tares; /* owned; NULL before the first reading */
    char plugged[200];        /* what a plugin warned of before the session began; "" nothing */
    struct tp_stream_out *events;
    struct tp_stream_in *commands;
    struct tp_awake *awake;
    const struct tp_kept_session *kept; /* the session that goes on; NULL: it is new */
    struct live_log log;
    char note[TP_KEPT_LINE]; /* told as it begins; "" when nothing is */
    struct tp_gap gap;
    struct tp_moved *moved;
    struct live_watch *watch; /* NULL: the text stays as it was read */
    uint64_t go_on_ms;        /* when an interrupted session goes on by itself, 0: it does not */
    struct tp_keys keys;
    bool screen;        /* the screen is taken */
    bool lines;         /* plain lines are told instead */
    bool awake_settles; /* whether the machine stays awake is not known yet */
    bool keyboard_open;
    int keyboard_fd;     /* the terminal, opened anew; −1 without one */
    bool outlook_stale;  /* inputs came since the last one was asked for */
    bool rewritten;      /* it goes on in another text than it began with */
    bool allowed_any;    /* the mixer was let go */
    tp_frames now;       /* session time of this tick */
    tp_frames part_from; /* of --step: where that part begins */
    tp_frames part_to;   /* and ends; 0 = with the routine */
    uint64_t started_ms, drawn_ms, ending_ms, prefetched_ms;
    uint64_t closing_ms; /* since when the session says good-bye or is over */
    tp_frames end_frame; /* where the count stood when the session was over */
    int status;          /* exit status, and −1 while it runs */
    int signalled;       /* exit status of a signal that waits for the word of a hold; else 0 */
    char message[200];
    char said[TP_SENTENCE]; /* last sentence of the now bus; "" when the session spoke since */
    char title[128], position[24], tools[128];
    unsigned times; /* sessions of this routine with this one; 0 = nobody counts them */
    struct live_pain {
        int count;     /* how often it was told in this session; 2 for more */
        uint32_t step; /* where it was first told */
        double before, now;
    } pain;
    char held[64]; /* id of the point that is pressed in the step that runs; "" where none is */
    struct tp_err err;
};

uint64_t live_now_ms(const struct live *live);

/* live_input.c: signals, and the stream of commands. */
int live_open_input(struct live *live);
void live_close_input(struct live *live);
void live_command(struct live *live, const struct tp_command *command);

/* live_keyboard.c: keys, with the screen or without. */
bool live_asks_first(const struct live *live); /* somebody could press a key at the gate */
void live_open_keyboard(struct live *live);
void live_close_keyboard(struct live *live);
void live_suspend_keyboard(struct live *live);
void live_resume_keyboard(struct live *live);
void live_tick_keyboard(struct live *live); /* ends a number that was typed */

/* live_devices.c: what is plugged in. Plugins start before the routine is looked at, and are
 * listened to once there is a session. */
int live_plug(struct live *live);
void live_listen_devices(struct live *live);
void live_do_wishes(struct live *live); /* what plugins said to what they were told */
void live_unplug(struct live *live);    /* the loop must run on until nothing is left to do */
void live_output(struct live *live, const char *channel, struct tp_value value, unsigned lease_ms);
bool live_device_key(struct live *live, int key); /* a plugin took it */
void live_device_event(struct live *live, const struct tp_event *event);

/* live_taps.c: the sensor as a button: a reading, and time alone. */
void live_open_taps(struct live *live);
void live_tap(struct live *live, tp_device device, unsigned channel, double newtons);
void live_tick_taps(struct live *live);

/* live_tare.c: what was measured, a force without what the sensor shows untouched, as far as that
 * is known. */
double live_untouched(struct live *live, tp_device device, unsigned channel, double newtons);

/* live_machine.c: the machine beside the session. The first of each turn: a session that was away
 * is paused before anything else goes on. The clock goes on while the machine sleeps. */
uint64_t live_world_ms(void);
void live_open_machine(struct live *live);
void live_watch_machine(struct live *live);
void live_close_machine(struct live *live);

/* live_view.c: what there is to see and to be told. */
void live_look(const struct live *live, struct tp_view *view);
void live_draw(struct live *live);
void live_event(struct live *live, const struct tp_event *event);
void live_said(struct live *live, const char *text); /* by the now bus */
void live_name(struct live *live, const char *title, const char *position, const char *tools);

/* live_memory.c: what the session leaves behind. */
void live_memory_begin(struct live *live);
void live_memory_look(const struct live *live, struct tp_view *view);
void live_memory_event(struct live *live, const struct tp_event *event);
void live_memory_finished(struct live *live);

/* Whether its silences were shorter or longer than the routine says: nobody had those holds, so
 * nothing is left behind. The log knows, whoever began the session. */
bool live_has_own_speed(const struct live *live);
/* Once nothing sounds any more: the exit status, which a failed save makes a bad one. */
int live_memory_save(struct live *live, int status);

/* live_part.c: the part that --step names, in the session's config. `log` must stay until the
 * session was made; `whole` is the routine's timeline. */
int live_open_part(struct live *live, struct tp_session_config *config, struct tp_log *log,
                   struct tp_timeline *whole);

/* live_watch.c: --watch, what was saved is taken over. In each turn, after the tick. */
int live_open_watch(struct live *live);
void live_watch_text(struct live *live);
bool live_is_trying(const struct live *live); /* a worker plays a text: no other should */
void live_close_watch(struct live *live);
void live_free_watch(struct live *live); /* once the loop has run out */

/* live_trial.c: a changed text beside the session. */
struct live_trial;

/* Takes `text` and plays it on a worker; `memory` is the worker's until it is through, NULL: none.
 */
int live_try_text(struct live_trial **out, struct live *live, struct tp_memory *memory,
                  struct tp_buf *text, struct tp_err *err);
bool live_trial_is_busy(const struct live_trial *trial);
/* Once it is not busy: 0, or the code with which the text failed, with the line. */
int live_trial_result(const struct live_trial *trial, struct tp_err *err);
/* Goes on in it. -TP_EAGAIN: not at this moment, or it is tried anew, for the session has gone on;
 * another code: the session fails with it. */
int live_take_text(struct live *live, struct live_trial *trial);
const struct tp_buf *live_trial_text(const struct live_trial *trial);
const struct tp_modules *live_trial_modules(const struct live_trial *trial); /* that it read */
void live_trial_free(struct live_trial *trial); /* NULL is fine; not while it is busy */

/* live_session.c: the session's tables. */
int live_open_session(struct live *live, struct tp_timeline *timeline);
void live_prefetch(struct live *live);

/* Lets the count go as far as the routine is known: after all that may have changed what comes. */
void live_allow(struct live *live);

/* Ends the loop with this status, with a fade of `fade_ms`. */
void live_end(struct live *live, int status, int fade_ms);

#endif
