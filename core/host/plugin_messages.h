/* What a plugin that is a program of its own says: one line of plugins/PROTOCOL.md, read.
 *
 * Pure: it knows no device and no process. Nothing of a line is trusted; texts are valid UTF-8, and
 * whoever shows one to a person cleans it. Room-internal. [any thread] */
#ifndef TP_HOST_PLUGIN_MESSAGES_H
#define TP_HOST_PLUGIN_MESSAGES_H

#include "core/base/err.h"
#include "core/engine/command.h"
#include "core/host/devices.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

enum {
    PLUGIN_PROTOCOL = 1,     /* the version that is spoken here */
    PLUGIN_LINE = 64 * 1024, /* bytes of a line at most, its newline left out */
    PLUGIN_VALUES = 1000     /* readings of a line at most */
};

enum plugin_message_kind {
    PLUGIN_DEVICE_ADD,    /* device, name, role, channels */
    PLUGIN_DEVICE_REMOVE, /* device */
    PLUGIN_READINGS,      /* device, channel, values or one value, t_ns, interval_ns */
    PLUGIN_STATUS,        /* text */
    PLUGIN_DISABLE,       /* text */
    PLUGIN_COMMAND,       /* command */
    PLUGIN_RESULT,        /* id, result */
    PLUGIN_ERROR,         /* id, text */
    PLUGIN_REQUEST,       /* asks something; the id is told back by plugin_message_refuse */
    PLUGIN_UNKNOWN        /* a notification of a name that means nothing here */
};

/* Each kind fills what is named beside it. All texts are borrowed until plugin_message_finish. */
struct plugin_message {
    enum plugin_message_kind kind;
    const char *method; /* of requests and notifications */
    const char *device;
    const char *channel; /* NULL: the first one */
    const char *name, *role, *text;
    struct tp_channel channels[TP_CHANNELS];
    size_t channel_count;
    double value;                /* the only one, or the first */
    const struct json_t *values; /* an array of numbers; NULL: `value` is all */
    size_t value_count;
    uint64_t t_ns; /* when the first was taken; 0: it does not say */
    uint64_t interval_ns;
    struct tp_command command;
    uint64_t id;
    const struct json_t *result;
    struct json_t *root; /* owned: the line */
};

/* Reads a line. -TP_EINVAL: `err` says what is wrong with it and what is allowed; -TP_ENOMEM. The
 * message is to be finished only after a 0. */
int plugin_message_parse(struct plugin_message *message, const char *line, size_t length,
                         struct tp_err *err);
void plugin_message_finish(struct plugin_message *message);

/* The n-th value, n < value_count. */
double plugin_message_value(const struct plugin_message *message, size_t n);

/* What a plugin answers to initialize. Texts are borrowed from the message. */
struct plugin_hello {
    const char *id, *version;
    unsigned kinds; /* of enum tp_plugin_kind, or-ed */
};

/* -TP_EINVAL: what is wrong with it. */
int plugin_message_hello(const struct plugin_message *message, struct plugin_hello *hello,
                         struct tp_err *err);

/* What a voice answers to speak: the path of its wave, borrowed. NULL: it says none. */
const char *plugin_message_wav(const struct plugin_message *message);

/* The answer to a PLUGIN_REQUEST, a line without its newline, at the end of `out`. */
struct tp_buf;
void plugin_message_refuse(const struct plugin_message *message, struct tp_buf *out);

#endif
