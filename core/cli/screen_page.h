/* The page: cells, styles, and text that fits. Shared by the screen's own files only.
 *
 * Everything is clipped to the page, so that no size of terminal needs care above. Text of a
 * routine may be given as it is: it is cleaned here. [loop] */
#ifndef TP_CLI_SCREEN_PAGE_H
#define TP_CLI_SCREEN_PAGE_H

#include <stdbool.h>

enum page_style {
    PAGE_PLAIN,
    PAGE_QUIET,  /* what is seldom looked for */
    PAGE_STRONG, /* what is looked for first */
    PAGE_PRESS,  /* the body works */
    PAGE_EASE,   /* the body rests */
    PAGE_WARN,   /* time stands, or something is wrong */
    PAGE_STYLES
};

struct page {
    int rows, cols;
    bool unicode; /* the terminal shows more than ASCII */
    bool colours; /* three pairs are set up */
};

/* Columns that `text` takes. */
int page_width(const struct page *page, const char *text);

/* Writes `text` into `width` columns from (`row`, `col`) on, cut with an ellipsis where it does not
 * fit: at the left, the middle or the right end. NULL writes nothing. */
void page_put(const struct page *page, int row, int col, int width, enum page_style style,
              const char *text);
void page_put_centred(const struct page *page, int row, int col, int width, enum page_style style,
                      const char *text);
void page_put_right(const struct page *page, int row, int col, int width, enum page_style style,
                    const char *text);

/* Writes `text` over at most `rows` rows, each centred, broken at spaces. Returns the rows taken.
 */
int page_wrap(const struct page *page, int row, int col, int width, int rows, enum page_style style,
              const char *text);

/* A line of `width` columns of which the share 0–1 is filled. */
void page_bar(const struct page *page, int row, int col, int width, double share,
              enum page_style style);

/* `count` columns, of which `filled` are squares and the rest dots. */
void page_squares(const struct page *page, int row, int col, int filled, int count,
                  enum page_style style);

/* Big figures: digits, ':' and '|' (two bars: time stands), as large as `rows` and `width` allow,
 * in the middle of that room. `widest` is the text for which there must be room, so that the size
 * stays while the digits change. False when not even the smallest size fits. */
bool page_figures(const struct page *page, int row, int col, int rows, int width,
                  enum page_style style, const char *text, const char *widest);

/* One cell of a figure: its upper and its lower half. */
void page_halves(const struct page *page, int row, int col, bool upper, bool lower);

/* What is written next has this style. */
void page_style(const struct page *page, enum page_style style);

#endif
