/* Live bars. Must never hold up readings because the terminal takes no more. */
#include "core/cli/cmd_devices_internal.h"
#include "core/cli/device_words.h"
#include "core/cli/terminal.h"

#include <langinfo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DRAW_MS = 100, ROWS = 64, NAME = 22, VALUE = 14, RATE = 8 };

/* What a bar is measured by, where a sensor does not say what it can give. */
struct bar {
    tp_device device;
    unsigned channel;
    double least, most;
};

struct watch {
    struct connected *command;
    struct bar bars[ROWS];
    size_t bar_count;
    int width, height, row;
    bool plain; /* ASCII only */
    struct tp_buf page;
};

/* ---- the terminal ---- */

static void take_page(void)
{
    fputs("\033[?1049h\033[?25l", stdout);
    fflush(stdout);
}

static void give_page_back(void)
{
    fputs("\033[?25h\033[?1049l", stdout);
    fflush(stdout);
}

static void on_suspend(bool stops)
{
    if (stops)
        give_page_back();
    else
        take_page();
}

static void measure_page(struct watch *watch)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    watch->width = known ? size.ws_col : 80;
    watch->height = known ? size.ws_row : 24;
}

/* ---- a page ---- */

/* Whether there is room for another row, the last being left free. */
static bool begin_row(struct watch *watch)
{
    if (watch->row + 1 >= watch->height)
        return false;
    if (watch->row++ > 0)
        tp_buf_puts(&watch->page, "\033[K\r\n");
    return true;
}

/* How many bytes of the text a row takes: whole words, as far as there are any. Bytes count as
 * columns: what is said here is ASCII but for a name now and then. */
static size_t row_of(const char *text, size_t width)
{
    size_t length = strlen(text), end = width;
    if (length <= width)
        return length;
    while (end > 0 && text[end] != ' ')
        end--;
    for (end = end ? end : width; end > 1 && ((unsigned char)text[end] & 0xC0) == 0x80;)
        end--; /* not into a character */
    return end;
}

/* A text, over as many rows as it needs. */
static void draw_text(struct watch *watch, const char *text)
{
    char shown[300];
    const char *rest = tp_text_clean(shown, sizeof shown, text, strlen(text));
    do {
        size_t length = row_of(rest, (size_t)watch->width);
        if (!begin_row(watch))
            return;
        tp_buf_add(&watch->page, rest, length);
        rest += length;
        rest += strspn(rest, " ");
    } while (*rest);
}

static struct bar *find_bar(struct watch *watch, tp_device device, unsigned channel)
{
    for (size_t i = 0; i < watch->bar_count; i++)
        if (watch->bars[i].device == device && watch->bars[i].channel == channel)
            return &watch->bars[i];
    struct bar *bar = &watch->bars[watch->bar_count < ROWS ? watch->bar_count++ : ROWS - 1];
    *bar = (struct bar){device, channel, 0, 0};
    return bar;
}

/* Where the value lies between the ends that are declared, else that were seen. */
static double fraction(struct bar *bar, const struct tp_channel_state *channel)
{
    const struct tp_channel *about = &channel->about;
    bar->least = fmin(bar->least, channel->value);
    bar->most = fmax(bar->most, channel->value);
    bool declared = about->max > about->min;
    double least = declared ? about->min : bar->least, most = declared ? about->max : bar->most;
    return channel->known && most > least ? (channel->value - least) / (most - least) : 0;
}

static void draw_channel(struct watch *watch, tp_device device, unsigned number,
                         const struct tp_device_state *about, uint64_t now_ns)
{
    struct tp_channel_state channel;
    char name[160], value[TP_DEVICE_WORDS], state[TP_DEVICE_WORDS];
    int room = watch->width - NAME - VALUE - RATE - 4;
    tp_devices_look_channel(tp_plugging_devices(watch->command->plugging), device, number, now_ns,
                            &channel);
    if (!begin_row(watch))
        return;
    snprintf(name, sizeof name, "%s%s%s", *about->role ? about->role : about->id,
             about->channel_count > 1 ? "." : "",
             about->channel_count > 1 ? channel.about.name : "");
    tp_device_state(state, &channel, now_ns);
    tp_buf_printf(&watch->page, "%-*.*s ", NAME, NAME, name);
    if (channel.about.kind == TP_CHANNEL_READING && strcmp(state, "live") == 0) {
        tp_buf_printf(&watch->page, "%*s ", VALUE, tp_device_value(value, &channel));
        if (room > 4)
            tp_device_bar(&watch->page, fraction(find_bar(watch, device, number), &channel), room,
                          watch->plain);
        tp_buf_printf(&watch->page, " %*.0f/s", RATE - 2, channel.rate_hz);
    } else {
        tp_buf_printf(&watch->page, "%*s  %s", VALUE, tp_device_value(value, &channel), state);
    }
}

static void draw_devices(struct watch *watch)
{
    const struct tp_devices *devices = tp_plugging_devices(watch->command->plugging);
    const char *name = watch->command->options->argument;
    struct tp_device_state about;
    tp_device only = 0, device;
    unsigned channel;
    uint64_t now_ns = uv_hrtime();
    if (name && tp_devices_find(devices, name, &only, &channel) < 0)
        draw_text(watch, "It is not there.");
    for (size_t i = 0; (device = tp_devices_at(devices, i)) != 0; i++) {
        if (name && device != only)
            continue;
        tp_devices_look(devices, device, &about);
        for (unsigned n = 0; n < about.channel_count; n++)
            draw_channel(watch, device, n, &about, now_ns);
    }
    if (!name && !tp_devices_at(devices, 0))
        draw_text(watch, "Nothing is connected yet.");
}

static void draw_troubles(struct watch *watch)
{
    struct tp_buf troubles = {0};
    tp_device_troubles(&troubles, tp_plugging_plugins(watch->command->plugging));
    char *rest = troubles.data;
    for (char *line = strsep(&rest, "\n"); line && rest; line = strsep(&rest, "\n"))
        draw_text(watch, line);
    tp_buf_finish(&troubles);
}

static void draw(struct watch *watch)
{
    char text[120];
    if (!tp_terminal_is_ready())
        return;
    measure_page(watch);
    watch->row = 0;
    tp_buf_clear(&watch->page);
    tp_buf_puts(&watch->page, "\033[H");
    draw_text(watch, *connected_record_look(watch->command, text) ? text : "What is connected");
    draw_text(watch, "");
    draw_devices(watch);
    draw_text(watch, "");
    draw_troubles(watch);
    draw_text(watch, "q ends");
    tp_buf_puts(&watch->page, "\033[K\033[J");
    fwrite(watch->page.data, 1, watch->page.length, stdout);
    fflush(stdout);
}

/* ---- begin and end ---- */

static void on_draw(uv_timer_t *timer)
{
    draw(timer->data);
}

int connected_watch(struct connected *command, struct tp_err *err)
{
    struct watch watch = {.command = command, .plain = strcmp(nl_langinfo(CODESET), "UTF-8") != 0};
    bool seen = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO);
    if (!seen && command->options->watch)
        return tp_err_set(err, TP_EUSAGE,
                          "--watch needs a terminal; tprun devices --json tells once");
    int rc = connected_open_keys(command, err);
    if (rc == 0 && seen) {
        command->suspend = on_suspend;
        take_page();
        command->timer.data = &watch;
        uv_timer_start(&command->timer, on_draw, 0, DRAW_MS);
    }
    if (rc == 0)
        connected_wait(command);
    uv_timer_stop(&command->timer);
    if (command->suspend)
        give_page_back();
    command->suspend = NULL;
    connected_close_keys(command);
    tp_buf_finish(&watch.page);
    return rc;
}
