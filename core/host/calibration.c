/* Finding scale, sign and zero. Must never make a calibration of what cannot be one. */
#include "core/host/calibration.h"

#include <math.h>
#include <stdbool.h>

enum {
    FEWEST = 10, /* values of which a mean is taken */
    TARE_MS = 5000,
    TARE_RATE = 10 /* fewest readings a second */
};

/* A change of so many standard deviations is none by chance. */
static const double certain = 6;

/* More than a light touch. */
static const double touch_n = 3;

void tp_spread_add(struct tp_spread *spread, double value)
{
    double before = value - spread->mean;
    spread->least = spread->count ? fmin(spread->least, value) : value;
    spread->most = spread->count ? fmax(spread->most, value) : value;
    spread->count++;
    spread->mean += before / (double)spread->count;
    spread->squares += before * (value - spread->mean);
}

double tp_spread_sd(const struct tp_spread *spread)
{
    return spread->count > 1 ? sqrt(spread->squares / (double)(spread->count - 1)) : 0;
}

/* ---- the carton ---- */

/* Converters stay at these numbers when there is more than they can tell. */
static bool is_an_end(double value, struct tp_range range)
{
    static const double ends[] = {8388607, -8388608, 2147483647, -2147483648.0,
                                  65535,   32767,    -32768};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (value == ends[i])
            return true;
    return range.most > range.least && (value >= range.most || value <= range.least);
}

int tp_calibration_find(struct tp_calibration *out, const struct tp_spread *empty,
                        const struct tp_spread *loaded, struct tp_range range, struct tp_err *err)
{
    double change = loaded->mean - empty->mean,
           sd = fmax(tp_spread_sd(empty), tp_spread_sd(loaded));
    if (empty->count < FEWEST || loaded->count < FEWEST)
        return tp_err_set(err, TP_EINVAL, "Too few readings came. Is it still connected?");
    if (change == 0 || fabs(change) <= certain * sd)
        return tp_err_set(err, TP_EINVAL,
                          "Nothing changed: %.6g without the carton, %.6g with it. Does all of its "
                          "weight rest on the sensor?",
                          empty->mean, loaded->mean);
    double end = change > 0 ? loaded->most : loaded->least;
    if (is_an_end(end, range))
        return tp_err_set(err, TP_EINVAL,
                          "It gives %.10g and can give no more: the carton is too heavy for it, or "
                          "it is set too finely.",
                          end);
    double scale = TP_CARTON_N / change;
    if (sd * fabs(scale) >= TP_RESTLESS_N)
        return tp_err_set(
            err, TP_EINVAL,
            "It is too restless: untouched it goes up and down by %.1f N. Put it on a "
            "hard floor, away from what shakes, and look at its wires.",
            sd * fabs(scale));
    *out = (struct tp_calibration){empty->mean, scale, sd * fabs(scale)};
    return 0;
}

/* ---- zero ---- */

int tp_calibration_tare(double *zero_n, const struct tp_tare_sample *samples, size_t count)
{
    static const uint64_t length_ns = (uint64_t)TARE_MS * 1000000;
    struct tp_spread spread = {0};
    uint64_t newest = count ? samples[count - 1].at_ns : 0;
    if (count == 0 || newest - samples[0].at_ns < length_ns)
        return -TP_EAGAIN;
    for (size_t i = count; i > 0 && newest - samples[i - 1].at_ns <= length_ns; i--)
        tp_spread_add(&spread, samples[i - 1].newtons);
    if (spread.count < (size_t)TARE_RATE * TARE_MS / 1000)
        return -TP_EAGAIN;
    if (tp_spread_sd(&spread) >= TP_RESTLESS_N || fabs(spread.mean) > touch_n)
        return -TP_EINVAL;
    *zero_n = spread.mean;
    return 0;
}
