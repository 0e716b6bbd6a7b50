/* One repetition with a sensor: what is told to the closed loop, and what it tells. Must never act
 * but in press_loop.c and press_answer.c. */
#include "core/engine/press_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    bool ends;
} rows[] = {
#define PRESS_ROW(constant, name, ends) [TP_PRESS_##constant] = {name, ends},
    TP_PRESS_ACTIONS(PRESS_ROW)
#undef PRESS_ROW
};

const char *tp_press_action_name(enum tp_press_action_kind kind)
{
    return rows[kind].name;
}

enum tp_press_action_kind tp_press_action_find(const char *name)
{
    int kind = TP_PRESS_NONE + 1;
    while (kind < TP_PRESS_ACTION_COUNT && strcmp(rows[kind].name, name) != 0)
        kind++;
    return (enum tp_press_action_kind)kind;
}

bool tp_press_action_ends(enum tp_press_action_kind kind)
{
    return rows[kind].ends;
}

/* ---- a repetition ---- */

static const tp_frames most_limit = TP_MS(120000);
static const tp_frames slower_each = TP_MS(3000);
static const tp_frames long_ago = -TP_DAY;

struct tp_press *tp_press_create(void)
{
    struct tp_press *press = calloc(1, sizeof *press);
    if (press)
        press_filter_start(&press->filter);
    return press;
}

void tp_press_destroy(struct tp_press *press)
{
    free(press);
}

/* One and a half times what is left to hold. */
static tp_frames limit_of(const struct tp_press_config *config)
{
    tp_frames left = config->hold > config->counted ? config->hold - config->counted : 0;
    return left + left / 2 < most_limit ? left + left / 2 : most_limit;
}

void tp_press_begin(struct tp_press *press, const struct tp_press_config *config, tp_frames now,
                    double newtons)
{
    *press = (struct tp_press){.config = *config,
                               .state = TP_PRESS_RAMP,
                               .now = now,
                               .felt = now,
                               .low = config->low_newtons,
                               .high = config->high_newtons,
                               .counted = config->counted,
                               .limit = limit_of(config),
                               .ramp_until = now + config->ramp,
                               .prompted_low = now + long_ago,
                               .prompted_high = now + long_ago,
                               .slower_at = now,
                               .ask_at = press_ask_after(config->counted),
                               .light = config->light,
                               .nrs_start = -1,
                               .nrs_end = -1};
    press_filter_start(&press->filter);
    tp_press_sample(press, now, newtons);
}

/* On the way up only: later a quick rise leaves the band, and that is told. */
static void watch_rise(struct tp_press *press)
{
    if (!press_is_active(press) || press->state != TP_PRESS_RAMP || press->now < press->slower_at ||
        !(press_filter_rise(&press->filter) > press->config.steep_newtons))
        return;
    press->slower_at = press->now + slower_each;
    press_tell(press, TP_PRESS_SLOWER);
}

void tp_press_sample(struct tp_press *press, tp_frames now, double newtons)
{
    press_advance(press, now);
    if (!press_filter_is_force(newtons))
        return;
    press_filter_feel(&press->filter, press->now, newtons);
    press->felt = press->now;
    if (press->state < TP_PRESS_OVER)
        press->peak = fmax(press->peak, press->filter.median);
    if (press_is_active(press) && newtons >= LOADED_NEWTONS &&
        press_filter_is_stuck(&press->filter))
        press_lose(press);
    watch_rise(press);
    press_place(press);
    press_advance(press, press->now);
}

void tp_press_time(struct tp_press *press, tp_frames now)
{
    press_advance(press, now);
}

void tp_press_stop(struct tp_press *press, tp_frames now)
{
    press_advance(press, now);
    if (press->state >= TP_PRESS_RAMP && press->state <= TP_PRESS_HIGH) {
        press->paused = false;
        press_await_release(press);
    }
    press_advance(press, press->now);
}

void tp_press_pause(struct tp_press *press, tp_frames now)
{
    press_advance(press, now);
    press->paused = true;
}

/* What was felt last may be from before: it says nothing of this moment. A measurement begins anew,
 * for the hand that went away in the pause did not tell of any discomfort. */
void tp_press_resume(struct tp_press *press, tp_frames now, tp_frames ramp)
{
    press_advance(press, now);
    if (!press->paused)
        return;
    press->paused = false;
    press->felt = press->now;
    if (press_is_active(press)) {
        press_filter_start(&press->filter);
        press->state = TP_PRESS_RAMP;
        press->begun = false;
        press->ramp_until = press->now + ramp;
        press->reached = false;
        press->peak = press->config.measure ? 0 : press->peak;
    } else if (press->state == TP_PRESS_RELEASE) {
        press_await_release(press);
    }
    press_advance(press, press->now);
}

/* ---- what is told ---- */

void press_tell(struct tp_press *press, enum tp_press_action_kind kind)
{
    bool found = kind == TP_PRESS_RELEASED && press->config.measure;
    bool prompts = press->state >= TP_PRESS_RAMP && press->state <= TP_PRESS_HIGH;
    if (press->waiting >= (prompts ? ACTIONS - ENDING : ACTIONS))
        return;
    press->actions[(press->first + press->waiting++) % ACTIONS] = (struct tp_press_action){
        .kind = kind,
        .at = press->now,
        .counted = press->counted,
        .newtons = found ? press->peak : press->filter.force,
    };
}

bool tp_press_take(struct tp_press *press, struct tp_press_action *out)
{
    if (press->waiting == 0)
        return false;
    *out = press->actions[press->first];
    press->first = (press->first + 1) % ACTIONS;
    press->waiting--;
    return true;
}

enum tp_press_state tp_press_state(const struct tp_press *press)
{
    return press->state;
}

tp_frames tp_press_counted(const struct tp_press *press)
{
    return press->counted;
}

double tp_press_newtons(const struct tp_press *press)
{
    return press->filter.force;
}
