/* The steps of a calibration. Must never measure while a hand may still be on the sensor. */
#include "core/host/calibrating.h"

#include <stdbool.h>

enum {
    HANDS_MS = 500,    /* until the hand is off and the sensor has come to rest */
    MEASURE_MS = 1000, /* what is measured then, at least */
    LONGEST_MS = 5000, /* and at most, where readings are few */
    ENOUGH = 20        /* readings */
};

void tp_calibrating_begin(struct tp_calibrating *calibrating, struct tp_range range)
{
    *calibrating = (struct tp_calibrating){.range = range};
}

void tp_calibrating_ready(struct tp_calibrating *calibrating, uint64_t now_ns)
{
    if (calibrating->step == TP_CALIBRATING_EMPTY)
        calibrating->step = TP_CALIBRATING_EMPTY_MEASURE;
    else if (calibrating->step == TP_CALIBRATING_CARTON)
        calibrating->step = TP_CALIBRATING_CARTON_MEASURE;
    else
        return;
    calibrating->begun_ns = now_ns;
}

/* What the step measures; NULL: nothing. */
static struct tp_spread *measured(struct tp_calibrating *calibrating)
{
    if (calibrating->step == TP_CALIBRATING_EMPTY_MEASURE)
        return &calibrating->empty;
    return calibrating->step == TP_CALIBRATING_CARTON_MEASURE ? &calibrating->loaded : NULL;
}

static uint64_t since_ms(const struct tp_calibrating *calibrating, uint64_t now_ns)
{
    return (now_ns - calibrating->begun_ns) / 1000000;
}

void tp_calibrating_reading(struct tp_calibrating *calibrating, uint64_t now_ns, double value)
{
    struct tp_spread *spread = measured(calibrating);
    if (spread && since_ms(calibrating, now_ns) >= HANDS_MS)
        tp_spread_add(spread, value);
}

static void find(struct tp_calibrating *calibrating)
{
    int rc = tp_calibration_find(&calibrating->found, &calibrating->empty, &calibrating->loaded,
                                 calibrating->range, &calibrating->err);
    calibrating->step = rc < 0 ? TP_CALIBRATING_REFUSED : TP_CALIBRATING_FOUND;
}

void tp_calibrating_tick(struct tp_calibrating *calibrating, uint64_t now_ns)
{
    const struct tp_spread *spread = measured(calibrating);
    if (!spread)
        return;
    uint64_t ms = since_ms(calibrating, now_ns);
    bool enough = spread->count >= ENOUGH && ms >= HANDS_MS + MEASURE_MS;
    if (!enough && ms < HANDS_MS + LONGEST_MS)
        return;
    if (calibrating->step == TP_CALIBRATING_EMPTY_MEASURE)
        calibrating->step = TP_CALIBRATING_CARTON;
    else
        find(calibrating);
}
