/* The head of a routine's text: what stands in its routine{…}, read without running it. */
#ifndef TP_SCRIPT_HEAD_H
#define TP_SCRIPT_HEAD_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the first routine{…} of `text` has the field `field` with a text in plain quotes;
 * `*from` is the place of that text within `text` and `*size` its bytes, both without the quotes.
 * What is no Lua gives any answer, or none. [any thread] */
bool tp_head_find(const char *text, size_t length, const char *field, size_t *from, size_t *size);

#endif
