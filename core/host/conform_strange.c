/* What a plugin under test does with what it does not know, or what is broken.
 *
 * A newer program may send more than an older plugin knows; and a line may be cut. It is to go on
 * as if nothing had come. */
#include "core/host/conform_internal.h"

#include "core/base/text.h"

#include <string.h>

enum { SETTLE_MS = 100, LONG_SETTLE_MS = 600, SILENT_MS = 2000, LINE = 64 * 1024 };

static void hand(struct conform *conform, const char *method, const char *line, size_t length)
{
    if (!conform->rig.seen.ended)
        conform->rig.link.backend->event(conform->rig.link.run, method, line, length);
}

static void send_text(struct conform *conform, const char *line)
{
    hand(conform, "no.such.event", line, strlen(line));
}

static bool measures_or_goes(const struct conform_rig *rig)
{
    const struct conform_seen *seen = &rig->seen;
    return seen->readings != seen->marked || seen->ended || seen->removed > 0;
}

/* After what was sent: it still runs, and a sensor still measures, unless it was unplugged. */
static void judge(struct conform *conform, const char *sent, unsigned settle_ms)
{
    struct conform_seen *seen = &conform->rig.seen;
    bool measured = conform->measured.steady > 0 && !*conform->measured.wrong;
    seen->marked = seen->readings;
    conform_wait(&conform->rig, NULL, settle_ms);
    bool goes_on = !measured || conform_wait(&conform->rig, measures_or_goes, SILENT_MS);
    if (!conform_lives(conform))
        return;
    if (goes_on)
        conform_say(conform, TP_CONFORM_OK, "it goes on after %s", sent);
    else
        conform_say(conform, TP_CONFORM_FAILED, "after %s no reading came any more", sent);
}

static void check_unknown(struct conform *conform)
{
    static const char *const lines[] = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"no.such.event\",\"params\":{\"a\":[1,{\"b\":null}]}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"no.such.event\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":" CONFORM_ID ",\"method\":\"no.such.request\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"step.start\",\"params\":{\"of\":\"another kind\"}}",
    };
    conform_at(conform, "unknown");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        send_text(conform, lines[i]);
    judge(conform, "events and requests that it does not know", SETTLE_MS);
}

/* A line of the greatest length that there is. */
static void send_long(struct conform *conform, const char *head, const char *tail)
{
    struct tp_buf line = {0};
    char letters[256];
    memset(letters, 'x', sizeof letters);
    tp_buf_puts(&line, head);
    while (line.length + strlen(tail) < LINE && !line.failed) {
        size_t room = LINE - strlen(tail) - line.length;
        tp_buf_add(&line, letters, room < sizeof letters ? room : sizeof letters);
    }
    tp_buf_puts(&line, tail);
    if (!line.failed)
        hand(conform, "no.such.event", line.data, line.length);
    tp_buf_finish(&line);
}

static void check_malformed(struct conform *conform)
{
    static const char *const lines[] = {
        "",
        "hello",
        "{\"jsonrpc\":\"2.0\",\"method\":",
        "[]",
        "null",
        "17",
        "\"initialize\"",
        "{\"jsonrpc\":\"2.0\",\"method\":\"set\",\"params\":{\"device\":7,\"value\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"set\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"key\",\"params\":[]}",
        "{\"method\":17,\"params\":17}"};
    static const char bytes[] = "\xff\xfe\0\x01\x80{\"jsonrpc\":\"2.0\"\xc0\xaf";
    conform_at(conform, "malformed");
    if (conform->manifest->object) {
        conform_say(conform, TP_CONFORM_SKIPPED, "a shared object is called, it reads no lines");
        return;
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        send_text(conform, lines[i]);
    hand(conform, "no.such.event", bytes, sizeof bytes - 1);
    send_long(conform, "{\"jsonrpc\":\"2.0\",\"method\":\"no.such.event\",\"params\":{\"a\":\"",
              "\"}}");
    send_long(conform, "", "");
    judge(conform, "broken JSON, binary bytes and lines of 64 KiB", LONG_SETTLE_MS);
}

void conform_check_strange(struct conform *conform)
{
    check_unknown(conform);
    if (!conform->rig.seen.ended)
        check_malformed(conform);
}
