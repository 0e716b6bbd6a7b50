/* Looking into a flat JSON object. */
#include "sim_json.h"

#include <stdlib.h>
#include <string.h>

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* From an opening quote to behind the closing one. */
static const char *skip_text(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at + 1 : at;
}

/* Behind the value at `at`: to the comma or bracket that follows it. */
static const char *skip_value(const char *at)
{
    int depth = 0;
    while (*at) {
        if (*at == '"') {
            at = skip_text(at);
            continue;
        }
        if (depth == 0 && (*at == ',' || *at == '}'))
            break;
        if (*at == '{' || *at == '[')
            depth++;
        if (*at == '}' || *at == ']')
            depth--;
        at++;
    }
    return at;
}

/* The value of member `key`; NULL: there is none. */
static const char *find(const char *object, const char *key)
{
    size_t length = strlen(key);
    const char *at = skip_spaces(object);
    while (*at == '{' || *at == ',') {
        const char *name = skip_spaces(at + 1);
        if (*name != '"')
            return NULL;
        const char *end = skip_text(name);
        const char *value = skip_spaces(end);
        if (*value != ':')
            return NULL;
        value = skip_spaces(value + 1);
        if ((size_t)(end - name) == length + 2 && strncmp(name + 1, key, length) == 0)
            return value;
        at = skip_value(value);
    }
    return NULL;
}

/* The code point of four hexadecimal digits; 0 where they are none. */
static unsigned long four_digits(const char *at)
{
    if (strspn(at, "0123456789abcdefABCDEF") < 4)
        return 0;
    char digits[5] = {at[0], at[1], at[2], at[3], '\0'};
    return strtoul(digits, NULL, 16);
}

/* Puts a code point below 65536 as UTF-8; the number of bytes. */
static size_t put_code(unsigned long code, char bytes[3])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    bytes[0] = (char)(0xE0 | code >> 12);
    bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* One character of a text, escaped or not: where the next one is. */
static const char *take_piece(const char *at, char bytes[3], size_t *count)
{
    static const char names[] = "bfnrt", meant[] = "\b\f\n\r\t";
    *count = 1;
    bytes[0] = *at;
    if (*at != '\\' || !at[1])
        return at + 1;
    if (at[1] == 'u' && four_digits(at + 2)) {
        *count = put_code(four_digits(at + 2), bytes);
        return at + 6;
    }
    const char *name = strchr(names, at[1]);
    bytes[0] = name ? meant[name - names] : at[1];
    return at + 2;
}

void sim_json_text(const char *object, const char *key, char *out, size_t size)
{
    const char *at = find(object, key);
    size_t used = 0;
    out[0] = '\0';
    if (!at || *at != '"')
        return;
    for (at++; *at && *at != '"';) {
        char bytes[3];
        size_t count;
        at = take_piece(at, bytes, &count);
        if (used + count >= size)
            break;
        memcpy(out + used, bytes, count);
        used += count;
    }
    out[used] = '\0';
}

double sim_json_number(const char *object, const char *key, double fallback)
{
    const char *at = find(object, key);
    if (!at)
        return fallback;
    char *end;
    double number = strtod(at, &end);
    return end == at ? fallback : number;
}

bool sim_json_truth(const char *object, const char *key, bool fallback)
{
    const char *at = find(object, key);
    if (at && strncmp(at, "true", 4) == 0)
        return true;
    if (at && strncmp(at, "false", 5) == 0)
        return false;
    return fallback;
}
