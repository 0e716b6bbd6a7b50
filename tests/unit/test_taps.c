/* The sensor as a button: what is a wish, and the many things a hand does that are none. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "core/engine/taps.h"

/* A sensor that is felt so and so often, and what was wished. */
struct rig {
    struct tp_taps taps;
    int rate;
    int64_t samples;
    tp_frames now;
    int next, pause;
    tp_frames wished; /* the last */
};

static struct rig start(int rate)
{
    struct rig rig = {.rate = rate};
    tp_taps_start(&rig.taps);
    return rig;
}

static void take(struct rig *rig, enum tp_taps_wish wish)
{
    rig->next += wish == TP_TAPS_NEXT;
    rig->pause += wish == TP_TAPS_PAUSE;
    if (wish != TP_TAPS_NOTHING)
        rig->wished = rig->now;
}

static void wait(struct rig *rig, tp_frames until)
{
    for (tp_frames due; (due = tp_taps_due(&rig->taps)) <= until;) {
        rig->now = due;
        take(rig, tp_taps_time(&rig->taps, due));
    }
    rig->now = until;
}

static void feel_at(struct rig *rig, tp_frames at, double newtons)
{
    wait(rig, at);
    take(rig, tp_taps_sample(&rig->taps, at, newtons));
}

/* This force, for so long. */
static void feel(struct rig *rig, double newtons, int ms)
{
    tp_frames until = rig->now + TP_MS(ms);
    for (; rig->samples * TP_RATE / rig->rate < until; rig->samples++)
        feel_at(rig, rig->samples * TP_RATE / rig->rate, newtons);
    wait(rig, until);
}

static void tap_twice(struct rig *rig, int length_ms, int between_ms)
{
    feel(rig, 8, length_ms);
    feel(rig, 0.2, between_ms);
    feel(rig, 8, length_ms);
    feel(rig, 0.2, 1000);
}

static void two_short_presses_are_next(void **state)
{
    static const int rates[] = {10, 20, 50, 1000};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct rig rig = start(rates[i]);
        feel(&rig, 0.2, 1000);
        tap_twice(&rig, 200, 300);
        assert_int_equal(rig.next, 1);
        assert_int_equal(rig.pause, 0);
        assert_true(rig.wished >= TP_MS(1700) && rig.wished <= TP_MS(1800));
        tap_twice(&rig, 200, 300);
        assert_int_equal(rig.next, 2);
    }
}

/* How long each lasts, and how far apart they begin: at the very limits. */
static void each_has_its_length_and_both_their_time(void **state)
{
    static const struct {
        int length_ms, between_ms, wishes;
    } pairs[] = {
        {59, 300, 0},  {60, 300, 1},  {400, 300, 1}, {401, 300, 0},
        {200, 600, 1}, {200, 601, 0}, {60, 10, 1},
    };
    (void)state;
    for (int i = 0; i < 7; i++) {
        struct rig rig = start(1000);
        feel(&rig, 0, 1000);
        tap_twice(&rig, pairs[i].length_ms, pairs[i].between_ms);
        assert_int_equal(rig.next, pairs[i].wishes);
    }
}

static void one_is_none_and_three_are_one(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 200);
    feel(&rig, 0, 3000);
    assert_int_equal(rig.next, 0);
    for (int i = 0; i < 3; i++) {
        feel(&rig, 8, 150);
        feel(&rig, 0, 200);
    }
    feel(&rig, 0, 2000);
    assert_int_equal(rig.next, 1);
}

static void four_in_a_row_are_one(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    for (int i = 0; i < 4; i++) {
        feel(&rig, 8, 150);
        feel(&rig, 0, 200);
    }
    assert_int_equal(rig.next, 1);
}

static void it_begins_from_a_rest(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 20, 5000); /* a hold, left */
    feel(&rig, 0, 280);
    tap_twice(&rig, 200, 200);
    assert_int_equal(rig.next, 0);
    rig = start(50);
    feel(&rig, 20, 5000);
    feel(&rig, 0, 320);
    tap_twice(&rig, 200, 200);
    assert_int_equal(rig.next, 1);
}

static void the_hand_goes_off_in_between(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 200);
    feel(&rig, 1.5, 200);
    feel(&rig, 8, 200);
    feel(&rig, 0, 2000);
    assert_int_equal(rig.next, 0);
}

static void light_touches_are_none(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    for (int i = 0; i < 10; i++) {
        feel(&rig, 4.9, 200);
        feel(&rig, 0, 400);
    }
    assert_int_equal(rig.next, 0);
}

/* The hand feels for the place between two presses. */
static void a_long_light_touch_spoils(void **state)
{
    struct rig rig = start(1000);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 60);
    feel(&rig, 0, 10);
    feel(&rig, 3, 700);
    feel(&rig, 8, 60);
    feel(&rig, 3, 100);
    feel(&rig, 0, 1000);
    assert_int_equal(rig.next, 0);
}

static void a_wild_sample_neither_counts_nor_spoils(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 900, 20);
    feel(&rig, 0, 200);
    feel(&rig, 900, 20);
    feel(&rig, 0, 100);
    assert_int_equal(rig.next, 0);
    feel(&rig, 8, 200);
    feel(&rig, 0, 100);
    feel(&rig, 900, 20);
    feel(&rig, 0, 100);
    feel(&rig, 8, 200);
    feel(&rig, 0, 100);
    assert_int_equal(rig.next, 1);
}

static void a_long_press_spoils(void **state)
{
    struct rig rig = start(1000);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 60);
    feel(&rig, 0, 10);
    feel(&rig, 8, 450);
    feel(&rig, 0, 10);
    feel(&rig, 8, 60);
    feel(&rig, 0, 1000);
    assert_int_equal(rig.next, 0);
}

static void what_is_no_force_is_left_aside(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 100);
    feel(&rig, NAN, 60);
    feel(&rig, 8, 100);
    feel(&rig, -50, 40);
    feel(&rig, 8, 60);
    feel(&rig, 0, 200);
    assert_int_equal(rig.next, 0);
    feel(&rig, 8, 200);
    feel(&rig, 0, 200);
    assert_int_equal(rig.next, 1);
}

static void a_hand_that_lies_there_does_not_come_from_a_rest(void **state)
{
    (void)state;
    for (int ms = 500; ms < 100000; ms += 60000) {
        struct rig rig = start(50);
        rig.now = TP_MS(ms);
        rig.samples = 50 * ms / 1000;
        feel(&rig, 8, 200);
        feel(&rig, 0, 200);
        feel(&rig, 8, 200);
        feel(&rig, 0, 200);
        assert_int_equal(rig.next, 0);
    }
}

/* ---- the long release ---- */

static void a_long_release_in_a_hold_is_a_pause(void **state)
{
    static const int rates[] = {10, 20, 50, 1000};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct rig rig = start(rates[i]);
        feel(&rig, 20, 5000);
        tp_taps_pressing(&rig.taps, true);
        feel(&rig, 20, 5000);
        feel(&rig, 0.3, 2400);
        assert_int_equal(rig.pause, 0);
        feel(&rig, 0.3, 10000);
        assert_int_equal(rig.pause, 1);
        assert_true(rig.wished == TP_MS(12500));
        feel(&rig, 20, 2000);
        feel(&rig, 0.3, 3000);
        assert_int_equal(rig.pause, 2);
    }
}

static void it_is_told_with_a_sample_too(void **state)
{
    struct tp_taps taps;
    int pauses = 0;
    (void)state;
    tp_taps_start(&taps);
    tp_taps_pressing(&taps, true);
    for (int ms = 0; ms < 9000; ms += 50) {
        enum tp_taps_wish wish = tp_taps_sample(&taps, TP_MS(ms), ms < 3000 ? 20 : 0);
        assert_int_equal(wish, ms == 5500 ? TP_TAPS_PAUSE : TP_TAPS_NOTHING);
        pauses += wish == TP_TAPS_PAUSE;
    }
    assert_int_equal(pauses, 1);
}

static void outside_of_a_hold_it_is_none(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 20, 5000);
    feel(&rig, 0, 5000);
    tp_taps_pressing(&rig.taps, true);
    feel(&rig, 0, 5000); /* no hand came */
    feel(&rig, 20, 5000);
    feel(&rig, 0, 2000);
    tp_taps_pressing(&rig.taps, false);
    feel(&rig, 0, 5000);
    assert_int_equal(rig.pause, 0);
}

static void who_comes_back_in_time_does_not_pause(void **state)
{
    struct rig rig = start(50);
    (void)state;
    tp_taps_pressing(&rig.taps, true);
    for (int i = 0; i < 5; i++) {
        feel(&rig, 20, 1000);
        feel(&rig, 0, 2400);
    }
    assert_int_equal(rig.pause, 0);
}

static void a_wild_sample_is_no_hand(void **state)
{
    struct rig rig = start(50);
    (void)state;
    tp_taps_pressing(&rig.taps, true);
    feel(&rig, 20, 3000);
    feel(&rig, 0, 2000);
    feel(&rig, 900, 20);
    feel(&rig, 0, 2000);
    assert_int_equal(rig.pause, 1);
    feel(&rig, 900, 20);
    feel(&rig, 0, 9000);
    assert_int_equal(rig.pause, 1);
}

static void a_silent_sensor_says_nothing(void **state)
{
    struct rig rig = start(50);
    (void)state;
    tp_taps_pressing(&rig.taps, true);
    feel(&rig, 20, 3000);
    feel(&rig, 0, 1000);
    wait(&rig, TP_MS(60000));
    feel_at(&rig, TP_MS(60000), 0);
    feel_at(&rig, TP_MS(60100), 0);
    wait(&rig, TP_MS(70000));
    assert_int_equal(rig.pause, 0);
}

/* The second press may have been a long one. */
static void a_gap_ends_what_was_begun(void **state)
{
    struct rig rig = start(50);
    (void)state;
    feel(&rig, 0, 1000);
    feel(&rig, 8, 200);
    feel(&rig, 0, 100);
    feel_at(&rig, TP_MS(1300), 8);
    feel_at(&rig, TP_MS(2350), 8);
    feel_at(&rig, TP_MS(2450), 0);
    feel_at(&rig, TP_MS(2550), 0);
    assert_int_equal(rig.next, 0);
}

static void in_a_hold_that_was_left_two_presses_are_next(void **state)
{
    struct rig rig = start(50);
    (void)state;
    tp_taps_pressing(&rig.taps, true);
    feel(&rig, 20, 3000);
    feel(&rig, 0, 1000);
    tap_twice(&rig, 200, 300);
    assert_int_equal(rig.next, 1);
    assert_int_equal(rig.pause, 0);
}

/* ---- by chance ---- */

static uint32_t seed;

static int chance(int least, int most)
{
    seed = seed * 1664525U + 1013904223U;
    return least + (int)((seed >> 8) % (uint32_t)(most - least + 1));
}

/* What a hand did, one after the other: a touch, and the rest before it. */
struct touch {
    int rest_ms, ms;
    bool hard; /* over the threshold all the time, or never */
};

/* The same rules, of whole touches. */
static int expected(const struct touch *touches, int count)
{
    int wishes = 0, at = 0, first = -1;
    for (int i = 0; i < count; i++) {
        const struct touch *touch = &touches[i];
        bool is_short = touch->hard && touch->ms >= 60 && touch->ms <= 400;
        bool spoils = touch->ms > (touch->hard ? 400 : 800);
        at += touch->rest_ms;
        if (is_short && first >= 0 && at - first <= 800) {
            wishes++;
            first = -1;
        } else if (is_short) {
            first = touch->rest_ms >= 300 ? at : -1;
        } else if (spoils) {
            first = -1;
        }
        at += touch->ms;
    }
    return wishes;
}

static void hands_made_by_chance_wish_what_they_should(void **state)
{
    enum { TOUCHES = 40 };
    int wishes = 0;
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct touch touches[TOUCHES];
        struct rig rig = start(1000);
        seed = (uint32_t)round;
        for (int i = 0; i < TOUCHES; i++) {
            touches[i] =
                (struct touch){chance(0, 3) == 0 ? chance(300, 900) : chance(60, 400),
                               chance(60, chance(0, 3) == 0 ? 1000 : 300), chance(0, 3) > 0};
            feel(&rig, chance(0, 9) / 10.0, touches[i].rest_ms);
            feel(&rig, touches[i].hard ? chance(6, 40) : chance(1, 5), touches[i].ms);
        }
        feel(&rig, 0, 100);
        assert_int_equal(rig.next, expected(touches, TOUCHES));
        assert_int_equal(rig.pause, 0);
        wishes += rig.next;
    }
    assert_true(wishes > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_short_presses_are_next),
        cmocka_unit_test(each_has_its_length_and_both_their_time),
        cmocka_unit_test(one_is_none_and_three_are_one),
        cmocka_unit_test(four_in_a_row_are_one),
        cmocka_unit_test(it_begins_from_a_rest),
        cmocka_unit_test(the_hand_goes_off_in_between),
        cmocka_unit_test(light_touches_are_none),
        cmocka_unit_test(a_long_light_touch_spoils),
        cmocka_unit_test(a_wild_sample_neither_counts_nor_spoils),
        cmocka_unit_test(a_long_press_spoils),
        cmocka_unit_test(what_is_no_force_is_left_aside),
        cmocka_unit_test(a_hand_that_lies_there_does_not_come_from_a_rest),
        cmocka_unit_test(a_long_release_in_a_hold_is_a_pause),
        cmocka_unit_test(it_is_told_with_a_sample_too),
        cmocka_unit_test(outside_of_a_hold_it_is_none),
        cmocka_unit_test(who_comes_back_in_time_does_not_pause),
        cmocka_unit_test(a_wild_sample_is_no_hand),
        cmocka_unit_test(a_silent_sensor_says_nothing),
        cmocka_unit_test(a_gap_ends_what_was_begun),
        cmocka_unit_test(in_a_hold_that_was_left_two_presses_are_next),
        cmocka_unit_test(hands_made_by_chance_wish_what_they_should),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
