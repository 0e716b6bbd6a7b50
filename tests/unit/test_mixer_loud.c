/* A sentence that is repeated louder stays clean: what the limiter takes back from a voice at
 * −17 LUFS and 8 dB is taken smoothly.
 *
 * Clean is measured against the same sentence as it is usually spoken: in each 5 ms the loud one is
 * that one times a gain, and what is left over is distortion. */
#include "tests/unit/mixer_rig.h"
#include "tests/unit/voice_rig.h"

#include "audio/voice.h"

#include <ebur128.h>

enum { LOUDER_DB = 8, WINDOW = 240, TIMEOUT_MS = 60000 };

static const char *const sentences[] = {"Off the ball.", "Let go.", "Sit up slowly, and stand."};

static float linear(double db)
{
    return (float)pow(10, db / 20);
}

/* What the mixer makes of the clip, in the left channel; the caller frees. */
static double *played(struct tp_clip *clip, double gain_db)
{
    struct tp_mixer *mixer = tp_mixer_create();
    struct tp_mix_cue cue = {
        .clip = tp_clip_ref(clip), .gain = linear(gain_db), .strip = TP_STRIP_VOICE};
    size_t frames = clip->frames + TP_MIXER_LOOKAHEAD;
    float *out = calloc(frames, 2 * sizeof *out);
    double *left = calloc(frames, sizeof *left);
    assert_non_null(out);
    assert_non_null(left);
    assert_int_equal(tp_mixer_post(mixer, &cue), 0);
    tp_mixer_run(mixer, true);
    tp_mixer_allow(mixer, TP_NEVER);
    tp_mixer_render(mixer, out, (uint32_t)frames);
    for (size_t i = 0; i < clip->frames; i++)
        left[i] = out[2 * (i + TP_MIXER_LOOKAHEAD)];
    tp_mixer_destroy(mixer);
    free(out);
    return left;
}

struct measure {
    double loudest, true_peak_db;
};

/* Of what both ears hear. */
static struct measure measure(const double *left, size_t frames)
{
    enum { HOP = TP_RATE / 25 };
    struct measure measure = {-HUGE_VAL, 0};
    ebur128_state *meter = ebur128_init(2, TP_RATE, EBUR128_MODE_M | EBUR128_MODE_TRUE_PEAK);
    for (size_t at = 0; at < frames + 10 * HOP; at += HOP) {
        double hop[2 * HOP] = {0}, now = 0;
        for (size_t i = 0; i < HOP && at + i < frames; i++)
            hop[2 * i] = hop[2 * i + 1] = left[at + i];
        ebur128_add_frames_double(meter, hop, HOP);
        ebur128_loudness_momentary(meter, &now);
        measure.loudest = fmax(measure.loudest, now);
    }
    double peak = 0;
    ebur128_true_peak(meter, 0, &peak);
    measure.true_peak_db = 20 * log10(peak);
    ebur128_destroy(&meter);
    return measure;
}

/* Distortion over the whole, in dB below the sound. */
static double distortion_db(const double *usual, const double *loud, size_t frames)
{
    double all = 0, left_over = 0;
    for (size_t at = 0; at + WINDOW <= frames; at += WINDOW) {
        double both = 0, own = 0;
        for (size_t i = at; i < at + WINDOW; i++) {
            both += usual[i] * loud[i];
            own += usual[i] * usual[i];
        }
        double gain = own > 0 ? both / own : 0;
        for (size_t i = at; i < at + WINDOW; i++) {
            all += loud[i] * loud[i];
            left_over += pow(loud[i] - gain * usual[i], 2);
        }
    }
    return 10 * log10(left_over / all + 1e-12);
}

static void a_sentence_said_8_db_louder_is_louder_and_clean(void **state)
{
    (void)state;
    struct tp_voice *voice = NULL;
    struct tp_err err;
    assert_int_equal(
        tp_voice_open(&voice, &(struct tp_voice_config){&rig_engine, "slt", 1, NULL, NULL}, &err),
        0);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct tp_clip *clip = tp_voice_clip_wait(voice, sentences[i], TIMEOUT_MS);
        assert_non_null(clip);
        double *usual = played(clip, 0), *loud = played(clip, LOUDER_DB);
        struct measure before = measure(usual, clip->frames), after = measure(loud, clip->frames);
        double distortion = distortion_db(usual, loud, clip->frames);
        print_message("%s: %.1f LUFS, %.1f dB louder, %.2f dBTP, distortion %.1f dB\n",
                      sentences[i], before.loudest, after.loudest - before.loudest,
                      after.true_peak_db, distortion);
        assert_true(after.loudest - before.loudest > 7);
        assert_true(after.true_peak_db <= -1);
        assert_true(distortion < -45);
        free(usual);
        free(loud);
        tp_clip_unref(clip);
    }
    tp_voice_close(voice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_said_8_db_louder_is_louder_and_clean),
    };
    return cmocka_run_group_tests(tests, rig_find, NULL);
}
