/* The JSON writer. Must never write a byte that is not valid UTF-8. */
#include "core/base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void quote(struct tp_buf *out, const char *text)
{
    size_t length = strlen(text), plain = 0;
    tp_buf_add(out, "\"", 1);
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)text[i];
        size_t n = tp_utf8_length(text + i, length - i);
        if (n > 0 && c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) {
            i += n;
            continue;
        }
        tp_buf_add(out, text + plain, i - plain);
        if (c == '"' || c == '\\')
            tp_buf_printf(out, "\\%c", c);
        else if (n > 0)
            tp_buf_printf(out, "\\u%04x", c);
        else
            tp_buf_puts(out, "\\ufffd");
        plain = ++i;
    }
    tp_buf_add(out, text + plain, length - plain);
    tp_buf_add(out, "\"", 1);
}

static void begin(struct tp_json *json, const char *key)
{
    if (json->comma)
        tp_buf_add(json->out, ",", 1);
    json->comma = true;
    if (key) {
        quote(json->out, key);
        tp_buf_add(json->out, ":", 1);
    }
}

void tp_json_open(struct tp_json *json, const char *key, char bracket)
{
    begin(json, key);
    tp_buf_add(json->out, &bracket, 1);
    json->comma = false;
}

void tp_json_close(struct tp_json *json, char bracket)
{
    tp_buf_add(json->out, &bracket, 1);
    json->comma = true;
}

void tp_json_text(struct tp_json *json, const char *key, const char *text)
{
    begin(json, key);
    if (text)
        quote(json->out, text);
    else
        tp_buf_puts(json->out, "null");
}

void tp_json_integer(struct tp_json *json, const char *key, long long number)
{
    begin(json, key);
    tp_buf_printf(json->out, "%lld", number);
}

void tp_json_number(struct tp_json *json, const char *key, double number)
{
    begin(json, key);
    if (!isfinite(number)) {
        tp_buf_puts(json->out, "null");
        return;
    }
    char text[40];
    snprintf(text, sizeof text, "%.15g", number);
    tp_buf_puts(json->out, text);
}

void tp_json_bool(struct tp_json *json, const char *key, bool truth)
{
    begin(json, key);
    tp_buf_puts(json->out, truth ? "true" : "false");
}

void tp_json_seconds(struct tp_json *json, const char *key, tp_frames frames)
{
    char text[TP_FRAMES_TEXT];
    begin(json, key);
    tp_buf_puts(json->out, tp_frames_print(text, frames));
}

void tp_json_value(struct tp_json *json, const char *key, struct tp_value value)
{
    switch (value.kind) {
    case TP_VALUE_NIL:
        tp_json_text(json, key, NULL);
        break;
    case TP_VALUE_BOOL:
        tp_json_bool(json, key, value.truth);
        break;
    case TP_VALUE_NUMBER:
        tp_json_number(json, key, value.number);
        break;
    case TP_VALUE_TEXT:
        tp_json_text(json, key, value.text);
        break;
    }
}
