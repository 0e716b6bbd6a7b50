/* What follows from the discomfort that the person tells, and from their wish for less. Must never
 * raise the pressure. */
#include "core/engine/press_internal.h"

static const double too_high = 8, high = 7, low = 3; /* of 10 */
static const double worse_by = 2;                    /* over the first answer */
static const double lower_worse = 0.8, lower_high = 0.88;
static const tp_frames eased_low = TP_MS(20000), eased_half = TP_MS(15000);
static const tp_frames no_change = TP_MS(60000);

/* Both edges alike. The person presses what was right until now: "ease off" has its time before it
 * is said as well. */
static void lower(struct tp_press *press, double ratio)
{
    press->low *= ratio;
    press->high *= ratio;
    press->light = true;
    press->prompted_high = press->now;
    press_tell(press, TP_PRESS_LOWERED);
    press_place(press);
}

static bool is_eased(const struct tp_press *press, double nrs)
{
    return (nrs <= low && press->counted >= eased_low) ||
           (nrs <= press->nrs_start / 2 && press->counted >= eased_half);
}

/* A light band would be given 90 s, which is the longest hold there is. */
static bool is_unchanged(const struct tp_press *press, double nrs)
{
    double change = nrs - press->nrs_start;
    return change < 1 && change > -1 && press->counted >= no_change && !press->light;
}

void press_respond(struct tp_press *press, double nrs)
{
    bool is_worse = nrs >= press->nrs_start + worse_by;
    if (nrs >= too_high || (is_worse && press->worse)) {
        press_finish(press, TP_PRESS_TOO_HIGH);
    } else if (is_worse) {
        press->worse = true;
        lower(press, lower_worse);
    } else if (nrs >= high) {
        lower(press, lower_high);
    } else if (is_eased(press, nrs)) {
        press_finish(press, TP_PRESS_EASED);
    } else if (is_unchanged(press, nrs)) {
        press_finish(press, TP_PRESS_NO_CHANGE);
    }
}

/* What is told afterwards, or while away, is kept but changes nothing. */
void tp_press_answer(struct tp_press *press, tp_frames now, double nrs)
{
    press_advance(press, now);
    if (!(nrs >= 0 && nrs <= 10) || press->state == TP_PRESS_IDLE)
        return;
    press->nrs_end = nrs;
    if (!press_is_active(press))
        return;
    if (press->nrs_start < 0)
        press->nrs_start = nrs;
    if (!press->config.measure)
        press_respond(press, nrs);
    press_advance(press, press->now);
}

void tp_press_lighten(struct tp_press *press, tp_frames now)
{
    press_advance(press, now);
    if (!press_is_active(press) || press->config.measure)
        return;
    lower(press, lower_high);
    press_advance(press, press->now);
}
