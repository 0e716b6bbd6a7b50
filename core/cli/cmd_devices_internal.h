/* The parts of tprun devices, shared by the cmd_devices*.c files only. [loop] */
#ifndef TP_CLI_CMD_DEVICES_INTERNAL_H
#define TP_CLI_CMD_DEVICES_INTERNAL_H

#include "core/base/text.h"
#include "core/cli/options.h"
#include "core/cli/plugging.h"

#include <uv.h>

enum { CONNECTED_SIGNALS = 5 };

struct connected_record;
struct connected_dialogue;

struct connected {
    const struct tp_options *options;
    uv_loop_t loop;
    struct tp_plugging *plugging;
    uv_timer_t timer; /* of whatever goes on */
    uv_poll_t keyboard;
    int keyboard_fd; /* the terminal, opened anew; −1 without one */
    uv_signal_t signals[CONNECTED_SIGNALS];
    void (*key)(struct connected *command, int key); /* NULL: keys are the plugins' */
    void (*suspend)(bool stops); /* Ctrl-Z is about to stop it, or it goes on; NULL: nobody */
    /* What the registry tells; both NULL where nobody listens. */
    void (*reading)(struct connected *command, tp_device device, unsigned channel, double value);
    void (*removed)(struct connected *command, tp_device device);
    struct connected_record *record;     /* NULL: nothing is recorded */
    struct connected_dialogue *dialogue; /* of a calibration; NULL: none goes on */
    struct tp_buf warnings;              /* a line each */
    bool over;                           /* the person has seen enough */
    int status;                          /* exit status of a signal; 0 */
};

/* The channel that the command line names, among those that are there; without a name the only
 * sensor. -TP_EUSAGE, -TP_EDEVICE with the nearest right name. */
int connected_find(const struct connected *command, tp_device *device, unsigned *channel,
                   struct tp_err *err);

/* Runs the loop until `command->over`. */
void connected_wait(struct connected *command);

/* cmd_devices_keys.c: the keys of the terminal, and the signals that end it well; q and Ctrl-C end
 * it. Without a terminal there are no keys. */
int connected_open_keys(struct connected *command, struct tp_err *err);
void connected_close_keys(struct connected *command);

/* cmd_devices_watch.c: live bars until the end; without a terminal it only waits for that. */
int connected_watch(struct connected *command, struct tp_err *err);

/* cmd_devices_record.c: what a sensor gives, as sim replays it. */
int connected_record_begin(struct connected *command, struct tp_err *err);
/* "recording usb-1.force: 1520 readings, 19 s"; "" when nothing is recorded. Returns `text`. */
const char *connected_record_look(const struct connected *command, char text[120]);
/* All of it is on the disk, and told. -TP_EIO; -TP_EDEVICE: no reading came, and no file is left.
 */
int connected_record_end(struct connected *command, struct tp_err *err);

/* cmd_devices_calibrate.c: asks and measures. */
int connected_calibrate(struct connected *command, struct tp_err *err);

#endif
