/* A terminal in its plain state, but for waiting for Enter. */
#include "core/cli/plain_keys.h"

#include "core/host/watchdog.h"

#include <ncurses.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

static struct {
    struct termios before;
    int fd;
    bool taken;
} terminal;

bool tp_plain_keys_take(int fd)
{
    if (tcgetpgrp(fd) != getpgrp() || tcgetattr(fd, &terminal.before) < 0)
        return false; /* in the background it would be stopped here */
    struct termios plain = terminal.before;
    plain.c_iflag &= ~(tcflag_t)IXON; /* a stopped terminal would make the next line wait */
    plain.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    plain.c_cc[VMIN] = 1;
    plain.c_cc[VTIME] = 0;
    tp_watchdog_keep_terminal();
    terminal.fd = fd;
    terminal.taken = tcsetattr(fd, TCSADRAIN, &plain) == 0;
    return terminal.taken;
}

void tp_plain_keys_give_back(void)
{
    if (!terminal.taken)
        return;
    terminal.taken = false;
    tcsetattr(terminal.fd, TCSADRAIN, &terminal.before);
    tp_watchdog_release_terminal();
}

static int read_byte(int fd)
{
    unsigned char byte;
    return read(fd, &byte, 1) == 1 ? byte : -1;
}

/* What follows ESC: an arrow, or a sequence to be swallowed. ESC alone stays ESC. */
static int read_sequence(int fd)
{
    static const int arrows[] = {KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT};
    int byte = read_byte(fd);
    if (byte != '[' && byte != 'O')
        return byte < 0 ? '\033' : -1;
    do
        byte = read_byte(fd);
    while (byte >= 0 && byte < '@');
    return byte >= 'A' && byte <= 'D' ? arrows[byte - 'A'] : -1;
}

int tp_plain_keys_read(int fd)
{
    int byte = read_byte(fd);
    return byte == '\033' ? read_sequence(fd) : byte;
}
