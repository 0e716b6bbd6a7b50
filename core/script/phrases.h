/* What the program says of its own accord, in one language, for those who speak outside of session
 * time: the table `now` of lua/phrases_LANG.lua, the names of the sides, the numbers.
 *
 * Keys are those of `now`; besides side_left, side_right, side_both, and number_0 to number_20.
 * Runs no author's code. Opening allocates; all else only reads. [any thread, once opened] */
#ifndef TP_SCRIPT_PHRASES_H
#define TP_SCRIPT_PHRASES_H

#include "core/base/err.h"

#include <stddef.h>

struct tp_phrases;

/* Reads the table of `lang` ("en"; NULL is "en"). -TP_ENOENT: there is none; -TP_ENOMEM. */
int tp_phrases_open(struct tp_phrases **out, const char *lang, struct tp_err *err);
void tp_phrases_close(struct tp_phrases *phrases); /* NULL is fine */

/* One of the forms of `key`, by `pick` modulo their number; "" for an unknown key. A text may have
 * the placeholder {strength}. Lives as long as `phrases`. */
const char *tp_phrases_get(const struct tp_phrases *phrases, const char *key, unsigned pick);

/* All forms of all keys, one after another in a fixed order: for making them ahead. */
size_t tp_phrases_count(const struct tp_phrases *phrases);
const char *tp_phrases_at(const struct tp_phrases *phrases, size_t index);

#endif
