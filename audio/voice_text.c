/* The written sentence is read word by word with one word of outlook, and written down again as
 * the voice needs it.
 *
 * Must be safe for any bytes: flite 2.2 writes past a buffer of 307 bytes when so many marks stand
 * after a word, and takes seconds for words and numbers of thousands of characters. Nothing of
 * that shape leaves this file: at most one mark after a word, words of at most WORD_MAX letters,
 * long numbers digit by digit, pieces of bounded cost. */
#include "audio/voice_text.h"

#include "audio/voice_fold.h"
#include "audio/voice_lexicon.h"
#include "core/base/err.h"

#include <string.h>

enum {
    WORD_MAX = 40,   /* longer than any word people say; the rest goes on as a word of its own */
    NUMBER_MAX = 12, /* flite says numbers up to 12 digits, longer ones are spelt */
    DIGIT_COST = 6,  /* "7" takes about as long to say as a word of six letters */
};

struct word {
    char text[WORD_MAX + 1]; /* lower case; "" at the end of the text */
    size_t length;
    bool capital; /* began with a capital or a digit, so it may begin a sentence */
    char mark;    /* what followed: , ; : . ! ? or 0 */
};

struct writer {
    struct tp_buf *out;
    size_t cost;     /* of the piece being written */
    size_t total;    /* of all pieces */
    bool number;     /* the last word was a number … */
    bool one;        /* … and it was 1 */
    bool unit;       /* it was a number's unit */
    bool shortening; /* its full stop is part of it */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_digit(c) || is_letter(c);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Exactly three digits follow: the comma of 1,000. */
static bool groups_thousands(const char *at)
{
    return is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

/* True if the sign at `at`, which has a letter or digit before it, belongs to the word. */
static bool joins(const char *start, const char *at)
{
    char before = at[-1], after = at[1];
    if (is_digit(before) && is_digit(after))
        return strchr(".:/-", *at) || (*at == ',' && groups_thousands(at));
    if (!is_letter(before) || !is_letter(after))
        return false;
    bool single = (at - 1 == start || !is_word(at[-2])) && !is_word(at[2]);
    return *at == '\'' || (*at == '.' && single);
}

/* "1st", "22nd": the letters belong to the number. */
static bool is_ordinal_end(const char *at)
{
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (lower(at[0]) == ends[i][0] && lower(at[1]) == ends[i][1] && !is_word(at[2]))
            return true;
    return false;
}

/* Where the word that begins at `start` ends: where letters become digits or the other way too. */
static const char *word_end(const char *start)
{
    const char *at = start + 1;
    for (; at - start < WORD_MAX; at++) {
        if (is_digit(*at) && is_letter(at[-1]))
            break;
        if (is_letter(*at) && is_digit(at[-1]))
            return is_ordinal_end(at) && at - start < WORD_MAX - 2 ? at + 2 : at;
        if (!is_word(*at) && !(*at && joins(start, at)))
            break;
    }
    while (!is_word(at[-1]))
        at--; /* the cut fell behind a joining sign */
    return at;
}

/* -5 and .5 begin with a sign that is a word. */
static const char *leading_sign(const char *start, const char *at)
{
    bool apart = at == start || !is_word(at[-1]);
    if (!apart || !is_digit(at[1]))
        return NULL;
    return *at == '-' ? "minus" : *at == '.' ? "point" : NULL;
}

static int mark_weight(char mark)
{
    static const char order[] = ",;:.?!";
    const char *place = mark ? strchr(order, mark) : NULL;
    return place ? (int)(place - order) + 1 : 0;
}

/* The mark that the sign at `at` stands for between words, 0 when none. */
static char mark_of(const char *start, const char *at)
{
    bool apart = at == start || at[-1] == ' ' || at[1] == ' ' || at[-1] == '-';
    if (*at == '(' || *at == ')' || (*at == '-' && apart))
        return ',';
    return mark_weight(*at) ? *at : '\0';
}

/* Goes to the next word; the strongest mark on the way is the word's before it. */
static const char *skip_signs(const char *start, const char *at, struct word *before)
{
    for (; *at && !is_word(*at) && !leading_sign(start, at); at++) {
        char mark = mark_of(start, at);
        if (mark_weight(mark) > mark_weight(before->mark))
            before->mark = mark;
    }
    return at;
}

/* Takes the word at `at`; its length is 0 at the end of the text. */
static const char *take_word(const char *start, const char *at, struct word *word)
{
    *word = (struct word){0};
    const char *sign = *at ? leading_sign(start, at) : NULL;
    if (sign) {
        word->length = strlen(sign);
        memcpy(word->text, sign, word->length);
        word->capital = true;
        return at + 1;
    }
    if (!*at)
        return at;
    const char *end = word_end(at);
    word->capital = !(*at >= 'a' && *at <= 'z');
    word->length = (size_t)(end - at);
    for (size_t i = 0; i < word->length; i++)
        word->text[i] = lower(at[i]);
    return end;
}

static size_t cost_of(const char *said)
{
    size_t cost = 1;
    for (; *said; said++)
        cost += is_digit(*said) ? DIGIT_COST : 1;
    return cost;
}

/* Ends the piece in the middle of a sentence when `cost` more would make it too long. */
static void make_room(struct writer *writer, size_t cost)
{
    if (writer->cost > 0 && writer->cost + cost > TP_VOICE_PIECE_MAX) {
        tp_buf_puts(writer->out, "\n");
        writer->cost = 0;
    }
    if (writer->cost > 0)
        tp_buf_puts(writer->out, " ");
    writer->cost += cost;
    writer->total += cost;
}

/* A number that nobody says in one: every digit is a word. */
static void write_digits(struct writer *writer, const char *text)
{
    for (; *text; text++) {
        if (!is_digit(*text))
            continue;
        make_room(writer, DIGIT_COST + 1);
        tp_buf_add(writer->out, text, 1);
    }
}

/* Writes the word; what is known of it tells write_mark how to read a full stop after it. */
static void write_word(struct writer *writer, const struct word *word, const char *next)
{
    bool number = is_digit(word->text[0]);
    const struct tp_voice_respelling *entry = tp_voice_lexicon_find(word->text, next);
    const char *unit = writer->number ? tp_voice_lexicon_unit(word->text, writer->one) : NULL;
    const char *said = unit ? unit : entry ? entry->said : word->text;
    if (number && word->length > NUMBER_MAX) {
        write_digits(writer, word->text);
    } else {
        make_room(writer, cost_of(said));
        tp_buf_puts(writer->out, said);
    }
    writer->number = number;
    writer->one = strcmp(word->text, "1") == 0;
    writer->unit = unit;
    writer->shortening = entry && entry->shortening;
}

/* The full stop of "dr." says nothing, that of "30 s." only before a new sentence. */
static bool is_silent_stop(const struct writer *writer, const struct word *next)
{
    bool begins = next->capital && is_letter(next->text[0]);
    return next->length > 0 && (writer->shortening || (writer->unit && !begins));
}

/* Writes what stands after the word: its mark, and the line end where a sentence ends. */
static void write_mark(struct writer *writer, char mark, const struct word *next)
{
    bool last = next->length == 0;
    if (!mark || (mark == '.' && is_silent_stop(writer, next)))
        return;
    bool ends = mark == '!' || mark == '?' || (mark == '.' && (last || next->capital));
    tp_buf_add(writer->out, mark == '.' && !ends ? "," : &mark, 1);
    writer->number = false;
    if (ends && !last) {
        tp_buf_puts(writer->out, "\n");
        writer->cost = 0;
    }
}

/* Returns the cost of all that was written. */
static size_t write_spoken(struct tp_buf *out, const char *plain)
{
    struct writer writer = {.out = out};
    struct word word = {0}, next = {0};
    const char *at = skip_signs(plain, plain, &word);
    at = take_word(plain, at, &word);
    while (word.length > 0) {
        at = skip_signs(plain, at, &word);
        at = take_word(plain, at, &next);
        write_word(&writer, &word, word.mark ? "" : next.text);
        write_mark(&writer, word.mark, &next);
        word = next;
    }
    if (writer.cost > 0)
        tp_buf_puts(out, "\n");
    return writer.total;
}

int tp_voice_text_spoken(struct tp_buf *out, const char *sentence)
{
    size_t length = strlen(sentence);
    if (length > TP_VOICE_TEXT_MAX)
        return -TP_EVOICE;
    struct tp_buf plain = {0};
    size_t cost = 0;
    tp_voice_fold(&plain, sentence, length);
    if (plain.data)
        cost = write_spoken(out, plain.data);
    bool failed = plain.failed || out->failed;
    tp_buf_finish(&plain);
    return failed ? -TP_ENOMEM : cost > TP_VOICE_COST_MAX ? -TP_EVOICE : 0;
}

bool tp_voice_text_ends_sentence(const char *piece, size_t length)
{
    return length > 0 && strchr(".!?", piece[length - 1]);
}
