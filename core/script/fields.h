/* A text in the routines' language that returns a table of settings: text goes in, plain fields
 * come out. It runs under the limits of routines and sees their libraries, but no verb and no
 * module. [one thread] */
#ifndef TP_SCRIPT_FIELDS_H
#define TP_SCRIPT_FIELDS_H

#include "core/base/err.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>

/* A text, and what errors call it ("config.lua"). Borrowed. */
struct tp_fields_text {
    const char *name, *text;
    size_t length;
};

/* One field; borrowed for the call. */
struct tp_field {
    const char *path;      /* "rate", "keys.pause", "keys.pause.1" */
    bool table;            /* its own fields follow */
    struct tp_value value; /* a truth, a number or a text; nil of a table */
};

struct tp_fields_reader {
    /* A negative code ends the reading; its text in `err` gets its place in front. */
    int (*field)(void *context, const struct tp_field *field, struct tp_err *err);
    /* A sign of life while the text runs, with file:line or "". */
    void (*alive)(void *context, const char *where);
    void *context;
};

/* Runs the text and hands out the fields of what it returns, in the order of their names. 0, what
 * the reader said, or -TP_ESCRIPT, -TP_ELIMIT, -TP_ENOMEM with "config.lua:3: …". */
int tp_fields_read(const struct tp_fields_text *source, const struct tp_fields_reader *reader,
                   struct tp_err *err);

/* The line at which the field is written in a { … }, or else the one around it; 0 when it is not
 * found, because the text makes it in another way. */
int tp_fields_line(const struct tp_fields_text *source, const char *path);

/* Writes "config.lua:3: WHAT" for a field; returns -code. */
int tp_fields_mistake(const struct tp_fields_text *source, const char *path, int code,
                      const char *what, struct tp_err *err);

#endif
