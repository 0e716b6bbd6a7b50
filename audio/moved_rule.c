/* What counts as a move. Must never tell of a stream that was opened anew. */
#include "audio/moved_rule.h"

#include <stddef.h>
#include <string.h>

bool moved_rule_see(struct moved_rule *rule, const struct moved_place *place)
{
    struct moved_place last = rule->last;
    bool same = rule->known && last.stream == place->stream;
    rule->known = true;
    rule->last = *place;
    return same && (last.device != place->device || (last.headphones && !place->headphones));
}

void moved_rule_end(struct moved_rule *rule, uint32_t stream)
{
    if (rule->known && rule->last.stream == stream)
        rule->known = false;
}

bool moved_is_headphones(const char *port)
{
    static const char *const words[] = {"headphone", "headset", "earphone", "earpiece"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(port, words[i]))
            return true;
    return false;
}
