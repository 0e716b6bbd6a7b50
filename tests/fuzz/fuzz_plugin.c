/* A line of any bytes from a plugin: it says something that is in range, or is refused in one
 * sentence. */
#include "core/base/text.h"
#include "core/host/plugin_messages.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <string.h>

static void look_at_device(const struct plugin_message *message)
{
    fuzz_assert(message->device && message->name && message->role);
    fuzz_assert(message->channel_count >= 1 && message->channel_count <= TP_CHANNELS);
    for (size_t i = 0; i < message->channel_count; i++) {
        const struct tp_channel *channel = &message->channels[i];
        fuzz_assert(channel->name && channel->unit && channel->kind <= TP_CHANNEL_TEXT);
        fuzz_assert(isfinite(channel->min) && isfinite(channel->max) && channel->rate_hz >= 0);
    }
}

static void look_at_readings(const struct plugin_message *message)
{
    fuzz_assert(message->device);
    fuzz_assert(message->value_count <= PLUGIN_VALUES);
    fuzz_assert(message->t_ns <= 1000000000000000000 && message->interval_ns <= 10000000000);
    for (size_t i = 0; i < message->value_count; i++)
        fuzz_assert(isfinite(plugin_message_value(message, i)));
}

static void look_at_answer(const struct plugin_message *message)
{
    struct plugin_hello hello;
    struct tp_err err = {0};
    fuzz_assert(message->id > 0);
    plugin_message_wav(message);
    int rc = plugin_message_hello(message, &hello, &err);
    fuzz_assert(rc == 0 ? hello.id && hello.version && hello.kinds : rc == -err.code);
}

static void look_at(const struct plugin_message *message)
{
    struct tp_buf answer = {0};
    if (message->kind == PLUGIN_DEVICE_ADD)
        look_at_device(message);
    else if (message->kind == PLUGIN_READINGS)
        look_at_readings(message);
    else if (message->kind == PLUGIN_RESULT)
        look_at_answer(message);
    else if (message->kind == PLUGIN_COMMAND)
        fuzz_assert(message->command.kind < TP_COMMAND_COUNT);
    else if (message->kind == PLUGIN_REQUEST) {
        plugin_message_refuse(message, &answer);
        fuzz_assert(!strchr(answer.data, '\n'));
    } else if (message->kind != PLUGIN_UNKNOWN && message->kind != PLUGIN_DEVICE_REMOVE)
        fuzz_assert(message->text);
    tp_buf_finish(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plugin_message message;
    struct tp_err err = {0};
    int rc = plugin_message_parse(&message, (const char *)data, size, &err);
    fuzz_assert(rc == 0 || (rc == -err.code && err.text[0] && !strchr(err.text, '\n')));
    if (rc < 0)
        return 0;
    look_at(&message);
    plugin_message_finish(&message);
    return 0;
}
