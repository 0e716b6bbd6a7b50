/* The journal: what a session writes comes back to the bit, as far as it is whole. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/journal_rig.h"

enum { CHANGES = 40 };

/* A session's journal and the log as it was after each of its lines. */
struct story {
    struct journal_rig rig;
    struct tp_log logs[CHANGES + 2]; /* by records, the head's and the text's included */
    size_t ends[CHANGES + 2];        /* bytes up to the end of each record */
    size_t count;
};

static const char routine[] = "routine{}\0say 'Grüße\t\\n'\n\xff\x01";

static void note(struct story *story)
{
    assert_int_equal(tp_log_copy(&story->logs[story->count], &story->rig.log), 0);
    story->ends[story->count++] = story->rig.bytes.length;
}

static void tell(struct story *story, uint64_t random)
{
    *story = (struct story){.rig.random = random};
    jr_begin(&story->rig);
    note(story);
    tp_journal_put_text(&story->rig.bytes, routine, sizeof routine);
    note(story);
    while (story->count < CHANGES + 2) {
        size_t before = story->rig.bytes.length;
        jr_change(&story->rig);
        if (story->rig.bytes.length > before)
            note(story);
    }
    assert_false(story->rig.bytes.failed);
}

static void forget(struct story *story)
{
    for (size_t i = 0; i < story->count; i++)
        tp_log_finish(&story->logs[i]);
    jr_finish(&story->rig);
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void assert_same_log(const struct tp_log *a, const struct tp_log *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct tp_record *one = &a->records[i], *other = &b->records[i];
        assert_int_equal(one->step, other->step);
        assert_int_equal(one->offset, other->offset);
        assert_int_equal(one->kind, other->kind);
        assert_string_equal(one->key, other->key);
        assert_true(tp_value_equal(one->value, other->value));
        if (one->value.kind == TP_VALUE_NUMBER)
            assert_true(same_number(one->value.number, other->value.number));
    }
}

static void assert_same_head(const struct tp_journal_head *a, const struct tp_journal_head *b)
{
    assert_string_equal(a->program, b->program);
    assert_true(a->seed == b->seed && a->started == b->started);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->path, b->path);
    assert_string_equal(a->voice, b->voice);
    assert_true(same_number(a->rate, b->rate));
    assert_string_equal(a->language, b->language);
}

static void what_is_written_comes_back(void **state)
{
    (void)state;
    struct tp_journal journal;
    struct tp_err err;
    for (uint64_t random = 1; random <= 300; random++) {
        struct story story;
        tell(&story, random);
        const struct tp_buf *bytes = &story.rig.bytes;
        assert_int_equal(jr_load(&journal, bytes->data, bytes->length, &err), 0);
        assert_int_equal(journal.whole, bytes->length);
        assert_int_equal(journal.records, story.count);
        assert_false(journal.damaged);
        assert_same_head(&journal.head, &story.rig.head);
        assert_int_equal(journal.text_length, sizeof routine);
        assert_false(journal.rewritten);
        assert_memory_equal(journal.text, routine, sizeof routine);
        assert_same_log(&journal.log, &story.rig.log);
        assert_int_equal(journal.marked, story.rig.marked);
        if (journal.marked) {
            assert_int_equal(journal.mark.step, story.rig.mark.step);
            assert_int_equal(journal.mark.offset, story.rig.mark.offset);
            assert_int_equal(journal.mark.unix_ms, story.rig.mark.unix_ms);
            assert_int_equal(journal.mark.pressed, story.rig.mark.pressed);
            assert_int_equal(journal.mark.entries, story.rig.mark.entries);
        }
        assert_null(journal.outcome);
        tp_journal_finish(&journal);
        forget(&story);
    }
}

static void options_modules_and_the_latest_text_come_back(void **state)
{
    (void)state;
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    jr_begin(&rig);
    tp_journal_put_option(&rig.bytes, "side", "left");
    tp_journal_put_text(&rig.bytes, "old", 3);
    tp_journal_put_module(&rig.bytes, "points", "lib/points.lua", "return 1", 8);
    tp_journal_put_module(&rig.bytes, "own", "own.lua", "", 0);
    tp_journal_put_option(&rig.bytes, "", "a=b\n");
    tp_journal_put_text(&rig.bytes, "newer", 5);
    tp_journal_put_module(&rig.bytes, "points", "lib/points.lua", "return 22", 9);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_int_equal(journal.option_count, 2);
    assert_string_equal(journal.options[0].name, "side");
    assert_string_equal(journal.options[0].value, "left");
    assert_string_equal(journal.options[1].name, "");
    assert_string_equal(journal.options[1].value, "a=b\n");
    assert_string_equal(journal.text, "newer");
    assert_true(journal.rewritten);
    assert_int_equal(journal.module_count, 2);
    assert_string_equal(journal.modules[0].name, "points");
    assert_string_equal(journal.modules[0].shown, "lib/points.lua");
    assert_string_equal(journal.modules[0].source, "return 22");
    assert_int_equal(journal.modules[0].length, 9);
    assert_string_equal(journal.modules[1].source, "");
    assert_false(journal.marked);
    tp_journal_finish(&journal);
    jr_finish(&rig);
}

static void an_end_holds_until_something_follows(void **state)
{
    (void)state;
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    jr_begin(&rig);
    tp_journal_put_end(&rig.bytes, "stopped");
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_string_equal(journal.outcome, "stopped");
    tp_journal_finish(&journal);
    tp_journal_put_rewind(&rig.bytes, 1);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_null(journal.outcome);
    tp_journal_finish(&journal);
    tp_journal_put_end(&rig.bytes, "finished");
    tp_buf_puts(&rig.bytes, "0123"); /* and no more */
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_string_equal(journal.outcome, "finished");
    tp_journal_finish(&journal);
    jr_finish(&rig);
}

static void a_journal_cut_at_any_byte_loads_to_its_last_whole_record(void **state)
{
    (void)state;
    struct tp_journal journal;
    struct tp_err err;
    struct story story;
    tell(&story, 7);
    size_t record = 0;
    for (size_t cut = 0; cut <= story.rig.bytes.length; cut++) {
        while (record < story.count && story.ends[record] <= cut)
            record++;
        int rc = jr_load(&journal, story.rig.bytes.data, cut, &err);
        if (record == 0) {
            assert_int_equal(rc, -TP_ENOENT);
            assert_string_equal(err.text, "it ends before anything was said");
        } else {
            assert_int_equal(rc, 0);
            assert_int_equal(journal.records, record);
            assert_int_equal(journal.whole, story.ends[record - 1]);
            assert_false(journal.damaged);
            assert_same_head(&journal.head, &story.rig.head);
            assert_int_equal(journal.text != NULL, record > 1);
            assert_same_log(&journal.log, &story.logs[record - 1]);
        }
        tp_journal_finish(&journal);
    }
    forget(&story);
}

static void zeros_that_a_power_cut_leaves_are_no_damage(void **state)
{
    (void)state;
    static const char zeros[5000];
    struct tp_journal journal;
    struct tp_err err;
    struct story story;
    tell(&story, 7);
    struct tp_buf *bytes = &story.rig.bytes;
    bytes->length = story.ends[30] + 5;
    tp_buf_add(bytes, zeros, sizeof zeros);
    assert_int_equal(jr_load(&journal, bytes->data, bytes->length, &err), 0);
    assert_int_equal(journal.whole, story.ends[30]);
    assert_false(journal.damaged);
    tp_journal_finish(&journal);
    forget(&story);
}

/* A bit of the line that ends record `record` is another than was written. */
static void assert_flip(const struct story *story, size_t record, const char *bytes)
{
    struct tp_journal journal;
    struct tp_err err;
    size_t length = story->rig.bytes.length;
    int rc = jr_load(&journal, bytes, length, &err);
    if (record == 0) {
        assert_true(rc < 0 && err.text[0]);
    } else {
        assert_int_equal(rc, 0);
        assert_int_equal(journal.whole, story->ends[record - 1]);
        assert_same_log(&journal.log, &story->logs[record - 1]);
        bool cut_off = record == story->count - 1 && bytes[length - 1] != '\n';
        assert_int_equal(journal.damaged, !cut_off);
    }
    tp_journal_finish(&journal);
}

static void a_record_with_a_bit_changed_is_not_taken_nor_what_follows(void **state)
{
    (void)state;
    struct story story;
    size_t record = 0;
    tell(&story, 8);
    char *bytes = story.rig.bytes.data;
    for (size_t at = 0; at < story.rig.bytes.length; at++) {
        while (story.ends[record] <= at)
            record++;
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
            assert_flip(&story, record, bytes);
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
        }
    }
    forget(&story);
}

static void the_text_of_it_is_as_this_format_says(void **state)
{
    (void)state;
    /* Another text here wants another TP_JOURNAL_FORMAT: people have files of this one. */
    static const char expected[] =
        "tprun log 1\n"
        "d41cfc62\thead\t0.1.0\t18446744073709551615\t1795276800\tneck.lua\t/somewhere/a\\tb.lua\t"
        "slt\t1.1000000000000001\ten\n"
        "48f0f82c\ttext\tsay 'Grüße'\\n\\\\\\xff\n"
        "5ee4b929\tinsert\t0\t3\t48000\tcommand\tanswer\tn0.10000000000000001\n"
        "808173b9\tmark\t3\t48000\t1795276800123\t0\t0\n"
        "2ddbae56\tend\tstopped\n";
    static const char text[] = "say 'Grüße'\n\\\xff";
    struct tp_buf out = {0};
    struct tp_journal_head head = {.program = "0.1.0",
                                   .seed = UINT64_MAX,
                                   .started = 1795276800,
                                   .name = "neck.lua",
                                   .path = "/somewhere/a\tb.lua",
                                   .voice = "slt",
                                   .rate = 1.1,
                                   .language = "en"};
    struct tp_record record = {
        .step = 3, .offset = 48000, .kind = TP_RECORD_COMMAND, .value = tp_value_number(0.1)};
    struct tp_journal_mark mark = {.step = 3, .offset = 48000, .unix_ms = 1795276800123};
    char key[] = "answer";
    record.key = key;
    tp_journal_put_head(&out, &head);
    tp_journal_put_text(&out, text, sizeof text - 1);
    tp_journal_put_insert(&out, 0, &record);
    tp_journal_put_mark(&out, &mark);
    tp_journal_put_end(&out, "stopped");
    assert_string_equal(out.data, expected);
    tp_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(options_modules_and_the_latest_text_come_back),
        cmocka_unit_test(an_end_holds_until_something_follows),
        cmocka_unit_test(a_journal_cut_at_any_byte_loads_to_its_last_whole_record),
        cmocka_unit_test(zeros_that_a_power_cut_leaves_are_no_damage),
        cmocka_unit_test(a_record_with_a_bit_changed_is_not_taken_nor_what_follows),
        cmocka_unit_test(the_text_of_it_is_as_this_format_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
