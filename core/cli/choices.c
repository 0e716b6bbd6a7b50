/* What was chosen, by the names that a routine's verbs ask for. */
#include "core/cli/choices.h"

#include <string.h>

struct tp_value tp_choices_words(const struct tp_choices *choices)
{
    return tp_value_text(choices->words);
}

/* Most repetitions of a point; nil = as written. */
static struct tp_value repetitions(const struct tp_choices *choices, const char *spot)
{
    for (size_t i = 0; i < choices->skip_count; i++)
        if (strcmp(choices->skip[i], spot) == 0)
            return tp_value_number(0);
    int most = choices->fit ? tp_fit_most(choices->fit, spot) : -1;
    return most >= 0 ? tp_value_number(most) : tp_value_nil();
}

struct tp_value tp_choices_find(const struct tp_choices *choices, const char *key)
{
    static const char reps[] = "reps ";
    if (strcmp(key, "pace") == 0 && choices->pace != 1)
        return tp_value_number(choices->pace);
    if (strcmp(key, "speed") == 0 && choices->speed != 1)
        return tp_value_number(choices->speed);
    if (strcmp(key, "side") == 0 && choices->side)
        return tp_value_text(choices->side);
    if (strcmp(key, "hold_sound") == 0 && choices->hold_sound)
        return tp_value_text(choices->hold_sound);
    if (strcmp(key, "recording") == 0 && choices->recording)
        return tp_value_bool(true);
    if (strcmp(key, "require_sensor") == 0 && choices->require_sensor)
        return tp_value_bool(true);
    if (strcmp(key, "unanswered") == 0 && choices->unanswered)
        return tp_value_bool(true);
    if (strncmp(key, reps, sizeof reps - 1) == 0)
        return repetitions(choices, key + sizeof reps - 1);
    return tp_value_nil();
}

struct tp_value tp_choices_name(const struct tp_choices *choices, const char *key)
{
    const char *name = strcmp(key, "left") == 0    ? choices->left
                       : strcmp(key, "right") == 0 ? choices->right
                                                   : NULL;
    return name ? tp_value_text(name) : tp_value_nil();
}
