/* Upsampling: the same sound at more places, nothing added, nothing moved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_upsample.h"

#include <math.h>
#include <stdlib.h>

enum { FRAMES = 1000, FACTOR_MAX = 6, EDGE = 60 };

static const double PI = 3.14159265358979323846;

static float in[FRAMES], out[FRAMES * FACTOR_MAX];

/* How far the middle of the result is, at most, from the sine that went in; `hz` is a part of the
 * lower rate. */
static double worst(unsigned factor, double hz, double gain)
{
    double most = 0;
    for (int i = 0; i < FRAMES; i++)
        in[i] = (float)sin(2 * PI * hz * i + 0.3);
    assert_int_equal(tp_voice_upsample(in, FRAMES, factor, out), 0);
    for (unsigned i = EDGE * factor; i < (FRAMES - EDGE) * factor; i++)
        most = fmax(most, fabs((double)out[i] - gain * sin(2 * PI * hz * i / factor + 0.3)));
    return most;
}

static void a_tone_of_the_voice_stays_as_it_is(void **state)
{
    (void)state;
    static const double tones[] = {0.001, 0.05, 0.2, 0.35, 0.44};
    static const unsigned factors[] = {1, 3, 6};
    for (size_t t = 0; t < sizeof tones / sizeof *tones; t++)
        for (size_t f = 0; f < sizeof factors / sizeof *factors; f++)
            assert_true(worst(factors[f], tones[t], 1) < 0.0012); /* 0.01 dB, and no mirror image */
}

/* One frame alone has all frequencies: those of the voice come through, and no others. */
static void nothing_is_added_above_the_voice(void **state)
{
    (void)state;
    double power = 0;
    for (int i = 0; i < FRAMES; i++)
        in[i] = i == FRAMES / 2;
    assert_int_equal(tp_voice_upsample(in, FRAMES, 3, out), 0);
    for (int i = 0; i < FRAMES * 3; i++)
        power += (double)out[i] * (double)out[i];
    assert_true(fabs(power - 3 * 2 * 0.475) < 0.05); /* both signs of up to 0.475, three times */
    for (int percent = 51; percent < 150; percent++) {
        double hz = percent / 100.0, cosine = 0, sine = 0;
        for (int i = 0; i < FRAMES * 3; i++) {
            cosine += (double)out[i] * cos(2 * PI * hz * i / 3);
            sine += (double)out[i] * sin(2 * PI * hz * i / 3);
        }
        assert_true(hypot(cosine, sine) / 3 < 5e-5); /* −86 dB */
    }
}

static void frames_keep_their_places_to_the_edge(void **state)
{
    (void)state;
    static const int places[] = {0, 1, 499, FRAMES - 1};
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        int highest = 0;
        for (int i = 0; i < FRAMES; i++)
            in[i] = i == places[p];
        assert_int_equal(tp_voice_upsample(in, FRAMES, 6, out), 0);
        for (int i = 0; i < FRAMES * 6; i++)
            highest = out[i] > out[highest] ? i : highest;
        assert_int_equal(highest, places[p] * 6);
    }
    assert_int_equal(tp_voice_upsample(in, 0, 6, out), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tone_of_the_voice_stays_as_it_is),
        cmocka_unit_test(nothing_is_added_above_the_voice),
        cmocka_unit_test(frames_keep_their_places_to_the_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
