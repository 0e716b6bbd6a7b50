/* The band: where the force is, when a state changes, and how the band comes to the person. Must
 * never raise an edge.
 *
 * A moment counts when the force is between the edges themselves, both included. The state is
 * slower to change, for the sake of the prompts: the band is entered at the edges, and left 8 % or
 * 1 N beyond them, whichever is more. */
#include "core/engine/press_internal.h"

#include <math.h>

static const double beyond_ratio = 0.08, beyond_newtons = 1;

bool press_is_active(const struct tp_press *press)
{
    return !press->paused && press->state >= TP_PRESS_RAMP && press->state <= TP_PRESS_HIGH;
}

bool press_is_loaded(const struct tp_press *press)
{
    return press->filter.force >= LOADED_NEWTONS;
}

bool press_is_inside(const struct tp_press *press)
{
    return press_is_active(press) && press->state == TP_PRESS_IN_BAND &&
           press->filter.force >= press->low && press->filter.force <= press->high;
}

void press_start_low(struct tp_press *press, tp_frames since)
{
    press->low_since = since;
    press->low_sum = 0;
}

void press_enter(struct tp_press *press, enum tp_press_state state)
{
    press->state = state;
    press->entered = press->now;
    press_start_low(press, press->now);
    if (state == TP_PRESS_IN_BAND && !press->begun) {
        press->begun = true;
        press_tell(press, TP_PRESS_BEGIN);
    }
}

static double beyond(double edge)
{
    return fmax(edge * beyond_ratio, beyond_newtons);
}

/* A band that begins at 1 N must be left, too, when the hand goes. */
static bool is_left_below(const struct tp_press *press)
{
    return press->filter.force < fmax(press->low - beyond(press->low), press->low / 2);
}

/* From outside the band is entered at its edges. On the way up only its lower edge matters: who
 * arrives above it is too high, not on the way. */
static enum tp_press_state place_from_outside(const struct tp_press *press)
{
    double force = press->filter.force;
    if (force > press->high)
        return TP_PRESS_HIGH;
    if (force >= press->low)
        return TP_PRESS_IN_BAND;
    return press->state == TP_PRESS_RAMP ? TP_PRESS_RAMP : TP_PRESS_LOW;
}

static enum tp_press_state place_from_band(const struct tp_press *press)
{
    if (press->filter.force > press->high + beyond(press->high))
        return TP_PRESS_HIGH;
    return is_left_below(press) ? TP_PRESS_LOW : TP_PRESS_IN_BAND;
}

static void place_measuring(struct tp_press *press)
{
    if (press->filter.force > 2.0 * LOADED_NEWTONS)
        press->reached = true;
    if (press->reached && !press_is_loaded(press))
        press_finish(press, TP_PRESS_RELEASED);
}

void press_place(struct tp_press *press)
{
    enum tp_press_state state;
    if (!press_is_active(press) || isnan(press->filter.force))
        return;
    if (press->config.measure) {
        place_measuring(press);
        return;
    }
    state = press->state == TP_PRESS_IN_BAND ? place_from_band(press) : place_from_outside(press);
    if (state != press->state)
        press_enter(press, state);
}

/* The band as wide as it was, around what was given on average; its lower edge where a hand is
 * still felt. All of that was below the band, so that no edge rises. The sum is one of whole
 * numbers, so that it is the same however often time was told. */
void press_take_lighter(struct tp_press *press)
{
    double given = (double)press->low_sum / (double)(press->now - press->low_since) / 1e6;
    double half = (press->high - press->low) / 2;
    press->low = fmin(press->low, fmax(given - half, LOADED_NEWTONS));
    press->high = fmin(press->high, given + half);
    press->light = true;
    press_tell(press, TP_PRESS_LIGHTER);
    press_place(press);
}
