/* Plain lines: the session told on standard output, for pipes, screen readers and --quiet.
 *
 * One line for each step, sentence, question and warning, with its time. Words only, no signs that
 * read badly; each line is out as soon as it is said. [loop] */
#ifndef TP_CLI_LINES_H
#define TP_CLI_LINES_H

#include "core/cli/keys.h"
#include "core/cli/view.h"

/* Tells what a person without a screen wants to know of an event. A step that is words alone is
 * told by its sentences. */
void tp_lines_event(const struct tp_keys *keys, const struct tp_event *event);

/* Tells a sentence that is not the routine's, at session time `at`. */
void tp_lines_voice(tp_frames at, const char *text);

/* Tells what is neither said nor an event: a word to whoever writes the routine. */
void tp_lines_note(tp_frames at, const char *text);

/* The head, at the session's start: title, minutes and finish time, position, things needed, where
 * it sounds; and the last line, after the end. */
void tp_lines_head(const struct tp_view *view);
void tp_lines_device(const char *device);                    /* which may be known only later */
void tp_lines_end(const struct tp_view *view, bool spelled); /* see tp_view_end */

/* What each key does, one line each. */
void tp_lines_keys(const struct tp_keys *keys);

#endif
