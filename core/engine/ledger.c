/* The ledger's text, written and read. Must never trust a byte of it, nor let one bad line hide the
 * good ones. */
#include "core/engine/ledger.h"

#include "core/engine/sealed_line.h"
#include "core/script/script.h"

#include <stdlib.h>
#include <string.h>

static const struct tp_sealed_form form = {
    .name = "ledger", .format = TP_LEDGER_FORMAT, .what = "ledger"};

enum { KINDS = 4, STEP_MOST = 2 * TP_STEPS /* the engine adds few to those of a routine */ };

static const char *const kinds[KINDS] = {[TP_LEDGER_PRESSED] = "pressed",
                                         [TP_LEDGER_ANSWER] = "answer",
                                         [TP_LEDGER_SYMPTOM] = "symptom",
                                         [TP_LEDGER_FELT] = "felt"};

/* No entry is later: the end of the year 9999. */
static const uint64_t latest_s = 253402300799;

/* ---- writing ---- */

void tp_ledger_put_first(struct tp_buf *out)
{
    tp_sealed_put_first(out, &form);
}

void tp_ledger_put(struct tp_buf *out, const struct tp_ledger_record *record)
{
    const struct tp_ledger_entry *entry = &record->entry;
    size_t begun = tp_sealed_begin(out, kinds[entry->kind]);
    tp_sealed_put_whole(out, (uint64_t)record->unix_s);
    tp_sealed_put_text(out, record->session);
    tp_sealed_put_whole(out, entry->number);
    tp_sealed_put_whole(out, entry->step);
    tp_sealed_put_whole(out, (uint64_t)entry->offset);
    tp_sealed_put_text(out, entry->spot);
    tp_sealed_put_text(out, entry->side);
    tp_sealed_put_value(out, entry->value);
    tp_sealed_end(out, begun);
}

/* ---- what is kept ---- */

static void free_record(struct tp_ledger_record *record)
{
    free((char *)record->session);
    free((char *)record->entry.spot);
    free((char *)record->entry.side);
    tp_value_free(&record->entry.value);
}

static int make_room(struct tp_ledger *ledger)
{
    if (ledger->count == TP_LEDGER_RECORDS) { /* the older half goes */
        size_t half = ledger->count / 2;
        for (size_t i = 0; i < half; i++)
            free_record(&ledger->records[i]);
        ledger->count -= half;
        memmove(ledger->records, ledger->records + half, ledger->count * sizeof *ledger->records);
    }
    if (ledger->count < ledger->capacity)
        return 0;
    size_t capacity = ledger->capacity ? ledger->capacity * 2 : 64;
    struct tp_ledger_record *records = realloc(ledger->records, capacity * sizeof *records);
    if (!records)
        return -TP_ENOMEM;
    ledger->records = records;
    ledger->capacity = capacity;
    return 0;
}

/* Takes the record's texts, also when it fails. */
static int keep(struct tp_ledger *ledger, struct tp_ledger_record *record)
{
    int rc = make_room(ledger);
    if (rc < 0)
        free_record(record);
    else
        ledger->records[ledger->count++] = *record;
    return rc;
}

int tp_ledger_keep(struct tp_ledger *ledger, const struct tp_ledger_record *record)
{
    struct tp_ledger_record copy = *record;
    const struct tp_ledger_entry *entry = &record->entry;
    copy.session = tp_text_copy(record->session);
    copy.entry.spot = tp_text_copy(entry->spot);
    copy.entry.side = tp_text_copy(entry->side);
    copy.entry.value = tp_value_copy(entry->value);
    if (!copy.session || !copy.entry.spot || !copy.entry.side ||
        copy.entry.value.kind != entry->value.kind) {
        free_record(&copy);
        return -TP_ENOMEM;
    }
    return keep(ledger, &copy);
}

uint32_t tp_ledger_last(const struct tp_ledger *ledger, const char *session)
{
    uint32_t last = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct tp_ledger_record *record = &ledger->records[i];
        if (record->entry.number > last && strcmp(record->session, session) == 0)
            last = record->entry.number;
    }
    return last;
}

void tp_ledger_finish(struct tp_ledger *ledger)
{
    if (!ledger)
        return;
    for (size_t i = 0; i < ledger->count; i++)
        free_record(&ledger->records[i]);
    free(ledger->records);
    *ledger = (struct tp_ledger){0};
}

/* ---- reading ---- */

int tp_ledger_read_first(const char *bytes, size_t length, struct tp_err *err)
{
    return tp_sealed_read_first(bytes, length, &form, err);
}

/* The entry that a line says, its texts owned by the caller. 0, -TP_EINVAL or -TP_ENOMEM, and then
 * nothing. */
static int take(struct tp_sealed *line, struct tp_ledger_record *record)
{
    struct tp_ledger_entry *entry = &record->entry;
    *record = (struct tp_ledger_record){0};
    entry->kind = (enum tp_ledger_kind)tp_sealed_take_word(line, kinds, KINDS);
    record->unix_s = (int64_t)tp_sealed_take_whole(line, latest_s);
    record->session = tp_sealed_take_text(line);
    entry->number = (uint32_t)tp_sealed_take_whole(line, UINT32_MAX);
    entry->step = (uint32_t)tp_sealed_take_whole(line, STEP_MOST);
    entry->offset = (tp_frames)tp_sealed_take_whole(line, TP_DAY);
    entry->spot = tp_sealed_take_text(line);
    entry->side = tp_sealed_take_text(line);
    entry->value = tp_sealed_take_value(line);
    int rc = tp_sealed_close(line);
    bool number = entry->value.kind == TP_VALUE_NUMBER && entry->value.number >= 0;
    if (rc == 0 && entry->kind == TP_LEDGER_PRESSED && !number)
        rc = -TP_EINVAL;
    if (rc < 0)
        free_record(record);
    return rc;
}

/* Keeps what the line says; a bad one is counted. 0 or -TP_ENOMEM. */
static int read_line(struct tp_ledger *ledger, const char *bytes, size_t length, int64_t from_s)
{
    struct tp_sealed line;
    struct tp_ledger_record record;
    int rc = tp_sealed_open(&line, bytes, length) > 0 ? take(&line, &record) : -TP_EINVAL;
    if (rc == -TP_EINVAL) {
        ledger->damaged++;
        return 0;
    }
    if (rc < 0)
        return rc;
    ledger->good++;
    if (record.unix_s >= from_s)
        return keep(ledger, &record);
    free_record(&record);
    return 0;
}

int tp_ledger_load(struct tp_ledger *out, const char *bytes, size_t length, int64_t from_s)
{
    *out = (struct tp_ledger){0};
    while (out->whole < length) {
        const char *line = bytes + out->whole;
        const char *newline = memchr(line, '\n', length - out->whole);
        if (!newline)
            break;
        size_t whole = (size_t)(newline - line) + 1;
        int rc = read_line(out, line, whole, from_s);
        if (rc < 0)
            return rc;
        out->whole += whole;
    }
    return 0;
}
