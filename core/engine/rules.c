/* The table of rules. An id is never used again for anything else: authors accept rules by it. */
#include "core/engine/rules.h"

#include "core/engine/check_internal.h"

#include <string.h>

/* Sources: the guide of what a person hears; S and R: see the atlas; CONV: this program's own. */
const struct tp_rule tp_rules[] = {
    {"E01", TP_SEVERITY_ERROR,
     "a mistake: a name that is not known, a value out of range, Lua's own", "CONV", NULL, NULL},
    {"E02", TP_SEVERITY_ERROR,
     "it does not end: over 24 hours, round and round without any time, or over 64 MiB", "CONV",
     NULL, NULL},
    {"E03", TP_SEVERITY_ERROR, "no routine: no such file, or not written as Lua is", "CONV", NULL,
     NULL},
    {"W18", TP_SEVERITY_WARNING, "more than 20 minutes for the body", "S14, S40, CONV",
     tp_rule_length, NULL},
    {"W21", TP_SEVERITY_WARNING,
     "a place that is pressed or stretched on one side only, or with different seconds", "S25, S26",
     tp_rule_sides, tp_rule_sides_end},
    {"W31", TP_SEVERITY_WARNING, "a line with a verb to which no way comes", "CONV", NULL,
     tp_rule_unreached},
    {"W32", TP_SEVERITY_WARNING,
     "words that are dropped, for they would be heard while one lets go", "CONV", tp_rule_dropped,
     NULL},
    {"W33", TP_SEVERITY_WARNING, "words that are longer than the time of their place", "CONV",
     tp_rule_over, NULL},
    {"W34", TP_SEVERITY_WARNING, "words that come more than 1 s late, for others are still said",
     "CONV", tp_rule_late, NULL},
    {"W35", TP_SEVERITY_WARNING, "words that are not understood by ear: Latin, shortenings, 4/10",
     "tests/bench words, CONV", tp_rule_mangled, NULL},
    {"W36", TP_SEVERITY_WARNING, "more than two changes of position", "CONV", tp_rule_positions,
     NULL},
    {"W37", TP_SEVERITY_WARNING, "nothing is heard for more than 10 s of a hold, or 20 s elsewhere",
     "CONV", tp_rule_silence, NULL},
    {"W38", TP_SEVERITY_WARNING,
     "words about keys, buttons or answers: untrue in a recording of it", "CONV", tp_rule_untrue,
     NULL},
    {.id = NULL},
};

const struct tp_rule *const tp_rule_mistake = &tp_rules[0];
const struct tp_rule *const tp_rule_endless = &tp_rules[1];
const struct tp_rule *const tp_rule_load = &tp_rules[2];

const struct tp_rule *tp_rule_find(const char *id)
{
    for (const struct tp_rule *rule = tp_rules; rule->id; rule++)
        if (strcmp(rule->id, id) == 0)
            return rule;
    return NULL;
}

int tp_rule_accept(const char *id, struct tp_err *err)
{
    const char *names[sizeof tp_rules / sizeof *tp_rules];
    char shown[40];
    size_t count = 0;
    const struct tp_rule *rule = tp_rule_find(id);
    if (rule && rule->severity == TP_SEVERITY_WARNING)
        return 0;
    if (rule)
        return tp_err_set(err, TP_ESCRIPT, "routine: allow: %s is an error, which nobody can allow",
                          id);
    for (const struct tp_rule *one = tp_rules; one->id; one++)
        if (one->severity == TP_SEVERITY_WARNING)
            names[count++] = one->id;
    const char *near = tp_text_nearest(id, names, count);
    tp_text_clean(shown, sizeof shown, id, strlen(id));
    if (near)
        return tp_err_set(err, TP_ESCRIPT,
                          "routine: allow: there is no rule '%s'; did you mean '%s'?", shown, near);
    return tp_err_set(err, TP_ESCRIPT, "routine: allow: there is no rule '%s'", shown);
}

const char *tp_severity_name(enum tp_severity severity)
{
    return severity == TP_SEVERITY_ERROR ? "error" : "warning";
}
