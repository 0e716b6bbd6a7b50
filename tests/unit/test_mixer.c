/* The mixer: cues begin at their frame to the sample, end, are cut, and always come back. */
#include "tests/unit/mixer_rig.h"

static void a_cue_sounds_at_its_frame_to_the_sample(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(counting_clip(1000), 777, 1));
    rig_pull(rig, 3000);
    assert_true(rig_silent(rig, 0, 777));
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(count_heard(rig, 777 + i), (int)i + 1);
    assert_true(rig_silent(rig, 1777, 1000));
    struct tp_mix_event started = rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(started.at, 777);
    assert_int_equal(started.late, 0);
    assert_int_equal(started.pulled, 777);
    assert_int_equal(rig_expect(rig, TP_MIX_DONE, 1).pulled, 1777);
    rig_expect_nothing(rig);
}

static void cues_that_overlap_are_added(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(1000, 3000), 100, 1));
    rig_post(rig, session_cue(flat_clip(1000, 500), 600, 2));
    rig_pull(rig, 2000);
    assert_int_equal(count_heard(rig, 599), 3000);
    assert_int_equal(count_heard(rig, 600), 3500);
    assert_int_equal(count_heard(rig, 1099), 3500);
    assert_int_equal(count_heard(rig, 1100), 500);
}

static void cues_may_be_posted_in_any_order(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(10, 3), 300, 3));
    rig_post(rig, session_cue(flat_clip(10, 1), 100, 1));
    rig_post(rig, session_cue(flat_clip(10, 2), 200, 2));
    rig_pull(rig, 500);
    for (uint32_t i = 1; i <= 3; i++) {
        assert_int_equal(count_heard(rig, 100 * i), (int)i);
        rig_expect(rig, TP_MIX_STARTED, i);
        rig_expect(rig, TP_MIX_DONE, i);
    }
}

static void a_late_cue_sounds_at_once_and_is_reported(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_pull(rig, 1000);
    rig_post(rig, session_cue(counting_clip(500), 900, 1));
    rig_pull(rig, 1000);
    assert_true(rig_silent(rig, 0, 1000));
    assert_int_equal(count_heard(rig, 1000), 1);
    struct tp_mix_event started = rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(started.at, 1000);
    assert_int_equal(started.late, 100);
}

static void a_cancel_takes_older_epochs_only(void **state)
{
    struct rig *rig = *state;
    struct tp_mix_cue kept = session_cue(flat_clip(100, 7), 2000, 3);
    kept.epoch = 2;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(5000, 16384), 0, 1));
    rig_post(rig, session_cue(flat_clip(100, 16384), 1500, 2));
    rig_post(rig, kept);
    rig_pull(rig, 1000);
    rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(tp_mixer_cancel(rig->mixer, 2), 0);
    rig_pull(rig, 2000);
    rig_expect(rig, TP_MIX_DONE, 1);
    rig_expect(rig, TP_MIX_DONE, 2);
    rig_expect(rig, TP_MIX_STARTED, 3);
    rig_expect(rig, TP_MIX_DONE, 3);
    assert_true(rig_heard(rig, LEFT, 1000 + FADE_FRAMES / 2) > 0.2F);
    assert_true(rig_silent(rig, 1000 + FADE_FRAMES, 500));
    assert_int_equal(count_heard(rig, 2000), 7);
}

static void what_is_cancelled_fades_without_a_click(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(5000, 16384), 0, 1));
    rig_pull(rig, 1000);
    assert_int_equal(tp_mixer_cancel(rig->mixer, 2), 0);
    rig_pull(rig, 1000);
    assert_true(rig_steepest(rig, 500, 1000) < 0.5F / FADE_FRAMES * 1.01F);
}

static void a_cut_takes_one_cue(void **state)
{
    struct rig *rig = *state;
    rig_go(rig);
    rig_post(rig, session_cue(flat_clip(3000, 1000), 0, 1));
    rig_post(rig, session_cue(flat_clip(3000, 200), 0, 2));
    rig_post(rig, now_cue(flat_clip(3000, 30), 0, 2)); /* same number, other bus */
    rig_pull(rig, 100);
    assert_int_equal(tp_mixer_cut(rig->mixer, 1), 0);
    rig_pull(rig, 1000);
    rig_expect(rig, TP_MIX_STARTED, 1);
    rig_expect(rig, TP_MIX_STARTED, 2);
    rig_expect(rig, TP_MIX_STARTED, 2);
    assert_int_equal(rig_expect(rig, TP_MIX_DONE, 1).pulled, 100);
    rig_expect_nothing(rig);
}

static void a_cue_on_the_now_bus_sounds_at_the_next_block_and_its_delay(void **state)
{
    struct rig *rig = *state;
    rig_pull(rig, 960); /* the count stands */
    rig_post(rig, now_cue(counting_clip(200), 0, 1));
    rig_post(rig, now_cue(counting_clip(200), 700, 2));
    rig_pull(rig, 1500);
    for (uint32_t i = 0; i < 200; i++) {
        assert_int_equal(count_heard(rig, 960 + i), (int)i + 1);
        assert_int_equal(count_heard(rig, 1660 + i), (int)i + 1);
    }
    struct tp_mix_event started = rig_expect(rig, TP_MIX_STARTED, 1);
    assert_int_equal(started.bus, TP_BUS_NOW);
    assert_int_equal(started.pulled, 960);
    assert_int_equal(started.late, 0);
    rig_expect(rig, TP_MIX_DONE, 1);
    rig_expect(rig, TP_MIX_STARTED, 2);
    rig_expect(rig, TP_MIX_DONE, 2);
    assert_int_equal(tp_mixer_now(rig->mixer), 0);
}

static void the_now_bus_can_be_cleared_without_the_session(void **state)
{
    struct rig *rig = *state;
    struct tp_mix_cue tone = now_cue(flat_clip(5000, 1000), 0, 1);
    tone.strip = TP_STRIP_TONE; /* does not lower the session */
    rig_go(rig);
    rig_post(rig, tone);
    rig_post(rig, now_cue(flat_clip(5000, 1000), 3000, 2));
    rig_post(rig, session_cue(flat_clip(5000, 50), 0, 3));
    rig_pull(rig, 480);
    assert_int_equal(tp_mixer_cancel_now(rig->mixer), 0);
    rig_pull(rig, 4000);
    rig_expect(rig, TP_MIX_STARTED, 3);
    rig_expect(rig, TP_MIX_STARTED, 1);
    rig_expect(rig, TP_MIX_DONE, 1);
    rig_expect(rig, TP_MIX_DONE, 2);
    rig_expect_nothing(rig);
    assert_int_equal(count_heard(rig, 479), 1050);
    assert_int_equal(count_heard(rig, 480 + FADE_FRAMES), 50);
    assert_int_equal(count_heard(rig, 4000), 50);
}

static void every_clip_comes_back_however_late_one_looks(void **state)
{
    struct rig *rig = *state;
    struct tp_clip *clip = flat_clip(10, 1);
    struct tp_mix_cue cue = session_cue(clip, 0, 0);
    rig_go(rig);
    for (uint64_t i = 0; i < TP_MIXER_CUES; i++) {
        cue.id = i;
        cue.at = (tp_frames)(i % 100);
        tp_clip_ref(clip);
        rig_post(rig, cue);
    }
    assert_int_equal(tp_mixer_post(rig->mixer, &cue), -TP_EAGAIN);
    rig_pull(rig, 1000);
    assert_int_equal(tp_mixer_post(rig->mixer, &cue), -TP_EAGAIN);
    int started = 0, done = 0;
    for (struct tp_mix_event event; tp_mixer_poll(rig->mixer, &event);) {
        started += event.kind == TP_MIX_STARTED;
        done += event.kind == TP_MIX_DONE;
        tp_clip_unref(event.clip);
    }
    assert_int_equal(started, TP_MIXER_CUES);
    assert_int_equal(done, TP_MIXER_CUES);
    assert_int_equal(clip->references, 1);
    rig_post(rig, cue);
}

static void a_full_ring_says_again_and_nothing_is_lent(void **state)
{
    struct rig *rig = *state;
    struct tp_clip *clip = flat_clip(10, 1);
    struct tp_mix_cue cue = session_cue(clip, 0, 1);
    while (tp_mixer_run(rig->mixer, true) == 0)
        ;
    assert_int_equal(tp_mixer_post(rig->mixer, &cue), -TP_EAGAIN);
    assert_int_equal(tp_mixer_seek(rig->mixer, 500), -TP_EAGAIN);
    assert_int_equal(tp_mixer_now(rig->mixer), 0);
    rig_pull(rig, 10);
    assert_int_equal(tp_mixer_run(rig->mixer, false), 0);
    assert_int_equal(tp_mixer_post(rig->mixer, &cue), 0);
}

static void clips_that_are_still_lent_are_given_up_with_the_mixer(void **state)
{
    (void)state;
    struct tp_clip *clip = flat_clip(1000, 1);
    struct tp_mixer *mixer = tp_mixer_create();
    float out[2 * 100];
    assert_non_null(mixer);
    struct tp_mix_cue sounding = now_cue(tp_clip_ref(clip), 0, 1);
    struct tp_mix_cue waiting = session_cue(tp_clip_ref(clip), 1000, 2);
    struct tp_mix_cue cancelled = now_cue(tp_clip_ref(clip), 0, 3);
    struct tp_mix_cue unread = session_cue(tp_clip_ref(clip), 0, 4);
    assert_int_equal(tp_mixer_post(mixer, &cancelled), 0);
    assert_int_equal(tp_mixer_cancel_now(mixer), 0);
    assert_int_equal(tp_mixer_post(mixer, &sounding), 0);
    assert_int_equal(tp_mixer_post(mixer, &waiting), 0);
    tp_mixer_render(mixer, out, 100);
    assert_int_equal(tp_mixer_post(mixer, &unread), 0);
    assert_int_equal(clip->references, 5);
    tp_mixer_destroy(mixer);
    assert_int_equal(clip->references, 1);
    tp_clip_unref(clip);
}

static void what_is_out_of_range_is_refused(void **state)
{
    struct rig *rig = *state;
    struct tp_clip *clip = flat_clip(10, 1), *empty = tp_clip_create(0, 1);
    const struct tp_mix_cue good = session_cue(clip, 0, 1);
    struct tp_mix_cue bad[] = {good, good, good, good, good, good, good, good};
    bad[0].clip = NULL;
    bad[1].clip = empty;
    bad[2].at = -1;
    bad[3].gain = NAN;
    bad[4].gain = 4.1F;
    bad[5].pan = -1.1F;
    bad[6].bus = TP_BUS_NOW + 1;
    bad[7].strip = TP_STRIP_MASTER;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tp_mixer_post(rig->mixer, &bad[i]), -TP_EINVAL);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_COUNT, 1), -TP_EINVAL);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_VOICE, -0.1F), -TP_EINVAL);
    assert_int_equal(tp_mixer_gain(rig->mixer, TP_STRIP_VOICE, INFINITY), -TP_EINVAL);
    assert_int_equal(tp_mixer_seek(rig->mixer, -1), -TP_EINVAL);
    rig_post(rig, good);
    tp_clip_unref(empty);
}

static void a_clip_has_one_or_two_channels_and_counts_its_references(void **state)
{
    (void)state;
    assert_null(tp_clip_create(10, 0));
    assert_null(tp_clip_create(10, 3));
    struct tp_clip *clip = tp_clip_create(10, 2);
    assert_non_null(clip);
    for (int i = 0; i < 20; i++)
        assert_int_equal(clip->samples[i], 0);
    assert_ptr_equal(tp_clip_ref(clip), clip);
    assert_int_equal(clip->references, 2);
    tp_clip_unref(clip);
    assert_int_equal(clip->references, 1);
    tp_clip_unref(clip);
    tp_clip_unref(NULL);
    assert_null(tp_clip_ref(NULL));
    tp_mixer_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_cue_sounds_at_its_frame_to_the_sample),
        rig_test(cues_that_overlap_are_added),
        rig_test(cues_may_be_posted_in_any_order),
        rig_test(a_late_cue_sounds_at_once_and_is_reported),
        rig_test(a_cancel_takes_older_epochs_only),
        rig_test(what_is_cancelled_fades_without_a_click),
        rig_test(a_cut_takes_one_cue),
        rig_test(a_cue_on_the_now_bus_sounds_at_the_next_block_and_its_delay),
        rig_test(the_now_bus_can_be_cleared_without_the_session),
        rig_test(every_clip_comes_back_however_late_one_looks),
        rig_test(a_full_ring_says_again_and_nothing_is_lent),
        cmocka_unit_test(clips_that_are_still_lent_are_given_up_with_the_mixer),
        rig_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(a_clip_has_one_or_two_channels_and_counts_its_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
