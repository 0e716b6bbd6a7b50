/* Opening a port, and saying why it cannot be. May block, for as long as a driver likes. */
#ifndef SERIAL_PORT_H
#define SERIAL_PORT_H

#include <stddef.h>

enum { SERIAL_REFUSAL_BYTES = 240 };

/* Opens it for reading only, raw, never blocking, and for nobody else besides. Lines to the board
 * are left as opening puts them, and closing will not touch them: many a board starts anew when
 * they change. The descriptor; or -1 and in `refusal` what is the matter and what to do, "" when
 * the port is just not there. */
int serial_port_open(const char *path, unsigned baud, char *refusal, size_t size);

#endif
