/* Every kind of step with every command, at its beginning, its middle and its end: what is heard,
 * what time does, and that the session comes to its end afterwards. */
#include "tests/unit/walk_rig.h"

static const char routine[] = "routine { title = 'Test' }\n"
                              "stop_words()\n"
                              "warm_up { 'Roll your shoulders.', seconds = 20 }\n"
                              "move { 'Nod.', reps = 4, each = 3 }\n"
                              "locate { 'roll', side = 'left' }\n"
                              "hold { 'roll', side = 'left', reps = 2, rest = 12 }\n"
                              "stretch { 'roll', side = 'left' }\n"
                              "stroke { 'roll', side = 'left', seconds = 20 }\n"
                              "step { function() say 'One.' wait(4) end, title = 'Part' }\n"
                              "ask { 'How sore?', default = 5, timeout = 15 }\n"
                              "wait(8)\n"
                              "rest(12)\n"
                              "breathe { seconds = 20 }\n"
                              "hydrate()\n";

/* A place in the routine: a kind of step, the phase in it, and milliseconds on. */
struct place {
    const char *kind;
    enum tp_phase phase;
    uint64_t ms;
};

static const struct place places[] = {
    {"open", TP_PHASE_FREE, 500},      {"say", TP_PHASE_FREE, 1000},
    {"warm_up", TP_PHASE_FREE, 500},   {"warm_up", TP_PHASE_FREE, 15000},
    {"move", TP_PHASE_FREE, 3000},     {"locate", TP_PHASE_FREE, 300},
    {"locate", TP_PHASE_FREE, 6000},   {"hold", TP_PHASE_RAMP, 100},
    {"hold", TP_PHASE_RAMP, 4000},     {"hold", TP_PHASE_COUNT, 10},
    {"hold", TP_PHASE_COUNT, 6000},    {"hold", TP_PHASE_COUNT, 12000},
    {"hold", TP_PHASE_COUNT, 17500},   {"hold", TP_PHASE_COUNT, 19500},
    {"hold", TP_PHASE_RELEASE, 300},   {"rest", TP_PHASE_FREE, 500},
    {"rest", TP_PHASE_FREE, 8000},     {"stretch", TP_PHASE_FREE, 2000},
    {"stretch", TP_PHASE_COUNT, 5000}, {"stretch", TP_PHASE_RELEASE, 500},
    {"stroke", TP_PHASE_FREE, 9000},   {"step", TP_PHASE_FREE, 1500},
    {"ask", TP_PHASE_FREE, 1000},      {"ask", TP_PHASE_FREE, 6000},
    {"breathe", TP_PHASE_FREE, 7000},  {"hydrate", TP_PHASE_FREE, 1000},
    {"done", TP_PHASE_FREE, 1000},
};

enum { PLACES = sizeof places / sizeof *places };

/* A walk that has come to the place; the same each time. */
static struct walk *come_to(const struct place *place, const char *what)
{
    static char text[128];
    struct walk *walk = calloc(1, sizeof *walk);
    snprintf(text, sizeof text, "%s in %s, phase %d, %d ms", what, place->kind, (int)place->phase,
             (int)place->ms);
    walk_open_with(walk, routine, false);
    walk->what = text;
    walk_into(walk, place->kind, place->phase, place->ms);
    return walk;
}

static void leave(struct walk *walk)
{
    walk_to_the_end(walk);
    assert_string_equal(rig_look(&walk->rig).run.outcome, "finished");
    walk_close(walk);
    free(walk);
}

/* Whether something is pressed there, so that leaving needs the word. */
static bool is_pressed(const struct place *place)
{
    return strcmp(place->kind, "hold") == 0 && place->phase != TP_PHASE_FREE;
}

static void let_go_is_first(const struct walk *walk, size_t from)
{
    const char *words = walk_words(walk, from);
    if (!strstr(words, "et go"))
        fail_msg("%s: left with \"%s\", not with \"Let go.\"", walk->what, words);
}

static void pause_stands_and_comes_back(void **unused)
{
    static const uint64_t away_ms[] = {2000, 40000, 700000};
    (void)unused;
    for (size_t a = 0; a < sizeof away_ms / sizeof *away_ms; a++)
        for (size_t i = 0; i < PLACES; i++) {
            struct walk *walk = come_to(&places[i], "pause");
            size_t from = walk->count;
            tp_frames at = walk->rig.now;
            assert_int_equal(walk_do(walk, TP_COMMAND_PAUSE), 0);
            walk_pass(walk, away_ms[a]);
            if (rig_look(&walk->rig).run.stands) /* it came while a sentence was awaited */
                at = rig_look(&walk->rig).run.now;
            assert_true(walk->rig.standing);
            assert_int_equal(walk->rig.now, at);
            if (strcmp(places[i].kind, "hold") == 0)
                let_go_is_first(walk, from);
            else
                assert_string_equal(walk_words(walk, from), "Paused.");
            assert_true(walk_heard(walk, from, "pause"));
            from = walk->count;
            assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), 0);
            assert_true(walk->rig.standing); /* until the way back is told */
            walk_pass(walk, 30000);
            assert_true(walk_heard(walk, from, "resume"));
            leave(walk);
        }
}

static void next_goes_on_and_lets_go_first(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < PLACES; i++) {
        struct walk *walk = come_to(&places[i], "next");
        size_t from = walk->count;
        uint32_t step = rig_look(&walk->rig).run.step;
        tp_frames at = walk->rig.now;
        assert_int_equal(walk_do(walk, TP_COMMAND_NEXT), 0);
        assert_true(walk->rig.now == at); /* no time passes in it */
        if (!rig_look(&walk->rig).run.ended && strcmp(places[i].kind, "step") != 0)
            assert_int_equal(rig_look(&walk->rig).run.step, step + 1);
        walk_pass(walk, 3000);
        if (is_pressed(&places[i]))
            let_go_is_first(walk, from);
        leave(walk);
    }
}

static void back_and_repeat_go_to_a_start_and_let_go_first(void **unused)
{
    static const enum tp_command_kind kinds[] = {TP_COMMAND_BACK, TP_COMMAND_REPEAT};
    (void)unused;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < PLACES; i++) {
            struct walk *walk = come_to(&places[i], k == 0 ? "back" : "repeat");
            size_t from = walk->count;
            uint32_t step = rig_look(&walk->rig).run.step;
            uint32_t to = k == 0 && step > 1 ? step - 1 : step;
            assert_int_equal(walk_do(walk, kinds[k]), 0);
            assert_int_equal(rig_look(&walk->rig).run.step, to);
            assert_true(walk->rig.now == rig_look(&walk->rig).run.step_start);
            walk_pass(walk, 3000);
            if (is_pressed(&places[i]))
                let_go_is_first(walk, from);
            leave(walk);
        }
}

static void again_softer_and_words_leave_time_alone(void **unused)
{
    static const enum tp_command_kind kinds[] = {TP_COMMAND_AGAIN, TP_COMMAND_SOFTER,
                                                 TP_COMMAND_WORDS};
    (void)unused;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < PLACES; i++) {
            struct walk *walk = come_to(&places[i], tp_command_name(kinds[k]));
            size_t from = walk->count;
            uint32_t step = rig_look(&walk->rig).run.step;
            struct tp_value value =
                kinds[k] == TP_COMMAND_WORDS ? tp_value_number(-1) : tp_value_nil();
            int rc = walk_command(walk, kinds[k], value);
            assert_int_equal(rig_look(&walk->rig).run.step, step);
            assert_false(walk->rig.standing);
            walk_pass(walk, 50);
            if (rc < 0 && walk->now_sound)
                assert_true(walk_heard(walk, from, "nak"));
            leave(walk);
        }
}

static void stop_says_so_and_ends(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < PLACES; i++) {
        struct walk *walk = come_to(&places[i], "stop");
        size_t from = walk->count;
        assert_int_equal(walk_do(walk, TP_COMMAND_STOP), 0);
        assert_true(walk->rig.standing);
        walk_to_the_end(walk);
        assert_string_equal(walk_words(walk, from), "All right. Let go.");
        assert_string_equal(rig_look(&walk->rig).run.outcome, "stopped");
        walk_close(walk);
        free(walk);
    }
}

static void lost_sound_stands_and_comes_back_with_the_word(void **unused)
{
    static const uint64_t away_ms[] = {1000, 5000, 90000};
    (void)unused;
    for (size_t a = 0; a < sizeof away_ms / sizeof *away_ms; a++)
        for (size_t i = 0; i < PLACES; i++) {
            struct walk *walk = come_to(&places[i], "sound lost");
            size_t from = walk->count;
            uint32_t step = rig_look(&walk->rig).run.step;
            tp_frames at = walk->rig.now;
            walk->no_sound = true;
            tp_session_lost(walk->rig.session, "gone");
            walk_pass(walk, away_ms[a]);
            assert_true(walk->rig.now == at);
            assert_int_equal(rig_look(&walk->rig).paused, away_ms[a] >= 3000);
            walk->no_sound = false;
            tp_session_found(walk->rig.session, "there");
            walk_pass(walk, 40);
            if (away_ms[a] >= 3000) {
                assert_true(walk_heard(walk, from, "resume"));
                while (walk->rig.standing)
                    walk_step(walk);
                bool over = places[i].phase == TP_PHASE_RELEASE;
                assert_non_null(walk_find(walk, from, "Sound is back."));
                assert_int_equal(rig_look(&walk->rig).run.step, step);
                if (!over) /* what is over is not taken again */
                    assert_true(walk->rig.now - rig_look(&walk->rig).run.step_start < TP_MS(50));
            }
            if (away_ms[a] >= 3000 && strcmp(places[i].kind, "hold") == 0)
                let_go_is_first(walk, from);
            leave(walk);
        }
}

/* The process stood still for ten seconds: SIGSTOP, or a machine that slept. */
static void an_interruption_is_a_pause_that_lets_go(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < PLACES; i++) {
        struct walk *walk = come_to(&places[i], "SIGSTOP");
        size_t from = walk->count;
        tp_frames at = walk->rig.now;
        walk->rig.clock_ms += 10000;
        tp_session_interrupted(walk->rig.session, true);
        walk_pass(walk, 5000);
        assert_true(rig_look(&walk->rig).paused && walk->rig.standing);
        assert_int_equal(walk->rig.now, at);
        if (strcmp(places[i].kind, "hold") == 0)
            let_go_is_first(walk, from);
        assert_int_equal(walk_do(walk, TP_COMMAND_RESUME), 0);
        leave(walk);
    }
}

/* A small generator of its own, so that a failing seed can be named. */
static uint32_t roll(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % below;
}

static void happen(struct walk *walk, uint32_t *random)
{
    static const enum tp_command_kind kinds[] = {
        TP_COMMAND_PAUSE, TP_COMMAND_RESUME, TP_COMMAND_NEXT,   TP_COMMAND_NEXT,
        TP_COMMAND_BACK,  TP_COMMAND_REPEAT, TP_COMMAND_AGAIN,  TP_COMMAND_SOFTER,
        TP_COMMAND_WORDS, TP_COMMAND_FIRMER, TP_COMMAND_ANSWER, TP_COMMAND_VOLUME};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    uint32_t what = roll(random, KINDS + 3);
    if (what == KINDS && !walk->no_sound) {
        walk->no_sound = true;
        tp_session_lost(walk->rig.session, "gone");
    } else if (what == KINDS + 1) {
        tp_session_interrupted(walk->rig.session, roll(random, 2) == 0);
    } else if (walk->no_sound && what >= KINDS) {
        walk->no_sound = false;
        tp_session_found(walk->rig.session, "there");
    } else if (what < KINDS) {
        bool number = kinds[what] == TP_COMMAND_WORDS || kinds[what] == TP_COMMAND_VOLUME;
        walk_command(walk, kinds[what],
                     number ? tp_value_number(roll(random, 2) == 0 ? 1 : -1) : tp_value_bool(true));
    }
}

/* Whatever happens in whatever order, at whatever speed: the laws hold, and the session comes to
 * its end. A sanitizer takes three times as long, and looks at memory, which fewer seeds show. */
static void anything_at_any_time_keeps_the_laws(void **unused)
{
    uint32_t seeds = getenv("TPRUN_SANITIZED") ? 20 : 60;
    (void)unused;
    for (uint32_t seed = 1; seed <= seeds; seed++) {
        struct walk *walk = calloc(1, sizeof *walk);
        char what[32];
        uint32_t random = seed;
        snprintf(what, sizeof what, "seed %u", seed);
        walk_open_with(walk, routine, seed % 2 == 0);
        walk->what = what;
        walk->speed = seed % 3 == 0 ? 4 : seed % 5 == 0 ? 0.5 : 0;
        for (int i = 0; i < 40 && !rig_look(&walk->rig).over; i++) {
            walk_pass(walk, 1 + roll(&random, roll(&random, 8) == 0 ? 60000 : 4000));
            happen(walk, &random);
            walk->count = 0; /* only the laws are looked at here */
        }
        if (walk->no_sound) {
            walk->no_sound = false;
            tp_session_found(walk->rig.session, "there");
        }
        for (int i = 0; i < 30 && !rig_look(&walk->rig).over; i++) {
            walk_do(walk, TP_COMMAND_RESUME);
            walk_pass(walk, 60000);
            walk->count = 0;
        }
        const struct tp_session_state end = rig_look(&walk->rig);
        if (!end.over)
            fail_msg("%s: still in %s: paused %d, lost %d, offer %d, gate %d, standing %d", what,
                     end.run.info->kind, end.paused, end.lost, end.offer, end.gate,
                     walk->rig.standing);
        assert_string_equal(end.run.outcome, "finished");
        walk_close(walk);
        free(walk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pause_stands_and_comes_back),
        cmocka_unit_test(next_goes_on_and_lets_go_first),
        cmocka_unit_test(back_and_repeat_go_to_a_start_and_let_go_first),
        cmocka_unit_test(again_softer_and_words_leave_time_alone),
        cmocka_unit_test(stop_says_so_and_ends),
        cmocka_unit_test(lost_sound_stands_and_comes_back_with_the_word),
        cmocka_unit_test(an_interruption_is_a_pause_that_lets_go),
        cmocka_unit_test(anything_at_any_time_keeps_the_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
