/* From a sensor's numbers to newtons: the carton, the zero, and what is kept of them. */
#include "tests/unit/folder_rig.h"

#include "core/host/calibration_file.h"

#include <math.h>
#include <string.h>

static const struct tp_range unknown_range = {0, 0};

/* A hundred values around `middle`, with that standard deviation. */
static struct tp_spread around(double middle, double sd)
{
    struct tp_spread spread = {0};
    for (int i = 0; i < 100; i++)
        tp_spread_add(&spread, middle + (i % 2 ? sd : -sd) * sqrt(0.99));
    return spread;
}

static void a_spread_is_mean_and_deviation(void **state)
{
    static const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
    struct tp_spread spread = {0};
    (void)state;
    assert_true(tp_spread_sd(&spread) == 0);
    for (size_t i = 0; i < 8; i++)
        tp_spread_add(&spread, 1e6 + values[i]);
    assert_int_equal(spread.count, 8);
    assert_true(fabs(spread.mean - 1000005) < 1e-6);
    assert_true(fabs(tp_spread_sd(&spread) - sqrt(32.0 / 7)) < 1e-6);
    assert_true(spread.least == 1000002 && spread.most == 1000009);
}

static void the_carton_gives_scale_and_zero(void **state)
{
    struct tp_spread empty = around(8000, 20), loaded = around(8000 + 10300, 20);
    struct tp_calibration found;
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_calibration_find(&found, &empty, &loaded, unknown_range, &err), 0);
    assert_true(fabs(found.zero - 8000) < 1e-6);
    assert_true(fabs(found.scale - 0.001) < 1e-12);
    assert_true(fabs(found.noise_n - 0.02) < 1e-6);
}

/* Wires the wrong way round: what is pressed makes the numbers fall. */
static void a_sensor_that_falls_has_a_negative_scale(void **state)
{
    struct tp_spread empty = around(-300, 2), loaded = around(-300 - 1030, 2);
    struct tp_calibration found;
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_calibration_find(&found, &empty, &loaded, unknown_range, &err), 0);
    assert_true(fabs(found.scale + 0.01) < 1e-9);
    assert_true(fabs((-300 - 515 - found.zero) * found.scale - 5.15) < 1e-6);
    assert_true(found.noise_n > 0);
}

static void assert_refused(struct tp_spread empty, struct tp_spread loaded, struct tp_range range,
                           const char *text)
{
    struct tp_calibration found = {7, 7, 7};
    struct tp_err err;
    assert_int_equal(tp_calibration_find(&found, &empty, &loaded, range, &err), -TP_EINVAL);
    if (!strstr(err.text, text))
        fail_msg("'%s' is not in '%s'", text, err.text);
    assert_true(found.scale == 7);
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct tp_spread few = {0};
    (void)state;
    for (int i = 0; i < 9; i++)
        tp_spread_add(&few, 100);
    assert_refused(few, around(200, 1), unknown_range, "Too few readings");
    assert_refused(around(200, 1), few, unknown_range, "Too few readings");
    assert_refused(around(0, 0), around(0, 0), unknown_range, "Nothing changed");
    assert_refused(around(12, 1), around(17, 1), unknown_range,
                   "Nothing changed: 12 without the carton, 17 with it.");
    assert_refused(around(8000, 20), around(8388607, 0), unknown_range,
                   "It gives 8388607 and can give no more");
    assert_refused(around(-8000, 20), around(-8388608, 0), unknown_range,
                   "It gives -8388608 and can give no more");
    assert_refused(around(10, 1), around(1023, 0), (struct tp_range){0, 1023},
                   "It gives 1023 and can give no more");
    assert_refused(around(0, 1), around(30, 1), unknown_range,
                   "It is too restless: untouched it goes up and down by 0.3 N.");
}

/* One that gives nothing at all while nothing is on it is at its least number then. */
static void a_sensor_may_begin_at_its_least_number(void **state)
{
    struct tp_calibration found;
    struct tp_spread empty = around(0, 0), loaded = around(400, 1);
    struct tp_range range = {0, 1023};
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_calibration_find(&found, &empty, &loaded, range, &err), 0);
}

/* ---- zero ---- */

enum { SAMPLES = 1000 };

static struct tp_tare_sample samples[SAMPLES];

/* `count` samples at `rate` around `newtons`, up and down by `sd`. */
static void sample(size_t count, double rate, double newtons, double sd)
{
    for (size_t i = 0; i < count; i++)
        samples[i] = (struct tp_tare_sample){(uint64_t)((double)i * 1e9 / rate),
                                             newtons + (i % 2 ? sd : -sd)};
}

static void five_quiet_seconds_are_the_zero(void **state)
{
    double zero = 7;
    (void)state;
    sample(101, 20, 0.8, 0.25);
    assert_int_equal(tp_calibration_tare(&zero, samples, 100), -TP_EAGAIN);
    assert_int_equal(tp_calibration_tare(&zero, samples, 0), -TP_EAGAIN);
    assert_true(zero == 7);
    assert_int_equal(tp_calibration_tare(&zero, samples, 101), 0);
    assert_true(fabs(zero - 0.8) < 0.01);
}

/* What was before them does not count. */
static void only_the_newest_count(void **state)
{
    double zero = 7;
    (void)state;
    sample(300, 20, -0.5, 0.1);
    for (size_t i = 0; i < 190; i++)
        samples[i].newtons = 20;
    assert_int_equal(tp_calibration_tare(&zero, samples, 290), -TP_EINVAL);
    assert_int_equal(tp_calibration_tare(&zero, samples, 291), 0);
    assert_true(fabs(zero + 0.5) < 0.01);
}

static void what_is_touched_or_restless_is_no_zero(void **state)
{
    double zero = 7;
    (void)state;
    sample(200, 20, 0, 0.31);
    assert_int_equal(tp_calibration_tare(&zero, samples, 200), -TP_EINVAL);
    sample(200, 20, 3.1, 0.01);
    assert_int_equal(tp_calibration_tare(&zero, samples, 200), -TP_EINVAL);
    sample(200, 20, -3.1, 0.01);
    assert_int_equal(tp_calibration_tare(&zero, samples, 200), -TP_EINVAL);
    sample(200, 9, 0, 0.01);
    assert_int_equal(tp_calibration_tare(&zero, samples, 200), -TP_EAGAIN);
    assert_true(zero == 7);
}

/* ---- what is kept ---- */

static void a_calibration_is_kept_for_its_channel(void **state)
{
    struct folder folder;
    struct tp_calibrations file;
    struct tp_calibration found, one = {8000, -0.25, 0.02}, other = {5, 2, 0.1};
    struct tp_err err;
    (void)state;
    folder_open(&folder);
    assert_int_equal(tp_calibrations_open(&file, folder.top, &err), 0);
    assert_false(tp_calibrations_find(&file, "usb-1.2", "force", &found));
    assert_int_equal(tp_calibrations_keep(&file, "usb-1.2", "force", &one, &err), 0);
    assert_int_equal(tp_calibrations_keep(&file, "usb-1", "2.force", &other, &err), 0);
    assert_true(tp_calibrations_find(&file, "usb-1.2", "force", &found));
    tp_calibrations_close(&file);
    assert_int_equal(tp_calibrations_open(&file, folder.top, &err), 0);
    assert_true(tp_calibrations_find(&file, "usb-1.2", "force", &found));
    assert_true(found.zero == 8000 && found.scale == -0.25 && found.noise_n == 0.02);
    assert_false(tp_calibrations_find(&file, "usb-1.2", "other", &found));
    assert_int_equal(tp_calibrations_keep(&file, "usb-1.2", "force", &other, &err), 0);
    tp_calibrations_close(&file);
    assert_int_equal(tp_calibrations_open(&file, folder.top, &err), 0);
    assert_true(tp_calibrations_find(&file, "usb-1.2", "force", &found));
    assert_true(found.scale == 2);
    tp_calibrations_close(&file);
    assert_int_equal(folder_close(&folder), 0);
}

static void write_file(const struct folder *folder, const char *text)
{
    char path[100];
    snprintf(path, sizeof path, "%s/calibrations.json", folder->top);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A scale of nothing would make every press nothing. */
static void a_damaged_file_calibrates_nothing(void **state)
{
    static const char *const bad[] = {"{\"a\": {\"force\": {\"zero\": 1, \"scale\": 0}}}",
                                      "{\"a\": {\"force\": {\"zero\": 1}}}",
                                      "{\"a\": {\"force\": {\"scale\": 1}}}",
                                      "{\"a\": {\"force\": 5}}",
                                      "{\"a\": []}",
                                      "{\"a\""};
    struct folder folder;
    struct tp_calibrations file;
    struct tp_calibration found;
    struct tp_err err;
    (void)state;
    folder_open(&folder);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_file(&folder, bad[i]);
        assert_int_equal(tp_calibrations_open(&file, folder.top, &err), 0);
        assert_int_equal(file.store.state, TP_STORE_RENEWED);
        assert_false(tp_calibrations_find(&file, "a", "force", &found));
        tp_calibrations_close(&file);
    }
    assert_int_equal(folder_close(&folder), 0);
}

static void without_a_folder_nothing_is_kept(void **state)
{
    struct tp_calibrations file;
    struct tp_calibration one = {0, 1, 0};
    struct tp_err err;
    (void)state;
    assert_int_equal(tp_calibrations_open(&file, NULL, &err), 0);
    assert_int_equal(file.store.state, TP_STORE_SEALED);
    assert_int_equal(tp_calibrations_keep(&file, "a", "force", &one, &err), -TP_EIO);
    assert_false(tp_calibrations_find(&file, "a", "force", &one));
    tp_calibrations_close(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spread_is_mean_and_deviation),
        cmocka_unit_test(the_carton_gives_scale_and_zero),
        cmocka_unit_test(a_sensor_that_falls_has_a_negative_scale),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(a_sensor_may_begin_at_its_least_number),
        cmocka_unit_test(five_quiet_seconds_are_the_zero),
        cmocka_unit_test(only_the_newest_count),
        cmocka_unit_test(what_is_touched_or_restless_is_no_zero),
        cmocka_unit_test(a_calibration_is_kept_for_its_channel),
        cmocka_unit_test(a_damaged_file_calibrates_nothing),
        cmocka_unit_test(without_a_folder_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
