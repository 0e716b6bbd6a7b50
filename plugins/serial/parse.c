/* Lines of a board. Strict: half a line, or one with a strange byte in it, is no reading. */
#include "parse.h"

#include <jansson.h>
#include <string.h>

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether a byte of the line is neither UTF-8's nor to be printed. */
static bool noisy(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)line[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f || c >= 0xf5 || c == 0xc0 || c == 0xc1)
            return true;
        size_t more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        if (c >= 0x80 && c < 0xc0)
            return true;
        while (more-- > 0)
            if (++i >= length || ((unsigned char)line[i] & 0xc0) != 0x80)
                return true;
    }
    return false;
}

/* A number and nothing else. */
static bool bare(const char *line, size_t length, double *value)
{
    return length && serial_number(line, length, value) == length;
}

/* F 12.5, F: 12.5, F=12.5 */
static bool force(const char *line, size_t length, double *value)
{
    if (!length || (*line != 'F' && *line != 'f'))
        return false;
    size_t at = 1;
    while (at < length && (blank(line[at]) || line[at] == ':' || line[at] == '='))
        at++;
    return bare(line + at, length - at, value);
}

/* {"force": 12.5, …}, {"value": 12.5, …} */
static bool object(const char *line, size_t length, double *value)
{
    if (!length || *line != '{')
        return false;
    json_t *all = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *number = json_object_get(all, "force");
    if (!number)
        number = json_object_get(all, "value");
    bool is = json_is_number(number);
    if (is)
        *value = json_number_value(number);
    json_decref(all);
    return is && serial_sensible(*value);
}

enum serial_said serial_parse(const char *line, size_t length, const struct serial_pattern *pattern,
                              double *value)
{
    while (length && blank(*line))
        line++, length--;
    while (length && blank(line[length - 1]))
        length--;
    if (!length)
        return SERIAL_EMPTY;
    if (noisy(line, length))
        return SERIAL_NOISE;
    if (pattern->text[0])
        return serial_pattern_fits(pattern, line, length, value) ? SERIAL_READING
               : *line == '#'                                    ? SERIAL_COMMENT
                                                                 : SERIAL_TEXT;
    if (*line == '#')
        return SERIAL_COMMENT;
    if (force(line, length, value) || object(line, length, value))
        return SERIAL_READING;
    return bare(line, length, value) ? SERIAL_BARE : SERIAL_TEXT;
}
