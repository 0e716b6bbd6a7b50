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

/* ESC [ NUMBER ~, as xterm, rxvt, the Linux console and VT220 send it. */
static int numbered_key(int number)
{
    static const int keys[] = {
        [1] = KEY_HOME,   [2] = KEY_IC,     [3] = KEY_DC,     [4] = KEY_END,    [5] = KEY_PPAGE,
        [6] = KEY_NPAGE,  [7] = KEY_HOME,   [8] = KEY_END,    [11] = KEY_F(1),  [12] = KEY_F(2),
        [13] = KEY_F(3),  [14] = KEY_F(4),  [15] = KEY_F(5),  [17] = KEY_F(6),  [18] = KEY_F(7),
        [19] = KEY_F(8),  [20] = KEY_F(9),  [21] = KEY_F(10), [23] = KEY_F(11), [24] = KEY_F(12),
        [25] = KEY_F(13), [26] = KEY_F(14), [28] = KEY_F(15), [29] = KEY_F(16), [31] = KEY_F(17),
        [32] = KEY_F(18), [33] = KEY_F(19), [34] = KEY_F(20),
    };
    bool known = number > 0 && number < (int)(sizeof keys / sizeof *keys) && keys[number] != 0;
    return known ? keys[number] : -1;
}

/* ESC [ LETTER and ESC O LETTER. */
static int lettered_key(int letter)
{
    switch (letter) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    case 'F':
        return KEY_END;
    case 'H':
        return KEY_HOME;
    case 'M':
        return '\n'; /* of the number pad */
    case 'P':
    case 'Q':
    case 'R':
    case 'S':
        return KEY_F(1) + letter - 'P';
    default:
        return -1;
    }
}

/* The Linux console: ESC [ [ A is F1. */
static int console_key(int fd)
{
    int letter = read_byte(fd);
    return letter >= 'A' && letter <= 'E' ? KEY_F(1) + letter - 'A' : -1;
}

/* With shift the twelve function keys are F13 to F24, as ncurses counts them. */
static int shifted(int key)
{
    return key >= KEY_F(1) && key <= KEY_F(12) ? key + 12 : key;
}

/* What follows ESC: a key with a name, or a sequence to be swallowed. ESC alone stays ESC. */
static int read_sequence(int fd)
{
    enum { SHIFT = 2, MOST = 1000 };
    int byte = read_byte(fd), numbers[2] = {0, 0}, count = 0;
    if (byte != '[' && byte != 'O')
        return byte < 0 ? '\033' : -1;
    while ((byte = read_byte(fd)) >= 0 && byte < '@') {
        if (byte == ';')
            count++;
        else if (byte >= '0' && byte <= '9' && count < 2 && numbers[count] < MOST)
            numbers[count] = numbers[count] * 10 + byte - '0';
    }
    if (byte == '[')
        return console_key(fd);
    int key = byte == '~' ? numbered_key(numbers[0]) : lettered_key(byte);
    return numbers[1] == SHIFT ? shifted(key) : key;
}

int tp_plain_keys_read(int fd)
{
    int byte = read_byte(fd);
    return byte == '\033' ? read_sequence(fd) : byte;
}
