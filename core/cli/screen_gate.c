/* The page before the session: what comes, what it needs, whether it can be heard, and how it
 * begins. Must never look as if it had begun. */
#include "core/cli/keys.h"
#include "core/cli/screen_draw.h"

#include <stdio.h>
#include <string.h>

/* "any key: begin", and " · by itself in 32 s" where it fits; "" when nothing is waited for. */
static void write_way_in(char text[LINE], const struct tp_view *view, int width)
{
    const struct tp_session_state *state = &view->state;
    char hint[TP_KEYS_HINT];
    uint64_t alone_ms = state->alone_ms ? state->alone_ms : TP_GATE_MS;
    tp_keys_hint(view->keys, state, hint);
    snprintf(text, LINE, "%s · by itself in %u s", hint, (unsigned)((alone_ms + 999) / 1000));
    if (!*hint || state->lost || (int)strlen(text) > width)
        snprintf(text, LINE, "%s", hint);
}

/* "Position: sitting"; "" where nothing is said of it. */
static void write_named(char text[LINE], const char *name, const char *what)
{
    text[0] = '\0';
    if (what && *what)
        snprintf(text, LINE, "%s: %s", name, what);
}

/* "Step 5 of 46: Warm up", where a session that was left goes on; "" where it begins. */
static void write_where(char text[LINE], const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    text[0] = '\0';
    if (view->state.back && run->info)
        snprintf(text, LINE, "Step %u of %u: %s", (unsigned)run->step, (unsigned)view->steps,
                 run->info->title ? run->info->title : run->info->kind);
}

struct gate_line {
    const char *text; /* "" takes no row */
    enum page_style style;
    int least; /* rows of room from which it is shown */
    int gap;   /* rows of room from which an empty row is above it; 0 = never */
};

/* From `top` on, in the middle of `room` rows. */
static void draw_lines(const struct page *page, int top, int room, const struct gate_line *lines,
                       size_t count)
{
    struct column column = draw_column(page);
    int taken = 0;
    for (int drawn = 0; drawn < 2; drawn++) {
        int row = room > taken ? top + (room - taken) / 2 : top;
        taken = 0;
        for (size_t i = 0; i < count; i++) {
            if (!*lines[i].text || room < lines[i].least)
                continue;
            taken += lines[i].gap && room >= lines[i].gap;
            if (drawn && taken < room)
                page_put_centred(page, row + taken, column.col, column.width, lines[i].style,
                                 lines[i].text);
            taken++;
        }
    }
}

void draw_gate(const struct page *page, const struct tp_view *view)
{
    static const char rule[] = "Sharp, tingly or dizzy: let go.";
    bool heard = !view->problem && !view->state.lost;
    int width = draw_column(page).width;
    char length[LINE], where[LINE], shorter[LINE], position[LINE], tools[LINE], sound[LINE],
        way_in[LINE];
    char said[TP_SENTENCE + 8] = "";
    int bottom = page->rows - (page->rows >= 8) - (page->rows >= 14) - (page->rows >= 18);
    tp_view_about(length, view, true);
    if ((int)strlen(length) > width)
        tp_view_about(length, view, false);
    write_where(where, view);
    write_named(shorter, "Shorter", view->shorter);
    write_named(position, "Position", view->position);
    write_named(tools, "You need", view->tools);
    write_named(sound, "Sound", draw_device(view));
    write_way_in(way_in, view, width);
    if (!heard)
        draw_loss(view, width, sound);
    if (*view->said && heard) /* else nobody heard it */
        snprintf(said, sizeof said, "“%s”", view->said);
    const struct gate_line lines[] = {
        {view->title ? view->title : "", PAGE_EASE, 1, 0},
        {length, PAGE_PLAIN, heard ? 3 : 4, 0},
        {where, PAGE_PLAIN, 4, 0},
        {shorter, PAGE_PLAIN, 9, 0},
        {position, PAGE_PLAIN, 6, 14},
        {tools, PAGE_PLAIN, 7, 0},
        {sound, heard ? PAGE_PLAIN : PAGE_WARN, heard ? 5 : 3, 0},
        {width < (int)strlen(rule) ? "Sharp? Let go." : rule, PAGE_STRONG, heard ? 4 : 5, 12},
        {said, PAGE_PLAIN, 10, 16},
        {way_in, PAGE_PRESS, 1, 11},
        {"Not a medical device: tprun about", PAGE_QUIET, 8, 15},
    };
    draw_lines(page, 0, bottom, lines, sizeof lines / sizeof *lines);
    if (page->rows >= 18 && view->message && heard)
        page_put_centred(page, page->rows - 3, 0, page->cols, PAGE_PLAIN, view->message);
    if (page->rows >= 14)
        draw_volume(page, page->rows - 2, view);
    if (page->rows >= 8)
        draw_keys(page, page->rows - 1, view);
}
