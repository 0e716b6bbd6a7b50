/* Journals of sessions that never were: random changes of a log, told to a buffer through the log's
 * sink, with any bytes in keys and texts. For the tests of the journal and the seeds of its
 * fuzzing.
 */
#ifndef TP_TESTS_JOURNAL_RIG_H
#define TP_TESTS_JOURNAL_RIG_H

#include "core/base/text.h"
#include "core/engine/journal.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct journal_rig {
    struct tp_buf bytes;
    struct tp_log log; /* as the session has it */
    struct tp_journal_head head;
    struct tp_journal_mark mark;
    bool marked;
    uint64_t random;
};

static inline uint64_t jr_next(struct journal_rig *rig)
{
    rig->random = rig->random * 6364136223846793005U + 1442695040888963407U;
    return rig->random >> 33;
}

static inline uint64_t jr_below(struct journal_rig *rig, uint64_t limit)
{
    return jr_next(rig) % limit;
}

static inline void jr_on_insert(void *context, size_t from_end, const struct tp_record *record)
{
    tp_journal_put_insert(context, from_end, record);
}

static inline void jr_on_drop(void *context)
{
    tp_journal_put_drop(context);
}

static inline void jr_on_rewind(void *context, uint32_t step)
{
    tp_journal_put_rewind(context, step);
}

static inline void jr_on_cut(void *context, uint32_t step)
{
    tp_journal_put_cut(context, step);
}

static const struct tp_log_sink jr_sink = {
    .insert = jr_on_insert, .drop = jr_on_drop, .rewind = jr_on_rewind, .cut = jr_on_cut};

/* Begins the journal; `rig` is zero but for `random`, and must not move afterwards. */
static inline void jr_begin(struct journal_rig *rig)
{
    rig->head = (struct tp_journal_head){.program = "0.1.0",
                                         .seed = UINT64_MAX - jr_below(rig, 1000),
                                         .started = 1795276800,
                                         .name = "neck.lua",
                                         .path = "/somewhere/Übungen/neck\t1.lua",
                                         .voice = "slt",
                                         .rate = 1.1,
                                         .language = "en"};
    rig->log.sink = &jr_sink;
    rig->log.sink_context = &rig->bytes;
    tp_journal_put_head(&rig->bytes, &rig->head);
}

/* Up to `size` − 1 bytes of any kind but zero. */
static inline void jr_text(struct journal_rig *rig, char *text, size_t size)
{
    static const char special[] = "\t\n\\\\x\r\x7f\xc3\xbc\xff ";
    size_t length = jr_below(rig, size);
    for (size_t i = 0; i < length; i++)
        text[i] = (char)(jr_below(rig, 2) ? special[jr_below(rig, sizeof special - 1)]
                                          : (char)(1 + jr_below(rig, 255)));
    text[length] = '\0';
}

/* Any finite number, in any of its bits. */
static inline double jr_number(struct journal_rig *rig)
{
    static const double special[] = {0, -0.0, 0.1, 1e308, 5e-324, -1e-7, 48000, 9007199254740993.0};
    double number;
    if (jr_below(rig, 2))
        return special[jr_below(rig, sizeof special / sizeof *special)];
    do {
        uint64_t bits = jr_next(rig) << 33 ^ jr_next(rig);
        memcpy(&number, &bits, sizeof number);
    } while (!isfinite(number));
    return number;
}

/* `text` is where a text's bytes go. */
static inline struct tp_value jr_value(struct journal_rig *rig, char *text, size_t size)
{
    switch (jr_below(rig, 4)) {
    case 0:
        return tp_value_nil();
    case 1:
        return tp_value_bool(jr_below(rig, 2));
    case 2:
        return tp_value_number(jr_number(rig));
    default:
        jr_text(rig, text, size);
        return tp_value_text(text);
    }
}

/* One that a session could have recorded with such a record, or any (an input). */
static inline const char *jr_key(struct journal_rig *rig, enum tp_record_kind kind, char *key,
                                 size_t size)
{
    static const char *const commands[] = {"next", "softer", "firmer", "words", "answer"};
    static const char *const felt[] = {"begin", "more", "cap", "time", "released"};
    jr_text(rig, key, size);
    if (kind == TP_RECORD_COMMAND)
        return commands[jr_below(rig, 5)];
    return kind == TP_RECORD_FELT ? felt[jr_below(rig, 5)] : key;
}

static inline void jr_insert(struct journal_rig *rig)
{
    char key[40], text[60];
    size_t from_end = jr_below(rig, 8) ? 0 : jr_below(rig, rig->log.count + 1);
    const struct tp_record *last = rig->log.count ? &rig->log.records[rig->log.count - 1] : NULL;
    uint32_t step = (last ? last->step : 0) + (jr_below(rig, 3) == 0);
    enum tp_record_kind kind = (enum tp_record_kind)jr_below(rig, 4);
    struct tp_value value = kind == TP_RECORD_LENGTH || kind == TP_RECORD_FELT
                                ? tp_value_number((double)jr_below(rig, TP_DAY))
                                : jr_value(rig, text, sizeof text);
    tp_log_insert(&rig->log, rig->log.count - from_end, step, (tp_frames)jr_below(rig, TP_DAY),
                  kind, jr_key(rig, kind, key, sizeof key), value);
}

static inline void jr_mark(struct journal_rig *rig)
{
    rig->mark = (struct tp_journal_mark){.step = (uint32_t)jr_below(rig, TP_STEPS),
                                         .offset = (tp_frames)jr_below(rig, TP_DAY),
                                         .unix_ms = 1795276800000 + (int64_t)jr_below(rig, 1 << 30),
                                         .pressed = (tp_frames)jr_below(rig, TP_DAY),
                                         .entries = (uint32_t)jr_below(rig, 1000)};
    rig->marked = true;
    tp_journal_put_mark(&rig->bytes, &rig->mark);
}

/* One change, as a session makes them: mostly inserts. */
static inline void jr_change(struct journal_rig *rig)
{
    uint32_t step = rig->log.count ? rig->log.records[rig->log.count - 1].step : 0;
    switch (jr_below(rig, 16)) {
    case 0:
        tp_log_drop_last(&rig->log);
        break;
    case 1:
        tp_log_rewind(&rig->log, (uint32_t)jr_below(rig, step + 2));
        break;
    case 2:
        tp_log_cut(&rig->log, (uint32_t)(step - jr_below(rig, step + 1) / 4));
        break;
    case 3:
        jr_mark(rig);
        break;
    default:
        jr_insert(rig);
    }
}

/* As tp_journal_load, from a block of just that size, so that a byte too far is noticed. */
static inline int jr_load(struct tp_journal *out, const char *bytes, size_t length,
                          struct tp_err *err)
{
    char *copy = malloc(length ? length : 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, length);
    *err = (struct tp_err){0};
    int rc = tp_journal_load(out, copy, length, err);
    free(copy);
    return rc;
}

static inline void jr_finish(struct journal_rig *rig)
{
    tp_buf_finish(&rig->bytes);
    tp_log_finish(&rig->log);
}

#endif
