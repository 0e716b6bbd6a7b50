/* Taps on the sensor. Must never guess in a gap: what was felt before it is forgotten. */
#include "core/engine/taps.h"

#include "core/engine/press_filter.h"

static const double touch_newtons = 1, over_newtons = 5;
static const tp_frames shortest = TP_MS(60), longest = TP_MS(400);
static const tp_frames longest_touch = TP_MS(800), pair_within = TP_MS(800);
static const tp_frames rest_before = TP_MS(300);
static const tp_frames off_for = TP_MS(2500);
static const tp_frames silent_after = TP_MS(1000);

void tp_taps_start(struct tp_taps *taps)
{
    *taps = (struct tp_taps){.first_press = TP_NEVER};
}

/* A hand that lies there already does not come from a rest. */
static void start_anew(struct tp_taps *taps, tp_frames now)
{
    *taps = (struct tp_taps){.felt = true,
                             .pressing = taps->pressing,
                             .now = now,
                             .off_since = now,
                             .first_press = TP_NEVER};
}

static void begin_touch(struct tp_taps *taps)
{
    taps->touching = true;
    taps->touched_at = taps->now;
    taps->over = 0;
    taps->rested = taps->now - taps->off_since >= rest_before;
}

/* This touch is a short press. */
static enum tp_taps_wish pair_up(struct tp_taps *taps)
{
    tp_frames first = taps->first_press;
    taps->first_press = TP_NEVER;
    if (first != TP_NEVER && taps->touched_at - first <= pair_within)
        return TP_TAPS_NEXT;
    if (taps->rested)
        taps->first_press = taps->touched_at;
    return TP_TAPS_NOTHING;
}

static enum tp_taps_wish end_touch(struct tp_taps *taps)
{
    tp_frames length = taps->now - taps->touched_at;
    taps->touching = false;
    if (length >= shortest)
        taps->off_since = taps->now;
    if (length > longest_touch || taps->over > longest)
        taps->first_press = TP_NEVER;
    else if (taps->over >= shortest)
        return pair_up(taps);
    return TP_TAPS_NOTHING;
}

/* Until `now` the force was what it was last. */
static void pass(struct tp_taps *taps, tp_frames now)
{
    if (taps->newtons > over_newtons)
        taps->over += now - taps->now;
    taps->now = now;
    if (taps->touching && taps->pressing && now - taps->touched_at >= shortest)
        taps->held = true;
}

enum tp_taps_wish tp_taps_sample(struct tp_taps *taps, tp_frames now, double newtons)
{
    enum tp_taps_wish wish = tp_taps_time(taps, now);
    if (!press_filter_is_force(newtons))
        return wish;
    if (!taps->felt || now - taps->now > silent_after)
        start_anew(taps, now);
    pass(taps, now);
    taps->newtons = newtons;
    if (!taps->touching && newtons >= touch_newtons)
        begin_touch(taps);
    else if (taps->touching && newtons < touch_newtons)
        wish = end_touch(taps);
    return wish;
}

void tp_taps_pressing(struct tp_taps *taps, bool pressing)
{
    taps->pressing = pressing;
    taps->held = false;
}

tp_frames tp_taps_due(const struct tp_taps *taps)
{
    tp_frames at = taps->off_since + off_for;
    return taps->held && !taps->touching && at <= taps->now + silent_after ? at : TP_NEVER;
}

enum tp_taps_wish tp_taps_time(struct tp_taps *taps, tp_frames now)
{
    if (tp_taps_due(taps) > now)
        return TP_TAPS_NOTHING;
    taps->held = false;
    return TP_TAPS_PAUSE;
}
