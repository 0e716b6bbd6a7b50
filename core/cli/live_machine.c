/* The machine beside the session: kept awake while it runs, watched for the times at which it, or
 * the process, stood, and for sound that goes elsewhere. Must never be waited for. */
#include "core/cli/live_internal.h"

#include <stdio.h>
#include <time.h>

enum { GO_ON_MS = 10000 };

uint64_t live_world_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A session that asked for no sound is a trial, not somebody who lies on the floor. */
void live_open_machine(struct live *live)
{
    if (live->options->null_speed > 0)
        return;
    live->awake = tp_awake_start();
    live->awake_settles = true;
    live->moved = tp_moved_open();
}

/* Whoever has neither keys nor a stream of commands could never go on: then it does by itself.
 * What comes next, in words. */
static const char *interrupt(struct live *live, bool aloud)
{
    struct tp_session_state state;
    tp_session_interrupted(live->session, aloud);
    live_allow(live);
    live->outlook_stale = true;
    tp_session_look(live->session, &state);
    live->go_on_ms = 0;
    if (!state.paused)
        return "";
    if (live->keyboard_open)
        return " Space goes on.";
    if (live->commands)
        return " It waits for you.";
    live->go_on_ms = live_now_ms(live) + GO_ON_MS;
    return " It goes on in ten seconds.";
}

static void watch_go_on(struct live *live)
{
    struct tp_command resume = {.kind = TP_COMMAND_RESUME};
    if (!live->go_on_ms || live->ending_ms || live_now_ms(live) < live->go_on_ms)
        return;
    live->go_on_ms = 0;
    live_command(live, &resume);
}

/* Whoever comes back to a session that stood for a while is not pressing any more. */
static void watch_gap(struct live *live)
{
    int64_t all_ms = (int64_t)live_world_ms(), awake_ms = (int64_t)(uv_hrtime() / 1000000);
    if (tp_gap_turn(&live->gap, all_ms, awake_ms) && !live->ending_ms)
        interrupt(live, true);
}

/* Headphones were pulled out: whoever else is in the room is not to hear it. */
static void watch_moved(struct live *live)
{
    char place[100], text[160];
    if (!tp_moved_poll(live->moved, place, sizeof place) || live->ending_ms)
        return;
    snprintf(text, sizeof text, "The sound went to %s.%s", place, interrupt(live, false));
    tp_session_world(live->session, TP_EVENT_WARNING, text);
}

static void watch_awake(struct live *live)
{
    enum tp_awake_state state = tp_awake_look(live->awake);
    if (!live->awake_settles || state == TP_AWAKE_ASKING)
        return;
    live->awake_settles = false;
    if (state == TP_AWAKE_NOBODY)
        tp_session_world(live->session, TP_EVENT_WARNING,
                         "The screen may go dark or the machine may sleep: "
                         "nothing here can be told not to.");
}

void live_watch_machine(struct live *live)
{
    watch_gap(live);
    watch_awake(live);
    watch_moved(live);
    watch_go_on(live);
}

void live_close_machine(struct live *live)
{
    tp_awake_close(live->awake);
    tp_moved_close(live->moved);
    live->awake = NULL;
    live->moved = NULL;
}
