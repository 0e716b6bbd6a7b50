/* Outputs that a step drives: each is a lease, which is asked for again while the step lasts and
 * time goes on. Must never leave one driven that nobody is there to feel. */
#include "core/engine/session_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    LEASE_MS = 500, /* so long it stays without being asked for again */
    AGAIN_MS = 200
};

static void drive(struct tp_session *session, struct session_output *output)
{
    output->told_ms = session->clock_ms;
    session->ops->output(session->context, output->channel, output->value, LEASE_MS);
}

static void let_go(struct tp_session *session, struct session_output *output)
{
    output->told_ms = 0;
    session->ops->output(session->context, output->channel, tp_value_nil(), 0);
}

static struct session_output *find(struct tp_session *session, const char *channel)
{
    for (unsigned i = 0; i < session->output_count; i++)
        if (strcmp(session->outputs[i].channel, channel) == 0)
            return &session->outputs[i];
    return NULL;
}

static void forget(struct tp_session *session, struct session_output *output)
{
    let_go(session, output);
    *output = session->outputs[--session->output_count];
    if (output->value.kind == TP_VALUE_TEXT)
        output->value.text = output->text;
}

void session_output(struct tp_session *session, const char *channel, struct tp_value value)
{
    struct session_output *output = find(session, channel);
    if (!session->ops->output)
        return;
    if (value.kind == TP_VALUE_NIL) {
        if (output)
            forget(session, output);
        return;
    }
    if (!output && session->output_count == SESSION_OUTPUTS) {
        tp_session_world(session, TP_EVENT_WARNING,
                         "Too many outputs at once: one stays as it is.");
        return;
    }
    if (!output)
        output = &session->outputs[session->output_count++];
    snprintf(output->channel, sizeof output->channel, "%s", channel);
    output->value = value;
    if (value.kind == TP_VALUE_TEXT) {
        snprintf(output->text, sizeof output->text, "%s", value.text);
        output->value.text = output->text;
    }
    if (!session->standing)
        drive(session, output);
}

void session_release_outputs(struct tp_session *session)
{
    while (session->output_count > 0)
        forget(session, &session->outputs[session->output_count - 1]);
}

void session_rest_outputs(struct tp_session *session)
{
    for (unsigned i = 0; i < session->output_count; i++)
        if (session->outputs[i].told_ms)
            let_go(session, &session->outputs[i]);
}

void session_watch_outputs(struct tp_session *session)
{
    if (session->over)
        session_release_outputs(session);
    for (unsigned i = 0; i < session->output_count && !session->standing; i++)
        if (session->clock_ms - session->outputs[i].told_ms >= AGAIN_MS)
            drive(session, &session->outputs[i]);
}
