/* A session's log of any bytes: it loads up to somewhere, or says in one line why not. */
#include "core/engine/journal.h"
#include "tests/fuzz/fuzz_sealed.h"

/* What was taken of it is a log like any other. */
static void look_at(const struct tp_journal *journal)
{
    struct tp_log copy;
    for (size_t i = 0; i < journal->log.count; i++) {
        const struct tp_record *record = &journal->log.records[i];
        fuzz_assert(record->key && record->step <= 2 * TP_STEPS && record->offset >= 0);
        fuzz_assert(record->value.kind != TP_VALUE_TEXT || record->value.text);
    }
    fuzz_assert(tp_log_copy(&copy, &journal->log) == 0);
    fuzz_assert(copy.count == journal->log.count);
    tp_log_finish(&copy);
    fuzz_assert(journal->head.name && journal->head.path && journal->head.language);
    fuzz_assert(journal->text_length <= TP_SOURCE && journal->option_count <= TP_JOURNAL_OPTIONS);
    for (size_t i = 0; i < journal->module_count; i++)
        fuzz_assert(journal->modules[i].name && journal->modules[i].source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct tp_journal journal, again;
    struct tp_err err = {0};
    int rc = tp_journal_load(&journal, bytes, size, &err);
    fuzz_assert(rc == 0 || (err.code == -rc && err.text[0] && !strchr(err.text, '\n')));
    if (rc == 0) {
        fuzz_assert(journal.whole <= size);
        look_at(&journal);
        /* What is whole is the same without what follows it. */
        fuzz_assert(tp_journal_load(&again, bytes, journal.whole, &err) == 0);
        fuzz_assert(again.whole == journal.whole && again.records == journal.records);
        fuzz_assert(!again.damaged && again.log.count == journal.log.count);
        tp_journal_finish(&again);
    }
    tp_journal_finish(&journal);
    return 0;
}
