/* What a plugin's program is told. Must never wait for it to read. */
#include "core/host/plugin_child_internal.h"

#include "core/base/json.h"
#include "core/host/plugin_folder.h"

#include <string.h>

static const uint64_t SPEECH_NS = 10000000000;

/* ---- lines ---- */

/* A line has begun in `out`, up to its params; `id` 0: a notification. */
static struct tp_json begin(struct tp_buf *out, uint64_t id, const char *method)
{
    struct tp_json json = {.out = out};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "jsonrpc", "2.0");
    if (id > 0)
        tp_json_integer(&json, "id", (long long)id);
    tp_json_text(&json, "method", method);
    tp_json_open(&json, "params", '{');
    return json;
}

/* A line that memory ran out for is not sent. */
static void send_line(struct plugin_child *child, struct tp_buf *line)
{
    if (!line->failed && child->process)
        plugin_process_send(child->process, line->data, line->length);
    tp_buf_finish(line);
}

static void finish(struct plugin_child *child, struct tp_json *json)
{
    tp_json_close(json, '}');
    tp_json_close(json, '}');
    send_line(child, json->out);
}

void child_initialize(struct plugin_child *child)
{
    struct tp_buf line = {0};
    child->last_id = 1;
    struct tp_json json = begin(&line, child->last_id, "initialize");
    tp_json_integer(&json, "protocol", PLUGIN_PROTOCOL);
    tp_json_text(&json, "version", child->link->program_version);
    tp_buf_printf(&line, ",\"settings\":%s", child->link->settings);
    tp_json_text(&json, "folder", child->folder);
    finish(child, &json);
}

void child_refuse(struct plugin_child *child, const struct plugin_message *request)
{
    struct tp_buf line = {0};
    plugin_message_refuse(request, &line);
    send_line(child, &line);
}

int child_set(void *run, tp_device device, unsigned channel, struct tp_value value,
              unsigned lease_ms)
{
    struct plugin_child *child = run;
    struct tp_device_state state;
    struct tp_channel_state its;
    struct tp_buf line = {0};
    if (!child->process || !child->greeted)
        return -TP_EAGAIN;
    if (tp_devices_look(child->link->devices, device, &state) < 0 ||
        tp_devices_look_channel(child->link->devices, device, channel, 0, &its) < 0)
        return -TP_EDEVICE;
    struct tp_json json = begin(&line, 0, "set");
    tp_json_text(&json, "device", state.id);
    tp_json_text(&json, "channel", its.about.name);
    tp_json_value(&json, "value", lease_ms > 0 ? value : tp_value_nil());
    tp_json_integer(&json, "lease_ms", lease_ms);
    finish(child, &json);
    return 0;
}

void child_event(void *run, const char *method, const char *line, size_t length)
{
    struct plugin_child *child = run;
    (void)method;
    if (child->process && child->greeted)
        plugin_process_send(child->process, line, length);
}

void child_key(void *run, const char *key)
{
    struct plugin_child *child = run;
    struct tp_buf line = {0};
    if (!child->process || !child->greeted)
        return;
    struct tp_json json = begin(&line, 0, "key");
    tp_json_text(&json, "name", key);
    finish(child, &json);
}

/* ---- speech ---- */

static struct child_speech *find(struct plugin_child *child, uint64_t id)
{
    for (size_t i = 0; i < CHILD_SPEECHES; i++)
        if (child->speeches[i].id == id)
            return &child->speeches[i];
    return NULL;
}

int plugin_child_speak(void *run, const struct plugin_speech *speech, struct tp_err *err)
{
    struct plugin_child *child = run;
    struct child_speech *waiting = find(child, 0);
    struct tp_buf line = {0};
    if (!child->process || !child->greeted || !waiting)
        return tp_err_set(err, TP_EAGAIN, "the voice is not ready");
    *waiting = (struct child_speech){
        .id = ++child->last_id, .due_ns = uv_hrtime() + SPEECH_NS, .speech = *speech};
    struct tp_json json = begin(&line, waiting->id, "speak");
    tp_json_text(&json, "text", speech->text);
    tp_json_text(&json, "voice", speech->voice);
    tp_json_number(&json, "stretch", speech->stretch);
    tp_json_text(&json, "folder", child->folder);
    finish(child, &json);
    return 0;
}

/* Its place is free before whoever waits for it is told. */
static void answer(struct child_speech *waiting, int wave, const struct tp_err *err)
{
    struct plugin_speech speech = waiting->speech;
    *waiting = (struct child_speech){0};
    speech.done(speech.context, wave, err);
}

bool child_answer_speech(struct plugin_child *child, const struct plugin_message *message)
{
    struct child_speech *waiting = find(child, message->id);
    struct tp_err err = {0};
    const char *file = message->kind == PLUGIN_RESULT ? plugin_message_wav(message) : NULL;
    int wave = -1;
    if (!waiting)
        return false;
    if (file)
        wave = plugin_folder_take(child->folder, file, &err);
    else
        tp_err_set(&err, TP_EVOICE, "%s",
                   message->text ? message->text : "speak: the result must have wav: a path");
    answer(waiting, wave, wave < 0 ? &err : NULL);
    return true;
}

bool child_speech_is_late(const struct plugin_child *child, uint64_t now_ns)
{
    for (size_t i = 0; i < CHILD_SPEECHES; i++)
        if (child->speeches[i].id > 0 && now_ns > child->speeches[i].due_ns)
            return true;
    return false;
}

void child_drop_speeches(struct plugin_child *child)
{
    static const struct tp_err err = {TP_EDEVICE, "the voice ended"};
    for (size_t i = 0; i < CHILD_SPEECHES; i++)
        if (child->speeches[i].id > 0)
            answer(&child->speeches[i], -1, &err);
}
