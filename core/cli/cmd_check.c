/* tprun check FILE…: what would go wrong, at file and line, and how to mend it. */
#include "core/base/json.h"
#include "core/cli/commands.h"
#include "core/cli/prepare.h"
#include "core/engine/check.h"

#include <stdio.h>
#include <string.h>

/* Time for the usual way, of which each sentence may have to be made first; and for all others. */
enum { USUAL_MS = 120000, OTHERS_MS = 20000 };

struct patience {
    uint64_t begun_ms, others_ms; /* the latter 0 while the usual way is run */
};

struct checked {
    const char *path; /* as it is told: of the file, or as it was typed */
    const struct tp_check_result *result;
    size_t errors, warnings, accepted;
};

/* ---- for people ---- */

static void print_finding(const struct checked *file, const struct tp_finding *finding)
{
    char path[300];
    const char *name = finding->file ? finding->file : file->path;
    tp_text_clean(path, sizeof path, name, strlen(name));
    printf("%s:", path);
    if (finding->line > 0)
        printf("%d:", finding->line);
    printf(" %s %s %s", tp_severity_name(finding->rule->severity), finding->rule->id,
           finding->message);
    if (finding->mend)
        printf("; %s", finding->mend);
    puts("");
}

static void print_accepted(const struct checked *file)
{
    const struct tp_check_result *result = file->result;
    const struct tp_rule *before = NULL;
    for (size_t i = 0; i < result->count; i++) {
        const struct tp_finding *one = &result->findings[i];
        char reason[200];
        if (!one->accepted || one->rule == before)
            continue;
        tp_text_clean(reason, sizeof reason, one->accepted, strlen(one->accepted));
        printf(", %s accepted (%s)", one->rule->id, reason);
        before = one->rule;
    }
}

static void print_count(size_t count, const char *what)
{
    if (count == 0)
        printf("no %ss", what);
    else
        printf("%zu %s%s", count, what, count == 1 ? "" : "s");
}

static void print_ways(const struct tp_check_result *result)
{
    printf("; %u ways through it", result->runs);
    if (result->untold > 0)
        printf(", %u more not tried%s", result->untold,
               result->late ? ": there was no time" : ": that would have been too many");
}

static void print_summary(const struct checked *file)
{
    const struct tp_check_result *result = file->result;
    char path[300], length[TP_FRAMES_TEXT];
    double in_holds = tp_frames_to_seconds(result->in_holds.length);
    double elsewhere = tp_frames_to_seconds(result->elsewhere.length);
    tp_text_clean(path, sizeof path, file->path, strlen(file->path));
    if (!result->loads) {
        printf("%s: is not read\n", path);
        return;
    }
    printf("%s: %s, %zu steps, longest silence %.1f s in holds, %.1f s elsewhere; ", path,
           tp_frames_duration(length, result->length), result->steps, in_holds, elsewhere);
    print_count(file->errors, "error");
    printf(", ");
    print_count(file->warnings, "warning");
    print_accepted(file);
    print_ways(result);
    puts("");
}

/* ---- for editors ---- */

static void put_line(struct tp_buf *line)
{
    tp_buf_puts(line, "\n");
    fwrite(line->data ? line->data : "", 1, line->length, stdout);
    tp_buf_finish(line);
}

static void json_finding(const struct checked *file, const struct tp_finding *finding)
{
    struct tp_buf line = {0};
    struct tp_json json = {.out = &line};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "file", finding->file ? finding->file : file->path);
    tp_json_integer(&json, "line", finding->line);
    tp_json_text(&json, "severity", tp_severity_name(finding->rule->severity));
    tp_json_text(&json, "rule", finding->rule->id);
    tp_json_text(&json, "message", finding->message);
    tp_json_text(&json, "mend", finding->mend);
    tp_json_text(&json, "source", finding->rule->source);
    if (finding->accepted)
        tp_json_text(&json, "accepted", finding->accepted);
    tp_json_close(&json, '}');
    put_line(&line);
}

static void json_summary(const struct checked *file)
{
    const struct tp_check_result *result = file->result;
    struct tp_buf line = {0};
    struct tp_json json = {.out = &line};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "file", file->path);
    tp_json_bool(&json, "loads", result->loads);
    tp_json_seconds(&json, "seconds", result->length);
    tp_json_integer(&json, "steps", (long long)result->steps);
    tp_json_seconds(&json, "silence_in_holds", result->in_holds.length);
    tp_json_seconds(&json, "silence_elsewhere", result->elsewhere.length);
    tp_json_integer(&json, "errors", (long long)file->errors);
    tp_json_integer(&json, "warnings", (long long)file->warnings);
    tp_json_integer(&json, "accepted", (long long)file->accepted);
    tp_json_integer(&json, "ways", result->runs);
    tp_json_integer(&json, "ways_not_tried", result->untold);
    tp_json_close(&json, '}');
    put_line(&line);
}

/* ---- one file ---- */

static int tell(const char *path, const struct tp_check_result *result, bool json)
{
    struct checked file = {.path = path,
                           .result = result,
                           .errors = tp_check_count(result, TP_SEVERITY_ERROR),
                           .warnings = tp_check_count(result, TP_SEVERITY_WARNING)};
    file.accepted = result->count - file.errors - file.warnings;
    for (size_t i = 0; i < result->count; i++)
        if (json)
            json_finding(&file, &result->findings[i]);
        else if (!result->findings[i].accepted)
            print_finding(&file, &result->findings[i]);
    if (json)
        json_summary(&file);
    else
        print_summary(&file);
    return !result->loads ? TP_EXIT_ROUTINE : file.errors > 0 ? TP_EXIT_REFUSED : TP_EXIT_OK;
}

/* A file that cannot be read is told like one that Lua does not read. */
static int tell_missing(const char *word, const struct tp_err *err, bool json)
{
    const char *colon = strstr(err->text, ": ");
    struct tp_finding finding = {.rule = tp_rule_find("E03"),
                                 .message = colon ? colon + 2 : err->text};
    struct tp_check_result result = {.findings = &finding, .count = 1};
    return tell(word, &result, json);
}

static bool is_in_time(void *context, unsigned run)
{
    struct patience *patience = context;
    uint64_t now = tp_world_clock_ms();
    if (run > 0 && !patience->others_ms)
        patience->others_ms = now;
    return now < (run > 0 ? patience->others_ms + OTHERS_MS : patience->begun_ms + USUAL_MS);
}

static int check(const struct tp_options *options)
{
    struct tp_prepared prepared;
    struct tp_check_result result = {0};
    struct tp_err err = {0};
    struct patience patience = {.begun_ms = tp_world_clock_ms()};
    struct tp_check_config config = {
        .run = &prepared.run, .go_on = is_in_time, .context = &patience};
    int status, rc = tp_prepare(&prepared, options, TP_TO_KNOW, &err);
    bool missing = rc == -TP_ESCRIPT && !prepared.file.path;
    if (rc == 0)
        rc = tp_check(&result, &config, &err);
    if (missing)
        status = tell_missing(options->argument, &err, options->json);
    else if (rc < 0)
        status = tp_complain(tp_exit_status(rc), &err);
    else
        status = tell(prepared.file.path, &result, options->json);
    if (rc == 0)
        tp_prepare_doubt(&prepared);
    fflush(stdout); /* what stops the next file stops the program: see the watchdog */
    tp_check_finish(&result);
    tp_prepare_finish(&prepared);
    return status;
}

/* The worst counts: 2, 4, 1, 3, 0. */
static int worse(int one, int other)
{
    static const int order[] = {TP_EXIT_OK, TP_EXIT_REFUSED, TP_EXIT_ROUTINE, TP_EXIT_ENVIRONMENT,
                                TP_EXIT_USAGE};
    int rank[2] = {0, 0};
    for (int i = 0; i < (int)(sizeof order / sizeof *order); i++) {
        rank[0] = order[i] == one ? i : rank[0];
        rank[1] = order[i] == other ? i : rank[1];
    }
    return rank[0] >= rank[1] ? one : other;
}

static int list_rules(void)
{
    for (const struct tp_rule *rule = tp_rules; rule->id; rule++)
        printf("%s  %-7s  %s [%s]\n", rule->id, tp_severity_name(rule->severity), rule->what,
               rule->source);
    return TP_EXIT_OK;
}

int tp_command_check(const struct tp_options *options)
{
    struct tp_options own = *options;
    int status = TP_EXIT_OK;
    if (options->rules)
        return list_rules();
    if (options->several_count == 0)
        return check(options); /* which says that it needs one */
    for (size_t i = 0; i < options->several_count; i++) {
        own.argument = options->several[i];
        status = worse(status, check(&own));
    }
    return status;
}
