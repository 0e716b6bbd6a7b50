/* What a plugin's own threads ask of the loop. Must never wait for more than the lock. */
#include "core/base/text.h"
#include "core/host/plugin_object_internal.h"

#include <stdlib.h>

static int put(struct object_run *run, struct object_job job)
{
    int rc = -TP_PLUGIN_EAGAIN;
    uv_mutex_lock(&run->mutex);
    if (!run->shut && run->job_count < OBJECT_JOBS) {
        run->jobs[(run->job_first + run->job_count++) % OBJECT_JOBS] = job;
        uv_async_send(&run->wake);
        rc = 0;
    }
    uv_mutex_unlock(&run->mutex);
    return rc;
}

/* False when there is none. */
static bool take(struct object_run *run, struct object_job *job)
{
    uv_mutex_lock(&run->mutex);
    bool there = run->job_count > 0;
    if (there) {
        *job = run->jobs[run->job_first];
        run->job_first = (run->job_first + 1) % OBJECT_JOBS;
        run->job_count--;
    }
    uv_mutex_unlock(&run->mutex);
    return there;
}

static void say(struct object_run *run, enum tp_plugin_level level, const char *text)
{
    if (level == TP_PLUGIN_WARNING)
        tp_link_warning(run->link, text);
    else
        tp_link_log(run->link, text);
}

/* On the loop at once: its threads may have filled all the room. */
void object_log(void *context, enum tp_plugin_level level, const char *text)
{
    struct object_run *run = context;
    uv_thread_t self = uv_thread_self();
    if (!text)
        return;
    if (uv_thread_equal(&self, &run->loop_thread)) {
        say(run, level, text);
        return;
    }
    char *copy = tp_text_copy(text);
    if (copy && put(run, (struct object_job){.level = level, .text = copy}) < 0)
        free(copy);
}

int object_post(void *context, void (*run)(void *argument), void *argument)
{
    return run ? put(context, (struct object_job){.run = run, .argument = argument})
               : -TP_PLUGIN_EINVAL;
}

/* Takes the line. */
static void say_job(struct object_run *run, struct object_job *job)
{
    say(run, job->level, job->text);
    free(job->text);
}

static void call(struct object_run *run, const struct object_job *job)
{
    struct object_call entered = object_enter(run);
    job->run(job->argument);
    object_leave(run, &entered, "what it posted");
}

/* Those that come meanwhile wait for the next turn: each posts again only after its own. */
void object_jobs_do(uv_async_t *wake)
{
    struct object_run *run = wake->data;
    struct object_job job;
    uv_mutex_lock(&run->mutex);
    size_t count = run->job_count;
    uv_mutex_unlock(&run->mutex);
    for (size_t i = 0; i < count && take(run, &job); i++) {
        if (!job.run)
            say_job(run, &job);
        else if (run->started && !run->closing)
            call(run, &job);
    }
}

void object_jobs_shut(struct object_run *run)
{
    struct object_job job;
    uv_mutex_lock(&run->mutex);
    run->shut = true;
    uv_mutex_unlock(&run->mutex);
    while (take(run, &job))
        if (!job.run)
            say_job(run, &job);
}
