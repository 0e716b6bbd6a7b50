/* Small values: compare, copy, free. */
#include "core/base/value.h"

#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>

bool tp_value_equal(struct tp_value a, struct tp_value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case TP_VALUE_NIL:
        return true;
    case TP_VALUE_BOOL:
        return a.truth == b.truth;
    case TP_VALUE_NUMBER:
        return a.number == b.number;
    case TP_VALUE_TEXT:
        return strcmp(a.text, b.text) == 0;
    }
    return false;
}

struct tp_value tp_value_copy(struct tp_value value)
{
    if (value.kind != TP_VALUE_TEXT)
        return value;
    char *text = tp_text_copy(value.text);
    return text ? tp_value_text(text) : tp_value_nil();
}

void tp_value_free(struct tp_value *value)
{
    if (value && value->kind == TP_VALUE_TEXT)
        free((char *)value->text);
    if (value)
        *value = tp_value_nil();
}
