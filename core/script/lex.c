/* Steps over the pieces of a Lua text, as Lua parts them. Must never look past the end. */
#include "core/script/lex.h"

#include <ctype.h>
#include <string.h>

char tp_lex_peek(const struct tp_lex *lex, size_t ahead)
{
    return (size_t)(lex->end - lex->at) > ahead ? lex->at[ahead] : '\0';
}

void tp_lex_step(struct tp_lex *lex)
{
    char byte = *lex->at++;
    lex->line += byte == '\n' || (byte == '\r' && tp_lex_peek(lex, 0) != '\n');
}

int tp_lex_long_level(const struct tp_lex *lex)
{
    size_t level = 0;
    if (tp_lex_peek(lex, 0) != '[')
        return -1;
    while (tp_lex_peek(lex, level + 1) == '=')
        level++;
    return tp_lex_peek(lex, level + 1) == '[' ? (int)level : -1;
}

void tp_lex_skip_long(struct tp_lex *lex, int level)
{
    lex->at += level + 2;
    while (lex->at < lex->end) {
        int equals = 0;
        bool closes = tp_lex_peek(lex, 0) == ']';
        while (closes && equals < level && tp_lex_peek(lex, (size_t)equals + 1) == '=')
            equals++;
        if (closes && equals == level && tp_lex_peek(lex, (size_t)level + 1) == ']') {
            lex->at += level + 2;
            return;
        }
        tp_lex_step(lex);
    }
}

static void skip_comment(struct tp_lex *lex)
{
    lex->at += 2;
    int level = tp_lex_long_level(lex);
    if (level >= 0) {
        tp_lex_skip_long(lex, level);
        return;
    }
    while (lex->at < lex->end && *lex->at != '\n' && *lex->at != '\r')
        lex->at++;
}

void tp_lex_skip_quoted(struct tp_lex *lex)
{
    char quote = *lex->at++;
    while (lex->at < lex->end && *lex->at != quote) {
        if (*lex->at == '\\' && lex->at + 1 < lex->end)
            tp_lex_step(lex);
        tp_lex_step(lex);
    }
    lex->at += lex->at < lex->end;
}

bool tp_lex_is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

void tp_lex_skip_number(struct tp_lex *lex)
{
    const char *exponent =
        tp_lex_peek(lex, 0) == '0' && tolower(tp_lex_peek(lex, 1)) == 'x' ? "pP" : "eE";
    while (tp_lex_is_name_byte(tp_lex_peek(lex, 0)) || tp_lex_peek(lex, 0) == '.') {
        bool sign = strchr(exponent, tp_lex_peek(lex, 0)) && tp_lex_peek(lex, 1) &&
                    strchr("+-", tp_lex_peek(lex, 1));
        lex->at += sign ? 2 : 1;
    }
}

bool tp_lex_skip_blank(struct tp_lex *lex)
{
    if (tp_lex_peek(lex, 0) == '-' && tp_lex_peek(lex, 1) == '-')
        skip_comment(lex);
    else if (lex->at < lex->end && isspace((unsigned char)*lex->at))
        tp_lex_step(lex);
    else
        return false;
    return true;
}

void tp_lex_skip_blanks(struct tp_lex *lex)
{
    while (lex->at < lex->end && tp_lex_skip_blank(lex))
        ;
}
