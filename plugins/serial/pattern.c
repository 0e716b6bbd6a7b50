/* Patterns: the pieces between the stars, each at the first place where it fits; the last one at
 * the end. So no star is ever tried twice, and a line costs at most its length times the pattern's.
 */
#include "pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 40 }; /* longer ones are none */

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t digits(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

/* Bytes of an exponent, 0 without one. */
static size_t exponent(const char *text, size_t length)
{
    if (length < 2 || (text[0] != 'e' && text[0] != 'E'))
        return 0;
    size_t sign = text[1] == '+' || text[1] == '-';
    size_t n = digits(text + 1 + sign, length - 1 - sign);
    return n ? 1 + sign + n : 0;
}

bool serial_sensible(double value)
{
    return fabs(value) <= 1e12;
}

size_t serial_number(const char *text, size_t length, double *value)
{
    char copy[NUMBER_BYTES + 1];
    size_t n = length && (*text == '+' || *text == '-');
    size_t whole = digits(text + n, length - n), part = 0;
    n += whole;
    if (n < length && text[n] == '.') {
        part = digits(text + n + 1, length - n - 1);
        n += 1 + part;
    }
    if (whole + part == 0)
        return 0;
    n += exponent(text + n, length - n);
    if (n > NUMBER_BYTES)
        return 0;
    memcpy(copy, text, n);
    copy[n] = '\0';
    *value = strtod(copy, NULL);
    return serial_sensible(*value) ? n : 0;
}

const char *serial_pattern_read(struct serial_pattern *pattern, const char *text)
{
    const char *number = strchr(text, '#');
    if (strlen(text) >= sizeof pattern->text)
        return "is too long";
    if (*text && (!number || strchr(number + 1, '#')))
        return "needs one # in the place of the number";
    memcpy(pattern->text, text, strlen(text) + 1);
    return NULL;
}

/* A piece of a pattern up to its end or the next star. */
struct piece {
    const char *text;
    size_t length;
};

/* Bytes of `line` that the piece takes from its start; -1: it does not fit there. */
static long fit(struct piece piece, const char *line, size_t length, double *value)
{
    size_t at = 0;
    for (size_t i = 0; i < piece.length; i++) {
        size_t taken = at < length && line[at] == piece.text[i];
        if (piece.text[i] == '#') {
            taken = serial_number(line + at, length - at, value);
        } else if (blank(piece.text[i])) {
            while (i + 1 < piece.length && blank(piece.text[i + 1]))
                i++;
            taken = 0;
            while (at + taken < length && blank(line[at + taken]))
                taken++;
        }
        if (!taken)
            return -1;
        at += taken;
    }
    return (long)at;
}

/* The first place of `line` at which the piece fits (`whole`: up to the line's end), and where it
 * ends; -1: none. */
static long find(struct piece piece, bool whole, const char *line, size_t length, double *value)
{
    for (size_t from = 0; from <= length; from++) {
        long taken = fit(piece, line + from, length - from, value);
        if (taken >= 0 && (!whole || from + (size_t)taken == length))
            return (long)from + taken;
    }
    return -1;
}

bool serial_pattern_fits(const struct serial_pattern *pattern, const char *line, size_t length,
                         double *value)
{
    const char *text = pattern->text;
    bool first = true;
    if (!*text)
        return false;
    while (true) {
        struct piece piece = {text, strcspn(text, "*")};
        bool last = !text[piece.length];
        long end = first ? fit(piece, line, length, value) : find(piece, last, line, length, value);
        if (end < 0 || (last && (size_t)end != length))
            return false;
        if (last)
            return true;
        line += end;
        length -= (size_t)end;
        text += piece.length + 1;
        first = false;
    }
}
