/* Answers out of the list, each to its question. Must never give one that does not fit. */
#include "core/engine/answers_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void tp_answers_close(struct tp_answers *answers)
{
    if (!answers)
        return;
    tp_intern_finish(&answers->texts);
    free(answers);
}

/* ---- giving ---- */

void tp_answers_begin(struct tp_answers *answers)
{
    if (!answers)
        return;
    for (size_t i = 0; i < answers->count; i++)
        answers->list[i].used = false;
    answers->asked_count = 0;
    answers->wrong = (struct tp_err){0};
}

/* The first that was not given yet, else the last. */
static struct answer *by_words(struct tp_answers *answers, const char *words)
{
    struct answer *found = NULL;
    for (size_t i = 0; words && i < answers->count; i++) {
        struct answer *answer = &answers->list[i];
        if (answer->question && strcmp(answer->question, words) == 0) {
            found = answer;
            if (!answer->used)
                break;
        }
    }
    return found;
}

/* What is wrong with an answer; `allowed` follows "takes". */
static bool refuse(struct tp_answers *answers, const struct answer *answer,
                   const struct tp_question *question, const char *allowed)
{
    char words[SHOWN], value[SHOWN];
    if (answers->wrong.code)
        return false;
    tp_err_set(&answers->wrong, TP_EUSAGE, "%s:%d: \"%s\" takes %s, got \"%s\"", answers->name,
               answer->line,
               tp_text_clean(words, sizeof words, question->text, strlen(question->text)), allowed,
               tp_text_clean(value, sizeof value, answer->value, strlen(answer->value)));
    return false;
}

static bool give_number(struct tp_answers *answers, const struct answer *answer,
                        const struct tp_question *question, struct tp_value *out)
{
    char allowed[80], *end;
    double number = strtod(answer->value, &end);
    bool plain = strspn(answer->value, "+-0123456789.") == strlen(answer->value) && !*end;
    *out = tp_value_number(number);
    if (plain && number >= question->min && number <= question->max)
        return true;
    snprintf(allowed, sizeof allowed, "%g–%g", question->min, question->max);
    return refuse(answers, answer, question, allowed);
}

static bool give_truth(struct tp_answers *answers, const struct answer *answer,
                       const struct tp_question *question, struct tp_value *out)
{
    bool yes = strcasecmp(answer->value, "yes") == 0 || strcasecmp(answer->value, "true") == 0;
    bool no = strcasecmp(answer->value, "no") == 0 || strcasecmp(answer->value, "false") == 0;
    *out = tp_value_bool(yes);
    return yes || no || refuse(answers, answer, question, "yes or no");
}

static bool give_choice(struct tp_answers *answers, const struct answer *answer,
                        const struct tp_question *question, struct tp_value *out)
{
    struct tp_buf allowed = {0};
    char list[200];
    unsigned number = answers_number(answer->value);
    for (int i = 0; i < question->choice_count; i++) {
        *out = tp_value_text(question->choices[i]);
        if (strcmp(question->choices[i], answer->value) == 0)
            return true;
    }
    if (number > 0 && number <= (unsigned)question->choice_count) {
        *out = tp_value_text(question->choices[number - 1]);
        return true;
    }
    for (int i = 0; i < question->choice_count; i++) {
        tp_buf_puts(&allowed, i == 0 ? "" : ", ");
        tp_buf_puts(&allowed, question->choices[i]);
    }
    refuse(answers, answer, question,
           tp_text_clean(list, sizeof list, allowed.data ? allowed.data : "", allowed.length));
    tp_buf_finish(&allowed);
    return false;
}

bool tp_answers_give(void *context, const struct tp_question *question, struct tp_value *out)
{
    struct tp_answers *answers = context;
    struct piece text = {question->text, strlen(question->text)};
    if (question->kind == TP_ASK_READY)
        return false;
    const char *words = answers_keep(answers, answers_trim(text));
    if (answers->asked_count < ASKED)
        answers->asked[answers->asked_count] = words ? words : "";
    answers->asked_count++;
    struct answer *answer = answers_by_number(answers, answers->asked_count);
    if (!answer)
        answer = by_words(answers, words);
    if (!answer)
        return false;
    answer->used = true;
    *out = tp_value_nil();
    if (!*answer->value)
        return true;
    if (question->kind == TP_ASK_NUMBER)
        return give_number(answers, answer, question, out);
    if (question->kind == TP_ASK_YES_NO)
        return give_truth(answers, answer, question, out);
    return give_choice(answers, answer, question, out);
}

/* ---- what was not given ---- */

static int not_asked(const struct tp_answers *answers, const struct answer *answer,
                     struct tp_err *err)
{
    size_t kept = answers->asked_count < ASKED ? answers->asked_count : ASKED, times = 0;
    const char *nearest = tp_text_nearest(answer->question, answers->asked, kept);
    char words[SHOWN], near[SHOWN];
    tp_text_clean(words, sizeof words, answer->question, strlen(answer->question));
    for (size_t i = 0; i < kept; i++)
        times += strcmp(answers->asked[i], answer->question) == 0;
    if (times > 0)
        return tp_err_set(err, TP_EUSAGE, "%s:%d: \"%s\" is asked %s", answers->name, answer->line,
                          words, times == 1 ? "only once" : "fewer times than it is answered");
    if (!nearest)
        return tp_err_set(err, TP_EUSAGE, "%s:%d: there is no question \"%s\"", answers->name,
                          answer->line, words);
    return tp_err_set(err, TP_EUSAGE, "%s:%d: there is no question \"%s\"; did you mean \"%s\"?",
                      answers->name, answer->line, words,
                      tp_text_clean(near, sizeof near, nearest, strlen(nearest)));
}

int tp_answers_check(const struct tp_answers *answers, struct tp_err *err)
{
    if (!answers)
        return 0;
    if (answers->wrong.code)
        return tp_err_set(err, answers->wrong.code, "%s", answers->wrong.text);
    for (size_t i = 0; i < answers->count; i++) {
        const struct answer *answer = &answers->list[i];
        if (!answer->used && answer->question)
            return not_asked(answers, answer, err);
        if (!answer->used)
            return tp_err_set(err, TP_EUSAGE,
                              "%s:%d: there is no question %u; the routine puts %zu", answers->name,
                              answer->line, answer->number, answers->asked_count);
    }
    return 0;
}
