/* tprun plan FILE [--json]: the timeline, known before a sound is made. */
#include "core/cli/commands.h"
#include "core/cli/shorten.h"
#include "core/engine/timeline.h"

#include <stdio.h>

static void write_out(void *context, const char *text, size_t length)
{
    (void)context;
    fwrite(text, 1, length, stdout);
}

static void print_aside(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "%s\n", text);
}

int tp_command_plan(const struct tp_options *options)
{
    struct tp_prepared prepared;
    struct tp_timeline timeline = {0};
    struct tp_err err = {0};
    int rc = tp_prepare(&prepared, options, TP_TO_KNOW, &err);
    prepared.world.print = print_aside;
    if (rc == 0)
        rc = tp_prepare_answers(&prepared, options, &err);
    if (rc == 0)
        rc = tp_shorten(&prepared, options, &prepared.run, &err);
    if (rc == 0)
        rc = tp_prepare_timeline(&prepared, &prepared.run, &timeline, &err);
    if (rc == 0)
        rc = tp_answers_check(prepared.answers, &err);
    if (rc == 0)
        timeline.shorter = tp_intern(&timeline.texts, tp_shortened(&prepared));
    if (rc == 0 && options->json)
        tp_timeline_json(&timeline, write_out, NULL);
    else if (rc == 0)
        tp_timeline_print(&timeline, write_out, NULL);
    if (rc == 0)
        tp_prepare_doubt(&prepared);
    tp_timeline_finish(&timeline);
    tp_prepare_finish(&prepared);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
