/* How far a render has come: one line on a terminal's standard error, and nothing anywhere else.
 *
 * When the render is over it has made room for a last one: what there is now. */
#ifndef TP_CLI_RENDER_BAR_H
#define TP_CLI_RENDER_BAR_H

#include "core/base/frames.h"

#include <stdbool.h>
#include <stdint.h>

struct tp_render_bar {
    bool shown;        /* there is somebody to see it */
    bool unicode;      /* the terminal has blocks */
    char name[40];     /* of the file */
    uint64_t again_ms; /* not drawn before */
    unsigned sentences;
};

/* `path`: of the file that is written; `quiet`: show nothing. */
void tp_render_bar_begin(struct tp_render_bar *bar, const char *path, bool quiet);

/* One sentence more is being spoken, ahead of the writing. */
void tp_render_bar_sentence(struct tp_render_bar *bar);

/* So much of all is written. */
void tp_render_bar_written(struct tp_render_bar *bar, tp_frames written, tp_frames all);

/* Takes the line away. With a `length`, that of the whole session, it tells what there is now. */
void tp_render_bar_end(struct tp_render_bar *bar, tp_frames length);

#endif
