/* Gaps between turns. Must never take a busy machine's slow turn for one. */
#include "core/host/gap.h"

enum { SLEPT_MS = 1000, STOPPED_MS = 3000 };

bool tp_gap_turn(struct tp_gap *gap, int64_t all_ms, int64_t awake_ms)
{
    int64_t slept_ms = all_ms - awake_ms;
    bool slept = slept_ms - gap->slept_ms > SLEPT_MS;
    bool stopped = awake_ms - gap->turned_ms >= STOPPED_MS;
    bool away = gap->begun && (slept || stopped);
    gap->begun = true;
    gap->turned_ms = awake_ms;
    if (slept_ms > gap->slept_ms) /* less than before: time went by between the two readings */
        gap->slept_ms = slept_ms;
    return away;
}
