/* A hold that feels the pressure, in a session: what is said, what counts, what a replay makes of
 * it. */
#include "tests/unit/person_rig.h"

static double right(const struct person *person, tp_frames since)
{
    return person_held(person, since, 20);
}

static const char hold[] =
    "routine { title = 'Test' }\n"
    "local h = hold { 'roll', side = 'left', seconds = 20, reps = 1, sensor = 'pressure', "
    "band = { 10, 13 }, rest = 5 }\n"
    "note { outcome = h.outcome, in_band = h.in_band }\n"
    "rest(5)\n";

static double within(const struct person *person, tp_frames since)
{
    return person_held(person, since, 11.5);
}

static void only_the_seconds_at_the_right_pressure_count(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, within);
    person_live(&person, TP_MS(200000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "begin"), 1);
    assert_int_equal(person_actions(&person, "time"), 1);
    assert_int_equal(person_actions(&person, "released"), 1);
    assert_int_equal(person_actions(&person, "more") + person_actions(&person, "less"), 0);
    assert_non_null(strstr(person.kept.rig.events.data, "\"key\":\"outcome\",\"value\":\"done\""));
    assert_non_null(strstr(person.felt.data, "roll left: "));
    assert_non_null(strstr(person.felt.data, "end_reason=time"));
    assert_int_equal(person.feel.kind, TP_FEEL_SILENT);
    person_close(&person);
}

static double too_high(const struct person *person, tp_frames since)
{
    return person_held(person, since, 20);
}

static void a_press_over_the_ceiling_ends_with_its_word(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, too_high);
    person_live(&person, TP_MS(300000));
    assert_int_equal(person_actions(&person, "cap"), 1);
    assert_non_null(strstr(person.kept.rig.sounds.data, "tone attention"));
    assert_non_null(strstr(person.felt.data, "end_reason=cap"));
    assert_non_null(strstr(person.kept.rig.sounds.data, "That was too much."));
    person_close(&person);
}

static double light(const struct person *person, tp_frames since)
{
    return person_held(person, since, 6);
}

static void a_light_press_is_asked_for_more_and_then_taken_as_it_is(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, light);
    person_live(&person, TP_MS(300000));
    assert_int_equal(person_actions(&person, "more"), 3);
    assert_int_equal(person_actions(&person, "lighter"), 1);
    assert_non_null(strstr(person.kept.rig.sounds.data, "voice A little stronger."));
    person_close(&person);
}

/* So long is a hold asked about that does not change. */
static size_t told_unchanged(const char *band, double newtons)
{
    struct person person;
    char text[300];
    snprintf(
        text, sizeof text,
        "routine { title = 'Test' }\n"
        "hold { 'roll', side = 'left', seconds = 90, reps = 1, sensor = 'pressure', band = '%s', "
        "check_in = 'during' }\n",
        band);
    person_open(&person, text, person_steady);
    person.threshold = 12;
    person.newtons = newtons;
    person_tell(&person, TP_MS(300000), 5);
    assert_true(rig_look(&person.kept.rig).over);
    size_t unchanged = person_actions(&person, "no_change");
    assert_int_equal(unchanged + person_actions(&person, "time"), 1);
    person_close(&person);
    return unchanged;
}

static void a_light_band_has_all_its_seconds(void **state)
{
    (void)state;
    assert_int_equal(told_unchanged("default", 12), 1);
    assert_int_equal(told_unchanged("light", 9), 0);
}

static void a_sensor_that_is_missing_is_told_and_the_clock_counts(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, right);
    person.missing = true;
    person_live(&person, TP_MS(200000));
    assert_non_null(strstr(person.kept.rig.sounds.data, "voice I cannot feel the sensor."));
    assert_int_equal(person_actions(&person, "begin"), 0);
    assert_non_null(strstr(person.kept.rig.events.data, "\"key\":\"in_band\",\"value\":20"));
    person_close(&person);
}

/* The instant of the last line of `sounds` that ends so, in frames. */
static tp_frames sounded(const struct person *person, const char *what)
{
    const char *at = strstr(person->kept.rig.sounds.data, what);
    assert_non_null(at);
    while (at > person->kept.rig.sounds.data && at[-1] != '\n')
        at--;
    return tp_frames_from_seconds(strtod(at, NULL));
}

static void a_sensor_that_falls_silent_lets_go_within_half_a_second(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, within);
    while (person_actions(&person, "begin") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(5000));
    tp_frames last = person.told;
    person.silent = true;
    person_live(&person, TP_MS(200000));
    assert_int_equal(person_actions(&person, "sensor_lost"), 1);
    tp_frames word = sounded(&person, "voice Let go.");
    assert_in_range(word, last + TP_MS(1000), last + TP_MS(1500));
    assert_non_null(strstr(person.felt.data, "end_reason=sensor_lost"));
    assert_non_null(strstr(person.kept.rig.sounds.data, "voice I cannot feel the sensor."));
    person_close(&person);
}

/* What a routine may want instead of the clock: of two presses the sensor dies in the first. */
static void assert_lost(const char *on_lost, const char *outcome)
{
    struct person person;
    char text[300];
    snprintf(text, sizeof text,
             "routine { title = 'Test' }\n"
             "local h = hold { 'roll', side = 'left', seconds = 20, reps = 2, sensor = 'pressure', "
             "band = { 10, 13 }, rest = 5, on_lost = '%s' }\n"
             "note { outcome = h.outcome }\n",
             on_lost);
    person_open(&person, text, within);
    while (person_actions(&person, "begin") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(5000));
    person.silent = true;
    person_live(&person, TP_MS(300000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "sensor_lost"), 1);
    assert_int_equal(person_count(&person, "\"kind\":\"hold\""), 1);
    assert_int_equal(person_count(&person, outcome), 1);
    person_close(&person);
}

static void a_sensor_that_falls_silent_leads_to_what_the_routine_says(void **state)
{
    (void)state;
    assert_lost("skip", "\"key\":\"outcome\",\"value\":\"sensor_lost\"");
    assert_lost("finish", "\"outcome\":\"sensor_lost\"");
}

static void a_hold_that_feels_can_be_left_and_paused(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, within);
    while (person_actions(&person, "begin") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(5000));
    assert_int_equal(rig_do(&person.kept.rig, TP_COMMAND_PAUSE), 0);
    assert_int_equal(person.feel.kind, TP_FEEL_SILENT);
    person.kept.rig.clock_ms += 5000;
    assert_int_equal(rig_do(&person.kept.rig, TP_COMMAND_RESUME), 0);
    person_live(&person, person.kept.rig.now + TP_MS(3000));
    assert_int_equal(person_actions(&person, "more") + person_actions(&person, "less"), 0);
    assert_int_equal(rig_do(&person.kept.rig, TP_COMMAND_NEXT), 0);
    person_live(&person, TP_MS(200000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "time"), 0);
    assert_non_null(strstr(person.felt.data, "end_reason=user_stop"));
    person_close(&person);
}

/* ---- replays ---- */

static void collect(void *context, const struct tp_event *event)
{
    if (tp_event_is_session(event->kind) && event->kind != TP_EVENT_PROGRESS)
        tp_event_json(event, true, context);
}

static void no_cue(void *context, const struct tp_cue *cue)
{
    (void)context, (void)cue;
}

static void no_cut(void *context, uint64_t id, tp_frames at)
{
    (void)context, (void)id, (void)at;
}

static void no_cancel(void *context, tp_frames at)
{
    (void)context, (void)at;
}

/* A force that wanders through everything that can happen. */
static double wander(const struct person *person, tp_frames since)
{
    double s = tp_frames_to_seconds(since);
    return person_is_pressing(person) ? 11.5 + 3 * sin(s / 2) + 0.1 * sin(s * 60) : 0;
}

static const char many[] =
    "routine { title = 'Test' }\n"
    "for side in sides() do\n"
    "  local h = hold { 'roll', side = side, seconds = 12, reps = 2, sensor = 'pressure', "
    "band = { 10, 13 }, rest = 12, check_in = 'during' }\n"
    "  note { outcome = h.outcome, in_band = h.in_band, seconds = h.seconds }\n"
    "end\n";

static void the_log_gives_the_same_session_without_a_sensor(void **state)
{
    struct person person;
    struct tp_buf again = {0};
    struct tp_log log = {0};
    struct tp_run *run;
    struct tp_err err;
    const struct tp_run_out out = {
        .cue = no_cue, .cut = no_cut, .cancel = no_cancel, .event = collect};
    (void)state;
    person_open(&person, many, wander);
    person_live(&person, TP_MS(600000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_true(person_actions(&person, "more") + person_actions(&person, "less") > 2);
    assert_int_equal(tp_log_copy(&log, tp_session_log(person.kept.rig.session)), 0);
    struct tp_run_config config = {.world = &rig_world,
                                   .out = &out,
                                   .out_context = &again,
                                   .log = &log,
                                   .name = "test.lua",
                                   .text = many,
                                   .length = strlen(many),
                                   .seed = 7};
    assert_int_equal(tp_run_create(&run, &config, &err), 0);
    assert_int_equal(tp_run_replay(run, 0, 0, &err), 0);
    assert_int_equal(tp_run_finish(run, &err), 0);
    assert_string_equal(again.data, person.kept.rig.events.data);
    tp_run_destroy(run);
    tp_log_finish(&log);
    tp_buf_finish(&again);
    person_close(&person);
}

static void a_step_back_feels_anew(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, within);
    while (person_actions(&person, "time") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(4000)); /* in the rest */
    uint32_t before = rig_look(&person.kept.rig).run.step;
    assert_int_equal(rig_do(&person.kept.rig, TP_COMMAND_BACK), 0);
    assert_int_equal(rig_look(&person.kept.rig).run.step, before - 1);
    person_live(&person, TP_MS(400000));
    assert_true(rig_look(&person.kept.rig).over);
    assert_int_equal(person_actions(&person, "time"), 2);
    person_close(&person);
}

/* ---- cut off ---- */

/* Thirteen of its twenty seconds had counted, and nothing else had happened since it began. */
static void what_has_counted_is_not_had_twice(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, hold, within);
    while (person_actions(&person, "begin") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(13000));
    person_die(&person, hold, 5000);
    while (person_actions(&person, "begin") == 0)
        person_live(&person, person.kept.rig.now + TP_MS(100));
    person_live(&person, person.kept.rig.now + TP_MS(6000));
    assert_int_equal(person_actions(&person, "time"), 0);
    person_live(&person, person.kept.rig.now + TP_MS(2200));
    assert_int_equal(person_actions(&person, "time"), 1);
    person_close(&person);
}

/* ---- outputs ---- */

static const char lights[] = "routine { title = 'Test' }\n"
                             "step { title = 'One', function()\n"
                             "  assert(set('light', 0.5))\n"
                             "  wait(2)\n"
                             "end }\n"
                             "step { title = 'Two', function() wait(5) end }\n";

static void an_output_is_a_lease_while_its_step_lasts(void **state)
{
    struct person person;
    (void)state;
    person_open(&person, lights, right);
    person_live(&person, TP_MS(4000));

    assert_non_null(strstr(person.outputs.data, "light 0.5 500\nlight 0.5 500\n"));
    assert_null(strstr(person.outputs.data, "light -1"));
    rig_do(&person.kept.rig, TP_COMMAND_PAUSE);
    const char *end = person.outputs.data + person.outputs.length;
    assert_memory_equal(end - 11, "light -1 0\n", 11);
    person.kept.rig.clock_ms += 3000;
    rig_turn(&person.kept.rig);
    assert_int_equal(person.outputs.data + person.outputs.length - end, 0);
    rig_do(&person.kept.rig, TP_COMMAND_RESUME);
    person_live(&person, TP_MS(9000));
    assert_string_equal(person.outputs.data + person.outputs.length - 11, "light -1 0\n");
    size_t length = person.outputs.length;
    person_live(&person, TP_MS(12000));
    assert_int_equal(person.outputs.length, length);
    person_close(&person);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_seconds_at_the_right_pressure_count),
        cmocka_unit_test(a_press_over_the_ceiling_ends_with_its_word),
        cmocka_unit_test(a_light_press_is_asked_for_more_and_then_taken_as_it_is),
        cmocka_unit_test(a_light_band_has_all_its_seconds),
        cmocka_unit_test(a_sensor_that_is_missing_is_told_and_the_clock_counts),
        cmocka_unit_test(a_sensor_that_falls_silent_lets_go_within_half_a_second),
        cmocka_unit_test(a_sensor_that_falls_silent_leads_to_what_the_routine_says),
        cmocka_unit_test(a_hold_that_feels_can_be_left_and_paused),
        cmocka_unit_test(the_log_gives_the_same_session_without_a_sensor),
        cmocka_unit_test(a_step_back_feels_anew),
        cmocka_unit_test(what_has_counted_is_not_had_twice),
        cmocka_unit_test(an_output_is_a_lease_while_its_step_lasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
