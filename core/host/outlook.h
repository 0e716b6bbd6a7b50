/* The outlook: what is likely to come, from a dry run on a worker.
 *
 * A replay of the inputs so far, then the rest with the answers that the author assumed. The screen
 * reads the next step and the time left in it; nothing of it is ever spoken. [loop] */
#ifndef TP_HOST_OUTLOOK_H
#define TP_HOST_OUTLOOK_H

#include "core/engine/timeline.h"

#include <uv.h>

struct tp_outlook;

/* `config` (with its texts), `world` and its context are borrowed for the outlook's life; the
 * context is used on the worker. */
int tp_outlook_create(struct tp_outlook **out, uv_loop_t *loop, const struct tp_run_config *config,
                      struct tp_err *err);

/* Frees it, once a worker that is under way is through: the loop must run on until then. NULL is
 * fine. */
void tp_outlook_close(struct tp_outlook *outlook);

/* Starts a dry run from these inputs (copied). False while one is under way: ask again later. */
bool tp_outlook_ask(struct tp_outlook *outlook, const struct tp_log *log);

/* Whether a dry run is under way. */
bool tp_outlook_is_busy(const struct tp_outlook *outlook);

/* From now on it is this text that is played, borrowed as the config's was. Not while it is busy,
 * nor may its world change then. */
void tp_outlook_change(struct tp_outlook *outlook, const char *text, size_t length);

/* Gives a timeline that is known already; the outlook takes it. */
void tp_outlook_give(struct tp_outlook *outlook, struct tp_timeline *timeline);

/* The newest, borrowed until the next turn of the loop; NULL before the first. */
const struct tp_timeline *tp_outlook_look(const struct tp_outlook *outlook);

#endif
