/* What a line of a board looks like, in a form that anybody can write: `Weight: # g*`.
 *
 * # is the number, * is anything or nothing, a blank is one or more blanks; all else is itself. The
 * whole line must fit. No form of it takes long, whatever line comes. Pure. */
#ifndef SERIAL_PATTERN_H
#define SERIAL_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

enum { SERIAL_PATTERN_BYTES = 128 };

struct serial_pattern {
    char text[SERIAL_PATTERN_BYTES]; /* "" fits nothing */
};

/* NULL, or what is wrong with `text`: a piece of a sentence. */
const char *serial_pattern_read(struct serial_pattern *pattern, const char *text);

/* Whether `line` (no blanks at its ends) fits, and its number. */
bool serial_pattern_fits(const struct serial_pattern *pattern, const char *line, size_t length,
                         double *value);

/* Whether a number may be one of a sensor: not infinite, nor far from anything that it measures. */
bool serial_sensible(double value);

/* Bytes of the number at the start of `text`, 0 when there is none: 12, -0.5, .5, 1.2e3; no blanks,
 * no hexadecimal, no infinity. */
size_t serial_number(const char *text, size_t length, double *value);

#endif
