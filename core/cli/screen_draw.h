/* What stands on the page. Shared by the screen's own files only. [loop] */
#ifndef TP_CLI_SCREEN_DRAW_H
#define TP_CLI_SCREEN_DRAW_H

#include "core/cli/screen_page.h"
#include "core/cli/view.h"

/* Bytes of a line that is put together here, with its end. */
enum { LINE = 160 };

/* The first row of each part of a session's page, ABSENT where there is no room for it. */
enum { ABSENT = -1 };
struct layout {
    int header, what, title, find, phase, sentence, strength, next, bar, time, message, volume,
        keys;
    int title_rows, find_rows, sentence_rows;
    int middle, middle_rows; /* of the countdown or the answers */
};

/* The session as it is now: its start, a step, a question. */
void draw_session(const struct page *page, const struct tp_view *view);

/* Before it begins: screen_gate.c. */
void draw_gate(const struct page *page, const struct tp_view *view);

/* A question that stands, instead of a step: screen_question.c. */
void draw_question(const struct page *page, const struct layout *at, const struct tp_view *view);

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

/* Whether there is a message to draw. */
bool draw_has_message(const struct tp_view *view);

/* Where it sounds, in words. */
const char *draw_device(const struct tp_view *view);

/* Why nothing can be heard, and how it goes on, in about so many columns. */
void draw_loss(const struct tp_view *view, int width, char text[LINE]);

#endif
