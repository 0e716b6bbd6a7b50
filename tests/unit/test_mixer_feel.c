/* The sound that follows a pressure: from the next block on, without a click, the same for any
 * block size, whatever the count does. */
#include "tests/unit/mixer_rig.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 480 };

static struct tp_clip *pulse(int16_t value)
{
    struct tp_clip *clip = tp_clip_create(4800, 1);
    assert_non_null(clip);
    for (uint32_t i = 0; i < 1200; i++)
        clip->samples[i] = (int16_t)(value * sin((double)i / 1200 * 3.14159265));
    return clip;
}

static int setup(void **state)
{
    rig_setup(state);
    struct rig *rig = *state;
    tp_mixer_feel_clips(rig->mixer, pulse(3000), pulse(6000));
    return 0;
}

static double loudest(const struct rig *rig, uint32_t from, uint32_t frames)
{
    double most = 0;
    for (uint32_t i = from; i < from + frames; i++)
        most = fmax(most, fabs((double)rig->out[2 * i]));
    return most;
}

/* The largest difference between two samples that follow each other. */
static double steepest(const struct rig *rig, uint32_t from, uint32_t frames)
{
    double most = 0;
    for (uint32_t i = from + 1; i < from + frames; i++)
        most = fmax(most, fabs((double)rig->out[2 * i] - (double)rig->out[2 * i - 2]));
    return most;
}

static void it_sounds_with_the_next_block_also_while_time_stands(void **state)
{
    struct rig *rig = *state;
    rig_pull(rig, 2 * BLOCK);
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_BELOW, 0);
    rig_pull(rig, 10 * BLOCK);
    assert_true(rig_silent(rig, 0, 2 * BLOCK));
    assert_true(loudest(rig, 2 * BLOCK, BLOCK) > 0);
    assert_int_equal(tp_mixer_now(rig->mixer), 0);
}

static void below_and_above_go_on_and_on(void **state)
{
    struct rig *rig = *state;
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_BELOW, 0);
    rig_pull(rig, 4 * 4800);
    double soft = loudest(rig, 3 * 4800, 4800);
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_ABOVE, 0);
    rig_pull(rig, 3 * 4800);
    double hard = loudest(rig, 5 * 4800, 2 * 4800);
    assert_true(soft > 0.05 && hard > 1.5 * soft);
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_SILENT, 0);
    rig_pull(rig, 2 * BLOCK);
    uint32_t end = rig->pulled;
    rig_pull(rig, 2 * BLOCK);
    assert_true(loudest(rig, end, 2 * BLOCK) == 0);
}

/* Periods of the note in `frames` frames, by its crossings upwards. */
static unsigned crossings(const struct rig *rig, uint32_t from, uint32_t frames)
{
    unsigned count = 0;
    for (uint32_t i = from + 1; i < from + frames; i++)
        count += rig->out[2 * i - 2] < 0 && rig->out[2 * i] >= 0;
    return count;
}

static void after_silence_it_is_there_at_once(void **state)
{
    struct rig *rig = *state;
    float first[2 * BLOCK];
    for (int i = 0; i < 2; i++) {
        uint32_t from = rig->pulled;
        tp_mixer_feel(rig->mixer, TP_MIX_FEEL_BELOW, 0);
        rig_pull(rig, BLOCK);
        if (i == 0)
            memcpy(first, rig->out + 2 * (size_t)from, sizeof first);
        assert_memory_equal(first, rig->out + 2 * (size_t)from, sizeof first);
        tp_mixer_feel(rig->mixer, TP_MIX_FEEL_SILENT, 0);
        rig_pull(rig, 4 * BLOCK);
    }
}

static void the_way_there_is_a_note_that_rises(void **state)
{
    struct rig *rig = *state;
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_RAMP, 0);
    rig_pull(rig, 9600);
    unsigned low = crossings(rig, 4800, 4800);
    double quiet = loudest(rig, 4800, 4800);
    tp_mixer_feel(rig->mixer, TP_MIX_FEEL_RAMP, 1);
    rig_pull(rig, 24000);
    unsigned high = crossings(rig, 28800, 4800);
    double loud = loudest(rig, 28800, 4800);
    assert_in_range(low, 38, 40);  /* G4: 392 Hz */
    assert_in_range(high, 51, 53); /* C5: 523 Hz */
    assert_true(loud > 2.5 * quiet && loud < 4 * quiet);
    assert_true(steepest(rig, 0, rig->pulled) < 0.01);
}

static void nothing_clicks_however_it_changes(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 40; i++) {
        tp_mixer_feel(rig->mixer, (enum tp_mix_feel)(i * 7 % 4), i % 5 * 0.25);
        rig_pull(rig, 900);
    }
    assert_true(steepest(rig, 0, rig->pulled) < 0.02);
}

/* The kind is another one at these frames. */
static const struct {
    uint32_t at;
    enum tp_mix_feel kind;
} changes[] = {{0, TP_MIX_FEEL_RAMP},
               {2000, TP_MIX_FEEL_SILENT},
               {6000, TP_MIX_FEEL_BELOW},
               {8192, TP_MIX_FEEL_SILENT}};

static void render_changes(struct tp_mixer *mixer, float *out, uint32_t block)
{
    for (size_t i = 0; i + 1 < sizeof changes / sizeof *changes; i++) {
        tp_mixer_feel(mixer, changes[i].kind, 0.5);
        for (uint32_t at = changes[i].at; at < changes[i + 1].at;) {
            uint32_t left = changes[i + 1].at - at, frames = left < block ? left : block;
            tp_mixer_render(mixer, out + 2 * (size_t)at, frames);
            at += frames;
        }
    }
}

static void any_block_size_gives_the_same_samples(void **state)
{
    static const uint32_t sizes[] = {64, 480, 1000, 4096};
    static float first[2 * 8192];
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        static float out[2 * 8192];
        struct tp_mixer *mixer = tp_mixer_create();
        assert_non_null(mixer);
        tp_mixer_feel_clips(mixer, pulse(3000), NULL);
        render_changes(mixer, out, sizes[i]);
        if (i == 0)
            memcpy(first, out, sizeof out);
        assert_memory_equal(first, out, sizeof out);
        tp_mixer_destroy(mixer);
    }
}

#define with_clips(name) cmocka_unit_test_setup_teardown(name, setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_clips(it_sounds_with_the_next_block_also_while_time_stands),
        with_clips(below_and_above_go_on_and_on),
        with_clips(after_silence_it_is_there_at_once),
        with_clips(the_way_there_is_a_note_that_rises),
        with_clips(nothing_clicks_however_it_changes),
        cmocka_unit_test(any_block_size_gives_the_same_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
