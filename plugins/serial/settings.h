/* What the person set, read from the host's first message. */
#ifndef SERIAL_SETTINGS_H
#define SERIAL_SETTINGS_H

#include "pattern.h"

#include <jansson.h>

struct serial_settings {
    char port[256]; /* "": whatever is there */
    unsigned baud;
    struct serial_pattern pattern;
    const char *unit; /* of the channel: "N" or "raw" */
    double factor;    /* what a number of the board is multiplied by */
    char role[32];    /* "": none */
    char name[64];    /* "": as the board says */
};

/* What `given` leaves out is as plugin.json says. 0; -1: `error` says what is wrong, to a person.
 */
int serial_settings_read(struct serial_settings *settings, const json_t *given, char *error,
                         size_t size);

#endif
