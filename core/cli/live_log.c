/* The log of a live session, and its entries in the ledger. Must never keep a session from going
 * on: a disk that takes nothing is told once, as a warning. */
#include "core/cli/live_log.h"

#include "core/cli/folders.h"
#include "core/cli/kept.h"
#include "core/cli/live_internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* A log with a hole would tell another session: from the first line that is lost on it ends. */
static void write_lines(struct live *live, struct tp_buf *lines)
{
    struct live_log *log = &live->log;
    log->torn = log->torn || lines->failed;
    if (!log->torn && lines->length > 0)
        tp_log_file_write(log->file, lines->data, lines->length);
    tp_buf_finish(lines);
}

/* What ledger and memory know the session by. */
static const char *id_of(const struct live *live)
{
    return tp_sessions_id(tp_log_file_path(live->log.file));
}

static void put_module(void *context, const char *name, const char *shown, const char *source,
                       size_t length)
{
    tp_journal_put_module(context, name, shown, source, length);
}

/* Modules that were read since come before what they led to. */
static void begin_lines(struct live *live, struct tp_buf *lines)
{
    live->log.module =
        tp_modules_since(&live->prepared->world.modules, live->log.module, put_module, lines);
}

/* ---- what the session's keeper is told ---- */

static void insert(void *context, size_t from_end, const struct tp_record *record)
{
    struct tp_buf lines = {0};
    begin_lines(context, &lines);
    tp_journal_put_insert(&lines, from_end, record);
    write_lines(context, &lines);
}

static void drop(void *context)
{
    struct tp_buf lines = {0};
    tp_journal_put_drop(&lines);
    write_lines(context, &lines);
}

static void rewind_to(void *context, uint32_t step)
{
    struct tp_buf lines = {0};
    tp_journal_put_rewind(&lines, step);
    write_lines(context, &lines);
}

static void cut(void *context, uint32_t step)
{
    struct tp_buf lines = {0};
    tp_journal_put_cut(&lines, step);
    write_lines(context, &lines);
}

static void mark(void *context, const struct tp_mark *where)
{
    struct tp_buf lines = {0};
    struct tp_journal_mark one = {.step = where->step,
                                  .offset = where->offset,
                                  .unix_ms = tp_kept_clock_ms(),
                                  .pressed = where->pressed,
                                  .entries = where->entries};
    begin_lines(context, &lines);
    tp_journal_put_mark(&lines, &one);
    write_lines(context, &lines);
}

static void entry(void *context, const struct tp_ledger_entry *one)
{
    struct live *live = context;
    struct tp_ledger_record record = {
        .unix_s = tp_kept_clock_ms() / 1000, .session = id_of(live), .entry = *one};
    if (!live_has_own_speed(live))
        tp_ledger_file_enter(live->log.ledger, &record);
}

static void lived(void *context, const struct tp_event *event)
{
    live_memory_event(context, event);
}

static const struct tp_session_keeper keeper = {
    .log = {.insert = insert, .drop = drop, .rewind = rewind_to, .cut = cut},
    .mark = mark,
    .entry = entry,
    .lived = lived,
};

/* ---- its life ---- */

/* Of the ledger as much is brought into memory: a session goes on for a day. */
enum { LEDGER_SECONDS = 2 * 86400 };

uint32_t live_log_entries(const struct live *live)
{
    const struct live_log *log = &live->log;
    return log->file ? tp_ledger_last(tp_ledger_file_past(log->ledger), id_of(live)) : 0;
}

int live_log_enter(struct live *live)
{
    char name[sizeof live->prepared->file.name];
    char *state = tp_folder_own(TP_FOLDER_STATE, NULL);
    int rc = 0;
    if (state)
        rc = tp_sessions_enter(&live->log.running, state,
                               tp_routine_name(&live->prepared->file, name), &live->err);
    free(state);
    return rc == -TP_EIO ? 0 : rc; /* where nothing can be kept, nobody can know */
}

static void put_setting(void *context, const char *name, const char *value)
{
    tp_journal_put_option(context, name, value);
}

/* What the session is: all that it needs to be the same again. */
static void write_head(struct live *live, const char *lang)
{
    const struct tp_prepared *prepared = live->prepared;
    char path[PATH_MAX];
    struct tp_journal_head head = {.program = TPRUN_VERSION,
                                   .seed = prepared->run.seed,
                                   .started = tp_kept_clock_ms() / 1000,
                                   .name = prepared->file.name,
                                   .path = realpath(prepared->file.path, path),
                                   .voice = live->options->voice,
                                   .rate = live->options->rate,
                                   .language = lang ? lang : "en"};
    struct tp_buf lines = {0};
    tp_journal_put_head(&lines, &head);
    tp_options_last(live->options, put_setting, &lines);
    for (size_t i = 0; i < prepared->run.option_count; i++)
        tp_journal_put_option(&lines, prepared->run.options[i].name,
                              prepared->run.options[i].value);
    tp_journal_put_text(&lines, prepared->run.text, prepared->run.length);
    write_lines(live, &lines);
}

static int open_file(struct live *live, const char *state)
{
    struct live_log *log = &live->log;
    const struct tp_kept_session *kept = live->kept;
    if (kept) {
        log->module = live->prepared->world.modules.newest; /* they are in it already */
        return tp_log_file_open(&log->file, &live->loop, kept->path, kept->journal.whole,
                                &live->err);
    }
    tp_sessions_prune(state);
    return tp_sessions_create(&log->file, &live->loop, state, tp_kept_clock_ms(),
                              live->prepared->file.path, &live->err);
}

/* As the session begins; what came first is told. */
static void tell(struct live *live, const struct tp_err *err)
{
    if (!*live->note)
        snprintf(live->note, sizeof live->note, "%.*s", (int)sizeof live->note - 1, err->text);
}

const struct tp_session_keeper *live_log_open(struct live *live, const char *lang)
{
    struct live_log *log = &live->log;
    char *state = tp_folder_own(TP_FOLDER_STATE, NULL);
    if (!state || live->options->step_from) { /* a part is not gone on with */
        free(state);
        return NULL;
    }
    struct tp_err note = {0};
    int64_t from_s = tp_kept_clock_ms() / 1000 - LEDGER_SECONDS;
    int rc = open_file(live, state);
    if (rc == 0)
        rc = tp_ledger_file_open(&log->ledger, &live->loop, state, from_s, &note);
    free(state);
    if (note.code)
        tell(live, &note);
    if (rc < 0) {
        tell(live, &live->err);
        tp_log_file_close(log->file, &note);
        log->file = NULL;
        return NULL;
    }
    if (!live->kept)
        write_head(live, lang);
    if (live->prepared->familiar)
        tp_familiar_name_session(live->prepared->familiar, id_of(live));
    return &keeper;
}

void live_log_text(struct live *live, const char *text, size_t length)
{
    struct tp_buf lines = {0};
    if (!live->log.file)
        return;
    tp_journal_put_text(&lines, text, length);
    write_lines(live, &lines);
}

void live_log_tick(struct live *live)
{
    const char *problem = NULL;
    if (!live->log.file)
        return;
    tp_log_file_tick(live->log.file, live_now_ms(live));
    tp_ledger_file_tick(live->log.ledger, live_now_ms(live));
    problem = tp_log_file_problem(live->log.file);
    if (!problem)
        problem = tp_ledger_file_problem(live->log.ledger);
    if (problem)
        tp_session_world(live->session, TP_EVENT_WARNING, problem);
}

void live_log_end(struct live *live, const char *outcome)
{
    struct tp_buf lines = {0};
    if (!live->log.file)
        return;
    tp_journal_put_end(&lines, outcome);
    write_lines(live, &lines);
}

void live_log_close(struct live *live)
{
    struct tp_err none;
    tp_log_file_close(live->log.file, &none);
    if (live->log.ledger)
        tp_ledger_file_close(live->log.ledger, &none);
    tp_sessions_leave(live->log.running);
}
