/* What writing and loading a journal share. Room-internal, for journal*.c. */
#ifndef TP_ENGINE_JOURNAL_INTERNAL_H
#define TP_ENGINE_JOURNAL_INTERNAL_H

#include "core/engine/journal.h"
#include "core/engine/sealed_line.h"

extern const struct tp_sealed_form journal_form;

enum journal_kind {
    JOURNAL_HEAD,
    JOURNAL_OPTION,
    JOURNAL_TEXT,
    JOURNAL_MODULE,
    JOURNAL_INSERT,
    JOURNAL_DROP,
    JOURNAL_REWIND,
    JOURNAL_CUT,
    JOURNAL_MARK,
    JOURNAL_END,
    JOURNAL_KINDS
};

/* As they are written. */
extern const char *const journal_kinds[JOURNAL_KINDS];

enum { JOURNAL_RECORD_KINDS = 4 };
extern const char *const journal_record_kinds[JOURNAL_RECORD_KINDS]; /* by enum tp_record_kind */

#endif
