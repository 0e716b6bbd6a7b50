/* The steps of a calibration, in virtual time: what is measured when, and when it is enough. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/calibrating.h"

#include <math.h>
#include <string.h>

static struct {
    struct tp_calibrating steps;
    uint64_t now_ns;
    double value, noise;
    unsigned every_ms; /* a reading; 0: none comes */
} rig;

static uint64_t ms(uint64_t number)
{
    return number * 1000000;
}

static void begin(unsigned every_ms)
{
    memset(&rig, 0, sizeof rig);
    rig.now_ns = ms(1000);
    rig.value = 500;
    rig.noise = 1;
    rig.every_ms = every_ms;
    tp_calibrating_begin(&rig.steps, (struct tp_range){0, 0});
}

/* Lets time go by, a tick each 10 ms. */
static void pass(unsigned long_ms)
{
    for (unsigned i = 1; i <= long_ms; i++) {
        rig.now_ns += ms(1);
        if (rig.every_ms && rig.now_ns / ms(1) % rig.every_ms == 0)
            tp_calibrating_reading(&rig.steps, rig.now_ns, rig.value + (rig.noise = -rig.noise));
        if (i % 10 == 0)
            tp_calibrating_tick(&rig.steps, rig.now_ns);
    }
}

static void ready(void)
{
    tp_calibrating_ready(&rig.steps, rig.now_ns);
}

static void it_goes_step_by_step(void **state)
{
    (void)state;
    begin(20);
    pass(5000);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_EMPTY);
    ready();
    assert_int_equal(rig.steps.step, TP_CALIBRATING_EMPTY_MEASURE);
    pass(1490);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_EMPTY_MEASURE);
    pass(20);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_CARTON);
    rig.value = 500 + 2060;
    pass(5000);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_CARTON);
    ready();
    pass(1510);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_FOUND);
    assert_true(fabs(rig.steps.found.zero - 500) < 1);
    assert_true(fabs(rig.steps.found.scale - TP_CARTON_N / 2060) < 1e-5);
}

/* While the hand goes off the sensor shows anything. */
static void the_hand_is_not_measured(void **state)
{
    (void)state;
    begin(20);
    rig.value = 9000;
    ready();
    pass(490);
    rig.value = 500;
    pass(1100);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_CARTON);
    assert_true(rig.steps.empty.most < 502);
}

/* Ten readings a second take two seconds to be enough. */
static void few_readings_take_longer(void **state)
{
    (void)state;
    begin(100);
    ready();
    pass(2300);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_EMPTY_MEASURE);
    pass(300);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_CARTON);
}

static void without_readings_it_is_refused(void **state)
{
    (void)state;
    begin(0);
    ready();
    pass(5400);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_EMPTY_MEASURE);
    pass(200);
    ready();
    pass(5600);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_REFUSED);
    assert_non_null(strstr(rig.steps.err.text, "Too few readings came."));
}

static void what_was_refused_begins_anew(void **state)
{
    (void)state;
    begin(20);
    ready();
    pass(1600);
    ready();
    pass(1600);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_REFUSED);
    ready();
    assert_int_equal(rig.steps.step, TP_CALIBRATING_REFUSED);
    tp_calibrating_begin(&rig.steps, rig.steps.range);
    ready();
    pass(1600);
    rig.value = 2500;
    ready();
    pass(1600);
    assert_int_equal(rig.steps.step, TP_CALIBRATING_FOUND);
    ready();
    assert_int_equal(rig.steps.step, TP_CALIBRATING_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_goes_step_by_step),
        cmocka_unit_test(the_hand_is_not_measured),
        cmocka_unit_test(few_readings_take_longer),
        cmocka_unit_test(without_readings_it_is_refused),
        cmocka_unit_test(what_was_refused_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
