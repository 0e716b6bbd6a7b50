/* The ways to keep a machine awake. Room-internal: awake.h is what others see.
 *
 * All of it runs on the thread of awake.c. Whoever is asked has ANSWER_MS; the answer is no longer
 * waited for once `stop`, a descriptor, can be read. */
#ifndef TP_HOST_AWAKE_INTERNAL_H
#define TP_HOST_AWAKE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { AWAKE_ANSWER_MS = 2000 };

/* For those who ask, and for those who are asked to stay awake. */
#define AWAKE_WHO "tprun"
#define AWAKE_WHY "A body routine is running"

/* Monotonic, in ms. */
int64_t awake_now_ms(void);

/* Waits until `fd` is ready for `events` (of poll). False when `stop` can be read or the monotonic
 * clock shows `until_ms`. */
bool awake_wait(int fd, short events, int stop, int64_t until_ms);

/* ---- awake_bus.c ---- */

/* login1, on the system bus: a descriptor; while it is open the machine does not sleep and is not
 * idle. −1 when nobody gives one. */
int awake_bus_hold_machine(int stop);

/* The desktop, on the session bus: a screen that does not go dark. */
struct awake_screen {
    struct sd_bus *bus; /* owned; NULL: it is not held */
    uint32_t cookie;
};
bool awake_bus_hold_screen(struct awake_screen *screen, int stop);
void awake_bus_free_screen(struct awake_screen *screen); /* one that is not held is fine */

/* ---- awake_child.c ---- */

/* A helper that holds machine and screen as long as it runs: it ends with its input. */
struct awake_child {
    pid_t pid; /* 0: none runs */
    int input; /* ours to close */
};
bool awake_child_start(struct awake_child *child, int stop);
void awake_child_end(struct awake_child *child); /* none is fine */

#endif
