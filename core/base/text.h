/* Bounded text: a growing byte buffer, UTF-8 cleaning for people's eyes, and the nearest name.
 *
 * Text of a routine is never trusted: whatever reaches a terminal or an error line goes through
 * tp_text_clean. [any thread] */
#ifndef TP_BASE_TEXT_H
#define TP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A growing, always terminated byte buffer. Zero is an empty one. */
struct tp_buf {
    char *data; /* owned; NULL until something was added */
    size_t length, capacity;
    bool failed; /* an allocation failed: the content is cut, nothing more is added */
};

void tp_buf_finish(struct tp_buf *buf);
void tp_buf_clear(struct tp_buf *buf);
void tp_buf_add(struct tp_buf *buf, const char *bytes, size_t length);
void tp_buf_puts(struct tp_buf *buf, const char *text);
void tp_buf_printf(struct tp_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Copies `text` so that a person can read it on one line: control bytes and bytes that are not
 * UTF-8 become \xNN, a text that does not fit ends in "…". Never splits a character. Returns `out`.
 */
const char *tp_text_clean(char *out, size_t size, const char *text, size_t length);

/* Bytes of the valid UTF-8 character at `text` (1–4), 0 when it is not one. */
size_t tp_utf8_length(const char *text, size_t available);

/* The entry of `names` (`count` of them) nearest to `name` by edit distance with transpositions,
 * NULL when none is near enough to be meant (more letters wrong than a third of them and one).
 * Of two as near the first by letter, whatever their order. */
const char *tp_text_nearest(const char *name, const char *const *names, size_t count);

/* Edit distance with transpositions, cut off at `limit`. Texts over 63 bytes are far from all. */
unsigned tp_text_distance(const char *a, const char *b, unsigned limit);

/* strdup that is in the C standard only from C23 on. NULL in, NULL out. */
char *tp_text_copy(const char *text);

#endif
