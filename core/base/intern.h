/* Interned texts: each distinct text is kept once and never moves.
 *
 * For timelines, which say the same few words a hundred thousand times. One thread. */
#ifndef TP_BASE_INTERN_H
#define TP_BASE_INTERN_H

#include <stddef.h>

/* Zero is an empty one. */
struct tp_intern {
    char **slots; /* owned texts in an open hash table */
    size_t count, capacity;
};

/* The kept copy of `text`; NULL for NULL, and when out of memory. */
const char *tp_intern(struct tp_intern *intern, const char *text);

void tp_intern_finish(struct tp_intern *intern);

#endif
