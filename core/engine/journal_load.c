/* The journal, read. Must never trust a byte of it, nor take long over what means harm. */
#include "core/engine/journal.h"

#include "core/engine/command.h"
#include "core/engine/journal_internal.h"
#include "core/engine/press.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP_MOST = 2 * TP_STEPS, /* the engine adds few to those of a routine */
    UNIX_YEARS = 10000,       /* no session is later */
    WORK = 50000000 /* records moved or looked at by all changes together: half a second */
};

static const uint64_t latest_s = (uint64_t)UNIX_YEARS * 366 * 86400;

struct load {
    struct tp_journal *journal;
    struct tp_sealed line;
    uint64_t work; /* done so far */
};

/* Whether that much more may be done. */
static bool can_afford(struct load *load, size_t work)
{
    load->work += work;
    return load->work <= WORK;
}

/* Makes room for one more of `count` entries of `size` bytes, which grow by the power of two. */
static int make_room(void **entries, size_t count, size_t size)
{
    if (count & (count - 1)) /* not a power of two: there is room */
        return 0;
    void *grown = realloc(*entries, (count ? count * 2 : 1) * size);
    if (!grown)
        return -TP_ENOMEM;
    *entries = grown;
    return 0;
}

/* ---- what the session is ---- */

static int take_head(struct load *load)
{
    struct tp_journal_head *head = &load->journal->head;
    struct tp_sealed *line = &load->line;
    head->program = tp_sealed_take_text(line);
    head->seed = tp_sealed_take_whole(line, UINT64_MAX);
    head->started = (int64_t)tp_sealed_take_whole(line, latest_s);
    head->name = tp_sealed_take_text(line);
    head->path = tp_sealed_take_text(line);
    head->voice = tp_sealed_take_text(line);
    head->rate = tp_sealed_take_number(line);
    head->language = tp_sealed_take_text(line);
    return tp_sealed_close(line);
}

static int take_option(struct load *load)
{
    struct tp_journal *journal = load->journal;
    struct tp_script_option option;
    option.name = tp_sealed_take_text(&load->line);
    option.value = tp_sealed_take_text(&load->line);
    int rc = tp_sealed_close(&load->line);
    if (rc == 0 && journal->option_count == TP_JOURNAL_OPTIONS)
        rc = -TP_EINVAL;
    if (rc == 0)
        rc = make_room((void **)&journal->options, journal->option_count, sizeof option);
    if (rc < 0) {
        free((char *)option.name);
        free((char *)option.value);
        return rc;
    }
    journal->options[journal->option_count++] = option;
    return 0;
}

static int take_text(struct load *load)
{
    struct tp_journal *journal = load->journal;
    size_t length;
    char *text = tp_sealed_take_bytes(&load->line, &length);
    int rc = tp_sealed_close(&load->line);
    if (rc == 0 && length > TP_SOURCE)
        rc = -TP_EINVAL;
    if (rc < 0) {
        free(text);
        return rc;
    }
    journal->rewritten = journal->text != NULL;
    free(journal->text);
    journal->text = text;
    journal->text_length = length;
    return 0;
}

static void free_module(struct tp_journal_module *module)
{
    free(module->name);
    free(module->shown);
    free(module->source);
}

/* Puts a module among the others, or in the place of the one of its name. */
static int add_module(struct tp_journal *journal, const struct tp_journal_module *module)
{
    size_t at = 0;
    while (at < journal->module_count && strcmp(journal->modules[at].name, module->name) != 0)
        at++;
    if (at < journal->module_count) {
        free_module(&journal->modules[at]);
    } else {
        if (at == TP_JOURNAL_MODULES)
            return -TP_EINVAL;
        int rc = make_room((void **)&journal->modules, at, sizeof *module);
        if (rc < 0)
            return rc;
        journal->module_count++;
    }
    journal->modules[at] = *module;
    return 0;
}

static int take_module(struct load *load)
{
    struct tp_journal_module module;
    module.name = tp_sealed_take_text(&load->line);
    module.shown = tp_sealed_take_text(&load->line);
    module.source = tp_sealed_take_bytes(&load->line, &module.length);
    int rc = tp_sealed_close(&load->line);
    if (rc == 0 && module.length > TP_SOURCE)
        rc = -TP_EINVAL;
    if (rc == 0)
        rc = add_module(load->journal, &module);
    if (rc < 0)
        free_module(&module);
    return rc;
}

/* ---- changes of the log ---- */

static uint32_t take_step(struct load *load)
{
    return (uint32_t)tp_sealed_take_whole(&load->line, STEP_MOST);
}

/* Since the start of a step. */
static tp_frames take_frames(struct load *load)
{
    return (tp_frames)tp_sealed_take_whole(&load->line, TP_DAY);
}

/* Whether a session could have recorded it. */
static bool is_possible(size_t kind, const char *key, struct tp_value value)
{
    if (kind == TP_RECORD_COMMAND)
        return tp_command_is_input(tp_command_find(key));
    if (kind == TP_RECORD_FELT && tp_press_action_find(key) == TP_PRESS_ACTION_COUNT)
        return false;
    return kind == TP_RECORD_INPUT ||
           (value.kind == TP_VALUE_NUMBER && value.number >= 0 && value.number <= (double)TP_DAY);
}

static int take_insert(struct load *load)
{
    struct tp_log *log = &load->journal->log;
    struct tp_sealed *line = &load->line;
    size_t from_end = (size_t)tp_sealed_take_whole(line, log->count);
    uint32_t step = take_step(load);
    tp_frames offset = take_frames(load);
    size_t kind = tp_sealed_take_word(line, journal_record_kinds, JOURNAL_RECORD_KINDS);
    char *key = tp_sealed_take_text(line);
    struct tp_value value = tp_sealed_take_value(line);
    int rc = tp_sealed_close(line);
    if (rc == 0 && (log->count == TP_JOURNAL_RECORDS || !can_afford(load, from_end) ||
                    !is_possible(kind, key, value)))
        rc = -TP_EINVAL;
    if (rc == 0)
        rc = tp_log_insert(log, log->count - from_end, step, offset, (enum tp_record_kind)kind, key,
                           value);
    free(key);
    tp_value_free(&value);
    return rc;
}

static int take_drop(struct load *load)
{
    int rc = tp_sealed_close(&load->line);
    if (rc == 0 && load->journal->log.count == 0)
        rc = -TP_EINVAL;
    if (rc == 0)
        tp_log_drop_last(&load->journal->log);
    return rc;
}

static int take_rewind(struct load *load)
{
    uint32_t step = take_step(load);
    int rc = tp_sealed_close(&load->line);
    if (rc == 0 && !can_afford(load, load->journal->log.count))
        rc = -TP_EINVAL;
    if (rc == 0)
        tp_log_rewind(&load->journal->log, step);
    return rc;
}

static int take_cut(struct load *load)
{
    uint32_t step = take_step(load);
    int rc = tp_sealed_close(&load->line);
    if (rc == 0)
        tp_log_cut(&load->journal->log, step);
    return rc;
}

/* ---- how far it came ---- */

static int take_mark(struct load *load)
{
    struct tp_journal_mark mark;
    mark.step = take_step(load);
    mark.offset = take_frames(load);
    mark.unix_ms = (int64_t)tp_sealed_take_whole(&load->line, latest_s * 1000);
    mark.pressed = take_frames(load);
    mark.entries = (uint32_t)tp_sealed_take_whole(&load->line, UINT32_MAX);
    int rc = tp_sealed_close(&load->line);
    if (rc < 0)
        return rc;
    load->journal->mark = mark;
    load->journal->marked = true;
    return 0;
}

static int take_end(struct load *load)
{
    char *outcome = tp_sealed_take_text(&load->line);
    int rc = tp_sealed_close(&load->line);
    if (rc < 0)
        free(outcome);
    else
        load->journal->outcome = outcome;
    return rc;
}

/* ---- all of it ---- */

static int take_record(struct load *load)
{
    static int (*const takers[JOURNAL_KINDS])(struct load * load) = {
        [JOURNAL_HEAD] = take_head,     [JOURNAL_OPTION] = take_option, [JOURNAL_TEXT] = take_text,
        [JOURNAL_MODULE] = take_module, [JOURNAL_INSERT] = take_insert, [JOURNAL_DROP] = take_drop,
        [JOURNAL_REWIND] = take_rewind, [JOURNAL_CUT] = take_cut,       [JOURNAL_MARK] = take_mark,
        [JOURNAL_END] = take_end};
    size_t kind = tp_sealed_take_word(&load->line, journal_kinds, JOURNAL_KINDS);
    if (kind == JOURNAL_KINDS || (kind == JOURNAL_HEAD) != (load->journal->records == 0))
        return -TP_EINVAL;
    char *ended = load->journal->outcome;
    load->journal->outcome = NULL;
    int rc = takers[kind](load);
    if (rc < 0)
        load->journal->outcome = ended;
    else
        free(ended);
    return rc;
}

/* Whether what is left is what a writer leaves that was stopped: part of a line, and zeros where
 * the disk had not got the bytes yet. */
static bool is_cut_off(const char *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] == '\0')
        length--;
    return length < TP_SEALED_MOST && (length == 0 || !memchr(bytes, '\n', length));
}

/* Takes records until one is not whole. 0 or -TP_ENOMEM. */
static int take_records(struct tp_journal *journal, const char *bytes, size_t length)
{
    struct load load = {.journal = journal};
    for (;;) {
        const char *rest = bytes + journal->whole;
        long got = tp_sealed_open(&load.line, rest, length - journal->whole);
        int rc = got > 0 ? take_record(&load) : -TP_EINVAL;
        if (rc == -TP_ENOMEM)
            return rc;
        if (rc < 0) {
            journal->damaged = !is_cut_off(rest, length - journal->whole);
            return 0;
        }
        journal->whole += (size_t)got;
        journal->records++;
    }
}

int tp_journal_load(struct tp_journal *out, const char *bytes, size_t length, struct tp_err *err)
{
    *out = (struct tp_journal){0};
    int rc = tp_sealed_read_first(bytes, length, &journal_form, err);
    if (rc < 0)
        return rc;
    out->whole = (size_t)rc;
    if (take_records(out, bytes, length) < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    if (out->records > 0)
        return 0;
    return out->damaged ? tp_err_set(err, TP_EINVAL, "its first lines are damaged")
                        : tp_err_set(err, TP_ENOENT, "it ends before anything was said");
}

static void finish_head(struct tp_journal_head *head)
{
    free((char *)head->program);
    free((char *)head->name);
    free((char *)head->path);
    free((char *)head->voice);
    free((char *)head->language);
}

void tp_journal_finish(struct tp_journal *journal)
{
    if (!journal)
        return;
    finish_head(&journal->head);
    for (size_t i = 0; i < journal->option_count; i++) {
        free((char *)journal->options[i].name);
        free((char *)journal->options[i].value);
    }
    for (size_t i = 0; i < journal->module_count; i++)
        free_module(&journal->modules[i]);
    free(journal->options);
    free(journal->modules);
    free(journal->text);
    free(journal->outcome);
    tp_log_finish(&journal->log);
    *journal = (struct tp_journal){0};
}
