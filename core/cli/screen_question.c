/* A question on the page: its words, and the keys that answer it. */
#include "core/cli/keys.h"
#include "core/cli/screen_draw.h"

#include <stdio.h>

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

/* The number that is counted aloud at this moment, in digits; "" before the first. */
static void write_counted(char text[LINE], const struct tp_question *question, tp_frames now)
{
    text[0] = '\0';
    for (int i = 0; i < question->counted_count && question->counted[i] <= now; i++)
        snprintf(text, LINE, "%g", question->min + i);
}

/* What is typed or counted, large, and what to do with it; until then that, or the range. */
static void draw_number(const struct page *page, const struct layout *at,
                        const struct tp_view *view)
{
    const struct tp_question *question = view->state.run.question;
    bool typed = view->typed && *view->typed;
    char large[LINE], hint[TP_KEYS_HINT], text[LINE];
    int middle = at->middle + (at->middle_rows - 1) / 2;
    if (typed)
        snprintf(large, sizeof large, "%s", view->typed);
    else
        write_counted(large, question, view->now);
    if (typed)
        snprintf(text, sizeof text, "then enter");
    else if (*tp_keys_hint(view->keys, &view->state, hint))
        snprintf(text, sizeof text, "%s", hint);
    else
        snprintf(text, sizeof text, "%g to %g, then enter", question->min, question->max);
    if (!*large) {
        page_put_centred(page, middle, 0, page->cols, PAGE_PRESS, text);
        return;
    }
    if (!page_figures(page, at->middle, 0, at->middle_rows, page->cols, PAGE_PRESS, large, "0:00"))
        page_put_centred(page, middle, 0, page->cols, PAGE_PRESS, large);
    if (at->phase >= 0)
        page_put_centred(page, at->phase, 0, page->cols, PAGE_PLAIN, text);
}

void draw_question(const struct page *page, const struct layout *at, const struct tp_view *view)
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
