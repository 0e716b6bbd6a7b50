/* Answers of any bytes: each question gets one that fits it, or one line says what does not. */
#include "core/engine/answers.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A routine's questions, one of them twice. */
static const struct tp_question questions[] = {
    {.kind = TP_ASK_NUMBER, .text = "How sore, zero to ten?", .max = 10},
    {.kind = TP_ASK_YES_NO, .text = "Once  more?"},
    {.kind = TP_ASK_READY, .text = "Ready?"},
    {.kind = TP_ASK_CHOICE, .text = "Where?", .choices = {"neck", "2"}, .choice_count = 2},
    {.kind = TP_ASK_NUMBER, .text = "How sore, zero to ten?", .min = -3, .max = 3},
    {.kind = TP_ASK_NUMBER, .text = "", .max = 1},
};

static bool is_line(const struct tp_err *err)
{
    return err->code > 0 && strncmp(err->text, "a.txt:", 6) == 0 && !strchr(err->text, '\n');
}

static bool fits(const struct tp_question *question, struct tp_value value)
{
    if (value.kind == TP_VALUE_NIL)
        return true;
    if (question->kind == TP_ASK_NUMBER)
        return value.kind == TP_VALUE_NUMBER && value.number >= question->min &&
               value.number <= question->max;
    if (question->kind == TP_ASK_YES_NO)
        return value.kind == TP_VALUE_BOOL;
    return question->kind == TP_ASK_CHOICE && value.kind == TP_VALUE_TEXT &&
           (strcmp(value.text, "neck") == 0 || strcmp(value.text, "2") == 0);
}

/* A dry run, as far as answers see it; 0 or what does not fit. */
static int ask(struct tp_answers *answers)
{
    struct tp_err err = {0};
    tp_answers_begin(answers);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct tp_value value = tp_value_nil();
        if (tp_answers_give(answers, &questions[i], &value))
            fuzz_assert(fits(&questions[i], value));
    }
    int rc = tp_answers_check(answers, &err);
    fuzz_assert(rc == 0 || (rc == -err.code && is_line(&err)));
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tp_answers *answers;
    struct tp_err err = {0};
    int rc = tp_answers_read(&answers, "a.txt", (const char *)data, size, &err);
    fuzz_assert(rc == 0 || (rc == -err.code && is_line(&err) && !answers));
    if (rc == 0) {
        int first = ask(answers);
        fuzz_assert(ask(answers) == first); /* each dry run begins anew */
    }
    tp_answers_close(answers);
    return 0;
}
