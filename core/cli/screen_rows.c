/* The rows around the countdown: header, strength, progress, sound, keys. Must never ask for more
 * than the view says. */
#include "core/cli/screen_draw.h"

#include "core/cli/keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    PLEASANT = 96, /* columns: a wider line is hard to follow */
    ROOMY = 40,    /* columns from which there is a margin */
    WIDE = 70,     /* columns from which a row has two things in it */
    MARGIN = 2,
    LABEL = 10, /* columns before what a label names */
    HINT = 21,  /* columns before the bar or the keys behind it */
    STRENGTHS = 10,
    SCALE = 40 /* columns of a pressure, at most */
};

struct column draw_column(const struct page *page)
{
    int margin = page->cols >= ROOMY ? MARGIN : 0;
    int width = page->cols - 2 * margin;
    if (width > PLEASANT)
        width = PLEASANT;
    return (struct column){(page->cols - width) / 2, width};
}

const char *draw_device(const struct tp_view *view)
{
    return !view->device ? "" : *view->device ? view->device : "opening the sound …";
}

/* What routine, and where it sounds. */
void draw_header(const struct page *page, int row, const struct tp_view *view)
{
    const struct tp_step_info *info = view->state.run.info;
    const char *section = info ? info->section : NULL;
    struct column at = draw_column(page);
    char left[LINE];
    snprintf(left, sizeof left, "%s%s%s", view->title ? view->title : "", section ? " · " : "",
             section ? section : "");
    int room = at.width - page_width(page, left) - 2, half = at.width / 2 - 1;
    int taken = page_width(page, draw_device(view));
    taken = taken > room ? (room > half ? room : half) : taken;
    taken =
        taken > page_width(page, draw_device(view)) ? page_width(page, draw_device(view)) : taken;
    page_put(page, row, at.col, at.width - taken - 2, PAGE_PLAIN, left);
    page_put_right(page, row, at.col + at.width - taken, taken, PAGE_QUIET, draw_device(view));
}

/* The columns that a named key takes. */
static int key_width(const struct page *page, const struct tp_key_words *words)
{
    return page_width(page, words->name) + 1 + page_width(page, words->word);
}

/* The keys that belong to a place, in words: "s softer  f firmer". Those that do not fit are left
 * out. */
static void put_keys(const struct page *page, int row, int col, int width,
                     const struct tp_view *view, enum tp_key_place place)
{
    int gap = width >= 60 ? 3 : 2, end = col + width;
    for (size_t i = 0; i < tp_keys_count(); i++) {
        struct tp_key_words words;
        if (!tp_keys_words(view->keys, i, &view->state, &words) || words.place != place ||
            col + key_width(page, &words) > end)
            continue;
        int name = page_width(page, words.name);
        page_put(page, row, col, name, PAGE_STRONG, words.name);
        page_put(page, row, col + name + 1, end - col, PAGE_QUIET, words.word);
        col += key_width(page, &words) + gap;
    }
}

/* What the sensor feels, up to the ceiling, with the edges of what is right; in a pause nothing is
 * felt. */
static void draw_pressure(const struct page *page, int row, const struct tp_view *view)
{
    const struct tp_run_press *press = &view->state.run.press;
    struct column at = draw_column(page);
    char number[32] = "";
    int col = at.col + HINT, width = at.width - HINT < SCALE ? at.width - HINT : SCALE;
    bool right = press->newtons >= press->low && press->newtons <= press->high;
    if (isfinite(press->newtons) && !view->state.paused)
        snprintf(number, sizeof number, "%.0f N", fmax(press->newtons, 0));
    page_put(page, row, at.col, at.width, PAGE_QUIET, "Pressure");
    page_put(page, row, at.col + LABEL, HINT - LABEL, PAGE_PLAIN, number);
    if (width < STRENGTHS || press->ceiling <= 0)
        return;
    page_squares(page, row, col, *number ? (int)(press->newtons / press->ceiling * width) : 0,
                 width,
                 press->newtons > press->high ? PAGE_WARN
                 : right                      ? PAGE_EASE
                                              : PAGE_PRESS);
    page_put(page, row, col + (int)(press->low / press->ceiling * width), 1, PAGE_STRONG, "[");
    page_put(page, row, col + (int)(press->high / press->ceiling * width), 1, PAGE_STRONG, "]");
}

void draw_strength(const struct page *page, int row, const struct tp_view *view)
{
    if (view->state.run.feels) {
        draw_pressure(page, row, view);
        return;
    }
    struct column at = draw_column(page);
    double strength = view->state.run.pressure;
    char number[32];
    int col = at.col + LABEL;
    if (strength < 0)
        return;
    snprintf(number, sizeof number, "%g of %d", strength, STRENGTHS);
    page_put(page, row, at.col, at.width, PAGE_QUIET, "Strength");
    page_put(page, row, col, at.width - LABEL, PAGE_PLAIN, number);
    col += HINT - LABEL;
    page_squares(page, row, col, (int)(strength + 0.5), STRENGTHS, PAGE_PRESS);
    col += STRENGTHS + 3;
    put_keys(page, row, col, at.col + at.width - col, view, TP_KEYS_STRENGTH);
}

/* Whether a title says what kind of step it is, as "Stretch: …" and words that are only said do. */
static bool says_kind(const char *title, const char *kind)
{
    const char *words = tp_view_kind(kind);
    return strcmp(kind, "say") == 0 || strncmp(title, words, strlen(words)) == 0;
}

/* "Press · Shoulder roll · left side" */
void draw_next(const struct page *page, int row, const struct tp_view *view)
{
    struct column at = draw_column(page);
    const char *title = view->next_title ? view->next_title : "";
    const char *side = tp_view_side(view->next_side);
    char text[LINE];
    if (!view->next_kind)
        return;
    bool named = *title && says_kind(title, view->next_kind);
    const char *kind = named ? "" : tp_view_kind(view->next_kind);
    if (strstr(title, side)) /* "Now the right side." says it */
        side = "";
    snprintf(text, sizeof text, "%s%s%s%s%s", kind, *kind && *title ? " · " : "", title,
             *side ? " · " : "", side);
    page_put(page, row, at.col, at.width, PAGE_QUIET, "Next");
    page_put(page, row, at.col + LABEL, at.width - LABEL, PAGE_PLAIN, text);
}

void draw_bar(const struct page *page, int row, const struct tp_view *view)
{
    struct column at = draw_column(page);
    tp_frames all = view->total - view->begin, gone = view->now - view->begin;
    double share = all > 0 ? (double)gone / (double)all : 0;
    page_bar(page, row, at.col, at.width, share, PAGE_EASE);
}

/* "8:12 left      step 12 of 63      until 14:02": what does not fit beside the first is left out.
 */
void draw_time(const struct page *page, int row, const struct tp_view *view)
{
    char clock[TP_FRAMES_TEXT], left[LINE], middle[LINE] = "", right[LINE] = "";
    struct column at = draw_column(page);
    struct tm local;
    if (view->total > 0)
        snprintf(left, sizeof left, "%s left",
                 tp_frames_clock(clock, view->total > view->now ? view->total - view->now : 0));
    else
        snprintf(left, sizeof left, "%s so far", tp_frames_clock(clock, view->now));
    if (view->state.run.step > 0 && view->steps >= view->state.run.step)
        snprintf(middle, sizeof middle, "step %u of %u", (unsigned)view->state.run.step,
                 (unsigned)view->steps);
    if (view->finish && localtime_r(&view->finish, &local))
        strftime(right, sizeof right, "until %H:%M", &local);
    int sides = 2 * page_width(page, right) + 4;
    page_put(page, row, at.col, at.width, PAGE_PLAIN, left);
    if (page_width(page, left) + page_width(page, right) + 2 <= at.width)
        page_put_right(page, row, at.col, at.width, PAGE_PLAIN, right);
    if (page_width(page, middle) + sides <= at.width)
        page_put_centred(page, row, at.col, at.width, PAGE_QUIET, middle);
}

void draw_volume(const struct page *page, int row, const struct tp_view *view)
{
    struct column at = draw_column(page);
    double volume = view->volume_db;
    const char *level = tp_view_words(view->state.run.words);
    char text[32] = "muted", words[32] = "";
    int col = at.col + LABEL;
    if (!view->muted)
        snprintf(text, sizeof text, "%s%.0f dB", volume < -0.5 ? "−" : "", fabs(volume));
    if (*level && at.width >= WIDE)
        snprintf(words, sizeof words, "Words %s", level);
    int room = at.col + at.width - page_width(page, words);
    page_put(page, row, at.col, at.width, PAGE_QUIET, "Volume");
    page_put(page, row, col, at.width - LABEL, view->muted ? PAGE_WARN : PAGE_PLAIN, text);
    page_put_right(page, row, at.col, at.width, PAGE_QUIET, words);
    col += HINT - LABEL;
    put_keys(page, row, col, room - col, view, TP_KEYS_VOLUME);
}

void draw_loss(const struct tp_view *view, int width, char text[LINE])
{
    char key[TP_KEY_NAME], way[LINE];
    const char *device = view->device && *view->device ? view->device : "The sound";
    if (!view->state.lost) {
        snprintf(text, LINE, "%s", view->problem);
        return;
    }
    if (view->state.returns)
        snprintf(way, sizeof way, "It goes on when it is back.");
    else
        snprintf(way, sizeof way, "When it is back, %s goes on.",
                 tp_keys_name(view->keys, TP_ACTION_PAUSE, 0, key));
    if (snprintf(text, LINE, "%.80s is gone. %.60s", device, way) > width)
        snprintf(text, LINE, "%s", way);
}

/* A loss is told at length elsewhere. */
static const char *problem(const struct tp_view *view)
{
    return view->state.lost ? NULL : view->problem;
}

bool draw_has_message(const struct tp_view *view)
{
    return problem(view) || view->message;
}

void draw_message(const struct page *page, int row, const struct tp_view *view)
{
    struct column at = draw_column(page);
    if (problem(view))
        page_put_centred(page, row, at.col, at.width, PAGE_WARN, problem(view));
    else
        page_put_centred(page, row, at.col, at.width, PAGE_PLAIN, view->message);
}

void draw_keys(const struct page *page, int row, const struct tp_view *view)
{
    struct column at = draw_column(page);
    put_keys(page, row, at.col, at.width, view, TP_KEYS_ROW);
}
