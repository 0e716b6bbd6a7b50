/* PortAudio itself, started and ended over and over as it is while there is no sound: an hour of
 * that leaves less than 1 MiB behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/driver_pa.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    FIRST = 10,               /* rounds in which what stays for good comes to be */
    ROUNDS = 40,              /* … and those that are measured */
    TRIES_AN_HOUR = 3600 / 5, /* see tp_pa_timing.retry_max */
    MOST_BYTES = 1024 * 1024
};

static void start_and_end(int rounds)
{
    for (int i = 0; i < rounds; i++)
        if (tp_pa_library.initialize() == 0)
            tp_pa_library.terminate();
}

/* As the control thread does it: with nothing on the terminal. Bytes left behind by a round. */
static void *measure(void *argument)
{
    double *bytes = argument;
    tp_pa_library.quieten();
    start_and_end(FIRST);
    struct mallinfo2 before = mallinfo2();
    start_and_end(ROUNDS);
    struct mallinfo2 after = mallinfo2();
    *bytes = ((double)after.uordblks - (double)before.uordblks) / ROUNDS;
    return NULL;
}

static void an_hour_without_sound_costs_less_than_a_mebibyte(void **state)
{
    (void)state;
    if (getenv("TPRUN_SANITIZED")) /* whose memory mallinfo2 does not know */
        skip();
    double bytes = 0;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, measure, &bytes), 0);
    pthread_join(thread, NULL);
    print_message("%.0f bytes a round, %.0f KiB an hour\n", bytes, bytes * TRIES_AN_HOUR / 1024);
    assert_true(bytes * TRIES_AN_HOUR < MOST_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_without_sound_costs_less_than_a_mebibyte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
