/* The closed loop on hands that do one plain thing, each felt 10, 20, 50 and 1000 times a second:
 * band 18–22 N, ceiling 40 N, 30 s. Times are exact where time alone decides; where the force must
 * get there first, the filter has half a second. */
#include "tests/unit/press_rig.h"

enum { RATES = 4 };

static const int rates[RATES] = {10, 20, 50, 1000};

static const double filter_s = 0.5;

static double steady_20(double s)
{
    (void)s;
    return 20;
}

static double steady_14(double s)
{
    (void)s;
    return 14;
}

static double steady_26(double s)
{
    (void)s;
    return 26;
}

static double nothing(double s)
{
    (void)s;
    return 0;
}

/* V1 */
static double up_to_20(double s)
{
    return s < 5 ? 4 * s : 20;
}

static void who_gets_there_and_stays_hears_nothing_more(void **state)
{
    static const double answers[] = {6, 5, -1};
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        rig.answers = answers;
        press_play(&rig, up_to_20, 36);
        press_assert_at(&rig, TP_PRESS_BEGIN, 1, 4.5, filter_s);
        tp_frames begin = press_find(&rig, TP_PRESS_BEGIN, 1)->at;
        press_assert_at(&rig, TP_PRESS_ASK, 1, tp_frames_to_seconds(begin) + 10, 0);
        press_assert_at(&rig, TP_PRESS_ASK, 2, tp_frames_to_seconds(begin) + 25, 0);
        press_assert_at(&rig, TP_PRESS_TIME, 1, tp_frames_to_seconds(begin) + 30, 0);
        assert_int_equal(rig.count, 4);
        struct tp_press_report report = press_report(&rig);
        assert_true(report.in_band_s == 30 && report.end == TP_PRESS_TIME);
        assert_true(report.prompts_low == 0 && report.prompts_high == 0);
        assert_true(report.nrs_start == 6 && report.nrs_end == 5);
        assert_true(fabs(report.mean_newtons - 20) < 0.2 && report.sd_newtons < 0.3);
        assert_true(fabs(report.max_newtons - 20) < 0.06);
        press_finish_rig(&rig);
    }
}

/* V2 */
static void who_gives_less_is_asked_three_times_then_it_is_enough(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(0), rates[i]);
        press_play(&rig, steady_14, 46);
        press_assert_at(&rig, TP_PRESS_MORE, 1, 1.5, 0);
        press_assert_at(&rig, TP_PRESS_MORE, 2, 7.5, 0);
        press_assert_at(&rig, TP_PRESS_MORE, 3, 13.5, 0);
        press_assert_at(&rig, TP_PRESS_LIGHTER, 1, 19.5, 0);
        press_assert_at(&rig, TP_PRESS_BEGIN, 1, 19.5, 0);
        press_assert_at(&rig, TP_PRESS_TIME, 1, 45, 0);
        assert_int_equal(press_count(&rig, TP_PRESS_MORE), 3);
        assert_int_equal(press_count(&rig, TP_PRESS_LIGHTER), 1);
        struct tp_press_report report = press_report(&rig);
        assert_true(fabs(report.low_newtons - 12) < 0.1 && fabs(report.high_newtons - 16) < 0.1);
        assert_true(report.in_band_s == 25.5 && report.prompts_low == 3);
        press_finish_rig(&rig);
    }
}

/* V3 */
static void who_gives_more_is_told_soon_and_nothing_counts(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, steady_26, 10);
        for (int n = 1; n <= 4; n++)
            press_assert_at(&rig, TP_PRESS_LESS, n, 0.5 + 3 * (n - 1), 0);
        assert_int_equal(rig.count, 4);
        struct tp_press_report report = press_report(&rig);
        assert_true(report.in_band_s == 0 && report.prompts_high == 4);
        assert_int_equal(press_sound(&rig), TP_FEEL_ABOVE);
        press_finish_rig(&rig);
    }
}

static double from_20_to_26(double s)
{
    return s < 10 || s >= 20 ? 20 : 26;
}

static void the_count_stands_while_it_is_too_much(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, from_20_to_26, 10 + filter_s);
        assert_int_equal(press_sound(&rig), TP_FEEL_ABOVE);
        double before = press_report(&rig).in_band_s;
        assert_true(before >= 10 && before < 10 + filter_s);
        press_play(&rig, from_20_to_26, 20);
        assert_true(press_report(&rig).in_band_s == before);
        press_assert_at(&rig, TP_PRESS_LESS, 1, 10.5, filter_s);
        press_play(&rig, from_20_to_26, 20 + 2 * filter_s);
        assert_int_equal(press_sound(&rig), TP_FEEL_IN);
        assert_true(press_report(&rig).in_band_s > before);
        press_finish_rig(&rig);
    }
}

/* V4 */
static double spike_of_45(double s)
{
    return s >= 12 && s < 12.3 ? 45 : 20;
}

static void a_ceiling_ends_it_within_half_a_second(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, spike_of_45, 14);
        press_assert_at(&rig, TP_PRESS_CAP, 1, 12.2, 0);
        struct tp_press_report report = press_report(&rig);
        assert_true(report.end == TP_PRESS_CAP && fabs(report.max_newtons - 45) < 0.1);
        assert_int_equal(tp_press_state(rig.press), TP_PRESS_RELEASE);
        press_play(&rig, nothing, 16);
        press_assert_at(&rig, TP_PRESS_RELEASED, 1, 14, 1 + filter_s);
        assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
        press_finish_rig(&rig);
    }
}

/* V5 */
static void an_eight_ends_it(void **state)
{
    static const double answers[] = {6, 8, -1};
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        rig.answers = answers;
        press_play(&rig, steady_20, 26);
        press_assert_at(&rig, TP_PRESS_TOO_HIGH, 1, 25, 0);
        assert_true(press_report(&rig).nrs_start == 6 && press_report(&rig).nrs_end == 8);
        press_finish_rig(&rig);
    }
}

/* V6 */
static void what_has_let_go_is_done_early(void **state)
{
    static const double answers[] = {5, 3, -1};
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        rig.answers = answers;
        press_play(&rig, steady_20, 26);
        press_assert_at(&rig, TP_PRESS_EASED, 1, 25, 0);
        assert_true(press_report(&rig).end == TP_PRESS_EASED);
        press_finish_rig(&rig);
    }
}

/* V7 */
static void what_does_not_let_go_is_left_for_today(void **state)
{
    static const double answers[] = {6, 6, 6, 6, 6, -1};
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        struct tp_press_config config = press_usual(6);
        config.hold = TP_MS(90000);
        press_start(&rig, config, rates[i]);
        rig.answers = answers;
        press_play(&rig, steady_20, 80);
        press_assert_at(&rig, TP_PRESS_NO_CHANGE, 1, 70, 0); /* the first answer after 60 s */
        assert_int_equal(press_count(&rig, TP_PRESS_ASK), 5);
        press_finish_rig(&rig);
    }
}

/* V8 */
static void silence_is_told_after_a_second(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, steady_20, 10);
        tp_frames last = (rig.samples - 1) * TP_RATE / rates[i];
        press_wait(&rig, TP_MS(11200));
        press_assert_at(&rig, TP_PRESS_SENSOR_LOST, 1, tp_frames_to_seconds(last) + 1, 0);
        assert_true(press_report(&rig).in_band_s == tp_frames_to_seconds(last) + 0.25);
        assert_int_equal(tp_press_state(rig.press), TP_PRESS_OVER);
        assert_true(tp_press_due(rig.press) == TP_NEVER);
        press_finish_rig(&rig);
    }
}

/* V9 */
static double swinging(double s)
{
    return 20 + 4 * sin(2 * 3.14159265358979 * 0.5 * s);
}

static void who_swings_counts_in_the_band_only_and_not_for_ever(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, swinging, 46);
        press_assert_at(&rig, TP_PRESS_TIME, 1, 45, 0);
        /* The filter lets 0.73 of the swing through: inside for 0.48 of the time. */
        double in_band = press_report(&rig).in_band_s;
        assert_true(in_band > 45 * 0.44 && in_band < 45 * 0.56);
        press_finish_rig(&rig);
    }
}

/* V10 */
static void who_stops_is_left_alone(void **state)
{
    (void)state;
    for (int i = 0; i < RATES; i++) {
        struct press_rig rig;
        press_start(&rig, press_usual(6), rates[i]);
        press_play(&rig, steady_20, 12);
        tp_press_stop(rig.press, rig.now);
        assert_int_equal(tp_press_state(rig.press), TP_PRESS_RELEASE);
        press_play(&rig, steady_26, 15);
        assert_int_equal(press_sound(&rig), TP_FEEL_SILENT);
        press_play(&rig, nothing, 60);
        assert_int_equal(press_count(&rig, TP_PRESS_RELEASED), 1);
        assert_int_equal(rig.count, 3); /* and, before: begin and one question */
        struct tp_press_report report = press_report(&rig);
        assert_true(report.in_band_s == 12 && report.end == TP_PRESS_NONE);
        press_finish_rig(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gets_there_and_stays_hears_nothing_more),
        cmocka_unit_test(who_gives_less_is_asked_three_times_then_it_is_enough),
        cmocka_unit_test(who_gives_more_is_told_soon_and_nothing_counts),
        cmocka_unit_test(the_count_stands_while_it_is_too_much),
        cmocka_unit_test(a_ceiling_ends_it_within_half_a_second),
        cmocka_unit_test(an_eight_ends_it),
        cmocka_unit_test(what_has_let_go_is_done_early),
        cmocka_unit_test(what_does_not_let_go_is_left_for_today),
        cmocka_unit_test(silence_is_told_after_a_second),
        cmocka_unit_test(who_swings_counts_in_the_band_only_and_not_for_ever),
        cmocka_unit_test(who_stops_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
