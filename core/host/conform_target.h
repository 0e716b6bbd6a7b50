/* What is to be tested, found by what a person typed. Room-internal. */
#ifndef TP_HOST_CONFORM_TARGET_H
#define TP_HOST_CONFORM_TARGET_H

#include "core/host/conform.h"
#include "core/host/plugin_manifest.h"

#include <stdbool.h>

struct conform_target {
    bool command;      /* a command line, without a manifest */
    const char *given; /* settings, borrowed; "" none */
    struct tp_manifest manifest;
};

/* Finds it and reads its manifest; that of a command line says only what is to be run. -TP_EUSAGE:
 * there is nothing of that name; -TP_EDEVICE: its manifest is wrong, or what it needs is missing;
 * -TP_ENOMEM. To be finished even after an error. */
int conform_target_open(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err);

void conform_target_finish(struct conform_target *target);

#endif
