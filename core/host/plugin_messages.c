/* From a line of a plugin to what it says. Must never read beyond the line, nor trust what stands
 * in it. */
#include "core/host/plugin_messages.h"

#include "core/base/json.h"
#include "core/host/stream_command.h"
#include "plugins/tp_plugin.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double NS = 1e9;
static const double LONGEST_S = 1e9; /* since the machine began, with room for 30 years */
static const double FASTEST_HZ = 1e6;

/* ---- members ---- */

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static int need_text(const json_t *params, const char *method, const char *key, const char **out,
                     struct tp_err *err)
{
    *out = text_of(params, key);
    return *out ? 0 : tp_err_set(err, TP_EINVAL, "%s: params must have a %s: a text", method, key);
}

/* A member that may be left out, and then is `missing`. */
static int take_text(const json_t *object, const char *method, const char *key, const char *missing,
                     const char **out, struct tp_err *err)
{
    const json_t *member = json_object_get(object, key);
    *out = member && !json_is_null(member) ? json_string_value(member) : missing;
    return *out || !missing || !member
               ? 0
               : tp_err_set(err, TP_EINVAL, "%s: %s must be a text", method, key);
}

static int take_number(const json_t *object, const char *method, const char *key, double least,
                       double most, double *out, struct tp_err *err)
{
    const json_t *member = json_object_get(object, key);
    if (!member)
        return 0;
    *out = json_number_value(member);
    if (json_is_number(member) && *out >= least && *out <= most)
        return 0;
    return tp_err_set(err, TP_EINVAL, "%s: %s must be a number from %g to %g", method, key, least,
                      most);
}

/* ---- devices ---- */

static int read_kind(const json_t *object, enum tp_channel_kind *kind, struct tp_err *err)
{
    static const char *const names[] = {[TP_CHANNEL_READING] = "reading",
                                        [TP_CHANNEL_NUMBER] = "number",
                                        [TP_CHANNEL_COLOUR] = "colour",
                                        [TP_CHANNEL_TEXT] = "text"};
    const char *name = text_of(object, "kind");
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (enum tp_channel_kind)i;
            return 0;
        }
    return tp_err_set(err, TP_EINVAL,
                      "device.add: the kind of a channel must be reading, number, colour or text");
}

/* A safe value: a text, or a number, which becomes one. */
static int read_safe(json_t *object, const char **safe, struct tp_err *err)
{
    json_t *member = json_object_get(object, "safe");
    if (json_is_number(member)) {
        member = json_sprintf("%.15g", json_number_value(member));
        json_object_set_new(object, "safe", member); /* which then has it */
    }
    *safe = json_string_value(json_object_get(object, "safe"));
    return *safe || !member
               ? 0
               : tp_err_set(err, TP_EINVAL,
                            "device.add: safe must be \"off\", \"restore\", a number or a text");
}

static int read_channel(json_t *object, struct tp_channel *channel, struct tp_err *err)
{
    static const char method[] = "device.add: a channel";
    int rc = 0;
    *channel = (struct tp_channel){.max = 1};
    if (!json_is_object(object) || !(channel->name = text_of(object, "name")))
        return tp_err_set(err, TP_EINVAL,
                          "device.add: a channel must be an object with a name, such as "
                          "{\"name\":\"force\",\"unit\":\"N\",\"kind\":\"reading\"}");
    if ((rc = read_kind(object, &channel->kind, err)) < 0 ||
        (rc = take_text(object, method, "unit", "", &channel->unit, err)) < 0 ||
        (rc = take_number(object, method, "min", -1e12, 1e12, &channel->min, err)) < 0 ||
        (rc = take_number(object, method, "max", -1e12, 1e12, &channel->max, err)) < 0 ||
        (rc = take_number(object, method, "rate", 0, FASTEST_HZ, &channel->rate_hz, err)) < 0)
        return rc;
    if (channel->kind == TP_CHANNEL_READING && !json_object_get(object, "max"))
        channel->max = channel->min; /* nobody knows what it can be */
    return read_safe(object, &channel->safe, err);
}

static int read_device_add(const json_t *params, struct plugin_message *message, struct tp_err *err)
{
    const json_t *channels = json_object_get(params, "channels");
    size_t count = json_array_size(channels);
    int rc;
    message->kind = PLUGIN_DEVICE_ADD;
    if ((rc = need_text(params, "device.add", "id", &message->device, err)) < 0 ||
        (rc = take_text(params, "device.add", "name", message->device, &message->name, err)) < 0 ||
        (rc = take_text(params, "device.add", "role", "", &message->role, err)) < 0)
        return rc;
    if (count == 0 || count > TP_CHANNELS)
        return tp_err_set(err, TP_EINVAL, "device.add: channels must be a list of 1 to %d channels",
                          TP_CHANNELS);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = read_channel(json_array_get(channels, i), &message->channels[i], err);
    message->channel_count = count;
    return rc;
}

static int read_device_remove(const json_t *params, struct plugin_message *message,
                              struct tp_err *err)
{
    message->kind = PLUGIN_DEVICE_REMOVE;
    return need_text(params, "device.remove", "id", &message->device, err);
}

/* ---- readings ---- */

static uint64_t to_ns(double seconds)
{
    return (uint64_t)llround(seconds * NS);
}

static int read_place(const json_t *params, const char *method, struct plugin_message *message,
                      struct tp_err *err)
{
    double t = 0;
    int rc;
    message->kind = PLUGIN_READINGS;
    if ((rc = need_text(params, method, "device", &message->device, err)) < 0 ||
        (rc = take_text(params, method, "channel", NULL, &message->channel, err)) < 0 ||
        (rc = take_number(params, method, "t", 0, LONGEST_S, &t, err)) < 0)
        return rc;
    message->t_ns = to_ns(t);
    return 0;
}

static int read_reading(const json_t *params, struct plugin_message *message, struct tp_err *err)
{
    const json_t *value = json_object_get(params, "value");
    int rc = read_place(params, "reading", message, err);
    if (rc < 0)
        return rc;
    if (!json_is_number(value))
        return tp_err_set(err, TP_EINVAL, "reading: params must have a value: a number");
    message->value = json_number_value(value);
    message->value_count = 1;
    return 0;
}

static int read_readings(const json_t *params, struct plugin_message *message, struct tp_err *err)
{
    const json_t *values = json_object_get(params, "values");
    double interval = 0;
    int rc = read_place(params, "readings", message, err);
    if (rc < 0 || (rc = take_number(params, "readings", "interval", 0, 10, &interval, err)) < 0)
        return rc;
    message->values = values;
    message->value_count = json_array_size(values);
    message->interval_ns = to_ns(interval);
    for (size_t i = 0; i < message->value_count && i < PLUGIN_VALUES; i++)
        if (!json_is_number(json_array_get(values, i)))
            message->values = NULL;
    if (json_is_array(message->values) && message->value_count <= PLUGIN_VALUES)
        return 0;
    return tp_err_set(err, TP_EINVAL,
                      "readings: params must have values: a list of at most %d numbers",
                      PLUGIN_VALUES);
}

double plugin_message_value(const struct plugin_message *message, size_t n)
{
    return message->values ? json_number_value(json_array_get(message->values, n)) : message->value;
}

/* ---- the rest ---- */

static int read_status(const json_t *params, struct plugin_message *message, struct tp_err *err)
{
    message->kind = PLUGIN_STATUS;
    return need_text(params, "status", "text", &message->text, err);
}

static int read_disable(const json_t *params, struct plugin_message *message, struct tp_err *err)
{
    message->kind = PLUGIN_DISABLE;
    return need_text(params, "disable", "text", &message->text, err);
}

static const struct {
    const char *name;
    int (*read)(const json_t *params, struct plugin_message *message, struct tp_err *err);
} methods[] = {{"reading", read_reading},       {"readings", read_readings},
               {"device.add", read_device_add}, {"device.remove", read_device_remove},
               {"status", read_status},         {"disable", read_disable}};

static int read_notification(struct plugin_message *message, struct tp_err *err)
{
    const json_t *params = json_object_get(message->root, "params");
    if (params && !json_is_object(params))
        return tp_err_set(err, TP_EINVAL, "params must be an object");
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(message->method, methods[i].name) == 0)
            return methods[i].read(params, message, err);
    message->kind = PLUGIN_UNKNOWN;
    if (tp_command_find(message->method) == TP_COMMAND_COUNT)
        return 0;
    message->kind = PLUGIN_COMMAND;
    return stream_command_read(message->root, &message->command, err);
}

static int read_answer(struct plugin_message *message, struct tp_err *err)
{
    const json_t *error = json_object_get(message->root, "error");
    double id = json_number_value(json_object_get(message->root, "id"));
    message->result = json_object_get(message->root, "result");
    if (!(id >= 1 && id < 1e15 && id == floor(id)))
        return tp_err_set(err, TP_EINVAL, "an answer must have the id of what was asked");
    message->id = (uint64_t)id;
    message->kind = message->result ? PLUGIN_RESULT : PLUGIN_ERROR;
    if (message->result)
        return 0;
    message->text = text_of(error, "message");
    return message->text ? 0
                         : tp_err_set(err, TP_EINVAL,
                                      "an answer must have a result, or an error with a message");
}

static int read_message(struct plugin_message *message, struct tp_err *err)
{
    const json_t *method = json_object_get(message->root, "method");
    const char *version = text_of(message->root, "jsonrpc");
    if (!json_is_object(message->root))
        return tp_err_set(err, TP_EINVAL, "a line must be one object");
    if (!version || strcmp(version, "2.0") != 0)
        return tp_err_set(err, TP_EINVAL, "jsonrpc must be \"2.0\"");
    if (!method)
        return read_answer(message, err);
    message->method = json_string_value(method);
    if (!message->method)
        return tp_err_set(err, TP_EINVAL, "method must be a text, such as \"reading\"");
    if (!json_object_get(message->root, "id"))
        return read_notification(message, err);
    message->kind = PLUGIN_REQUEST;
    return 0;
}

/* JSON has no such numbers, but some writers of it do. */
static bool has_no_number(const char *line, size_t length)
{
    return memmem(line, length, "NaN", 3) || memmem(line, length, "nan", 3) ||
           memmem(line, length, "Infinity", 8);
}

static int not_json(const char *line, size_t length, const char *why, struct tp_err *err)
{
    char shown[160];
    if (has_no_number(line, length))
        return tp_err_set(err, TP_EINVAL,
                          "not JSON, which has no NaN and no Infinity: leave such a reading out");
    return tp_err_set(err, TP_EINVAL, "not JSON: %s",
                      tp_text_clean(shown, sizeof shown, why, strlen(why)));
}

int plugin_message_parse(struct plugin_message *message, const char *line, size_t length,
                         struct tp_err *err)
{
    json_error_t error;
    *message = (struct plugin_message){0};
    if (length > PLUGIN_LINE)
        return tp_err_set(err, TP_EINVAL, "a line may have at most %d KiB", PLUGIN_LINE / 1024);
    message->root =
        json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (!message->root)
        return not_json(line, length, error.text, err);
    int rc = read_message(message, err);
    if (rc < 0)
        plugin_message_finish(message);
    return rc;
}

void plugin_message_finish(struct plugin_message *message)
{
    tp_value_free(&message->command.value);
    json_decref(message->root);
    message->root = NULL;
}

/* ---- answers ---- */

static int read_kinds(const json_t *kinds, unsigned *out, struct tp_err *err)
{
    static const struct {
        const char *name;
        unsigned kind;
    } rows[] = {{"sensor", TP_PLUGIN_SENSOR},
                {"output", TP_PLUGIN_OUTPUT},
                {"control", TP_PLUGIN_CONTROL},
                {"voice", TP_PLUGIN_VOICE}};
    *out = 0;
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const char *name = json_string_value(json_array_get(kinds, i));
        unsigned kind = 0;
        for (size_t k = 0; name && k < sizeof rows / sizeof *rows; k++)
            if (strcmp(name, rows[k].name) == 0)
                kind = rows[k].kind;
        if (kind == 0)
            return tp_err_set(err, TP_EINVAL,
                              "initialize: kinds must be of sensor, output, control and voice");
        *out |= kind;
    }
    return *out ? 0
                : tp_err_set(err, TP_EINVAL,
                             "initialize: the result must have kinds, such as [\"sensor\"]");
}

int plugin_message_hello(const struct plugin_message *message, struct plugin_hello *hello,
                         struct tp_err *err)
{
    const json_t *result = message->result, *protocol = json_object_get(result, "protocol");
    hello->id = text_of(result, "id");
    hello->version = text_of(result, "version");
    if (!json_is_number(protocol))
        return tp_err_set(err, TP_EINVAL, "initialize: the result must have protocol: %d",
                          PLUGIN_PROTOCOL);
    if (json_number_value(protocol) != PLUGIN_PROTOCOL)
        return tp_err_set(err, TP_EINVAL,
                          "it speaks protocol %g, and this program %d: install the one that fits",
                          json_number_value(protocol), PLUGIN_PROTOCOL);
    if (!hello->id || !hello->version)
        return tp_err_set(err, TP_EINVAL,
                          "initialize: the result must have an id and a version: texts");
    return read_kinds(json_object_get(result, "kinds"), &hello->kinds, err);
}

const char *plugin_message_wav(const struct plugin_message *message)
{
    return text_of(message->result, "wav");
}

void plugin_message_refuse(const struct plugin_message *message, struct tp_buf *out)
{
    const json_t *id = json_object_get(message->root, "id");
    struct tp_json json = {.out = out};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "jsonrpc", "2.0");
    if (json_is_number(id))
        tp_json_number(&json, "id", json_number_value(id));
    else
        tp_json_text(&json, "id", json_string_value(id));
    tp_json_open(&json, "error", '{');
    tp_json_integer(&json, "code", -32601);
    tp_json_text(&json, "message", "nothing is answered here; say it without an id");
    tp_json_close(&json, '}');
    tp_json_close(&json, '}');
}
