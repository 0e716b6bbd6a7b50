/* Buffers, cleaning and nearest names. Must never print. */
#include "core/base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tp_buf_finish(struct tp_buf *buf)
{
    if (!buf)
        return;
    free(buf->data);
    *buf = (struct tp_buf){0};
}

void tp_buf_clear(struct tp_buf *buf)
{
    buf->length = 0;
    buf->failed = false;
    if (buf->data)
        buf->data[0] = '\0';
}

static bool reserve(struct tp_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    size_t need = buf->length + more + 1, capacity = buf->capacity ? buf->capacity : 64;
    while (capacity < need)
        capacity *= 2;
    if (capacity == buf->capacity)
        return true;
    char *data = realloc(buf->data, capacity);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void tp_buf_add(struct tp_buf *buf, const char *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void tp_buf_puts(struct tp_buf *buf, const char *text)
{
    tp_buf_add(buf, text, strlen(text));
}

void tp_buf_printf(struct tp_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length >= 0 && reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

size_t tp_utf8_length(const char *text, size_t available)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (available == 0)
        return 0;
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (length == 0 || length > available || s[0] > 0xF4)
        return 0;
    uint32_t code = length == 1 ? s[0] : s[0] & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3F);
    }
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return length > 1 && (code < smallest[length] || surrogate || code > 0x10FFFF) ? 0 : length;
}

/* A printable character: not a C0 or C1 control, not a direction or line control of Unicode that
 * could make a terminal show another text than the one meant. */
static bool is_plain(const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    if (length == 1)
        return s[0] >= 0x20 && s[0] != 0x7F;
    if (length == 2)
        return !(s[0] == 0xC2 && s[1] < 0xA0);
    if (length == 3 && s[0] == 0xE2)
        return !((s[1] == 0x80 && (s[2] >= 0xA8 && s[2] <= 0xAE)) ||
                 (s[1] == 0x81 && (s[2] >= 0xA6 && s[2] <= 0xA9)));
    return true;
}

const char *tp_text_clean(char *out, size_t size, const char *text, size_t length)
{
    static const char ellipsis[] = "…";
    size_t used = 0, fits = 0; /* fits: where the ellipsis may still go */
    for (size_t i = 0; i < length;) {
        char piece[20];
        size_t n = tp_utf8_length(text + i, length - i), bytes = n ? n : 1, wide = 0;
        if (n && is_plain(text + i, n))
            memcpy(piece, text + i, wide = n);
        else
            for (size_t k = 0; k < bytes; k++)
                wide += (size_t)snprintf(piece + wide, sizeof piece - wide, "\\x%02X",
                                         (unsigned char)text[i + k]);
        if (used + wide + 1 > size) {
            if (fits + sizeof ellipsis <= size)
                memcpy(out + fits, ellipsis, sizeof ellipsis - 1);
            used = fits + sizeof ellipsis <= size ? fits + sizeof ellipsis - 1 : used;
            break;
        }
        memcpy(out + used, piece, wide);
        used += wide;
        if (used + sizeof ellipsis <= size)
            fits = used;
        i += bytes;
    }
    if (size)
        out[used] = '\0';
    return out;
}

unsigned tp_text_distance(const char *a, const char *b, unsigned limit)
{
    enum { LONGEST = 63 };
    unsigned rows[3][LONGEST + 1];
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return limit;
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= m; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        unsigned *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[m] < limit ? above[m] : limit;
}

const char *tp_text_nearest(const char *name, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    unsigned best = (unsigned)strlen(name) / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = tp_text_distance(name, names[i], best + (nearest != NULL));
        bool first = nearest && distance == best && strcmp(names[i], nearest) < 0;
        if (distance < best || first) {
            best = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

char *tp_text_copy(const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}
