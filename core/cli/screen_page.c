/* Text on the page. Must never write an unclean byte or outside of the page. */
#include "core/cli/screen_page.h"

#include "core/base/text.h"

#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* The longest sentence with every byte escaped. */
enum { ROOM = 1700 };

void page_style(const struct page *page, enum page_style style)
{
    static const struct {
        attr_t attributes;
        short pair;
    } styles[PAGE_STYLES] = {
        [PAGE_PLAIN] = {A_NORMAL, 0}, [PAGE_QUIET] = {A_DIM, 0}, [PAGE_STRONG] = {A_BOLD, 0},
        [PAGE_PRESS] = {A_BOLD, 1},   [PAGE_EASE] = {A_BOLD, 2}, [PAGE_WARN] = {A_BOLD, 3},
    };
    attr_set(styles[style].attributes, page->colours ? styles[style].pair : 0, NULL);
}

/* ---- text that a terminal can show ---- */

/* One character: its bytes, and the columns that it takes (−1: cannot be shown). */
static size_t one(const struct page *page, const char *text, int *columns)
{
    wchar_t wide;
    mbstate_t state = {0};
    size_t length = mbrtowc(&wide, text, strlen(text), &state);
    *columns = 1;
    if (!page->unicode || (unsigned char)*text < 0x80)
        return 1;
    if (length == 0 || length > 4) {
        *columns = -1;
        return 1;
    }
    *columns = wcwidth(wide);
    return length;
}

/* What stands for a character beyond ASCII where only ASCII can be shown. */
static const char *plain(const char *text, size_t length)
{
    static const char *const pairs[][2] = {
        {"…", "..."}, {"–", "-"}, {"−", "-"}, {"’", "'"}, {"‘", "'"}, {"“", "\""},
        {"”", "\""},  {"·", "-"}, {"→", ">"}, {"←", "<"}, {"↑", "^"}, {"↓", "v"},
        {"■", "#"},   {"━", "="}, {"─", "-"}, {"█", "#"}, {"▀", "#"}, {"▄", "#"},
        {"é", "e"},   {"ä", "a"}, {"ö", "o"}, {"ü", "u"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strlen(pairs[i][0]) == length && memcmp(pairs[i][0], text, length) == 0)
            return pairs[i][1];
    return "?";
}

/* Copies `text` so that every character of it can be shown. */
static const char *showable(const struct page *page, char out[ROOM], const char *text)
{
    char clean[ROOM];
    size_t used = 0;
    tp_text_clean(clean, sizeof clean, text, strlen(text));
    for (size_t i = 0; clean[i];) {
        size_t length = tp_utf8_length(clean + i, strlen(clean + i));
        const char *shown = clean + i;
        size_t bytes = length;
        int columns;
        if (length > 1 && !page->unicode)
            shown = plain(shown, length), bytes = strlen(shown);
        else if (length == 0 || (one(page, shown, &columns) > 0 && columns < 0))
            shown = "?", bytes = 1;
        if (used + bytes >= ROOM)
            break;
        memcpy(out + used, shown, bytes);
        used += bytes;
        i += length ? length : 1;
    }
    out[used] = '\0';
    return out;
}

/* The bytes of `text` that fit into `width` columns, and the columns that they take. */
static size_t fitting(const struct page *page, const char *text, int width, int *taken)
{
    size_t bytes = 0;
    *taken = 0;
    while (text[bytes]) {
        int columns;
        size_t length = one(page, text + bytes, &columns);
        if (*taken + columns > width)
            break;
        bytes += length;
        *taken += columns;
    }
    return bytes;
}

int page_width(const struct page *page, const char *text)
{
    char shown[ROOM];
    int taken;
    fitting(page, showable(page, shown, text), ROOM, &taken);
    return taken;
}

/* ---- writing ---- */

static void write_bytes(const struct page *page, int row, int col, enum page_style style,
                        const char *text, size_t bytes)
{
    page_style(page, style);
    mvaddnstr(row, col, text, (int)bytes);
}

/* Writes showable text; `place` is 0 for left, 1 for the middle, 2 for right. */
static void put(const struct page *page, int row, int col, int width, enum page_style style,
                const char *shown, int place)
{
    int taken, room;
    if (col < 0 || width > page->cols - col)
        width = page->cols - col;
    if (row < 0 || row >= page->rows || col < 0 || width <= 0)
        return;
    size_t bytes = fitting(page, shown, width, &taken);
    if (!shown[bytes]) {
        write_bytes(page, row, col + (width - taken) * place / 2, style, shown, bytes);
        return;
    }
    const char *ellipsis = page->unicode ? "…" : "...";
    room = width - (page->unicode ? 1 : 3);
    if (room < 0)
        return;
    bytes = fitting(page, shown, room, &taken);
    write_bytes(page, row, col, style, shown, bytes);
    addstr(ellipsis);
}

static void put_any(const struct page *page, int row, int col, int width, enum page_style style,
                    const char *text, int place)
{
    char shown[ROOM];
    if (text)
        put(page, row, col, width, style, showable(page, shown, text), place);
}

void page_put(const struct page *page, int row, int col, int width, enum page_style style,
              const char *text)
{
    put_any(page, row, col, width, style, text, 0);
}

void page_put_centred(const struct page *page, int row, int col, int width, enum page_style style,
                      const char *text)
{
    put_any(page, row, col, width, style, text, 1);
}

void page_put_right(const struct page *page, int row, int col, int width, enum page_style style,
                    const char *text)
{
    put_any(page, row, col, width, style, text, 2);
}

/* Where the line that begins at `text` ends: at its last space that fits. */
static size_t line_end(const struct page *page, const char *text, int width)
{
    int taken;
    size_t fits = fitting(page, text, width, &taken), end = fits;
    if (!text[fits])
        return fits;
    while (end > 0 && text[end] != ' ')
        end--;
    return end > 0 ? end : fits;
}

int page_wrap(const struct page *page, int row, int col, int width, int rows, enum page_style style,
              const char *text)
{
    char shown[ROOM];
    int used = 0;
    if (!text || rows <= 0 || width <= 0)
        return 0;
    const char *rest = showable(page, shown, text);
    while (*rest && used < rows - 1) {
        size_t end = line_end(page, rest, width);
        char line[ROOM];
        if (end == 0)
            break;
        snprintf(line, sizeof line, "%.*s", (int)end, rest);
        put(page, row + used++, col, width, style, line, 1);
        rest += end;
        while (*rest == ' ')
            rest++;
    }
    if (*rest)
        put(page, row + used++, col, width, style, rest, 1);
    return used;
}

/* ---- bars ---- */

static void fill(const struct page *page, int row, int col, int count, enum page_style style,
                 const char *cell)
{
    const char *shown = page->unicode ? cell : plain(cell, strlen(cell));
    page_style(page, style);
    for (int i = 0; i < count && col + i < page->cols && row >= 0 && row < page->rows; i++)
        mvaddstr(row, col + i, shown);
}

void page_bar(const struct page *page, int row, int col, int width, double share,
              enum page_style style)
{
    int filled = share <= 0 ? 0 : share >= 1 ? width : (int)(share * width);
    fill(page, row, col, filled, style, "━");
    fill(page, row, col + filled, width - filled, PAGE_QUIET, "─");
}

void page_squares(const struct page *page, int row, int col, int filled, int count,
                  enum page_style style)
{
    filled = filled < 0 ? 0 : filled > count ? count : filled;
    fill(page, row, col, filled, style, "■");
    fill(page, row, col + filled, count - filled, PAGE_QUIET, "·");
}

void page_halves(const struct page *page, int row, int col, bool upper, bool lower)
{
    const char *cell = upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    if (row >= 0 && row < page->rows && col >= 0 && col < page->cols)
        mvaddstr(row, col, page->unicode || *cell == ' ' ? cell : plain(cell, strlen(cell)));
}
