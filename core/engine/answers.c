/* Answers out of a text. Must never trust a byte of it, nor drop a line in silence. */
#include "core/engine/answers.h"

#include "core/base/intern.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST = 1000,  /* answers of a text */
    ASKED = 1000, /* questions that are remembered, to name the nearest */
    SHOWN = 80    /* bytes of what is shown of a text */
};

struct answer {
    const char *question; /* its words; NULL: `number` names it */
    unsigned number;
    const char *value; /* "" is silence */
    int line;
    bool used;
};

struct tp_answers {
    struct tp_intern texts;
    char name[120];
    struct answer list[MOST];
    size_t count;
    const char *asked[ASKED]; /* of this dry run, in order */
    size_t asked_count;       /* of all of them */
    struct tp_err wrong;      /* the first that did not fit; code 0: none */
};

/* ---- reading ---- */

/* A piece of the text. */
struct piece {
    const char *at;
    size_t length;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct piece trimmed(struct piece piece)
{
    while (piece.length > 0 && is_blank(*piece.at))
        piece.at++, piece.length--;
    while (piece.length > 0 && is_blank(piece.at[piece.length - 1]))
        piece.length--;
    return piece;
}

static int mistake(const struct tp_answers *answers, int line, struct tp_err *err, const char *what,
                   struct piece piece)
{
    char shown[SHOWN];
    return tp_err_set(err, TP_EUSAGE, "%s:%d: %s, got \"%s\"", answers->name, line, what,
                      tp_text_clean(shown, sizeof shown, piece.at, piece.length));
}

/* Whether it is text on one line: UTF-8 without control bytes but tabs. */
static bool is_text(struct piece piece)
{
    while (piece.length > 0) {
        size_t bytes = tp_utf8_length(piece.at, piece.length);
        bool control = (unsigned char)*piece.at < 0x20 && !is_blank(*piece.at);
        if (bytes == 0 || control || *piece.at == 0x7F)
            return false;
        piece.at += bytes;
        piece.length -= bytes;
    }
    return true;
}

/* Blanks in a row are one, as in what is said. NULL when out of memory. */
static const char *keep(struct tp_answers *answers, struct piece piece)
{
    struct tp_buf text = {0};
    bool blank = false;
    tp_buf_puts(&text, "");
    for (size_t i = 0; i < piece.length; i++) {
        bool before = blank;
        blank = is_blank(piece.at[i]) || piece.at[i] == '\n';
        if (!blank)
            tp_buf_add(&text, piece.at + i, 1);
        else if (!before)
            tp_buf_puts(&text, " ");
    }
    const char *kept = text.failed ? NULL : tp_intern(&answers->texts, text.data);
    tp_buf_finish(&text);
    return kept;
}

/* The number of a question; 0 when it is named by its words. */
static unsigned question_number(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > 6 || strspn(text, "0123456789") != length)
        return 0;
    return (unsigned)strtoul(text, NULL, 10);
}

static struct answer *by_number(struct tp_answers *answers, size_t number)
{
    for (size_t i = 0; i < answers->count; i++)
        if (answers->list[i].number > 0 && answers->list[i].number == number)
            return &answers->list[i];
    return NULL;
}

static int add(struct tp_answers *answers, struct piece question, struct piece value, int line,
               struct tp_err *err)
{
    if (answers->count == MOST)
        return tp_err_set(err, TP_EUSAGE, "%s:%d: there are more than %d answers", answers->name,
                          line, MOST);
    struct answer *answer = &answers->list[answers->count];
    *answer = (struct answer){
        .question = keep(answers, question), .value = keep(answers, value), .line = line};
    if (!answer->question || !answer->value)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    answer->number = question_number(answer->question);
    if (answer->number > 0 && by_number(answers, answer->number))
        return mistake(answers, line, err, "each number has one answer", question);
    if (answer->number > 0)
        answer->question = NULL;
    answers->count++;
    return 0;
}

static int read_line(struct tp_answers *answers, struct piece piece, int line, struct tp_err *err)
{
    if (!is_text(piece))
        return mistake(answers, line, err, "the line must be text in UTF-8", piece);
    piece = trimmed(piece);
    if (piece.length == 0 || *piece.at == '#')
        return 0;
    size_t equals = piece.length;
    while (equals > 0 && piece.at[equals - 1] != '=')
        equals--;
    if (equals == 0)
        return mistake(answers, line, err, "an answer is written QUESTION = ANSWER", piece);
    struct piece question = trimmed((struct piece){piece.at, equals - 1});
    struct piece value = trimmed((struct piece){piece.at + equals, piece.length - equals});
    if (question.length == 0)
        return mistake(answers, line, err, "a question stands before the =", piece);
    return add(answers, question, value, line, err);
}

static int read_text(struct tp_answers *answers, struct piece text, struct tp_err *err)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* that some editors put before a text */
    int line = 1, rc = 0;
    if (text.length > TP_ANSWERS_BYTES)
        return tp_err_set(err, TP_EUSAGE, "%s: is longer than %d KiB", answers->name,
                          TP_ANSWERS_BYTES / 1024);
    if (text.length >= 3 && memcmp(text.at, mark, 3) == 0)
        text.at += 3, text.length -= 3;
    while (rc == 0 && text.length > 0) {
        const char *end = memchr(text.at, '\n', text.length);
        size_t length = end ? (size_t)(end - text.at) : text.length;
        rc = read_line(answers, (struct piece){text.at, length}, line++, err);
        text.at += length + (end != NULL);
        text.length -= length + (end != NULL);
    }
    return rc;
}

int tp_answers_read(struct tp_answers **out, const char *name, const char *bytes, size_t length,
                    struct tp_err *err)
{
    struct tp_answers *answers = calloc(1, sizeof *answers);
    *out = NULL;
    if (!answers)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_text_clean(answers->name, sizeof answers->name, name, strlen(name));
    int rc = read_text(answers, (struct piece){bytes, length}, err);
    if (rc < 0)
        tp_answers_close(answers);
    else
        *out = answers;
    return rc;
}

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
    unsigned number = question_number(answer->value);
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
    const char *words = keep(answers, trimmed(text));
    if (answers->asked_count < ASKED)
        answers->asked[answers->asked_count] = words ? words : "";
    answers->asked_count++;
    struct answer *answer = by_number(answers, answers->asked_count);
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
