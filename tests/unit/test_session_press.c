/* A hold that feels the pressure, in a session: what is said, what counts, what a replay makes of
 * it. */
#include "tests/unit/session_rig.h"

#include "core/engine/press.h"

#include <math.h>

/* A person with a sensor: the force that they give at an instant of session time. */
struct person {
    struct rig rig;
    double (*force)(const struct person *person, tp_frames since); /* since the step began */
    bool missing;                                                  /* there is no sensor */
    bool silent; /* it is there and says nothing */
    tp_frames told;
    struct tp_buf outputs, felt;
    struct tp_feel feel;
};

static int input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    struct person *person = context;
    if (strcmp(kind, "device") == 0) {
        *out = person->missing ? tp_value_nil() : tp_value_bool(true);
        return 0;
    }
    return rig_input(context, kind, key, out);
}

static void on_feel(void *context, const struct tp_feel *feel)
{
    ((struct person *)context)->feel = *feel;
}

static void on_output(void *context, const char *channel, struct tp_value value, unsigned lease_ms)
{
    struct person *person = context;
    tp_buf_printf(&person->outputs, "%s %g %u\n", channel,
                  value.kind == TP_VALUE_NUMBER ? value.number : -1, lease_ms);
}

static void on_threshold(void *context, const char *spot, double newtons)
{
    tp_buf_printf(&((struct person *)context)->outputs, "%s %.0f\n", spot, newtons);
}

static void on_entry(void *context, const struct tp_ledger_entry *entry)
{
    struct person *person = context;
    if (entry->kind == TP_LEDGER_FELT)
        tp_buf_printf(&person->felt, "%s %s: %s\n", entry->spot, entry->side, entry->value.text);
}

static void no_insert(void *context, size_t from_end, const struct tp_record *record)
{
    (void)context, (void)from_end, (void)record;
}

static void no_drop(void *context)
{
    (void)context;
}

static void no_step(void *context, uint32_t step)
{
    (void)context, (void)step;
}

static void on_mark(void *context, const struct tp_mark *mark)
{
    (void)context, (void)mark;
}

static void open_person(struct person *person, const char *text,
                        double (*force)(const struct person *, tp_frames))
{
    static struct tp_session_ops ops;
    static struct tp_run_world world;
    static const struct tp_session_keeper keeper = {
        .log = {.insert = no_insert, .drop = no_drop, .rewind = no_step, .cut = no_step},
        .mark = on_mark,
        .entry = on_entry};
    ops = rig_ops;
    ops.feel = on_feel;
    ops.output = on_output;
    world = rig_world;
    world.input = input;
    world.threshold = on_threshold;
    *person = (struct person){.force = force};
    struct tp_session_config config = {.ops = &ops,
                                       .context = person,
                                       .world = &world,
                                       .world_context = person,
                                       .name = "test.lua",
                                       .text = text,
                                       .length = strlen(text),
                                       .seed = 7,
                                       .keeper = &keeper};
    if (tp_session_create(&person->rig.session, &config, &person->rig.err) < 0)
        fail_msg("%s", person->rig.err.text);
}

static void close_person(struct person *person)
{
    rig_close(&person->rig);
    tp_buf_finish(&person->outputs);
    tp_buf_finish(&person->felt);
}

/* The sensor measures 50 times a second, also while time stands. */
static void live(struct person *person, tp_frames to)
{
    struct rig *rig = &person->rig;
    while (rig->now < to && !rig_look(rig).over) {
        tp_frames before = rig->now;
        struct tp_session_state state = rig_look(rig);
        if (person->told > rig->now) /* it went back */
            person->told = rig->now - TP_MS(20);
        if (!person->silent && !person->missing && rig->now - person->told >= TP_MS(20)) {
            person->told = rig->now;
            assert_int_equal(tp_session_reading(
                                 rig->session, rig->now, "pressure",
                                 person->force(person, rig->now - state.run.step_start), &rig->err),
                             0);
        }
        rig_run(rig, rig->now + TP_MS(10) < to ? rig->now + TP_MS(10) : to);
        if (rig->now == before)
            return;
    }
}

static size_t count_of(const struct person *person, const char *what)
{
    size_t count = 0;
    const char *at = person->rig.events.data ? person->rig.events.data : "";
    for (; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

static size_t actions(const struct person *person, const char *name)
{
    char what[64];
    snprintf(what, sizeof what, "\"action\":\"%s\"", name);
    return count_of(person, what);
}

/* Where the counted part is, whatever is said before it. */
static bool is_pressing(const struct person *person)
{
    struct tp_session_state state = rig_look(&person->rig);
    return state.run.feels && !(state.run.press.state == TP_PRESS_RELEASE);
}

/* No hand is quite still. */
static double held(const struct person *person, tp_frames since, double newtons)
{
    return is_pressing(person) ? newtons + 0.1 * sin(tp_frames_to_seconds(since) * 60) : 0;
}

static double right(const struct person *person, tp_frames since)
{
    return held(person, since, 20);
}

static const char hold[] =
    "routine { title = 'Test' }\n"
    "local h = hold { 'roll', side = 'left', seconds = 20, reps = 1, sensor = 'pressure', "
    "band = { 10, 13 }, rest = 5 }\n"
    "note { outcome = h.outcome, in_band = h.in_band }\n"
    "rest(5)\n";

static double within(const struct person *person, tp_frames since)
{
    return held(person, since, 11.5);
}

static void only_the_seconds_at_the_right_pressure_count(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, within);
    live(&person, TP_MS(200000));
    assert_true(rig_look(&person.rig).over);
    assert_int_equal(actions(&person, "begin"), 1);
    assert_int_equal(actions(&person, "time"), 1);
    assert_int_equal(actions(&person, "released"), 1);
    assert_int_equal(actions(&person, "more") + actions(&person, "less"), 0);
    assert_non_null(strstr(person.rig.events.data, "\"key\":\"outcome\",\"value\":\"done\""));
    assert_non_null(strstr(person.felt.data, "roll left: "));
    assert_non_null(strstr(person.felt.data, "end_reason=time"));
    assert_int_equal(person.feel.kind, TP_FEEL_SILENT);
    close_person(&person);
}

static double too_high(const struct person *person, tp_frames since)
{
    return held(person, since, 20);
}

static void a_press_over_the_ceiling_ends_with_its_word(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, too_high);
    live(&person, TP_MS(300000));
    assert_int_equal(actions(&person, "cap"), 1);
    assert_non_null(strstr(person.rig.sounds.data, "tone attention"));
    assert_non_null(strstr(person.felt.data, "end_reason=cap"));
    assert_non_null(strstr(person.rig.sounds.data, "That was too much."));
    close_person(&person);
}

static double light(const struct person *person, tp_frames since)
{
    return held(person, since, 6);
}

static void a_light_press_is_asked_for_more_and_then_taken_as_it_is(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, light);
    live(&person, TP_MS(300000));
    assert_int_equal(actions(&person, "more"), 3);
    assert_int_equal(actions(&person, "lighter"), 1);
    assert_non_null(strstr(person.rig.sounds.data, "ore"));
    close_person(&person);
}

static void a_sensor_that_is_missing_is_told_and_the_clock_counts(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, right);
    person.missing = true;
    live(&person, TP_MS(200000));
    assert_non_null(strstr(person.rig.sounds.data, "voice The sensor is silent."));
    assert_int_equal(actions(&person, "begin"), 0);
    assert_non_null(strstr(person.rig.events.data, "\"key\":\"in_band\",\"value\":20"));
    close_person(&person);
}

/* The instant of the last line of `sounds` that ends so, in frames. */
static tp_frames sounded(const struct person *person, const char *what)
{
    const char *at = strstr(person->rig.sounds.data, what);
    assert_non_null(at);
    while (at > person->rig.sounds.data && at[-1] != '\n')
        at--;
    return tp_frames_from_seconds(strtod(at, NULL));
}

static void a_sensor_that_falls_silent_lets_go_within_half_a_second(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, within);
    while (actions(&person, "begin") == 0)
        live(&person, person.rig.now + TP_MS(100));
    live(&person, person.rig.now + TP_MS(5000));
    tp_frames last = person.told;
    person.silent = true;
    live(&person, TP_MS(200000));
    assert_int_equal(actions(&person, "sensor_lost"), 1);
    tp_frames word = sounded(&person, "voice Let go.");
    assert_in_range(word, last + TP_MS(1000), last + TP_MS(1500));
    assert_non_null(strstr(person.felt.data, "end_reason=sensor_lost"));
    assert_non_null(strstr(person.rig.sounds.data, "voice The sensor is silent."));
    close_person(&person);
}

static void a_hold_that_feels_can_be_left_and_paused(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, within);
    while (actions(&person, "begin") == 0)
        live(&person, person.rig.now + TP_MS(100));
    live(&person, person.rig.now + TP_MS(5000));
    assert_int_equal(rig_do(&person.rig, TP_COMMAND_PAUSE), 0);
    assert_int_equal(person.feel.kind, TP_FEEL_SILENT);
    person.rig.clock_ms += 5000;
    assert_int_equal(rig_do(&person.rig, TP_COMMAND_RESUME), 0);
    live(&person, person.rig.now + TP_MS(3000));
    assert_int_equal(actions(&person, "more") + actions(&person, "less"), 0);
    assert_int_equal(rig_do(&person.rig, TP_COMMAND_NEXT), 0);
    live(&person, TP_MS(200000));
    assert_true(rig_look(&person.rig).over);
    assert_int_equal(actions(&person, "time"), 0);
    assert_non_null(strstr(person.felt.data, "end_reason=user_stop"));
    close_person(&person);
}

/* ---- finding the threshold ---- */

static const char find[] = "routine { title = 'Test' }\n"
                           "note { newtons = calibrate { 'roll', side = 'left' } or 0 }\n";

/* Presses harder and harder, and lets go at 12 N: it is a little more each time. */
static double until_it_hurts(const struct person *person, tp_frames since)
{
    static double force;
    static tp_frames before;
    force = since > before && is_pressing(person) && force >= 0 ? force + 0.08 : force;
    before = since;
    if (!is_pressing(person))
        return force = 0;
    if (force >= 12)
        force = -1;
    return force < 0 ? 0 : force;
}

static void letting_go_tells_where_it_gets_uncomfortable(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, find, until_it_hurts);
    live(&person, TP_MS(300000));
    assert_true(rig_look(&person.rig).over);
    assert_int_equal(actions(&person, "released"), 3);
    assert_string_equal(person.outputs.data, "roll left 12\n");
    assert_non_null(strstr(person.rig.sounds.data, "voice Found: twelve newtons."));
    close_person(&person);
}

static void who_presses_on_over_the_ceiling_lets_go_and_nothing_is_kept(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, find, too_high);
    live(&person, TP_MS(400000));
    assert_true(rig_look(&person.rig).over);
    assert_int_equal(actions(&person, "cap"), 1);
    assert_int_equal(person.outputs.length, 0);
    assert_non_null(strstr(person.rig.events.data, "\"key\":\"newtons\",\"value\":0"));
    close_person(&person);
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
    return is_pressing(person) ? 11.5 + 3 * sin(s / 2) + 0.1 * sin(s * 60) : 0;
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
    open_person(&person, many, wander);
    live(&person, TP_MS(600000));
    assert_true(rig_look(&person.rig).over);
    assert_true(actions(&person, "more") + actions(&person, "less") > 2);
    assert_int_equal(tp_log_copy(&log, tp_session_log(person.rig.session)), 0);
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
    assert_string_equal(again.data, person.rig.events.data);
    tp_run_destroy(run);
    tp_log_finish(&log);
    tp_buf_finish(&again);
    close_person(&person);
}

static void a_step_back_feels_anew(void **state)
{
    struct person person;
    (void)state;
    open_person(&person, hold, within);
    while (actions(&person, "time") == 0)
        live(&person, person.rig.now + TP_MS(100));
    live(&person, person.rig.now + TP_MS(4000)); /* in the rest */
    uint32_t before = rig_look(&person.rig).run.step;
    assert_int_equal(rig_do(&person.rig, TP_COMMAND_BACK), 0);
    assert_int_equal(rig_look(&person.rig).run.step, before - 1);
    live(&person, TP_MS(400000));
    assert_true(rig_look(&person.rig).over);
    assert_int_equal(actions(&person, "time"), 2);
    close_person(&person);
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
    open_person(&person, lights, right);
    live(&person, TP_MS(4000));

    assert_non_null(strstr(person.outputs.data, "light 0.5 500\nlight 0.5 500\n"));
    assert_null(strstr(person.outputs.data, "light -1"));
    rig_do(&person.rig, TP_COMMAND_PAUSE);
    const char *end = person.outputs.data + person.outputs.length;
    assert_memory_equal(end - 11, "light -1 0\n", 11);
    person.rig.clock_ms += 3000;
    rig_turn(&person.rig);
    assert_int_equal(person.outputs.data + person.outputs.length - end, 0);
    rig_do(&person.rig, TP_COMMAND_RESUME);
    live(&person, TP_MS(9000));
    assert_string_equal(person.outputs.data + person.outputs.length - 11, "light -1 0\n");
    size_t length = person.outputs.length;
    live(&person, TP_MS(12000));
    assert_int_equal(person.outputs.length, length);
    close_person(&person);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_seconds_at_the_right_pressure_count),
        cmocka_unit_test(a_press_over_the_ceiling_ends_with_its_word),
        cmocka_unit_test(a_light_press_is_asked_for_more_and_then_taken_as_it_is),
        cmocka_unit_test(a_sensor_that_is_missing_is_told_and_the_clock_counts),
        cmocka_unit_test(a_sensor_that_falls_silent_lets_go_within_half_a_second),
        cmocka_unit_test(a_hold_that_feels_can_be_left_and_paused),
        cmocka_unit_test(letting_go_tells_where_it_gets_uncomfortable),
        cmocka_unit_test(who_presses_on_over_the_ceiling_lets_go_and_nothing_is_kept),
        cmocka_unit_test(the_log_gives_the_same_session_without_a_sensor),
        cmocka_unit_test(a_step_back_feels_anew),
        cmocka_unit_test(an_output_is_a_lease_while_its_step_lasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
