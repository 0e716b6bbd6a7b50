/* The machine beside the session: kept awake while it runs. Must never be waited for. */
#include "core/cli/live_internal.h"

/* A session that asked for no sound is a trial, not somebody who lies on the floor. */
void live_open_machine(struct live *live)
{
    if (live->options->null_speed > 0)
        return;
    live->awake = tp_awake_start();
    live->awake_settles = true;
}

void live_watch_machine(struct live *live)
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

void live_close_machine(struct live *live)
{
    tp_awake_close(live->awake);
    live->awake = NULL;
}
