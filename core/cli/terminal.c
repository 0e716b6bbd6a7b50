/* Looking before writing. */
#include "core/cli/terminal.h"

#include <poll.h>
#include <unistd.h>

bool tp_terminal_is_ready(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLOUT);
}
