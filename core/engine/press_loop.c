/* The closed loop in time: what is due when, and what it does. Time goes on from one due instant to
 * the next, so that it makes no difference how often it is told. Must never count a moment out of
 * the band.
 *
 * Between two samples the force is what it was at the first; but what nobody felt for a quarter of
 * a second is not counted. */
#include "core/engine/press_internal.h"

#include <math.h>

enum { MOST_PROMPTS_LOW = 3, MOST_STILLS = 3 };

static const tp_frames lost_after = TP_MS(1000);
static const tp_frames young = TP_MS(250); /* a sample: ten a second come, some of them late */
static const tp_frames cap_after = TP_MS(200);
static const tp_frames low_after = TP_MS(1500), low_each = TP_MS(6000);
static const tp_frames high_after = TP_MS(500), high_each = TP_MS(3000);
static const tp_frames first_ask = TP_MS(10000), ask_each = TP_MS(15000);
static const tp_frames ask_before_end = TP_MS(3000); /* nothing is said in the last seconds */
static const tp_frames still_each = TP_MS(5000);

/* Nearly raw, for a spike must be seen at once; the force as well, for in a quick tremor about the
 * ceiling every other sample is below. */
static bool is_over_ceiling(const struct tp_press *press)
{
    double ceiling = press->config.ceiling_newtons;
    return press_is_active(press) && (press->filter.raw > ceiling || press->filter.force > ceiling);
}

/* ---- time passes, and nothing is due ---- */

static tp_frames sooner(tp_frames a, tp_frames b)
{
    return a < b ? a : b;
}

static tp_frames later(tp_frames a, tp_frames b)
{
    return a > b ? a : b;
}

/* After the ramp, while the repetition goes on. */
static void pass_in_earnest(struct tp_press *press, tp_frames to)
{
    tp_frames span = to - press->now;
    press->spent += span;
    if (press_is_inside(press))
        press->counted += later(0, sooner(to, press->felt + young) - press->now);
    if (press_is_loaded(press))
        press_spread_add(&press->force, press->filter.median, tp_frames_to_seconds(span));
    if (press_is_loaded(press))
        press->low_sum += (int64_t)(press->filter.force * 1e6) * span;
    else
        press_start_low(press, to);
}

static void pass(struct tp_press *press, tp_frames to)
{
    tp_frames span = to - press->now;
    if (span > 0 && !press->paused) {
        if (press_is_loaded(press) && press->state != TP_PRESS_OVER)
            press->loaded += span;
        press->over = is_over_ceiling(press) ? press->over + span : 0;
        if (press_is_active(press) && press->state != TP_PRESS_RAMP)
            pass_in_earnest(press, to);
    }
    press->now = later(press->now, to);
}

void press_await_release(struct tp_press *press)
{
    press->state = TP_PRESS_RELEASE;
    press->still_at = press->now + still_each;
}

void press_finish(struct tp_press *press, enum tp_press_action_kind why)
{
    press->end = why;
    press_await_release(press);
    if (tp_press_action_ends(why))
        press_tell(press, why);
}

/* ---- what is due ---- */

/* A row for each thing that time alone does: when (TP_NEVER: not as things are), and what. */
struct due {
    tp_frames (*when)(const struct tp_press *press);
    void (*act)(struct tp_press *press);
};

static tp_frames when_lost(const struct tp_press *press)
{
    bool matters = press_is_active(press) || (press->state == TP_PRESS_RELEASE && !press->paused);
    return matters ? press->felt + lost_after : TP_NEVER;
}

/* Neither that the hand goes, nor that it stays. */
void press_lose(struct tp_press *press)
{
    if (press->state != TP_PRESS_RELEASE)
        press_finish(press, TP_PRESS_SENSOR_LOST);
    press->state = TP_PRESS_OVER;
}

static tp_frames when_capped(const struct tp_press *press)
{
    return is_over_ceiling(press) ? press->now + later(0, cap_after - press->over) : TP_NEVER;
}

/* The sample that did it may be too young for the median. */
static void cap(struct tp_press *press)
{
    press->peak = fmax(press->peak, press->filter.raw);
    press_finish(press, TP_PRESS_CAP);
}

/* When so much is counted, if no sample comes. */
static tp_frames when_counted(const struct tp_press *press, tp_frames counted)
{
    tp_frames at = press->now + later(0, counted - press->counted);
    return press_is_inside(press) && at <= press->felt + young ? at : TP_NEVER;
}

/* All of it in the band; or so long that poor control would only prolong the pressing. */
static tp_frames when_complete(const struct tp_press *press)
{
    if (!press_is_active(press) || press->state == TP_PRESS_RAMP)
        return TP_NEVER;
    return sooner(when_counted(press, press->config.hold),
                  press->now + later(0, press->limit - press->spent));
}

static void complete(struct tp_press *press)
{
    press_finish(press, TP_PRESS_TIME);
}

tp_frames press_ask_after(tp_frames counted)
{
    tp_frames at = first_ask;
    while (at <= counted)
        at += ask_each;
    return at;
}

static tp_frames when_asked(const struct tp_press *press)
{
    bool asks = press->config.ask && press->ask_at <= press->config.hold - ask_before_end;
    return asks ? when_counted(press, press->ask_at) : TP_NEVER;
}

static void ask(struct tp_press *press)
{
    press->ask_at += ask_each;
    press_tell(press, TP_PRESS_ASK);
}

static tp_frames when_ramp_over(const struct tp_press *press)
{
    bool goes = press_is_active(press) && press->state == TP_PRESS_RAMP && !press->config.measure;
    return goes ? press->ramp_until : TP_NEVER;
}

static void end_ramp(struct tp_press *press)
{
    press_enter(press, TP_PRESS_LOW);
}

/* Three times a repetition, whether it helped or not: more would be nagging. From then on what the
 * person gives for so long is taken instead. */
static tp_frames when_low(const struct tp_press *press)
{
    if (!press_is_active(press) || press->state != TP_PRESS_LOW)
        return TP_NEVER;
    if (press->prompts_low < MOST_PROMPTS_LOW)
        return later(press->entered + low_after, press->prompted_low + low_each);
    return press_is_loaded(press) ? press->low_since + low_each : TP_NEVER;
}

static void prompt_low(struct tp_press *press)
{
    press->prompted_low = press->now;
    if (press->prompts_low < MOST_PROMPTS_LOW) {
        press->prompts_low++;
        press_tell(press, TP_PRESS_MORE);
    } else {
        press_take_lighter(press);
    }
    press_start_low(press, press->now);
}

static tp_frames when_high(const struct tp_press *press)
{
    if (!press_is_active(press) || press->state != TP_PRESS_HIGH)
        return TP_NEVER;
    return later(press->entered + high_after, press->prompted_high + high_each);
}

static void prompt_high(struct tp_press *press)
{
    press->prompts_high++;
    press->prompted_high = press->now;
    press_tell(press, TP_PRESS_LESS);
}

static tp_frames when_released(const struct tp_press *press)
{
    bool waits = press->state == TP_PRESS_RELEASE && !press->paused;
    return waits && !press_is_loaded(press) ? press->now : TP_NEVER;
}

static void release(struct tp_press *press)
{
    press->state = TP_PRESS_OVER;
    press_tell(press, TP_PRESS_RELEASED);
}

static tp_frames when_still(const struct tp_press *press)
{
    return press->state == TP_PRESS_RELEASE && !press->paused ? press->still_at : TP_NEVER;
}

static void remind(struct tp_press *press)
{
    press->still_at = press->now + still_each;
    if (press->stills++ < MOST_STILLS)
        press_tell(press, TP_PRESS_STILL);
    else
        press->state = TP_PRESS_OVER;
}

/* Of two that are due at once the upper is first, and may take the other's ground away. */
static const struct due dues[] = {
    {when_released, release},  {when_lost, press_lose},  {when_capped, cap},
    {when_complete, complete}, {when_asked, ask},        {when_ramp_over, end_ramp},
    {when_low, prompt_low},    {when_high, prompt_high}, {when_still, remind},
};

static const struct due *next_due(const struct tp_press *press, tp_frames *at)
{
    const struct due *next = NULL;
    *at = TP_NEVER;
    for (size_t i = 0; i < sizeof dues / sizeof *dues; i++) {
        tp_frames when = dues[i].when(press);
        if (when < *at) {
            *at = when;
            next = &dues[i];
        }
    }
    return next;
}

void press_advance(struct tp_press *press, tp_frames now)
{
    const struct due *due;
    tp_frames at;
    while ((due = next_due(press, &at)) && at <= now) {
        pass(press, at);
        due->act(press);
    }
    pass(press, now);
}

tp_frames tp_press_due(const struct tp_press *press)
{
    tp_frames at;
    return next_due(press, &at) ? later(at, press->now) : TP_NEVER;
}
