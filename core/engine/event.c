/* Event names and their JSON. Must never add a wall-clock stamp: sinks do that. */
#include "core/engine/event.h"

#include "core/base/json.h"

static const struct {
    const char *name;
    bool session;
} rows[] = {
#define TP_EVENT_ROW(constant, name, session) [TP_EVENT_##constant] = {name, session},
    TP_EVENTS(TP_EVENT_ROW)
#undef TP_EVENT_ROW
};

const char *tp_event_name(enum tp_event_kind kind)
{
    return rows[kind].name;
}

bool tp_event_is_session(enum tp_event_kind kind)
{
    return rows[kind].session;
}

static void write_text(struct tp_json *json, const char *key, const char *text)
{
    if (text)
        tp_json_text(json, key, text);
}

static void write_step(struct tp_json *json, const struct tp_event *event)
{
    const struct tp_step_info *info = event->info;
    tp_json_integer(json, "n", event->step);
    write_text(json, "kind", info->kind);
    write_text(json, "title", info->title);
    write_text(json, "section", info->section);
    write_text(json, "side", info->side);
    write_text(json, "point", info->point);
    if (info->pressure >= 0)
        tp_json_number(json, "pressure", info->pressure);
    if (info->dose >= 0)
        tp_json_seconds(json, "seconds", info->dose);
    tp_json_integer(json, "line", info->line);
}

static void write_cue(struct tp_json *json, const struct tp_cue *cue)
{
    bool voice = cue->type == TP_CUE_VOICE;
    tp_json_seconds(json, "at", cue->at);
    tp_json_seconds(json, "seconds", cue->length);
    tp_json_text(json, "type", voice ? "voice" : "tone");
    tp_json_text(json, voice ? "text" : "name", cue->text);
    tp_json_integer(json, "step", cue->step);
}

static void write_question(struct tp_json *json, const struct tp_event *event)
{
    static const char *const kinds[] = {"number", "yes_no", "choice", "ready"};
    const struct tp_question *question = event->question;
    tp_json_text(json, "kind", kinds[question->kind]);
    tp_json_text(json, "text", question->text);
    tp_json_seconds(json, "timeout", question->timeout);
    if (question->implied)
        tp_json_value(json, "implied", tp_value_bool(true));
    if (question->kind == TP_ASK_NUMBER) {
        tp_json_number(json, "min", question->min);
        tp_json_number(json, "max", question->max);
    }
    if (question->kind == TP_ASK_CHOICE) {
        tp_json_open(json, "choices", '[');
        for (int i = 0; i < question->choice_count; i++)
            tp_json_text(json, NULL, question->choices[i]);
        tp_json_close(json, ']');
    }
}

static void write_device(struct tp_json *json, const struct tp_event_device *device)
{
    tp_json_text(json, "id", device->id);
    tp_json_text(json, "name", device->name);
    if (*device->role)
        tp_json_text(json, "role", device->role);
}

static void write_reading(struct tp_json *json, const struct tp_event *event)
{
    const struct tp_event_device *device = event->device;
    tp_json_text(json, "device", device->id);
    if (*device->role)
        tp_json_text(json, "role", device->role);
    tp_json_text(json, "channel", device->channel);
    tp_json_value(json, "value", event->value);
    if (*device->unit)
        tp_json_text(json, "unit", device->unit);
}

static void write_world(struct tp_json *json, const struct tp_event *event)
{
    if (event->kind == TP_EVENT_READING)
        write_reading(json, event);
    else if (event->device)
        write_device(json, event->device);
    else
        write_text(json, "text", event->text);
}

static void write_params(struct tp_json *json, const struct tp_event *event)
{
    switch (event->kind) {
    case TP_EVENT_SESSION_START:
        tp_json_text(json, "title", event->routine->title);
        write_text(json, "area", event->routine->area);
        write_text(json, "position", event->routine->position);
        write_text(json, "tools", event->routine->tools);
        break;
    case TP_EVENT_SESSION_SEEK:
        tp_json_seconds(json, "from", event->from);
        tp_json_seconds(json, "to", event->at);
        break;
    case TP_EVENT_SESSION_END:
        write_text(json, "outcome", event->outcome);
        break;
    case TP_EVENT_STEP_START:
        write_step(json, event);
        break;
    case TP_EVENT_STEP_END:
        tp_json_integer(json, "n", event->step);
        tp_json_seconds(json, "length", event->at - event->start);
        write_text(json, "outcome", event->outcome);
        break;
    case TP_EVENT_CUE:
        write_cue(json, event->cue);
        break;
    case TP_EVENT_PROGRESS:
        tp_json_integer(json, "step", event->step);
        break;
    case TP_EVENT_ASK:
        write_question(json, event);
        break;
    case TP_EVENT_ANSWER:
        tp_json_value(json, "value", event->value);
        break;
    case TP_EVENT_NOTE:
        tp_json_text(json, "key", event->text);
        tp_json_value(json, "value", event->value);
        break;
    case TP_EVENT_PRESS:
        tp_json_text(json, "action", event->text);
        tp_json_seconds(json, "counted", event->counted);
        tp_json_integer(json, "step", event->step);
        break;
    case TP_EVENT_READING:
    case TP_EVENT_DEVICE_ADDED:
    case TP_EVENT_DEVICE_REMOVED:
    case TP_EVENT_AUDIO_LOST:
    case TP_EVENT_AUDIO_FOUND:
    case TP_EVENT_WARNING:
        write_world(json, event);
        break;
    case TP_EVENT_SESSION_PAUSE:
    case TP_EVENT_SESSION_RESUME:
        break;
    }
}

void tp_event_json(const struct tp_event *event, bool bare, struct tp_buf *out)
{
    struct tp_json json = {.out = out};
    tp_json_open(&json, NULL, '{');
    tp_json_text(&json, "jsonrpc", "2.0");
    tp_json_text(&json, "method", tp_event_name(event->kind));
    tp_json_open(&json, "params", '{');
    tp_json_seconds(&json, "t", event->at);
    if (!bare)
        tp_json_integer(&json, "seq", (long long)event->sequence);
    write_params(&json, event);
    tp_json_close(&json, '}');
    tp_json_close(&json, '}');
    tp_buf_add(out, "\n", 1);
}
