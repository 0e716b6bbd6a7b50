/* A look over a text before Lua parses it. Room-internal. */
#ifndef TP_SCRIPT_SCAN_H
#define TP_SCRIPT_SCAN_H

#include <stddef.h>

/* Most fields in a row: a.b.c has two. */
enum { TP_SCAN_LONGEST = 100 };

/* The line where more fields than that follow one another in one expression, 0 when none do.
 *
 * When Lua up to 5.4.6 names the culprit of an error it goes back through such a chain by
 * recursion, and with some 100 000 fields it overflows the C stack. Brackets are followed to the
 * depth at which the parser gives up. Linear in the length of the text; what is not Lua gives any
 * answer. */
int tp_scan_long_chain(const char *text, size_t length);

#endif
