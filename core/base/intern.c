/* Interned texts. */
#include "core/base/intern.h"

#include "core/base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a, 64 bit. */
static size_t hash(const char *text)
{
    uint64_t sum = 14695981039346656037U;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 1099511628211U;
    return (size_t)sum;
}

static char **find(struct tp_intern *intern, const char *text)
{
    size_t mask = intern->capacity - 1, i = hash(text) & mask;
    while (intern->slots[i] && strcmp(intern->slots[i], text) != 0)
        i = (i + 1) & mask;
    return &intern->slots[i];
}

static bool grow(struct tp_intern *intern)
{
    struct tp_intern larger = {.count = intern->count,
                               .capacity = intern->capacity ? intern->capacity * 2 : 64};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < intern->capacity; i++)
        if (intern->slots[i])
            *find(&larger, intern->slots[i]) = intern->slots[i];
    free(intern->slots);
    *intern = larger;
    return true;
}

const char *tp_intern(struct tp_intern *intern, const char *text)
{
    if (!text || (intern->count * 2 >= intern->capacity && !grow(intern)))
        return NULL;
    char **slot = find(intern, text);
    if (!*slot && (*slot = tp_text_copy(text)))
        intern->count++;
    return *slot;
}

void tp_intern_finish(struct tp_intern *intern)
{
    if (!intern)
        return;
    for (size_t i = 0; i < intern->capacity; i++)
        free(intern->slots[i]);
    free(intern->slots);
    *intern = (struct tp_intern){0};
}
