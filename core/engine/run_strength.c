/* By how much the person wants a spot softer or firmer: kept from before, and changed since. Must
 * never pass what the point allows. */
#include "core/engine/run_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRENGTH_STEPS = 10 /* the whole scale */ };

const char *run_spot(const struct tp_run *run)
{
    return run->step.info.spot ? run->step.info.spot : "";
}

/* The entry of a spot; NULL when out of memory. */
static struct run_strength *strength_entry(struct tp_run *run, const char *spot)
{
    struct run_strength *s = run->strengths;
    while (s && strncmp(s->spot, spot, sizeof s->spot - 1) != 0)
        s = s->next;
    if (s)
        return s;
    s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    snprintf(s->spot, sizeof s->spot, "%s", spot);
    s->next = run->strengths;
    run->strengths = s;
    return s;
}

/* What was kept from before; `early`: ahead of the moment at which the routine needs it. */
static void ask_strength(struct tp_run *run, struct run_strength *s, bool early)
{
    struct tp_value kept = tp_value_nil();
    int rc = early ? run_input_early(run, "strength", s->spot, &kept)
                   : run_input(run, "strength", s->spot, &kept);
    if (rc == 0 && kept.kind == TP_VALUE_NUMBER)
        s->kept = (int)fmax(-STRENGTH_STEPS, fmin(STRENGTH_STEPS, kept.number));
    s->asked = true;
}

int run_strength_of(struct tp_run *run, const char *spot)
{
    struct run_strength *s = strength_entry(run, spot);
    if (!s)
        return 0;
    if (!s->asked)
        ask_strength(run, s, false);
    return s->kept + s->steps;
}

static int add_strength(struct tp_run *run, const char *spot, int by, struct tp_err *err)
{
    struct run_strength *s = strength_entry(run, spot);
    if (!s)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    if (!s->asked) /* a replay comes to the command before the routine does */
        ask_strength(run, s, true);
    s->steps += by;
    if (run->world->strength)
        run->world->strength(run->world_context, s->spot, s->kept + s->steps);
    return 0;
}

static int check_strength(const struct tp_run *run, int by, struct tp_err *err)
{
    const struct tp_step_info *info = &run->step.info;
    double wanted = info->pressure + by;
    if (!run->step.open || info->pressure < 0)
        return tp_err_set(err, TP_EINVAL, "no strength is asked for in this step");
    if (by > 0 && strcmp(info->kind, "rest") != 0)
        return tp_err_set(err, TP_EINVAL, "firmer: only in a rest");
    if (wanted < 1 || (by > 0 && wanted > (info->pressure_max >= 0 ? info->pressure_max : 10)))
        return tp_err_set(err, TP_EINVAL,
                          by > 0 ? "this is the most for this point"
                                 : "this is as light as it gets");
    return 0;
}

/* A recorded one names its spot, and counts wherever the replay has come. */
int run_change_strength(struct tp_run *run, int by, struct tp_value spot, struct tp_err *err)
{
    bool recorded = spot.kind == TP_VALUE_TEXT;
    const char *of = recorded ? spot.text : run_spot(run);
    int rc = recorded ? 0 : check_strength(run, by, err);
    if (rc == 0)
        rc = add_strength(run, of, by, err);
    if (rc == 0 && run->step.info.pressure >= 0 && strcmp(of, run_spot(run)) == 0)
        run->step.info.pressure += by;
    if (rc == 0 && by < 0 && strcmp(of, run_spot(run)) == 0)
        run_press_lighten(run);
    return rc;
}
