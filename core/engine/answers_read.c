/* A text of answers becomes a list. Must never trust a byte of it, nor drop a line in silence. */
#include "core/engine/answers_internal.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

struct piece answers_trim(struct piece piece)
{
    while (piece.length > 0 && is_blank(*piece.at))
        piece.at++, piece.length--;
    while (piece.length > 0 && is_blank(piece.at[piece.length - 1]))
        piece.length--;
    return piece;
}

const char *answers_keep(struct tp_answers *answers, struct piece piece)
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

unsigned answers_number(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > 6 || strspn(text, "0123456789") != length)
        return 0;
    return (unsigned)strtoul(text, NULL, 10);
}

struct answer *answers_by_number(struct tp_answers *answers, size_t number)
{
    for (size_t i = 0; i < answers->count; i++)
        if (answers->list[i].number > 0 && answers->list[i].number == number)
            return &answers->list[i];
    return NULL;
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

static int add(struct tp_answers *answers, struct piece question, struct piece value, int line,
               struct tp_err *err)
{
    if (answers->count == MOST)
        return tp_err_set(err, TP_EUSAGE, "%s:%d: there are more than %d answers", answers->name,
                          line, MOST);
    struct answer *answer = &answers->list[answers->count];
    *answer = (struct answer){.question = answers_keep(answers, question),
                              .value = answers_keep(answers, value),
                              .line = line};
    if (!answer->question || !answer->value)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    answer->number = answers_number(answer->question);
    if (answer->number > 0 && answers_by_number(answers, answer->number))
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
    piece = answers_trim(piece);
    if (piece.length == 0 || *piece.at == '#')
        return 0;
    size_t equals = piece.length;
    while (equals > 0 && piece.at[equals - 1] != '=')
        equals--;
    if (equals == 0)
        return mistake(answers, line, err, "an answer is written QUESTION = ANSWER", piece);
    struct piece question = answers_trim((struct piece){piece.at, equals - 1});
    struct piece value = answers_trim((struct piece){piece.at + equals, piece.length - equals});
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
