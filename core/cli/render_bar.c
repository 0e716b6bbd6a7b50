/* The line of a render. Must never write to what is no terminal. */
#include "core/cli/render_bar.h"

#include "core/base/text.h"
#include "core/cli/world.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    EVERY_MS = 100,
    LONGEST = 40, /* columns of the bar itself */
    BESIDE = 30   /* columns of what stands right of it, at most */
};

static const char clear_line[] = "\r\033[K";

void tp_render_bar_begin(struct tp_render_bar *bar, const char *path, bool quiet)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *kind = getenv("TERM");
    *bar = (struct tp_render_bar){.again_ms = tp_world_clock_ms() + EVERY_MS};
    bar->shown = !quiet && isatty(STDERR_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
    bar->unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    tp_text_clean(bar->name, sizeof bar->name, name, strlen(name));
}

/* Whether it is time to draw anew. */
static bool is_due(struct tp_render_bar *bar)
{
    uint64_t now = tp_world_clock_ms();
    if (!bar->shown || now < bar->again_ms)
        return false;
    bar->again_ms = now + EVERY_MS;
    return true;
}

static void draw(const struct tp_buf *line)
{
    if (!line->failed)
        fprintf(stderr, "%s%s", clear_line, line->data);
    fflush(stderr);
}

void tp_render_bar_sentence(struct tp_render_bar *bar)
{
    struct tp_buf line = {0};
    bar->sentences++;
    if (!is_due(bar))
        return;
    tp_buf_printf(&line, "%s: speaking, sentence %u", bar->name, bar->sentences);
    draw(&line);
    tp_buf_finish(&line);
}

static int columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void add_bar(const struct tp_render_bar *bar, struct tp_buf *line, double part)
{
    int room = columns() - (int)strlen(bar->name) - BESIDE;
    int length = room < LONGEST ? room : LONGEST, full = (int)(part * length);
    for (int i = 0; i < length; i++)
        tp_buf_puts(line, i < full ? (bar->unicode ? "█" : "#") : (bar->unicode ? "░" : "-"));
    if (length > 0)
        tp_buf_puts(line, " ");
}

void tp_render_bar_written(struct tp_render_bar *bar, tp_frames written, tp_frames all)
{
    char now[TP_FRAMES_TEXT], end[TP_FRAMES_TEXT];
    struct tp_buf line = {0};
    if (all <= 0 || !is_due(bar))
        return;
    double part = (double)written / (double)all;
    tp_buf_printf(&line, "%s ", bar->name);
    add_bar(bar, &line, part);
    tp_buf_printf(&line, "%2d %%  %s of %s", (int)(part * 100), tp_frames_clock(now, written),
                  tp_frames_clock(end, all));
    draw(&line);
    tp_buf_finish(&line);
}

void tp_render_bar_end(struct tp_render_bar *bar, tp_frames length)
{
    char text[TP_FRAMES_TEXT];
    if (bar->shown)
        fputs(clear_line, stderr);
    if (bar->shown && length > 0)
        fprintf(stderr, "%s, %s; what is said stands in the .vtt beside it\n", bar->name,
                tp_frames_duration(text, length));
    bar->shown = false;
}
