/* The traces that are shipped, as the sensor gives them, through the closed loop: each ends as its
 * first lines say. Band 18–22 N, ceiling 40 N. */
#include "tests/unit/object_rig.h"

#include "core/base/frames.h"
#include "core/engine/press.h"

enum { ACTIONS = 512, RAMP_MS = 6000, STEEP_N_PER_S = 15 };

struct expected {
    const char *trace;
    int hold_s;
    double answers[8];   /* to each question; 0: nobody says a word */
    double stop_s;       /* the person stops; 0: does not */
    const char *actions; /* in order, many of a kind in a row once */
    double end_s;        /* when the last of them came, within a quarter of a second */
};

static const struct expected traces[] = {
    {"v01-steady", 30, {6, 5, 4}, 0, "begin ask time released", 39.4},
    {"v02-too-light", 30, {0}, 0, "more lighter begin ask time released", 53.4},
    {"v03-too-firm", 30, {0}, 0, "begin less ask time released", 47.4},
    {"v04-spike", 30, {0}, 0, "begin cap released", 12.6},
    {"v05-it-hurts", 30, {6, 8}, 0, "begin ask too_high released", 31.9},
    {"v06-it-eases", 30, {5, 3}, 0, "begin ask eased released", 31.9},
    {"v07-no-change", 90, {6, 6, 6, 6, 6}, 0, "begin ask no_change released", 76.9},
    {"v08-silent", 30, {0}, 0, "begin sensor_lost", 10.98},
    {"v09-unsteady", 30, {0}, 0, "begin ask time released", 51.3},
    {"v10-stopped", 30, {0}, 12, "begin released", 14},
};

struct loop {
    struct tp_press *press;
    const double *answers;
    char said[ACTIONS];
    double last_s;
};

static void collect(struct loop *loop, tp_frames now)
{
    struct tp_press_action action;
    while (tp_press_take(loop->press, &action)) {
        const char *name = tp_press_action_name(action.kind);
        const char *last = strrchr(loop->said, ' ');
        loop->last_s = tp_frames_to_seconds(action.at);
        if (strcmp(last ? last + 1 : loop->said, name) != 0)
            (void)snprintf(loop->said + strlen(loop->said), ACTIONS - strlen(loop->said), "%s%s",
                           *loop->said ? " " : "", name);
        if (action.kind == TP_PRESS_ASK && *loop->answers > 0)
            tp_press_answer(loop->press, now, *loop->answers++);
    }
}

/* Time alone, from due instant to due instant. */
static void wait_until(struct loop *loop, tp_frames until)
{
    for (tp_frames due; (due = tp_press_due(loop->press)) <= until;) {
        tp_press_time(loop->press, due);
        collect(loop, due);
    }
}

static tp_frames frame_of(const struct reading *reading)
{
    return (tp_frames)((reading->arrived_ns / 1000 - (uint64_t)BEGAN_MS * 1000) * TP_RATE /
                       1000000);
}

static void follow(const struct expected *expected)
{
    const struct tp_press_config config = {.low_newtons = 18,
                                           .high_newtons = 22,
                                           .ceiling_newtons = 40,
                                           .steep_newtons = STEEP_N_PER_S,
                                           .hold = TP_MS(expected->hold_s * 1000),
                                           .ramp = TP_MS(RAMP_MS),
                                           .ask = true};
    struct loop loop = {.press = tp_press_create(), .answers = expected->answers};
    tp_frames stop = tp_frames_from_seconds(expected->stop_s);
    assert_non_null(loop.press);
    tp_press_begin(loop.press, &config, 0, (double)NAN);
    for (size_t i = 0; i < world.count; i++) {
        tp_frames at = frame_of(&world.readings[i]);
        if (stop > 0 && at >= stop) {
            wait_until(&loop, stop);
            tp_press_stop(loop.press, stop);
            stop = 0;
        }
        wait_until(&loop, at);
        tp_press_sample(loop.press, at, world.readings[i].value);
        collect(&loop, at);
    }
    if (strcmp(loop.said, expected->actions) != 0)
        fail_msg("%s: %s", expected->trace, loop.said);
    assert_near(loop.last_s, expected->end_s, 0.25);
    tp_press_destroy(loop.press);
}

static void each_trace_ends_as_it_says(void **state)
{
    char settings[2 * TEXT];
    (void)state;
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        (void)snprintf(settings, sizeof settings,
                       "{\"file\":\"" TPRUN_SOURCE "/plugins/sim/traces/%s.csv\"}",
                       traces[i].trace);
        void *self = begin(settings);
        pass(100000);
        follow(&traces[i]);
        end(self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_trace_ends_as_it_says),
    };
    return RUN_WITH_PLUGIN(tests);
}
