/* Standard output as the loop may use it: without ever waiting. */
#ifndef TP_CLI_TERMINAL_H
#define TP_CLI_TERMINAL_H

#include <stdbool.h>

/* Whether standard output takes more now. What it does not take is left out: a terminal behind a
 * slow or broken line, or a reader who went for tea, must never hold up the session. */
bool tp_terminal_is_ready(void);

#endif
