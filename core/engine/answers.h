/* Answers to the questions of a routine, given ahead in a text: one a line.
 *
 *     # for neck.lua
 *     How sore is your neck, zero to ten? = 4
 *     2 = yes
 *     Where? = the shoulder
 *     Again? =
 *
 * What stands before the last "=" names the question, by its words or by its number in the order in
 * which they are put. Named again, the question is answered so the next time; the last of its lines
 * holds for all that follow. Nothing after the "=" is silence. A number, yes or no, a choice or the
 * number of one: "ready" is nothing to be answered, and does not count. [one thread] */
#ifndef TP_ENGINE_ANSWERS_H
#define TP_ENGINE_ANSWERS_H

#include "core/base/err.h"
#include "core/script/script.h"

struct tp_answers;

enum { TP_ANSWERS_BYTES = 65536 }; /* of a text, at most */

/* Reads the text, whatever bytes these are (tests/fuzz may call this); errors call it `name`, which
 * is copied. -TP_EUSAGE with "answers.txt:2: …", -TP_ENOMEM. */
int tp_answers_read(struct tp_answers **out, const char *name, const char *bytes, size_t length,
                    struct tp_err *err);
void tp_answers_close(struct tp_answers *answers); /* NULL is fine */

/* A dry run begins, and asks from the first question on. NULL is fine. */
void tp_answers_begin(struct tp_answers *answers);

/* For struct tp_run_config.answer, with the answers as context: false where they have none that
 * fits. */
bool tp_answers_give(void *answers, const struct tp_question *question, struct tp_value *out);

/* After a dry run: 0 when every answer had its question and fitted it, else -TP_EUSAGE and the
 * first that did not. NULL is fine. */
int tp_answers_check(const struct tp_answers *answers, struct tp_err *err);

#endif
