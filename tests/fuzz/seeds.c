/* Makes what the targets begin with: FOLDER/journal, FOLDER/ledger and so on, each with a few files
 * as the program itself writes them. Usage: fuzz_seeds FOLDER. */
#include "audio/voice_cache.h"
#include "core/engine/ledger.h"
#include "tests/fuzz/fuzz_resume.h"
#include "tests/fuzz/fuzz_voice_cache.h"
#include "tests/unit/journal_rig.h"
#include "tests/unit/session_rig.h"

#include <stdio.h>
#include <sys/stat.h>

static void need(bool holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(1);
}

/* FOLDER/NAME/`number`, with these bytes, which are freed. */
static void save(const char *folder, const char *name, int number, struct tp_buf *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    mkdir(folder, 0700);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/%d", folder, name, number);
    FILE *file = fopen(path, "w");
    need(file && !bytes->failed, path);
    need(fwrite(bytes->data, 1, bytes->length, file) == bytes->length, path);
    need(fclose(file) == 0, path);
    tp_buf_finish(bytes);
}

static void save_journals(const char *folder)
{
    for (int number = 0; number < 8; number++) {
        struct journal_rig rig = {.random = (uint64_t)number};
        jr_begin(&rig);
        tp_journal_put_option(&rig.bytes, "side", "left");
        tp_journal_put_text(&rig.bytes, "say 'Let go.'\nwait(1)", 21);
        tp_journal_put_module(&rig.bytes, "points", "lib/points.lua", "return 1", 8);
        for (int i = 0; i < 5 * number; i++)
            jr_change(&rig);
        tp_journal_put_end(&rig.bytes, "stopped");
        jr_mark(&rig);
        tp_log_add(&rig.log, TP_STEPS + 2, TP_DAY, TP_RECORD_INPUT, "recall/k",
                   tp_value_text("\x01"));
        if (number % 2)
            tp_journal_put_end(&rig.bytes, "\xff");
        save(folder, "journal", number, &rig.bytes);
        jr_finish(&rig);
    }
}

/* ---- sessions ---- */

struct lived {
    struct rig rig; /* first: the rig's functions take it as their context */
    struct tp_buf bytes;
};

static void on_insert(void *context, size_t from_end, const struct tp_record *record)
{
    tp_journal_put_insert(&((struct lived *)context)->bytes, from_end, record);
}

static void on_drop(void *context)
{
    tp_journal_put_drop(&((struct lived *)context)->bytes);
}

static void on_rewind(void *context, uint32_t step)
{
    tp_journal_put_rewind(&((struct lived *)context)->bytes, step);
}

static void on_cut(void *context, uint32_t step)
{
    tp_journal_put_cut(&((struct lived *)context)->bytes, step);
}

static void on_mark(void *context, const struct tp_mark *now)
{
    struct tp_journal_mark mark = {.step = now->step,
                                   .offset = now->offset,
                                   .unix_ms = 1795276800000,
                                   .pressed = now->pressed,
                                   .entries = now->entries};
    if (mark.offset % TP_MS(8000) == 0) /* few will do */
        tp_journal_put_mark(&((struct lived *)context)->bytes, &mark);
}

static void on_entry(void *context, const struct tp_ledger_entry *entry)
{
    (void)context, (void)entry;
}

static int on_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    if (strcmp(kind, "device") != 0)
        return rig_input(context, kind, key, out);
    *out = tp_value_bool(true);
    return 0;
}

/* Eight seconds with a hand on the sensor, which goes from right to too light and back. */
static void press(struct rig *rig)
{
    for (int i = 0; i < 80; i++) {
        double newtons = (i / 25 % 2 ? 5 : 10) + 0.1 * (i % 3);
        need(tp_session_reading(rig->session, rig->now, "pressure", newtons, &rig->err) == 0,
             rig->err.text);
        rig_run(rig, rig->now + TP_MS(100));
    }
}

/* The log of a session of so many seconds, in which the person does this and that. */
static void live(struct lived *lived, int seconds)
{
    static const enum tp_command_kind wishes[] = {
        TP_COMMAND_SOFTER, TP_COMMAND_WORDS, TP_COMMAND_PAUSE,  TP_COMMAND_RESUME,
        TP_COMMAND_WORDS,  TP_COMMAND_BACK,  TP_COMMAND_SOFTER, TP_COMMAND_NEXT};
    static const struct tp_session_keeper keeper = {
        .log = {.insert = on_insert, .drop = on_drop, .rewind = on_rewind, .cut = on_cut},
        .mark = on_mark,
        .entry = on_entry};
    struct tp_run_world world = rig_world;
    struct tp_session_config config = {.ops = &rig_ops,
                                       .context = lived,
                                       .world = &world,
                                       .world_context = lived,
                                       .name = "fuzz.lua",
                                       .text = fuzz_routine,
                                       .length = sizeof fuzz_routine - 1,
                                       .seed = 7,
                                       .keeper = &keeper};
    struct rig *rig = &lived->rig;
    world.input = on_input;
    need(tp_session_create(&rig->session, &config, &rig->err) == 0, rig->err.text);
    for (int i = 0; i * 8 < seconds; i++) {
        press(rig);
        rig_command(rig, TP_COMMAND_ANSWER, tp_value_number(i % 9));
        rig_command(rig, wishes[i % 8], tp_value_nil());
    }
    rig_close(rig);
}

static void save_sessions(const char *folder)
{
    struct tp_journal_head head = {.name = "fuzz.lua", .path = "/fuzz.lua", .rate = 1, .seed = 7};
    for (int number = 0; number < 8; number++) {
        struct lived lived = {0};
        tp_journal_put_head(&lived.bytes, &head);
        live(&lived, number * 32);
        save(folder, "resume", number, &lived.bytes);
    }
}

static void save_ledgers(const char *folder)
{
    static const char felt[] = "tool=fingers band_lo=18.0 band_hi=22.0 end_reason=time";
    for (int number = 0; number < 4; number++) {
        struct tp_buf bytes = {0};
        struct tp_ledger_record record = {.unix_s = 1795276800, .session = "a-neck.log"};
        record.entry.side = "left";
        tp_ledger_put_first(&bytes);
        for (uint32_t i = 1; i <= 4; i++) {
            record.entry.kind = (enum tp_ledger_kind)(i - 1);
            record.entry.number = i;
            record.entry.spot = i == 1 ? "levator" : "How sore is it?\n";
            record.entry.value = i == 4   ? tp_value_text(felt)
                                 : i == 3 ? tp_value_text("tingling\x7f")
                                          : tp_value_number(8.5);
            tp_ledger_put(&bytes, &record);
        }
        save(folder, "ledger", number, &bytes);
    }
}

static void save_answers(const char *folder)
{
    static const char *const texts[] = {
        "# for neck.lua\nHow sore, zero to ten? = 4\nHow sore, zero to ten? = -1.5\n",
        "2 = yes\nWhere? =\n5=+2\n", "\xEF\xBB\xBFOnce more?\t=\tno\r\n3 = 2\r\nWhere? = neck",
        "How sore = 3\n"};
    for (int number = 0; number < 4; number++) {
        struct tp_buf bytes = {0};
        tp_buf_puts(&bytes, texts[number]);
        save(folder, "answers", number, &bytes);
    }
}

static void save_plugin_lines(const char *folder)
{
    static const char *const lines[] = {
        "\"method\":\"reading\",\"params\":{\"device\":\"a\",\"channel\":\"force\",\"value\":1.5,"
        "\"t\":12.5}",
        "\"method\":\"readings\",\"params\":{\"device\":\"a\",\"values\":[1,-2.5e3],"
        "\"interval\":0.01}",
        "\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"name\":\"A\",\"role\":\"pressure\","
        "\"channels\":[{\"name\":\"force\",\"unit\":\"N\",\"kind\":\"reading\",\"min\":0,"
        "\"max\":9,\"rate\":80},{\"name\":\"lamp\",\"kind\":\"colour\",\"safe\":\"restore\"}]}",
        "\"method\":\"device.remove\",\"params\":{\"id\":\"a\"}",
        "\"method\":\"status\",\"params\":{\"text\":\"No board.\"}",
        "\"method\":\"disable\",\"params\":{\"text\":\"\\u00e9\"}",
        "\"method\":\"answer\",\"params\":{\"value\":4}",
        "\"method\":\"words\",\"id\":\"x\"",
        "\"id\":1,\"result\":{\"protocol\":1,\"id\":\"a\",\"version\":\"1\",\"kinds\":"
        "[\"sensor\",\"output\",\"control\",\"voice\"]}",
        "\"id\":2,\"error\":{\"code\":-1,\"message\":\"Plug it in.\"}"};
    for (int number = 0; number < (int)(sizeof lines / sizeof *lines); number++) {
        struct tp_buf bytes = {0};
        tp_buf_printf(&bytes, "{\"jsonrpc\":\"2.0\",%s}", lines[number]);
        save(folder, "plugin", number, &bytes);
    }
}

/* The cache itself names its file. */
static void save_entry(const char *folder)
{
    char path[4096];
    struct tp_clip *clip = tp_clip_create(200, 1);
    snprintf(path, sizeof path, "%s/voice_cache", folder);
    struct tp_voice_cache *cache =
        tp_voice_cache_open(path, FUZZ_VOICE, FUZZ_RATE, TP_VOICE_CACHE_BYTES);
    need(clip && cache, path);
    for (uint32_t i = 0; i < clip->frames; i++)
        clip->samples[i] = (int16_t)(i * 100);
    need(tp_voice_cache_store(cache, FUZZ_SPOKEN, clip) == 0, path);
    tp_voice_cache_close(cache);
    tp_clip_unref(clip);
}

/* A pattern, a zero, and what a board writes. */
static void save_serial(const char *folder)
{
    static const char *const patterns[] = {"", "Weight: # g*", "*,#"};
    static const char lines[] = "2.5\r\nrst:0x1\r\n\xf8\xffQ\nF 1\nF 12.5\nF: -3e1\n"
                                "{\"force\":1,\"t\":2}\n{\"value\":.5}\n1\n2\n3\n"
                                "# no HX711\nWeight: 3 g\n1,2\n";
    for (int number = 0; number < 3; number++) {
        struct tp_buf bytes = {0};
        tp_buf_add(&bytes, patterns[number], strlen(patterns[number]) + 1);
        tp_buf_add(&bytes, lines, sizeof lines - 1);
        save(folder, "serial", number, &bytes);
    }
}

int main(int argc, char **argv)
{
    need(argc == 2, "usage: fuzz_seeds FOLDER");
    save_journals(argv[1]);
    save_sessions(argv[1]);
    save_ledgers(argv[1]);
    save_answers(argv[1]);
    save_plugin_lines(argv[1]);
    save_serial(argv[1]);
    save_entry(argv[1]);
    return 0;
}
