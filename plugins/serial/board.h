/* One board: bytes and time in, readings and how it does out. Pure; it never asks a clock.
 *
 * What a board writes while it starts is no reading, nor is the half line with which listening
 * begins. Milliseconds of any clock that only goes forward. */
#ifndef SERIAL_BOARD_H
#define SERIAL_BOARD_H

#include "parse.h"
#include "settings.h"

#include <stdint.h>

enum {
    SERIAL_LINE_BYTES = 256,  /* longer ones are no readings */
    SERIAL_QUIET_MS = 3000,   /* without a reading: the person is told */
    SERIAL_STATUS_BYTES = 240 /* of one board */
};

struct serial_board {
    const struct serial_settings *settings; /* borrowed */
    bool present; /* it gives readings: a device. Stays until the port goes */
    uint64_t opened_ms;
    uint64_t heard_ms; /* the last reading, or when it was opened */

    char line[SERIAL_LINE_BYTES];
    size_t length;
    bool whole;    /* `line` began at a line's start and is not too long */
    bool sure;     /* it writes what only a reading looks like: a bare number is none any more */
    unsigned bare; /* bare numbers without anything between them */

    /* What came since the last reading, or since that was told. */
    size_t bytes, noise;
    char text[SERIAL_LINE_BYTES / 4], comment[SERIAL_LINE_BYTES / 4];

    uint64_t window_ms; /* the rate is measured from here; 0: not begun */
    unsigned window_readings;
    bool measured;  /* once at least, since readings come */
    double slow_hz; /* 0: fast enough, or not known */

    char trouble[SERIAL_STATUS_BYTES];
    uint64_t trouble_ms; /* when it was looked at; 0: readings come */
};

void serial_board_open(struct serial_board *board, const struct serial_settings *settings,
                       uint64_t now_ms);

/* Bytes came: writes readings in the channel's unit to `values`, which has room for `size` / 2 + 1
 * of them, and returns how many. None before `present`. */
size_t serial_board_feed(struct serial_board *board, const char *bytes, size_t size,
                         uint64_t now_ms, double *values);

/* What is the matter, for a person; "" nothing. Good until the next call. */
const char *serial_board_status(struct serial_board *board, uint64_t now_ms);

/* Readings come now. */
bool serial_board_gives(const struct serial_board *board, uint64_t now_ms);

#endif
