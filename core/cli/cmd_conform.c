/* tprun plugins --test: whether a plugin keeps what it promises, line by line. */
#include "core/base/json.h"
#include "core/cli/commands.h"
#include "core/cli/folders.h"
#include "core/host/conform.h"

#include <stdio.h>

struct tally {
    unsigned counts[3]; /* by verdict */
    bool json;
};

static void print_line(void *context, const struct tp_conform_line *line)
{
    static const char *const verdicts[] = {
        [TP_CONFORM_OK] = "ok", [TP_CONFORM_FAILED] = "FAILED", [TP_CONFORM_SKIPPED] = "skipped"};
    struct tally *tally = context;
    struct tp_buf text = {0};
    struct tp_json json = {.out = &text};
    tally->counts[line->verdict]++;
    if (tally->json) {
        tp_json_open(&json, NULL, '{');
        tp_json_text(&json, "check", line->check);
        tp_json_text(&json, "verdict", verdicts[line->verdict]);
        tp_json_text(&json, "text", line->text);
        tp_json_close(&json, '}');
    } else {
        tp_buf_printf(&text, "%-8s %-10s %s", verdicts[line->verdict], line->check, line->text);
    }
    puts(text.failed ? "out of memory" : text.data);
    fflush(stdout); /* it takes a while: each line as it comes */
    tp_buf_finish(&text);
}

int tp_conform_command(const struct tp_options *options)
{
    struct tp_folders folders;
    const char *paths[TP_FOLDERS];
    struct tally tally = {.json = options->json};
    struct tp_err err;
    tp_folder_plugins(&folders);
    for (int i = 0; i < folders.count; i++)
        paths[i] = folders.paths[i];
    const struct tp_conform_config config = {.spec = options->test,
                                             .folders = paths,
                                             .folder_count = (size_t)folders.count,
                                             .program_version = TPRUN_VERSION,
                                             .line = print_line,
                                             .context = &tally};
    int failed = tp_conform(&config, &err);
    if (failed < 0)
        return tp_complain(tp_exit_status(failed), &err);
    if (!options->json)
        printf("%s: %u ok, %u failed, %u skipped\n",
               failed ? "It does not keep its promises yet" : "It keeps its promises",
               tally.counts[TP_CONFORM_OK], tally.counts[TP_CONFORM_FAILED],
               tally.counts[TP_CONFORM_SKIPPED]);
    return failed ? TP_EXIT_ROUTINE : TP_EXIT_OK;
}
