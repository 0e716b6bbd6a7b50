/* Blocks: the same commands at the same frames give the same samples and the same feedback, bit for
 * bit, whether frames are pulled one by one or thousands at a time. Random streams of commands. */
#include "tests/unit/mixer_rig.h"

#include <string.h>

enum {
    FRAMES = 24000,
    STREAMS = 12,
    CLIPS = 5,
    EVENTS_MAX = 2048,
    GAP_MAX = 700 /* frames between commands */
};

struct take {
    float out[2 * FRAMES];
    struct tp_mix_event events[EVENTS_MAX];
    size_t event_count;
    tp_frames count;
};

/* A small generator of its own, so that a stream is the same on every machine. */
struct chance {
    uint64_t state;
};

static uint32_t draw(struct chance *chance, uint32_t below)
{
    chance->state = chance->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(chance->state >> 33) % below;
}

static struct tp_clip *noise_clip(struct chance *chance)
{
    uint16_t channels = (uint16_t)(1 + draw(chance, 2));
    struct tp_clip *clip = tp_clip_create(1 + draw(chance, 6000), channels);
    assert_non_null(clip);
    for (uint32_t i = 0; i < clip->frames * channels; i++)
        clip->samples[i] = (int16_t)((int)draw(chance, 40000) - 20000);
    return clip;
}

static struct tp_mix_cue any_cue(struct chance *chance, struct tp_clip *const clips[CLIPS],
                                 tp_frames now)
{
    struct tp_mix_cue cue = {
        .clip = tp_clip_ref(clips[draw(chance, CLIPS)]),
        .id = draw(chance, 30),
        .epoch = draw(chance, 4),
        .gain = (float)draw(chance, 100) / 100,
        .pan = (float)draw(chance, 200) / 100 - 1,
        .bus = (uint8_t)draw(chance, 2),
        .strip = (uint8_t)draw(chance, 2),
    };
    tp_frames from = cue.bus == TP_BUS_SESSION && now > 300 ? now - 300 : 0;
    cue.at = from + draw(chance, 3000);
    return cue;
}

static void any_command(struct chance *chance, struct tp_mixer *mixer,
                        struct tp_clip *const clips[CLIPS])
{
    const tp_frames now = tp_mixer_now(mixer);
    struct tp_mix_cue cue;
    switch (draw(chance, 16)) {
    case 0:
        tp_mixer_cancel(mixer, draw(chance, 5));
        break;
    case 1:
        tp_mixer_cut(mixer, draw(chance, 30));
        break;
    case 2:
        tp_mixer_cancel_now(mixer);
        break;
    case 3:
        tp_mixer_run(mixer, draw(chance, 4) > 0);
        break;
    case 4:
        tp_mixer_seek(mixer, draw(chance, 20000));
        break;
    case 5:
        tp_mixer_gain(mixer, (enum tp_strip)draw(chance, TP_STRIP_COUNT),
                      (float)draw(chance, 30) / 10);
        break;
    case 6:
        if (draw(chance, 20) == 0)
            tp_mixer_fade_out(mixer, draw(chance, 5000));
        break;
    case 7:
    case 8:
    case 9:
        tp_mixer_allow(mixer, now + draw(chance, 1500));
        break;
    default:
        cue = any_cue(chance, clips, now);
        if (tp_mixer_post(mixer, &cue))
            tp_clip_unref(cue.clip);
        break;
    }
}

static void poll_all(struct tp_mixer *mixer, struct take *take)
{
    for (struct tp_mix_event event; tp_mixer_poll(mixer, &event);) {
        assert_true(take->event_count < EVENTS_MAX);
        tp_clip_unref(event.clip);
        take->events[take->event_count++] = event;
    }
}

static void pull(struct tp_mixer *mixer, struct take *take, uint32_t from, uint32_t to,
                 uint32_t block)
{
    while (from < to) {
        uint32_t frames = to - from < block ? to - from : block;
        tp_mixer_render(mixer, take->out + 2 * (size_t)from, frames);
        from += frames;
    }
}

/* One stream of commands, pulled in blocks of one size. */
static void record(struct take *take, uint64_t seed, uint32_t block)
{
    struct chance chance = {seed};
    struct tp_mixer *mixer = tp_mixer_create();
    struct tp_clip *clips[CLIPS];
    assert_non_null(mixer);
    memset(take, 0, sizeof *take);
    for (int i = 0; i < CLIPS; i++)
        clips[i] = noise_clip(&chance);
    tp_mixer_run(mixer, true);
    for (uint32_t at = 0; at < FRAMES;) {
        uint32_t next = at + draw(&chance, GAP_MAX);
        if (next > FRAMES)
            next = FRAMES;
        pull(mixer, take, at, next, block);
        poll_all(mixer, take);
        for (uint32_t burst = 1 + draw(&chance, 4); burst > 0; burst--)
            any_command(&chance, mixer, clips);
        at = next;
    }
    take->count = tp_mixer_now(mixer);
    tp_mixer_destroy(mixer);
    for (int i = 0; i < CLIPS; i++)
        tp_clip_unref(clips[i]);
}

static bool same_event(const struct tp_mix_event *a, const struct tp_mix_event *b)
{
    return a->kind == b->kind && a->bus == b->bus && a->id == b->id && a->at == b->at &&
           a->late == b->late && a->pulled == b->pulled;
}

static bool same_feedback(const struct take *take, const struct take *other)
{
    for (size_t i = 0; i < take->event_count && i < other->event_count; i++)
        if (!same_event(&take->events[i], &other->events[i]))
            return false;
    return take->event_count == other->event_count && take->count == other->count;
}

static uint32_t bits_of(float value)
{
    union {
        float value;
        uint32_t bits;
    } both = {value};
    return both.bits;
}

static void assert_same(const struct take *take, const struct take *other, uint64_t seed,
                        uint32_t block)
{
    uint32_t i = 0;
    while (i < 2 * FRAMES && bits_of(take->out[i]) == bits_of(other->out[i]))
        i++;
    if (i < 2 * FRAMES)
        fail_msg("stream %u differs in blocks of %u from frame %u on", (unsigned)seed, block,
                 i / 2);
    if (!same_feedback(take, other))
        fail_msg("stream %u has other feedback in blocks of %u", (unsigned)seed, block);
}

static void any_size_of_block_gives_the_same_bits_and_feedback(void **state)
{
    (void)state;
    static const uint32_t blocks[] = {1, 64, 333};
    static struct take large, other;
    double power = 0;
    size_t events = 0;
    for (uint64_t seed = 1; seed <= STREAMS; seed++) {
        record(&large, seed, 4096);
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
            record(&other, seed, blocks[i]);
            assert_same(&large, &other, seed, blocks[i]);
        }
        for (uint32_t i = 0; i < 2 * FRAMES; i++)
            power += (double)(large.out[i] * large.out[i]);
        events += large.event_count;
    }
    assert_true(power / (2.0 * FRAMES * STREAMS) > 1e-3); /* something was heard … */
    assert_true(events > STREAMS * 50);                   /* … of many cues */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_size_of_block_gives_the_same_bits_and_feedback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
