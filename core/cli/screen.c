/* Taking the terminal, giving it back, and its keys. Must never leave the terminal taken: each way
 * out of here gives it back, and the watchdog knows its settings for the ways that are not. */
#include "core/cli/screen.h"

#include "core/cli/keys.h"
#include "core/cli/screen_draw.h"
#include "core/cli/terminal.h"
#include "core/host/watchdog.h"

#include <langinfo.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

enum {
    ESCAPE = 27,
    ESCAPE_MS = 25, /* the bytes of one key come together, even from far away */
    SEQUENCE = 32   /* most bytes of one key that nobody knows */
};

static struct {
    SCREEN *terminal; /* NULL: not taken */
    bool suspended, help;
    struct page page;
} screen;

/* Whether the terminal can place a cursor. ncurses would take one that cannot. */
static bool can_place(void)
{
    int found;
    if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
        return false;
    bool can = cursor_address && clear_screen;
    del_curterm(cur_term);
    return can;
}

/* ncurses installs handlers of its own, which would end the program without a fade. */
static SCREEN *take_terminal(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP};
    enum { SIGNALS = sizeof signals / sizeof *signals };
    struct sigaction before[SIGNALS];
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], NULL, &before[i]);
    use_env(TRUE);
    use_tioctl(
        TRUE); /* the window's size is asked for, COLUMNS and LINES are only believed if not */
    SCREEN *terminal = newterm(NULL, stdout, stdin);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    return terminal;
}

/* Colours of middling brightness, so that they can be read on light and on dark ground; where there
 * are only eight, the terminal's own. */
static bool take_colours(void)
{
    const char *none = getenv("NO_COLOR");
    if ((none && *none) || !has_colors() || start_color() == ERR)
        return false;
    bool many = COLORS >= 256;
    short ground = use_default_colors() == OK ? -1 : COLOR_BLACK;
    init_pair(1, many ? 30 : COLOR_CYAN, ground);
    init_pair(2, many ? 65 : COLOR_GREEN, ground);
    init_pair(3, many ? 130 : COLOR_YELLOW, ground);
    return true;
}

static void measure(void)
{
    getmaxyx(stdscr, screen.page.rows, screen.page.cols);
}

/* Ctrl-S is a key like others: a stopped terminal would make the next write wait. */
static void take_flow_keys(void)
{
    struct termios terminal;
    if (tcgetattr(STDIN_FILENO, &terminal) == 0) {
        terminal.c_iflag &= ~(tcflag_t)IXON;
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
        def_prog_mode();
    }
}

int tp_screen_open(struct tp_err *err)
{
    if (screen.terminal)
        return 0;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !can_place())
        return tp_err_set(err, TP_EIO, "this terminal cannot show a page");
    tp_watchdog_keep_terminal();
    screen.terminal = take_terminal();
    if (!screen.terminal) {
        tp_watchdog_release_terminal();
        return tp_err_set(err, TP_EIO, "this terminal cannot show a page");
    }
    cbreak(); /* signals stay with the terminal: Ctrl-C, Ctrl-Z */
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    leaveok(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    curs_set(0);
    take_flow_keys();
    screen.suspended = screen.help = false;
    screen.page.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    screen.page.colours = take_colours();
    measure();
    return 0;
}

void tp_screen_close(void)
{
    if (!screen.terminal)
        return;
    if (!screen.suspended)
        endwin();
    delscreen(screen.terminal);
    screen.terminal = NULL;
    tp_watchdog_release_terminal();
}

void tp_screen_suspend(void)
{
    if (!screen.terminal || screen.suspended)
        return;
    endwin();
    screen.suspended = true;
    tp_watchdog_release_terminal();
}

/* Also after a stop that nobody foresaw (kill -STOP): the shell has written over the page. */
void tp_screen_resume(void)
{
    if (!screen.terminal)
        return;
    if (screen.suspended)
        tp_watchdog_keep_terminal();
    screen.suspended = false;
    reset_prog_mode();
    tp_screen_resize();
    refresh();
}

void tp_screen_draw(const struct tp_view *view)
{
    if (!screen.terminal || screen.suspended || !tp_terminal_is_ready())
        return;
    measure();
    erase();
    if (screen.help)
        draw_help(&screen.page, view);
    else
        draw_session(&screen.page, view);
    refresh();
}

void tp_screen_resize(void)
{
    struct winsize size;
    if (!screen.terminal || screen.suspended)
        return;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    clearok(stdscr, TRUE);
}

void tp_screen_help(void)
{
    screen.help = !screen.help;
}

void tp_screen_bell(void)
{
    if (screen.terminal && !screen.suspended)
        beep();
}

/* ---- keys ---- */

/* One key of ncurses; −1 when none waits. */
static int read_key(void)
{
    wint_t key;
    int kind = get_wch(&key);
    if (kind == ERR)
        return -1;
    return kind == KEY_CODE_YES || key < TP_KEY_LETTER ? (int)key : TP_KEY_LETTER;
}

/* The rest of a sequence, up to its closing letter: none of it is the person's. */
static void swallow_rest(void)
{
    for (int i = 0; i < SEQUENCE; i++) {
        int key = read_key();
        if (key < 0 || (key >= '@' && key <= '~'))
            return;
    }
}

/* Whether the Escape byte just read, or the mouse that nobody asked for, begins a sequence; then
 * all of it is gone. The Escape key itself stands alone. */
static bool swallow_sequence(int begin)
{
    int key = begin == ESCAPE ? read_key() : '[';
    if (key == '[' || key == 'O')
        swallow_rest();
    return key >= 0;
}

/* On the page of keys some keys lead back, as people expect. */
static bool closes_help(int key)
{
    bool closes = key == ESCAPE || key == '\r' || key == '\n' || key == KEY_ENTER || key == 'q';
    if (!screen.help || !closes)
        return false;
    screen.help = false;
    return true;
}

int tp_screen_key(void)
{
    int key;
    if (!screen.terminal || screen.suspended)
        return -1;
    while ((key = read_key()) >= 0) {
        if ((key == ESCAPE || key == KEY_MOUSE) && swallow_sequence(key))
            continue;
        if (key == KEY_RESIZE || closes_help(key))
            continue;
        return key;
    }
    return -1;
}
