/* The world as the run of a live session sees it: the session's own, but that only one voice speaks
 * at a time. Must never answer for the world itself. */
#include "core/engine/session_internal.h"

/* One voice at a time: while the now bus speaks the routine's sentence is not known yet, so time
 * stands just before it. */
static tp_frames sentence(void *context, const char *text)
{
    struct tp_session *session = context;
    if (now_queue_speaks(&session->now_queue) && !session->replaying_to)
        return -TP_EAGAIN;
    return session->world->sentence(session->world_context, text);
}

static tp_frames tone(void *context, const struct tp_tone_request *request, struct tp_err *err)
{
    const struct tp_session *session = context;
    return session->world->tone(session->world_context, request, err);
}

static int input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    const struct tp_session *session = context;
    return session->world->input(session->world_context, kind, key, out);
}

static int remember(void *context, const char *key, struct tp_value value, struct tp_err *err)
{
    const struct tp_session *session = context;
    return session->world->remember(session->world_context, key, value, err);
}

static void strength(void *context, const char *spot, int steps)
{
    const struct tp_session *session = context;
    if (session->world->strength)
        session->world->strength(session->world_context, spot, steps);
}

static int module(void *context, const char *name, struct tp_buf *source, char *shown,
                  size_t shown_size, struct tp_err *err)
{
    const struct tp_session *session = context;
    return session->world->module(session->world_context, name, source, shown, shown_size, err);
}

static void print(void *context, const char *text)
{
    const struct tp_session *session = context;
    session->world->print(session->world_context, text);
}

static void alive(void *context, const char *where)
{
    const struct tp_session *session = context;
    if (session->world->alive)
        session->world->alive(session->world_context, where);
}

const struct tp_run_world session_run_world = {
    .sentence = sentence,
    .tone = tone,
    .input = input,
    .remember = remember,
    .strength = strength,
    .module = module,
    .print = print,
    .alive = alive,
};
