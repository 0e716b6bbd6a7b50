/* UTF-8 to plain letters, by tables. Must never put out a byte below 32 or above 126: the
 * synthesiser behind it was not written for strangers' bytes. */
#include "audio/voice_fold.h"

#include <stdlib.h>

struct sign {
    uint32_t code;
    const char *plain;
};

/* Sorted by code point; what is not here and no accented letter becomes a gap. */
static const struct sign signs[] = {
    {0x00ad, ""}, /* soft hyphen */
    {0x00b0, " degrees "},
    {0x00b1, " plus or minus "},
    {0x00b2, " squared "},
    {0x00b3, " cubed "},
    {0x00b5, "micro"},
    {0x00c6, "Ae"},
    {0x00d7, " times "},
    {0x00de, "Th"},
    {0x00df, "ss"},
    {0x00e6, "ae"},
    {0x00f7, " divided by "},
    {0x00fe, "th"},
    {0x0132, "IJ"},
    {0x0133, "ij"},
    {0x0152, "Oe"},
    {0x0153, "oe"},
    {0x03bc, "micro"},
    {0x1e9e, "SS"},
    {0x2010, "-"},
    {0x2011, "-"},
    {0x2012, "-"},
    {0x2013, "-"},
    {0x2014, " - "},
    {0x2015, " - "},
    {0x2018, "'"},
    {0x2019, "'"},
    {0x2026, "..."},
    {0x2030, " per thousand "},
    {0x2044, "/"},
    {0x20ac, " euros "},
    {0x2116, " number "},
    {0x2212, "-"},
    {0x2248, " about "},
    {0x2264, " at most "},
    {0x2265, " at least "},
};

/* U+00C0–U+017F without their accents; '?' stands for those in the table above. */
static const char latin[] = "AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkkLlLlLlLlLl"
                            "NnNnNnnNnOoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

uint32_t tp_voice_code_point(const char *text, size_t available, size_t *bytes)
{
    size_t length = tp_utf8_length(text, available);
    *bytes = length ? length : 1;
    if (!length)
        return 0;
    static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code = (unsigned char)text[0] & first_bits[length];
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3fu);
    return code;
}

static int compare_sign(const void *key, const void *element)
{
    uint32_t code = *(const uint32_t *)key, other = ((const struct sign *)element)->code;
    return (code > other) - (code < other);
}

/* Marks that belong to the letter before them: accents, joiners, variation selectors. */
static bool leaves_nothing(uint32_t code)
{
    return (code >= 0x0300 && code <= 0x036f) || (code >= 0x200b && code <= 0x200f) ||
           code == 0x2060 || (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff;
}

static void fold_ascii(struct tp_buf *out, char c)
{
    switch (c) {
    case '%':
        tp_buf_puts(out, " percent ");
        break;
    case '&':
        tp_buf_puts(out, " and ");
        break;
    case '@':
        tp_buf_puts(out, " at ");
        break;
    case '+':
        tp_buf_puts(out, " plus ");
        break;
    case '=':
        tp_buf_puts(out, " equals ");
        break;
    default:
        tp_buf_add(out, c > 31 && c < 127 ? &c : " ", 1);
    }
}

/* "1½" is one and a half, "½" is a half. */
static void fold_fraction(struct tp_buf *out, const char *words)
{
    char last = out->length ? out->data[out->length - 1] : ' ';
    tp_buf_puts(out, last >= '0' && last <= '9' ? " and " : " ");
    tp_buf_puts(out, words);
}

static void fold_code_point(struct tp_buf *out, uint32_t code)
{
    static const char *const quarters[] = {"a quarter ", "a half ", "three quarters "};
    if (code >= 0xbc && code <= 0xbe) {
        fold_fraction(out, quarters[code - 0xbc]);
        return;
    }
    const struct sign *sign =
        bsearch(&code, signs, sizeof signs / sizeof *signs, sizeof *signs, compare_sign);
    if (sign)
        tp_buf_puts(out, sign->plain);
    else if (code >= 0xc0 && code <= 0x17f)
        tp_buf_add(out, &latin[code - 0xc0], 1);
    else if (!leaves_nothing(code))
        tp_buf_puts(out, " ");
}

void tp_voice_fold(struct tp_buf *out, const char *text, size_t length)
{
    for (size_t i = 0, bytes; i < length; i += bytes) {
        uint32_t code = tp_voice_code_point(text + i, length - i, &bytes);
        if (code < 128)
            fold_ascii(out, (char)code);
        else
            fold_code_point(out, code);
    }
}
