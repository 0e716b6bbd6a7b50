/* One board. Its lines, whether they can be believed, how fast they come, and what to say of it. */
#include "board.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    BARE_ENOUGH = 3,      /* in a row, and bare numbers are readings */
    WINDOW_MS = 2000,     /* over which the rate is measured, */
    FIRST_MS = 800,       /* and at first, so that it can be told soon */
    LOOK_AGAIN_MS = 10000 /* what is told of a silent board holds that long */
};
/* A reading above the ceiling must be there well within 0.2 s, and so must the next. */
static const double slow_below_hz = 18, fast_above_hz = 19, surely_slow_hz = 14;

void serial_board_open(struct serial_board *board, const struct serial_settings *settings,
                       uint64_t now_ms)
{
    memset(board, 0, sizeof *board);
    board->settings = settings;
    board->opened_ms = board->heard_ms = now_ms;
}

/* ---- how fast ---- */

static void judge(struct serial_board *board, double hz)
{
    double before = board->slow_hz;
    double enough = before > 0 ? fast_above_hz : board->measured ? slow_below_hz : surely_slow_hz;
    board->measured = true;
    if (hz >= enough)
        board->slow_hz = 0;
    else if (before <= 0 || fabs(hz - before) >= 1.5) /* or the figure would never rest */
        board->slow_hz = hz;
}

static void measure(struct serial_board *board, uint64_t now_ms)
{
    if (!board->window_ms || now_ms - board->heard_ms >= SERIAL_QUIET_MS) {
        board->window_ms = now_ms;
        board->window_readings = 0;
        board->measured = false;
        return;
    }
    board->window_readings++;
    if (now_ms - board->window_ms < (board->measured ? WINDOW_MS : FIRST_MS))
        return;
    judge(board, 1000.0 * board->window_readings / (double)(now_ms - board->window_ms));
    board->window_ms = now_ms;
    board->window_readings = 0;
}

/* ---- lines ---- */

/* What a person may see of a line: its start, plain letters. */
static void excerpt(char *out, size_t size, const char *line, size_t length)
{
    size_t n = length < size ? length : size - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(line[i] >= ' ' && line[i] <= '~' ? line[i] : line[i] == '\t' ? ' ' : '?');
    out[n] = '\0';
    if (n < length && n >= 3)
        memcpy(out + n - 3, "...", 3);
}

static void nothing_else(struct serial_board *board)
{
    board->bytes = board->noise = 0;
    board->text[0] = board->comment[0] = '\0';
}

/* Whether what looks like a reading is one. */
static bool believed(struct serial_board *board, enum serial_said said)
{
    if (said == SERIAL_READING)
        board->sure = true;
    else if (board->sure || ++board->bare < BARE_ENOUGH)
        return false;
    return true;
}

static void other(struct serial_board *board, enum serial_said said)
{
    if (said == SERIAL_NOISE)
        board->noise += board->length;
    if (said == SERIAL_TEXT && !board->text[0])
        excerpt(board->text, sizeof board->text, board->line, board->length);
    if (said == SERIAL_COMMENT) {
        size_t hash = strspn(board->line, "# \t");
        excerpt(board->comment, sizeof board->comment, board->line + hash, board->length - hash);
    }
    if (said == SERIAL_NOISE || said == SERIAL_TEXT)
        board->bare = 0;
}

/* A line ended: 1 and its value when it is a reading. */
static size_t take(struct serial_board *board, uint64_t now_ms, double *value)
{
    board->line[board->length] = '\0';
    enum serial_said said =
        serial_parse(board->line, board->length, &board->settings->pattern, value);
    if (!board->whole && said != SERIAL_NOISE)
        said = board->length == sizeof board->line - 1 ? SERIAL_TEXT : SERIAL_EMPTY;
    bool number = said == SERIAL_READING || said == SERIAL_BARE;
    if (!number)
        other(board, said);
    if (!number || !believed(board, said))
        return 0;
    *value *= board->settings->factor;
    measure(board, now_ms);
    nothing_else(board);
    board->present = true;
    board->heard_ms = now_ms;
    return 1;
}

size_t serial_board_feed(struct serial_board *board, const char *bytes, size_t size,
                         uint64_t now_ms, double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        board->bytes++;
        if (bytes[i] != '\n' && bytes[i] != '\r') {
            if (board->length < sizeof board->line - 1)
                board->line[board->length++] = bytes[i];
            else
                board->whole = false;
            continue;
        }
        count += take(board, now_ms, &values[count]);
        board->length = 0;
        board->whole = true;
    }
    return count;
}

/* ---- how it does ---- */

bool serial_board_gives(const struct serial_board *board, uint64_t now_ms)
{
    return board->present && now_ms - board->heard_ms < SERIAL_QUIET_MS;
}

static void tell_quiet(struct serial_board *board)
{
    char *out = board->trouble;
    size_t size = sizeof board->trouble;
    double value;
    if (serial_parse(board->line, board->length, &board->settings->pattern, &value) == SERIAL_NOISE)
        board->noise += board->length;
    if (board->comment[0])
        snprintf(out, size, "the board says: \"%s\"", board->comment);
    else if (board->noise * 4 > board->bytes)
        snprintf(out, size,
                 "what the board sends is no text: is its baud rate %u, as here? "
                 "The sketch says it in Serial.begin",
                 board->settings->baud);
    else if (board->text[0])
        snprintf(out, size, "the board sends text that is no reading: \"%s\"", board->text);
    else if (board->length)
        snprintf(out, size, "the board sends no whole line: let it end them with Serial.println");
    else if (board->bytes)
        snprintf(out, size, "the board sends no reading");
    else if (board->present)
        snprintf(out, size, "the board has gone silent: is its cable in, does its sketch run?");
    else
        snprintf(out, size,
                 "the board sends nothing: does its sketch run, and write its readings?");
}

static void tell_slow(struct serial_board *board)
{
    char rate[40] = "less than 2 readings a second";
    if (board->slow_hz >= 1.5)
        snprintf(rate, sizeof rate, "%ld readings a second", lround(board->slow_hz));
    snprintf(board->trouble, sizeof board->trouble,
             "%s: too slow for the ceiling, which must be felt within 0.2 s; 20 or more are "
             "needed (HX711: its RATE pin to VCC gives 80)",
             rate);
}

const char *serial_board_status(struct serial_board *board, uint64_t now_ms)
{
    if (now_ms - board->heard_ms < SERIAL_QUIET_MS) {
        board->trouble_ms = 0;
        board->trouble[0] = '\0';
        if (board->slow_hz > 0)
            tell_slow(board);
    } else if (!board->trouble_ms || now_ms - board->trouble_ms >= LOOK_AGAIN_MS) {
        tell_quiet(board);
        nothing_else(board);
        board->trouble_ms = now_ms;
    }
    return board->trouble;
}
