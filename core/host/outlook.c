/* Dry runs on a worker. What the worker touches is its own until it is through. */
#include "core/host/outlook.h"

#include "core/host/watchdog.h"

#include <stdlib.h>

/* Memory of the outlook's own VM: beside that of the session it stays within the program's bounds.
 */
enum { OUTLOOK_MEMORY = 32 << 20 };

struct tp_outlook {
    uv_work_t work;
    uv_loop_t *loop;
    struct tp_run_config config;
    struct tp_log log;           /* the worker's copy */
    struct tp_timeline made;     /* the worker's result */
    struct tp_timeline timeline; /* the loop's */
    int status;
    bool known, busy, closing;
};

int tp_outlook_create(struct tp_outlook **out, uv_loop_t *loop, const struct tp_run_config *config,
                      struct tp_err *err)
{
    struct tp_outlook *outlook = calloc(1, sizeof *outlook);
    *out = outlook;
    if (!outlook)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    outlook->loop = loop;
    outlook->config = *config;
    outlook->config.memory_bytes = OUTLOOK_MEMORY;
    outlook->config.log = &outlook->log;
    outlook->work.data = outlook;
    return 0;
}

static void destroy(struct tp_outlook *outlook)
{
    tp_timeline_finish(&outlook->timeline);
    tp_log_finish(&outlook->log);
    free(outlook);
}

void tp_outlook_close(struct tp_outlook *outlook)
{
    if (!outlook)
        return;
    outlook->closing = true;
    if (!outlook->busy)
        destroy(outlook);
}

static void work(uv_work_t *request)
{
    struct tp_outlook *outlook = request->data;
    tp_watchdog_wake(TP_WATCHED_WORKER);
    outlook->status = tp_timeline_make(&outlook->made, &outlook->config, NULL);
    tp_watchdog_sleep(TP_WATCHED_WORKER);
}

static void done(uv_work_t *request, int status)
{
    struct tp_outlook *outlook = request->data;
    outlook->busy = false;
    tp_log_finish(&outlook->log);
    if (status == 0 && outlook->status == 0)
        tp_outlook_give(outlook, &outlook->made);
    if (outlook->closing)
        destroy(outlook);
}

bool tp_outlook_ask(struct tp_outlook *outlook, const struct tp_log *log)
{
    if (outlook->busy || tp_log_copy(&outlook->log, log) < 0)
        return false;
    outlook->busy = uv_queue_work(outlook->loop, &outlook->work, work, done) == 0;
    if (!outlook->busy)
        tp_log_finish(&outlook->log);
    return outlook->busy;
}

bool tp_outlook_is_busy(const struct tp_outlook *outlook)
{
    return outlook->busy;
}

void tp_outlook_change(struct tp_outlook *outlook, const char *text, size_t length)
{
    outlook->config.text = text;
    outlook->config.length = length;
}

void tp_outlook_give(struct tp_outlook *outlook, struct tp_timeline *timeline)
{
    tp_timeline_finish(&outlook->timeline);
    outlook->timeline = *timeline;
    outlook->known = true;
    *timeline = (struct tp_timeline){0};
}

const struct tp_timeline *tp_outlook_look(const struct tp_outlook *outlook)
{
    return outlook->known ? &outlook->timeline : NULL;
}
