/* Keeps the machine awake while a session runs: no idle time counted, no blank screen, no sleep.
 *
 * Asks login1 for the machine and the desktop for the screen; where login1 does not answer, a
 * helper of the system that holds it as long as it runs. All of that happens on a thread of its
 * own, and each question has a deadline: neither the loop nor the first sound ever waits for it,
 * but to let go. What was asked for ends with the process, however that ends. */
#ifndef TP_HOST_AWAKE_H
#define TP_HOST_AWAKE_H

struct tp_awake;

enum tp_awake_state {
    TP_AWAKE_ASKING,
    TP_AWAKE_HELD,  /* by one of them at least */
    TP_AWAKE_NOBODY /* there is nobody to ask, or nobody who would */
};

/* Begins to ask. NULL where there is no memory or thread for it. [loop] */
struct tp_awake *tp_awake_start(void);

/* How far it came; of NULL, TP_AWAKE_NOBODY. [loop] */
enum tp_awake_state tp_awake_look(const struct tp_awake *awake);

/* Lets go, at once. NULL is fine. [loop] */
void tp_awake_close(struct tp_awake *awake);

#endif
