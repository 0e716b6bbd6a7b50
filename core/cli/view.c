/* A session's moment in the words that a person reads. Must never look at a clock: the view says
 * what time it is. */
#include "core/cli/view.h"

#include <stdio.h>
#include <string.h>

/* Words for each kind; and where the dose counts from `start` on instead of the step's beginning,
 * what to do before, while and after it counts. */
static const struct kind {
    const char *name, *words;
    const char *before, *during, *after;
} kinds[] = {
    {"open", "Welcome", NULL, NULL, NULL},
    {"say", "Listen", NULL, NULL, NULL},
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

/* The kind of the step that runs, when its dose counts from `start` on; else NULL. A step that is
 * no longer than its dose is an author's own, which has no `start`. */
static const struct kind *counted(const struct tp_view *view)
{
    const struct tp_step_info *info = view->state.run.info;
    const struct kind *kind = info && info->dose > 0 ? find(info->kind) : NULL;
    bool whole = info && view->step_length > 0 && view->step_length <= info->dose;
    return kind && kind->during && !whole ? kind : NULL;
}

tp_frames tp_view_left(const struct tp_view *view)
{
    const struct tp_step_info *info = view->state.run.info;
    tp_frames from = view->state.run.step_start, length = view->step_length;
    if (!info || view->state.run.ended)
        return -1;
    if (counted(view)) {
        from = view->dose_start > 0 ? view->dose_start : view->now;
        length = info->dose;
    } else if (length <= 0) {
        length = info->dose;
    }
    if (length <= 0)
        return -1;
    tp_frames left = from + length - view->now;
    return left < 0 ? 0 : left > length ? length : left;
}

const char *tp_view_phase(const struct tp_view *view)
{
    const struct kind *kind = counted(view);
    if (!kind || view->state.run.ended)
        return "";
    return view->dose_start <= 0    ? kind->before
           : tp_view_left(view) > 0 ? kind->during
                                    : kind->after;
}

const char *tp_view_count(char text[TP_FRAMES_TEXT], tp_frames left)
{
    tp_frames seconds = (left + TP_RATE - 1) / TP_RATE;
    if (seconds > 99)
        return tp_frames_clock(text, seconds * TP_RATE);
    snprintf(text, TP_FRAMES_TEXT, "%d", (int)seconds);
    return text;
}

static size_t add(char *text, size_t used, size_t size, long long count, const char *unit)
{
    int more = snprintf(text + used, size - used, "%s%lld %s%s", used ? " " : "", count, unit,
                        count == 1 ? "" : "s");
    return used + (more > 0 && (size_t)more < size - used ? (size_t)more : 0);
}

const char *tp_view_length(char text[TP_VIEW_LENGTH], tp_frames length)
{
    long long seconds = (length + TP_RATE / 2) / TP_RATE, minutes = seconds / 60;
    size_t used = 0;
    if (minutes >= 60)
        used = add(text, used, TP_VIEW_LENGTH, minutes / 60, "hour");
    if (minutes % 60 > 0)
        used = add(text, used, TP_VIEW_LENGTH, minutes % 60, "minute");
    if ((minutes < 60 && seconds % 60 > 0) || used == 0)
        add(text, used, TP_VIEW_LENGTH, seconds % 60, "second");
    return text;
}
