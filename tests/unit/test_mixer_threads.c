/* Two threads: one asks for everything, one pulls, as in a live session. What this proves, it
 * proves under ThreadSanitizer; in every build each clip comes back once and the count never lies.
 */
#include "tests/unit/mixer_rig.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { ROUNDS = 2000, BLOCK = 64 };

struct bench {
    struct tp_mixer *mixer;
    atomic_bool over;
};

static void *pull(void *argument)
{
    struct bench *bench = argument;
    float out[2 * BLOCK];
    while (!atomic_load(&bench->over)) {
        tp_mixer_render(bench->mixer, out, BLOCK);
        sched_yield();
    }
    tp_mixer_render(bench->mixer, out, BLOCK); /* the last commands */
    return NULL;
}

/* Waits until the other thread has rendered once more. */
static void let_one_block_pass(const struct tp_mixer *mixer)
{
    uint64_t before = tp_mixer_pulled(mixer);
    while (tp_mixer_pulled(mixer) == before)
        sched_yield();
}

static int poll_all(struct tp_mixer *mixer)
{
    int done = 0;
    for (struct tp_mix_event event; tp_mixer_poll(mixer, &event);) {
        done += event.kind == TP_MIX_DONE;
        tp_clip_unref(event.clip);
    }
    return done;
}

/* One round of what a loop does; how many cues it posted. */
static int ask(struct tp_mixer *mixer, struct tp_clip *clip, uint32_t round)
{
    tp_frames now = tp_mixer_now(mixer);
    struct tp_mix_cue session = session_cue(tp_clip_ref(clip), now + 40, round);
    struct tp_mix_cue words = now_cue(tp_clip_ref(clip), 10, round);
    session.epoch = round;
    int posted = 0;
    if (tp_mixer_post(mixer, &session) == 0)
        posted++;
    else
        tp_clip_unref(clip);
    if (tp_mixer_post(mixer, &words) == 0)
        posted++;
    else
        tp_clip_unref(clip);
    tp_mixer_allow(mixer, now + 200);
    if (round % 7 == 0)
        tp_mixer_cancel(mixer, round - 3);
    if (round % 11 == 0)
        tp_mixer_cut(mixer, round - 1);
    if (round % 13 == 0)
        tp_mixer_cancel_now(mixer);
    if (round % 5 == 0)
        tp_mixer_gain(mixer, TP_STRIP_MASTER, (float)(round % 3));
    tp_mixer_run(mixer, round % 17 != 0);
    return posted;
}

static void one_thread_asks_while_another_pulls(void **state)
{
    struct rig *rig = *state;
    struct bench bench = {.mixer = rig->mixer};
    struct tp_clip *clip = flat_clip(300, 1000);
    pthread_t puller;
    int posted = 0, done = 0;
    assert_int_equal(pthread_create(&puller, NULL, pull, &bench), 0);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        posted += ask(rig->mixer, clip, round);
        if (round % 50 == 0) {
            tp_frames target = round * 10;
            if (tp_mixer_seek(rig->mixer, target) == 0) /* nothing is allowed: it cannot go on */
                assert_int_equal(tp_mixer_now(rig->mixer), target);
            let_one_block_pass(rig->mixer);
            assert_int_equal(tp_mixer_now(rig->mixer) >= target, 1);
        }
        if (round == ROUNDS - 100)
            tp_mixer_fade_out(rig->mixer, 480);
        done += poll_all(rig->mixer);
        (void)tp_mixer_moving(rig->mixer);
    }
    while (tp_mixer_cancel(rig->mixer, UINT32_MAX) || tp_mixer_cancel_now(rig->mixer))
        let_one_block_pass(rig->mixer);
    let_one_block_pass(rig->mixer);
    atomic_store(&bench.over, true);
    assert_int_equal(pthread_join(puller, NULL), 0);
    done += poll_all(rig->mixer);
    assert_true(posted > ROUNDS / 10);
    assert_int_equal(done, posted);
    assert_int_equal(clip->references, 1);
    tp_clip_unref(clip);
}

/* The law of time, while the loop side seeks to and fro: a third thread, too, sees only counts that
 * were sought or allowed. */
static void *watch(void *argument)
{
    struct bench *bench = argument;
    int wrong = 0;
    while (!atomic_load(&bench->over)) {
        tp_frames now = tp_mixer_now(bench->mixer);
        wrong += now % 1000 > 10;
    }
    return wrong ? bench : NULL;
}

static void the_count_is_true_on_every_thread(void **state)
{
    struct rig *rig = *state;
    struct bench bench = {.mixer = rig->mixer};
    pthread_t puller, watcher;
    void *wrong;
    assert_int_equal(tp_mixer_run(rig->mixer, true), 0);
    assert_int_equal(pthread_create(&puller, NULL, pull, &bench), 0);
    assert_int_equal(pthread_create(&watcher, NULL, watch, &bench), 0);
    for (uint32_t round = 0; round < ROUNDS / 4; round++) {
        tp_frames target = 1000 * (tp_frames)(round * 7 % 13);
        while (tp_mixer_seek(rig->mixer, target))
            let_one_block_pass(rig->mixer);
        assert_int_equal(tp_mixer_now(rig->mixer), target);
        tp_mixer_allow(rig->mixer, target + 10);
        if (round % 3 == 0)
            let_one_block_pass(rig->mixer);
        assert_in_range(tp_mixer_now(rig->mixer), target, target + 10);
    }
    atomic_store(&bench.over, true);
    assert_int_equal(pthread_join(puller, NULL), 0);
    assert_int_equal(pthread_join(watcher, &wrong), 0);
    assert_null(wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(one_thread_asks_while_another_pulls),
        rig_test(the_count_is_true_on_every_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
