/* The session's page: where what stands. Must look calm at 80 × 24 and hold up at any size: what is
 * needed most stays longest. */
#include "core/cli/screen_draw.h"

#include "core/cli/keys.h"

#include <stdio.h>
#include <string.h>

/* From the edges inwards; each part from so many rows of the page on. */
static int from_top(const struct page *page, int *top, int least, int rows)
{
    int row = *top;
    if (page->rows < least)
        return ABSENT;
    *top += rows;
    return row;
}

static int from_bottom(const struct page *page, int *bottom, int least, int rows)
{
    if (page->rows < least)
        return ABSENT;
    *bottom -= rows;
    return *bottom;
}

/* `finds`: there are finding words to show. */
static struct layout lay_out(const struct page *page, bool finds)
{
    struct layout at;
    int top = 0, bottom = page->rows;
    at.title_rows = page->rows >= 23 ? 2 : 1;
    at.sentence_rows = page->rows >= 21 ? 2 : 1;
    at.find_rows = page->rows >= 24 ? 2 : 1;
    at.keys = from_bottom(page, &bottom, 8, 1);
    at.volume = from_bottom(page, &bottom, 16, 1);
    at.message = from_bottom(page, &bottom, 10, 1);
    at.time = from_bottom(page, &bottom, 4, 1);
    at.bar = from_bottom(page, &bottom, 12, 1);
    at.next = from_bottom(page, &bottom, 15, 1);
    at.strength = from_bottom(page, &bottom, 14, 1);
    at.sentence = from_bottom(page, &bottom, 6, at.sentence_rows);
    at.phase = from_bottom(page, &bottom, 13, 1);
    at.header = from_top(page, &top, 12, 1);
    from_top(page, &top, 24, 1);
    at.what = from_top(page, &top, 1, 1);
    at.title = from_top(page, &top, 5, at.title_rows);
    at.find = finds ? from_top(page, &top, 20, at.find_rows) : ABSENT;
    at.middle = top;
    at.middle_rows = bottom - top;
    return at;
}

static bool is(const struct tp_step_info *info, const char *kind)
{
    return info && info->kind && strcmp(info->kind, kind) == 0;
}

/* Whether the body works in this step, or rests. */
static enum page_style tone_of(const struct tp_session_state *state)
{
    const struct tp_step_info *info = state->run.info;
    if (state->paused || state->lost)
        return PAGE_WARN;
    return is(info, "hold") || is(info, "stretch") || is(info, "stroke") ? PAGE_PRESS : PAGE_EASE;
}

/* "Press · left side", or what is more urgent to know. */
static void draw_what(const struct page *page, int row, const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    const struct tp_step_info *info = state->run.info;
    struct column at = draw_column(page);
    const char *side = info ? tp_view_side(info->side) : "";
    char text[LINE];
    if (state->stopping)
        snprintf(text, sizeof text, "All right. Let go.");
    else if (state->run.ended)
        snprintf(text, sizeof text, "Done");
    else if (state->offer)
        snprintf(text, sizeof text, "Welcome back");
    else
        snprintf(text, sizeof text, "%s%s%s%s",
                 state->lost     ? "No sound · "
                 : state->paused ? "Paused · "
                                 : "",
                 info ? tp_view_kind(info->kind) : "", *side ? " · " : "", side);
    page_put_centred(page, row, at.col, at.width, tone_of(state), text);
}

/* What goes down in figures: the step's, or until an offer ends; "" when nothing does. */
static void write_count(char text[TP_FRAMES_TEXT], const struct tp_view *view)
{
    tp_frames left = tp_view_left(view);
    if (view->state.offer)
        left = TP_MS((tp_frames)view->state.alone_ms);
    text[0] = '\0';
    if (left > 0 || (left == 0 && !view->state.offer))
        tp_view_count(text, left);
}

/* In figures of one size, be it seconds or minutes; in plain digits where there is no room. */
static void draw_count(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    bool rests = view->state.paused || view->state.offer || tp_view_counts(view);
    enum page_style style = rests ? tone_of(&view->state) : PAGE_QUIET;
    char number[TP_FRAMES_TEXT], text[TP_FRAMES_TEXT + 1];
    write_count(number, view);
    if (!*number || view->state.stopping)
        return;
    snprintf(text, sizeof text, "%s%s", view->state.paused ? "|" : "", number);
    if (at->middle_rows <= 0)
        page_put_right(page, at->what, 0, page->cols, style, number);
    else if (!page_figures(page, at->middle, 0, at->middle_rows, page->cols, style, text, "0:00"))
        page_put_centred(page, at->middle + (at->middle_rows - 1) / 2, 0, page->cols, style,
                         number);
}

/* "space goes on · paused for 1:05" */
static void write_pause(char text[LINE], const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    char key[TP_KEY_NAME], clock[TP_FRAMES_TEXT];
    tp_frames_clock(clock, (tp_frames)(state->away_ms / 1000) * TP_RATE);
    tp_keys_name(view->keys, TP_ACTION_PAUSE, 0, key);
    if (state->lost)
        snprintf(text, LINE, "paused for %s", clock);
    else
        snprintf(text, LINE, "%s goes on · paused for %s", state->awaited ? "any key" : key, clock);
}

/* What to do now, or what is waited for. */
static void write_phase(char text[LINE], const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    char hint[TP_KEYS_HINT];
    if (state->stopping || state->run.ended)
        text[0] = '\0';
    else if (state->paused)
        write_pause(text, view);
    else if (state->lost)
        snprintf(text, LINE, "time stands: let go");
    else if (state->standing && !state->offer)
        snprintf(text, LINE, "time stands, and goes on after the words");
    else if (*tp_keys_hint(view->keys, state, hint))
        snprintf(text, LINE, "%s", hint);
    else
        snprintf(text, LINE, "%s", tp_view_phase(view));
}

/* What stands below the first row: the step's title, or what is more urgent to know. */
static void write_title(char text[LINE], const struct tp_view *view, int width)
{
    const struct tp_session_state *state = &view->state;
    const char *title = tp_view_title(state->run.info);
    char end[TP_VIEW_END];
    text[0] = '\0';
    if (state->stopping)
        return;
    if (state->run.ended)
        snprintf(text, LINE, "%s", tp_view_end(end, view, false));
    else if (state->offer)
        snprintf(text, LINE, "Any key: a minute of warm-up first.");
    else if (state->lost)
        draw_loss(view, width, text);
    else
        snprintf(text, LINE, "%s", title ? title : "");
}

/* Title and finding words, one below the other. Returns the rows taken. */
static int draw_title(const struct page *page, const struct layout *at, const struct tp_view *view,
                      const char *title)
{
    struct column column = draw_column(page);
    int taken =
        page_wrap(page, at->title, column.col, column.width, at->title_rows, PAGE_STRONG, title);
    if (at->find >= 0)
        taken += page_wrap(page, at->title + taken, column.col, column.width, at->find_rows,
                           PAGE_PLAIN, view->state.run.info->find);
    return taken;
}

/* The same with the middle from `row` on, where words took less than there was room for. */
static struct layout with_middle(const struct layout *at, int row)
{
    struct layout wider = *at;
    wider.middle = row;
    wider.middle_rows = at->middle + at->middle_rows - row;
    return wider;
}

static void draw_step(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    struct column column = draw_column(page);
    char title[LINE], phase[LINE];
    bool urgent = state->paused && !state->lost;
    write_title(title, view, column.width * at->title_rows);
    write_phase(phase, view);
    if (at->phase < 0 && (urgent || !*title)) /* where there is room for one of them */
        snprintf(title, sizeof title, "%s", phase);
    struct layout with = *at;
    if (at->title >= 0) {
        int taken = draw_title(page, at, view, title);
        if (at->find >= 0)
            with = with_middle(at, at->title + taken);
    }
    draw_count(page, &with, view);
    if (at->phase >= 0)
        page_put_centred(page, at->phase, column.col, column.width, PAGE_PLAIN, phase);
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* The last sentence, as it was said; unless the page says it already. */
static void draw_sentence(const struct page *page, const struct layout *at,
                          const struct tp_view *view)
{
    const struct tp_run_state *run = &view->state.run;
    struct column column = draw_column(page);
    char words[TP_SENTENCE + 8];
    bool told = same(view->said, run->info ? run->info->title : NULL) ||
                same(view->said, run->question ? run->question->text : NULL) ||
                (at->find >= 0 && same(view->said, run->info ? run->info->find : NULL));
    if (at->sentence < 0 || !*view->said || told || view->state.stopping)
        return;
    snprintf(words, sizeof words, "“%s”", view->said);
    page_wrap(page, at->sentence, column.col, column.width, at->sentence_rows, PAGE_PLAIN, words);
}

static void draw_edges(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    draw_header(page, at->header, view);
    draw_bar(page, at->bar, view);
    if (at->message < 0 && draw_has_message(view) && at->time >= 0)
        draw_message(page, at->time, view);
    else
        draw_time(page, at->time, view);
    draw_message(page, at->message, view);
    draw_volume(page, at->volume, view);
    draw_keys(page, at->keys, view);
}

/* Where a point is found: while it is looked for, and pressed. */
static bool finds(const struct tp_session_state *state)
{
    const struct tp_step_info *info = state->run.info;
    bool sought = is(info, "locate") || is(info, "hold");
    return sought && info->find && *info->find && !state->offer && !state->stopping;
}

/* Before the first step, and at the gate behind its sound. */
static bool is_ahead(const struct tp_session_state *state)
{
    bool begun = state->run.step > 0 && !is(state->run.info, "open");
    return (!state->paused || state->back) && !state->stopping && (state->gate || !begun);
}

static void draw_moment(const struct page *page, const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    bool asked = state->run.question && !state->run.question->implied;
    struct layout at = lay_out(page, finds(state));
    draw_edges(page, &at, view);
    if (!state->stopping && !state->run.ended) {
        draw_strength(page, at.strength, view);
        draw_next(page, at.next, view);
    }
    draw_what(page, at.what, view);
    draw_sentence(page, &at, view);
    if (asked && !state->paused && !state->lost && !state->stopping && !state->offer)
        draw_question(page, &at, view);
    else
        draw_step(page, &at, view);
}

void draw_session(const struct page *page, const struct tp_view *view)
{
    if (is_ahead(&view->state))
        draw_gate(page, view);
    else
        draw_moment(page, view);
}
