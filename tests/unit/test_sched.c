/* The scheduler: the earliest first, equal ones in the order of asking, and handles that never lie.
 */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/sched.h"

#include <stdlib.h>

static int setup(void **state)
{
    *state = tp_sched_create();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    tp_sched_destroy(*state);
    return 0;
}

static int pop_kind(struct tp_sched *sched, tp_frames now)
{
    struct tp_due due;
    return tp_sched_pop(sched, now, &due) ? due.kind : -1;
}

static void the_earliest_is_due_first(void **state)
{
    struct tp_sched *sched = *state;
    tp_sched_add(sched, 300, 3, NULL);
    tp_sched_add(sched, 100, 1, NULL);
    tp_sched_add(sched, 200, 2, NULL);
    assert_int_equal(tp_sched_next(sched), 100);
    for (int kind = 1; kind <= 3; kind++)
        assert_int_equal(pop_kind(sched, 1000), kind);
    assert_int_equal(tp_sched_next(sched), TP_NEVER);
}

static void nothing_is_due_before_its_frame(void **state)
{
    struct tp_sched *sched = *state;
    tp_sched_add(sched, 100, 1, NULL);
    assert_int_equal(pop_kind(sched, 99), -1);
    assert_int_equal(pop_kind(sched, 100), 1);
    assert_int_equal(pop_kind(sched, TP_NEVER), -1);
}

static void equal_instants_run_in_the_order_of_asking(void **state)
{
    struct tp_sched *sched = *state;
    tp_task tasks[100];
    for (int i = 0; i < 100; i++)
        tasks[i] = tp_sched_add(sched, 500, i, NULL);
    for (int i = 0; i < 100; i += 3)
        assert_true(tp_sched_cancel(sched, tasks[i]));
    for (int i = 0; i < 100; i += 3) /* asked for again: at the end */
        tp_sched_add(sched, 500, 1000 + i, NULL);
    for (int i = 0; i < 100; i++)
        if (i % 3 != 0)
            assert_int_equal(pop_kind(sched, 500), i);
    for (int i = 0; i < 100; i += 3)
        assert_int_equal(pop_kind(sched, 500), 1000 + i);
}

static void what_is_due_brings_all_that_was_given(void **state)
{
    struct tp_sched *sched = *state;
    struct tp_due due;
    int data;
    tp_task task = tp_sched_add(sched, -20, 7, &data);
    assert_true(task != 0);
    assert_true(tp_sched_pop(sched, 0, &due));
    assert_int_equal(due.at, -20);
    assert_int_equal(due.kind, 7);
    assert_ptr_equal(due.data, &data);
    assert_true(due.task == task);
}

static void a_task_can_be_cancelled_once(void **state)
{
    struct tp_sched *sched = *state;
    tp_task task = tp_sched_add(sched, 100, 1, NULL);
    tp_sched_add(sched, 200, 2, NULL);
    assert_true(tp_sched_cancel(sched, task));
    assert_false(tp_sched_cancel(sched, task));
    assert_int_equal(pop_kind(sched, 1000), 2);
    assert_int_equal(pop_kind(sched, 1000), -1);
}

static void a_stale_handle_never_reaches_the_next_task(void **state)
{
    struct tp_sched *sched = *state;
    tp_task old = tp_sched_add(sched, 100, 1, NULL);
    assert_int_equal(pop_kind(sched, 100), 1);
    tp_task young = tp_sched_add(sched, 100, 2, NULL); /* takes the place of the old one */
    assert_true(old != young);
    assert_false(tp_sched_cancel(sched, old));
    assert_false(tp_sched_cancel(sched, 0));
    assert_false(tp_sched_cancel(sched, UINT64_MAX));
    assert_int_equal(pop_kind(sched, 100), 2);
    assert_false(tp_sched_cancel(sched, young));
}

static void an_instant_that_never_comes_waits_for_ever(void **state)
{
    struct tp_sched *sched = *state;
    tp_sched_add(sched, TP_NEVER, 1, NULL);
    assert_int_equal(pop_kind(sched, TP_NEVER - 1), -1);
    tp_sched_destroy(NULL);
}

/* Against a plain list: many random requests, cancels and pops. */
enum { TASKS = 600, STEPS = 20000 };

struct wish {
    tp_task task;
    tp_frames at;
    int order;
    bool waiting;
};

static const struct wish *earliest(const struct wish *wishes)
{
    const struct wish *best = NULL;
    for (int i = 0; i < TASKS; i++) {
        const struct wish *wish = &wishes[i];
        if (wish->waiting &&
            (!best || wish->at < best->at || (wish->at == best->at && wish->order < best->order)))
            best = wish;
    }
    return best;
}

static void it_agrees_with_a_plain_list(void **state)
{
    struct tp_sched *sched = *state;
    static struct wish wishes[TASKS];
    uint32_t chance = 1;
    for (int step = 0; step < STEPS; step++) {
        chance = chance * 1664525 + 1013904223;
        struct wish *wish = &wishes[(chance >> 8) % TASKS];
        if (!wish->waiting && (chance >> 28) < 10) {
            *wish = (struct wish){.at = (chance >> 20) % 50, .order = step, .waiting = true};
            wish->task = tp_sched_add(sched, wish->at, (int)(wish - wishes), wish);
            assert_true(wish->task != 0);
        } else if ((chance >> 28) < 13) {
            assert_int_equal(tp_sched_cancel(sched, wish->task), wish->waiting);
            wish->waiting = false;
        } else {
            const struct wish *expected = earliest(wishes);
            struct tp_due due;
            assert_int_equal(tp_sched_next(sched), expected ? expected->at : TP_NEVER);
            assert_int_equal(tp_sched_pop(sched, 1000, &due), expected != NULL);
            if (expected) {
                assert_ptr_equal(due.data, expected);
                wishes[expected - wishes].waiting = false;
            }
        }
    }
}

#define sched_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        sched_test(the_earliest_is_due_first),
        sched_test(nothing_is_due_before_its_frame),
        sched_test(equal_instants_run_in_the_order_of_asking),
        sched_test(what_is_due_brings_all_that_was_given),
        sched_test(a_task_can_be_cancelled_once),
        sched_test(a_stale_handle_never_reaches_the_next_task),
        sched_test(an_instant_that_never_comes_waits_for_ever),
        sched_test(it_agrees_with_a_plain_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
