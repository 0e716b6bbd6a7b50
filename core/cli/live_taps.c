/* The sensor as a button (core/engine/taps.h), where config.lua names one: two short presses are
 * next, a long release in a hold is a pause. Must never be heard while nobody asked for it. */
#include "core/cli/live_internal.h"

/* Hands have their own time: it goes on in a pause. */
static tp_frames hand_time(void)
{
    return (tp_frames)(uv_hrtime() / 1000 * (TP_RATE / 1000) / 1000);
}

static void obey(struct live *live, enum tp_taps_wish wish)
{
    struct tp_command command = {.kind = TP_COMMAND_NEXT};
    if (wish == TP_TAPS_PAUSE)
        command.kind = TP_COMMAND_PAUSE;
    if (wish != TP_TAPS_NOTHING && !live->ending_ms)
        live_command(live, &command);
}

void live_open_taps(struct live *live)
{
    live->button = live->options->config->sensor_button;
    tp_taps_start(&live->taps);
}

void live_tap(struct live *live, tp_device device, unsigned channel, double newtons)
{
    if (live->button &&
        tp_devices_means(tp_plugging_devices(live->plugging), live->button, device, channel))
        obey(live, tp_taps_sample(&live->taps, hand_time(), newtons));
}

void live_tick_taps(struct live *live)
{
    struct tp_session_state state;
    if (!live->button)
        return;
    tp_session_look(live->session, &state);
    bool holds = state.run.phase == TP_PHASE_COUNT && !state.paused;
    if (holds != live->taps.pressing)
        tp_taps_pressing(&live->taps, holds);
    obey(live, tp_taps_time(&live->taps, hand_time()));
}
