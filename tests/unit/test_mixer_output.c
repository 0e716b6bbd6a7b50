/* The way out of the mixer: pans, volumes, the lowered session, mono, the last fade. */
#include "tests/unit/mixer_rig.h"

enum { GAIN_FRAMES = 960, DUCK_FRAMES = 2400 };

static const float ducked = 0.2511886F; /* −12 dB */

static float level_of(int16_t value)
{
    return (float)value / 32768;
}

static void a_pan_keeps_the_power_of_a_mono_clip(void **state)
{
    struct rig *rig = *state;
    static const float pans[] = {-1, -0.6F, -0.3F, 0, 0.2F, 0.6F, 1};
    rig_go(rig);
    for (uint32_t i = 0; i < sizeof pans / sizeof *pans; i++) {
        struct tp_mix_cue cue = session_cue(flat_clip(100, 8000), 100 * i, i);
        cue.pan = pans[i];
        rig_post(rig, cue);
    }
    rig_pull(rig, 1000);
    for (uint32_t i = 0; i < sizeof pans / sizeof *pans; i++) {
        float left = rig_heard(rig, LEFT, 100 * i + 50),
              right = rig_heard(rig, RIGHT, 100 * i + 50);
        float power = left * left + right * right;
        assert_float_equal(power, 2 * level_of(8000) * level_of(8000), 1e-6F);
        assert_int_equal(left > right, pans[i] < 0);
        assert_int_equal(left<right, pans[i]> 0);
        assert_true(left > 0.05F && right > 0.05F); /* never on one side only */
    }
    assert_float_equal(rig_heard(rig, RIGHT, 50), rig_heard(rig, RIGHT, 150), 0); /* −1 is −0.6 */
    assert_float_equal(rig_heard(rig, LEFT, 350), level_of(8000), 0);             /* unity */
}

static void a_stereo_clip_is_balanced(void **state)
{
    struct rig *rig = *state;
    struct tp_clip *clip = tp_clip_create(1000, 2);
    for (int i = 0; i < 1000; i++) {
        clip->samples[2 * i] = 4000;
        clip->samples[2 * i + 1] = 6000;
    }
    struct tp_mix_cue centre = session_cue(tp_clip_ref(clip), 0, 1);
    struct tp_mix_cue right = session_cue(clip, 2000, 2);
    right.pan = 0.5F;
    rig_go(rig);
    rig_post(rig, centre);
    rig_post(rig, right);
    rig_pull(rig, 3500);
    assert_float_equal(rig_heard(rig, LEFT, 500), level_of(4000), 0);
    assert_float_equal(rig_heard(rig, RIGHT, 500), level_of(6000), 0);
    assert_float_equal(rig_heard(rig, LEFT, 2500), level_of(2000), 0);
    assert_float_equal(rig_heard(rig, RIGHT, 2500), level_of(6000), 0);
}

static void a_volume_is_reached_in_20_ms(void **state)
{
    struct rig *rig = *state;
    struct tp_mix_cue tone = session_cue(flat_clip(9000, 1000), 0, 2);
    tone.strip = TP_STRIP_TONE;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(9000, 8000), 0, 1));
    rig_post(rig, tone);
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_VOICE, 0.5F), 0);
    rig_pull(rig, 3000);
    assert_float_equal(rig_heard(rig, LEFT, 479), level_of(9000), 0);
    assert_true(rig_steepest(rig, 400, 1500) < 1.01F * level_of(4000) / GAIN_FRAMES);
    assert_true(rig_heard(rig, LEFT, 480 + GAIN_FRAMES - 2) > level_of(5000));
    assert_float_equal(rig_heard(rig, LEFT, 480 + GAIN_FRAMES - 1), level_of(5000), 0);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_MASTER, 0.5F), 0);
    rig_pull(rig, 3000);
    assert_float_equal(rig_heard(rig, LEFT, 3480 + GAIN_FRAMES), level_of(2500), 0);
}

static void a_volume_set_before_the_first_block_holds_from_the_first_frame(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_VOICE, 0.5F), 0);
    rig_post(rig, session_cue(flat_clip(500, 8000), 0, 1));
    rig_pull(rig, 500);
    assert_float_equal(rig_heard(rig, LEFT, 0), level_of(4000), 0);
}

static void words_on_the_now_bus_lower_the_session_by_12_db(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(30000, 8000), 0, 1));
    rig_pull(rig, 960);
    rig_post(rig, now_cue(flat_clip(6000, 0), 0, 2));
    rig_pull(rig, 10000);
    assert_float_equal(rig_heard(rig, LEFT, 959), level_of(8000), 0);
    assert_true(rig_heard(rig, LEFT, 960 + DUCK_FRAMES - 2) > level_of(8000) * ducked);
    assert_float_equal(rig_heard(rig, LEFT, 960 + DUCK_FRAMES), level_of(8000) * ducked, 1e-6F);
    assert_float_equal(rig_heard(rig, LEFT, 6959), level_of(8000) * ducked, 1e-6F);
    assert_true(rig_heard(rig, LEFT, 6961) > level_of(8000) * ducked);
    assert_float_equal(rig_heard(rig, LEFT, 6960 + DUCK_FRAMES), level_of(8000), 0);
    assert_true(rig_steepest(rig, 500, 9500) < 1.01F * level_of(8000) / DUCK_FRAMES);
}

static void tones_on_the_now_bus_do_not_lower_the_session(void **state)
{
    struct rig *rig = *state;
    struct tp_mix_cue knock = now_cue(flat_clip(5000, 0), 0, 2);
    knock.strip = TP_STRIP_TONE;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(5000, 8000), 0, 1));
    rig_post(rig, knock);
    rig_pull(rig, 5000);
    for (uint32_t i = 0; i < 4900; i++)
        assert_float_equal(rig_heard(rig, LEFT, i), level_of(8000), 0);
}

static void post_one_side(struct rig *rig)
{
    struct tp_clip *clip = tp_clip_create(500, 2);
    for (int i = 0; i < 500; i++)
        clip->samples[2 * i] = 8000;
    rig_post(rig, session_cue(clip, 0, 1));
    rig_go(rig);
    rig_pull(rig, 500);
}

static void mono_makes_both_channels_alike(void **state)
{
    struct rig *rig = *state;
    tp_mixer_mono(rig->mixer, true);
    post_one_side(rig);
    assert_float_equal(rig_heard(rig, LEFT, 100), level_of(4000), 0);
    assert_float_equal(rig_heard(rig, RIGHT, 100), level_of(4000), 0);
}

static void swap_exchanges_left_and_right(void **state)
{
    struct rig *rig = *state;
    tp_mixer_swap(rig->mixer, true);
    post_one_side(rig);
    assert_float_equal(rig_heard(rig, LEFT, 100), 0, 0);
    assert_float_equal(rig_heard(rig, RIGHT, 100), level_of(8000), 0);
}

static void the_last_fade_ends_in_lasting_silence(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(9000, 8000), 0, 1));
    rig_post(rig, now_cue(flat_clip(9000, 800), 0, 1));
    rig_pull(rig, 4800);
    tp_mixer_fade_out(rig->mixer, 2400);
    rig_pull(rig, 4000);
    assert_true(rig_steepest(rig, 4000, 4000) < level_of(8800) / 2300);
    assert_true(rig_heard(rig, LEFT, 4800 + 1200) > 0.02F);
    assert_true(rig_silent(rig, 4800 + 2399, 1000));
    assert_int_equal(tp_mixer_now(rig->mixer), 8800); /* time goes on */
}

static void a_second_fade_can_only_end_the_sound_sooner(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(30000, 8000), 0, 1));
    rig_pull(rig, 4800);
    tp_mixer_fade_out(rig->mixer, 9600);
    rig_pull(rig, 4800);
    tp_mixer_fade_out(rig->mixer, TP_NEVER);
    rig_pull(rig, 480);
    tp_mixer_fade_out(rig->mixer, 480);
    rig_pull(rig, 480);
    tp_mixer_fade_out(rig->mixer, 0);
    rig_pull(rig, 480);
    assert_true(rig_heard(rig, LEFT, 9600 + 240) > 0.4F * level_of(8000));
    assert_true(rig_heard(rig, LEFT, 10080) > 0.2F * level_of(8000));
    assert_true(rig_steepest(rig, 4000, 6500) < 1.01F * level_of(8000) / 480);
    assert_true(rig_silent(rig, 10559, 400));
}

static void a_fade_that_is_nearly_over_is_not_drawn_out(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(30000, 8000), 0, 1));
    rig_pull(rig, 480);
    tp_mixer_fade_out(rig->mixer, 9600);
    rig_pull(rig, 9360);
    tp_mixer_fade_out(rig->mixer, 4800); /* shorter than the first, longer than what is left */
    rig_pull(rig, 1000);
    assert_true(rig_heard(rig, LEFT, 10000) > 0);
    assert_true(rig_silent(rig, 480 + 9600, 400));
}

static void of_two_fades_before_a_block_the_shorter_counts(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(30000, 8000), 0, 1));
    tp_mixer_fade_out(rig->mixer, 480);
    tp_mixer_fade_out(rig->mixer, 9600);
    rig_pull(rig, 2000);
    assert_true(rig_silent(rig, 480, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_pan_keeps_the_power_of_a_mono_clip),
        rig_test(a_stereo_clip_is_balanced),
        rig_test(a_volume_is_reached_in_20_ms),
        rig_test(a_volume_set_before_the_first_block_holds_from_the_first_frame),
        rig_test(words_on_the_now_bus_lower_the_session_by_12_db),
        rig_test(tones_on_the_now_bus_do_not_lower_the_session),
        rig_test(mono_makes_both_channels_alike),
        rig_test(swap_exchanges_left_and_right),
        rig_test(the_last_fade_ends_in_lasting_silence),
        rig_test(a_second_fade_can_only_end_the_sound_sooner),
        rig_test(a_fade_that_is_nearly_over_is_not_drawn_out),
        rig_test(of_two_fades_before_a_block_the_shorter_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
