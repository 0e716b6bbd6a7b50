/* The session's page: where what stands. Must look calm at 80 × 24 and hold up at any size: what is
 * needed most stays longest. */
#include "core/cli/screen_draw.h"

#include "core/cli/keys.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 160, ABSENT = -1 };

/* The first row of each part, ABSENT where there is no room for it. */
struct layout {
    int header, what, title, phase, sentence, strength, next, bar, time, message, volume, keys;
    int title_rows, sentence_rows;
    int middle, middle_rows; /* of the countdown or the answers */
};

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

static struct layout lay_out(const struct page *page)
{
    struct layout at;
    int top = 0, bottom = page->rows;
    at.title_rows = page->rows >= 23 ? 2 : 1;
    at.sentence_rows = page->rows >= 21 ? 2 : 1;
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
    if (state->paused)
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
    else
        snprintf(text, sizeof text, "%s%s%s%s", state->paused ? "Paused · " : "",
                 info ? tp_view_kind(info->kind) : "", *side ? " · " : "", side);
    page_put_centred(page, row, at.col, at.width, tone_of(state), text);
}

/* In figures of one size, be it seconds or minutes; in plain digits where there is no room. */
static void draw_count(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    tp_frames left = tp_view_left(view);
    bool rests = view->state.paused || tp_view_counts(view);
    enum page_style style = rests ? tone_of(&view->state) : PAGE_QUIET;
    char number[TP_FRAMES_TEXT], text[TP_FRAMES_TEXT + 1];
    if (left < 0 || view->state.stopping)
        return;
    snprintf(text, sizeof text, "%s%s", view->state.paused ? "|" : "", tp_view_count(number, left));
    if (at->middle_rows <= 0)
        page_put_right(page, at->what, 0, page->cols, style, number);
    else if (!page_figures(page, at->middle, 0, at->middle_rows, page->cols, style, text, "0:00"))
        page_put_centred(page, at->middle + (at->middle_rows - 1) / 2, 0, page->cols, style,
                         number);
}

/* "space goes on" */
static const char *way_on(const struct tp_view *view, char text[LINE])
{
    char key[TP_KEY_NAME];
    snprintf(text, LINE, "%s goes on", tp_keys_name(view->keys, TP_ACTION_PAUSE, 0, key));
    return text;
}

static const char *phase_of(const struct tp_view *view, char text[LINE])
{
    char hint[TP_KEYS_HINT];
    if (view->state.stopping || view->state.run.ended)
        return "";
    if (*tp_keys_hint(view->keys, &view->state, hint)) {
        snprintf(text, LINE, "%s", hint);
        return text;
    }
    return view->state.paused ? way_on(view, text) : tp_view_phase(view);
}

static void draw_step(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    struct column column = draw_column(page);
    char length[TP_VIEW_LENGTH], text[LINE];
    const char *title = view->state.stopping    ? NULL
                        : view->state.run.ended ? tp_view_length(length, view->now)
                                                : tp_view_title(view->state.run.info);
    if (at->title >= 0)
        page_wrap(page, at->title, column.col, column.width, at->title_rows, PAGE_STRONG, title);
    draw_count(page, at, view);
    if (at->phase >= 0)
        page_put_centred(page, at->phase, column.col, column.width, PAGE_PLAIN,
                         phase_of(view, text));
    else if (view->state.paused && at->title >= 0)
        page_put_centred(page, at->title, column.col, column.width, PAGE_STRONG,
                         way_on(view, text));
}

/* Keys and what they answer, in the middle of their room. */
static void draw_answers(const struct page *page, const struct layout *at, int count,
                         const char *const keys[], const char *const words[])
{
    struct column column = draw_column(page);
    int name = 0, width = 0;
    for (int i = 0; i < count; i++) {
        int key = page_width(page, keys[i]) + 2, wide = page_width(page, words[i]);
        name = key > name ? key : name;
        width = wide > width ? wide : width;
    }
    width = width + name < column.width ? width + name : column.width;
    int row = count < at->middle_rows ? at->middle + (at->middle_rows - count) / 2 : at->middle;
    int col = column.col + (column.width - width) / 2;
    for (int i = 0; i < count && row < at->middle + at->middle_rows; i++, row++) {
        page_put(page, row, col, name, PAGE_PRESS, keys[i]);
        page_put(page, row, col + name, width - name, PAGE_PLAIN, words[i]);
    }
}

/* What is typed, large; until then the range. */
static void draw_number(const struct page *page, const struct layout *at,
                        const struct tp_view *view)
{
    const struct tp_question *question = view->state.run.question;
    const char *typed = view->typed;
    char range[LINE], hint[TP_KEYS_HINT];
    if (typed && *typed) {
        if (at->phase >= 0)
            page_put_centred(page, at->phase, 0, page->cols, PAGE_PLAIN, "then enter");
        if (!page_figures(page, at->middle, 0, at->middle_rows, page->cols, PAGE_PRESS, typed,
                          "0:00"))
            page_put_centred(page, at->middle, 0, page->cols, PAGE_PRESS, typed);
        return;
    }
    snprintf(range, sizeof range, "%g to %g, then enter", question->min, question->max);
    if (*tp_keys_hint(view->keys, &view->state, hint))
        snprintf(range, sizeof range, "%s", hint);
    page_put_centred(page, at->middle + (at->middle_rows - 1) / 2, 0, page->cols, PAGE_PRESS,
                     range);
}

/* A question that stands: its words, and the keys that answer it. */
static void draw_question(const struct page *page, const struct layout *at,
                          const struct tp_view *view)
{
    static const char *const digits[TP_CHOICES] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const char *const yes_no[] = {"yes", "no"}, *const ready[] = {"I am ready"};
    char first[TP_KEY_NAME], second[TP_KEY_NAME];
    const struct tp_question *question = view->state.run.question;
    struct column column = draw_column(page);
    page_wrap(page, at->title >= 0 ? at->title : at->what, column.col, column.width, at->title_rows,
              PAGE_STRONG, question->text);
    switch (question->kind) {
    case TP_ASK_NUMBER:
        draw_number(page, at, view);
        break;
    case TP_ASK_YES_NO:
        draw_answers(page, at, 2,
                     (const char *[]){tp_keys_name(view->keys, TP_ACTION_YES, 0, first),
                                      tp_keys_name(view->keys, TP_ACTION_NO, 0, second)},
                     yes_no);
        break;
    case TP_ASK_CHOICE:
        draw_answers(page, at, question->choice_count, digits, question->choices);
        break;
    case TP_ASK_READY:
        draw_answers(page, at, 1,
                     (const char *[]){tp_keys_name(view->keys, TP_ACTION_READY, 0, first)}, ready);
        break;
    }
}

/* Before the first step: what comes, what it needs, and the one rule. */
static void draw_start(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    struct column column = draw_column(page);
    char about[LINE], position[LINE], tools[LINE], length[TP_VIEW_LENGTH], hint[TP_KEYS_HINT];
    tp_frames minute = (tp_frames)60 * TP_RATE;
    snprintf(about, sizeof about, "About %s",
             tp_view_length(length, (view->total + minute / 2) / minute * minute));
    snprintf(position, sizeof position, "Position: %s", view->position ? view->position : "");
    snprintf(tools, sizeof tools, "You need: %s", view->tools ? view->tools : "");
    tp_keys_hint(view->keys, &view->state, hint);
    const struct {
        const char *text;
        enum page_style style;
        int least; /* rows of room from which it is shown */
    } lines[] = {
        {view->title, PAGE_EASE, 1},
        {view->total >= minute ? about : NULL, PAGE_PLAIN, 2},
        {"", PAGE_PLAIN, 8},
        {view->position ? position : NULL, PAGE_PLAIN, 5},
        {view->tools ? tools : NULL, PAGE_PLAIN, 5},
        {"", PAGE_PLAIN, 6},
        {"Sharp, tingly or dizzy: let go.", PAGE_STRONG, 3},
        {"Not a medical device: tprun about", PAGE_QUIET, 6},
        {*hint ? "" : NULL, PAGE_PLAIN, 10},
        {*hint ? hint : NULL, PAGE_EASE, 2},
    };
    int room =
        at->strength >= 0 ? at->strength - at->what : at->middle + at->middle_rows - at->what;
    int row = at->what + (room > 10 ? (room - (*hint ? 10 : 8)) / 2 : 0);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].text && room >= lines[i].least && row < at->what + room)
            page_put_centred(page, row++, column.col, column.width, lines[i].style, lines[i].text);
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
    bool told = same(run->sentence, run->info ? run->info->title : NULL) ||
                same(run->sentence, run->question ? run->question->text : NULL);
    if (at->sentence < 0 || !*run->sentence || told)
        return;
    snprintf(words, sizeof words, "“%s”", run->sentence);
    page_wrap(page, at->sentence, column.col, column.width, at->sentence_rows, PAGE_PLAIN, words);
}

static void draw_edges(const struct page *page, const struct layout *at, const struct tp_view *view)
{
    draw_header(page, at->header, view);
    draw_bar(page, at->bar, view);
    if (at->message < 0 && (view->problem || view->message) && at->time >= 0)
        draw_message(page, at->time, view);
    else
        draw_time(page, at->time, view);
    draw_message(page, at->message, view);
    draw_volume(page, at->volume, view);
    draw_keys(page, at->keys, view);
}

void draw_session(const struct page *page, const struct tp_view *view)
{
    const struct tp_session_state *state = &view->state;
    struct layout at = lay_out(page);
    draw_edges(page, &at, view);
    bool calm = !state->paused && !state->stopping;
    bool asked = state->run.question && !state->run.question->implied;
    if (calm && (state->run.step == 0 || is(state->run.info, "open"))) {
        draw_start(page, &at, view);
        return;
    }
    if (!state->stopping && !state->run.ended) {
        draw_strength(page, at.strength, view);
        draw_next(page, at.next, view);
    }
    draw_what(page, at.what, view);
    draw_sentence(page, &at, view);
    if (asked && calm && !state->offer)
        draw_question(page, &at, view);
    else
        draw_step(page, &at, view);
}
