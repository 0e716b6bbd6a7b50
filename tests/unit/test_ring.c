/* The ring: in order, nothing lost, nothing twice, between two threads too. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/err.h"
#include "core/base/ring.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

enum { CAPACITY = 8, RECORDS = 100000 };

struct record {
    uint32_t number;
    char text[19]; /* an odd size, on purpose */
};

static struct record record_of(uint32_t number)
{
    struct record record = {.number = number};
    memset(record.text, (int)(number % 251), sizeof record.text);
    return record;
}

static bool is_whole(const struct record *record, uint32_t number)
{
    struct record expected = record_of(number);
    return record->number == number &&
           memcmp(record->text, expected.text, sizeof expected.text) == 0;
}

static int setup(void **state)
{
    static struct tp_ring ring;
    *state = &ring;
    return tp_ring_init(&ring, sizeof(struct record), CAPACITY);
}

static int teardown(void **state)
{
    tp_ring_finish(*state);
    return 0;
}

static void records_leave_in_the_order_they_came(void **state)
{
    struct tp_ring *ring = *state;
    struct record record;
    for (uint32_t i = 0; i < 5; i++)
        assert_true(tp_ring_push(ring, &(struct record){i, ""}));
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(tp_ring_pop(ring, &record));
        assert_int_equal(record.number, i);
    }
    assert_false(tp_ring_pop(ring, &record));
}

static void a_full_ring_takes_no_more_until_one_has_left(void **state)
{
    struct tp_ring *ring = *state;
    struct record record = record_of(1);
    for (uint32_t i = 0; i < CAPACITY; i++) {
        assert_int_equal(tp_ring_room(ring), CAPACITY - i);
        assert_true(tp_ring_push(ring, &record));
    }
    assert_int_equal(tp_ring_room(ring), 0);
    assert_false(tp_ring_push(ring, &record));
    assert_true(tp_ring_pop(ring, &record));
    assert_int_equal(tp_ring_room(ring), 1);
    assert_true(tp_ring_push(ring, &record));
    assert_false(tp_ring_push(ring, &record));
}

static void the_count_of_records_may_pass_its_largest_number(void **state)
{
    struct tp_ring *ring = *state;
    struct record record;
    atomic_store(&ring->head, UINT32_MAX - 2); /* as after four thousand million records */
    atomic_store(&ring->tail, UINT32_MAX - 2);
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < CAPACITY; i++) {
            record = record_of(i);
            assert_true(tp_ring_push(ring, &record));
        }
        assert_false(tp_ring_push(ring, &record));
        for (uint32_t i = 0; i < CAPACITY; i++) {
            assert_true(tp_ring_pop(ring, &record));
            assert_true(is_whole(&record, i));
        }
        assert_false(tp_ring_pop(ring, &record));
    }
}

static void only_a_power_of_two_is_a_capacity(void **state)
{
    (void)state;
    struct tp_ring ring = {0};
    static const uint32_t wrong[] = {0, 3, 6, 12, UINT32_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(tp_ring_init(&ring, 4, wrong[i]), -TP_EINVAL);
    assert_int_equal(tp_ring_init(&ring, 0, 8), -TP_EINVAL);
    tp_ring_finish(&ring);
    tp_ring_finish(NULL);
    assert_int_equal(tp_ring_init(&ring, 4, 1), 0);
    assert_true(tp_ring_push(&ring, &(uint32_t){7}));
    assert_false(tp_ring_push(&ring, &(uint32_t){7}));
    tp_ring_finish(&ring);
    tp_ring_finish(&ring);
}

static void *push_all(void *argument)
{
    struct tp_ring *ring = argument;
    for (uint32_t i = 0; i < RECORDS; i++) {
        struct record record = record_of(i);
        while (!tp_ring_push(ring, &record))
            sched_yield();
    }
    return NULL;
}

static void nothing_is_lost_or_torn_between_two_threads(void **state)
{
    struct tp_ring *ring = *state;
    pthread_t producer;
    uint32_t wrong = 0;
    assert_int_equal(pthread_create(&producer, NULL, push_all, ring), 0);
    for (uint32_t i = 0; i < RECORDS; i++) {
        struct record record;
        while (!tp_ring_pop(ring, &record))
            sched_yield();
        wrong += !is_whole(&record, i);
    }
    assert_int_equal(pthread_join(producer, NULL), 0);
    assert_int_equal(wrong, 0);
    assert_int_equal(tp_ring_room(ring), CAPACITY);
}

#define ring_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ring_test(records_leave_in_the_order_they_came),
        ring_test(a_full_ring_takes_no_more_until_one_has_left),
        ring_test(the_count_of_records_may_pass_its_largest_number),
        cmocka_unit_test(only_a_power_of_two_is_a_capacity),
        ring_test(nothing_is_lost_or_torn_between_two_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
