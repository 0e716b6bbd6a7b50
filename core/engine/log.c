/* The input log in memory. */
#include "core/engine/log.h"

#include "core/base/err.h"
#include "core/base/text.h"
#include "core/engine/command.h"

#include <stdlib.h>
#include <string.h>

static void free_record(struct tp_record *record)
{
    free(record->key);
    tp_value_free(&record->value);
}

int tp_log_insert(struct tp_log *log, size_t place, uint32_t step, tp_frames offset,
                  enum tp_record_kind kind, const char *key, struct tp_value value)
{
    if (log->count == log->capacity) {
        size_t capacity = log->capacity ? log->capacity * 2 : 64;
        struct tp_record *records = realloc(log->records, capacity * sizeof *records);
        if (!records)
            return -TP_ENOMEM;
        log->records = records;
        log->capacity = capacity;
    }
    struct tp_record record = {.step = step,
                               .offset = offset,
                               .kind = kind,
                               .key = tp_text_copy(key),
                               .value = tp_value_copy(value)};
    if (!record.key || record.value.kind != value.kind) {
        free_record(&record);
        return -TP_ENOMEM;
    }
    memmove(&log->records[place + 1], &log->records[place], (log->count - place) * sizeof record);
    log->records[place] = record;
    log->count++;
    if (log->sink)
        log->sink->insert(log->sink_context, log->count - 1 - place, &record);
    return 0;
}

int tp_log_add(struct tp_log *log, uint32_t step, tp_frames offset, enum tp_record_kind kind,
               const char *key, struct tp_value value)
{
    return tp_log_insert(log, log->count, step, offset, kind, key, value);
}

void tp_log_drop_last(struct tp_log *log)
{
    if (log->count == 0)
        return;
    free_record(&log->records[--log->count]);
    if (log->sink)
        log->sink->drop(log->sink_context);
}

static void cut(struct tp_log *log, uint32_t step)
{
    while (log->count > 0 && log->records[log->count - 1].step >= step)
        free_record(&log->records[--log->count]);
}

void tp_log_cut(struct tp_log *log, uint32_t step)
{
    cut(log, step);
    if (log->sink)
        log->sink->cut(log->sink_context, step);
}

bool tp_record_comes(const struct tp_record *record)
{
    return record->kind == TP_RECORD_COMMAND || record->kind == TP_RECORD_FELT;
}

static bool stays(const struct tp_record *record)
{
    enum tp_command_kind kind =
        record->kind == TP_RECORD_COMMAND ? tp_command_find(record->key) : TP_COMMAND_COUNT;
    return kind != TP_COMMAND_COUNT && tp_command_is_kept(kind);
}

static void reverse(struct tp_log *log, size_t from, size_t end)
{
    for (; from + 1 < end; from++, end--) {
        struct tp_record record = log->records[from];
        log->records[from] = log->records[end - 1];
        log->records[end - 1] = record;
    }
}

/* Takes away what is from `first` on but for the records that stay, which come to stand there, at
 * the start of the step before `step`. */
static void keep_wishes(struct tp_log *log, size_t first, uint32_t step)
{
    size_t kept = first;
    for (size_t from = first; from < log->count; from++) {
        struct tp_record record = log->records[from];
        if (step < 1 || !stays(&record)) {
            free_record(&record);
            continue;
        }
        record.step = step - 1;
        record.offset = 0;
        log->records[kept++] = record;
    }
    log->count = kept;
}

/* Whether it comes before what stays when all from `step` on goes: that follows what the step
 * before asked at its start, ahead of whatever left that step. */
static bool is_before(const struct tp_record *record, uint32_t step)
{
    bool asked = !tp_record_comes(record) || stays(record);
    return record->step + 1 < step || (record->step + 1 == step && record->offset == 0 && asked);
}

void tp_log_rewind(struct tp_log *log, uint32_t step)
{
    size_t place = 0;
    while (place < log->count && is_before(&log->records[place], step))
        place++;
    size_t first = place;
    while (first < log->count && log->records[first].step < step)
        first++;
    keep_wishes(log, first, step);
    /* What stays and what was before it in that step change places. */
    reverse(log, place, first);
    reverse(log, first, log->count);
    reverse(log, place, log->count);
    if (log->sink)
        log->sink->rewind(log->sink_context, step);
}

void tp_log_drop_stop(struct tp_log *log)
{
    while (log->count > 0 && log->records[log->count - 1].kind == TP_RECORD_COMMAND &&
           tp_command_find(log->records[log->count - 1].key) == TP_COMMAND_STOP)
        tp_log_drop_last(log);
}

int tp_log_copy(struct tp_log *out, const struct tp_log *log)
{
    *out = (struct tp_log){0};
    for (size_t i = 0; i < log->count; i++) {
        const struct tp_record *r = &log->records[i];
        int rc = tp_log_add(out, r->step, r->offset, r->kind, r->key, r->value);
        if (rc < 0) {
            tp_log_finish(out);
            return rc;
        }
    }
    return 0;
}

void tp_log_finish(struct tp_log *log)
{
    if (!log)
        return;
    cut(log, 0);
    free(log->records);
    *log = (struct tp_log){0};
}
