/* Text: buffers that grow, lines that are safe for a terminal, names that were nearly right; and
 * error lines, which are bounded. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/err.h"
#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- buffers ---- */

static void a_buffer_grows_and_is_always_terminated(void **state)
{
    (void)state;
    struct tp_buf buf = {0};
    for (int i = 0; i < 1000; i++)
        tp_buf_puts(&buf, "abc");
    assert_int_equal(buf.length, 3000);
    assert_int_equal(strlen(buf.data), 3000);
    tp_buf_clear(&buf);
    assert_string_equal(buf.data, "");
    tp_buf_add(&buf, "x\0y", 3);
    assert_int_equal(buf.length, 3);
    assert_int_equal(buf.data[3], '\0');
    tp_buf_finish(&buf);
    assert_null(buf.data);
    tp_buf_finish(&buf);
    tp_buf_finish(NULL);
}

static void a_buffer_takes_formatted_text_of_any_length(void **state)
{
    (void)state;
    struct tp_buf buf = {0};
    tp_buf_printf(&buf, "%d, ", 42);
    tp_buf_printf(&buf, "%0*d", 5000, 7);
    assert_int_equal(buf.length, 5004);
    assert_memory_equal(buf.data, "42, 0000", 8);
    assert_string_equal(buf.data + 5000, "0007");
    tp_buf_finish(&buf);
}

static void a_clear_of_an_empty_buffer_is_fine(void **state)
{
    (void)state;
    struct tp_buf buf = {0};
    tp_buf_clear(&buf);
    tp_buf_puts(&buf, "");
    assert_string_equal(buf.data, "");
    tp_buf_finish(&buf);
}

static void a_copy_is_ones_own(void **state)
{
    (void)state;
    char *copy = tp_text_copy("hello");
    assert_string_equal(copy, "hello");
    free(copy);
    assert_null(tp_text_copy(NULL));
}

/* ---- UTF-8 ---- */

static void only_well_formed_characters_count(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {
        {"a", 1},
        {"é", 2},
        {"…", 3},
        {"😀", 4},
        {"\x80", 0},             /* a continuation alone */
        {"\xC0\xAF", 0},         /* too long for its value */
        {"\xE0\x80\xAF", 0},     /* likewise */
        {"\xF0\x80\x80\xAF", 0}, /* likewise */
        {"\xED\xA0\x80", 0},     /* half of a UTF-16 pair */
        {"\xF4\x90\x80\x80", 0}, /* beyond the last character */
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"\xC3(", 0},
        {"\xF4\x8F\xBF\xBF", 4}, /* the last character */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(tp_utf8_length(rows[i].text, strlen(rows[i].text)), rows[i].length);
    assert_int_equal(tp_utf8_length("", 0), 0);
    assert_int_equal(tp_utf8_length("…", 2), 0); /* cut */
    assert_int_equal(tp_utf8_length("\0", 1), 1);
}

/* ---- cleaning ---- */

static const char *clean(const char *text)
{
    static char out[200];
    return tp_text_clean(out, sizeof out, text, strlen(text));
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(clean("Let go, slowly. Größe 5 – 日本 😀"),
                        "Let go, slowly. Größe 5 – 日本 😀");
    assert_string_equal(clean(""), "");
}

/* NOLINTBEGIN(misc-misleading-bidirectional): that is what they are here for */
static void what_could_steer_a_terminal_is_escaped(void **state)
{
    (void)state;
    assert_string_equal(clean("a\x1B[31mb"), "a\\x1B[31mb");
    assert_string_equal(clean("a\nb\tc\x7F"), "a\\x0Ab\\x09c\\x7F");
    assert_string_equal(clean("\xC2\x9B"
                              "31m"),
                        "\\xC2\\x9B31m"); /* C1 control */
    assert_string_equal(clean("\xE2\x80\xAE"
                              "x"),
                        "\\xE2\\x80\\xAEx");                       /* right to left */
    assert_string_equal(clean("\xE2\x80\xA8"), "\\xE2\\x80\\xA8"); /* line separator */
    assert_string_equal(clean("\xE2\x81\xA6"), "\\xE2\\x81\\xA6"); /* isolate */
    assert_string_equal(clean("\xFF\xC3"), "\\xFF\\xC3");
}
/* NOLINTEND(misc-misleading-bidirectional) */

static void a_zero_byte_does_not_end_the_text(void **state)
{
    (void)state;
    char out[20];
    assert_string_equal(tp_text_clean(out, sizeof out, "a\0b", 3), "a\\x00b");
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
    (void)state;
    static const char text[] = "äöü\x01日本 and more";
    char out[64];
    for (size_t size = 1; size < sizeof out; size++) {
        memset(out, 'Z', sizeof out);
        const char *cleaned = tp_text_clean(out, size, text, sizeof text - 1);
        size_t length = strlen(cleaned);
        assert_true(length < size);
        for (size_t i = 0; i < length;) { /* no character was split */
            size_t step = tp_utf8_length(cleaned + i, length - i);
            assert_true(step > 0);
            i += step;
        }
        for (size_t i = size; i < sizeof out; i++)
            assert_int_equal(out[i], 'Z'); /* nothing beyond */
    }
    assert_string_equal(tp_text_clean(out, 8, "abcdefgh", 8), "abcd…");
    assert_string_equal(tp_text_clean(out, 9, "abcdefgh", 8), "abcdefgh");
    out[0] = 'Z';
    tp_text_clean(out, 0, "abc", 3);
    assert_int_equal(out[0], 'Z');
}

/* ---- nearest names ---- */

static void distance_counts_slips_of_the_hand(void **state)
{
    (void)state;
    assert_int_equal(tp_text_distance("seconds", "seconds", 9), 0);
    assert_int_equal(tp_text_distance("secnods", "seconds", 9), 1); /* swapped */
    assert_int_equal(tp_text_distance("second", "seconds", 9), 1);
    assert_int_equal(tp_text_distance("sexonds", "seconds", 9), 1);
    assert_int_equal(tp_text_distance("", "abc", 9), 3);
    assert_int_equal(tp_text_distance("abc", "", 9), 3);
    assert_int_equal(tp_text_distance("ca", "abc", 9), 3);
    assert_int_equal(tp_text_distance("kitten", "sitting", 9), 3);
    assert_int_equal(tp_text_distance("kitten", "sitting", 2), 2); /* cut off */
}

static void long_texts_are_far_from_all(void **state)
{
    (void)state;
    char longest[64], too_long[65];
    memset(longest, 'a', 63);
    memset(too_long, 'a', 64);
    longest[63] = too_long[64] = '\0';
    assert_int_equal(tp_text_distance(longest, longest, 9), 0);
    assert_int_equal(tp_text_distance(too_long, too_long, 9), 9);
}

static void the_name_that_was_meant_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {"stretch", "stroke", "hold", "breathe", "upper_trap"};
    const size_t count = sizeof names / sizeof *names;
    assert_string_equal(tp_text_nearest("strech", names, count), "stretch");
    assert_string_equal(tp_text_nearest("strok", names, count), "stroke");
    assert_string_equal(tp_text_nearest("b", (const char *const[]){"c", "a"}, 2), "a");
    assert_string_equal(tp_text_nearest("b", (const char *const[]){"a", "c"}, 2), "a");
    assert_string_equal(tp_text_nearest("hodl", names, count), "hold");
    assert_string_equal(tp_text_nearest("uper_trap", names, count), "upper_trap");
    assert_null(tp_text_nearest("quadratus", names, count));
    assert_null(tp_text_nearest("zzzz", names, count));
    assert_null(tp_text_nearest("hold", names, 0));
}

/* ---- error lines ---- */

static void an_error_carries_its_code_and_its_line(void **state)
{
    (void)state;
    struct tp_err err = {0};
    assert_int_equal(tp_err_set(&err, TP_EIO, "%s: %d", "disk", 7), -TP_EIO);
    assert_int_equal(err.code, TP_EIO);
    assert_string_equal(err.text, "disk: 7");
    assert_int_equal(tp_err_set(NULL, TP_EINVAL, "nobody reads"), -TP_EINVAL);
    tp_err_set(&err, TP_EIO, "%0*d", 2000, 1);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void every_code_has_words(void **state)
{
    (void)state;
    for (int code = 0; code <= TP_ENEWER; code++) {
        assert_true(strlen(tp_strerror(code)) > 3);
        assert_string_equal(tp_strerror(code), tp_strerror(-code));
        assert_string_not_equal(tp_strerror(code), tp_strerror(9999));
    }
    assert_non_null(tp_strerror(INT32_MIN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_and_is_always_terminated),
        cmocka_unit_test(a_buffer_takes_formatted_text_of_any_length),
        cmocka_unit_test(a_clear_of_an_empty_buffer_is_fine),
        cmocka_unit_test(a_copy_is_ones_own),
        cmocka_unit_test(only_well_formed_characters_count),
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(what_could_steer_a_terminal_is_escaped),
        cmocka_unit_test(a_zero_byte_does_not_end_the_text),
        cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
        cmocka_unit_test(distance_counts_slips_of_the_hand),
        cmocka_unit_test(long_texts_are_far_from_all),
        cmocka_unit_test(the_name_that_was_meant_is_found),
        cmocka_unit_test(an_error_carries_its_code_and_its_line),
        cmocka_unit_test(every_code_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
