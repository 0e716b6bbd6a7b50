/* Keys of a terminal without a screen: for --quiet, where a screen reader reads the lines.
 *
 * The terminal gives every key at once and does not show it; it is set back by the close, and by
 * the watchdog at a bad end. [loop] */
#ifndef TP_CLI_PLAIN_KEYS_H
#define TP_CLI_PLAIN_KEYS_H

#include <stdbool.h>

/* Takes the terminal `fd`; false when it is none. For after Ctrl-Z, too. */
bool tp_plain_keys_take(int fd);

/* Sets the terminal back. Safe when it was never taken. */
void tp_plain_keys_give_back(void);

/* The next key as ncurses names it (letters, KEY_UP, KEY_F(5) …); −1 when none waits. `fd` must not
 * block. */
int tp_plain_keys_read(int fd);

#endif
