/* A session goes on from a log of any bytes: at its place, or with one line that says why not. */
#include "tests/fuzz/fuzz_resume.h"

#include "core/engine/journal.h"
#include "tests/fuzz/fuzz_sealed.h"
#include "tests/unit/keeper_rig.h"

/* Goes on for a while, back once, and on to the end. */
static void go_on(struct kept *kept)
{
    struct rig *rig = &kept->rig;
    for (int i = 0; i < 5; i++)
        rig_turn(rig);
    kept_assert_same(kept);
    rig_do(rig, TP_COMMAND_RESUME);
    rig_run(rig, rig->now + TP_MS(2000));
    if (rig_look(rig).over)
        return;
    rig_do(rig, TP_COMMAND_BACK);
    rig_do(rig, TP_COMMAND_SOFTER);
    kept_assert_same(kept);
    rig_run(rig, rig->now + TP_MS(500));
}

/* The journal's log becomes that of the session. */
static void resume(struct tp_journal *journal)
{
    const struct tp_journal_mark *mark = &journal->mark;
    struct kept kept = {.log = journal->log,
                        .mark = {.step = mark->step,
                                 .offset = mark->offset,
                                 .pressed = mark->pressed,
                                 .entries = mark->entries},
                        .entries = mark->entries};
    uint64_t away_ms = (uint64_t)mark->unix_ms % 1000000;
    struct tp_return back = {kept.mark, kept.entries, away_ms};
    journal->log = (struct tp_log){0};
    kept.rig.clock_ms = 1000000;
    kept_start(&kept, fuzz_routine, &back, mark->unix_ms % 2);
    go_on(&kept);
    fuzz_assert(!kept.rig.err.code || !strchr(kept.rig.err.text, '\n'));
    kept_close(&kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tp_journal journal;
    struct tp_err err;
    if (tp_journal_load(&journal, (const char *)data, size, &err) == 0 && journal.marked)
        resume(&journal);
    tp_journal_finish(&journal);
    return 0;
}
