/* Choosing and watching the driver. Must never let two drivers pull. */
#include "core/cli/output.h"

#include "core/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tp_output {
    struct tp_mixer *mixer;
    struct tp_portaudio *portaudio; /* NULL: the null driver pulls */
    struct tp_null_driver null;
    bool asked_null; /* by --audio null: silence is no problem then */
    enum tp_audio_state state;
    char none[160]; /* what to say where there is no device */
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

static void take_null(struct tp_output *output, double speed)
{
    tp_portaudio_close(output->portaudio);
    output->portaudio = NULL;
    output->null = (struct tp_null_driver){.mixer = output->mixer, .speed = speed};
    output->state = TP_AUDIO_PLAYING;
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
    output->mixer = mixer;
    output->state = TP_AUDIO_OPENING;
    note_none(output, options->audio);
    if (options->null_speed > 0) {
        output->asked_null = true;
        take_null(output, options->null_speed);
    } else {
        rc = tp_portaudio_open(&output->portaudio, mixer, &config, err);
    }
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

enum tp_output_change tp_output_tick(struct tp_output *output, uint64_t now_ns)
{
    if (!output->portaudio) {
        tp_null_pull(&output->null, now_ns);
        return TP_OUTPUT_SAME;
    }
    enum tp_audio_state before = output->state;
    output->state = tp_portaudio_state(output->portaudio);
    if (before == TP_AUDIO_OPENING && output->state == TP_AUDIO_NONE) {
        take_null(output, 1);
        return TP_OUTPUT_NONE;
    }
    if (before == TP_AUDIO_OPENING && output->state == TP_AUDIO_PLAYING)
        return TP_OUTPUT_OPENED;
    if (before == TP_AUDIO_PLAYING && output->state == TP_AUDIO_LOST)
        return TP_OUTPUT_LOST;
    if (before == TP_AUDIO_LOST && output->state == TP_AUDIO_PLAYING)
        return TP_OUTPUT_FOUND;
    return TP_OUTPUT_SAME;
}

const char *tp_output_device(struct tp_output *output)
{
    if (!output->portaudio)
        return output->asked_null ? "no sound, as asked" : "no sound card";
    return tp_portaudio_device(output->portaudio);
}

const char *tp_output_problem(const struct tp_output *output)
{
    if (!output->portaudio)
        return output->asked_null ? NULL : output->none;
    if (output->state == TP_AUDIO_LOST || output->state == TP_AUDIO_NONE)
        return "The sound is lost. Time stands until it is back.";
    return NULL;
}

bool tp_output_is_silent(const struct tp_output *output)
{
    return !output->portaudio && !output->asked_null;
}
