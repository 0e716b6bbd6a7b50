/* The calibrations that the program keeps: one for each channel of a device, by the device's id, in
 * calibrations.json below the state folder (core/host/store.h). [loop] */
#ifndef TP_HOST_CALIBRATION_FILE_H
#define TP_HOST_CALIBRATION_FILE_H

#include "core/host/calibration.h"
#include "core/host/store.h"

#include <stdbool.h>

struct tp_calibrations {
    struct tp_store store;
};

/* Opens the file below `folder` ($XDG_STATE_HOME/tprun; NULL: nobody knows where that is, and
 * nothing can be kept). When the store's state is not READY, `err` holds the line for the person.
 * -TP_ENOMEM. To be closed even after an error. */
int tp_calibrations_open(struct tp_calibrations *calibrations, const char *folder,
                         struct tp_err *err);
void tp_calibrations_close(struct tp_calibrations *calibrations);

/* False: there is none for this channel. */
bool tp_calibrations_find(const struct tp_calibrations *calibrations, const char *device,
                          const char *channel, struct tp_calibration *out);

/* Keeps it in the place of the one before, on the disk. -TP_EIO: it cannot be kept, and
 * the old one holds; -TP_ENOMEM. */
int tp_calibrations_keep(struct tp_calibrations *calibrations, const char *device,
                         const char *channel, const struct tp_calibration *calibration,
                         struct tp_err *err);

#endif
