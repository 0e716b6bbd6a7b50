/* Journals that are not what a session wrote: of others, of a newer program, or made to do harm. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/engine/sealed_line.h"
#include "tests/unit/journal_rig.h"

static void what_is_not_a_journal_of_this_program_is_told_in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int code;
        const char *text;
    } files[] = {
        {"", TP_ENOENT, "it ends before anything was said"},
        {"tprun log 1\n", TP_ENOENT, "it ends before anything was said"},
        {"tprun log 3\n", TP_ENEWER,
         "it was written by a newer tprun (format 3; this one reads 1)"},
        {"tprun log 12\n????", TP_ENEWER,
         "it was written by a newer tprun (format 12; this one reads 1)"},
        {"tprun log 99999999999999999999\n", TP_EINVAL, "it is no log of a session"},
        {"tprun log 0\n", TP_EINVAL, "it is no log of a session"},
        {"tprun log -1\n", TP_EINVAL, "it is no log of a session"},
        {"tprun log 1 \n", TP_EINVAL, "it is no log of a session"},
        {"tprun ledger 1\n", TP_EINVAL, "it is no log of a session"},
        {"\x7f\x45LF\x02\x01\x01", TP_EINVAL, "it is no log of a session"},
        {"{\"version\":1}", TP_EINVAL, "it is no log of a session"},
        {"\n", TP_EINVAL, "it is no log of a session"},
        {"tprun log 1\nhead\n", TP_EINVAL, "its first lines are damaged"},
        {"tprun log 1\n\n", TP_EINVAL, "its first lines are damaged"},
        {"tprun log 1\n00000000\thead\n", TP_EINVAL, "its first lines are damaged"},
    };
    struct tp_journal journal;
    struct tp_err err;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int rc = jr_load(&journal, files[i].bytes, strlen(files[i].bytes), &err);
        assert_int_equal(rc, -files[i].code);
        assert_int_equal(err.code, files[i].code);
        assert_string_equal(err.text, files[i].text);
        tp_journal_finish(&journal);
    }
}

/* Adds a line of right sum and any fields. */
static void put_raw(struct tp_buf *out, const char *kind_and_fields)
{
    tp_sealed_end(out, tp_sealed_begin(out, kind_and_fields));
}

/* Kind and fields of lines whose sum is right. */
static const char *const bad[] = {
    "",
    "unknown",
    "insert",
    "head\t0.1\t1\t1\tn\tp\tv\t1\ten",
    "insert\t2\t0\t0\tinput\tk\tnil",
    "insert\t18446744073709551616\t0\t0\tinput\tk\tnil",
    "insert\t0\t200001\t0\tinput\tk\tnil",
    "insert\t0\t0\t9223372036854775808\tinput\tk\tnil",
    "insert\t0\t0\t4147200001\tinput\tk\tnil",
    "insert\t0\t0\t-1\tinput\tk\tnil",
    "insert\t0\t0\t+1\tinput\tk\tnil",
    "insert\t0\t0\t01\tinput\tk\tnil",
    "insert\t0\t0\t 1\tinput\tk\tnil",
    "insert\t0\t0\t\tinput\tk\tnil",
    "insert\t0\t0\t1.0\tinput\tk\tnil",
    "insert\t0\t0\t0\tinputs\tk\tnil",
    "insert\t0\t0\t0\tinput\tk\tnil\t",
    "insert\t0\t0\t0\tinput\tk",
    "insert\t0\t0\t0\tinput\tk\t",
    "insert\t0\t0\t0\tinput\tk\tnull",
    "insert\t0\t0\t0\tinput\tk\tn",
    "insert\t0\t0\t0\tinput\tk\tnan",
    "insert\t0\t0\t0\tinput\tk\tnnan",
    "insert\t0\t0\t0\tinput\tk\tninf",
    "insert\t0\t0\t0\tinput\tk\tn1e999",
    "insert\t0\t0\t0\tinput\tk\tn0x10",
    "insert\t0\t0\t0\tinput\tk\tn 1",
    "insert\t0\t0\t0\tinput\tk\tn1 ",
    "insert\t0\t0\t0\tinput\tk\tn--1",
    "insert\t0\t0\t0\tinput\tk\tn00000000000000000000000000000000000000001",
    "insert\t0\t0\t0\tinput\tk\\x00\tnil",
    "insert\t0\t0\t0\tinput\tk\tt\\x00",
    "insert\t0\t0\t0\tinput\tk\tt\\",
    "insert\t0\t0\t0\tinput\tk\tt\\x",
    "insert\t0\t0\t0\tinput\tk\tt\\x4",
    "insert\t0\t0\t0\tinput\tk\tt\\x4G",
    "insert\t0\t0\t0\tinput\tk\tt\\q",
    "insert\t0\t0\t0\tcommand\tdance\tnil",
    "insert\t0\t0\t0\tcommand\tback\tnil",
    "insert\t0\t0\t0\tlength\tk\tnil",
    "insert\t0\t0\t0\tlength\tk\tt5",
    "insert\t0\t0\t0\tlength\tk\tn-1",
    "insert\t0\t0\t0\tlength\tk\tn1e300",
    "drop\t1",
    "rewind",
    "rewind\t-1",
    "rewind\t4294967297",
    "cut\t200001",
    "mark\t1\t2\t3",
    "mark\t1\t2\t3\t18446744073709551615",
    "mark\t1\t2\t9223372036854775807\t0",
    "end",
    "end\ta\tb",
    "option\ta",
    "module\ta\tb",
};

static void records_that_mean_harm_end_what_is_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct journal_rig rig = {.random = 1};
        struct tp_journal journal;
        struct tp_err err;
        jr_begin(&rig);
        put_raw(&rig.bytes, "insert\t0\t0\t0\tinput\tk\tnil");
        size_t good = rig.bytes.length;
        put_raw(&rig.bytes, bad[i]);
        put_raw(&rig.bytes, "end\tfinished");
        assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
        if (journal.whole != good)
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(journal.log.count, 1);
        assert_true(journal.damaged);
        assert_null(journal.outcome);
        tp_journal_finish(&journal);
        jr_finish(&rig);
    }
}

static void nothing_is_taken_back_of_an_empty_log(void **state)
{
    (void)state;
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    jr_begin(&rig);
    tp_journal_put_rewind(&rig.bytes, 5);
    tp_journal_put_cut(&rig.bytes, 0);
    size_t good = rig.bytes.length;
    tp_journal_put_drop(&rig.bytes);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_int_equal(journal.whole, good);
    tp_journal_finish(&journal);
    jr_finish(&rig);
}

/* What is the same `count` times over after the head; how many of them are taken. */
static size_t taken(const char *line, size_t count, size_t and_more, const char *more)
{
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    jr_begin(&rig);
    for (size_t i = 0; i < count; i++)
        put_raw(&rig.bytes, line);
    for (size_t i = 0; i < and_more; i++)
        put_raw(&rig.bytes, more);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    size_t records = journal.records - 1;
    tp_journal_finish(&journal);
    jr_finish(&rig);
    return records;
}

/* As many records as that, half of them wishes that stay when the session goes back before them
 * all; how many there are in the end. In a time that grows no faster than the file. */
static size_t wishes_after_a_way_back(size_t count)
{
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    size_t wishes = 0;
    jr_begin(&rig);
    for (size_t i = 0; i < count; i++)
        put_raw(&rig.bytes, i < count / 2 ? "insert\t0\t1\t9\tinput\tk\tnil"
                                          : "insert\t0\t2\t9\tcommand\tsofter\tnil");
    tp_journal_put_rewind(&rig.bytes, 2);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_int_equal(journal.whole, rig.bytes.length);
    for (size_t i = 0; i < journal.log.count; i++) /* before what was in the middle of the step */
        wishes += i < count / 2 && journal.log.records[i].kind == TP_RECORD_COMMAND &&
                  journal.log.records[i].offset == 0;
    tp_journal_finish(&journal);
    jr_finish(&rig);
    return wishes;
}

static void there_is_a_limit_to_everything(void **state)
{
    (void)state;
    static const char insert[] = "insert\t0\t1\t0\tinput\tk\tnil";
    assert_int_equal(taken("option\ta\tb", 65, 0, NULL), TP_JOURNAL_OPTIONS);
    assert_int_equal(taken("rewind\t1", 1000, 0, NULL), 1000);
    assert_int_equal(taken("rewind\t100002", 1, 0, NULL), 1); /* the engine's own steps */
    /* Work that grows with the square of the file is not done. */
    size_t records = taken(insert, 50000, 20000, "insert\t50000\t1\t0\tinput\tk\tnil");
    assert_in_range(records, 50500, 52000);
    records = taken(insert, 50000, 20000, "rewind\t100000");
    assert_in_range(records, 50500, 52000);
    assert_int_equal(wishes_after_a_way_back(200000), 100000); /* for which there is no limit */
}

static void a_line_without_end_or_a_source_too_long_is_not_taken(void **state)
{
    (void)state;
    struct journal_rig rig = {.random = 1};
    struct tp_journal journal;
    struct tp_err err;
    size_t length = (size_t)8 << 20;
    char *long_text = malloc(length);
    assert_non_null(long_text);
    memset(long_text, 'a', length);
    jr_begin(&rig);
    tp_journal_put_text(&rig.bytes, long_text, TP_SOURCE);
    size_t good = rig.bytes.length;
    tp_journal_put_text(&rig.bytes, long_text, TP_SOURCE + 1);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_int_equal(journal.whole, good);
    assert_int_equal(journal.text_length, TP_SOURCE);
    tp_journal_finish(&journal);
    rig.bytes.length = good;
    tp_buf_add(&rig.bytes, long_text, length);
    assert_int_equal(jr_load(&journal, rig.bytes.data, rig.bytes.length, &err), 0);
    assert_int_equal(journal.whole, good);
    assert_true(journal.damaged);
    tp_journal_finish(&journal);
    free(long_text);
    jr_finish(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_journal_of_this_program_is_told_in_one_line),
        cmocka_unit_test(records_that_mean_harm_end_what_is_taken),
        cmocka_unit_test(nothing_is_taken_back_of_an_empty_log),
        cmocka_unit_test(there_is_a_limit_to_everything),
        cmocka_unit_test(a_line_without_end_or_a_source_too_long_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
