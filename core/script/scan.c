/* Finds chains of fields that are too long. Splits the text into the same tokens as Lua does, so
 * that no comment or string can hide a chain. Must never look past the end. */
#include "core/script/scan.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { DEEPEST = 250 }; /* brackets in brackets; Lua's parser stops at 200 */

struct scan {
    const char *at, *end;
    int line;
    int chain;      /* fields in a row up to here */
    bool after_dot; /* the next name belongs to the chain */
    int depth;
    int outer[DEEPEST]; /* chain outside each open bracket */
};

static char peek(const struct scan *scan, size_t ahead)
{
    return (size_t)(scan->end - scan->at) > ahead ? scan->at[ahead] : '\0';
}

static void step(struct scan *scan)
{
    char byte = *scan->at++;
    scan->line += byte == '\n' || (byte == '\r' && peek(scan, 0) != '\n');
}

/* Number of = in a long bracket that opens here, -1 when none does. */
static int long_level(const struct scan *scan)
{
    size_t level = 0;
    if (peek(scan, 0) != '[')
        return -1;
    while (peek(scan, level + 1) == '=')
        level++;
    return peek(scan, level + 1) == '[' ? (int)level : -1;
}

static void skip_long(struct scan *scan, int level)
{
    scan->at += level + 2;
    while (scan->at < scan->end) {
        int equals = 0;
        bool closes = peek(scan, 0) == ']';
        while (closes && equals < level && peek(scan, (size_t)equals + 1) == '=')
            equals++;
        if (closes && equals == level && peek(scan, (size_t)level + 1) == ']') {
            scan->at += level + 2;
            return;
        }
        step(scan);
    }
}

static void skip_comment(struct scan *scan)
{
    scan->at += 2;
    int level = long_level(scan);
    if (level >= 0) {
        skip_long(scan, level);
        return;
    }
    while (scan->at < scan->end && *scan->at != '\n' && *scan->at != '\r')
        scan->at++;
}

static void skip_quoted(struct scan *scan)
{
    char quote = *scan->at++;
    while (scan->at < scan->end && *scan->at != quote) {
        if (*scan->at == '\\' && scan->at + 1 < scan->end)
            step(scan);
        step(scan);
    }
    scan->at += scan->at < scan->end;
}

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

/* A number runs on over letters, dots and the sign of an exponent, as in Lua. */
static void skip_number(struct scan *scan)
{
    const char *exponent = peek(scan, 0) == '0' && tolower(peek(scan, 1)) == 'x' ? "pP" : "eE";
    while (is_name_byte(peek(scan, 0)) || peek(scan, 0) == '.') {
        bool sign = strchr(exponent, peek(scan, 0)) && peek(scan, 1) && strchr("+-", peek(scan, 1));
        scan->at += sign ? 2 : 1;
    }
}

static void open_bracket(struct scan *scan)
{
    if (scan->depth < DEEPEST)
        scan->outer[scan->depth++] = scan->chain + (*scan->at == '[');
    scan->chain = 0;
    scan->at++;
}

/* After (a.b) the chain inside goes on; after t[k] the one outside, which is one longer. */
static void close_bracket(struct scan *scan)
{
    int outer = scan->depth ? scan->outer[--scan->depth] : 0;
    if (*scan->at != ')')
        scan->chain = *scan->at == ']' ? outer : 0;
    scan->at++;
}

static void scan_dot(struct scan *scan)
{
    size_t dots = 1;
    while (peek(scan, dots) == '.')
        dots++;
    scan->at += dots;
    scan->after_dot = dots == 1;
    scan->chain = dots == 1 ? scan->chain + 1 : 0;
}

/* Everything that is not part of a chain ends it. */
static void scan_other(struct scan *scan)
{
    scan->chain = 0;
    if (*scan->at == '"' || *scan->at == '\'')
        skip_quoted(scan);
    else if (long_level(scan) >= 0)
        skip_long(scan, long_level(scan));
    else if (isdigit((unsigned char)*scan->at) || *scan->at == '.')
        skip_number(scan);
    else
        step(scan);
}

static void scan_token(struct scan *scan)
{
    bool after_dot = scan->after_dot;
    scan->after_dot = false;
    if (is_name_byte(*scan->at) && !isdigit((unsigned char)*scan->at)) {
        scan->chain = after_dot ? scan->chain : 0;
        while (is_name_byte(peek(scan, 0)))
            scan->at++;
    } else if (*scan->at == ':') {
        scan->at++;
        scan->after_dot = true;
    } else if (*scan->at == '.' && !isdigit((unsigned char)peek(scan, 1))) {
        scan_dot(scan);
    } else if (strchr("({[", *scan->at) && long_level(scan) < 0) {
        open_bracket(scan);
    } else if (strchr(")}]", *scan->at)) {
        close_bracket(scan);
    } else {
        scan_other(scan);
    }
}

int tp_scan_long_chain(const char *text, size_t length)
{
    struct scan scan = {.at = text, .end = text + length, .line = 1};
    while (scan.at < scan.end) {
        if (*scan.at == '-' && peek(&scan, 1) == '-')
            skip_comment(&scan);
        else if (isspace((unsigned char)*scan.at))
            step(&scan);
        else
            scan_token(&scan);
        if (scan.chain > TP_SCAN_LONGEST)
            return scan.line;
    }
    return 0;
}
