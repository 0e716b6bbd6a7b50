/* Session time: conversions that round once and print the same digits everywhere. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/frames.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void seconds_become_the_nearest_frame(void **state)
{
    (void)state;
    assert_int_equal(tp_frames_from_seconds(0), 0);
    assert_int_equal(tp_frames_from_seconds(1), 48000);
    assert_int_equal(tp_frames_from_seconds(0.4 / 48000), 0);
    assert_int_equal(tp_frames_from_seconds(0.6 / 48000), 1);
    assert_int_equal(tp_frames_from_seconds(-0.6 / 48000), -1);
    assert_int_equal(tp_frames_from_seconds(0.1), 4800);
    assert_int_equal(tp_frames_from_seconds(86400), TP_DAY);
}

static void what_is_no_time_is_zero_and_what_is_too_long_is_cut(void **state)
{
    (void)state;
    assert_int_equal(tp_frames_from_seconds(NAN), 0);
    assert_int_equal(tp_frames_from_seconds(INFINITY), TP_NEVER / 2);
    assert_int_equal(tp_frames_from_seconds(-INFINITY), -(TP_NEVER / 2));
    assert_int_equal(tp_frames_from_seconds(1e300), TP_NEVER / 2);
    assert_true(tp_frames_from_seconds(8.3e13) < TP_NEVER / 2);
}

static void every_frame_of_a_second_survives_seconds(void **state)
{
    (void)state;
    for (tp_frames frames = TP_DAY - TP_RATE; frames <= TP_DAY; frames++)
        assert_int_equal(tp_frames_from_seconds(tp_frames_to_seconds(frames)), frames);
}

static void milliseconds_are_exact(void **state)
{
    (void)state;
    assert_int_equal(TP_MS(1), 48);
    assert_int_equal(TP_MS(8), 384);
    assert_int_equal(TP_MS(86400000), TP_DAY);
}

static void seconds_are_printed_with_six_decimals(void **state)
{
    (void)state;
    char text[TP_FRAMES_TEXT];
    static const struct {
        tp_frames frames;
        const char *text;
    } rows[] = {{0, "0.000000"},     {1, "0.000021"}, /* 20.83 µs */
                {2, "0.000042"},                      /* 41.67 µs */
                {3, "0.000063"},                      /* 62.5 µs, half up */
                {48000, "1.000000"}, {47999, "0.999979"},   {592590, "12.345625"},
                {-3, "-0.000063"},   {-48000, "-1.000000"}, {TP_DAY, "86400.000000"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_ptr_equal(tp_frames_print(text, rows[i].frames), text);
        assert_string_equal(text, rows[i].text);
    }
}

static void any_frame_can_be_printed(void **state)
{
    (void)state;
    char text[TP_FRAMES_TEXT];
    assert_string_equal(tp_frames_print(text, INT64_MAX), "192153584101141.162646");
    assert_string_equal(tp_frames_print(text, INT64_MIN), "-192153584101141.162667");
    for (tp_frames frames = 0; frames < 3 * TP_RATE; frames += 7)
        assert_int_equal(tp_frames_from_seconds(strtod(tp_frames_print(text, frames), NULL)),
                         frames);
}

static void a_clock_shows_whole_minutes_and_seconds(void **state)
{
    (void)state;
    char text[TP_FRAMES_TEXT];
    static const struct {
        tp_frames frames;
        const char *text;
    } rows[] = {{0, "0:00"},
                {-5 * TP_RATE, "0:00"},
                {TP_RATE - 1, "0:00"},
                {59 * TP_RATE, "0:59"},
                {247 * TP_RATE + 47999, "4:07"},
                {3599 * TP_RATE, "59:59"},
                {(tp_frames)3600 * TP_RATE, "1:00:00"},
                {(tp_frames)3847 * TP_RATE, "1:04:07"},
                {TP_DAY, "24:00:00"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tp_frames_clock(text, rows[i].frames), rows[i].text);
    assert_non_null(tp_frames_clock(text, TP_NEVER));
}

static void a_duration_is_told_in_short_words(void **state)
{
    (void)state;
    char text[TP_FRAMES_TEXT];
    static const struct {
        tp_frames frames;
        const char *text;
    } rows[] = {{0, "0 s"},
                {TP_RATE / 2, "1 s"},
                {59 * TP_RATE, "59 s"},
                {760 * TP_RATE - 1, "12 min 40 s"},
                {(tp_frames)3847 * TP_RATE, "1 h 4 min"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tp_frames_duration(text, rows[i].frames), rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_become_the_nearest_frame),
        cmocka_unit_test(what_is_no_time_is_zero_and_what_is_too_long_is_cut),
        cmocka_unit_test(every_frame_of_a_second_survives_seconds),
        cmocka_unit_test(milliseconds_are_exact),
        cmocka_unit_test(seconds_are_printed_with_six_decimals),
        cmocka_unit_test(any_frame_can_be_printed),
        cmocka_unit_test(a_duration_is_told_in_short_words),
        cmocka_unit_test(a_clock_shows_whole_minutes_and_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
