/* What a session leaves behind: its routine's memory, and what the person now knows. Must never
 * wait for the disk while something sounds. */
#include "core/cli/commands.h"
#include "core/cli/live_internal.h"
#include "core/engine/press.h"

#include <stdio.h>
#include <string.h>

bool live_has_own_speed(const struct live *live)
{
    const struct tp_log *log = live->session ? tp_session_log(live->session) : NULL;
    for (size_t i = 0; log && i < log->count; i++)
        if (log->records[i].kind == TP_RECORD_INPUT &&
            strcmp(log->records[i].key, "choice/speed") == 0)
            return log->records[i].value.kind == TP_VALUE_NUMBER;
    return false;
}

/* Nobody had the holds of the routine as they are written: nothing is left behind. */
static bool is_trial(const struct live *live)
{
    return live->rewritten || live_has_own_speed(live);
}

/* A point was had when its hold came to its end; a sound when it sounded. The one that follows a
 * pressure, which is no cue, had led somebody there when the seconds began to count. */
static void count(struct live *live, const struct tp_event *event)
{
    struct tp_familiar *familiar = live->prepared->familiar;
    const struct tp_step_info *info = event->info;
    const char *point = live->held;
    switch (event->kind) {
    case TP_EVENT_STEP_START:
        snprintf(live->held, sizeof live->held, "%s",
                 info->point && strcmp(info->kind, "hold") == 0 ? info->point : "");
        break;
    case TP_EVENT_STEP_END:
        if (*point && strcmp(event->outcome, "done") == 0)
            tp_familiar_had(familiar, TP_FAMILIAR_POINT, point);
        break;
    case TP_EVENT_CUE:
        if (event->cue->type == TP_CUE_TONE && event->cue->tone.name)
            tp_familiar_had(familiar, TP_FAMILIAR_SOUND, event->cue->tone.name);
        break;
    case TP_EVENT_PRESS:
        if (strcmp(event->text, tp_press_action_name(TP_PRESS_BEGIN)) == 0)
            tp_familiar_had(familiar, TP_FAMILIAR_SOUND, "feel");
        break;
    default:
        break;
    }
}

/* What is told again in the same step, after a way back, takes the place of what was told there. */
static void note_pain(struct live *live, const struct tp_event *event)
{
    struct live_pain *pain = &live->pain;
    bool first = pain->count == 0 || event->step <= pain->step;
    pain->count = first ? 1 : 2;
    if (first) {
        pain->step = event->step;
        pain->before = event->value.number;
    }
    pain->now = event->value.number;
    tp_memory_note_pain(live->prepared->memory, event->value.number);
}

void live_memory_begin(struct live *live)
{
    struct tp_value count = tp_value_nil();
    if (live->prepared->memory)
        count = tp_memory_past(live->prepared->memory, "count", "");
    if (count.kind == TP_VALUE_NUMBER && count.number < TP_STEPS)
        live->times = (unsigned)count.number + 1;
}

void live_memory_look(const struct live *live, struct tp_view *view)
{
    const struct live_pain *pain = &live->pain;
    struct tp_value last = tp_value_nil();
    if (live->prepared->memory)
        last = tp_memory_past(live->prepared->memory, "last_pain", "");
    view->times = is_trial(live) ? 0 : live->times;
    view->pain = pain->count > 1 || (pain->count == 1 && last.kind == TP_VALUE_NUMBER);
    view->pain_before = pain->count > 1 ? pain->before : last.number;
    view->pain_after = pain->now;
}

void live_memory_event(struct live *live, const struct tp_event *event)
{
    struct tp_memory *memory = live->prepared->memory;
    if (live->prepared->familiar)
        count(live, event);
    if (memory && event->kind == TP_EVENT_NOTE && strcmp(event->text, "pain") == 0 &&
        event->value.kind == TP_VALUE_NUMBER)
        note_pain(live, event);
}

void live_memory_finished(struct live *live)
{
    if (live->prepared->memory && !live->options->step_from) /* a part is no session of it */
        tp_memory_finished(live->prepared->memory, live->prepared->world.today);
}

/* Of two that fail the first is told: it is the same disk. */
static int save(struct tp_prepared *prepared, struct tp_err *err)
{
    struct tp_err second;
    int rc = 0, other = 0;
    if (prepared->memory)
        rc = tp_memory_save(prepared->memory, err);
    if (prepared->familiar)
        other = tp_familiar_save(prepared->familiar, prepared->world.today, rc < 0 ? &second : err);
    return rc < 0 ? rc : other;
}

int live_memory_save(struct live *live, int status)
{
    struct tp_err err;
    if (is_trial(live))
        return status;
    tp_watchdog_sleep(TP_WATCHED_LOOP); /* a disk may take its time */
    int rc = save(live->prepared, &err);
    tp_watchdog_wake(TP_WATCHED_LOOP);
    if (rc == 0)
        return status;
    tp_complain(0, &err);
    return status == TP_EXIT_OK ? TP_EXIT_ENVIRONMENT : status;
}
