/* The dialogue of a calibration. Must never keep one that the person did not see succeed. */
#include "core/cli/cmd_devices_internal.h"
#include "core/cli/folders.h"
#include "core/host/calibrating.h"
#include "core/host/calibration_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TICK_MS = 20 };

struct connected_dialogue {
    struct connected *command;
    struct tp_calibrating steps;
    tp_device device;
    unsigned channel;
    bool gone; /* the sensor was unplugged */
};

static const char first[] = "Put it on a hard, level floor, nothing on it, and press enter.\n";

static void say(const struct connected_dialogue *dialogue)
{
    const struct tp_calibrating *steps = &dialogue->steps;
    switch (steps->step) {
    case TP_CALIBRATING_EMPTY:
        fputs(first, stdout);
        break;
    case TP_CALIBRATING_CARTON:
        printf("Now stand the carton on it, with all of its weight. Let go, and press enter.\n");
        break;
    case TP_CALIBRATING_EMPTY_MEASURE:
    case TP_CALIBRATING_CARTON_MEASURE:
        printf("Hands off …\n");
        break;
    case TP_CALIBRATING_REFUSED:
        printf("%s\nEnter begins again, q ends.\n", steps->err.text);
        break;
    case TP_CALIBRATING_FOUND:
        printf("That works: %s.\nAt rest it is true to %.2f N.\n",
               steps->found.scale < 0 ? "pressing makes its numbers fall, which is set right"
                                      : "pressing makes its numbers rise",
               fmax(steps->found.noise_n, 0.01));
        break;
    }
    fflush(stdout);
}

/* ---- what comes ---- */

static void on_reading(struct connected *command, tp_device device, unsigned channel, double value)
{
    struct connected_dialogue *dialogue = command->dialogue;
    if (device == dialogue->device && channel == dialogue->channel)
        tp_calibrating_reading(&dialogue->steps, uv_hrtime(), value);
}

static void on_removed(struct connected *command, tp_device device)
{
    struct connected_dialogue *dialogue = command->dialogue;
    if (device != dialogue->device)
        return;
    dialogue->gone = true;
    command->over = true;
}

static void on_key(struct connected *command, int key)
{
    struct connected_dialogue *dialogue = command->dialogue;
    if (key != '\n')
        return;
    if (dialogue->steps.step == TP_CALIBRATING_REFUSED)
        tp_calibrating_begin(&dialogue->steps, dialogue->steps.range);
    else
        tp_calibrating_ready(&dialogue->steps, uv_hrtime());
    say(dialogue);
}

static void on_tick(uv_timer_t *timer)
{
    struct connected_dialogue *dialogue = timer->data;
    enum tp_calibrating_step before = dialogue->steps.step;
    tp_calibrating_tick(&dialogue->steps, uv_hrtime());
    if (dialogue->steps.step == before)
        return;
    say(dialogue);
    if (dialogue->steps.step == TP_CALIBRATING_FOUND)
        dialogue->command->over = true;
}

/* ---- begin and end ---- */

/* Its own numbers again, whatever was found before. */
static void begin(struct connected_dialogue *dialogue)
{
    struct tp_devices *devices = tp_plugging_devices(dialogue->command->plugging);
    struct tp_device_state about;
    struct tp_channel_state channel;
    tp_devices_look(devices, dialogue->device, &about);
    tp_devices_correct(devices, dialogue->device, dialogue->channel, NULL);
    tp_devices_look_channel(devices, dialogue->device, dialogue->channel, 0, &channel);
    tp_calibrating_begin(&dialogue->steps, (struct tp_range){channel.about.min, channel.about.max});
    printf("%s, %s.\nYou need a full carton of one litre, milk or juice: it weighs %.1f N.\n",
           about.name, about.id, TP_CARTON_N);
    say(dialogue);
}

static int keep(const struct connected_dialogue *dialogue, struct tp_err *err)
{
    const struct tp_devices *devices = tp_plugging_devices(dialogue->command->plugging);
    struct tp_calibrations file;
    struct tp_device_state about;
    struct tp_channel_state channel;
    char *folder = tp_folder_own(TP_FOLDER_STATE, NULL);
    tp_devices_look(devices, dialogue->device, &about);
    tp_devices_look_channel(devices, dialogue->device, dialogue->channel, 0, &channel);
    int rc = tp_calibrations_open(&file, folder, err);
    if (rc == 0)
        rc = tp_calibrations_keep(&file, about.id, channel.about.name, &dialogue->steps.found, err);
    if (rc == 0)
        printf("Kept for %s: from now on its readings are newtons.\n", about.id);
    tp_calibrations_close(&file);
    free(folder);
    return rc;
}

static int run(struct connected_dialogue *dialogue, struct tp_err *err)
{
    struct connected *command = dialogue->command;
    command->key = on_key;
    command->reading = on_reading;
    command->removed = on_removed;
    command->timer.data = dialogue;
    uv_timer_start(&command->timer, on_tick, TICK_MS, TICK_MS);
    begin(dialogue);
    connected_wait(command);
    uv_timer_stop(&command->timer);
    command->reading = NULL;
    command->removed = NULL;
    if (dialogue->gone)
        return tp_err_set(err, TP_EDEVICE, "the sensor is gone: nothing was changed");
    if (dialogue->steps.step == TP_CALIBRATING_FOUND)
        return keep(dialogue, err);
    printf("Nothing was changed.\n");
    return 0;
}

int connected_calibrate(struct connected *command, struct tp_err *err)
{
    struct connected_dialogue dialogue = {.command = command};
    int rc = connected_find(command, &dialogue.device, &dialogue.channel, err);
    if (rc < 0)
        return rc;
    command->dialogue = &dialogue;
    rc = connected_open_keys(command, err);
    if (rc == 0 && command->keyboard_fd < 0)
        rc = tp_err_set(err, TP_EUSAGE, "--calibrate asks you things: it needs a terminal");
    if (rc == 0)
        rc = run(&dialogue, err);
    connected_close_keys(command);
    command->dialogue = NULL;
    return rc;
}
