/* Reading a trace from a file. */
#include "sim_trace.h"

#include "tp_plugin.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1000000, MAX_LINE = 512, FIELDS = 3, SENTENCE = 160 };

static const char *const fault_names[] = {
#define SIM_FAULT_NAME(constant, name) name,
    SIM_FAULTS(SIM_FAULT_NAME)
#undef SIM_FAULT_NAME
};

struct reader {
    struct sim_trace *trace;
    size_t room;
    double first_seconds; /* as the file has it */
    bool headed;          /* a line that is no comment was there */
    char wrong[SENTENCE]; /* what is the matter with the line */
};

/* Cuts blanks at both ends. */
static char *trimmed(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* Cuts a line at its commas; the number of fields, FIELDS + 1 when there are too many. */
static int split(char *line, char *fields[FIELDS])
{
    int count = 0;
    for (char *comma; line; line = comma) {
        comma = strchr(line, ',');
        if (comma)
            *comma++ = '\0';
        if (count == FIELDS)
            return FIELDS + 1;
        fields[count++] = trimmed(line);
    }
    return count;
}

static bool read_number(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*out);
}

static bool is_head(int count, char *const fields[FIELDS])
{
    return count >= 2 && strcmp(fields[0], "time") == 0 && strcmp(fields[1], "value") == 0 &&
           (count == 2 || strcmp(fields[2], "fault") == 0);
}

static bool read_fault(struct reader *reader, const char *text, enum sim_fault *out)
{
    for (int i = 0; i < SIM_FAULT_COUNT; i++)
        if (strcmp(text, fault_names[i]) == 0) {
            *out = (enum sim_fault)i;
            return true;
        }
    (void)snprintf(reader->wrong, sizeof reader->wrong,
                   "a fault is gap, nan, burst, unplug or backwards, got \"%.40s\"", text);
    return false;
}

static bool read_time(struct reader *reader, const char *text, double *out)
{
    const struct sim_trace *trace = reader->trace;
    double seconds;
    if (!read_number(text, &seconds)) {
        (void)snprintf(reader->wrong, sizeof reader->wrong,
                       "the time must be a number of seconds, got \"%.40s\"", text);
        return false;
    }
    if (trace->count == 0)
        reader->first_seconds = seconds;
    *out = seconds - reader->first_seconds;
    if (trace->count > 0 && *out < trace->rows[trace->count - 1].seconds) {
        (void)snprintf(reader->wrong, sizeof reader->wrong,
                       "the time goes back to %.40s; a stamp that does is the fault backwards",
                       text);
        return false;
    }
    return true;
}

static bool read_value(struct reader *reader, const char *text, struct sim_row *row)
{
    const struct sim_trace *trace = reader->trace;
    if (read_number(text, &row->value))
        return true;
    if (*text || row->fault == SIM_NONE) {
        (void)snprintf(reader->wrong, sizeof reader->wrong,
                       "the value must be a number, got \"%.40s\"", text);
        return false;
    }
    row->value = trace->count > 0 ? trace->rows[trace->count - 1].value : 0;
    return true;
}

static int keep(struct reader *reader, const struct sim_row *row)
{
    struct sim_trace *trace = reader->trace;
    if (trace->count == reader->room) {
        size_t room = reader->room ? reader->room * 2 : 256;
        struct sim_row *rows = realloc(trace->rows, room * sizeof *rows);
        if (!rows)
            return -TP_PLUGIN_ENOMEM;
        trace->rows = rows;
        reader->room = room;
    }
    trace->rows[trace->count++] = *row;
    return 0;
}

static int read_line(struct reader *reader, char *line)
{
    char *fields[FIELDS];
    line = trimmed(line);
    if (*line == '\0' || *line == '#')
        return 0;
    int count = split(line, fields);
    bool head = !reader->headed && is_head(count, fields);
    reader->headed = true;
    if (head)
        return 0;
    if (count < 2 || count > FIELDS) {
        (void)snprintf(reader->wrong, sizeof reader->wrong,
                       "a row is time,value or time,value,fault");
        return -TP_PLUGIN_EINVAL;
    }
    if (reader->trace->count == MAX_ROWS) {
        (void)snprintf(reader->wrong, sizeof reader->wrong, "a trace has at most %d rows",
                       MAX_ROWS);
        return -TP_PLUGIN_EINVAL;
    }
    struct sim_row row = {.fault = SIM_NONE};
    if ((count == FIELDS && !read_fault(reader, fields[2], &row.fault)) ||
        !read_time(reader, fields[0], &row.seconds) || !read_value(reader, fields[1], &row))
        return -TP_PLUGIN_EINVAL;
    return keep(reader, &row);
}

/* Some programs write a mark before the first letter of a file. */
static char *without_mark(char *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    return strncmp(line, mark, sizeof mark - 1) == 0 ? line + sizeof mark - 1 : line;
}

static int read_lines(struct reader *reader, FILE *stream, unsigned *number)
{
    char line[MAX_LINE];
    int code = 0;
    while (code == 0 && fgets(line, sizeof line, stream)) {
        ++*number;
        if (!strchr(line, '\n') && !feof(stream)) {
            (void)snprintf(reader->wrong, sizeof reader->wrong, "the line is too long");
            return -TP_PLUGIN_EINVAL;
        }
        code = read_line(reader, *number == 1 ? without_mark(line) : line);
    }
    return code == 0 && ferror(stream) ? -TP_PLUGIN_EIO : code;
}

int sim_trace_read(struct sim_trace *trace, const char *file, char *error, size_t error_size)
{
    struct reader reader = {.trace = trace};
    unsigned number = 0;
    *trace = (struct sim_trace){.rows = NULL};
    FILE *stream = fopen(file, "re");
    int code = stream ? read_lines(&reader, stream, &number) : -TP_PLUGIN_EIO;
    if (code == -TP_PLUGIN_EIO)
        (void)snprintf(error, error_size, "%s: it cannot be read: %s", file, strerror(errno));
    if (code == -TP_PLUGIN_ENOMEM)
        (void)snprintf(error, error_size, "%s: there is no memory for it", file);
    if (code == -TP_PLUGIN_EINVAL)
        (void)snprintf(error, error_size, "%s:%u: %s", file, number, reader.wrong);
    if (code == 0 && trace->count == 0) {
        (void)snprintf(error, error_size, "%s: there is no row in it", file);
        code = -TP_PLUGIN_EINVAL;
    }
    if (stream)
        (void)fclose(stream);
    if (code != 0)
        sim_trace_free(trace);
    return code;
}

void sim_trace_free(struct sim_trace *trace)
{
    free(trace->rows);
    *trace = (struct sim_trace){.rows = NULL};
}
