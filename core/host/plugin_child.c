/* The start and the end of a plugin that is a program of its own, and a look at it in between. Must
 * never leave anything of it behind. */
#include "core/host/plugin_child_internal.h"

#include "core/host/plugin_folder.h"
#include "core/host/plugin_manifest.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAIN_MS = 200, INPUT_MOST = 256 << 10 };

void child_hang(struct plugin_child *child, const char *text)
{
    if (child->deaf)
        return;
    child->deaf = true;
    tp_link_forget(child->link);
    tp_link_life(child->link, TP_LIFE_HUNG, 0, text);
}

void child_fault(struct plugin_child *child, const char *format, ...)
{
    char text[500];
    va_list arguments;
    va_start(arguments, format);
    if (child->refused++ == 0) {
        vsnprintf(text, sizeof text, format, arguments);
        tp_link_fault(child->link, text);
    }
    va_end(arguments);
}

/* ---- while it runs ---- */

static bool promises_readings(const struct tp_plugin_link *link)
{
    struct tp_channel_state state;
    for (size_t i = 0; i < link->own_count; i++)
        for (unsigned k = 0;
             tp_devices_look_channel(link->devices, link->own[i], k, 0, &state) == 0; k++)
            if (state.about.kind == TP_CHANNEL_READING && state.about.rate_hz > 0)
                return true;
    return false;
}

static void on_tick(uv_timer_t *tick)
{
    struct plugin_child *child = tick->data;
    struct plugin_signs signs;
    const char *trouble;
    uint64_t now_ns = uv_hrtime();
    child_tell_lost_words(child);
    if (child->deaf || !child->process)
        return;
    plugin_process_look(child->process, &signs);
    trouble = plugin_limits_look(&child->limits, &signs, promises_readings(child->link), now_ns);
    if (!trouble && child_speech_is_late(child, now_ns))
        trouble = "it did not speak in time";
    if (trouble)
        child_hang(child, trouble);
}

/* ---- the end ---- */

static const char *signal_words(int number)
{
    static const struct {
        int number;
        const char *words;
    } rows[] = {{SIGSEGV, "segmentation fault"}, {SIGABRT, "it aborted itself"},
                {SIGBUS, "bus error"},           {SIGFPE, "wrong arithmetic"},
                {SIGILL, "illegal instruction"}, {SIGKILL, "killed"},
                {SIGTERM, "terminated"},         {SIGPIPE, "broken pipe"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].number == number)
            return rows[i].words;
    return "see signal(7)";
}

static void say_ended(struct plugin_child *child)
{
    char text[CHILD_LAST_WORDS + 80];
    const struct plugin_end *end = &child->end;
    const char *colon = *child->last_words ? ": " : "";
    if (end->signal)
        snprintf(text, sizeof text, "it crashed (signal %d: %s)", end->signal,
                 signal_words(end->signal));
    else
        snprintf(text, sizeof text, "it ended with exit code %d%s%s", end->code, colon,
                 child->last_words);
    tp_link_life(child->link, TP_LIFE_ENDED, end->signal ? 128 + end->signal : end->code,
                 end->code == 0 && !end->signal ? NULL : text);
}

static void remove_folder(uv_work_t *removal)
{
    struct plugin_child *child = removal->data;
    plugin_folder_remove(child->folder);
}

static void on_removed(uv_work_t *removal, int status)
{
    struct plugin_child *child = removal->data;
    (void)status;
    free(child->folder);
    child->folder = NULL;
    say_ended(child);
}

static void on_tick_closed(uv_handle_t *tick)
{
    struct plugin_child *child = tick->data;
    uv_queue_work(child->link->loop, &child->removal, remove_folder, on_removed);
}

static void on_ended(void *context, const struct plugin_end *end)
{
    struct plugin_child *child = context;
    child->process = NULL;
    child->end = *end;
    child_drop_speeches(child);
    child_tell_lost(child);
    tp_link_forget(child->link);
    uv_close((uv_handle_t *)&child->tick, on_tick_closed);
}

static void close_input(void *run)
{
    struct plugin_child *child = run;
    if (child->process)
        plugin_process_close_input(child->process);
}

static void terminate(void *run)
{
    struct plugin_child *child = run;
    if (child->process)
        plugin_process_signal(child->process, SIGTERM);
}

static void kill_all(void *run)
{
    struct plugin_child *child = run;
    if (child->process)
        plugin_process_signal(child->process, SIGKILL);
}

static void abandon(void *run)
{
    struct plugin_child *child = run;
    if (child->process)
        plugin_process_abandon(child->process);
}

/* ---- the start ---- */

static void begin_anew(struct plugin_child *child)
{
    child->greeted = child->deaf = false;
    child->refused = 0;
    child->last_words[0] = '\0';
    plugin_limits_begin(&child->limits, child->allowed, uv_hrtime());
}

static int begin(void *run, struct tp_err *err)
{
    struct plugin_child *child = run;
    const struct tp_manifest *manifest = child->link->manifest;
    struct plugin_process_config config = {.loop = child->link->loop,
                                           .command = (const char *const *)manifest->command,
                                           .folder = manifest->folder,
                                           .input_most = INPUT_MOST,
                                           .line_most = PLUGIN_LINE,
                                           .drain_ms = DRAIN_MS,
                                           .line = child_hear,
                                           .words = child_hear_words,
                                           .ended = on_ended,
                                           .context = child};
    int rc = plugin_folder_make(&child->folder, err);
    config.own_folder = child->folder;
    if (rc == 0)
        rc = plugin_process_start(&child->process, &config, err);
    if (rc < 0) {
        if (child->folder)
            plugin_folder_remove(child->folder);
        free(child->folder);
        child->folder = NULL;
        return rc;
    }
    begin_anew(child);
    uv_timer_init(child->link->loop, &child->tick);
    uv_timer_start(&child->tick, on_tick, child->allowed->look_ms, child->allowed->look_ms);
    child_initialize(child);
    return 0;
}

int plugin_child_create(struct tp_plugin_link *link, const struct plugin_allowed *allowed,
                        void **run, struct tp_err *err)
{
    struct plugin_child *child = calloc(1, sizeof *child);
    *run = child;
    if (!child)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    child->link = link;
    child->allowed = allowed;
    child->tick.data = child->removal.data = child;
    return 0;
}

static int create(struct tp_plugin_link *link, void **run, struct tp_err *err)
{
    return plugin_child_create(link, &plugin_allowed_usually, run, err);
}

const struct tp_plugin_backend tp_plugin_child = {.create = create,
                                                  .begin = begin,
                                                  .close = close_input,
                                                  .terminate = terminate,
                                                  .kill = kill_all,
                                                  .abandon = abandon,
                                                  .set = child_set,
                                                  .event = child_event,
                                                  .key = child_key,
                                                  .destroy = free};
