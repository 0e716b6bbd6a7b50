/* A keeper on the bench: it follows a session's log by what it is told, keeps the last mark and
 * writes the ledger down. A session that is closed in the middle goes on from it. */
#ifndef TP_TESTS_KEEPER_RIG_H
#define TP_TESTS_KEEPER_RIG_H

#include "tests/unit/session_rig.h"

enum { KEPT_ENTRIES = 256 };

struct kept {
    struct rig rig; /* first: the rig's functions take it as their context */
    struct tp_log log;
    struct tp_mark mark;
    uint32_t entries;
    double pressed_seconds;
    int lived;            /* steps that came to an end before the session went on */
    struct tp_buf ledger; /* "number step spot side seconds" lines */
};

static inline void kept_insert(void *context, size_t from_end, const struct tp_record *r)
{
    struct tp_log *log = &((struct kept *)context)->log;
    assert_true(from_end <= log->count);
    assert_int_equal(
        tp_log_insert(log, log->count - from_end, r->step, r->offset, r->kind, r->key, r->value),
        0);
}

static inline void kept_drop(void *context)
{
    tp_log_drop_last(&((struct kept *)context)->log);
}

static inline void kept_rewind(void *context, uint32_t step)
{
    tp_log_rewind(&((struct kept *)context)->log, step);
}

static inline void kept_cut(void *context, uint32_t step)
{
    tp_log_cut(&((struct kept *)context)->log, step);
}

static inline void kept_mark(void *context, const struct tp_mark *mark)
{
    ((struct kept *)context)->mark = *mark;
}

static inline void kept_entry(void *context, const struct tp_ledger_entry *entry)
{
    struct kept *kept = context;
    assert_int_equal(entry->number, kept->entries + 1);
    kept->entries++;
    if (entry->kind == TP_LEDGER_PRESSED)
        kept->pressed_seconds += entry->value.number;
    tp_buf_printf(&kept->ledger, "%d %u %s %s %g\n", (int)entry->kind, entry->step, entry->spot,
                  entry->side, entry->value.kind == TP_VALUE_NUMBER ? entry->value.number : -1);
}

static inline void kept_lived(void *context, const struct tp_event *event)
{
    ((struct kept *)context)->lived += event->kind == TP_EVENT_STEP_END;
}

static const struct tp_session_keeper kept_keeper = {
    .log = {.insert = kept_insert, .drop = kept_drop, .rewind = kept_rewind, .cut = kept_cut},
    .mark = kept_mark,
    .entry = kept_entry,
    .lived = kept_lived,
};

static inline void kept_start(struct kept *kept, const char *text, const struct tp_return *back,
                              bool gate)
{
    struct tp_session_config config = {.ops = &rig_ops,
                                       .context = kept,
                                       .world = &rig_world,
                                       .world_context = kept,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7,
                                       .gate = gate,
                                       .log = back ? &kept->log : NULL,
                                       .keeper = &kept_keeper,
                                       .back = back};
    kept->rig.now_id = 0;
    kept->rig.standing = false;
    if (tp_session_create(&kept->rig.session, &config, &kept->rig.err) < 0)
        fail_msg("%s", kept->rig.err.text);
}

static inline void kept_open(struct kept *kept, const char *text)
{
    *kept = (struct kept){0};
    kept_start(kept, text, NULL, false);
}

/* The log that was followed is the session's. */
static inline void kept_assert_same(const struct kept *kept)
{
    const struct tp_log *own = tp_session_log(kept->rig.session);
    assert_int_equal(own->count, kept->log.count);
    for (size_t i = 0; i < own->count; i++) {
        const struct tp_record *a = &own->records[i], *b = &kept->log.records[i];
        assert_int_equal(a->step, b->step);
        assert_int_equal(a->offset, b->offset);
        assert_int_equal(a->kind, b->kind);
        assert_string_equal(a->key, b->key);
        assert_true(tp_value_equal(a->value, b->value));
    }
}

/* The process dies, and after so long the session goes on; its sounds and events begin anew. */
static inline void kept_die(struct kept *kept, const char *text, uint64_t away_ms, bool gate)
{
    struct tp_return back = {kept->mark, kept->entries, away_ms};
    tp_session_destroy(kept->rig.session);
    tp_buf_finish(&kept->rig.events);
    tp_buf_finish(&kept->rig.sounds);
    kept->rig.events = kept->rig.sounds = (struct tp_buf){0};
    kept->rig.now = 0;
    kept_start(kept, text, &back, gate);
}

static inline void kept_close(struct kept *kept)
{
    tp_session_destroy(kept->rig.session);
    tp_buf_finish(&kept->rig.events);
    tp_buf_finish(&kept->rig.sounds);
    tp_buf_finish(&kept->ledger);
    tp_log_finish(&kept->log);
}

#endif
