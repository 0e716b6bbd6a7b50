/* Any bytes of a board, under any pattern: numbers that a sensor may measure come out, the same
 * however the bytes are cut, and what is said about them is one line of plain letters. */
#include "plugins/serial/board.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <string.h>

enum { MOST = 8192 };

struct heard {
    double values[MOST];
    size_t count;
    char status[SERIAL_STATUS_BYTES];
};

static void look_at(const struct heard *heard, size_t size)
{
    fuzz_assert(heard->count <= size / 2 + 1);
    for (size_t i = 0; i < heard->count; i++)
        fuzz_assert(isfinite(heard->values[i]) && fabs(heard->values[i]) < 1e14);
    fuzz_assert(strlen(heard->status) < SERIAL_STATUS_BYTES - 1);
    for (const char *c = heard->status; *c; c++)
        fuzz_assert(*c >= ' ' && *c <= '~');
}

/* As a board that writes pieces of that size, which is silent for a while then. */
static void listen(const struct serial_settings *settings, const char *bytes, size_t size,
                   size_t piece, struct heard *heard)
{
    struct serial_board board;
    heard->count = 0;
    serial_board_open(&board, settings, 1000);
    for (size_t at = 0; at < size; at += piece) {
        double values[MOST / 2 + 1];
        size_t some = size - at < piece ? size - at : piece;
        size_t count = serial_board_feed(&board, bytes + at, some, 1500, values);
        fuzz_assert(count <= some / 2 + 1);
        memcpy(heard->values + heard->count, values, count * sizeof *values);
        heard->count += count;
    }
    fuzz_assert(board.present == (heard->count > 0));
    snprintf(heard->status, sizeof heard->status, "%s", serial_board_status(&board, 9000));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard whole, pieces;
    const char *bytes = (const char *)data, *end = size ? memchr(data, '\0', size) : NULL;
    struct serial_settings settings = {.baud = 9600, .unit = "N", .factor = 9.80665};
    if (!end || size > MOST)
        return -1;
    if (serial_pattern_read(&settings.pattern, bytes))
        return 0;
    size_t skipped = (size_t)(end - bytes) + 1;
    listen(&settings, end + 1, size - skipped, MOST, &whole);
    listen(&settings, end + 1, size - skipped, 1 + size % 7, &pieces);
    look_at(&whole, size);
    look_at(&pieces, size);
    fuzz_assert(whole.count == pieces.count && strcmp(whole.status, pieces.status) == 0);
    fuzz_assert(memcmp(whole.values, pieces.values, whole.count * sizeof *whole.values) == 0);
    return 0;
}
