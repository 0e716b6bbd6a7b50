/* Finding a field in the head of a routine. Must never take a comment or a text for code. */
#include "core/script/head.h"

#include "core/script/lex.h"

#include <ctype.h>
#include <string.h>

static bool is_quote(char byte)
{
    return byte == '"' || byte == '\'';
}

/* Steps over one piece of code; the name that it is, or NULL. */
static const char *step_piece(struct tp_lex *lex, size_t *length)
{
    const char *begin = lex->at;
    if (isdigit((unsigned char)*begin)) {
        tp_lex_skip_number(lex);
        return NULL;
    }
    if (is_quote(*begin)) {
        tp_lex_skip_quoted(lex);
        return NULL;
    }
    if (tp_lex_long_level(lex) >= 0) {
        tp_lex_skip_long(lex, tp_lex_long_level(lex));
        return NULL;
    }
    while (tp_lex_is_name_byte(tp_lex_peek(lex, 0)))
        tp_lex_step(lex);
    *length = (size_t)(lex->at - begin);
    if (*length > 0)
        return begin;
    tp_lex_step(lex);
    return NULL;
}

static bool is_word(const char *name, size_t length, const char *word)
{
    return name && strlen(word) == length && strncmp(name, word, length) == 0;
}

/* To the inside of the first routine{…}. */
static bool enter(struct tp_lex *lex)
{
    for (tp_lex_skip_blanks(lex); lex->at < lex->end; tp_lex_skip_blanks(lex)) {
        size_t length = 0;
        const char *name = step_piece(lex, &length);
        if (!is_word(name, length, "routine"))
            continue;
        tp_lex_skip_blanks(lex);
        if (tp_lex_peek(lex, 0) == '(') {
            tp_lex_step(lex);
            tp_lex_skip_blanks(lex);
        }
        if (tp_lex_peek(lex, 0) == '{') {
            tp_lex_step(lex);
            return true;
        }
    }
    return false;
}

/* Whether = "…" follows; then `lex` stands on its quote. */
static bool is_text(struct tp_lex *lex)
{
    tp_lex_skip_blanks(lex);
    if (tp_lex_peek(lex, 0) != '=')
        return false;
    tp_lex_step(lex);
    tp_lex_skip_blanks(lex);
    return is_quote(tp_lex_peek(lex, 0));
}

bool tp_head_find(const char *text, size_t length, const char *field, size_t *from, size_t *size)
{
    struct tp_lex lex = {text, text + length, 1};
    int depth = 1;
    if (!enter(&lex))
        return false;
    for (tp_lex_skip_blanks(&lex); lex.at < lex.end && depth > 0; tp_lex_skip_blanks(&lex)) {
        size_t letters = 0;
        char byte = *lex.at;
        const char *name = step_piece(&lex, &letters);
        depth += (byte == '{') - (byte == '}');
        if (depth != 1 || !is_word(name, letters, field) || !is_text(&lex))
            continue;
        const char *quote = lex.at;
        tp_lex_skip_quoted(&lex);
        *from = (size_t)(quote + 1 - text);
        *size = (size_t)(lex.at - quote) - 2;
        return lex.at > quote + 1 && lex.at[-1] == *quote;
    }
    return false;
}
