/* The ledger's text: what is entered comes back to the bit, and a damaged line hides no other. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/engine/ledger.h"
#include "core/engine/sealed_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 30 };

static struct tp_ledger_record entry(uint32_t number)
{
    static const char *const spots[] = {"levator", "the \"corner\"\n\tof \\ it", "\xff\x01", ""};
    static const char *const sides[] = {"left", "right", "both", ""};
    struct tp_ledger_record record = {.unix_s = 1795276800 + number * 60,
                                      .session = number % 7 ? "20261120-neck.log" : "other.log"};
    record.entry.kind = (enum tp_ledger_kind)(number % 3);
    record.entry.number = number;
    record.entry.step = number / 2;
    record.entry.offset = (tp_frames)number * 12345;
    record.entry.spot = spots[number % 4];
    record.entry.side = sides[number / 4 % 4];
    record.entry.value = record.entry.kind == TP_LEDGER_SYMPTOM
                             ? tp_value_text("tingling\n")
                             : tp_value_number(19.9791666666666666 + number);
    return record;
}

/* Entries 1 to ENTRIES; where each ends. */
static void fill(struct tp_buf *bytes, size_t ends[ENTRIES + 1])
{
    tp_ledger_put_first(bytes);
    ends[0] = bytes->length;
    for (uint32_t i = 1; i <= ENTRIES; i++) {
        struct tp_ledger_record record = entry(i);
        tp_ledger_put(bytes, &record);
        ends[i] = bytes->length;
    }
    assert_false(bytes->failed);
}

static void assert_same(const struct tp_ledger_record *a, const struct tp_ledger_record *b)
{
    assert_int_equal(a->unix_s, b->unix_s);
    assert_string_equal(a->session, b->session);
    assert_int_equal(a->entry.kind, b->entry.kind);
    assert_int_equal(a->entry.number, b->entry.number);
    assert_int_equal(a->entry.step, b->entry.step);
    assert_int_equal(a->entry.offset, b->entry.offset);
    assert_string_equal(a->entry.spot, b->entry.spot);
    assert_string_equal(a->entry.side, b->entry.side);
    assert_true(tp_value_equal(a->entry.value, b->entry.value));
}

/* Reads it from a block of just that size: first line and the rest. */
static int load(struct tp_ledger *out, const char *bytes, size_t length, size_t first,
                int64_t from_s)
{
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    int rc = tp_ledger_load(out, copy + first, length - first, from_s);
    free(copy);
    return rc;
}

static void what_is_entered_comes_back(void **state)
{
    (void)state;
    struct tp_buf bytes = {0};
    struct tp_ledger ledger;
    struct tp_err err;
    size_t ends[ENTRIES + 1];
    fill(&bytes, ends);
    assert_int_equal(tp_ledger_read_first(bytes.data, bytes.length, &err), ends[0]);
    assert_int_equal(load(&ledger, bytes.data, bytes.length, ends[0], 0), 0);
    assert_int_equal(ledger.count, ENTRIES);
    assert_int_equal(ledger.good, ENTRIES);
    assert_int_equal(ledger.damaged, 0);
    assert_int_equal(ledger.whole, bytes.length - ends[0]);
    for (uint32_t i = 1; i <= ENTRIES; i++) {
        struct tp_ledger_record record = entry(i);
        assert_same(&ledger.records[i - 1], &record);
    }
    assert_int_equal(tp_ledger_last(&ledger, "20261120-neck.log"), 30);
    assert_int_equal(tp_ledger_last(&ledger, "other.log"), 28);
    assert_int_equal(tp_ledger_last(&ledger, "else.log"), 0);
    tp_ledger_finish(&ledger);
    assert_int_equal(load(&ledger, bytes.data, bytes.length, ends[0], 1795276800 + 21 * 60), 0);
    assert_int_equal(ledger.count, 10); /* of late */
    assert_int_equal(ledger.records[0].entry.number, 21);
    assert_int_equal(ledger.good, ENTRIES);
    tp_ledger_finish(&ledger);
    tp_buf_finish(&bytes);
}

static void a_ledger_cut_at_any_byte_has_all_whole_lines(void **state)
{
    (void)state;
    struct tp_buf bytes = {0};
    struct tp_ledger ledger;
    struct tp_err err;
    size_t ends[ENTRIES + 1], whole = 0;
    fill(&bytes, ends);
    for (size_t cut = 0; cut < ends[0]; cut++)
        assert_int_equal(tp_ledger_read_first(bytes.data, cut, &err), -TP_ENOENT);
    for (size_t cut = ends[0]; cut <= bytes.length; cut++) {
        while (whole < ENTRIES && ends[whole + 1] <= cut)
            whole++;
        assert_int_equal(load(&ledger, bytes.data, cut, ends[0], 0), 0);
        assert_int_equal(ledger.count, whole);
        assert_int_equal(ledger.whole, ends[whole] - ends[0]);
        assert_int_equal(ledger.damaged, 0);
        tp_ledger_finish(&ledger);
    }
    tp_buf_finish(&bytes);
}

/* A bit of entry `line` is another than was written: the others are all there. */
static void assert_flip(const struct tp_buf *bytes, size_t first, size_t line)
{
    struct tp_ledger ledger;
    assert_int_equal(load(&ledger, bytes->data, bytes->length, first, 0), 0);
    size_t lost = ENTRIES - ledger.count; /* two, when a line's end is gone */
    assert_true(lost == 1 || (lost == 2 && line < ENTRIES));
    assert_true(ledger.damaged >= 1 || bytes->data[bytes->length - 1] != '\n');
    for (size_t i = 0; i < ledger.count; i++) {
        uint32_t number = (uint32_t)(i < line - 1 ? i + 1 : i + 1 + lost);
        struct tp_ledger_record record = entry(number);
        assert_same(&ledger.records[i], &record);
    }
    tp_ledger_finish(&ledger);
}

static void a_damaged_line_hides_no_other(void **state)
{
    (void)state;
    struct tp_buf bytes = {0};
    size_t ends[ENTRIES + 1], line = 1;
    fill(&bytes, ends);
    for (size_t at = ends[0]; at < bytes.length; at++) {
        while (ends[line] <= at)
            line++;
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[at] = (char)(bytes.data[at] ^ 1 << bit);
            assert_flip(&bytes, ends[0], line);
            bytes.data[at] = (char)(bytes.data[at] ^ 1 << bit);
        }
    }
    tp_buf_finish(&bytes);
}

static void lines_that_mean_harm_are_left_out(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "stolen\t1\ts\t1\t1\t0\tp\tleft\tn1",
        "pressed\t1\ts\t1\t1\t0\tp\tleft",
        "pressed\t1\ts\t1\t1\t0\tp\tleft\tn1\t",
        "pressed\t1\ts\t1\t1\t0\tp\tleft\tnil",
        "pressed\t1\ts\t1\t1\t0\tp\tleft\tn-1",
        "pressed\t1\ts\t1\t1\t0\tp\tleft\tninf",
        "pressed\t-1\ts\t1\t1\t0\tp\tleft\tn1",
        "pressed\t253402300800\ts\t1\t1\t0\tp\tleft\tn1",
        "pressed\t1\ts\t4294967296\t1\t0\tp\tleft\tn1",
        "pressed\t1\ts\t1\t200001\t0\tp\tleft\tn1",
        "pressed\t1\ts\t1\t1\t9223372036854775808\tp\tleft\tn1",
        "pressed\t1\ts\\x00\t1\t1\t0\tp\tleft\tn1",
    };
    struct tp_buf bytes = {0};
    struct tp_ledger ledger;
    size_t count = sizeof bad / sizeof *bad;
    for (size_t i = 0; i < count; i++)
        tp_sealed_end(&bytes, tp_sealed_begin(&bytes, bad[i]));
    tp_buf_puts(&bytes, "\n\n\x01\n");
    struct tp_ledger_record record = entry(5);
    tp_ledger_put(&bytes, &record);
    assert_int_equal(load(&ledger, bytes.data, bytes.length, 0, 0), 0);
    assert_int_equal(ledger.damaged, count + 3);
    assert_int_equal(ledger.count, 1);
    assert_same(&ledger.records[0], &record);
    tp_ledger_finish(&ledger);
    tp_buf_finish(&bytes);
}

static void of_very_many_the_latest_are_kept(void **state)
{
    (void)state;
    struct tp_ledger ledger = {0};
    for (uint32_t i = 1; i <= TP_LEDGER_RECORDS + 5; i++) {
        struct tp_ledger_record record = entry(i);
        assert_int_equal(tp_ledger_keep(&ledger, &record), 0);
    }
    assert_int_equal(ledger.count, TP_LEDGER_RECORDS / 2 + 5);
    assert_int_equal(ledger.records[0].entry.number, TP_LEDGER_RECORDS / 2 + 1);
    assert_int_equal(ledger.records[ledger.count - 1].entry.number, TP_LEDGER_RECORDS + 5);
    tp_ledger_finish(&ledger);
}

static void the_text_of_it_is_as_this_format_says(void **state)
{
    (void)state;
    /* Another text here wants another TP_LEDGER_FORMAT: people have files of this one. */
    static const char expected[] =
        "tprun ledger 1\n"
        "ff3b0ff4\tpressed\t1795276800\t20261120-183012-004-neck."
        "log\t1\t7\t48000\tlevator\tleft\tn20\n"
        "9221e348\tanswer\t1795276805\t20261120-183012-004-neck.log\t2\t8\t0\tHow sore?\t\tn8\n";
    struct tp_buf out = {0};
    struct tp_ledger_record record = {.unix_s = 1795276800,
                                      .session = "20261120-183012-004-neck.log",
                                      .entry = {.kind = TP_LEDGER_PRESSED,
                                                .number = 1,
                                                .step = 7,
                                                .offset = 48000,
                                                .spot = "levator",
                                                .side = "left",
                                                .value = tp_value_number(20)}};
    tp_ledger_put_first(&out);
    tp_ledger_put(&out, &record);
    record.unix_s += 5;
    record.entry = (struct tp_ledger_entry){.kind = TP_LEDGER_ANSWER,
                                            .number = 2,
                                            .step = 8,
                                            .spot = "How sore?",
                                            .side = "",
                                            .value = tp_value_number(8)};
    tp_ledger_put(&out, &record);
    assert_string_equal(out.data, expected);
    tp_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_entered_comes_back),
        cmocka_unit_test(a_ledger_cut_at_any_byte_has_all_whole_lines),
        cmocka_unit_test(a_damaged_line_hides_no_other),
        cmocka_unit_test(lines_that_mean_harm_are_left_out),
        cmocka_unit_test(of_very_many_the_latest_are_kept),
        cmocka_unit_test(the_text_of_it_is_as_this_format_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
