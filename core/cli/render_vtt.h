/* What is heard, as text: WebVTT with a chapter for each step and every sentence at its time. */
#ifndef TP_CLI_RENDER_VTT_H
#define TP_CLI_RENDER_VTT_H

#include "core/engine/timeline.h"

/* Writes piece by piece, whatever the length. Nothing of a routine's text is taken for markup. */
void tp_render_vtt(const struct tp_timeline *timeline, void (*write)(void *, const char *, size_t),
                   void *context);

/* What a chapter is called, on one line without control bytes: the section around the step, its
 * title, its side. Added to `out`. */
void tp_render_chapter(const struct tp_timeline_step *step, struct tp_buf *out);

#endif
