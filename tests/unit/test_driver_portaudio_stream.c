/* What a stream of PortAudio is allowed: its token, and the quiet thread that it lives on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/driver_pa.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 };

static void a_stream_begins_with_silence_of_its_own(void **state)
{
    (void)state;
    float out[2 * BLOCK];
    struct tp_pa_source source = {.mixer = tp_mixer_create()};
    struct tp_pa_token *token = tp_pa_token_create(&source);
    for (int frames = 0; frames + BLOCK <= TP_PA_LEAD; frames += BLOCK)
        assert_true(tp_pa_token_pull(token, out, BLOCK, false));
    assert_int_equal(tp_mixer_pulled(source.mixer), 0);
    tp_pa_token_pull(token, out, BLOCK, false); /* 2400 is no multiple of 64 */
    assert_int_equal(tp_mixer_pulled(source.mixer), BLOCK - TP_PA_LEAD % BLOCK);
    tp_pa_token_pull(token, out, BLOCK, false);
    assert_int_equal(tp_mixer_pulled(source.mixer), 2 * BLOCK - TP_PA_LEAD % BLOCK);
    tp_pa_token_destroy(token);
    tp_mixer_destroy(source.mixer);
}

/* Pulls a second of a mixer that has nothing to play, without the head of the stream. */
static void pull_silence(float *out, uint32_t frames, bool dither)
{
    struct tp_pa_source source = {.mixer = tp_mixer_create(), .dither = dither};
    struct tp_pa_token *token = tp_pa_token_create(&source);
    for (uint32_t at = 0; at < frames; at += BLOCK)
        assert_true(tp_pa_token_pull(token, out + 2 * (size_t)at, BLOCK, false));
    tp_pa_token_destroy(token);
    tp_mixer_destroy(source.mixer);
}

/* Triangular from −1 to +1 step of 16 bits: rms √(1/6) of a step; a quarter of all rounds to a step
 * other than 0, in each channel by itself. */
static void silence_is_noise_of_one_step_in_each_channel(void **state)
{
    (void)state;
    static float out[2 * TP_RATE];
    const double step = 1.0 / 32768;
    double power[2] = {0}, both = 0;
    int other[2] = {0}, same_as_before = 0;
    pull_silence(out, TP_RATE, true);
    for (size_t i = 0; i < 2 * (size_t)TP_RATE; i++) {
        double value = out[i] / step;
        assert_true(fabs(value) <= 1);
        power[i % 2] += value * value / TP_RATE;
        other[i % 2] += fabs(value) > 0.5;
        both += i % 2 ? value * out[i - 1] / step / TP_RATE : 0;
        same_as_before += i >= 2 && fabs(value - out[i - 2] / step) < 1e-9;
    }
    for (int side = 0; side < 2; side++) {
        assert_true(fabs(sqrt(power[side] * 6) - 1) < 0.02);
        assert_true(fabs(other[side] / (double)TP_RATE - 0.25) < 0.01);
    }
    assert_true(fabs(both) < 0.005);
    assert_true(same_as_before < 10);
}

static void without_dither_silence_is_nothing(void **state)
{
    (void)state;
    static float out[2 * TP_RATE];
    pull_silence(out, TP_RATE, false);
    for (size_t i = 0; i < 2 * (size_t)TP_RATE; i++)
        assert_true(fabsf(out[i]) <= 0);
}

struct puller {
    struct tp_pa_token *token;
    int blocks;
};

/* A device that goes on calling back until it is told not to. */
static void *pull_until_stale(void *argument)
{
    struct puller *puller = argument;
    float out[2 * BLOCK];
    while (tp_pa_token_pull(puller->token, out, BLOCK, false))
        puller->blocks++;
    return NULL;
}

static void after_a_token_is_retired_nobody_uses_its_source(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct tp_pa_source source = {.mixer = tp_mixer_create()};
        struct puller puller = {.token = tp_pa_token_create(&source)};
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, pull_until_stale, &puller), 0);
        while (atomic_load(&puller.token->blocks) < 50)
            ;
        tp_pa_token_retire(puller.token);
        tp_mixer_destroy(source.mixer); /* a sanitizer sees whoever is still inside */
        source.mixer = NULL;
        pthread_join(thread, NULL);
        assert_true(puller.blocks >= 49);
        tp_pa_token_destroy(puller.token);
    }
}

/* Whether this kernel, or a checker in its place, keeps a table of descriptors by thread. */
static bool has_own_tables(void)
{
    return close_range(1000000, ~0U, CLOSE_RANGE_UNSHARE) == 0 || errno != ENOSYS;
}

static void *write_quietly(void *argument)
{
    tp_pa_quieten();
    return write(STDERR_FILENO, "chatter\n", 8) == 8 ? argument : NULL;
}

static void what_a_library_writes_to_stderr_is_not_seen_and_the_rest_is(void **state)
{
    (void)state;
    int ends[2];
    char seen[64];
    pthread_t thread;
    if (!has_own_tables())
        skip();
    int before = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    int failed = pthread_create(&thread, NULL, write_quietly, NULL);
    if (!failed)
        pthread_join(thread, NULL);
    ssize_t wrote = write(STDERR_FILENO, "own line\n", 9);
    dup2(before, STDERR_FILENO);
    close(before);
    close(ends[1]);
    ssize_t length = read(ends[0], seen, sizeof seen);
    close(ends[0]);
    assert_int_equal(failed, 0);
    assert_int_equal(wrote, 9);
    assert_int_equal(length, 9);
    assert_memory_equal(seen, "own line\n", 9);
}

static sigset_t control_mask;

static void keep_mask(void)
{
    pthread_sigmask(SIG_SETMASK, NULL, &control_mask);
}

static int no_library(void)
{
    return -TP_EDEVICE;
}

static void no_signal_is_handled_on_the_threads_of_a_library(void **state)
{
    (void)state;
    static const int shut[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCHLD, SIGPIPE};
    const struct tp_pa_calls calls = {.quieten = keep_mask, .initialize = no_library};
    const struct tp_portaudio_config config = {.latency_ms = 20};
    struct tp_portaudio *driver = NULL;
    assert_int_equal(tp_pa_open(&driver, NULL, &config, &calls, &tp_pa_timing, NULL), 0);
    tp_portaudio_close(driver);
    for (size_t i = 0; i < sizeof shut / sizeof shut[0]; i++)
        assert_int_equal(sigismember(&control_mask, shut[i]), 1);
    assert_int_equal(sigismember(&control_mask, SIGSEGV), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_begins_with_silence_of_its_own),
        cmocka_unit_test(silence_is_noise_of_one_step_in_each_channel),
        cmocka_unit_test(without_dither_silence_is_nothing),
        cmocka_unit_test(after_a_token_is_retired_nobody_uses_its_source),
        cmocka_unit_test(what_a_library_writes_to_stderr_is_not_seen_and_the_rest_is),
        cmocka_unit_test(no_signal_is_handled_on_the_threads_of_a_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
