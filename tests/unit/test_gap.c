/* What is a gap between two turns, and what is not. Time is what the test says. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/gap.h"

enum { TICK = 10, SLEPT_BEFORE = 5000000 };

/* A machine that was started long ago, and slept before. */
struct machine {
    struct tp_gap gap;
    int64_t awake_ms, slept_ms;
};

/* Goes on by so much and turns. */
static bool turn_after(struct machine *machine, int64_t awake_ms, int64_t slept_ms)
{
    machine->awake_ms += awake_ms;
    machine->slept_ms += slept_ms;
    return tp_gap_turn(&machine->gap, machine->awake_ms + machine->slept_ms, machine->awake_ms);
}

static struct machine start(void)
{
    struct machine machine = {.awake_ms = 90000000, .slept_ms = SLEPT_BEFORE};
    assert_false(turn_after(&machine, 0, 0));
    return machine;
}

static void steady_and_slow_turns_are_none(void **state)
{
    struct machine machine = start();
    (void)state;
    for (int i = 0; i < 1000; i++)
        assert_false(turn_after(&machine, TICK, 0));
    assert_false(turn_after(&machine, 2999, 0));
    assert_false(turn_after(&machine, 2999, 0));
}

static void a_stopped_process_is_one_and_told_once(void **state)
{
    struct machine machine = start();
    (void)state;
    assert_true(turn_after(&machine, 3000, 0));
    assert_false(turn_after(&machine, TICK, 0));
    assert_true(turn_after(&machine, 86400000, 0));
    assert_false(turn_after(&machine, TICK, 0));
}

static void a_sleep_is_one_and_told_once(void **state)
{
    struct machine machine = start();
    (void)state;
    assert_true(turn_after(&machine, TICK, 1001));
    assert_false(turn_after(&machine, TICK, 0));
    assert_true(turn_after(&machine, TICK, 28800000));
    assert_false(turn_after(&machine, TICK, 0));
}

/* Some machines nap for moments. */
static void short_sleeps_do_not_add_up(void **state)
{
    struct machine machine = start();
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_false(turn_after(&machine, TICK, 900));
}

/* The second clock is read late: that looks as if the machine had slept less, and then more. */
static void time_between_the_readings_is_none(void **state)
{
    struct machine machine = start();
    (void)state;
    machine.awake_ms += 2500;
    assert_false(
        tp_gap_turn(&machine.gap, machine.awake_ms - 2400 + machine.slept_ms, machine.awake_ms));
    assert_false(turn_after(&machine, TICK, 0));
    assert_true(turn_after(&machine, TICK, 1001));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steady_and_slow_turns_are_none),
        cmocka_unit_test(a_stopped_process_is_one_and_told_once),
        cmocka_unit_test(a_sleep_is_one_and_told_once),
        cmocka_unit_test(short_sleeps_do_not_add_up),
        cmocka_unit_test(time_between_the_readings_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
