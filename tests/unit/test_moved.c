/* What counts as a move of the sound, and what does not. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/moved_rule.h"

enum { STREAM = 7, DEVICE = 1, OTHER = 2 };

static bool see(struct moved_rule *rule, uint32_t stream, uint32_t device, bool headphones)
{
    struct moved_place place = {.stream = stream, .device = device, .headphones = headphones};
    return moved_rule_see(rule, &place);
}

static void another_device_is_told_once(void **state)
{
    struct moved_rule rule = {0};
    (void)state;
    assert_false(see(&rule, STREAM, DEVICE, false));
    assert_false(see(&rule, STREAM, DEVICE, false));
    assert_true(see(&rule, STREAM, OTHER, false));
    assert_false(see(&rule, STREAM, OTHER, false));
    assert_true(see(&rule, STREAM, DEVICE, false));
}

static void headphones_that_are_pulled_out_are_told(void **state)
{
    struct moved_rule rule = {0};
    (void)state;
    assert_false(see(&rule, STREAM, DEVICE, true));
    assert_true(see(&rule, STREAM, DEVICE, false));
    assert_false(see(&rule, STREAM, DEVICE, false));
    assert_false(see(&rule, STREAM, DEVICE, true)); /* and put in again: nothing blares */
}

/* A lost device is opened anew, and may be a different one. */
static void a_new_stream_is_a_new_beginning(void **state)
{
    struct moved_rule rule = {0};
    (void)state;
    assert_false(see(&rule, STREAM, DEVICE, true));
    assert_false(see(&rule, STREAM + 1, OTHER, false));
    assert_true(see(&rule, STREAM + 1, DEVICE, false));
    moved_rule_end(&rule, STREAM); /* the old one's end comes late */
    assert_true(see(&rule, STREAM + 1, OTHER, false));
    moved_rule_end(&rule, STREAM + 1);
    assert_false(see(&rule, STREAM + 1, DEVICE, false));
}

static void ports_are_known_by_their_names(void **state)
{
    (void)state;
    assert_true(moved_is_headphones("analog-output-headphones"));
    assert_true(moved_is_headphones("[Out] Headphones1"));
    assert_true(moved_is_headphones("headset-output"));
    assert_false(moved_is_headphones("analog-output-speaker"));
    assert_false(moved_is_headphones("hdmi-output-0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_device_is_told_once),
        cmocka_unit_test(headphones_that_are_pulled_out_are_told),
        cmocka_unit_test(a_new_stream_is_a_new_beginning),
        cmocka_unit_test(ports_are_known_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
