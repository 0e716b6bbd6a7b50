/* The page of keys. Must go on showing what the body is to do. */
#include "core/cli/keys.h"
#include "core/cli/screen_draw.h"

#include <stdio.h>

enum { NAME = 10 };

/* "Press · left side · 12": nobody is left alone in a hold. */
static void draw_now(const struct page *page, int row, const struct tp_view *view)
{
    const struct tp_step_info *info = view->state.run.info;
    struct column at = draw_column(page);
    const char *side = info ? tp_view_side(info->side) : "";
    tp_frames left = tp_view_left(view);
    char text[LINE], number[TP_FRAMES_TEXT] = "";
    if (left >= 0)
        tp_view_count(number, left);
    snprintf(text, sizeof text, "%s%s%s%s%s%s", view->state.paused ? "Paused · " : "",
             info ? tp_view_kind(info->kind) : "Keys", *side ? " · " : "", side,
             *number ? " · " : "", number);
    page_put_centred(page, row, at.col, at.width, PAGE_STRONG, text);
}

void draw_help(const struct page *page, const struct tp_view *view)
{
    struct column at = draw_column(page);
    int count = (int)tp_keys_count(), row = page->rows > count + 4 ? 2 : 1;
    int width = at.width > 64 ? 64 : at.width, col = at.col + (at.width - width) / 2;
    char key[TP_KEY_NAME], back[LINE];
    draw_now(page, 0, view);
    for (int i = 0; i < count; i++) {
        struct tp_key_words words;
        char name[LINE];
        if (!tp_keys_words(view->keys, (size_t)i, NULL, &words))
            continue;
        snprintf(name, sizeof name, "%s%s%s", words.name, *words.other ? "  " : "", words.other);
        page_put(page, row, col, NAME - 1, PAGE_STRONG, name);
        page_put(page, row++, col + NAME, width - NAME, PAGE_PLAIN, words.help);
    }
    snprintf(back, sizeof back, "%s leads back to the session",
             tp_keys_name(view->keys, TP_ACTION_HELP, 0, key));
    page_put_centred(page, page->rows - 1, at.col, at.width, PAGE_QUIET, back);
}
