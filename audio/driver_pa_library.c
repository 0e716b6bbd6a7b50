/* PortAudio itself, behind the driver's table of functions: the only file that knows portaudio.h.
 *
 * Everything here runs on the control thread, but for the two callbacks. Must never decide
 * anything: when to open, close or try again is the control thread's business. */
#include "audio/driver_pa.h"

#include <portaudio.h>

static int initialize(void)
{
    if (Pa_Initialize() != paNoError)
        return -TP_EDEVICE;
    tp_pa_keep_plugins();
    return 0;
}

static int terminate(void)
{
    return Pa_Terminate() == paNoError ? 0 : -TP_EDEVICE;
}

static int devices(void)
{
    return Pa_GetDeviceCount();
}

static const char *output(int device)
{
    const PaDeviceInfo *info = Pa_GetDeviceInfo(device);
    return info && info->maxOutputChannels >= 2 ? info->name : NULL;
}

static int preferred(void)
{
    return Pa_GetDefaultOutputDevice();
}

static int fill(const void *input, void *out, unsigned long frames,
                const PaStreamCallbackTimeInfo *times, PaStreamCallbackFlags flags, void *token)
{
    (void)input;
    (void)times; /* unreliable over PulseAudio; session time is counted in frames */
    bool dry = (flags & paOutputUnderflow) != 0;
    return tp_pa_token_pull(token, out, (uint32_t)frames, dry) ? paContinue : paAbort;
}

static void finished(void *data)
{
    struct tp_pa_token *token = data;
    atomic_store(&token->finished, true);
}

static int open_stream(void **stream, int device, double latency_s, struct tp_pa_token *token)
{
    const PaStreamParameters parameters = {.device = device,
                                           .channelCount = 2,
                                           .sampleFormat = paFloat32,
                                           .suggestedLatency = latency_s};
    /* No clipping: the mixer's limiter keeps below full scale. No dither: the token has its own. */
    if (Pa_OpenStream(stream, NULL, &parameters, TP_RATE, paFramesPerBufferUnspecified,
                      paClipOff | paDitherOff, fill, token) != paNoError)
        return -TP_EDEVICE;
    Pa_SetStreamFinishedCallback(*stream, finished);
    return 0;
}

static int start(void *stream)
{
    return Pa_StartStream(stream) == paNoError ? 0 : -TP_EDEVICE;
}

/* Closing aborts a stream that runs. Pa_StopStream would wait for buffers to play that, on a lost
 * device, never do. */
static int close_stream(void *stream)
{
    return Pa_CloseStream(stream) == paNoError ? 0 : -TP_EDEVICE;
}

const struct tp_pa_calls tp_pa_library = {
    .quieten = tp_pa_quieten,
    .initialize = initialize,
    .terminate = terminate,
    .devices = devices,
    .output = output,
    .preferred = preferred,
    .open = open_stream,
    .start = start,
    .close = close_stream,
};
