/* Lines cut from bytes: the same ones however the bytes arrive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/stream_lines.h"

#include <string.h>

enum { LONGEST = 8 };

/* Every line taken as NUMBER:TEXT; or NUMBER:! for one that is too long. */
static void take_all(struct stream_lines *lines, bool at_end, struct tp_buf *taken)
{
    const char *text;
    size_t length;
    enum stream_line kind;
    while ((kind = stream_lines_take(lines, at_end, &text, &length)) != STREAM_LINE_NONE) {
        tp_buf_printf(taken, "%lu:", lines->number);
        if (kind == STREAM_LINE_WHOLE)
            tp_buf_add(taken, text, length);
        tp_buf_puts(taken, kind == STREAM_LINE_WHOLE ? "|" : "!|");
    }
}

/* Feeds `bytes` in pieces of at most `piece`, as far as there is room. */
static void feed(struct stream_lines *lines, const char *bytes, size_t piece, struct tp_buf *taken)
{
    for (size_t length = strlen(bytes); length > 0;) {
        size_t room;
        char *place = stream_lines_room(lines, &room);
        assert_true(room > 0);
        size_t count = length < piece ? length : piece;
        count = count < room ? count : room;
        memcpy(place, bytes, count);
        stream_lines_add(lines, count);
        take_all(lines, false, taken);
        bytes += count;
        length -= count;
    }
}

static void assert_cut(const char *bytes, const char *expected)
{
    for (size_t piece = 1; piece <= 2 * LONGEST; piece++) {
        struct stream_lines lines;
        struct tp_buf taken = {0};
        assert_int_equal(stream_lines_init(&lines, LONGEST), 0);
        feed(&lines, bytes, piece, &taken);
        take_all(&lines, true, &taken);
        assert_string_equal(taken.data ? taken.data : "", expected);
        tp_buf_finish(&taken);
        stream_lines_finish(&lines);
    }
}

static void lines_are_the_same_however_the_bytes_arrive(void **state)
{
    (void)state;
    assert_cut("", "");
    assert_cut("one\ntwo\n", "1:one|2:two|");
    assert_cut("\n\na\n", "1:|2:|3:a|");
    assert_cut("one\ntwo\nthree\nfour\nfive\n", "1:one|2:two|3:three|4:four|5:five|");
}

static void half_a_line_at_the_end_is_a_line(void **state)
{
    (void)state;
    assert_cut("one\ntw", "1:one|2:tw|");
    assert_cut("12345678", "1:12345678|");
}

static void the_longest_line_fits_and_a_longer_one_is_told_once(void **state)
{
    (void)state;
    assert_cut("12345678\nb\n", "1:12345678|2:b|");
    assert_cut("123456789\nb\n", "1:!|2:b|");
    assert_cut("a\n1234567890123456789012345678901234567890\nb\n", "1:a|2:!|3:b|");
    assert_cut("123456789\n123456789\n\n", "1:!|2:!|3:|");
    assert_cut("a\n12345678901234567890", "1:a|2:!|");
}

static void after_an_end_the_next_line_begins_anew(void **state)
{
    struct stream_lines lines;
    struct tp_buf taken = {0};
    (void)state;
    assert_int_equal(stream_lines_init(&lines, LONGEST), 0);
    feed(&lines, "ha", 4, &taken);
    take_all(&lines, true, &taken);
    feed(&lines, "new\n12345678901234", 4, &taken);
    take_all(&lines, true, &taken);
    feed(&lines, "last\n", 4, &taken);
    assert_string_equal(taken.data, "1:ha|2:new|3:!|4:last|");
    tp_buf_finish(&taken);
    stream_lines_finish(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_the_same_however_the_bytes_arrive),
        cmocka_unit_test(half_a_line_at_the_end_is_a_line),
        cmocka_unit_test(the_longest_line_fits_and_a_longer_one_is_told_once),
        cmocka_unit_test(after_an_end_the_next_line_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
