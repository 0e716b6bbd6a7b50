/* The closed loop on hands made by chance: walks, tremor, drift; sensors that drop out, send what
 * is no force, or many samples of one instant; people who answer, pause and stop when they like.
 *
 * Beside each goes a ledger of its own that knows nothing of states: what was felt, and the band as
 * it was. It says what may have been counted, when it must be over, and which prompt was too soon.
 *
 * test_press_chance               the tests
 * test_press_chance FIRST COUNT   these seeds, and how often each action came */
#include "tests/unit/press_rig.h"

#include <stdio.h>
#include <string.h>

enum { SEEDS = 400, TOLD = 80, MOST_S = 200, EVENTS = 24 };

enum what { ANSWER, PAUSE, RESUME, STOP };

struct event {
    tp_frames at;
    enum what what;
    double value;
};

/* A hand, its sensor, its person. */
struct hand {
    uint32_t chance;
    struct tp_press_config config;
    double rate, uneven;       /* samples a second; how far apart they may be, 0–1 */
    double drop, wrong, burst; /* how likely each is, of a sample */
    double goal, newtons, tremor, hertz, drift;
    double goal_each_s, next_goal_s;
    tp_frames at;
    int burst_left;
    struct event events[EVENTS];
    int event_count;
};

/* What the ledger keeps. */
struct ledger {
    tp_frames now, felt; /* of the last sample that is a force */
    double raw;
    tp_frames allowed;      /* what may be counted */
    tp_frames in_earnest;   /* after the ramp, not away */
    tp_frames below, above; /* how long the force was, without a break */
    tp_frames loaded_below;
    tp_frames over, ever_over; /* the ceiling: without a break, and in all */
    bool paused, ended;
    int taken; /* of the list */
    tp_frames last[TP_PRESS_ACTION_COUNT];
    int times[TP_PRESS_ACTION_COUNT];
};

static double between(struct hand *hand, double least, double most)
{
    return least + (most - least) * press_chance(&hand->chance);
}

static bool chance(struct hand *hand, double likely)
{
    return press_chance(&hand->chance) < likely;
}

/* ---- by chance ---- */

static void make_config(struct hand *hand)
{
    double low = between(hand, 2, 30), high = low + between(hand, 0.5, 12);
    hand->config = (struct tp_press_config){
        .low_newtons = low,
        .high_newtons = high,
        .ceiling_newtons = high + between(hand, 1, 25),
        .steep_newtons = between(hand, 4, 20),
        .hold = TP_MS((int)between(hand, 1000, chance(hand, 0.4) ? 90000 : 30000)),
        .ramp = TP_MS((int)between(hand, 0, 9000)),
        .ask = chance(hand, 0.7),
        .light = chance(hand, 0.2),
        .measure = chance(hand, 0.1),
    };
    if (chance(hand, 0.2) && !hand->config.measure)
        hand->config.counted = (tp_frames)between(hand, 0, (double)hand->config.hold);
}

static void add_event(struct hand *hand, double s, enum what what, double value)
{
    hand->events[hand->event_count++] =
        (struct event){.at = tp_frames_from_seconds(s), .what = what, .value = value};
}

static void make_person(struct hand *hand)
{
    double s = between(hand, 5, 30), always = chance(hand, 0.3) ? floor(between(hand, 4, 7)) : 0;
    while (s < MOST_S && hand->event_count < EVENTS - 2) {
        if (chance(hand, 0.8)) {
            add_event(hand, s, ANSWER,
                      always > 0          ? always
                      : chance(hand, 0.1) ? NAN
                                          : floor(between(hand, 2, 8.2)));
        } else if (chance(hand, 0.9)) {
            add_event(hand, s, PAUSE, 0);
            s += between(hand, 0.01, 20);
            add_event(hand, s, RESUME, between(hand, 0, 6));
        } else {
            add_event(hand, s, STOP, 0);
        }
        s += between(hand, 0.1, 25);
    }
}

static struct hand make(uint32_t seed)
{
    struct hand hand = {.chance = seed * 2654435761U + 1};
    bool troubled = chance(&hand, 0.4);
    make_config(&hand);
    hand.rate = chance(&hand, 0.05) ? 1000 : between(&hand, 8, 60);
    hand.uneven = between(&hand, 0, 1);
    hand.drop = troubled ? between(&hand, 0, 0.02) : 0;
    hand.wrong = troubled ? between(&hand, 0, 0.2) : 0;
    hand.burst = troubled ? between(&hand, 0, 0.1) : 0;
    hand.tremor = chance(&hand, 0.5) ? between(&hand, 0, 0.4) : 0.01;
    hand.hertz = between(&hand, 8, 12);
    hand.drift = chance(&hand, 0.3) ? between(&hand, -0.2, 0.2) : 0;
    hand.goal_each_s = between(&hand, 1, 30);
    if (chance(&hand, 0.6))
        make_person(&hand);
    return hand;
}

/* Most hands want to be where they should. */
static void choose_goal(struct hand *hand, double s)
{
    const struct tp_press_config *config = &hand->config;
    double low = config->low_newtons, high = config->high_newtons;
    double which = press_chance(&hand->chance);
    hand->next_goal_s = s + between(hand, 0, 2 * hand->goal_each_s);
    hand->goal = which < 0.6    ? between(hand, low, high)
                 : which < 0.7  ? between(hand, 0, low)
                 : which < 0.85 ? between(hand, high, config->ceiling_newtons)
                 : which < 0.9  ? config->ceiling_newtons * between(hand, 0.95, 1.3)
                                : 0;
}

static double press_for(struct hand *hand, double s, double span_s)
{
    if (s >= hand->next_goal_s)
        choose_goal(hand, s);
    hand->newtons += (hand->goal - hand->newtons) * fmin(1, span_s / 0.5);
    hand->newtons += between(hand, -0.1, 0.1);
    double tremor = hand->newtons * hand->tremor * sin(2 * 3.14159265358979 * hand->hertz * s);
    return fmax(0, hand->newtons + tremor + hand->drift * s);
}

enum { WRONG = 8 };

static const double wrong[WRONG] = {NAN, INFINITY, -INFINITY, -5, 1e300, 400, 0, -0.5};

/* The next sample, and when it comes. */
static double feel_next(struct hand *hand)
{
    double span_s = 1 / hand->rate * between(hand, 1 - hand->uneven, 1 + hand->uneven);
    if (chance(hand, hand->drop))
        span_s += between(hand, 0.05, chance(hand, 0.9) ? 0.95 : 1.5);
    if (hand->burst_left == 0 && chance(hand, hand->burst))
        hand->burst_left = 2 + (int)between(hand, 0, 10);
    if (hand->burst_left > 0 && hand->burst_left-- > 1)
        span_s = 0;
    hand->at += tp_frames_from_seconds(span_s);
    double newtons = press_for(hand, tp_frames_to_seconds(hand->at), span_s);
    if (chance(hand, hand->wrong))
        return wrong[(int)between(hand, 0, WRONG)];
    return newtons;
}

/* ---- what must hold ---- */

static bool is_active(const struct press_rig *rig, const struct ledger *ledger)
{
    enum tp_press_state state = tp_press_state(rig->press);
    return !ledger->paused && state >= TP_PRESS_RAMP && state <= TP_PRESS_HIGH;
}

static tp_frames grown(tp_frames length, bool goes_on, tp_frames span)
{
    return goes_on ? length + span : 0;
}

/* From the instant that was told last to `to`, all was as it was then. */
static void keep(const struct press_rig *rig, struct ledger *ledger, tp_frames to)
{
    struct tp_press_report report = press_report(rig);
    double force = tp_press_newtons(rig->press), ceiling = rig->config.ceiling_newtons;
    tp_frames span = to - ledger->now, young = ledger->felt + TP_MS(250) - ledger->now;
    bool active = is_active(rig, ledger), ramp = tp_press_state(rig->press) == TP_PRESS_RAMP;
    bool is_in = force >= report.low_newtons && force <= report.high_newtons;
    if (active && !rig->config.measure && is_in)
        ledger->allowed += young < 0 ? 0 : young < span ? young : span;
    if (active && !ramp)
        ledger->in_earnest += span;
    ledger->below = grown(ledger->below, active && !ramp && !(force >= report.low_newtons), span);
    ledger->loaded_below = grown(ledger->loaded_below, ledger->below > 0 && force >= 1, span);
    ledger->above = grown(ledger->above, active && force > report.high_newtons, span);
    ledger->over = grown(ledger->over, active && ledger->raw > ceiling, span);
    if (active && (ledger->raw > ceiling || force > ceiling))
        ledger->ever_over += span;
    ledger->now = to;
}

static tp_frames longest(const struct tp_press_config *config)
{
    tp_frames left = config->hold - config->counted;
    return left + left / 2 < TP_MS(120000) ? left + left / 2 : TP_MS(120000);
}

static void check_time(const struct press_rig *rig, const struct ledger *ledger)
{
    bool active = is_active(rig, ledger);
    tp_frames counted = tp_frames_from_seconds(press_report(rig).in_band_s);
    assert_true(counted == ledger->allowed);
    assert_true(counted <= rig->config.hold - rig->config.counted);
    if (!rig->config.measure)
        assert_true(ledger->in_earnest <= longest(&rig->config));
    if (active && !rig->config.measure)
        assert_true(ledger->in_earnest < longest(&rig->config));
    if (active)
        assert_true(ledger->over < TP_MS(200) && ledger->now < ledger->felt + TP_MS(1000));
}

/* The shortest time between two of a kind; most of them; how long what it says must have been so.
 */
static void check_action(const struct press_rig *rig, struct ledger *ledger,
                         const struct tp_press_action *action)
{
    static const struct {
        int each_ms, most;
    } limits[TP_PRESS_ACTION_COUNT] = {
        [TP_PRESS_SLOWER] = {3000, 1000}, [TP_PRESS_BEGIN] = {0, 1000},
        [TP_PRESS_MORE] = {6000, 3},      [TP_PRESS_LESS] = {3000, 1000},
        [TP_PRESS_LIGHTER] = {6000, 100}, [TP_PRESS_LOWERED] = {0, 100},
        [TP_PRESS_ASK] = {15000, 6},      [TP_PRESS_TIME] = {0, 1},
        [TP_PRESS_EASED] = {0, 1},        [TP_PRESS_NO_CHANGE] = {0, 1},
        [TP_PRESS_TOO_HIGH] = {0, 1},     [TP_PRESS_CAP] = {0, 1},
        [TP_PRESS_SENSOR_LOST] = {0, 1},  [TP_PRESS_RELEASED] = {0, 1},
        [TP_PRESS_STILL] = {5000, 3}};
    enum tp_press_action_kind kind = action->kind;
    assert_true(++ledger->times[kind] <= limits[kind].most);
    if (ledger->times[kind] > 1)
        assert_true(action->at - ledger->last[kind] >= TP_MS(limits[kind].each_ms));
    ledger->last[kind] = action->at;
    if (ledger->ended)
        assert_true(kind == TP_PRESS_RELEASED || kind == TP_PRESS_STILL);
    ledger->ended |= tp_press_action_ends(kind);
    if (kind == TP_PRESS_MORE)
        assert_true(ledger->below >= TP_MS(1500));
    if (kind == TP_PRESS_LESS)
        assert_true(ledger->above >= TP_MS(500) &&
                    (ledger->times[TP_PRESS_LOWERED] == 0 ||
                     action->at - ledger->last[TP_PRESS_LOWERED] >= TP_MS(3000)));
    if (kind == TP_PRESS_LIGHTER)
        assert_true(ledger->loaded_below >= TP_MS(6000) && ledger->times[TP_PRESS_MORE] == 3);
    if (kind == TP_PRESS_CAP)
        assert_true(ledger->ever_over >= TP_MS(200));
    if (rig->config.measure)
        assert_true(kind == TP_PRESS_SLOWER || kind == TP_PRESS_CAP ||
                    kind == TP_PRESS_SENSOR_LOST || kind == TP_PRESS_RELEASED ||
                    kind == TP_PRESS_STILL);
}

static void check(const struct press_rig *rig, struct ledger *ledger)
{
    for (; ledger->taken < rig->count; ledger->taken++)
        check_action(rig, ledger, &rig->list[ledger->taken]);
    check_time(rig, ledger);
}

/* ---- a run ---- */

enum drive { EXACT, LAZY, OFTEN }; /* how time is told between what happens */

static void tell_time(struct press_rig *rig, struct ledger *ledger, tp_frames at)
{
    keep(rig, ledger, at);
    tp_press_time(rig->press, at);
    press_collect(rig);
    check(rig, ledger);
}

static void wait_until(struct press_rig *rig, struct ledger *ledger, enum drive drive, tp_frames at)
{
    if (drive == EXACT)
        for (tp_frames due; (due = tp_press_due(rig->press)) <= at;) {
            assert_true(due > ledger->now);
            tell_time(rig, ledger, due);
        }
    if (drive == OFTEN)
        for (tp_frames now = rig->now; now < at; now += TP_MS(7) + 11)
            tp_press_time(rig->press, now);
    if (drive == EXACT)
        keep(rig, ledger, at);
    rig->now = at;
}

static void happen(struct press_rig *rig, struct ledger *ledger, const struct event *event)
{
    switch (event->what) {
    case ANSWER:
        tp_press_answer(rig->press, event->at, event->value);
        break;
    case PAUSE:
        tp_press_pause(rig->press, event->at);
        ledger->paused = true;
        break;
    case RESUME:
        tp_press_resume(rig->press, event->at, tp_frames_from_seconds(event->value));
        ledger->paused = false;
        ledger->felt = event->at;
        ledger->raw = NAN;
        break;
    case STOP:
        tp_press_stop(rig->press, event->at);
        ledger->ended = true;
    }
}

static void feel(struct press_rig *rig, struct ledger *ledger, tp_frames at, double newtons)
{
    if (isfinite(newtons) && newtons >= -1) {
        ledger->felt = at;
        ledger->raw = newtons;
    }
    tp_press_sample(rig->press, at, newtons);
}

static void after(struct press_rig *rig, struct ledger *ledger, enum drive drive)
{
    press_collect(rig);
    if (drive == EXACT)
        check(rig, ledger);
}

static const uint32_t none = UINT32_MAX;
static uint32_t running = UINT32_MAX; /* what failed, when a test is over */

static int tell_seed(void **state)
{
    (void)state;
    if (running != none)
        fprintf(stderr, "seed %u\n", running);
    running = none;
    return 0;
}

static void run(struct press_rig *rig, uint32_t seed, enum drive drive)
{
    running = seed;
    struct hand hand = make(seed);
    struct ledger ledger = {.raw = NAN};
    const struct event *event = hand.events, *end = event + hand.event_count;
    press_start(rig, hand.config, 0);
    while (hand.at < TP_MS(MOST_S * 1000) && tp_press_state(rig->press) != TP_PRESS_OVER) {
        double newtons = feel_next(&hand);
        for (; event < end && event->at <= hand.at; event++) {
            wait_until(rig, &ledger, drive, event->at);
            happen(rig, &ledger, event);
            after(rig, &ledger, drive);
        }
        wait_until(rig, &ledger, drive, hand.at);
        feel(rig, &ledger, hand.at, newtons);
        after(rig, &ledger, drive);
    }
    press_finish_rig(rig);
    running = none;
}

/* ---- tests ---- */

static int total[TP_PRESS_ACTION_COUNT];

static void it_counts_ends_and_prompts_as_it_must(void **state)
{
    (void)state;
    memset(total, 0, sizeof total);
    for (uint32_t seed = 0; seed < SEEDS; seed++) {
        struct press_rig rig;
        run(&rig, seed, EXACT);
        for (int i = 0; i < rig.count; i++)
            total[rig.list[i].kind]++;
    }
    for (int kind = TP_PRESS_NONE + 1; kind < TP_PRESS_ACTION_COUNT; kind++)
        if ((kind == TP_PRESS_COUNTED) != (total[kind] < 2)) /* that one is never told */
            fail_msg("too few: %s", tp_press_action_name((enum tp_press_action_kind)kind));
}

static void assert_same(uint32_t seed, const struct press_rig *a, const struct press_rig *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++)
        same = a->list[i].kind == b->list[i].kind && a->list[i].at == b->list[i].at &&
               a->list[i].counted == b->list[i].counted &&
               (a->list[i].newtons == b->list[i].newtons ||
                (isnan(a->list[i].newtons) && isnan(b->list[i].newtons)));
    if (!same)
        fail_msg("seed %u: other actions", seed);
}

static void how_often_time_is_told_makes_no_difference(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < TOLD; seed++) {
        struct press_rig exact, lazy, often;
        run(&exact, seed, EXACT);
        run(&lazy, seed, LAZY);
        run(&often, seed, OFTEN);
        assert_same(seed, &exact, &lazy);
        assert_same(seed, &exact, &often);
    }
}

static int show(uint32_t first, uint32_t count)
{
    for (uint32_t seed = first; seed < first + count; seed++) {
        struct press_rig rig;
        run(&rig, seed, EXACT);
        for (int i = 0; i < rig.count; i++)
            total[rig.list[i].kind]++;
    }
    for (int kind = TP_PRESS_NONE + 1; kind < TP_PRESS_ACTION_COUNT; kind++)
        printf("%-12s %d\n", tp_press_action_name((enum tp_press_action_kind)kind), total[kind]);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(it_counts_ends_and_prompts_as_it_must, tell_seed),
        cmocka_unit_test_teardown(how_often_time_is_told_makes_no_difference, tell_seed),
    };
    if (argc == 3)
        return show((uint32_t)strtoul(argv[1], NULL, 10), (uint32_t)strtoul(argv[2], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
