/* Choosing and watching the driver. Must never let two drivers pull. */
#include "core/cli/output.h"

#include "core/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tp_output {
    struct tp_portaudio *portaudio; /* NULL: nothing but the null driver was asked for */
    struct tp_null_driver null;
    bool absent; /* no device has ever played: the null driver pulls meanwhile */
    bool heard;  /* a device has played, and pulls since */
    enum tp_audio_state state;
    char none[160]; /* what to say where there is no device */
    char gone[200]; /* what to say of the one that was lost */
};

/* What to say where there is no device, or none of the name that was asked for. */
static void note_none(struct tp_output *output, const char *device)
{
    char shown[60];
    tp_text_clean(shown, sizeof shown, device ? device : "", device ? strlen(device) : 0);
    if (device)
        snprintf(output->none, sizeof output->none,
                 "No sound device is called '%s': follow the screen and the bell.", shown);
    else
        snprintf(output->none, sizeof output->none,
                 "There is no sound card: follow the screen and the bell.");
}

int tp_output_open(struct tp_output **out, struct tp_mixer *mixer, const struct tp_options *options,
                   struct tp_err *err)
{
    struct tp_output *output = calloc(1, sizeof *output);
    struct tp_portaudio_config config = {
        .device = options->audio, .latency_ms = options->latency_ms, .dither = true};
    int rc = 0;
    *out = NULL;
    if (!output)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    output->state = TP_AUDIO_OPENING;
    note_none(output, options->audio);
    output->null = (struct tp_null_driver){.mixer = mixer, .speed = 1};
    if (options->null_speed > 0)
        output->null.speed = options->null_speed;
    else
        rc = tp_portaudio_open(&output->portaudio, mixer, &config, err);
    if (rc < 0)
        tp_output_close(output);
    else
        *out = output;
    return rc;
}

void tp_output_close(struct tp_output *output)
{
    if (!output)
        return;
    tp_portaudio_close(output->portaudio);
    free(output);
}

/* Until a device plays for the first time. The null driver keeps the session going where there is
 * none; a device that comes takes over from it between two pulls. */
static enum tp_output_change await_device(struct tp_output *output, uint64_t now_ns)
{
    if (output->state == TP_AUDIO_PLAYING) {
        tp_portaudio_release(output->portaudio);
        output->heard = true;
        enum tp_output_change change = output->absent ? TP_OUTPUT_FOUND : TP_OUTPUT_OPENED;
        output->absent = false;
        return change;
    }
    if (!output->absent && output->state == TP_AUDIO_OPENING)
        return TP_OUTPUT_SAME;
    enum tp_output_change change = output->absent ? TP_OUTPUT_SAME : TP_OUTPUT_NONE;
    output->absent = true;
    tp_null_pull(&output->null, now_ns);
    return change;
}

enum tp_output_change tp_output_tick(struct tp_output *output, uint64_t now_ns)
{
    if (!output->portaudio) {
        tp_null_pull(&output->null, now_ns);
        return TP_OUTPUT_SAME;
    }
    enum tp_audio_state before = output->state;
    output->state = tp_portaudio_state(output->portaudio);
    if (!output->heard)
        return await_device(output, now_ns);
    if (before == TP_AUDIO_PLAYING && output->state == TP_AUDIO_LOST) {
        snprintf(output->gone, sizeof output->gone, "No sound: %.150s is gone.",
                 tp_portaudio_device(output->portaudio));
        return TP_OUTPUT_LOST;
    }
    if (before == TP_AUDIO_LOST && output->state == TP_AUDIO_PLAYING)
        return TP_OUTPUT_FOUND;
    return TP_OUTPUT_SAME;
}

const char *tp_output_device(struct tp_output *output)
{
    if (!output->portaudio)
        return "no sound, as asked";
    return output->absent ? "no sound card" : tp_portaudio_device(output->portaudio);
}

const char *tp_output_problem(const struct tp_output *output)
{
    if (output->absent)
        return output->none;
    if (output->portaudio && output->heard && output->state != TP_AUDIO_PLAYING)
        return output->gone;
    return NULL;
}

bool tp_output_is_silent(const struct tp_output *output)
{
    return output->absent;
}
