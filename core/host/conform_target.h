/* What is to be tested, found by what a person typed. Room-internal. */
#ifndef TP_HOST_CONFORM_TARGET_H
#define TP_HOST_CONFORM_TARGET_H

#include "core/host/conform.h"
#include "core/host/plugin_manifest.h"

#include <stdbool.h>

struct conform_target {
    char *path;        /* of its manifest; NULL: a command line, which has none */
    const char *given; /* settings, borrowed; "" none */
    struct tp_manifest manifest;
};

/* Finds it; nothing is read yet. -TP_ENOENT: there is none; -TP_ENOMEM. */
int conform_target_find(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err);

/* Reads the manifest; that of a command line says only what is to be run. As tp_manifest_read. */
int conform_target_read(struct conform_target *target, const struct tp_conform_config *config,
                        struct tp_err *err);

void conform_target_finish(struct conform_target *target);

#endif
