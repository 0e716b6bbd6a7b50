/* What there is to know of a press that a sensor feels: for the screen, the routine, the ledger. */
#include "core/engine/run_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The same for a dry run, in which all goes well. */
static void report(const struct tp_run *run, struct tp_press_report *out)
{
    const struct run_press *press = &run->press;
    const struct tp_press_config *config = &press->config;
    *out = (struct tp_press_report){.nrs_start = -1, .nrs_end = -1};
    if (press->press && press->fed) {
        tp_press_report(press->press, out);
        return;
    }
    double middle = (config->low_newtons + config->high_newtons) / 2;
    bool counts = press->begun && tp_press_action_ends(press->next.kind);
    tp_frames counted = counts ? press->next.counted - (press->next.at - run->now) : press->counted;
    out->in_band_s = out->loaded_s = tp_frames_to_seconds(counted);
    out->mean_newtons = out->max_newtons = middle;
    out->low_newtons = config->low_newtons;
    out->high_newtons = config->high_newtons;
}

void run_press_figure(const struct tp_run *run, const char *name, struct tp_value *out)
{
    struct tp_press_report r;
    report(run, &r);
    const struct {
        const char *name;
        double value;
    } figures[] = {{"loaded_s", r.loaded_s},
                   {"in_band_s", r.in_band_s},
                   {"mean", r.mean_newtons},
                   {"sd", r.sd_newtons},
                   {"max", r.max_newtons},
                   {"low", r.low_newtons},
                   {"high", r.high_newtons},
                   {"nrs_start", r.nrs_start < 0 ? (double)NAN : r.nrs_start},
                   {"nrs_end", r.nrs_end < 0 ? (double)NAN : r.nrs_end},
                   {"prompts_low", r.prompts_low},
                   {"prompts_high", r.prompts_high}};
    *out = tp_value_nil();
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (strcmp(figures[i].name, name) == 0 && isfinite(figures[i].value))
            *out = tp_value_number(figures[i].value);
}

void run_press_keep(struct tp_run *run)
{
    const struct run_press *press = &run->press;
    struct tp_press_report r;
    char text[400];
    report(run, &r);
    if (r.loaded_s <= 0 || !run->out->felt)
        return;
    double share = r.loaded_s > 0 ? 100 * r.in_band_s / r.loaded_s : 0;
    snprintf(text, sizeof text,
             "tool=%s band_lo=%.1f band_hi=%.1f ceil=%.1f loaded_s=%.1f in_band_s=%.1f "
             "tib_pct=%.0f mean_N=%.1f sd_N=%.2f max_N=%.1f nrs_start=%g nrs_end=%g "
             "prompts_low=%u prompts_high=%u end_reason=%s",
             press->tool, r.low_newtons, r.high_newtons, press->config.ceiling_newtons, r.loaded_s,
             r.in_band_s, share, r.mean_newtons, r.sd_newtons, r.max_newtons, r.nrs_start,
             r.nrs_end, r.prompts_low, r.prompts_high,
             press->end ? tp_press_action_name(press->end) : "user_stop");
    run->out->felt(run->out_context, press->start, tp_frames_from_seconds(r.loaded_s), text);
}

void run_press_look(const struct tp_run *run, struct tp_run_state *state)
{
    const struct run_press *press = &run->press;
    struct tp_press_report r;
    state->feels = press->open && press->fed;
    if (!state->feels)
        return;
    report(run, &r);
    state->press = (struct tp_run_press){.sensor = press->sensor,
                                         .state = tp_press_state(press->press),
                                         .newtons = tp_press_newtons(press->press),
                                         .low = r.low_newtons,
                                         .high = r.high_newtons,
                                         .ceiling = press->config.ceiling_newtons,
                                         .start = press->start,
                                         .loaded = tp_frames_from_seconds(r.loaded_s),
                                         .counted = (tp_frames)(r.in_band_s * TP_RATE),
                                         .hold = press->config.hold};
}
