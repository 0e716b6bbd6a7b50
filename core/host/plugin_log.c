/* The log of plugins. Must never fail a session, nor keep a megabyte in memory. */
#include "core/host/plugin_log.h"

#include "core/base/text.h"
#include "core/host/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 2048 };

struct tp_plugin_log {
    char *path, *before; /* owned */
    int fd;              /* −1 before the first line, and after a failure */
    off_t bytes;
    bool failed;
};

struct tp_plugin_log *tp_plugin_log_open(const char *state)
{
    struct tp_plugin_log *log = calloc(1, sizeof *log);
    struct tp_buf path = {0}, before = {0};
    if (!log)
        return NULL;
    log->fd = -1;
    tp_buf_printf(&path, "%s/plugins.log", state);
    tp_buf_printf(&before, "%s/plugins.log.1", state);
    log->path = path.failed ? NULL : tp_text_copy(path.data);
    log->before = before.failed ? NULL : tp_text_copy(before.data);
    tp_buf_finish(&path);
    tp_buf_finish(&before);
    if (log->path && log->before)
        return log;
    tp_plugin_log_close(log);
    return NULL;
}

void tp_plugin_log_close(struct tp_plugin_log *log)
{
    if (!log)
        return;
    if (log->fd >= 0)
        close(log->fd);
    free(log->path);
    free(log->before);
    free(log);
}

/* Ready to be written, and not too long. */
static bool is_ready(struct tp_plugin_log *log)
{
    struct stat found;
    struct tp_err none;
    if (log->fd >= 0 && log->bytes >= TP_PLUGIN_LOG_BYTES) {
        close(log->fd);
        log->fd = -1;
        rename(log->path, log->before);
    }
    if (log->fd >= 0 || log->failed)
        return log->fd >= 0;
    log->failed = tp_file_make_folders(log->path, &none) < 0;
    if (!log->failed)
        log->fd = open(log->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log->failed = log->fd < 0;
    log->bytes = !log->failed && fstat(log->fd, &found) == 0 ? found.st_size : 0;
    return !log->failed;
}

void tp_plugin_log_add(struct tp_plugin_log *log, const char *plugin, const char *text)
{
    char shown[LINE - 128], line[LINE], day[32];
    time_t now = time(NULL);
    struct tm parts;
    if (!log || !is_ready(log))
        return;
    localtime_r(&now, &parts);
    strftime(day, sizeof day, "%Y-%m-%d %H:%M:%S", &parts);
    tp_text_clean(shown, sizeof shown, text, strlen(text));
    int length = snprintf(line, sizeof line, "%s %s: %s\n", day, plugin, shown);
    ssize_t wrote = write(log->fd, line, (size_t)length);
    log->bytes += wrote > 0 ? wrote : 0;
}
