/* The host's lines: JSON-RPC, one object a line, as plugins/PROTOCOL.md has them. */
#include "host.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- out ---- */

static bool add(struct serial_host *host, const char *line, size_t length, size_t limit)
{
    if (host->sent) {
        memmove(host->waiting, host->waiting + host->sent, host->filled - host->sent);
        host->filled -= host->sent;
        host->sent = 0;
    }
    if (host->filled + length + 1 > limit)
        return false;
    memcpy(host->waiting + host->filled, line, length);
    host->filled += length;
    host->waiting[host->filled++] = '\n';
    return true;
}

/* Sends and frees a message. A host that leaves even the important ones lie has gone. */
static void send(struct serial_host *host, json_t *message)
{
    char *line = json_dumps(message, JSON_COMPACT);
    if (!line || !add(host, line, strlen(line), sizeof host->waiting))
        host->over = true;
    free(line);
    json_decref(message);
}

void serial_host_write(struct serial_host *host)
{
    struct pollfd polled = {host->out, POLLOUT, 0};
    while (host->sent < host->filled && poll(&polled, 1, 0) == 1) {
        size_t length = host->filled - host->sent;
        if (polled.revents & (POLLERR | POLLNVAL)) {
            host->over = true;
            return;
        }
        /* A pipe that can be written takes that much without waiting. */
        ssize_t n =
            write(host->out, host->waiting + host->sent, length < PIPE_BUF ? length : PIPE_BUF);
        if (n > 0)
            host->sent += (size_t)n;
        else if (errno != EINTR && errno != EAGAIN)
            host->over = true;
        if (host->over || (n < 0 && errno == EAGAIN))
            return;
    }
}

/* ---- in ---- */

static void refuse(struct serial_host *host, const json_t *id, int code, const char *text)
{
    send(host, json_pack("{s:s, s:O, s:{s:i, s:s}}", "jsonrpc", "2.0", "id", id, "error", "code",
                         code, "message", text));
}

static void initialize(struct serial_host *host, const json_t *id, const json_t *params)
{
    struct serial_settings settings;
    char error[240];
    if (json_integer_value(json_object_get(params, "protocol")) != 1) {
        refuse(host, id, -1, "serial speaks protocol 1 only");
        return;
    }
    if (serial_settings_read(&settings, json_object_get(params, "settings"), error, sizeof error) ||
        host->begin(host->context, &settings, error, sizeof error)) {
        refuse(host, id, -1, error);
        return;
    }
    host->begun = true;
    send(host,
         json_pack("{s:s, s:O, s:{s:i, s:s, s:s, s:[s]}}", "jsonrpc", "2.0", "id", id, "result",
                   "protocol", 1, "id", "serial", "version", "0.1.0", "kinds", "sensor"));
}

/* A broken line is passed over, as is what is no request. */
static void take(struct serial_host *host, const char *line, size_t length)
{
    json_t *message = json_loadb(line, length, 0, NULL);
    const json_t *id = json_object_get(message, "id");
    const char *method = json_string_value(json_object_get(message, "method"));
    if (id && method && strcmp(method, "initialize") != 0)
        refuse(host, id, -32601, "serial knows no such method");
    else if (id && method && host->begun)
        refuse(host, id, -32600, "initialize came before");
    else if (id && method)
        initialize(host, id, json_object_get(message, "params"));
    json_decref(message);
}

static void feed(struct serial_host *host, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            if (!host->too_long && host->length)
                take(host, host->line, host->length);
            host->length = 0;
            host->too_long = false;
        } else if (host->length < sizeof host->line) {
            host->line[host->length++] = bytes[i];
        } else {
            host->too_long = true;
        }
    }
}

void serial_host_read(struct serial_host *host)
{
    char bytes[4096];
    ssize_t n = read(host->in, bytes, sizeof bytes);
    if (n > 0)
        feed(host, bytes, (size_t)n);
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        host->over = true;
}

/* ---- what happens ---- */

static void notify(struct serial_host *host, const char *method, json_t *params)
{
    send(host, json_pack("{s:s, s:s, s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

/* What newtons a hand may press, and what 24 bits may count: for bars, nothing is cut off. */
void serial_host_device_add(struct serial_host *host, const struct serial_settings *settings,
                            const struct serial_port *port)
{
    double most = strcmp(settings->unit, "N") == 0 ? 100 : 8388607;
    json_t *channel =
        json_pack("{s:s, s:s, s:s, s:f, s:f}", "name", "force", "unit", settings->unit, "kind",
                  "reading", "min", most == 100 ? 0 : -most, "max", most);
    const char *name = settings->name[0] ? settings->name : port->name;
    json_t *params =
        json_pack("{s:s, s:s, s:[o]}", "id", port->id, "name", name, "channels", channel);
    if (settings->role[0])
        json_object_set_new(params, "role", json_string(settings->role));
    notify(host, "device.add", params);
}

void serial_host_device_remove(struct serial_host *host, const char *id)
{
    notify(host, "device.remove", json_pack("{s:s}", "id", id));
}

void serial_host_status(struct serial_host *host, const char *text)
{
    notify(host, "status", json_pack("{s:s}", "text", text));
}

/* An id has no letter that JSON would write in another way. */
static size_t write_readings(char *out, size_t size, const char *id, const double *values,
                             size_t count, double t)
{
    size_t n = (size_t)snprintf(out, size,
                                "{\"jsonrpc\":\"2.0\",\"method\":\"readings\",\"params\":"
                                "{\"device\":\"%s\",\"channel\":\"force\",\"t\":%.6f,\"values\":[",
                                id, t);
    for (size_t i = 0; i < count; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%.9g", i ? "," : "", values[i]);
    return n + (size_t)snprintf(out + n, size - n, "]}}");
}

void serial_host_readings(struct serial_host *host, const char *id, const double *values,
                          size_t count, double t)
{
    enum { AT_ONCE = 64 };
    char line[256 + AT_ONCE * 20];
    for (size_t from = 0; from < count; from += AT_ONCE) {
        size_t some = count - from < AT_ONCE ? count - from : AT_ONCE;
        size_t length = write_readings(line, sizeof line, id, values + from, some, t);
        if (add(host, line, length, sizeof host->waiting / 2) || host->dropped)
            continue;
        host->dropped = true;
        fputs("readings are dropped: they are not read as fast as they come\n", stderr);
    }
}
