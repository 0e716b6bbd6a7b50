/* --watch: the routine and its modules are looked at when something happens in their folders, and
 * what was changed is taken over. Must never take half a file for a mistake, nor be kept busy by
 * whatever saves a thousand times. */
#include "core/cli/folders.h"
#include "core/cli/lines.h"
#include "core/cli/live_internal.h"
#include "core/cli/source.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SETTLE_MS = 100,    /* an editor writes in pieces, or beside it and renames */
    PATIENCE_MS = 1000, /* but so long after the first sign it is looked at in any case */
    FOLDERS = 16
};

/* A folder, since a file that is saved by a rename is another file. */
struct watched {
    uv_fs_event_t event;
    char *path; /* owned */
};

struct live_watch {
    struct live *live;
    struct watched folders[FOLDERS];
    int folder_count;
    char *target;               /* where links lead to; owned; NULL: nowhere */
    uint64_t first_ms, last_ms; /* signs that were not looked after yet; 0: none */
    struct live_trial *trial;   /* under way, or waits to be taken over; NULL: none */
    struct live_trial *failed;  /* the newest text, if it has a mistake; NULL: it has none */
    char told[sizeof((struct tp_err *)0)->text]; /* the mistake that was told last */
    struct tp_memory *memory; /* for dry runs on a worker; NULL: nothing is remembered */
};

/* ---- folders ---- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_source(const struct live_watch *watch, const char *name)
{
    const char *dot = strrchr(name, '.');
    return (dot && strcmp(dot, ".lua") == 0) ||
           strcmp(name, last_part(watch->live->prepared->file.path)) == 0 ||
           (watch->target && strcmp(name, last_part(watch->target)) == 0);
}

static void on_event(uv_fs_event_t *event, const char *name, int events, int status)
{
    struct live_watch *watch = event->data;
    (void)events;
    if (status < 0 || (name && !is_source(watch, name)))
        return;
    watch->last_ms = live_now_ms(watch->live);
    if (!watch->first_ms)
        watch->first_ms = watch->last_ms;
}

/* 0, or libuv's code. One that is watched already, or is one too many, is passed over. */
static int watch_folder(struct live_watch *watch, const char *path)
{
    struct watched *one = &watch->folders[watch->folder_count];
    for (int i = 0; i < watch->folder_count; i++)
        if (strcmp(watch->folders[i].path, path) == 0)
            return 0;
    if (watch->folder_count == FOLDERS || !(one->path = tp_text_copy(path)))
        return 0;
    uv_fs_event_init(&watch->live->loop, &one->event);
    one->event.data = watch;
    watch->folder_count++;
    return uv_fs_event_start(&one->event, on_event, path, 0);
}

/* The folder in which a file is. */
static int watch_beside(struct live_watch *watch, const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    else
        snprintf(folder, sizeof folder, ".");
    return watch_folder(watch, folder);
}

static void watch_modules(struct live_watch *watch, const struct tp_modules *modules)
{
    for (const struct tp_module *one = modules->newest; one; one = one->next)
        if (*one->path)
            watch_beside(watch, one->path);
}

/* ---- what is told ---- */

/* On the screen with the time of day, so that one save is told from the next. */
static void tell(struct live *live, const char *what)
{
    char text[sizeof live->message], clock[16];
    time_t now = time(NULL);
    struct tm parts;
    snprintf(text, sizeof text, "%s: %s", live->prepared->file.name, what);
    if (live->lines)
        tp_lines_note(live->now, text);
    strftime(clock, sizeof clock, "%H:%M:%S", localtime_r(&now, &parts));
    snprintf(live->message, sizeof live->message, "%.180s, %s", text, clock);
}

/* Once for each mistake, however often it is saved. */
static void complain(struct live_watch *watch, const struct tp_err *err)
{
    char text[sizeof err->text + 64];
    if (strcmp(watch->told, err->text) == 0)
        return;
    snprintf(watch->told, sizeof watch->told, "%s", err->text);
    snprintf(text, sizeof text, "%s; going on in the text as it was", err->text);
    tp_session_world(watch->live->session, TP_EVENT_WARNING, text);
}

/* ---- what was saved ---- */

static bool is_same(const struct live *live, const struct tp_buf *text, const struct tp_buf *other,
                    const struct tp_modules *modules)
{
    return text->length == other->length && memcmp(text->data, other->data, text->length) == 0 &&
           !tp_modules_changed(modules, live->prepared->file.path);
}

static void forget_failed(struct live_watch *watch)
{
    live_trial_free(watch->failed);
    watch->failed = NULL;
    watch->told[0] = '\0';
}

/* Tries what is in the file, unless it is what is played, or failed and is still the same; a module
 * that it missed may be there now. */
static void try_saved(struct live_watch *watch, struct tp_buf *text)
{
    struct live *live = watch->live;
    struct tp_prepared *prepared = live->prepared;
    struct tp_err err = {0};
    bool as_it_was = is_same(live, text, &prepared->file.text, &prepared->world.modules);
    bool failed = *watch->told != '\0';
    if (watch->failed &&
        !is_same(live, text, live_trial_text(watch->failed), live_trial_modules(watch->failed)))
        forget_failed(watch);
    if (as_it_was) {
        forget_failed(watch);
        if (failed)
            tell(live, "as it was");
        return;
    }
    if (live_try_text(&watch->trial, live, watch->memory, text, &err) < 0)
        complain(watch, &err);
}

/* A file that is gone or empty is on its way to the disk. */
static void look(struct live_watch *watch)
{
    const struct tp_routine_file *file = &watch->live->prepared->file;
    struct tp_buf text = {0};
    struct tp_err err = {0};
    int rc = tp_source_read(file->path, file->name, &text, &err);
    if (rc == 0 && text.length > 0)
        try_saved(watch, &text);
    else if (rc < 0 && rc != -TP_ENOENT)
        complain(watch, &err);
    tp_buf_finish(&text);
}

static void keep_failed(struct live_watch *watch, const struct tp_err *err)
{
    live_trial_free(watch->failed);
    watch->failed = watch->trial;
    watch->trial = NULL;
    watch_modules(watch, live_trial_modules(watch->failed));
    complain(watch, err);
}

static void end_trial(struct live_watch *watch)
{
    struct tp_err err;
    if (live_trial_result(watch->trial, &err) < 0) {
        keep_failed(watch, &err);
        return;
    }
    int rc = live_take_text(watch->live, watch->trial);
    if (rc == -TP_EAGAIN)
        return;
    live_trial_free(watch->trial);
    watch->trial = NULL;
    if (rc < 0)
        return; /* and with it the session failed */
    forget_failed(watch);
    watch_modules(watch, &watch->live->prepared->world.modules);
    tell(watch->live, "taken over");
}

void live_watch_text(struct live *live)
{
    struct live_watch *watch = live->watch;
    struct tp_session_state state;
    if (!watch)
        return;
    tp_session_look(live->session, &state);
    if (state.over || state.stopping || live->ending_ms)
        return;
    uint64_t now = live_now_ms(live);
    bool settled = watch->first_ms &&
                   (now - watch->last_ms >= SETTLE_MS || now - watch->first_ms >= PATIENCE_MS);
    if (watch->trial && !live_trial_is_busy(watch->trial))
        end_trial(watch);
    if (watch->trial || !settled || tp_outlook_is_busy(live->outlook))
        return;
    watch->first_ms = 0;
    look(watch);
}

bool live_is_trying(const struct live *live)
{
    return live->watch && live->watch->trial && live_trial_is_busy(live->watch->trial);
}

/* ---- beginning and end ---- */

static void open_memory(struct live_watch *watch)
{
    enum tp_store_state state;
    struct tp_err none;
    char *folder = tp_folder_own(TP_FOLDER_STATE, NULL);
    if (folder && watch->live->prepared->memory)
        tp_memory_open(&watch->memory, folder, watch->live->prepared->file.path, &state, &none);
    free(folder);
}

int live_open_watch(struct live *live)
{
    const char *path = live->prepared->file.path;
    struct tp_err err;
    if (!live->options->watch)
        return 0;
    struct live_watch *watch = live->watch = calloc(1, sizeof *watch);
    if (!watch)
        return tp_err_set(&live->err, TP_ENOMEM, "out of memory");
    watch->live = live;
    watch->target = realpath(path, NULL);
    open_memory(watch);
    int rc = watch_beside(watch, path);
    if (rc == 0 && watch->target)
        rc = watch_beside(watch, watch->target);
    watch_modules(watch, &live->prepared->world.modules);
    watch->first_ms = watch->last_ms = live_now_ms(live); /* of what was saved while it was read */
    if (rc < 0) {
        tp_err_set(&err, TP_EIO, "%s cannot be watched: %s", live->prepared->file.name,
                   uv_strerror(rc));
        tp_session_world(live->session, TP_EVENT_WARNING, err.text);
    }
    return 0;
}

void live_close_watch(struct live *live)
{
    for (int i = 0; live->watch && i < live->watch->folder_count; i++)
        uv_close((uv_handle_t *)&live->watch->folders[i].event, NULL);
}

void live_free_watch(struct live *live)
{
    struct live_watch *watch = live->watch;
    if (!watch)
        return;
    live_trial_free(watch->trial);
    live_trial_free(watch->failed);
    for (int i = 0; i < watch->folder_count; i++)
        free(watch->folders[i].path);
    tp_memory_close(watch->memory);
    free(watch->target);
    free(watch);
}
