/* A check: run after run, and what the rules say. Must never judge by itself what a rule can. */
#include "core/engine/check.h"

#include "core/engine/check_internal.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than these need not be told at once: whoever mends them checks again. */
enum { MOST_FINDINGS = 500 };

/* ---- findings ---- */

static const char *accepted(const struct tp_check *check, const struct tp_rule *rule)
{
    for (int i = 0; i < check->accepted_count; i++)
        if (strcmp(check->accepted[i].rule, rule->id) == 0)
            return check->accepted[i].reason;
    return NULL;
}

/* Whether it need not be told again: the same, or what an earlier run had at this place. */
static bool is_told(const struct tp_check *check, const struct tp_finding *finding)
{
    for (size_t i = 0; i < check->out->count; i++) {
        const struct tp_finding *one = &check->out->findings[i];
        if (one->rule == finding->rule && one->line == finding->line &&
            one->file == finding->file &&
            (one->run != check->ways.run || one->message == finding->message))
            return true;
    }
    return false;
}

static void add(struct tp_check *check, struct tp_finding finding)
{
    struct tp_check_result *out = check->out;
    if (out->count == MOST_FINDINGS || is_told(check, &finding))
        return;
    if (out->count == check->capacity) {
        size_t capacity = check->capacity ? 2 * check->capacity : 16;
        struct tp_finding *findings = realloc(out->findings, capacity * sizeof *findings);
        if (!findings) {
            check->failed = true;
            return;
        }
        out->findings = findings;
        check->capacity = capacity;
    }
    finding.run = check->ways.run;
    finding.accepted = accepted(check, finding.rule);
    check->failed = check->failed || !finding.message;
    out->findings[out->count++] = finding;
}

/* The line as it is told: what is special about the run stands behind it. */
static const char *kept_message(struct tp_check *check, const char *text)
{
    char shown[600];
    struct tp_buf line = {0};
    tp_buf_puts(&line, text);
    if (check->when[0])
        tp_buf_printf(&line, " (%s)", check->when);
    tp_text_clean(shown, sizeof shown, line.data ? line.data : "", line.length);
    tp_buf_finish(&line);
    return tp_intern(&check->out->texts, shown);
}

void tp_check_found(struct tp_check *check, const struct tp_rule *rule, int line, const char *mend,
                    const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    add(check, (struct tp_finding){.rule = rule,
                                   .line = line,
                                   .message = kept_message(check, text),
                                   .mend = tp_intern(&check->out->texts, mend)});
}

const char *tp_check_time(char text[TP_FRAMES_TEXT], tp_frames frames)
{
    if (frames >= 2 * (tp_frames)60 * TP_RATE)
        return tp_frames_duration(text, frames);
    snprintf(text, TP_FRAMES_TEXT, "%.3g s", tp_frames_to_seconds(frames));
    return text;
}

int tp_check_line_at(const struct tp_timeline *run, tp_frames at)
{
    int line = 0;
    for (size_t i = 0; i < run->step_count && run->steps[i].start <= at; i++)
        line = run->steps[i].line;
    return line;
}

/* Where `text` stands on or after this line; 0 when it does not. */
static int find_line(const struct tp_run_config *routine, const char *text, int from)
{
    const char *at = routine->text, *end = at + routine->length;
    int line = 1;
    for (; line < from && at; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    const char *found = at ? memmem(at, (size_t)(end - at), text, strlen(text)) : NULL;
    if (!found)
        return 0;
    for (; at < found; at++)
        line += *at == '\n';
    return line;
}

int tp_check_line_of(const struct tp_check *check, const char *text, int otherwise)
{
    int line = find_line(check->run, text, otherwise);
    line = line ? line : find_line(check->run, text, 1);
    return line ? line : otherwise;
}

/* ---- a run that failed ---- */

/* Whether the text begins with the routine's name: in full, or as Lua shows a long one. */
static size_t own_name(const char *name, const char *text)
{
    size_t length = strlen(name), shown = strcspn(text, ":");
    if (strncmp(text, name, length) == 0 && text[length] == ':')
        return length;
    bool cut = strncmp(text, "...", 3) == 0 && shown - 3 <= length;
    return cut && strncmp(text + 3, name + length - (shown - 3), shown - 3) == 0 ? shown : 0;
}

/* Takes the error's line apart: "FILE:LINE: what", "FILE: what", "what". */
static void take_error(struct tp_check *check, const struct tp_rule *rule, const char *text)
{
    struct tp_finding finding = {.rule = rule};
    char file[200];
    size_t own = own_name(check->run->name, text), name = own ? own : strcspn(text, ":");
    const char *rest = text;
    if (own || (text[name] == ':' && isdigit((unsigned char)text[name + 1]))) {
        char *end;
        finding.line = (int)strtol(text + name + 1, &end, 10);
        rest = end + strspn(end, ": ");
        snprintf(file, sizeof file, "%.*s", (int)name, text);
        finding.file = own ? NULL : tp_intern(&check->out->texts, file);
    }
    finding.message = kept_message(check, rest);
    add(check, finding);
}

/* Whether the routine itself used up all that it may have: of memory, too, it has its own. */
static bool is_limit(int rc, const struct tp_err *err)
{
    return rc == -TP_ELIMIT || (rc == -TP_ENOMEM && strstr(err->text, "the routine needs"));
}

/* What ended a run: a mistake, no end, or no more time. Else it is no matter of the routine's. */
static int take_failure(struct tp_check *check, int rc, const struct tp_err *err)
{
    bool first = check->ways.run == 0;
    if (rc == -TP_ESCRIPT)
        take_error(check, tp_rule_mistake, err->text);
    else if (is_limit(rc, err) || (rc == -TP_ETIMEOUT && first))
        take_error(check, tp_rule_endless, err->text);
    else if (rc != -TP_ETIMEOUT)
        return rc;
    check->out->late = rc == -TP_ETIMEOUT;
    check->broken = true;
    return 0;
}

/* ---- the runs ---- */

static void judge(struct tp_check *check, const struct tp_timeline *run)
{
    for (const struct tp_rule *rule = tp_rules; rule->id; rule++)
        if (rule->judge)
            rule->judge(check, rule, run);
}

static void take_first(struct tp_check *check, const struct tp_timeline *run)
{
    struct tp_check_result *out = check->out;
    out->length = run->length;
    out->steps = run->step_count;
    out->in_holds = run->in_holds;
    out->elsewhere = run->elsewhere;
    check->accepted_count = run->accepted_count;
    for (int i = 0; i < run->accepted_count; i++)
        check->accepted[i] = (struct tp_accepted){tp_intern(&out->texts, run->accepted[i].rule),
                                                  tp_intern(&out->texts, run->accepted[i].reason)};
    for (int i = 0; i < run->other_count; i++)
        tp_ways_add_option(&check->ways, &run->others[i]);
}

/* With what the command line gave, and the option of this way; to be freed. */
static struct tp_script_option *options_of(const struct tp_check *check, struct tp_run_config *run)
{
    const struct tp_script_option *own = tp_ways_option(&check->ways);
    struct tp_script_option *all = calloc(run->option_count + 1, sizeof *all);
    for (size_t i = 0; all && i < run->option_count; i++)
        all[i] = run->options[i];
    if (all && own)
        all[run->option_count++] = *own;
    run->options = all;
    return all;
}

static bool go_on(void *context)
{
    const struct tp_check *check = context;
    return check->config->go_on(check->config->context, check->ways.run);
}

static int run_once(struct tp_check *check, struct tp_err *err)
{
    struct tp_timeline played = {0};
    struct tp_run_config run = *check->run;
    struct tp_script_option *options = options_of(check, &run);
    if (!options)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", run.name);
    run.answer = tp_ways_answer;
    run.answer_context = &check->ways;
    run.leaves = tp_ways_leaves;
    run.input = tp_ways_input;
    run.remembers = tp_ways_remembers;
    run.presses = tp_ways_presses;
    run.lines = &check->lines;
    run.go_on = check->config->go_on ? go_on : NULL;
    run.go_on_context = check;
    tp_ways_words(&check->ways, check->when);
    int rc = tp_timeline_play(&played, &run, err);
    if (check->ways.run == 0)
        take_first(check, &played);
    if (rc < 0)
        rc = take_failure(check, rc, err);
    if (rc == 0 && !tp_ways_skips(&check->ways))
        judge(check, &played);
    tp_timeline_finish(&played);
    free(options);
    return rc;
}

static int run_all(struct tp_check *check, struct tp_err *err)
{
    int rc = 0;
    unsigned *at = &check->ways.run;
    while (rc == 0 && *at < check->ways.count && !check->out->late) {
        rc = run_once(check, err);
        check->out->runs += !check->out->late;
        ++*at;
    }
    check->out->untold = check->ways.untold + check->ways.count - check->out->runs;
    return rc;
}

/* ---- the whole ---- */

/* A text that Lua does not read is no routine; nothing of it runs here. */
static int load(struct tp_check *check, struct tp_err *err)
{
    static const struct tp_run_out nowhere = {0};
    struct tp_run_config config = *check->run;
    struct tp_log log = {0};
    struct tp_run *run = NULL;
    config.out = &nowhere;
    config.log = &log;
    int rc = tp_run_create(&run, &config, err);
    tp_run_destroy(run);
    tp_log_finish(&log);
    check->out->loads = rc == 0;
    if (rc == -TP_ENOMEM)
        return rc;
    if (rc < 0)
        take_error(check, tp_rule_load, err->text);
    return 0;
}

static int by_line(const void *a, const void *b)
{
    const struct tp_finding *one = a, *other = b;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    int rank = strcmp(one->rule->id, other->rule->id);
    return rank ? rank : one->run < other->run ? -1 : one->run > other->run;
}

static size_t count_lines(const struct tp_run_config *routine)
{
    size_t count = 2; /* numbers begin with 1 */
    for (size_t i = 0; i < routine->length; i++)
        count += routine->text[i] == '\n';
    return count;
}

static int begin(struct tp_check *check, struct tp_err *err)
{
    size_t lines = count_lines(check->run);
    check->lines = (struct tp_script_lines){calloc(lines, 1), lines};
    if (tp_ways_init(&check->ways, &check->out->texts, lines) < 0 || !check->lines.ran)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", check->run->name);
    return 0;
}

static void conclude(struct tp_check *check)
{
    check->when[0] = '\0';
    for (const struct tp_rule *rule = tp_rules; rule->id; rule++)
        if (rule->conclude)
            rule->conclude(check, rule);
    if (check->out->count > 1)
        qsort(check->out->findings, check->out->count, sizeof *check->out->findings, by_line);
}

int tp_check(struct tp_check_result *out, const struct tp_check_config *config, struct tp_err *err)
{
    *out = (struct tp_check_result){0};
    struct tp_check check = {.config = config, .run = config->run, .out = out};
    int rc = begin(&check, err);
    if (rc == 0)
        rc = load(&check, err);
    if (rc == 0 && out->loads)
        rc = run_all(&check, err);
    if (rc == 0)
        conclude(&check);
    tp_ways_finish(&check.ways);
    free(check.lines.ran);
    free(check.doses);
    tp_intern_finish(&check.heard);
    tp_intern_finish(&check.told);
    if (rc == 0 && check.failed)
        rc = tp_err_set(err, TP_ENOMEM, "%s: out of memory", config->run->name);
    return rc;
}

void tp_check_finish(struct tp_check_result *result)
{
    free(result->findings);
    tp_intern_finish(&result->texts);
    *result = (struct tp_check_result){0};
}

size_t tp_check_count(const struct tp_check_result *result, enum tp_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < result->count; i++)
        count += result->findings[i].rule->severity == severity && !result->findings[i].accepted;
    return count;
}
