/* How much a plugin may say, and for how long it may say nothing; in a time of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/plugin_limits.h"
#include "core/host/plugin_process.h"

static const uint64_t MS = 1000000;

static struct plugin_limits begun(void)
{
    struct plugin_limits limits;
    plugin_limits_begin(&limits, &plugin_allowed_usually, 0);
    return limits;
}

/* Looks each 250 ms; at which of `times` looks something is the matter first, from 1 on; else 0. */
static int looks_until(struct plugin_limits *limits, struct plugin_signs signs, bool promises,
                       int times, const char *expected)
{
    for (int i = 1; i <= times; i++) {
        const char *trouble =
            plugin_limits_look(limits, &signs, promises, limits->looked_ns + 250 * MS);
        if (trouble) {
            assert_string_equal(trouble, expected);
            return i;
        }
    }
    return 0;
}

static void lines_are_counted_by_the_second(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    for (uint64_t second = 0; second < 3; second++)
        for (int i = 0; i < 64000; i++)
            assert_true(plugin_limits_line(&limits, second * 1000 * MS + 1));
    assert_false(plugin_limits_line(&limits, 2999 * MS));
    assert_true(plugin_limits_line(&limits, 3001 * MS));
}

static void changes_are_counted_by_the_second(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    for (int i = 0; i < 1000; i++)
        assert_true(plugin_limits_change(&limits));
    assert_false(plugin_limits_change(&limits));
    plugin_limits_line(&limits, 1000 * MS);
    assert_true(plugin_limits_change(&limits));
}

static void too_many_readings_are_left_out_and_counted(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    assert_int_equal(plugin_limits_readings(&limits, 31999), 31999);
    assert_int_equal(plugin_limits_readings(&limits, 10), 1);
    assert_int_equal(plugin_limits_readings(&limits, 10), 0);
    assert_int_equal(limits.lost_readings, 19);
    plugin_limits_line(&limits, 1000 * MS);
    assert_int_equal(plugin_limits_readings(&limits, 10), 10);
}

static void words_are_few(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    int taken = 0;
    for (int i = 0; i < 100; i++)
        taken += plugin_limits_words(&limits);
    assert_int_equal(taken, 20);
    assert_int_equal(limits.lost_words, 80);
    plugin_limits_line(&limits, 1000 * MS);
    assert_true(plugin_limits_words(&limits));
}

static void what_is_sent_has_to_be_read(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {.sent_bytes = 100, .unread_bytes = 10};
    assert_int_equal(looks_until(&limits, signs, false, 40, "it does not read what is sent to it"),
                     22);
    limits = begun();
    signs.unread_bytes = 0;
    assert_int_equal(looks_until(&limits, signs, false, 40, ""), 0);
    signs.overrun = true;
    assert_int_equal(looks_until(&limits, signs, false, 4, "it does not read what is sent to it"),
                     1);
}

static void who_reads_slowly_reads(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {.sent_bytes = 5000, .unread_bytes = 5000};
    for (int i = 0; i < 20; i++) { /* each 4 s a line is read, and another is sent */
        assert_int_equal(looks_until(&limits, signs, false, 16, ""), 0);
        signs.sent_bytes += 60;
    }
}

static void who_promises_readings_may_not_be_silent(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {0};
    assert_int_equal(looks_until(&limits, signs, false, 100, ""), 0);
    assert_int_equal(
        looks_until(&limits, signs, true, 100, "it promises readings, and says nothing"), 21);
    plugin_limits_line(&limits, limits.looked_ns);
    assert_int_equal(looks_until(&limits, signs, true, 20, ""), 0);
}

static void a_closed_output_is_the_end(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {.silenced = true};
    assert_int_equal(
        looks_until(&limits, signs, false, 100, "it closed its standard output and stayed"), 5);
}

static void bytes_are_counted_by_the_second(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {0};
    for (int i = 0; i < 40; i++) {
        signs.said_bytes += 32 << 20;
        assert_null(plugin_limits_look(&limits, &signs, false, limits.looked_ns + 250 * MS));
    }
    signs.said_bytes += 129 << 20;
    assert_string_equal(plugin_limits_look(&limits, &signs, false, limits.looked_ns + 250 * MS),
                        "it says more than can be read");
}

static void nobody_takes_most_of_the_time(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {0};
    for (int i = 0; i < 100; i++) {
        signs.busy_ns += 120 * MS;
        assert_null(plugin_limits_look(&limits, &signs, false, limits.looked_ns + 250 * MS));
    }
    for (int i = 0; i < 12; i++) {
        signs.busy_ns += 130 * MS;
        assert_null(plugin_limits_look(&limits, &signs, false, limits.looked_ns + 250 * MS));
    }
    signs.busy_ns += 130 * MS;
    assert_string_equal(plugin_limits_look(&limits, &signs, false, limits.looked_ns + 250 * MS),
                        "it says more than can be read");
}

static void a_pause_of_the_program_is_nobodys_fault(void **state)
{
    (void)state;
    struct plugin_limits limits = begun();
    struct plugin_signs signs = {.sent_bytes = 100, .unread_bytes = 10, .silenced = true};
    assert_null(plugin_limits_look(&limits, &signs, true, 3600 * 1000 * MS));
    assert_null(plugin_limits_look(&limits, &signs, true, 3600 * 1000 * MS + 250 * MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_counted_by_the_second),
        cmocka_unit_test(changes_are_counted_by_the_second),
        cmocka_unit_test(too_many_readings_are_left_out_and_counted),
        cmocka_unit_test(words_are_few),
        cmocka_unit_test(what_is_sent_has_to_be_read),
        cmocka_unit_test(who_reads_slowly_reads),
        cmocka_unit_test(who_promises_readings_may_not_be_silent),
        cmocka_unit_test(a_closed_output_is_the_end),
        cmocka_unit_test(bytes_are_counted_by_the_second),
        cmocka_unit_test(nobody_takes_most_of_the_time),
        cmocka_unit_test(a_pause_of_the_program_is_nobodys_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
