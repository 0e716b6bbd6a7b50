/* A session's moment in the words that a person reads. Must never look at a clock: the view says
 * what time it is. */
#include "core/cli/view.h"

#include <stdio.h>
#include <string.h>

/* Words for each kind; and where the dose counts from a bell on instead of the step's beginning,
 * what to do before, while and after it counts. */
static const struct kind {
    const char *name, *words;
    const char *before, *during, *after;
} kinds[] = {
    {"open", "Welcome", NULL, NULL, NULL},
    {"say", "Listen", NULL, NULL, NULL},
    {"position", "Change position", NULL, NULL, NULL},
    {"locate", "Find the point", NULL, NULL, NULL},
    {"hold", "Press", "press slowly, it counts from the bell", "hold", "let go, slowly"},
    {"rest", "Rest", NULL, NULL, NULL},
    {"stretch", "Stretch", "slowly, it counts from the bell", "stay there", "come back, slowly"},
    {"warm_up", "Warm up", NULL, NULL, NULL},
    {"move", "Move", NULL, NULL, NULL},
    {"breathe", "Breathe", NULL, NULL, NULL},
    {"stroke", "Stroke", NULL, NULL, NULL},
    {"hydrate", "Drink", NULL, NULL, NULL},
    {"ask", "Question", NULL, NULL, NULL},
    {"step", "Now", NULL, NULL, NULL},
    {"done", "Done", NULL, NULL, NULL},
};

static const struct kind *find(const char *name)
{
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

const char *tp_view_kind(const char *kind)
{
    const struct kind *known = find(kind);
    return known ? known->words : kind ? kind : "";
}

const char *tp_view_words(int level)
{
    static const char *const levels[] = {"tones", "brief", "normal", "full"};
    return level >= 0 && level < 4 ? levels[level] : "";
}

const char *tp_view_side(const char *side)
{
    static const char *const sides[][2] = {
        {"left", "left side"}, {"right", "right side"}, {"both", "both sides"}};
    for (size_t i = 0; side && i < sizeof sides / sizeof *sides; i++)
        if (strcmp(sides[i][0], side) == 0)
            return sides[i][1];
    return "";
}

const char *tp_view_title(const struct tp_step_info *info)
{
    if (!info || !info->title || strcmp(info->title, tp_view_kind(info->kind)) == 0)
        return NULL;
    return info->title;
}

/* The kind of the step that runs, when its dose counts only from a bell on; else NULL. A step that
 * has no phases and is no longer than its dose is an author's own, which has no bell. */
static const struct kind *counted(const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    const struct kind *kind = run->info && run->info->dose > 0 ? find(run->info->kind) : NULL;
    bool phased = run->phase != TP_PHASE_FREE || run->phase_start > 0;
    bool whole = run->info && view->step_length > 0 && view->step_length <= run->info->dose;
    return kind && kind->during && (phased || !whole) ? kind : NULL;
}

enum part { BEFORE, DURING, AFTER };

static enum part part_of(const struct tp_run_state *run)
{
    switch (run->phase) {
    case TP_PHASE_COUNT:
        return DURING;
    case TP_PHASE_RELEASE:
        return AFTER;
    case TP_PHASE_RAMP:
        return BEFORE;
    case TP_PHASE_FREE:
        break;
    }
    return run->phase_start > 0 ? AFTER : BEFORE;
}

static tp_frames between(tp_frames least, tp_frames value, tp_frames most)
{
    return value < least ? least : value > most ? most : value;
}

/* Of a dose that counts from a bell on; its end is the phase's, which a way back may have put off.
 */
static tp_frames left_of_dose(const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    switch (part_of(run)) {
    case BEFORE:
        return run->info->dose;
    case DURING:
        if (run->feels) /* it stands while the pressure is not right */
            return between(0, run->press.hold - run->press.counted, run->press.hold);
        if (run->phase_until <= 0)
            return -1;
        return between(0, run->phase_until - view->now, run->phase_until - run->phase_start);
    case AFTER:
        break;
    }
    return 0;
}

tp_frames tp_view_left(const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    if (!run->info || run->ended)
        return -1;
    if (counted(view))
        return left_of_dose(view);
    tp_frames length = view->step_length > 0 ? view->step_length : run->info->dose;
    return length > 0 ? between(0, run->step_start + length - view->now, length) : -1;
}

bool tp_view_counts(const struct tp_view *view)
{
    bool waits = counted(view) && part_of(&view->state.run) == BEFORE;
    return !waits && !view->state.standing;
}

const char *tp_view_phase(const struct tp_view *view)
{
    const struct kind *kind = counted(view);
    if (!kind || view->state.run.ended)
        return "";
    switch (part_of(&view->state.run)) {
    case BEFORE:
        return kind->before;
    case DURING:
        return kind->during;
    case AFTER:
        break;
    }
    return kind->after;
}

const char *tp_view_count(char text[TP_FRAMES_TEXT], tp_frames left)
{
    tp_frames seconds = (left + TP_RATE - 1) / TP_RATE;
    if (seconds > 99)
        return tp_frames_clock(text, seconds * TP_RATE);
    snprintf(text, TP_FRAMES_TEXT, "%d", (int)seconds);
    return text;
}

bool tp_view_is_stopped(const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    return !run->ended || (run->outcome && strcmp(run->outcome, "stopped") == 0);
}

/* Words for hour, minute and second; `many` is added to all but one of them. */
struct units {
    const char *names[3], *many;
};

static size_t add(char *text, size_t used, long long count, const struct units *units, int unit)
{
    int more = snprintf(text + used, TP_VIEW_LENGTH - used, "%s%lld %s%s", used ? " " : "", count,
                        units->names[unit], count == 1 ? "" : units->many);
    return used + (more > 0 && (size_t)more < TP_VIEW_LENGTH - used ? (size_t)more : 0);
}

static const char *write_length(char text[TP_VIEW_LENGTH], tp_frames length,
                                const struct units *units)
{
    long long seconds = (length + TP_RATE / 2) / TP_RATE, minutes = seconds / 60;
    size_t used = 0;
    if (minutes >= 60)
        used = add(text, used, minutes / 60, units, 0);
    if (minutes % 60 > 0)
        used = add(text, used, minutes % 60, units, 1);
    if ((minutes < 60 && seconds % 60 > 0) || used == 0)
        add(text, used, seconds % 60, units, 2);
    return text;
}

const char *tp_view_length(char text[TP_VIEW_LENGTH], tp_frames length)
{
    static const struct units words = {{"hour", "minute", "second"}, "s"};
    return write_length(text, length, &words);
}

const char *tp_view_short_length(char text[TP_VIEW_LENGTH], tp_frames length)
{
    static const struct units signs = {{"h", "min", "s"}, ""};
    return write_length(text, length, &signs);
}

const char *tp_view_about(char text[TP_VIEW_ABOUT], const struct tp_view *view, bool until)
{
    bool back = view->state.back;
    tp_frames minute = (tp_frames)60 * TP_RATE;
    tp_frames total = view->total - (back ? view->now : view->begin);
    tp_frames rounded = (total + minute / 2) / minute * minute;
    char length[TP_VIEW_LENGTH], clock[16] = "";
    struct tm local;
    text[0] = '\0';
    if (total <= 0)
        return text;
    if (until && view->finish && localtime_r(&view->finish, &local))
        strftime(clock, sizeof clock, ", until %H:%M", &local);
    snprintf(text, TP_VIEW_ABOUT, "About %s%s%s",
             tp_view_length(length, rounded > 0 ? rounded : total), back ? " left" : "", clock);
    return text;
}
