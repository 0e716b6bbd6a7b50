/* The order in which a plugin is tested, and its verdicts. Must never stop at the first that fails,
 * unless nothing is left to look at. */
#include "core/host/conform_internal.h"

#include "core/base/text.h"
#include "core/host/conform_apart.h"
#include "core/host/conform_target.h"
#include "plugins/tp_plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SIGNALLED = 128 }; /* exit codes above are 128 and a signal's number */

void conform_at(struct conform *conform, const char *check)
{
    conform_apart_at(conform->out, check);
}

void conform_with(struct conform *conform, const char *what)
{
    conform_apart_with(conform->out, what);
}

void conform_say(struct conform *conform, enum tp_conform_verdict verdict, const char *format, ...)
{
    char text[480];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    conform_apart_say(conform->out, verdict, text);
}

bool conform_lives(struct conform *conform)
{
    const struct conform_seen *seen = &conform->rig.seen;
    if (!seen->ended)
        return true;
    if (conform->told)
        conform_say(conform, TP_CONFORM_SKIPPED, "it no longer runs");
    else if (seen->exit_code == 0)
        conform_say(conform, TP_CONFORM_SKIPPED, "it ended by itself meanwhile");
    else
        conform_say(conform, TP_CONFORM_FAILED, "%s",
                    *seen->text ? seen->text : "it crashed meanwhile");
    conform->told = true;
    return false;
}

/* ---- before it runs ---- */

static bool check_start(struct conform *conform)
{
    struct tp_err err;
    conform_at(conform, "start");
    uint64_t began_ms = conform_now_ms();
    int rc = conform_begin(&conform->rig, conform->settings, &err);
    if (rc < 0)
        conform_say(conform, TP_CONFORM_FAILED, "%s", err.text);
    else
        conform_say(conform, TP_CONFORM_OK, "%s in %d ms",
                    conform->manifest->object ? "made and started" : "initialize is answered",
                    (int)(conform_now_ms() - began_ms));
    return rc == 0;
}

/* ---- what it did meanwhile ---- */

static void check_said(struct conform *conform)
{
    const struct conform_seen *seen = &conform->rig.seen;
    bool object = conform->manifest->object != NULL;
    char line[120] = "";
    conform_at(conform, "says");
    if (object)
        conform_chatter(line);
    if (seen->faults > 0)
        conform_say(conform, TP_CONFORM_FAILED, "%s", seen->fault);
    else if (*line)
        conform_say(conform, TP_CONFORM_FAILED,
                    "it writes to standard output, which is the program's: %s", line);
    else
        conform_say(conform, TP_CONFORM_OK, "nothing but what %s allows",
                    object ? "tp_plugin.h" : "PROTOCOL.md");
}

static void check_quick(struct conform *conform)
{
    conform_at(conform, "quick");
    if (!conform->manifest->object)
        conform_say(conform, TP_CONFORM_SKIPPED, "a program of its own may take its time");
    else if (*conform->rig.seen.slow)
        conform_say(conform, TP_CONFORM_FAILED, "%s", conform->rig.seen.slow);
    else
        conform_say(conform, TP_CONFORM_OK, "no call of it kept the loop");
}

/* ---- its end ---- */

static void judge_end(struct conform *conform, int took_ms, const char *asked)
{
    int code = conform->rig.seen.exit_code;
    if (took_ms < 0)
        conform_say(conform, TP_CONFORM_FAILED, "%d ms after %s it still ran", CONFORM_STOP_MS,
                    asked);
    else if (code > SIGNALLED)
        conform_say(conform, TP_CONFORM_FAILED, "it crashed at its end (%s)",
                    strsignal(code - SIGNALLED));
    else if (code != 0)
        conform_say(conform, TP_CONFORM_FAILED, "it ends with status %d instead of 0", code);
    else
        conform_say(conform, TP_CONFORM_OK, "%d ms after %s", took_ms, asked);
}

static void check_stop(struct conform *conform)
{
    conform_at(conform, "stop");
    bool lives = conform_lives(conform);
    int took_ms = conform_end(&conform->rig, CONFORM_CLOSE);
    if (lives)
        judge_end(conform, took_ms, conform->manifest->object ? "stop" : "its input was closed");
    conform->stops = lives && took_ms >= 0;
}

/* Once more, and ended the other way. */
static void check_again(struct conform *conform)
{
    enum { AGAIN_MS = 50 };
    struct tp_err err;
    bool object = conform->manifest->object != NULL;
    conform_at(conform, "again");
    if (conform_begin(&conform->rig, conform->settings, &err) < 0) {
        conform_say(conform, TP_CONFORM_FAILED, "the second start: %s", err.text);
        return;
    }
    conform_wait(&conform->rig, NULL, AGAIN_MS);
    int took_ms = conform_end(&conform->rig, object ? CONFORM_CLOSE : CONFORM_TERMINATE);
    if (took_ms < 0)
        conform_say(conform, TP_CONFORM_FAILED, "started again, it still ran %d ms after %s",
                    CONFORM_STOP_MS, object ? "stop" : "SIGTERM");
    else
        conform_say(conform, TP_CONFORM_OK, "started again, and ended %d ms after %s", took_ms,
                    object ? "stop" : "SIGTERM");
}

static void check_left(struct conform *conform, const struct conform_left *before)
{
    struct conform_left after = conform_left();
    conform_at(conform, "left");
    if (after.children)
        conform_say(conform, TP_CONFORM_FAILED, "a process that it started still runs");
    else if (after.files > before->files)
        conform_say(conform, TP_CONFORM_FAILED, "each start leaves a file open");
    else if (after.threads > before->threads)
        conform_say(conform, TP_CONFORM_FAILED, "each start leaves a thread behind");
    else
        conform_say(conform, TP_CONFORM_OK, "no process, no thread and no open file");
}

static void check_running(struct conform *conform)
{
    conform_check_devices(conform);
    conform_check_readings(conform);
    conform_check_strange(conform);
    conform_check_outputs(conform);
    conform_check_leases(conform);
    conform_check_unplug(conform);
    conform_check_voice(conform);
    check_said(conform);
    check_quick(conform);
    check_stop(conform);
}

/* From its start to what its settings do. */
static void check_instance(struct conform *conform)
{
    struct tp_err err;
    if (conform_rig_open(&conform->rig, conform->manifest, conform->config->program_version, &err) <
        0) {
        conform_say(conform, TP_CONFORM_FAILED, "%s", err.text);
        return;
    }
    if (check_start(conform)) {
        check_running(conform);
        struct conform_left before = conform_left();
        check_again(conform);
        check_left(conform, &before);
        conform_check_settings(conform);
    }
    conform_rig_close(&conform->rig);
}

static void test(void *context, int out)
{
    struct conform *conform = context;
    conform->out = out;
    if (conform->manifest->object && conform->manifest->kinds == TP_PLUGIN_VOICE)
        conform_check_voice(conform); /* which has no instance */
    else
        check_instance(conform);
    conform_check_refused(conform);
}

/* ---- what is tested ---- */

static void say(const struct tp_conform_config *config, const char *check,
                enum tp_conform_verdict verdict, const char *text)
{
    const struct tp_conform_line line = {verdict, check, text};
    config->line(config->context, &line);
}

/* It is read, and so are the settings that the person gave. */
static int run(struct conform *conform, const struct conform_target *target, struct tp_err *err)
{
    const struct tp_conform_config *config = conform->config;
    const struct tp_manifest *manifest = &target->manifest;
    struct tp_buf settings = {0}, about = {0};
    int rc = conform_settings(manifest, target->given, &settings, err);
    tp_buf_printf(&about, "%s %s: %s", manifest->id, manifest->version, manifest->name);
    if (rc == 0 && !target->command)
        say(config, "manifest", TP_CONFORM_OK, about.data ? about.data : "");
    else if (rc == 0)
        say(config, "manifest", TP_CONFORM_SKIPPED, "a command line has none");
    if (rc == 0) {
        conform->manifest = manifest;
        conform->given = target->given;
        conform->settings = settings.data;
        rc = conform_apart(config, test, conform);
    }
    if (rc == -TP_EIO)
        tp_err_set(err, TP_EIO, "there is no process to test it in");
    tp_buf_finish(&settings);
    tp_buf_finish(&about);
    return rc;
}

int tp_conform(const struct tp_conform_config *config, struct tp_err *err)
{
    struct conform conform = {.config = config};
    struct conform_target target;
    int rc = conform_target_open(&target, config, err);
    if (rc == -TP_EDEVICE) {
        say(config, "manifest", TP_CONFORM_FAILED, err->text);
        rc = 1;
    } else if (rc == 0) {
        rc = run(&conform, &target, err);
    }
    conform_target_finish(&target);
    return rc;
}
