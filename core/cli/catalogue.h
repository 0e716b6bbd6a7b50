/* The plugins that are found on this machine: their manifests, read, in the order of their ids.
 *
 * Runs nothing of them. One whose manifest is wrong is listed with what is wrong with it. */
#ifndef TP_CLI_CATALOGUE_H
#define TP_CLI_CATALOGUE_H

#include "core/base/err.h"
#include "core/host/plugin_manifest.h"

#include <stdbool.h>
#include <stddef.h>

struct tp_catalogue_entry {
    char *id;   /* the name of its folder */
    char *path; /* of the manifest */
    struct tp_manifest manifest;
    struct tp_err wrong;   /* code 0: the manifest is read */
    struct tp_err missing; /* code 0: all that it needs is here */
};

struct tp_catalogue {
    struct tp_catalogue_entry *entries;
    size_t count;
};

/* An earlier folder wins. -TP_ENOMEM. To be finished even after an error. */
int tp_catalogue_read(struct tp_catalogue *catalogue, struct tp_err *err);
void tp_catalogue_finish(struct tp_catalogue *catalogue);

/* -TP_ENOENT with the nearest right id. */
int tp_catalogue_find(const struct tp_catalogue *catalogue, const char *id,
                      const struct tp_catalogue_entry **entry, struct tp_err *err);

#endif
