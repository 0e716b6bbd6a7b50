/* A small value that passes between a routine, the log and the world: nothing, truth, number, text.
 *
 * [any thread] */
#ifndef TP_BASE_VALUE_H
#define TP_BASE_VALUE_H

#include <stdbool.h>

enum tp_value_kind { TP_VALUE_NIL, TP_VALUE_BOOL, TP_VALUE_NUMBER, TP_VALUE_TEXT };

struct tp_value {
    enum tp_value_kind kind;
    union {
        bool truth;
        double number;
        const char *text; /* borrowed, unless a function says that it owns it */
    };
};

static inline struct tp_value tp_value_nil(void)
{
    return (struct tp_value){.kind = TP_VALUE_NIL};
}

static inline struct tp_value tp_value_bool(bool truth)
{
    return (struct tp_value){.kind = TP_VALUE_BOOL, .truth = truth};
}

static inline struct tp_value tp_value_number(double number)
{
    return (struct tp_value){.kind = TP_VALUE_NUMBER, .number = number};
}

static inline struct tp_value tp_value_text(const char *text)
{
    return (struct tp_value){.kind = TP_VALUE_TEXT, .text = text};
}

/* Same kind and content. */
bool tp_value_equal(struct tp_value a, struct tp_value b);

/* A copy that owns its text; nil when out of memory. tp_value_free takes it back. */
struct tp_value tp_value_copy(struct tp_value value);
void tp_value_free(struct tp_value *value);

#endif
