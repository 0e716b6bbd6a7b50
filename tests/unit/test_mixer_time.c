/* The count of the mixer: it goes only as far as it may, stands without harm, and can be set. */
#include "tests/unit/mixer_rig.h"

static void the_count_stands_until_it_may_go(void **state)
{
    struct rig *rig = *state;
    rig_pull(rig, 500);
    assert_int_equal(tp_mixer_now(rig->mixer), 0);
    assert_int_equal(tp_mixer_run(rig->mixer, true), 0);
    rig_pull(rig, 500);
    assert_int_equal(tp_mixer_now(rig->mixer), 0); /* runs, but nothing is allowed */
    assert_false(tp_mixer_moving(rig->mixer));
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 480);
    assert_true(tp_mixer_moving(rig->mixer));
    assert_int_equal(tp_mixer_pulled(rig->mixer), 1480);
}

static void the_count_stops_exactly_at_what_is_allowed(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    tp_mixer_allow(rig->mixer, 777);
    rig_pull(rig, 960);
    assert_int_equal(tp_mixer_now(rig->mixer), 777);
    assert_true(tp_mixer_moving(rig->mixer)); /* it did, at the block's beginning */
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 777);
    assert_false(tp_mixer_moving(rig->mixer));
    tp_mixer_allow(rig->mixer, 778);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 778);
    tp_mixer_allow(rig->mixer, 100); /* below the count: no way back */
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 778);
    tp_mixer_allow(rig->mixer, -5);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 778);
}

static void the_now_bus_goes_on_while_the_count_stands(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    tp_mixer_allow(rig->mixer, 100);
    rig_post(rig, now_cue(counting_clip(2000), 0, 1));
    rig_pull(rig, 2500);
    for (uint32_t i = 0; i < 2000; i++)
        assert_int_equal(count_heard(rig, i), (int)i + 1);
    assert_int_equal(tp_mixer_now(rig->mixer), 100);
}

static void a_stand_costs_nothing_of_a_sentence(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(counting_clip(4000), 0, 1));
    tp_mixer_allow(rig->mixer, 1000);
    rig_pull(rig, 2500); /* stands for 1500 frames */
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 4000);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(count_heard(rig, i), (int)i + 1);
    assert_true(rig_silent(rig, 1000 + FADE_FRAMES, 1500 - FADE_FRAMES));
    for (uint32_t i = 1000 + FADE_FRAMES; i < 4000; i++)
        assert_int_equal(count_heard(rig, 1500 + i), (int)i + 1);
    rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(rig_expect(rig, TP_MIX_DONE, 1).pulled, 5500);
}

static void a_stand_reads_ahead_and_fades_in_from_the_same_place(void **state)
{
    struct rig *rig = *state;
    struct tp_clip *clip = flat_clip(4000, 1000);
    for (uint32_t i = 1000; i < 1000 + FADE_FRAMES; i++)
        clip->samples[i] = 2000;
    rig_go(rig);
    rig_post(rig, session_cue(clip, 0, 1));
    tp_mixer_allow(rig->mixer, 1000);
    rig_pull(rig, 2000);
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 1000);
    for (uint32_t i = 0; i < FADE_FRAMES; i++) {
        float falls = rig_heard(rig, LEFT, 1000 + i), rises = rig_heard(rig, LEFT, 2000 + i);
        float most = 2000.0F / 32768;
        assert_float_equal(falls, most * (float)(FADE_FRAMES - 1 - i) / FADE_FRAMES, 1e-6F);
        assert_float_equal(rises, most * (float)i / FADE_FRAMES, 1e-6F);
    }
}

static void stands_of_any_length_do_not_click(void **state)
{
    struct rig *rig = *state;
    static const uint32_t lengths[][2] = {/* frames of going, of standing */
                                          {1000, 1},   {1000, 10}, {1000, 383}, {1000, 384},
                                          {1000, 600}, {50, 50},   {100, 250},  {3, 2},
                                          {1, 1},      {1, 400},   {383, 383},  {1000, 1}};
    const int16_t value = 6000;
    const float slope = (float)value / 32768 / FADE_FRAMES;
    tp_frames count = 0;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(RIG_FRAMES, value), 0, 1));
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (int again = 0; again < 3; again++) {
            count += lengths[i][0];
            tp_mixer_allow(rig->mixer, count);
            rig_pull(rig, lengths[i][0] + lengths[i][1]);
            assert_int_equal(tp_mixer_now(rig->mixer), count);
        }
    }
    assert_true(rig_steepest(rig, 1, rig->pulled - 100) < 3 * slope);
}

static void a_cue_that_begins_where_the_count_stood_keeps_its_attack(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    tp_mixer_allow(rig->mixer, 1000);
    rig_post(rig, session_cue(counting_clip(500), 1000, 1));
    rig_pull(rig, 2000);
    assert_true(rig_silent(rig, 0, 1900));
    rig_expect_nothing(rig);
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 1000);
    for (uint32_t i = 0; i < 500; i++)
        assert_int_equal(count_heard(rig, 2000 + i), (int)i + 1);
    struct tp_mix_event started = rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(started.at, 1000);
    assert_int_equal(started.late, 0);
    assert_int_equal(started.pulled, 2000);
}

static void an_allowance_that_comes_in_time_is_not_heard(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(counting_clip(4000), 0, 1));
    for (int i = 1; i <= 8; i++) {
        tp_mixer_allow(rig->mixer, 480 * i);
        rig_pull(rig, 480);
    }
    for (uint32_t i = 0; i < 3700; i++)
        assert_int_equal(count_heard(rig, i), (int)i + 1);
}

static void run_lets_the_count_stand_and_go(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_run(rig->mixer, false), 0);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 480);
    assert_int_equal(tp_mixer_run(rig->mixer, true), 0);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 960);
}

static void what_is_cancelled_while_the_count_stands_stays_silent(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(4000, 10000), 0, 1));
    tp_mixer_allow(rig->mixer, 1000);
    rig_pull(rig, 2000);
    assert_int_equal(tp_mixer_cancel(rig->mixer, 2), 0);
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 2000);
    assert_true(rig_silent(rig, 1000 + FADE_FRAMES, 2500));
    rig_expect(rig, TP_MIX_STARTED, 1);
    rig_expect(rig, TP_MIX_DONE, 1);
}

static void a_seek_sets_the_count_even_before_the_next_block(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_pull(rig, 4800);
    assert_int_equal(tp_mixer_seek(rig->mixer, 1000), 0);
    assert_int_equal(tp_mixer_now(rig->mixer), 1000);
    assert_int_equal(tp_mixer_seek(rig->mixer, 2000), 0); /* twice before a block */
    assert_int_equal(tp_mixer_now(rig->mixer), 2000);
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_now(rig->mixer), 2480);
    assert_int_equal(tp_mixer_pulled(rig->mixer), 5280);
}

static void after_a_seek_nothing_is_allowed_until_it_is_said_anew(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_pull(rig, 4800);
    assert_int_equal(tp_mixer_seek(rig->mixer, 1000), 0);
    rig_pull(rig, 960);
    assert_int_equal(tp_mixer_now(rig->mixer), 1000);
    tp_mixer_allow(rig->mixer, 1200);
    rig_pull(rig, 960);
    assert_int_equal(tp_mixer_now(rig->mixer), 1200);
}

static void a_seek_cuts_what_sounds_and_lets_wait_what_waits(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(4000, 10000), 0, 1));
    rig_post(rig, session_cue(flat_clip(100, 7), 6000, 2));
    rig_pull(rig, 1000);
    assert_int_equal(tp_mixer_seek(rig->mixer, 5500), 0);
    tp_mixer_allow(rig->mixer, TP_NEVER);
    rig_pull(rig, 1000);
    rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(rig_expect(rig, TP_MIX_DONE, 1).pulled, 1000);
    assert_int_equal(rig_expect(rig, TP_MIX_STARTED, 2).pulled, 1500);
    assert_true(rig_steepest(rig, 500, 900) < 1.1F * 10000 / 32768 / FADE_FRAMES);
    assert_true(rig_silent(rig, 1000 + FADE_FRAMES, 100));
    assert_int_equal(count_heard(rig, 1500), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(the_count_stands_until_it_may_go),
        rig_test(the_count_stops_exactly_at_what_is_allowed),
        rig_test(the_now_bus_goes_on_while_the_count_stands),
        rig_test(a_stand_costs_nothing_of_a_sentence),
        rig_test(a_stand_reads_ahead_and_fades_in_from_the_same_place),
        rig_test(stands_of_any_length_do_not_click),
        rig_test(a_cue_that_begins_where_the_count_stood_keeps_its_attack),
        rig_test(an_allowance_that_comes_in_time_is_not_heard),
        rig_test(run_lets_the_count_stand_and_go),
        rig_test(what_is_cancelled_while_the_count_stands_stays_silent),
        rig_test(a_seek_sets_the_count_even_before_the_next_block),
        rig_test(after_a_seek_nothing_is_allowed_until_it_is_said_anew),
        rig_test(a_seek_cuts_what_sounds_and_lets_wait_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
