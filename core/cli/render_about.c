/* Tags and marks of a rendered file. Must never take anything from the machine or the day. */
#include "core/cli/render_about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void clean(char *out, size_t size, const char *text)
{
    tp_text_clean(out, size, text ? text : "", text ? strlen(text) : 0);
}

/* "Made for B. Patient. Ten minutes for a stiff neck." */
static void comment(struct tp_render_about *about, const struct tp_timeline *timeline)
{
    char made_for[300], summary[500];
    clean(made_for, sizeof made_for, timeline->made_for);
    clean(summary, sizeof summary, timeline->summary);
    snprintf(about->comment, sizeof about->comment, "%s%s%s%s", *made_for ? "Made for " : "",
             made_for, *made_for ? ". " : "", summary);
}

int tp_render_about_make(struct tp_render_about *about, const struct tp_timeline *timeline,
                         tp_frames length, struct tp_err *err)
{
    *about = (struct tp_render_about){0};
    about->marks = malloc((timeline->step_count + 1) * sizeof *about->marks);
    if (!about->marks)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    clean(about->title, sizeof about->title, timeline->title);
    clean(about->artist, sizeof about->artist, timeline->made_by);
    comment(about, timeline);
    about->about = (struct tp_file_about){.title = about->title,
                                          .artist = about->artist,
                                          .comment = about->comment,
                                          .software = "tprun " TPRUN_VERSION,
                                          .marks = about->marks,
                                          .length = length};
    for (size_t i = 0; i < timeline->step_count; i++)
        if (timeline->steps[i].length > 0)
            about->marks[about->about.mark_count++] = timeline->steps[i].start;
    return 0;
}

void tp_render_about_finish(struct tp_render_about *about)
{
    free(about->marks);
}
