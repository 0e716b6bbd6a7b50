/* The null driver: pulls what the clock says, neither more nor less, and never races. */
#include "tests/unit/mixer_rig.h"

#include "audio/driver.h"

static const uint64_t ms = 1000000;

static void the_first_call_only_notes_the_time(void **state)
{
    struct rig *rig = *state;
    struct tp_null_driver driver = {.mixer = rig->mixer, .speed = 1};
    tp_null_pull(&driver, 123456 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 0);
    tp_null_pull(&driver, 123466 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 480);
}

static void uneven_ticks_add_up_without_drift(void **state)
{
    struct rig *rig = *state;
    struct tp_null_driver driver = {.mixer = rig->mixer, .speed = 1};
    const uint64_t start = 5 * ms;
    uint64_t now = start;
    tp_null_pull(&driver, now);
    for (uint64_t i = 0; i < 3000; i++) {
        now += 3333333 + i * 7919 % 1000001;
        tp_null_pull(&driver, now);
        uint64_t due = (now - start) * 48 / ms; /* rounded down */
        assert_in_range(tp_mixer_pulled(rig->mixer) + 1, due, due + 1);
    }
}

static void a_long_pause_of_the_process_is_at_most_100_ms(void **state)
{
    struct rig *rig = *state;
    struct tp_null_driver driver = {.mixer = rig->mixer, .speed = 1};
    tp_null_pull(&driver, ms);
    tp_null_pull(&driver, 3600 * 1000 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 4800);
    tp_null_pull(&driver, (3600 * 1000 + 10) * ms); /* what was dropped is not made up for */
    assert_int_equal(tp_mixer_pulled(rig->mixer), 5280);
}

static void sixty_times_faster_is_sixty_times_the_frames(void **state)
{
    struct rig *rig = *state;
    struct tp_null_driver driver = {.mixer = rig->mixer, .speed = 60};
    tp_null_pull(&driver, ms);
    tp_null_pull(&driver, 11 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 60 * 480);
}

static void a_clock_that_stands_or_goes_back_pulls_nothing(void **state)
{
    struct rig *rig = *state;
    struct tp_null_driver driver = {.mixer = rig->mixer, .speed = 1};
    tp_null_pull(&driver, 50 * ms);
    tp_null_pull(&driver, 50 * ms);
    tp_null_pull(&driver, 40 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 0);
    tp_null_pull(&driver, 60 * ms);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 480);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(the_first_call_only_notes_the_time),
        rig_test(uneven_ticks_add_up_without_drift),
        rig_test(a_long_pause_of_the_process_is_at_most_100_ms),
        rig_test(sixty_times_faster_is_sixty_times_the_frames),
        rig_test(a_clock_that_stands_or_goes_back_pulls_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
