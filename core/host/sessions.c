/* Logs of sessions. Must never touch a file that is not named like one, nor one that is written. */
#include "core/host/sessions.h"

#include "core/base/text.h"
#include "core/host/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum {
    KEPT = 10,            /* logs */
    LOG_LIMIT = 64 << 20, /* bytes of one: a day's log is a hundredth of it */
    ROUTINE = 40          /* letters of the routine's name */
};

#define SUFFIX ".log"
#define DAMAGED ".log.damaged"

/* ---- the folder ---- */

/* dddddddd-dddddd-ddd-NAME and the suffix: in the order of their starts. */
static bool is_named(const char *name, const char *suffix)
{
    static const char form[] = "dddddddd-dddddd-ddd-";
    size_t length = strlen(name), tail = strlen(suffix);
    if (length < sizeof form - 1 + tail || strcmp(name + length - tail, suffix) != 0)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
            return false;
    return true;
}

static int is_log(const struct dirent *entry)
{
    return is_named(entry->d_name, SUFFIX);
}

static int is_log_or_damaged(const struct dirent *entry)
{
    return is_named(entry->d_name, SUFFIX) || is_named(entry->d_name, DAMAGED);
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
    return -strcmp((*a)->d_name, (*b)->d_name);
}

/* STATE/sessions/NAME; NULL when out of memory. The caller frees. */
static char *path_of(const char *state, const char *name)
{
    struct tp_buf path = {0};
    tp_buf_printf(&path, "%s/sessions/%s", state, name);
    if (path.failed)
        tp_buf_finish(&path);
    return path.data;
}

/* The names, newest first; how many, to be freed by free_names. */
static int list(const char *state, int (*wanted)(const struct dirent *entry),
                struct dirent ***names)
{
    char *folder = path_of(state, "");
    int count = folder ? scandir(folder, names, wanted, newest_first) : -1;
    free(folder);
    if (count < 0)
        *names = NULL;
    return count < 0 ? 0 : count;
}

static void free_names(struct dirent **names, int count)
{
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* Whether a session writes it. */
static bool is_written(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool written = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    return written;
}

const char *tp_sessions_id(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- a new one ---- */

int tp_sessions_create(struct tp_log_file **out, uv_loop_t *loop, const char *state,
                       int64_t unix_ms, const char *routine, struct tp_err *err)
{
    char name[100], day[32], plain[ROUTINE + 1];
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    *out = NULL;
    tp_file_plain_name(plain, sizeof plain, routine);
    if (!gmtime_r(&seconds, &parts))
        return tp_err_set(err, TP_EINVAL, "the clock shows no time");
    strftime(day, sizeof day, "%Y%m%d-%H%M%S", &parts);
    snprintf(name, sizeof name, "%s-%03d-%s" SUFFIX, day, (int)(unix_ms % 1000), plain);
    char *path = path_of(state, name);
    int rc = path ? tp_log_file_create(out, loop, path, err)
                  : tp_err_set(err, TP_ENOMEM, "out of memory");
    free(path);
    return rc;
}

/* ---- the newest ---- */

/* Moves a log that is none out of the way, and says so. */
static void set_aside(const char *path, const struct tp_err *why, struct tp_err *note)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    if (tp_file_set_aside(path))
        tp_err_set(note, TP_EIO, "%s was damaged (%.120s); it is now %s.damaged", shown, why->text,
                   tp_sessions_id(shown));
    else
        tp_err_set(note, TP_EIO, "%s is damaged (%.120s), and cannot be set aside", shown,
                   why->text);
}

static void note_newer(const char *path, const struct tp_err *why, struct tp_err *note)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    tp_err_set(note, TP_ENEWER, "%s: %.200s", shown, why->text);
}

static void note_damage(const struct tp_kept_session *kept, struct tp_err *note)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, kept->path, strlen(kept->path));
    tp_err_set(note, TP_EIO, "%s is damaged after its record %zu; the session is kept up to there",
               shown, kept->journal.records);
}

/* Reads the log at `kept->path`. 0, or why it is passed over, with a note where one is due. */
static int load(struct tp_kept_session *kept, struct tp_err *note)
{
    struct tp_buf bytes = {0};
    struct tp_err why = {0};
    int rc = tp_file_read(kept->path, LOG_LIMIT, &bytes, &why);
    if (rc == 0)
        rc = tp_journal_load(&kept->journal, bytes.data ? bytes.data : "", bytes.length, &why);
    tp_buf_finish(&bytes);
    if (rc == -TP_EINVAL || rc == -TP_ELIMIT)
        set_aside(kept->path, &why, note);
    else if (rc == -TP_ENEWER)
        note_newer(kept->path, &why, note);
    return rc;
}

static bool can_go_on(const struct tp_journal *journal)
{
    return journal->text && journal->marked &&
           (!journal->outcome || strcmp(journal->outcome, "stopped") == 0);
}

/* Whether a session of the same routine was left later and came to its end. */
static bool is_past(const struct tp_kept_session *one, const struct tp_kept_session *all, int count)
{
    for (int i = 0; i < count; i++) {
        const struct tp_journal *other = &all[i].journal;
        if (other->outcome && !can_go_on(other) &&
            other->mark.unix_ms > one->journal.mark.unix_ms &&
            strcmp(other->head.path, one->journal.head.path) == 0)
            return true;
    }
    return false;
}

/* The one that was left last of those that can go on; NULL: none can. */
static struct tp_kept_session *choose(struct tp_kept_session *all, int count)
{
    struct tp_kept_session *best = NULL;
    for (int i = 0; i < count; i++)
        if (can_go_on(&all[i].journal) && !is_past(&all[i], all, count) &&
            (!best || all[i].journal.mark.unix_ms > best->journal.mark.unix_ms))
            best = &all[i];
    return best;
}

/* Reads the logs that nobody writes; how many, or -TP_ENOMEM. */
static int load_all(const char *state, struct dirent **names, int count,
                    struct tp_kept_session all[KEPT], struct tp_err *note)
{
    int loaded = 0;
    for (int i = 0; i < count && i < KEPT; i++) {
        struct tp_kept_session *one = &all[loaded];
        *one = (struct tp_kept_session){.path = path_of(state, names[i]->d_name)};
        int rc = !one->path ? -TP_ENOMEM : is_written(one->path) ? -TP_EAGAIN : load(one, note);
        loaded += rc == 0;
        if (rc < 0)
            tp_kept_session_finish(one);
        if (rc == -TP_ENOMEM)
            return rc;
    }
    return loaded;
}

int tp_sessions_newest(const char *state, struct tp_kept_session *out, struct tp_err *note)
{
    struct tp_kept_session all[KEPT] = {0};
    struct dirent **names;
    int found = list(state, is_log, &names);
    *out = (struct tp_kept_session){0};
    *note = (struct tp_err){0};
    int count = load_all(state, names, found, all, note);
    free_names(names, found);
    struct tp_kept_session *best = count > 0 ? choose(all, count) : NULL;
    if (best) {
        *out = *best;
        *best = (struct tp_kept_session){0};
    }
    for (int i = 0; i < KEPT; i++)
        tp_kept_session_finish(&all[i]);
    if (!out->path)
        return count == -TP_ENOMEM ? count : -TP_ENOENT;
    if (out->journal.damaged)
        note_damage(out, note);
    return 0;
}

void tp_kept_session_finish(struct tp_kept_session *kept)
{
    if (!kept)
        return;
    tp_journal_finish(&kept->journal);
    free(kept->path);
    *kept = (struct tp_kept_session){0};
}

/* ---- pruning ---- */

void tp_sessions_prune(const char *state)
{
    struct dirent **names;
    int count = list(state, is_log_or_damaged, &names);
    for (int i = KEPT; i < count; i++) {
        char *path = path_of(state, names[i]->d_name);
        if (path && !is_written(path))
            unlink(path);
        free(path);
    }
    free_names(names, count);
}
