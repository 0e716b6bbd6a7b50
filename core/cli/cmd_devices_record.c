/* Recording a sensor: a CSV that the plugin sim replays, a line for each reading as it comes. Must
 * never write over a file. */
#include "core/cli/cmd_devices_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct connected_record {
    struct connected *command;
    FILE *file;
    tp_device device; /* that gave the last reading */
    char name[160];   /* id.channel: the same when it is plugged in again */
    uint64_t first_ns, last_ns;
    size_t readings;
};

/* ---- what comes ---- */

static double seconds(const struct connected_record *record)
{
    return (double)(record->last_ns - record->first_ns) / 1e9;
}

static struct tp_devices *devices_of(const struct connected_record *record)
{
    return tp_plugging_devices(record->command->plugging);
}

static void on_reading(struct connected *command, tp_device device, unsigned channel, double value)
{
    struct connected_record *record = command->record;
    struct tp_channel_state state;
    if (!tp_devices_means(devices_of(record), record->name, device, channel))
        return;
    tp_devices_look_channel(devices_of(record), device, channel, 0, &state);
    record->device = device;
    record->last_ns = state.at_ns;
    if (record->readings++ == 0)
        record->first_ns = record->last_ns;
    fprintf(record->file, "%.6f,%.9g,\n", seconds(record), value);
}

/* It stays away until the next reading's time. */
static void on_removed(struct connected *command, tp_device device)
{
    const struct connected_record *record = command->record;
    if (record->readings > 0 && device == record->device)
        fprintf(record->file, "%.6f,,unplug\n", seconds(record));
}

/* ---- begin and end ---- */

static void write_head(const struct connected_record *record, const char *name, const char *unit)
{
    char day[32];
    time_t now = time(NULL);
    struct tm parts;
    strftime(day, sizeof day, "%Y-%m-%d %H:%M", localtime_r(&now, &parts));
    fprintf(record->file, "# %s (%s), %s, in %s\ntime,value,fault\n", name, record->name, day,
            *unit ? unit : "numbers without a unit");
}

static int open_file(struct connected_record *record, const char *path, struct tp_err *err)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    record->file = fopen(path, "wxe");
    if (!record->file && errno == EEXIST)
        return tp_err_set(err, TP_EUSAGE, "%s is there already, and stays as it is", shown);
    if (!record->file)
        return tp_err_set(err, TP_EIO, "%s: %s", shown, strerror(errno));
    setvbuf(record->file, NULL, _IOLBF, 0);
    return 0;
}

static int begin(struct connected_record *record, tp_device device, unsigned channel,
                 struct tp_err *err)
{
    struct connected *command = record->command;
    struct tp_device_state about;
    struct tp_channel_state state;
    tp_devices_look(devices_of(record), device, &about);
    tp_devices_look_channel(devices_of(record), device, channel, 0, &state);
    snprintf(record->name, sizeof record->name, "%s.%s", about.id, state.about.name);
    int rc = open_file(record, command->options->record, err);
    if (rc < 0)
        return rc;
    write_head(record, about.name, state.about.unit);
    command->reading = on_reading;
    command->removed = on_removed;
    return 0;
}

int connected_record_begin(struct connected *command, struct tp_err *err)
{
    tp_device device;
    unsigned channel;
    int rc = connected_find(command, &device, &channel, err);
    if (rc < 0)
        return rc;
    command->record = calloc(1, sizeof *command->record);
    if (!command->record)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    command->record->command = command;
    return begin(command->record, device, channel, err);
}

const char *connected_record_look(const struct connected *command, char text[120])
{
    const struct connected_record *record = command->record;
    text[0] = '\0';
    if (record)
        snprintf(text, 120, "recording %.60s: %zu readings, %.0f s", record->name, record->readings,
                 seconds(record));
    return text;
}

/* Closes the file; whether all of it was written. */
static bool finish(struct connected_record *record)
{
    bool written = !ferror(record->file) && fflush(record->file) == 0;
    errno = written ? errno : EIO;
    written = written && fsync(fileno(record->file)) == 0;
    written = fclose(record->file) == 0 && written;
    return written;
}

static int end(struct connected_record *record, const char *path, struct tp_err *err)
{
    char shown[200];
    tp_text_clean(shown, sizeof shown, path, strlen(path));
    if (!finish(record))
        return tp_err_set(err, TP_EIO, "%s: %s", shown, strerror(errno));
    if (record->readings == 0) {
        unlink(path);
        return tp_err_set(err, TP_EDEVICE, "no reading came: nothing was recorded");
    }
    printf("%s: %zu readings in %.1f s. tprun devices --plugin sim:file=%s --watch shows them.\n",
           shown, record->readings, seconds(record), shown);
    return 0;
}

int connected_record_end(struct connected *command, struct tp_err *err)
{
    struct connected_record *record = command->record;
    int rc = record && record->file ? end(record, command->options->record, err) : 0;
    command->reading = NULL;
    command->removed = NULL;
    command->record = NULL;
    free(record);
    return rc;
}
