/* What a rendered file says about itself: title, who made it for whom, and where its steps begin.
 */
#ifndef TP_CLI_RENDER_ABOUT_H
#define TP_CLI_RENDER_ABOUT_H

#include "audio/driver.h"
#include "core/engine/timeline.h"

struct tp_render_about {
    struct tp_file_about about; /* points into the rest */
    char title[300], artist[300], comment[900];
    tp_frames *marks; /* owned */
};

/* Out of the timeline alone: two renders of one routine say the same. `length`: of the file.
 * -TP_ENOMEM. To be finished in any case. */
int tp_render_about_make(struct tp_render_about *about, const struct tp_timeline *timeline,
                         tp_frames length, struct tp_err *err);
void tp_render_about_finish(struct tp_render_about *about);

#endif
