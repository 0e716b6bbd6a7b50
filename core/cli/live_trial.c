/* A text that was changed is tried beside the session, by dry runs on a worker, and taken over by
 * it. Must never let the session hear of a text that was not played to its end. */
#include "core/cli/live_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Memory of each VM beside that of the session, as for the outlook. */
enum { TRIAL_MEMORY = 32 << 20, FAILURE_FADE_MS = 250 };

struct live_trial {
    uv_work_t work;
    struct tp_run_world table;
    struct tp_world was, is; /* the worker's while it is busy; `is` owns the modules it read */
    const struct tp_module *logged; /* of its modules, the newest in the session's log */
    struct tp_buf text;             /* owned */
    struct tp_log log;              /* the worker's copy */
    size_t commands;                /* inputs of the person in it */
    struct tp_rehearsal rehearsal;
    int rc;
    struct tp_err err;
    bool busy;
};

static size_t count_commands(const struct tp_log *log)
{
    size_t count = 0;
    for (size_t i = 0; i < log->count; i++)
        count += log->records[i].kind == TP_RECORD_COMMAND;
    return count;
}

static void work(uv_work_t *request)
{
    struct live_trial *trial = request->data;
    tp_watchdog_wake(TP_WATCHED_WORKER);
    trial->rc = tp_rehearse(&trial->rehearsal, &trial->err);
    tp_watchdog_sleep(TP_WATCHED_WORKER);
}

static void done(uv_work_t *request, int status)
{
    struct live_trial *trial = request->data;
    trial->busy = false;
    if (status < 0) /* the session ends: it was never begun */
        trial->rc = status;
}

/* Of the worker: it keeps the modules that it reads, which are the new text's if it is taken over.
 */
static void set_world(const struct live *live, struct live_trial *trial, struct tp_memory *memory)
{
    trial->table = live->likely;
    trial->was = live->prepared->world;
    trial->was.memory = memory;
    trial->was.devices = NULL;
    trial->was.print = NULL;
    trial->was.watched = TP_WATCHED_WORKER;
    trial->was.modules.lent = true;
    trial->is = trial->was;
    trial->is.modules = (struct tp_modules){0};
}

/* The session as it is now is what it is tried against. */
static int begin(struct live *live, struct live_trial *trial, struct tp_err *err)
{
    struct tp_session_state state;
    struct tp_run_config run = live->prepared->run;
    tp_session_look(live->session, &state);
    tp_rehearsal_finish(&trial->rehearsal);
    tp_log_finish(&trial->log);
    run.world = &trial->table;
    run.world_context = &trial->was;
    run.memory_bytes = TRIAL_MEMORY;
    trial->rehearsal =
        (struct tp_rehearsal){.was = run, .is = run, .log = &trial->log, .step = state.run.step};
    trial->rehearsal.is.world_context = &trial->is;
    trial->rehearsal.is.text = trial->text.data ? trial->text.data : "";
    trial->rehearsal.is.length = trial->text.length;
    trial->commands = count_commands(tp_session_log(live->session));
    bool ready = tp_log_copy(&trial->log, tp_session_log(live->session)) == 0 &&
                 uv_queue_work(&live->loop, &trial->work, work, done) == 0;
    trial->busy = ready;
    return ready ? 0 : tp_err_set(err, TP_ENOMEM, "out of memory");
}

int live_try_text(struct live_trial **out, struct live *live, struct tp_memory *memory,
                  struct tp_buf *text, struct tp_err *err)
{
    struct live_trial *trial = calloc(1, sizeof *trial);
    *out = NULL;
    if (!trial)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    trial->work.data = trial;
    trial->text = *text;
    *text = (struct tp_buf){0};
    set_world(live, trial, memory);
    int rc = begin(live, trial, err);
    if (rc < 0)
        live_trial_free(trial);
    else
        *out = trial;
    return rc;
}

void live_trial_free(struct live_trial *trial)
{
    if (!trial)
        return;
    tp_rehearsal_finish(&trial->rehearsal);
    tp_modules_finish(&trial->is.modules);
    tp_log_finish(&trial->log);
    tp_buf_finish(&trial->text);
    free(trial);
}

bool live_trial_is_busy(const struct live_trial *trial)
{
    return trial->busy;
}

int live_trial_result(const struct live_trial *trial, struct tp_err *err)
{
    if (trial->rc < 0)
        *err = trial->err;
    return trial->rc;
}

const struct tp_buf *live_trial_text(const struct live_trial *trial)
{
    return &trial->text;
}

const struct tp_modules *live_trial_modules(const struct live_trial *trial)
{
    return &trial->is.modules;
}

/* Modules change hands both ways: what the other side had it gets back with the next exchange. With
 * them goes how many of them are in the session's log. */
static void exchange_modules(struct live *live, struct live_trial *trial)
{
    struct tp_modules own = live->prepared->world.modules;
    const struct tp_module *logged = live->log.module;
    live->prepared->world.modules = trial->is.modules;
    trial->is.modules = own;
    live->log.module = trial->logged;
    trial->logged = logged;
}

/* What the session's outlook is from now on, and what is shown of its text. */
static void look_out(struct live *live, struct tp_timeline *timeline)
{
    const struct tp_run_config *run = &live->prepared->run;
    live_name(live, timeline->title, timeline->position, timeline->tools);
    live->outlook_world.modules = live->prepared->world.modules;
    live->outlook_world.modules.lent = true;
    tp_outlook_change(live->outlook, run->text, run->length);
    tp_outlook_give(live->outlook, timeline);
    live->outlook_stale = true;
}

static void keep_text(struct live *live, struct live_trial *trial)
{
    struct tp_prepared *prepared = live->prepared;
    tp_buf_finish(&prepared->file.text);
    prepared->file.text = trial->text;
    trial->text = (struct tp_buf){0};
    prepared->run.text = trial->rehearsal.is.text;
    prepared->run.length = trial->rehearsal.is.length;
    live->rewritten = true;
}

/* Unheard, where that can be; else from the start of the step. -TP_EAGAIN: not at this moment. */
static int hand_over(struct live *live, struct live_trial *trial, bool *unheard, struct tp_err *err)
{
    struct tp_rehearsal *r = &trial->rehearsal;
    struct tp_session_state state;
    int rc = -TP_EINVAL;
    tp_session_look(live->session, &state);
    *unheard = r->parting > live->now && !state.gate;
    if (*unheard)
        rc = tp_session_renew(live->session, r->is.text, r->is.length, err);
    if (rc == -TP_EAGAIN)
        return rc;
    live_log_text(live, r->is.text, r->is.length);
    if (rc == 0)
        return 0;
    *unheard = false;
    return tp_session_swap(live->session, r->is.text, r->is.length, &r->inputs,
                           r->place > 0 && !state.gate ? r->place : 1, err);
}

int live_take_text(struct live *live, struct live_trial *trial)
{
    struct tp_session_state state;
    struct tp_rehearsal *r = &trial->rehearsal;
    bool unheard;
    tp_session_look(live->session, &state);
    if (tp_outlook_is_busy(live->outlook))
        return -TP_EAGAIN;
    if (state.run.step != r->step ||
        count_commands(tp_session_log(live->session)) != trial->commands) {
        int rc = begin(live, trial, &live->err);
        if (rc < 0)
            live_end(live, rc, FAILURE_FADE_MS);
        return rc < 0 ? rc : -TP_EAGAIN;
    }
    exchange_modules(live, trial);
    int rc = hand_over(live, trial, &unheard, &live->err);
    if (rc == -TP_EAGAIN) {
        exchange_modules(live, trial);
        return rc;
    }
    if (rc < 0) {
        live_end(live, rc, FAILURE_FADE_MS);
        return rc;
    }
    keep_text(live, trial);
    look_out(live, unheard ? &r->onward : &r->anew);
    live_allow(live);
    live_prefetch(live);
    return 0;
}
