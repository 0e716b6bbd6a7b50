/* The line after the end: how long it was, what became of the pain, how often by now. */
#include "core/cli/view.h"

#include <stdio.h>
#include <string.h>

/* "twelfth", from twenty on "23rd". */
static void write_ordinal(char text[TP_VIEW_LENGTH], unsigned number)
{
    static const char *const words[] = {
        "",           "first",      "second",     "third",     "fourth",    "fifth",
        "sixth",      "seventh",    "eighth",     "ninth",     "tenth",     "eleventh",
        "twelfth",    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
        "eighteenth", "nineteenth", "twentieth"};
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    unsigned last = number % 10, tens = number / 10 % 10;
    if (number < sizeof words / sizeof *words)
        snprintf(text, TP_VIEW_LENGTH, "%s", words[number]);
    else
        snprintf(text, TP_VIEW_LENGTH, "%u%s", number, ends[tens != 1 && last < 4 ? last : 0]);
}

const char *tp_view_end(char text[TP_VIEW_END], const struct tp_view *view, bool spelled)
{
    char length[TP_VIEW_LENGTH], pain[TP_VIEW_LENGTH] = "", times[TP_VIEW_LENGTH] = "";
    bool told = view->pain && !tp_view_is_stopped(view);
    if (spelled)
        tp_view_length(length, view->now - view->begin);
    else
        tp_view_short_length(length, view->now - view->begin);
    if (told)
        snprintf(pain, sizeof pain, spelled ? ", from %g to %g" : ", %g → %g", view->pain_before,
                 view->pain_after);
    if (view->times > 0 && !tp_view_is_stopped(view))
        write_ordinal(times, view->times);
    snprintf(text, TP_VIEW_END, "%s%s%s%s%s", length, pain, *times ? ", " : "", times,
             *times ? " time" : "");
    return text;
}
