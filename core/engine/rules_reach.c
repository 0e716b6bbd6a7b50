/* The rule on lines to which no way comes. Says nothing where ways were cut off or left out: then
 * nobody knows. */
#include "core/engine/check_internal.h"

#include <stdlib.h>

static void tell(struct tp_check *check, const struct tp_rule *rule, size_t line, unsigned count)
{
    static const char mend[] = "look at the condition before it, or take it out";
    if (count == 1)
        tp_check_found(check, rule, (int)line, mend, "no way through the routine comes here");
    else
        tp_check_found(check, rule, (int)line, mend,
                       "no way through the routine comes here, nor to what follows: %u lines",
                       count);
}

/* Lines that follow each other, but for those without a verb, are told as one. */
static void judge(struct tp_check *check, const struct tp_rule *rule, const unsigned char *verbs)
{
    size_t first = 0;
    unsigned count = 0;
    for (size_t line = 1; line < check->lines.count; line++) {
        if (verbs[line] && !check->lines.ran[line]) {
            first = count++ ? first : line;
        } else if (check->lines.ran[line]) {
            if (count > 0)
                tell(check, rule, first, count);
            count = 0;
        }
    }
    if (count > 0)
        tell(check, rule, first, count);
}

void tp_rule_unreached(struct tp_check *check, const struct tp_rule *rule)
{
    bool whole = check->out->loads && !check->broken && check->out->untold == 0;
    unsigned char *verbs = whole ? calloc(check->lines.count, 1) : NULL;
    if (!verbs) {
        check->failed = check->failed || whole;
        return;
    }
    tp_script_verb_lines(check->run->text, check->run->length, verbs, check->lines.count);
    judge(check, rule, verbs);
    free(verbs);
}
