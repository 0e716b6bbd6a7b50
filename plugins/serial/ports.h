/* Which ports there are, and what the boards behind them are called. May block: reads folders. */
#ifndef SERIAL_PORTS_H
#define SERIAL_PORTS_H

#include <stdbool.h>
#include <stddef.h>

enum { SERIAL_PORTS = 16, SERIAL_PATH_BYTES = 256, SERIAL_ID_BYTES = 96 };

struct serial_port {
    char path[SERIAL_PATH_BYTES]; /* by which it is opened */
    char id[SERIAL_ID_BYTES];     /* the same each time the board is there */
    char name[64];                /* what the board calls itself, and where it is */
    bool lasting;                 /* `id` will not change when the system knows the board better */
};

/* Writes the ports of boards under `dev` (/dev), those with a lasting name first, and returns how
 * many; at most SERIAL_PORTS. */
size_t serial_ports_list(const char *dev, struct serial_port *out);

/* The port that a person means: a path, or a name in /dev/serial/by-id or /dev. False: not there;
 * then `path` is the best guess. */
bool serial_ports_find(const char *dev, const char *named, struct serial_port *out);

#endif
