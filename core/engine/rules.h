/* The rules of `tprun check`: what is looked for in a routine, and what was found.
 *
 * A rule is one row of the table with one small function, pure over what a run of the routine
 * played (see check.h). What it says is one colleague's word to another: what is so, and how to
 * mend it. No Lua, no voice, no disk. One thread. */
#ifndef TP_ENGINE_RULES_H
#define TP_ENGINE_RULES_H

#include "core/engine/timeline.h"

enum tp_severity { TP_SEVERITY_ERROR, TP_SEVERITY_WARNING };

struct tp_check;

struct tp_rule {
    const char *id; /* a capital and two digits, never used again for anything else */
    enum tp_severity severity;
    const char *what;   /* what it finds, for the table of the documents */
    const char *source; /* where the rule and its numbers come from */
    /* Looks at what one run played, maybe not to its end; NULL: nothing to look at there. */
    void (*judge)(struct tp_check *check, const struct tp_rule *rule,
                  const struct tp_timeline *run);
    /* Looks back when all runs are over. NULL likewise. */
    void (*conclude)(struct tp_check *check, const struct tp_rule *rule);
};

/* In the order of the documents; the last one has no id. */
extern const struct tp_rule tp_rules[];

/* NULL when there is none. */
const struct tp_rule *tp_rule_find(const char *id);

/* Whether an author may accept what this rule finds: 0, or -TP_ESCRIPT with why not. */
int tp_rule_accept(const char *id, struct tp_err *err);

const char *tp_severity_name(enum tp_severity severity);

struct tp_finding {
    const struct tp_rule *rule;
    const char *file;     /* a module that errors name; NULL: the routine itself */
    int line;             /* 0: the file as a whole */
    const char *message;  /* what is so */
    const char *mend;     /* what to do about it; NULL: the message says that too */
    const char *accepted; /* why the author accepts it; NULL: not */
    unsigned run;         /* in which it was found */
};

#endif
