/* Finds chains of fields that are too long. Splits the text into the same tokens as Lua does, so
 * that no comment or string can hide a chain. */
#include "core/script/scan.h"

#include "core/script/lex.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { DEEPEST = 250 }; /* brackets in brackets; Lua's parser stops at 200 */

struct scan {
    struct tp_lex lex;
    int chain;      /* fields in a row up to here */
    bool after_dot; /* the next name belongs to the chain */
    int depth;
    int outer[DEEPEST]; /* chain outside each open bracket */
};

static void open_bracket(struct scan *scan)
{
    if (scan->depth < DEEPEST)
        scan->outer[scan->depth++] = scan->chain + (*scan->lex.at == '[');
    scan->chain = 0;
    scan->lex.at++;
}

/* After (a.b) the chain inside goes on; after t[k] the one outside, which is one longer. */
static void close_bracket(struct scan *scan)
{
    int outer = scan->depth ? scan->outer[--scan->depth] : 0;
    if (*scan->lex.at != ')')
        scan->chain = *scan->lex.at == ']' ? outer : 0;
    scan->lex.at++;
}

static void scan_dot(struct scan *scan)
{
    size_t dots = 1;
    while (tp_lex_peek(&scan->lex, dots) == '.')
        dots++;
    scan->lex.at += dots;
    scan->after_dot = dots == 1;
    scan->chain = dots == 1 ? scan->chain + 1 : 0;
}

/* Everything that is not part of a chain ends it. */
static void scan_other(struct scan *scan)
{
    scan->chain = 0;
    if (*scan->lex.at == '"' || *scan->lex.at == '\'')
        tp_lex_skip_quoted(&scan->lex);
    else if (tp_lex_long_level(&scan->lex) >= 0)
        tp_lex_skip_long(&scan->lex, tp_lex_long_level(&scan->lex));
    else if (isdigit((unsigned char)*scan->lex.at) || *scan->lex.at == '.')
        tp_lex_skip_number(&scan->lex);
    else
        tp_lex_step(&scan->lex);
}

static void scan_token(struct scan *scan)
{
    bool after_dot = scan->after_dot;
    scan->after_dot = false;
    if (tp_lex_is_name_byte(*scan->lex.at) && !isdigit((unsigned char)*scan->lex.at)) {
        scan->chain = after_dot ? scan->chain : 0;
        while (tp_lex_is_name_byte(tp_lex_peek(&scan->lex, 0)))
            scan->lex.at++;
    } else if (*scan->lex.at == ':') {
        scan->lex.at++;
        scan->after_dot = true;
    } else if (*scan->lex.at == '.' && !isdigit((unsigned char)tp_lex_peek(&scan->lex, 1))) {
        scan_dot(scan);
    } else if (strchr("({[", *scan->lex.at) && tp_lex_long_level(&scan->lex) < 0) {
        open_bracket(scan);
    } else if (strchr(")}]", *scan->lex.at)) {
        close_bracket(scan);
    } else {
        scan_other(scan);
    }
}

int tp_scan_long_chain(const char *text, size_t length)
{
    struct scan scan = {.lex = {text, text + length, 1}};
    while (scan.lex.at < scan.lex.end) {
        if (!tp_lex_skip_blank(&scan.lex))
            scan_token(&scan);
        if (scan.chain > TP_SCAN_LONGEST)
            return scan.lex.line;
    }
    return 0;
}
