/* What one line of a board says. Pure. */
#ifndef SERIAL_PARSE_H
#define SERIAL_PARSE_H

#include "pattern.h"

enum serial_said {
    SERIAL_EMPTY,
    SERIAL_NOISE,   /* bytes that are no text: a wrong baud rate, a board that starts */
    SERIAL_TEXT,    /* text that is no reading */
    SERIAL_COMMENT, /* # and what the board has to say */
    SERIAL_BARE,    /* a number and nothing else: boards that start may write one too */
    SERIAL_READING  /* F 12.5, JSON, or the pattern */
};

/* Reads a line without its end. With a pattern nothing else is a reading. */
enum serial_said serial_parse(const char *line, size_t length, const struct serial_pattern *pattern,
                              double *value);

#endif
