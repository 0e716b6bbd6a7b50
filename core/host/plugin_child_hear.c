/* What a plugin's program says, and what is done about it. Must never let one that talks nonsense
 * say more than a sentence to anybody. */
#include "core/host/plugin_child_internal.h"

#include "core/base/text.h"
#include "core/host/plugin_manifest.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 60, SAID = 500 };

/* ---- what is left aside ---- */

static const char *shown(char out[SHOWN], const char *name)
{
    return tp_text_clean(out, SHOWN, name, strlen(name));
}

void child_tell_lost_words(struct plugin_child *child)
{
    char text[80];
    if (child->limits.lost_words == 0)
        return;
    snprintf(text, sizeof text, "%lu more lines are left out here", child->limits.lost_words);
    child->limits.lost_words = 0;
    tp_link_log(child->link, text);
}

void child_tell_lost(struct plugin_child *child)
{
    char text[120];
    child_tell_lost_words(child);
    if (child->refused <= 1 && child->limits.lost_readings == 0)
        return;
    snprintf(text, sizeof text, "left aside in all: %lu lines or readings; for lack of time: %lu",
             child->refused, child->limits.lost_readings);
    tp_link_log(child->link, text);
}

/* ---- devices ---- */

static void add_device(struct plugin_child *child, const struct plugin_message *message)
{
    struct tp_err err = {0};
    tp_device device;
    struct tp_device_about about = {.id = message->device,
                                    .name = message->name,
                                    .role = message->role,
                                    .channels = message->channels,
                                    .channel_count = message->channel_count};
    tp_link_device_add(child->link, &about, &device, &err);
}

static void remove_device(struct plugin_child *child, const struct plugin_message *message)
{
    char name[SHOWN];
    tp_device device = tp_link_device(child->link, message->device);
    if (device)
        tp_link_device_remove(child->link, device);
    else
        child_fault(child, "device.remove: no device '%s' is there", shown(name, message->device));
}

static void take_readings(struct plugin_child *child, const struct plugin_message *message)
{
    char device_name[SHOWN], channel_name[SHOWN];
    tp_device device = tp_link_device(child->link, message->device);
    int channel = device ? tp_link_channel(child->link, device, message->channel) : -1;
    size_t count = plugin_limits_readings(&child->limits, message->value_count);
    if (!device) {
        child_fault(child, "%s: no device '%s' is there", message->method,
                    shown(device_name, message->device));
        return;
    }
    if (channel < 0) {
        child_fault(child, "%s: the device '%s' has no channel '%s'", message->method,
                    shown(device_name, message->device), shown(channel_name, message->channel));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t t_ns = message->t_ns ? message->t_ns + i * message->interval_ns : 0;
        if (tp_link_reading(child->link, device, (unsigned)channel, t_ns,
                            plugin_message_value(message, i)) < 0)
            child_fault(child, "%s: t is in the future: it is seconds of CLOCK_MONOTONIC",
                        message->method);
    }
}

/* ---- answers ---- */

static void give_up(struct plugin_child *child, const char *text)
{
    child->deaf = true;
    tp_link_forget(child->link);
    tp_link_life(child->link, TP_LIFE_REFUSED, 0, text);
}

static void take_hello(struct plugin_child *child, const struct plugin_message *message)
{
    char text[SAID], name[SHOWN];
    const struct tp_manifest *manifest = child->link->manifest;
    struct plugin_hello hello;
    struct tp_err err = {0};
    if (plugin_message_hello(message, &hello, &err) < 0) {
        give_up(child, err.text);
        return;
    }
    bool declared = *manifest->id != '\0';
    if (declared && (strcmp(hello.id, manifest->id) != 0 || hello.kinds != manifest->kinds)) {
        snprintf(text, sizeof text, "initialize: it says another id or other kinds than its %s: %s",
                 "plugin.json", shown(name, hello.id));
        give_up(child, text);
        return;
    }
    child->greeted = true;
    tp_link_life(child->link, TP_LIFE_ANSWERED, 0, NULL);
}

static void take_answer(struct plugin_child *child, const struct plugin_message *message)
{
    if (message->id == 1 && !child->greeted && message->kind == PLUGIN_RESULT)
        take_hello(child, message);
    else if (message->id == 1 && !child->greeted)
        give_up(child, message->text);
    else if (!child_answer_speech(child, message))
        child_fault(child, "it answers the id %.0f, which nobody waits for", (double)message->id);
}

/* ---- lines ---- */

static void refuse_unknown(struct plugin_child *child, const struct plugin_message *message)
{
    static const char *const names[] = {"device.add", "device.remove", "reading",
                                        "readings",   "status",        "disable"};
    char name[SHOWN];
    const char *near = tp_text_nearest(message->method, names, sizeof names / sizeof *names);
    child_fault(child, "'%s' is not known here%s%s%s", shown(name, message->method),
                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static void take(struct plugin_child *child, const struct plugin_message *message)
{
    switch (message->kind) {
    case PLUGIN_DEVICE_ADD:
        add_device(child, message);
        break;
    case PLUGIN_DEVICE_REMOVE:
        remove_device(child, message);
        break;
    case PLUGIN_READINGS:
        take_readings(child, message);
        break;
    case PLUGIN_STATUS:
        tp_link_status(child->link, message->text);
        break;
    case PLUGIN_DISABLE:
        give_up(child, message->text);
        break;
    case PLUGIN_COMMAND:
        tp_link_command(child->link, &message->command);
        break;
    case PLUGIN_RESULT:
    case PLUGIN_ERROR:
        take_answer(child, message);
        break;
    case PLUGIN_REQUEST:
        child_refuse(child, message);
        child_fault(child, "'%s' has an id, and nothing that it asks is answered here",
                    message->method);
        break;
    case PLUGIN_UNKNOWN:
        refuse_unknown(child, message);
        break;
    }
}

static void flood(struct plugin_child *child, unsigned most, const char *what)
{
    char text[80];
    snprintf(text, sizeof text, "it floods: over %u %s in a second", most, what);
    plugin_process_mute(child->process);
    child_hang(child, text);
}

static void take_line(struct plugin_child *child, const char *line, size_t length)
{
    struct plugin_message message;
    struct tp_err err = {0};
    if (plugin_message_parse(&message, line, length, &err) < 0) {
        child_fault(child, "a line of it is left aside: %s", err.text);
        return;
    }
    bool answers = message.kind == PLUGIN_RESULT || message.kind == PLUGIN_ERROR ||
                   message.kind == PLUGIN_DISABLE;
    if (message.kind != PLUGIN_READINGS && !plugin_limits_change(&child->limits))
        flood(child, child->allowed->changes, "changes");
    else if (!child->greeted && !answers)
        child_fault(child, "%s: initialize has to be answered first", message.method);
    else
        take(child, &message);
    plugin_message_finish(&message);
}

void child_hear(void *context, enum stream_line kind, const char *text, size_t length)
{
    struct plugin_child *child = context;
    if (child->deaf)
        return;
    if (!plugin_limits_line(&child->limits, uv_hrtime()))
        flood(child, child->allowed->lines, "lines");
    else if (kind == STREAM_LINE_TOO_LONG)
        child_fault(child, "a line of it is left aside: it is longer than %d KiB",
                    PLUGIN_LINE / 1024);
    else if (length > 0)
        take_line(child, text, length);
}

void child_hear_words(void *context, enum stream_line kind, const char *text, size_t length)
{
    struct plugin_child *child = context;
    char words[SAID];
    if (kind == STREAM_LINE_TOO_LONG || length == 0)
        return;
    if (!plugin_limits_line(&child->limits, uv_hrtime())) {
        flood(child, child->allowed->lines, "lines");
        return;
    }
    tp_text_clean(child->last_words, sizeof child->last_words, text, length);
    if (!plugin_limits_words(&child->limits))
        return;
    tp_link_log(child->link, tp_text_clean(words, sizeof words, text, length));
}
