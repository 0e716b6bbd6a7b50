/* The PortAudio driver against a library that fails on schedule: no sound card, no PortAudio. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/fake_pa.h"

/* The driver's times, cut to what a test can wait for. */
static const struct tp_pa_timing quick = {
    .look = 2,
    .lost = 100,
    .lost_early = 100,
    .settled = 10,
    .retry = 2,
    .retry_max = 16,
    .limit_open = 50,
    .limit_close = 50,
    .limit_leave = 100,
};

static struct tp_mixer *mixer;
static struct tp_portaudio *driver;

static void open_with(const struct tp_pa_timing *timing, const char *device)
{
    const struct tp_portaudio_config config = {.device = device};
    mixer = tp_mixer_create();
    assert_non_null(mixer);
    assert_int_equal(tp_pa_open(&driver, mixer, &config, &fake_calls, timing, NULL), 0);
}

static void open_driver(enum fate fate)
{
    choose(fate);
    open_with(&quick, NULL);
}

/* Nothing of the mixer may be touched after this. */
static void close_driver(void)
{
    tp_portaudio_close(driver);
    tp_mixer_destroy(mixer);
}

static void close_driver_cleanly(void)
{
    close_driver();
    assert_null(library.streams);
    assert_int_equal(library.running, 0);
}

/* Looks at the driver as the loop does, until it is in `state`. */
static bool becomes(enum tp_audio_state state)
{
    int64_t until_ms = now_ms() + PATIENCE_MS;
    bool is = tp_portaudio_state(driver) == state;
    while (!is && now_ms() < until_ms) {
        a_millisecond();
        is = tp_portaudio_state(driver) == state;
    }
    return is;
}

/* Looks at the driver until a counter of the library is at least `count`. */
static bool reaches(const int *counter, int count)
{
    int64_t until_ms = now_ms() + PATIENCE_MS;
    while (read_count(counter) < count && now_ms() < until_ms) {
        tp_portaudio_state(driver);
        a_millisecond();
    }
    return read_count(counter) >= count;
}

/* Looks at the driver until `count` more attempts have begun. */
static bool tries_again(int count)
{
    return reaches(&library.attempts, read_count(&library.attempts) + count);
}

/* Goes on looking long enough to see every call's deadline pass. */
static void look_past_the_limit(void)
{
    int64_t until_ms = now_ms() + 4 * (int64_t)quick.limit_open;
    while (now_ms() < until_ms) {
        tp_portaudio_state(driver);
        a_millisecond();
    }
}

static bool pulls(void)
{
    int64_t until_ms = now_ms() + PATIENCE_MS;
    uint64_t before = tp_mixer_pulled(mixer);
    while (tp_mixer_pulled(mixer) == before && now_ms() < until_ms)
        a_millisecond();
    return tp_mixer_pulled(mixer) != before;
}

/* Opens the driver and waits until it plays. */
static void open_playing(void)
{
    open_driver(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
}

/* Whether a late callback finds silence and is told to end. */
static bool is_stale(struct tp_pa_token *token)
{
    float out[2 * BLOCK];
    bool silent = true;
    for (int i = 0; i < 2 * BLOCK; i++)
        out[i] = 1;
    bool goes_on = tp_pa_token_pull(token, out, BLOCK, true);
    for (int i = 0; i < 2 * BLOCK; i++)
        silent = silent && out[i] == 0;
    return silent && !goes_on;
}

/* ---- a device that works, or is not there ---- */

static void a_device_that_plays_pulls_the_mixer(void **state)
{
    (void)state;
    open_playing();
    assert_true(pulls());
    assert_string_equal(tp_portaudio_device(driver), device_names[1]);
    assert_int_equal((int)(library.latency_s * 1000 + 0.5), 40);
    close_driver_cleanly();
}

static void every_call_is_made_on_one_thread(void **state)
{
    (void)state;
    open_driver(OPEN_FAILS);
    assert_true(tries_again(2));
    choose(START_FAILS);
    assert_true(tries_again(2));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    turn(CEASES);
    assert_true(becomes(TP_AUDIO_LOST));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    close_driver_cleanly();
    assert_false(library.more_callers);
    assert_false(pthread_equal(library.caller, pthread_self()));
}

static void without_a_device_it_looks_for_one_until_there_is_one(void **state)
{
    (void)state;
    open_driver(NO_DEVICE);
    assert_true(becomes(TP_AUDIO_NONE));
    assert_true(tries_again(3));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    close_driver_cleanly();
}

static void what_is_held_plays_silence_until_it_is_released(void **state)
{
    (void)state;
    const struct tp_portaudio_config config = {.held = true};
    mixer = tp_mixer_create();
    choose(NO_DEVICE);
    assert_int_equal(tp_pa_open(&driver, mixer, &config, &fake_calls, &quick, NULL), 0);
    assert_true(becomes(TP_AUDIO_NONE));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    assert_int_equal(tp_mixer_pulled(mixer), 0);
    tp_portaudio_release(driver);
    assert_true(pulls());
    turn(CEASES);
    assert_true(becomes(TP_AUDIO_LOST));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    assert_true(pulls());
    close_driver_cleanly();
}

static void what_cannot_be_opened_is_no_device(void **state)
{
    (void)state;
    static const enum fate fails[] = {INITIALIZE_FAILS, OPEN_FAILS, START_FAILS};
    open_driver(NO_DEVICE);
    for (size_t i = 0; i < sizeof fails / sizeof fails[0]; i++) {
        choose(fails[i]);
        assert_true(tries_again(2));
        assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_NONE);
    }
    assert_string_equal(tp_portaudio_device(driver), "");
    close_driver_cleanly();
}

static void tries_come_at_doubling_intervals_up_to_the_longest(void **state)
{
    (void)state;
    static const int at_least_ms[] = {2, 4, 8, 16, 16, 16, 16, 16, 16, 16, 16};
    enum { GAPS = sizeof at_least_ms / sizeof at_least_ms[0] };
    int64_t shortest_late_ms = PATIENCE_MS;
    open_driver(NO_DEVICE);
    assert_true(tries_again(GAPS + 1));
    close_driver_cleanly();
    for (int i = 0; i < GAPS; i++) {
        int64_t gap_ms = library.begun_ms[i + 1] - library.begun_ms[i];
        assert_true(gap_ms >= at_least_ms[i] - 1); /* both instants are cut to milliseconds */
        if (i >= GAPS - 3 && gap_ms < shortest_late_ms)
            shortest_late_ms = gap_ms;
    }
    assert_true(shortest_late_ms < 512); /* doubled without end, the third last would be that */
}

static void a_device_is_found_by_its_name_or_a_part_of_it(void **state)
{
    static const struct {
        const char *wanted;
        int device;
    } wishes[] = {{"screen", 2}, {"of the SCREEN", 1}, {"Loud", 1}};
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        reset_library(state);
        open_with(&quick, wishes[i].wanted);
        assert_true(becomes(TP_AUDIO_PLAYING));
        close_driver_cleanly();
        assert_int_equal(library.device, wishes[i].device);
    }
}

static void a_name_that_no_device_has_opens_none(void **state)
{
    (void)state;
    open_with(&quick, "trumpet");
    assert_true(becomes(TP_AUDIO_NONE));
    close_driver_cleanly();
    assert_null(library.last);
}

static void a_latency_out_of_range_is_refused(void **state)
{
    (void)state;
    static const int wrong[] = {-1, 19, 61};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct tp_portaudio_config config = {.latency_ms = wrong[i]};
        struct tp_err err;
        assert_int_equal(tp_portaudio_open(&driver, NULL, &config, &err), -TP_EINVAL);
        assert_int_equal(err.code, TP_EINVAL);
    }
    tp_portaudio_close(NULL);
}

static void dry_blocks_are_counted(void **state)
{
    (void)state;
    open_driver(RUNS_DRY);
    int64_t until_ms = now_ms() + PATIENCE_MS;
    while (tp_portaudio_underruns(driver) == 0 && now_ms() < until_ms)
        a_millisecond();
    assert_int_equal(tp_portaudio_underruns(driver), read_count(&library.attempts));
    close_driver_cleanly();
}

/* ---- a device that is lost ---- */

static void a_stream_whose_callbacks_cease_is_lost_and_opened_again(void **state)
{
    (void)state;
    open_playing();
    turn(CEASES);
    assert_true(becomes(TP_AUDIO_LOST));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    assert_true(pulls());
    close_driver_cleanly(); /* so the library was ended before each new look for devices */
}

static void a_lost_device_stays_lost_and_the_count_stands_while_there_is_none(void **state)
{
    (void)state;
    open_playing();
    assert_true(pulls());
    turn(CEASES);
    choose(NO_DEVICE);
    assert_true(becomes(TP_AUDIO_LOST));
    uint64_t pulled = tp_mixer_pulled(mixer);
    assert_true(tries_again(4));
    assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_LOST);
    assert_string_equal(tp_portaudio_device(driver), device_names[1]);
    assert_int_equal(tp_mixer_pulled(mixer), pulled);
    close_driver_cleanly();
}

static void callbacks_that_only_fill_the_buffer_of_the_device_are_not_playing(void **state)
{
    (void)state;
    struct tp_pa_timing slow = quick; /* every look comes long after the few callbacks */
    slow.look = 40;
    slow.lost = slow.lost_early = 80;
    choose(CEASES);
    open_with(&slow, NULL);
    assert_true(tries_again(2));
    assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_NONE);
    close_driver_cleanly();
}

static void a_stream_that_the_library_ends_is_lost_at_once(void **state)
{
    (void)state;
    struct tp_pa_timing patient = quick;
    patient.lost = patient.lost_early = 10 * PATIENCE_MS;
    choose(ENDS);
    open_with(&patient, NULL);
    assert_true(tries_again(2));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    close_driver_cleanly();
}

static void two_hundred_losses_in_a_row_leave_nothing_behind(void **state)
{
    (void)state;
    struct tp_pa_timing hasty = quick;
    hasty.lost = hasty.lost_early = 8;
    hasty.retry = hasty.retry_max = 1;
    hasty.limit_open = hasty.limit_close = PATIENCE_MS; /* nothing hangs here, however busy */
    hasty.limit_leave = PATIENCE_MS;
    open_with(&hasty, NULL);
    assert_true(becomes(TP_AUDIO_PLAYING));
    turn(CEASES);
    assert_true(tries_again(200));
    assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_LOST);
    close_driver_cleanly();
}

/* ---- a library that hangs ---- */

static void a_close_that_never_returns_is_given_up_and_another_stream_plays(void **state)
{
    open_playing();
    turn(CLOSE_HANGS);
    assert_true(reaches(&library.hanging, 1));
    struct tp_pa_token *late = last_token();
    assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_LOST);
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    assert_true(is_stale(late));
    assert_int_equal(tp_portaudio_underruns(driver), 0);
    assert_true(pulls());
    close_driver();
    assert_int_equal(release_library(state), 0);
    assert_int_equal(library.running, 1); /* what hung must not be ended beneath its feet */
}

static void an_open_or_a_start_that_never_returns_is_given_up_too(void **state)
{
    (void)state;
    open_driver(OPEN_HANGS);
    assert_true(reaches(&library.hanging, 1));
    struct tp_pa_token *first = last_token();
    choose(START_HANGS);
    assert_true(reaches(&library.hanging, 2));
    struct tp_pa_token *second = last_token();
    assert_true(is_stale(first));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    assert_true(is_stale(second));
    assert_true(release_calls()); /* both succeed in the end; the second stream calls back */
    assert_true(pulls());
    assert_true(is_stale(first) && is_stale(second));
    close_driver();
}

static void a_thread_given_up_calls_nothing_when_it_comes_back(void **state)
{
    open_driver(CLOSE_HANGS);
    assert_true(reaches(&library.hanging, 1));
    choose(PLAYS);
    assert_true(becomes(TP_AUDIO_PLAYING));
    int attempts = read_count(&library.attempts);
    struct stream *playing = library.streams;
    assert_true(release_calls());
    assert_true(pulls() && pulls());
    assert_int_equal(read_count(&library.attempts), attempts);
    assert_int_equal(read_count(&library.running), 2);
    assert_ptr_equal(playing, library.streams);
    close_driver();
    assert_int_equal(release_library(state), 0);
}

static void a_device_that_hangs_each_time_costs_a_few_threads_only(void **state)
{
    (void)state;
    open_driver(OPEN_HANGS);
    assert_true(reaches(&library.hanging, 9));
    look_past_the_limit();
    assert_int_equal(tp_portaudio_state(driver), TP_AUDIO_NONE);
    assert_int_equal(read_count(&library.hanging), 9);
    close_driver();
}

static void a_library_that_does_not_come_up_in_time_is_no_device(void **state)
{
    (void)state;
    open_driver(INITIALIZE_HANGS);
    assert_true(becomes(TP_AUDIO_NONE));
    look_past_the_limit();
    assert_int_equal(read_count(&library.attempts), 1); /* a second call could only do harm */
    close_driver();
}

static void a_stream_whose_close_fails_keeps_its_token(void **state)
{
    (void)state;
    open_driver(CLOSE_FAILS);
    assert_true(tries_again(1));
    choose(NO_DEVICE);
    assert_true(tries_again(2));
    assert_true(is_stale(last_token()));
    close_driver();
}

static void closing_takes_a_second_at_most_whatever_hangs(void **state)
{
    static const enum fate hangs[] = {INITIALIZE_HANGS, OPEN_HANGS, START_HANGS, CLOSE_HANGS};
    for (size_t i = 0; i < sizeof hangs / sizeof hangs[0]; i++) {
        struct tp_pa_timing timing = quick;
        timing.limit_leave = tp_pa_timing.limit_leave;
        reset_library(state);
        choose(hangs[i]);
        open_with(&timing, NULL);
        int64_t until_ms = now_ms() + PATIENCE_MS;
        while (read_count(&library.hanging) == 0 && now_ms() < until_ms)
            a_millisecond();
        int64_t began_ms = now_ms();
        close_driver();
        assert_true(now_ms() - began_ms <= 1000);
        assert_int_equal(read_count(&library.hanging), 1);
        assert_true(hangs[i] == INITIALIZE_HANGS || is_stale(last_token()));
        assert_int_equal(release_library(state), 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reset_library, release_library)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_device_that_plays_pulls_the_mixer),
        TEST(every_call_is_made_on_one_thread),
        TEST(without_a_device_it_looks_for_one_until_there_is_one),
        TEST(what_is_held_plays_silence_until_it_is_released),
        TEST(what_cannot_be_opened_is_no_device),
        TEST(tries_come_at_doubling_intervals_up_to_the_longest),
        TEST(a_device_is_found_by_its_name_or_a_part_of_it),
        TEST(a_name_that_no_device_has_opens_none),
        TEST(a_latency_out_of_range_is_refused),
        TEST(dry_blocks_are_counted),
        TEST(a_stream_whose_callbacks_cease_is_lost_and_opened_again),
        TEST(a_lost_device_stays_lost_and_the_count_stands_while_there_is_none),
        TEST(callbacks_that_only_fill_the_buffer_of_the_device_are_not_playing),
        TEST(a_stream_that_the_library_ends_is_lost_at_once),
        TEST(two_hundred_losses_in_a_row_leave_nothing_behind),
        TEST(a_close_that_never_returns_is_given_up_and_another_stream_plays),
        TEST(an_open_or_a_start_that_never_returns_is_given_up_too),
        TEST(a_thread_given_up_calls_nothing_when_it_comes_back),
        TEST(a_device_that_hangs_each_time_costs_a_few_threads_only),
        TEST(a_library_that_does_not_come_up_in_time_is_no_device),
        TEST(a_stream_whose_close_fails_keeps_its_token),
        TEST(closing_takes_a_second_at_most_whatever_hangs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
