/* The filter of the closed loop. Must never let one wild sample through, nor depend on how often
 * samples come. */
#include "core/engine/press_filter.h"

#include <math.h>
#include <string.h>

static const double tau_s = 0.3;
static const double least_newtons = -1; /* a cell that lost its zero a little still is one */
/* More than any hand or ball gives. Only so that no sum runs away; it is over every ceiling. */
static const double most_newtons = 1000;

/* How long the same value may come, and the step for which that is so: see press_filter_is_stuck.
 */
static const double stuck_s = 2, longest_stuck_s = 20, fine_step_newtons = 0.1;

void press_filter_start(struct press_filter *filter)
{
    *filter = (struct press_filter){.raw = NAN, .median = NAN, .force = NAN, .late = NAN};
}

bool press_filter_is_force(double newtons)
{
    return isfinite(newtons) && newtons >= least_newtons;
}

/* Of an even number the lower of the two in the middle, so that a first sample that is wild is gone
 * with the second. */
static double median(const struct press_filter *filter)
{
    double sorted[TP_PRESS_FILTER_SAMPLES] = {0};
    for (unsigned i = 0; i < filter->count; i++) {
        unsigned at = i;
        for (; at > 0 && sorted[at - 1] > filter->last[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = filter->last[i];
    }
    return sorted[(filter->count - 1) / 2];
}

/* A low pass at `value` after `seconds` in which its input went straight from `from` to `to`. */
static double pass_low(double value, double from, double to, double seconds)
{
    double lag = (to - from) / seconds * tau_s; /* how far it stays behind that line, in the end */
    return to - lag + (value - from + lag) * exp(-seconds / tau_s);
}

static void remember(struct press_filter *filter, tp_frames now, double newtons)
{
    double step = fabs(newtons - filter->raw);
    if (!(step == 0)) /* the first, too */
        filter->same_since = now;
    if (step > 0 && (filter->step == 0 || step < filter->step))
        filter->step = step;
    filter->raw = newtons;
    filter->last[filter->next] = newtons;
    filter->next = (filter->next + 1) % TP_PRESS_FILTER_SAMPLES;
    if (filter->count < TP_PRESS_FILTER_SAMPLES)
        filter->count++;
}

/* Samples of one instant move the median alone: no time went by in which the force could follow.
 * Before there are five it is the median, as there is nothing yet to hold on to. */
void press_filter_feel(struct press_filter *filter, tp_frames now, double newtons)
{
    double from = filter->median, force = filter->force;
    double seconds = tp_frames_to_seconds(now - filter->at);
    remember(filter, now, newtons < most_newtons ? newtons : most_newtons);
    filter->median = median(filter);
    if (filter->count < TP_PRESS_FILTER_SAMPLES) {
        filter->force = filter->late = filter->median;
    } else if (seconds > 0) {
        filter->force = pass_low(force, from, filter->median, seconds);
        filter->late = pass_low(filter->late, force, filter->force, seconds);
    }
    filter->at = now;
}

double press_filter_rise(const struct press_filter *filter)
{
    return filter->count > 0 ? (filter->force - filter->late) / tau_s : 0;
}

/* A hand trembles by a hundredth of what it presses, so 2 s without the smallest change is a sensor
 * that died. But a board that rounds to whole newtons hides the tremor of a steady hand: the time
 * grows with the smallest step that was seen, 2 s for each tenth of a newton, up to 20 s. Such a
 * board is told dead later, rather than a good one too early. */
bool press_filter_is_stuck(const struct press_filter *filter)
{
    double seconds = stuck_s * fmax(1, filter->step / fine_step_newtons);
    return filter->count > 0 &&
           filter->at - filter->same_since > tp_frames_from_seconds(fmin(seconds, longest_stuck_s));
}
