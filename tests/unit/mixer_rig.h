/* A mixer on the bench: clips whose samples tell where they are from, frames pulled in blocks of
 * any size, and what was heard at which of them. For the tests of the mixer and its drivers. */
#ifndef TP_TESTS_MIXER_RIG_H
#define TP_TESTS_MIXER_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/mixer.h"
#include "core/base/err.h"

#include <math.h>
#include <stdlib.h>

enum { RIG_FRAMES = 40000, FADE_FRAMES = 384 };

enum side { LEFT, RIGHT };

struct rig {
    struct tp_mixer *mixer;
    uint32_t pulled;
    float out[2 * RIG_FRAMES];
};

/* Nothing allowed, not running. */
static inline int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    rig->mixer = tp_mixer_create();
    assert_non_null(rig->mixer);
    *state = rig;
    return 0;
}

static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;
    tp_mixer_destroy(rig->mixer);
    free(rig);
    return 0;
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

/* The count goes, as far as it likes. */
static inline void rig_go(struct rig *rig)
{
    assert_int_equal(tp_mixer_run(rig->mixer, true), 0);
    tp_mixer_allow(rig->mixer, TP_NEVER);
}

static inline void rig_pull(struct rig *rig, uint32_t frames)
{
    const uint32_t block = 480;
    assert_true(rig->pulled + frames <= RIG_FRAMES);
    while (frames > 0) {
        uint32_t piece = frames < block ? frames : block;
        tp_mixer_render(rig->mixer, rig->out + 2 * (size_t)rig->pulled, piece);
        rig->pulled += piece;
        frames -= piece;
    }
}

/* What the mixer made of frame `at`, counted in frames pulled: it came out a little later. */
static inline float rig_heard(const struct rig *rig, enum side side, uint32_t at)
{
    assert_true(at + TP_MIXER_LOOKAHEAD < rig->pulled);
    return rig->out[2 * (size_t)(at + TP_MIXER_LOOKAHEAD) + side];
}

/* The greatest step between neighbours from frame `from` on, in the left channel. */
static inline float rig_steepest(const struct rig *rig, uint32_t from, uint32_t frames)
{
    float steepest = 0;
    for (uint32_t i = from + 1; i < from + frames; i++)
        steepest = fmaxf(steepest, fabsf(rig_heard(rig, LEFT, i) - rig_heard(rig, LEFT, i - 1)));
    return steepest;
}

static inline bool rig_silent(const struct rig *rig, uint32_t from, uint32_t frames)
{
    for (uint32_t i = from; i < from + frames; i++)
        if (rig_heard(rig, LEFT, i) != 0 || rig_heard(rig, RIGHT, i) != 0)
            return false;
    return true;
}

/* Every sample is `value`. */
static inline struct tp_clip *flat_clip(uint32_t frames, int16_t value)
{
    struct tp_clip *clip = tp_clip_create(frames, 1);
    assert_non_null(clip);
    for (uint32_t i = 0; i < frames; i++)
        clip->samples[i] = value;
    return clip;
}

/* Sample n is n + 1, up to 16000. */
static inline struct tp_clip *counting_clip(uint32_t frames)
{
    struct tp_clip *clip = tp_clip_create(frames, 1);
    assert_non_null(clip);
    assert_true(frames <= 16000);
    for (uint32_t i = 0; i < frames; i++)
        clip->samples[i] = (int16_t)(i + 1);
    return clip;
}

/* Which sample of a counting clip a heard value is, 0 for silence. */
static inline int count_heard(const struct rig *rig, uint32_t at)
{
    float value = rig_heard(rig, LEFT, at) * 32768;
    assert_true(value == floorf(value));
    return (int)value;
}

/* A voice cue on the session bus; the mixer takes over the clip. */
static inline struct tp_mix_cue session_cue(struct tp_clip *clip, tp_frames at, uint64_t id)
{
    return (struct tp_mix_cue){.clip = clip, .at = at, .id = id, .gain = 1, .epoch = 1};
}

static inline struct tp_mix_cue now_cue(struct tp_clip *clip, tp_frames delay, uint64_t id)
{
    return (struct tp_mix_cue){.clip = clip, .at = delay, .id = id, .gain = 1, .bus = TP_BUS_NOW};
}

static inline void rig_post(struct rig *rig, struct tp_mix_cue cue)
{
    assert_int_equal(tp_mixer_post(rig->mixer, &cue), 0);
}

/* The next feedback is this one. Its clip goes back. */
static inline struct tp_mix_event rig_expect(struct rig *rig, enum tp_mix_kind kind, uint64_t id)
{
    struct tp_mix_event event;
    assert_true(tp_mixer_poll(rig->mixer, &event));
    assert_int_equal(event.kind, kind);
    assert_int_equal(event.id, id);
    if (kind == TP_MIX_DONE) {
        assert_non_null(event.clip);
        tp_clip_unref(event.clip);
    }
    return event;
}

static inline void rig_expect_nothing(struct rig *rig)
{
    struct tp_mix_event event;
    assert_false(tp_mixer_poll(rig->mixer, &event));
}

#endif
