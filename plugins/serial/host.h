/* The host's side: its lines in, ours out. Never waits: what the host does not take in time is kept
 * up to a limit; beyond it readings are dropped, so that what happened to devices still comes. */
#ifndef SERIAL_HOST_H
#define SERIAL_HOST_H

#include "ports.h"
#include "settings.h"

enum { SERIAL_HOST_LINE = 64 * 1024, SERIAL_HOST_OUT = 256 * 1024 };

struct serial_host {
    int in, out;
    /* Takes the settings; 0, or -1 with a sentence for the person. */
    int (*begin)(void *context, const struct serial_settings *settings, char *error, size_t size);
    void *context;
    bool begun, over; /* over: the host has gone */

    char line[SERIAL_HOST_LINE];
    size_t length;
    bool too_long;

    char waiting[SERIAL_HOST_OUT]; /* what is to be written, from `sent` on */
    size_t sent, filled;
    bool dropped; /* readings were; that was said */
};

/* Reads what is there, and answers it. */
void serial_host_read(struct serial_host *host);
/* Writes what may be written without waiting. */
void serial_host_write(struct serial_host *host);

void serial_host_device_add(struct serial_host *host, const struct serial_settings *settings,
                            const struct serial_port *port);
void serial_host_device_remove(struct serial_host *host, const char *id);
void serial_host_readings(struct serial_host *host, const char *id, const double *values,
                          size_t count, double t);
void serial_host_status(struct serial_host *host, const char *text);

#endif
