/* What is heard and kept of a repetition. Must never change it. */
#include "core/engine/press_internal.h"

#include <math.h>

void press_spread_add(struct press_spread *spread, double newtons, double seconds)
{
    double away = newtons - spread->mean;
    if (seconds <= 0)
        return;
    spread->seconds += seconds;
    spread->mean += away * seconds / spread->seconds;
    spread->square += away * (newtons - spread->mean) * seconds;
}

/* How far `newtons` is on the way to `goal`, 0–1. */
static double way_to(double newtons, double goal)
{
    return fmin(1, fmax(0, newtons / goal));
}

/* The sound goes by the edges, not by the state: it is silent, or steady, exactly while it counts.
 * A measurement rises towards its ceiling. */
void tp_press_feel(const struct tp_press *press, struct tp_feel *out)
{
    double newtons = press->filter.force;
    *out = (struct tp_feel){.kind = TP_FEEL_SILENT};
    if (!press_is_active(press) || isnan(newtons))
        return;
    if (press->config.measure) {
        *out = (struct tp_feel){TP_FEEL_RAMP, way_to(newtons, press->config.ceiling_newtons)};
    } else if (press->state == TP_PRESS_RAMP) {
        *out = (struct tp_feel){TP_FEEL_RAMP, way_to(newtons, press->low)};
    } else {
        out->kind = newtons < press->low    ? TP_FEEL_BELOW
                    : newtons > press->high ? TP_FEEL_ABOVE
                                            : TP_FEEL_IN;
    }
}

void tp_press_report(const struct tp_press *press, struct tp_press_report *out)
{
    const struct press_spread *force = &press->force;
    *out = (struct tp_press_report){
        .loaded_s = tp_frames_to_seconds(press->loaded),
        .in_band_s = tp_frames_to_seconds(press->counted - press->config.counted),
        .mean_newtons = force->mean,
        .sd_newtons = force->seconds > 0 ? sqrt(force->square / force->seconds) : 0,
        .max_newtons = press->peak,
        .low_newtons = press->low,
        .high_newtons = press->high,
        .nrs_start = press->nrs_start,
        .nrs_end = press->nrs_end,
        .prompts_low = press->prompts_low,
        .prompts_high = press->prompts_high,
        .end = press->end,
    };
}
