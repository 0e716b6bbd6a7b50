/* The journal, written. Must never leave part of a line in the buffer. */
#include "core/engine/journal.h"

#include "core/engine/journal_internal.h"

const struct tp_sealed_form journal_form = {
    .name = "log", .format = TP_JOURNAL_FORMAT, .what = "log of a session"};

const char *const journal_kinds[JOURNAL_KINDS] = {
    [JOURNAL_HEAD] = "head",     [JOURNAL_OPTION] = "option", [JOURNAL_TEXT] = "text",
    [JOURNAL_MODULE] = "module", [JOURNAL_INSERT] = "insert", [JOURNAL_DROP] = "drop",
    [JOURNAL_REWIND] = "rewind", [JOURNAL_CUT] = "cut",       [JOURNAL_MARK] = "mark",
    [JOURNAL_END] = "end"};

const char *const journal_record_kinds[JOURNAL_RECORD_KINDS] = {[TP_RECORD_LENGTH] = "length",
                                                                [TP_RECORD_INPUT] = "input",
                                                                [TP_RECORD_COMMAND] = "command",
                                                                [TP_RECORD_FELT] = "felt"};

static size_t begin(struct tp_buf *out, enum journal_kind kind)
{
    return tp_sealed_begin(out, journal_kinds[kind]);
}

void tp_journal_put_head(struct tp_buf *out, const struct tp_journal_head *head)
{
    tp_sealed_put_first(out, &journal_form);
    size_t begun = begin(out, JOURNAL_HEAD);
    tp_sealed_put_text(out, head->program);
    tp_sealed_put_whole(out, head->seed);
    tp_sealed_put_whole(out, (uint64_t)head->started);
    tp_sealed_put_text(out, head->name);
    tp_sealed_put_text(out, head->path);
    tp_sealed_put_text(out, head->voice);
    tp_sealed_put_number(out, head->rate);
    tp_sealed_put_text(out, head->language);
    tp_sealed_end(out, begun);
}

void tp_journal_put_option(struct tp_buf *out, const char *name, const char *value)
{
    size_t begun = begin(out, JOURNAL_OPTION);
    tp_sealed_put_text(out, name);
    tp_sealed_put_text(out, value);
    tp_sealed_end(out, begun);
}

void tp_journal_put_text(struct tp_buf *out, const char *text, size_t length)
{
    size_t begun = begin(out, JOURNAL_TEXT);
    tp_sealed_put_bytes(out, text, length);
    tp_sealed_end(out, begun);
}

void tp_journal_put_module(struct tp_buf *out, const char *name, const char *shown,
                           const char *source, size_t length)
{
    size_t begun = begin(out, JOURNAL_MODULE);
    tp_sealed_put_text(out, name);
    tp_sealed_put_text(out, shown);
    tp_sealed_put_bytes(out, source, length);
    tp_sealed_end(out, begun);
}

void tp_journal_put_insert(struct tp_buf *out, size_t from_end, const struct tp_record *record)
{
    size_t begun = begin(out, JOURNAL_INSERT);
    tp_sealed_put_whole(out, from_end);
    tp_sealed_put_whole(out, record->step);
    tp_sealed_put_whole(out, (uint64_t)record->offset);
    tp_sealed_put_text(out, journal_record_kinds[record->kind]);
    tp_sealed_put_text(out, record->key);
    tp_sealed_put_value(out, record->value);
    tp_sealed_end(out, begun);
}

void tp_journal_put_drop(struct tp_buf *out)
{
    tp_sealed_end(out, begin(out, JOURNAL_DROP));
}

static void put_step(struct tp_buf *out, enum journal_kind kind, uint32_t step)
{
    size_t begun = begin(out, kind);
    tp_sealed_put_whole(out, step);
    tp_sealed_end(out, begun);
}

void tp_journal_put_rewind(struct tp_buf *out, uint32_t step)
{
    put_step(out, JOURNAL_REWIND, step);
}

void tp_journal_put_cut(struct tp_buf *out, uint32_t step)
{
    put_step(out, JOURNAL_CUT, step);
}

void tp_journal_put_mark(struct tp_buf *out, const struct tp_journal_mark *mark)
{
    size_t begun = begin(out, JOURNAL_MARK);
    tp_sealed_put_whole(out, mark->step);
    tp_sealed_put_whole(out, (uint64_t)mark->offset);
    tp_sealed_put_whole(out, (uint64_t)mark->unix_ms);
    tp_sealed_put_whole(out, (uint64_t)mark->pressed);
    tp_sealed_put_whole(out, mark->entries);
    tp_sealed_end(out, begun);
}

void tp_journal_put_end(struct tp_buf *out, const char *outcome)
{
    size_t begun = begin(out, JOURNAL_END);
    tp_sealed_put_text(out, outcome);
    tp_sealed_end(out, begun);
}
