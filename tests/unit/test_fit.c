/* What is left out so that a routine ends in time: over many random routines, and some made by
 * hand. The routines are lengths that add up; no script runs. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/engine/fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 12, SECOND = TP_RATE };

struct place {
    char spot[16];
    int reps, priority, line;
    bool point;            /* else words, of which each side has its own */
    tp_frames once, there; /* each repetition; finding it and its stretch */
};

struct routine {
    struct place places[PLACES];
    int count, makes;
    tp_frames rest; /* of the routine: it stays */
};

static const char *const sides[] = {"left", "right"};

/* The name of a place as its steps have it. */
static const char *spot_of(const struct place *place, int side, char text[24])
{
    snprintf(text, 24, "%s%s", place->point ? "" : sides[side], place->spot);
    return text;
}

static void add_step(struct tp_timeline *t, const char *kind, const struct place *place, int side,
                     tp_frames length)
{
    char spot[24];
    t->steps = realloc(t->steps, (t->step_count + 1) * sizeof *t->steps);
    assert_non_null(t->steps);
    t->steps[t->step_count++] =
        (struct tp_timeline_step){.kind = kind,
                                  .title = tp_intern(&t->texts, place->spot),
                                  .side = tp_intern(&t->texts, sides[side]),
                                  .point = place->point ? tp_intern(&t->texts, place->spot) : NULL,
                                  .spot = tp_intern(&t->texts, spot_of(place, side, spot)),
                                  .priority = place->priority,
                                  .start = t->length,
                                  .length = length,
                                  .line = place->line};
    t->length += length;
}

static int reps_now(const struct tp_fit *fit, const struct place *place, int side)
{
    char spot[24];
    int most = tp_fit_most(fit, spot_of(place, side, spot));
    return most < 0 ? place->reps : most;
}

static int make(void *context, const struct tp_fit *fit, struct tp_timeline *out,
                struct tp_err *err)
{
    struct routine *routine = context;
    (void)err;
    routine->makes++;
    *out = (struct tp_timeline){.length = routine->rest};
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < routine->count; i++) {
            const struct place *place = &routine->places[i];
            int reps = reps_now(fit, place, side);
            if (reps > 0)
                add_step(out, "locate", place, side, place->there);
            for (int rep = 0; rep < reps; rep++) {
                add_step(out, "hold", place, side, place->once);
                add_step(out, "rest", place, side, place->once / 2);
            }
        }
    return 0;
}

static tp_frames length_of(struct routine *routine, const struct tp_fit *fit)
{
    struct tp_timeline timeline;
    assert_int_equal(make(routine, fit, &timeline, NULL), 0);
    tp_frames length = timeline.length;
    tp_timeline_finish(&timeline);
    return length;
}

static int fit_to(struct tp_fit *fit, struct routine *routine, tp_frames limit)
{
    struct tp_fit_maker maker = {make, routine};
    struct tp_err err;
    routine->makes = 0;
    return tp_fit_find(fit, limit, &maker, &err);
}

static uint32_t seed;

static int any(int least, int most)
{
    seed = seed * 1664525U + 1013904223U;
    return least + (int)((seed >> 8) % (uint32_t)(most - least + 1));
}

static void any_routine(struct routine *routine)
{
    *routine = (struct routine){.count = any(1, PLACES), .rest = (tp_frames)any(0, 300) * SECOND};
    for (int i = 0; i < routine->count; i++) {
        struct place *place = &routine->places[i];
        *place = (struct place){.reps = any(1, 6),
                                .priority = any(0, 9),
                                .line = any(1, 4),
                                .point = any(0, 2) > 0,
                                .once = (tp_frames)any(5, 60) * SECOND,
                                .there = (tp_frames)any(5, 60) * SECOND};
        snprintf(place->spot, sizeof place->spot, "place%d", i);
    }
}

static int priority_of(const struct place *place)
{
    return place->priority > 0 ? place->priority : 5;
}

/* Nothing is left out before what matters less, and no repetition while others have more. */
static void assert_fair(struct routine *routine, const struct tp_fit *fit)
{
    bool any_out = false;
    for (int i = 0; i < routine->count; i++) {
        const struct place *a = &routine->places[i];
        int left = reps_now(fit, a, 0);
        assert_int_equal(left, reps_now(fit, a, 1)); /* both sides alike */
        any_out = any_out || left == 0;
        for (int k = 0; k < routine->count; k++) {
            const struct place *b = &routine->places[k];
            if (left == 0 && reps_now(fit, b, 0) > 0)
                assert_true(priority_of(a) < priority_of(b) ||
                            (priority_of(a) == priority_of(b) && i > k));
        }
    }
    assert_true(!any_out || fit->count > 0);
}

/* No repetition more would fit. */
static void assert_full(struct routine *routine, struct tp_fit *fit, tp_frames limit)
{
    for (size_t i = 0; i < fit->count; i++) {
        bool open = fit->spots[i].pair == i && fit->spots[i].most > 0 &&
                    fit->spots[i].most < fit->spots[i].reps;
        for (size_t k = 0; open && k < fit->count; k++)
            fit->spots[k].most += fit->spots[k].pair == i;
        assert_true(!open || length_of(routine, fit) > limit);
        for (size_t k = 0; open && k < fit->count; k++)
            fit->spots[k].most -= fit->spots[k].pair == i;
    }
}

static void any_routine_ends_in_time_fairly_and_as_full_as_it_can_be(void **state)
{
    struct routine routine;
    (void)state;
    for (seed = 0; seed < 3000;) {
        uint32_t next = seed + 1;
        struct tp_fit fit = {0}, as_written = {0};
        any_routine(&routine);
        tp_frames full = length_of(&routine, &as_written);
        tp_frames limit = full * any(5, 110) / 100;
        int rc = fit_to(&fit, &routine, limit);
        assert_true(routine.makes <= 40);
        assert_true(rc == 0 || rc == 1);
        if (rc == 0) {
            assert_true(fit.length <= limit);
            assert_int_equal(length_of(&routine, &fit), fit.length);
            assert_fair(&routine, &fit);
            assert_full(&routine, &fit, limit);
            assert_true(full > limit || fit.count == 0);
        } else {
            assert_true(fit.length > limit);
        }
        tp_fit_finish(&fit);
        seed = next;
    }
}

static const struct routine three = {
    .places =
        {{.spot = "low", .reps = 2, .priority = 2, .point = true, .once = 20, .there = 30},
         {.spot = "high", .reps = 3, .priority = 8, .point = true, .once = 20, .there = 30},
         {.spot = "middle", .reps = 2, .priority = 0, .point = true, .once = 20, .there = 30}},
    .count = 3,
    .rest = 100};

static void assert_left(const struct routine *routine, tp_frames limit, const int left[3])
{
    struct routine copy = *routine;
    struct tp_fit fit;
    assert_int_equal(fit_to(&fit, &copy, limit), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(reps_now(&fit, &copy.places[i], 0), left[i]);
    tp_fit_finish(&fit);
}

/* A repetition takes 60 with its rest and its other side, a place 60 more; all of it 700. */
static void repetitions_go_before_places_and_what_matters_least_goes_first(void **state)
{
    (void)state;
    assert_left(&three, 700, (const int[]){2, 3, 2});
    assert_left(&three, 699, (const int[]){2, 2, 2});
    assert_left(&three, 639, (const int[]){1, 2, 2});
    assert_left(&three, 579, (const int[]){1, 2, 1});
    assert_left(&three, 519, (const int[]){1, 1, 1});
    assert_left(&three, 459, (const int[]){0, 2, 1}); /* there is room for one more */
    assert_left(&three, 399, (const int[]){0, 1, 1});
    assert_left(&three, 339, (const int[]){0, 2, 0});
}

static void one_that_cannot_be_that_short_tells_the_shortest(void **state)
{
    struct routine copy = three;
    struct tp_fit fit;
    (void)state;
    assert_int_equal(fit_to(&fit, &copy, 219), 1);
    assert_int_equal(fit.length, 220);
    tp_fit_finish(&fit);
    assert_int_equal(fit_to(&fit, &copy, 220), 0);
    tp_fit_finish(&fit);
    copy.count = 0;
    assert_int_equal(fit_to(&fit, &copy, 99), 1);
    assert_int_equal(fit.length, 100);
    tp_fit_finish(&fit);
}

static int fails(void *context, const struct tp_fit *fit, struct tp_timeline *out,
                 struct tp_err *err)
{
    struct routine *routine = context;
    if (routine->makes == 3)
        return tp_err_set(err, TP_ESCRIPT, "neck.lua:1: no");
    return make(context, fit, out, err);
}

static void a_routine_that_fails_on_the_way_says_why(void **state)
{
    struct routine copy = three;
    struct tp_fit_maker maker = {fails, &copy};
    struct tp_fit fit;
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_fit_find(&fit, 500, &maker, &err), -TP_ESCRIPT);
    assert_string_equal(err.text, "neck.lua:1: no");
    tp_fit_finish(&fit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_routine_ends_in_time_fairly_and_as_full_as_it_can_be),
        cmocka_unit_test(repetitions_go_before_places_and_what_matters_least_goes_first),
        cmocka_unit_test(one_that_cannot_be_that_short_tells_the_shortest),
        cmocka_unit_test(a_routine_that_fails_on_the_way_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
