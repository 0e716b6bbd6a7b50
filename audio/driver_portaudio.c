/* The PortAudio driver: the loop's side of the control thread.
 *
 * Looks at what the thread reports, and puts another in its place when it hangs in a call on a
 * stream. A hang in starting or ending the library as a whole cannot be answered so, since its
 * inner state is then in the middle of something: it is waited out, and only closing gives it up.
 * Must never call the library, nor wait for it longer than tp_portaudio_close may take. */
#include "audio/driver_pa.h"

#include <stdlib.h>
#include <string.h>

enum {
    LATENCY_MS = 40,
    LATENCY_MIN_MS = 20,
    LATENCY_MAX_MS = 60,
    /* Threads given up before the driver stops starting new ones and waits for the last. A device
     * that hangs each time costs one every 5 s. */
    REPLACED_MAX = 8
};

struct tp_portaudio {
    struct tp_pa_source source;
    struct tp_pa_setup setup;
    struct tp_pa_control *control; /* NULL while no thread could be had */
    struct tp_pa_status status;    /* as last looked at */
    int replaced;
};

int tp_pa_open(struct tp_portaudio **out, struct tp_mixer *mixer,
               const struct tp_portaudio_config *config, const struct tp_pa_calls *calls,
               const struct tp_pa_timing *timing, struct tp_err *err)
{
    int latency_ms = config->latency_ms ? config->latency_ms : LATENCY_MS;
    const char *device = config->device ? config->device : "";
    if (latency_ms < LATENCY_MIN_MS || latency_ms > LATENCY_MAX_MS)
        return tp_err_set(err, TP_EINVAL, "the sound's latency must be %d–%d ms, got %d",
                          LATENCY_MIN_MS, LATENCY_MAX_MS, latency_ms);
    if (strlen(device) >= TP_PA_NAME)
        return tp_err_set(err, TP_EINVAL, "the name of the sound device is over %d bytes long",
                          TP_PA_NAME - 1);

    struct tp_portaudio *portaudio = calloc(1, sizeof *portaudio);
    if (!portaudio)
        return tp_err_set(err, TP_ENOMEM, "no memory for the sound device");
    portaudio->source.mixer = mixer;
    portaudio->source.dither = config->dither;
    atomic_init(&portaudio->source.held, config->held);
    portaudio->status.state = TP_AUDIO_OPENING;
    portaudio->setup.calls = calls;
    portaudio->setup.timing = *timing;
    portaudio->setup.latency_s = latency_ms / 1000.0;
    memcpy(portaudio->setup.device, device, strlen(device) + 1);
    portaudio->control =
        tp_pa_control_start(&portaudio->setup, &portaudio->status, &portaudio->source);
    if (!portaudio->control) {
        free(portaudio);
        return tp_err_set(err, TP_ENOMEM, "no thread for the sound device");
    }
    *out = portaudio;
    return 0;
}

int tp_portaudio_open(struct tp_portaudio **out, struct tp_mixer *mixer,
                      const struct tp_portaudio_config *config, struct tp_err *err)
{
    return tp_pa_open(out, mixer, config, &tp_pa_library, &tp_pa_timing, err);
}

void tp_portaudio_release(struct tp_portaudio *portaudio)
{
    atomic_store_explicit(&portaudio->source.held, false, memory_order_release);
}

void tp_portaudio_close(struct tp_portaudio *portaudio)
{
    if (!portaudio)
        return;
    if (portaudio->control)
        tp_pa_control_leave(portaudio->control, portaudio->setup.timing.limit_leave);
    free(portaudio);
}

/* Gives up a thread that hangs; true when there is to be another. The old one loses the source at
 * once: two streams never pull one mixer. */
static bool give_up(struct tp_portaudio *portaudio)
{
    if (!portaudio->status.hangs || portaudio->replaced == REPLACED_MAX)
        return false;
    tp_pa_control_leave(portaudio->control, 0);
    portaudio->control = NULL;
    portaudio->replaced++;
    if (portaudio->status.state != TP_AUDIO_LOST)
        portaudio->status.state = TP_AUDIO_NONE;
    return true;
}

enum tp_audio_state tp_portaudio_state(struct tp_portaudio *portaudio)
{
    if (portaudio->control)
        tp_pa_control_look(portaudio->control, &portaudio->status);
    if (!portaudio->control || give_up(portaudio))
        portaudio->control =
            tp_pa_control_start(&portaudio->setup, &portaudio->status, &portaudio->source);
    return portaudio->status.state;
}

const char *tp_portaudio_device(struct tp_portaudio *portaudio)
{
    return portaudio->status.device;
}

uint64_t tp_portaudio_underruns(const struct tp_portaudio *portaudio)
{
    return atomic_load_explicit(&portaudio->source.underruns, memory_order_relaxed);
}
