/* What stands on the page. Shared by the screen's own files only. [loop] */
#ifndef TP_CLI_SCREEN_DRAW_H
#define TP_CLI_SCREEN_DRAW_H

#include "core/cli/screen_page.h"
#include "core/cli/view.h"

/* The session as it is now: its start, a step, a question. */
void draw_session(const struct page *page, const struct tp_view *view);

/* The page of keys. */
void draw_help(const struct page *page, const struct tp_view *view);

/* Parts of a page: screen_rows.c. */

/* Where the text of a page lies: not wider than is pleasant to read. */
struct column {
    int col, width;
};
struct column draw_column(const struct page *page);

void draw_header(const struct page *page, int row, const struct tp_view *view);
void draw_strength(const struct page *page, int row, const struct tp_view *view);
void draw_next(const struct page *page, int row, const struct tp_view *view);
void draw_bar(const struct page *page, int row, const struct tp_view *view);
void draw_time(const struct page *page, int row, const struct tp_view *view);
void draw_volume(const struct page *page, int row, const struct tp_view *view);
void draw_message(const struct page *page, int row, const struct tp_view *view);
void draw_keys(const struct page *page, int row, const struct tp_view *view);

#endif
