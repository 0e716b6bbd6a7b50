/* The life of a plugin, in virtual time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/host/plugin_life.h"

static const uint64_t MS = 1000000;

struct one {
    struct tp_life life;
    uint64_t now_ns;
};

static struct one born(void)
{
    return (struct one){.now_ns = 7000 * MS};
}

/* Tells it something; it must do this and warn of that (NULL: of nothing). */
static void tell_of(struct one *one, struct tp_life_said said, enum tp_life_act act,
                    const char *warning)
{
    struct tp_life_reply reply = tp_life_tell(&one->life, &said, one->now_ns);
    assert_int_equal(reply.act, act);
    if (!warning)
        assert_null(reply.warning);
    else
        assert_string_equal(reply.warning ? reply.warning : "", warning);
}

static void tell(struct one *one, enum tp_life_input what, enum tp_life_act act)
{
    tell_of(one, (struct tp_life_said){.what = what}, act, NULL);
}

static void ended(struct one *one, int code, const char *warning)
{
    tell_of(one, (struct tp_life_said){.what = TP_LIFE_ENDED, .exit_code = code}, TP_LIFE_NOTHING,
            warning);
}

/* Nothing happens for so long, and then, to the millisecond, this. */
static void after(struct one *one, unsigned ms, enum tp_life_act act, const char *warning)
{
    assert_int_equal(tp_life_due(&one->life), one->now_ns + ms * MS);
    one->now_ns += ms * MS - 1;
    tell(one, TP_LIFE_TIME, TP_LIFE_NOTHING);
    one->now_ns++;
    tell_of(one, (struct tp_life_said){.what = TP_LIFE_TIME}, act, warning);
}

static void is(const struct one *one, enum tp_plugin_phase phase)
{
    assert_int_equal(tp_life_phase(&one->life), phase);
}

static struct one running(void)
{
    struct one one = born();
    is(&one, TP_PLUGIN_ENDED);
    tell(&one, TP_LIFE_START, TP_LIFE_BEGIN);
    is(&one, TP_PLUGIN_STARTING);
    tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
    is(&one, TP_PLUGIN_RUNNING);
    assert_int_equal(tp_life_due(&one.life), 0);
    return one;
}

static void one_that_is_asked_to_ends(void **state)
{
    (void)state;
    struct one one = running();
    tell(&one, TP_LIFE_STOP, TP_LIFE_CLOSE);
    is(&one, TP_PLUGIN_STOPPING);
    ended(&one, 0, NULL);
    is(&one, TP_PLUGIN_ENDED);
    assert_int_equal(tp_life_due(&one.life), 0);
    assert_string_equal(one.life.text, "");
    one = running();
    tell(&one, TP_LIFE_STOP, TP_LIFE_CLOSE);
    ended(&one, 143, NULL);
    is(&one, TP_PLUGIN_ENDED);
}

static void one_that_does_not_end_goes_down_the_ladder(void **state)
{
    (void)state;
    struct one one = running();
    tell(&one, TP_LIFE_STOP, TP_LIFE_CLOSE);
    after(&one, 1000, TP_LIFE_TERMINATE, NULL);
    after(&one, 1000, TP_LIFE_KILL, NULL);
    after(&one, 500, TP_LIFE_ABANDON, NULL);
    assert_int_equal(tp_life_due(&one.life), 0);
    tell(&one, TP_LIFE_TIME, TP_LIFE_NOTHING);
    tell(&one, TP_LIFE_STOP, TP_LIFE_NOTHING);
    is(&one, TP_PLUGIN_STOPPING);
    ended(&one, -1, NULL);
    is(&one, TP_PLUGIN_ENDED);
}

static void an_exit_of_zero_is_on_purpose(void **state)
{
    (void)state;
    struct one one = running();
    ended(&one, 0, NULL);
    is(&one, TP_PLUGIN_ENDED);
    assert_int_equal(tp_life_due(&one.life), 0);
}

static void one_that_crashes_is_started_again_ever_later(void **state)
{
    (void)state;
    static const unsigned waits_ms[] = {500, 1000, 2000, 4000, 8000, 10000, 10000};
    struct one one = running();
    ended(&one, 3, "it ended with exit code 3; it is started again");
    for (unsigned i = 0; i < sizeof waits_ms / sizeof *waits_ms; i++) {
        is(&one, TP_PLUGIN_WAITING);
        assert_string_equal(one.life.text, "it ended with exit code 3");
        after(&one, waits_ms[i], TP_LIFE_BEGIN, NULL);
        assert_int_equal(one.life.restarts, i + 1);
        one.now_ns += 29999 * MS;
        tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
        assert_string_equal(one.life.text, "");
        ended(&one, 3, NULL);
    }
}

static void half_a_minute_of_life_makes_good(void **state)
{
    (void)state;
    struct one one = running();
    tell_of(&one,
            (struct tp_life_said){
                .what = TP_LIFE_ENDED, .exit_code = 139, .text = "it crashed (segmentation fault)"},
            TP_LIFE_NOTHING, "it crashed (segmentation fault); it is started again");
    after(&one, 500, TP_LIFE_BEGIN, NULL);
    tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
    ended(&one, 1, NULL);
    after(&one, 1000, TP_LIFE_BEGIN, NULL);
    tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
    one.now_ns += 30000 * MS;
    ended(&one, 1, "it ended with exit code 1; it is started again");
    after(&one, 500, TP_LIFE_BEGIN, NULL);
}

static void one_that_ends_before_it_answers_is_tried_again(void **state)
{
    (void)state;
    struct one one = born();
    tell(&one, TP_LIFE_START, TP_LIFE_BEGIN);
    ended(&one, 0, "it ended before it had begun; it is started again");
    is(&one, TP_PLUGIN_WAITING);
    after(&one, 500, TP_LIFE_BEGIN, NULL);
}

static void one_that_never_answers_is_taken_down_and_tried_again(void **state)
{
    (void)state;
    struct one one = born();
    tell(&one, TP_LIFE_START, TP_LIFE_BEGIN);
    after(&one, 2000, TP_LIFE_CLOSE, "it did not answer within 2 s; it is started again");
    is(&one, TP_PLUGIN_STOPPING);
    tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
    after(&one, 1000, TP_LIFE_TERMINATE, NULL);
    ended(&one, 143, NULL);
    is(&one, TP_PLUGIN_WAITING);
    after(&one, 500, TP_LIFE_BEGIN, NULL);
    after(&one, 2000, TP_LIFE_CLOSE, NULL);
    ended(&one, 0, NULL);
    after(&one, 1000, TP_LIFE_BEGIN, NULL);
}

static void one_that_hangs_is_taken_down_and_tried_again(void **state)
{
    (void)state;
    struct one one = running();
    tell_of(&one, (struct tp_life_said){.what = TP_LIFE_HUNG}, TP_LIFE_CLOSE,
            "it does not answer; it is started again");
    tell(&one, TP_LIFE_HUNG, TP_LIFE_NOTHING);
    after(&one, 1000, TP_LIFE_TERMINATE, NULL);
    after(&one, 1000, TP_LIFE_KILL, NULL);
    ended(&one, 137, NULL);
    is(&one, TP_PLUGIN_WAITING);
    assert_string_equal(one.life.text, "it does not answer");
    after(&one, 500, TP_LIFE_BEGIN, NULL);
    tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
    is(&one, TP_PLUGIN_RUNNING);
}

static void one_that_refuses_is_not_tried_again(void **state)
{
    (void)state;
    for (int answered = 0; answered < 2; answered++) {
        struct one one = born();
        tell(&one, TP_LIFE_START, TP_LIFE_BEGIN);
        if (answered)
            tell(&one, TP_LIFE_ANSWERED, TP_LIFE_NOTHING);
        tell_of(&one, (struct tp_life_said){.what = TP_LIFE_REFUSED, .text = "no board is there"},
                TP_LIFE_CLOSE, "no board is there");
        tell(&one, TP_LIFE_STOP, TP_LIFE_NOTHING);
        tell(&one, TP_LIFE_REFUSED, TP_LIFE_NOTHING);
        ended(&one, 1, NULL);
        is(&one, TP_PLUGIN_FAILED);
        assert_string_equal(one.life.text, "no board is there");
        assert_int_equal(tp_life_due(&one.life), 0);
        one.now_ns += 100000 * MS;
        tell(&one, TP_LIFE_TIME, TP_LIFE_NOTHING);
        tell(&one, TP_LIFE_START, TP_LIFE_NOTHING);
        tell(&one, TP_LIFE_STOP, TP_LIFE_NOTHING);
        is(&one, TP_PLUGIN_FAILED);
    }
}

static void on_its_way_down_it_may_still_be_asked_to_stay_there(void **state)
{
    (void)state;
    struct one one = running();
    tell_of(&one, (struct tp_life_said){.what = TP_LIFE_HUNG, .text = "it is full"}, TP_LIFE_CLOSE,
            "it is full; it is started again");
    tell(&one, TP_LIFE_STOP, TP_LIFE_NOTHING);
    ended(&one, 1, NULL);
    is(&one, TP_PLUGIN_ENDED);
    one = running();
    tell_of(&one, (struct tp_life_said){.what = TP_LIFE_HUNG, .text = "it is full"}, TP_LIFE_CLOSE,
            "it is full; it is started again");
    tell_of(&one, (struct tp_life_said){.what = TP_LIFE_REFUSED, .text = "no"}, TP_LIFE_NOTHING,
            "no");
    ended(&one, 1, NULL);
    is(&one, TP_PLUGIN_FAILED);
}

static void one_that_waits_ends_at_once(void **state)
{
    (void)state;
    struct one one = running();
    ended(&one, 1, "it ended with exit code 1; it is started again");
    tell(&one, TP_LIFE_STOP, TP_LIFE_NOTHING);
    is(&one, TP_PLUGIN_ENDED);
    one.now_ns += 100000 * MS;
    tell(&one, TP_LIFE_TIME, TP_LIFE_NOTHING);
}

static void three_slow_calls_in_a_short_time_are_too_many(void **state)
{
    (void)state;
    struct one one = running();
    for (int i = 0; i < 10; i++) {
        tell(&one, TP_LIFE_SLOW, TP_LIFE_NOTHING);
        tell(&one, TP_LIFE_SLOW, TP_LIFE_NOTHING);
        one.now_ns += 10001 * MS;
    }
    tell(&one, TP_LIFE_SLOW, TP_LIFE_NOTHING);
    one.now_ns += 10000 * MS;
    tell(&one, TP_LIFE_SLOW, TP_LIFE_NOTHING);
    one.now_ns += 10000 * MS;
    tell_of(&one, (struct tp_life_said){.what = TP_LIFE_SLOW}, TP_LIFE_CLOSE,
            "it kept the program waiting again and again; it is left out");
    ended(&one, 0, NULL);
    is(&one, TP_PLUGIN_FAILED);
}

/* Whatever is told in whatever order: a phase that is one, a process that is begun only when none
 * runs, and a ladder that is always climbed to its end. */
static void no_order_of_things_confuses_it(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 200; round++) {
        struct one one = born();
        bool runs = false;
        for (int i = 0; i < 200; i++) {
            struct tp_life_said said = {.what = (enum tp_life_input)(rand() % (TP_LIFE_TIME + 1)),
                                        .exit_code = rand() % 2};
            if (said.what == TP_LIFE_ENDED && !runs)
                continue;
            runs = runs && said.what != TP_LIFE_ENDED;
            struct tp_life_reply reply = tp_life_tell(&one.life, &said, one.now_ns);
            assert_false(reply.act == TP_LIFE_BEGIN && runs);
            assert_false(reply.act > TP_LIFE_BEGIN && !runs);
            runs = runs || reply.act == TP_LIFE_BEGIN;
            enum tp_plugin_phase phase = tp_life_phase(&one.life);
            assert_true(phase <= TP_PLUGIN_FAILED);
            assert_int_equal(runs, phase <= TP_PLUGIN_RUNNING || phase == TP_PLUGIN_STOPPING);
            one.now_ns += (uint64_t)(rand() % 3000) * MS;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_is_asked_to_ends),
        cmocka_unit_test(one_that_does_not_end_goes_down_the_ladder),
        cmocka_unit_test(an_exit_of_zero_is_on_purpose),
        cmocka_unit_test(one_that_crashes_is_started_again_ever_later),
        cmocka_unit_test(half_a_minute_of_life_makes_good),
        cmocka_unit_test(one_that_ends_before_it_answers_is_tried_again),
        cmocka_unit_test(one_that_never_answers_is_taken_down_and_tried_again),
        cmocka_unit_test(one_that_hangs_is_taken_down_and_tried_again),
        cmocka_unit_test(one_that_refuses_is_not_tried_again),
        cmocka_unit_test(on_its_way_down_it_may_still_be_asked_to_stay_there),
        cmocka_unit_test(one_that_waits_ends_at_once),
        cmocka_unit_test(three_slow_calls_in_a_short_time_are_too_many),
        cmocka_unit_test(no_order_of_things_confuses_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
