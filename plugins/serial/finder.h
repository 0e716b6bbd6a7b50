/* Finds and opens ports on a thread of its own, for a driver may keep whoever opens or closes a
 * port waiting for seconds. It looks each second, and as soon as something appears.
 *
 * News come as records through a pipe; what it is asked goes through another. Whoever has closed
 * the second waits for the first to end, but need not. */
#ifndef SERIAL_FINDER_H
#define SERIAL_FINDER_H

#include "port.h"
#include "ports.h"

#include <pthread.h>

/* What it tells: one record a read. */
struct serial_news {
    int fd; /* >= 0: `port` is open, and the reader's */
    struct serial_port port;
    char trouble[SERIAL_REFUSAL_BYTES]; /* else: why none is, for a person; "": nothing is wrong */
};

enum serial_ask {
    SERIAL_CLOSE, /* it is gone: close it, open it when it is back */
    SERIAL_LEAVE  /* close it, and leave it alone until it was unplugged */
};

struct serial_request {
    enum serial_ask ask;
    int fd;
};

struct serial_finder {
    pthread_t thread;
    int news;     /* to be read and polled; ends when the thread does */
    int requests; /* struct serial_request; closed: it ends */
};

/* Looks for `named` ("": all that are there) under `dev`; both are copied. 0 or -1. */
int serial_finder_start(struct serial_finder *finder, const char *dev, const char *named,
                        unsigned baud);

#endif
