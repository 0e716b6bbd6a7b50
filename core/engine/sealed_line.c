/* Sealed lines, written and read. Must never read past a line, nor take one whose sum is wrong. */
#include "core/engine/sealed_line.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    SUM_DIGITS = 8,
    NUMBER_MOST = 40 /* letters of a number: 17 digits, signs, point, exponent, and room */
};

static const char digits[] = "0123456789abcdef";

static uint32_t sum_of(const char *bytes, size_t length)
{
    return (uint32_t)crc32(0, (const Bytef *)bytes, (uInt)length);
}

#define FIRST "tprun "

/* ---- writing ---- */

void tp_sealed_put_first(struct tp_buf *out, const struct tp_sealed_form *form)
{
    tp_buf_printf(out, FIRST "%s %d\n", form->name, form->format);
}

size_t tp_sealed_begin(struct tp_buf *out, const char *kind)
{
    size_t begun = out->length;
    tp_buf_puts(out, "--------\t"); /* the sum comes last */
    tp_buf_puts(out, kind);
    return begun;
}

void tp_sealed_end(struct tp_buf *out, size_t begun)
{
    if (out->failed) {
        out->length = begun;
        if (out->data)
            out->data[begun] = '\0';
        return;
    }
    char *line = out->data + begun;
    uint32_t sum = sum_of(line + SUM_DIGITS, out->length - begun - SUM_DIGITS);
    for (int i = 0; i < SUM_DIGITS; i++)
        line[i] = digits[sum >> (28 - 4 * i) & 15];
    tp_buf_puts(out, "\n");
    if (out->failed)
        tp_sealed_end(out, begun);
}

static void put_escaped(struct tp_buf *out, unsigned char byte)
{
    const char hex[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    if (byte == '\t')
        tp_buf_puts(out, "\\t");
    else if (byte == '\n')
        tp_buf_puts(out, "\\n");
    else if (byte == '\\')
        tp_buf_puts(out, "\\\\");
    else
        tp_buf_add(out, hex, sizeof hex);
}

/* Bytes from here on that may stand as they are. */
static size_t plain_length(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        unsigned char byte = (unsigned char)bytes[at];
        size_t letter = tp_utf8_length(bytes + at, length - at);
        if (letter == 0 || byte < 0x20 || byte == 0x7F || byte == '\\')
            break;
        at += letter;
    }
    return at;
}

static void put_field(struct tp_buf *out, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        size_t plain = plain_length(bytes + at, length - at);
        tp_buf_add(out, bytes + at, plain);
        at += plain;
        if (at < length)
            put_escaped(out, (unsigned char)bytes[at]);
    }
}

void tp_sealed_put_bytes(struct tp_buf *out, const char *bytes, size_t length)
{
    tp_buf_puts(out, "\t");
    put_field(out, bytes, length);
}

void tp_sealed_put_text(struct tp_buf *out, const char *text)
{
    tp_sealed_put_bytes(out, text ? text : "", text ? strlen(text) : 0);
}

void tp_sealed_put_whole(struct tp_buf *out, uint64_t number)
{
    tp_buf_printf(out, "\t%" PRIu64, number);
}

void tp_sealed_put_number(struct tp_buf *out, double number)
{
    tp_buf_printf(out, "\t%.17g", isfinite(number) ? number : 0);
}

void tp_sealed_put_value(struct tp_buf *out, struct tp_value value)
{
    if (value.kind == TP_VALUE_BOOL) {
        tp_buf_puts(out, value.truth ? "\ttrue" : "\tfalse");
    } else if (value.kind == TP_VALUE_NUMBER && isfinite(value.number)) {
        tp_buf_printf(out, "\tn%.17g", value.number);
    } else if (value.kind == TP_VALUE_TEXT) {
        tp_buf_puts(out, "\tt");
        put_field(out, value.text, strlen(value.text));
    } else {
        tp_buf_puts(out, "\tnil");
    }
}

/* ---- reading ---- */

int tp_sealed_read_first(const char *bytes, size_t length, const struct tp_sealed_form *form,
                         struct tp_err *err)
{
    char magic[40];
    size_t most = (size_t)snprintf(magic, sizeof magic, FIRST "%s ", form->name);
    size_t at = length < most ? length : most;
    int format = 0;
    if (at > 0 && memcmp(bytes, magic, at) != 0)
        return tp_err_set(err, TP_EINVAL, "it is no %s", form->what);
    while (at < length && bytes[at] >= '0' && bytes[at] <= '9' && format < 10000)
        format = format * 10 + (bytes[at++] - '0');
    if (at == length)
        return tp_err_set(err, TP_ENOENT, "it ends before anything was said");
    if (bytes[at] != '\n' || format == 0)
        return tp_err_set(err, TP_EINVAL, "it is no %s", form->what);
    if (format != form->format)
        return tp_err_set(err, TP_ENEWER,
                          "it was written by a newer tprun (format %d; this one reads %d)", format,
                          form->format);
    return (int)at + 1;
}

/* One of the digits that are written; −1 for anything else. */
static int digit_value(char letter)
{
    const char *found = letter ? strchr(digits, letter) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* The sum that the line begins with. */
static bool read_sum(const char *bytes, uint32_t *sum)
{
    *sum = 0;
    for (int i = 0; i < SUM_DIGITS; i++) {
        int digit = digit_value(bytes[i]);
        if (digit < 0)
            return false;
        *sum = *sum << 4 | (uint32_t)digit;
    }
    return true;
}

long tp_sealed_open(struct tp_sealed *line, const char *bytes, size_t length)
{
    size_t most = length < TP_SEALED_MOST ? length : TP_SEALED_MOST;
    const char *newline = most ? memchr(bytes, '\n', most) : NULL;
    uint32_t sum;
    *line = (struct tp_sealed){0};
    if (!newline)
        return length < TP_SEALED_MOST ? 0 : -TP_EINVAL;
    size_t whole = (size_t)(newline - bytes);
    if (whole <= SUM_DIGITS || bytes[SUM_DIGITS] != '\t' || !read_sum(bytes, &sum) ||
        sum != sum_of(bytes + SUM_DIGITS, whole - SUM_DIGITS))
        return -TP_EINVAL;
    line->at = bytes + SUM_DIGITS + 1;
    line->end = newline;
    return (long)whole + 1;
}

/* The next field as it stands there; NULL when there is none, or one was bad. */
static const char *take_raw(struct tp_sealed *line, size_t *length)
{
    const char *field = line->at;
    if (!field || line->bad) {
        line->bad = true;
        return NULL;
    }
    const char *tab = memchr(field, '\t', (size_t)(line->end - field));
    *length = (size_t)((tab ? tab : line->end) - field);
    line->at = tab ? tab + 1 : NULL;
    return field;
}

size_t tp_sealed_take_word(struct tp_sealed *line, const char *const *words, size_t count)
{
    size_t length;
    const char *field = take_raw(line, &length);
    for (size_t i = 0; field && i < count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], field, length) == 0)
            return i;
    line->bad = true;
    return count;
}

/* Bytes of the escape at `field`, and what it means; 0 when it is none. */
static size_t read_escape(const char *field, size_t length, char *byte)
{
    static const char letters[] = "tn\\", bytes[] = "\t\n\\";
    const char *letter = length > 1 && field[1] ? strchr(letters, field[1]) : NULL;
    if (letter) {
        *byte = bytes[letter - letters];
        return 2;
    }
    int high = length > 3 && field[1] == 'x' ? digit_value(field[2]) : -1;
    int low = high >= 0 ? digit_value(field[3]) : -1;
    *byte = (char)(high * 16 + low);
    return low >= 0 ? 4 : 0;
}

/* The bytes that a field means, with a zero behind them; owned by the caller. */
static char *unescape(struct tp_sealed *line, const char *field, size_t length, size_t *out_length)
{
    char *out = malloc(length + 1);
    size_t put = 0;
    if (!out) {
        line->bad = line->no_memory = true;
        return NULL;
    }
    for (size_t at = 0; at < length;) {
        size_t bytes = 1;
        out[put] = field[at];
        if (field[at] == '\\')
            bytes = read_escape(field + at, length - at, &out[put]);
        if (bytes == 0) {
            line->bad = true;
            free(out);
            return NULL;
        }
        at += bytes;
        put++;
    }
    out[put] = '\0';
    *out_length = put;
    return out;
}

char *tp_sealed_take_bytes(struct tp_sealed *line, size_t *length)
{
    size_t raw;
    const char *field = take_raw(line, &raw);
    *length = 0;
    return field ? unescape(line, field, raw, length) : NULL;
}

/* As unescape; what holds a zero is bad. */
static char *unescape_text(struct tp_sealed *line, const char *field, size_t length)
{
    char *text = unescape(line, field, length, &length);
    if (text && strlen(text) != length) {
        free(text);
        line->bad = true;
        return NULL;
    }
    return text;
}

char *tp_sealed_take_text(struct tp_sealed *line)
{
    size_t length;
    const char *field = take_raw(line, &length);
    return field ? unescape_text(line, field, length) : NULL;
}

uint64_t tp_sealed_take_whole(struct tp_sealed *line, uint64_t most)
{
    size_t length;
    uint64_t number = 0;
    const char *field = take_raw(line, &length);
    bool good = field && length > 0 && (field[0] != '0' || length == 1);
    for (size_t i = 0; good && i < length; i++) {
        unsigned digit = (unsigned)field[i] - '0';
        good = digit <= 9 && number <= (UINT64_MAX - digit) / 10;
        number = number * 10 + digit;
    }
    if (good && number <= most)
        return number;
    line->bad = true;
    return 0;
}

/* Of the letters that writing gives alone: no spaces, no names of what is no number. */
static double read_number(struct tp_sealed *line, const char *field, size_t length)
{
    char text[NUMBER_MOST + 1] = "";
    char *end = text;
    double number = 0;
    if (length > 0 && length <= NUMBER_MOST) {
        memcpy(text, field, length);
        if (strspn(text, "0123456789+-.e") == length)
            number = strtod(text, &end);
    }
    if (end == text || *end || !isfinite(number)) {
        line->bad = true;
        return 0;
    }
    return number;
}

double tp_sealed_take_number(struct tp_sealed *line)
{
    size_t length;
    const char *field = take_raw(line, &length);
    return field ? read_number(line, field, length) : 0;
}

static bool is_word(const char *field, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(field, word, length) == 0;
}

struct tp_value tp_sealed_take_value(struct tp_sealed *line)
{
    size_t length;
    const char *field = take_raw(line, &length);
    if (!field || is_word(field, length, "nil"))
        return tp_value_nil();
    if (is_word(field, length, "true") || is_word(field, length, "false"))
        return tp_value_bool(length == 4);
    if (length > 0 && *field == 'n') {
        double number = read_number(line, field + 1, length - 1);
        return line->bad ? tp_value_nil() : tp_value_number(number);
    }
    if (length > 0 && *field == 't') {
        const char *text = unescape_text(line, field + 1, length - 1);
        return text ? tp_value_text(text) : tp_value_nil();
    }
    line->bad = true;
    return tp_value_nil();
}

int tp_sealed_close(const struct tp_sealed *line)
{
    if (line->no_memory)
        return -TP_ENOMEM;
    return line->bad || line->at ? -TP_EINVAL : 0;
}
