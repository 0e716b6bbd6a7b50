/* Big figures, readable from two metres.
 *
 * At 80 × 24 they are seven rows high: some 25–30 mm on a common screen, 43–52 minutes of arc from
 * two metres, where 20–22 are preferred and 16 the least (ISO 9241-3, character height). */
#include "core/cli/screen_page.h"

#include <string.h>

enum { HEIGHT = 7, WIDEST = 5 };

/* Five dots by seven; the bits of a row from the left. A dot is `unit` columns wide and as many
 * half rows high, which is about a square. */
static const struct figure {
    char name;
    int width;
    unsigned char rows[HEIGHT];
} figures[] = {
    {'0', 5, {016, 021, 021, 021, 021, 021, 016}}, {'1', 5, {004, 014, 004, 004, 004, 004, 016}},
    {'2', 5, {036, 001, 001, 016, 020, 020, 037}}, {'3', 5, {036, 001, 001, 016, 001, 001, 036}},
    {'4', 5, {021, 021, 021, 037, 001, 001, 001}}, {'5', 5, {037, 020, 020, 036, 001, 001, 036}},
    {'6', 5, {016, 020, 020, 036, 021, 021, 016}}, {'7', 5, {037, 001, 001, 002, 004, 004, 004}},
    {'8', 5, {016, 021, 021, 016, 021, 021, 016}}, {'9', 5, {016, 021, 021, 017, 001, 001, 016}},
    {':', 1, {000, 000, 001, 000, 001, 000, 000}}, {'|', 5, {033, 033, 033, 033, 033, 033, 033}},
};

static const struct figure *find(char name)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i].name == name)
            return &figures[i];
    return NULL;
}

/* Dots that the text is wide: one between two figures, two around the bars. */
static int dots(const char *text)
{
    int width = 0;
    for (; *text; text++) {
        const struct figure *figure = find(*text);
        width += figure ? figure->width + (text[1] ? 1 : 0) : 0;
        width += *text == '|' && text[1] ? 1 : 0;
    }
    return width;
}

static bool dot(const struct figure *figure, int x, int y)
{
    return y < HEIGHT && figure->rows[y] >> (figure->width - 1 - x) & 1;
}

static void draw(const struct page *page, int row, int col, int unit, const struct figure *figure)
{
    int rows = (HEIGHT * unit + 1) / 2;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < figure->width * unit; c++)
            page_halves(page, row + r, col + c, dot(figure, c / unit, 2 * r / unit),
                        dot(figure, c / unit, (2 * r + 1) / unit));
}

/* The largest size for the room. Without half blocks an odd one would blur. */
static int largest(const struct page *page, int rows, int width, const char *text,
                   const char *widest)
{
    int wide = dots(text) > dots(widest) ? dots(text) : dots(widest);
    int by_width = wide > 0 ? width / wide : 0, by_height = rows * 2 / HEIGHT;
    int unit = by_width < by_height ? by_width : by_height;
    return page->unicode ? unit : unit / 2 * 2;
}

bool page_figures(const struct page *page, int row, int col, int rows, int width,
                  enum page_style style, const char *text, const char *widest)
{
    int unit = largest(page, rows, width, text, widest);
    if (unit < 1)
        return false;
    row += (rows - (HEIGHT * unit + 1) / 2) / 2;
    col += (width - dots(text) * unit) / 2;
    page_style(page, style);
    for (; *text; text++) {
        const struct figure *figure = find(*text);
        if (!figure)
            continue;
        draw(page, row, col, unit, figure);
        col += (figure->width + 1 + (*text == '|')) * unit;
    }
    return true;
}
