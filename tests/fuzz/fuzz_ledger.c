/* A ledger of any bytes: its good lines are read, and can be written again. */
#include "core/engine/ledger.h"
#include "tests/fuzz/fuzz_sealed.h"

/* What was read comes back when it is written. */
static void write_again(const struct tp_ledger *ledger)
{
    struct tp_ledger again;
    struct tp_buf bytes = {0};
    for (size_t i = 0; i < ledger->count; i++) {
        const struct tp_ledger_record *record = &ledger->records[i];
        fuzz_assert(tp_ledger_last(ledger, record->session) >= record->entry.number);
        tp_ledger_put(&bytes, record);
    }
    fuzz_assert(tp_ledger_load(&again, bytes.data ? bytes.data : "", bytes.length, 0) == 0);
    fuzz_assert(again.count == ledger->count && again.damaged == 0 && again.whole == bytes.length);
    for (size_t i = 0; i < again.count; i++)
        fuzz_assert(tp_value_equal(again.records[i].entry.value, ledger->records[i].entry.value) &&
                    strcmp(again.records[i].entry.spot, ledger->records[i].entry.spot) == 0);
    tp_ledger_finish(&again);
    tp_buf_finish(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct tp_ledger ledger;
    struct tp_err err = {0};
    int first = tp_ledger_read_first(bytes, size, &err);
    fuzz_assert(first > 0 || (err.code == -first && err.text[0] && !strchr(err.text, '\n')));
    size_t skipped = first > 0 ? (size_t)first : 0;
    fuzz_assert(tp_ledger_load(&ledger, bytes + skipped, size - skipped, 0) == 0);
    fuzz_assert(ledger.whole <= size - skipped && ledger.count <= ledger.good);
    write_again(&ledger);
    tp_ledger_finish(&ledger);
    return 0;
}
