/* Who has a file open, as far as this person may see. Reads /proc; may take some milliseconds. */
#ifndef SERIAL_HOLDER_H
#define SERIAL_HOLDER_H

#include <stdbool.h>

struct serial_holder {
    long process;
    char name[32];
};

/* The first process but this one that has `real`, an absolute path without links, open. */
bool serial_holder_find(const char *real, struct serial_holder *out);

#endif
