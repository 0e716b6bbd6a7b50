/* The screen: ncurses, one page, readable from two metres.
 *
 * Draws a view; reads keys. Knows nothing of sound or time. The terminal is restored after every
 * exit: by tp_screen_close, and by the watchdog when the process ends badly. [loop] */
#ifndef TP_CLI_SCREEN_H
#define TP_CLI_SCREEN_H

#include "core/base/err.h"
#include "core/cli/view.h"

/* Takes over the terminal. -TP_EIO when there is none that ncurses can use. */
int tp_screen_open(struct tp_err *err);

/* Gives the terminal back. Safe when it was never taken. */
void tp_screen_close(void);

/* For Ctrl-Z: gives the terminal back, and takes it again after the process goes on. */
void tp_screen_suspend(void);
void tp_screen_resume(void);

/* Draws what changed. Any size; below 40×10 only the most needed. */
void tp_screen_draw(const struct tp_view *view);

/* The terminal has another size now. */
void tp_screen_resize(void);

/* Shows or hides the page of keys. */
void tp_screen_help(void);

/* The next key as ncurses names it (a letter, KEY_UP …); −1 when none waits. Never blocks. */
int tp_screen_key(void);

/* The bell of the terminal. */
void tp_screen_bell(void);

#endif
