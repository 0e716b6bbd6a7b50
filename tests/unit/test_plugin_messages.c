/* What a plugin's line says, and the one sentence about a line that says nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/plugin_messages.h"
#include "plugins/tp_plugin.h"

#include <stdlib.h>
#include <string.h>

/* Parses a copy of exactly that length, so that a byte too far is seen by the sanitizers. */
static int parse(const char *line, size_t length, struct plugin_message *message,
                 struct tp_err *err)
{
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, line, length);
    *err = (struct tp_err){0};
    int rc = plugin_message_parse(message, exact, length, err);
    free(exact);
    return rc;
}

static struct plugin_message parsed(const char *rest)
{
    struct plugin_message message;
    struct tp_err err;
    struct tp_buf line = {0};
    tp_buf_printf(&line, "{\"jsonrpc\":\"2.0\",%s}", rest);
    if (parse(line.data, line.length, &message, &err) < 0)
        fail_msg("%s: %s", line.data, err.text);
    tp_buf_finish(&line);
    return message;
}

static void assert_refused(const char *rest, const char *why)
{
    struct plugin_message message;
    struct tp_err err;
    struct tp_buf line = {0};
    tp_buf_printf(&line, "{\"jsonrpc\":\"2.0\",%s}", rest);
    assert_int_equal(parse(line.data, line.length, &message, &err), -TP_EINVAL);
    assert_string_equal(err.text, why);
    tp_buf_finish(&line);
}

static void a_reading_says_what_and_when(void **state)
{
    (void)state;
    struct plugin_message message = parsed(
        "\"method\":\"reading\",\"params\":{\"device\":\"a\",\"channel\":\"force\",\"value\":-2.5,"
        "\"t\":12.25}");
    assert_int_equal(message.kind, PLUGIN_READINGS);
    assert_string_equal(message.device, "a");
    assert_string_equal(message.channel, "force");
    assert_int_equal(message.value_count, 1);
    assert_true(plugin_message_value(&message, 0) == -2.5);
    assert_int_equal(message.t_ns, 12250000000);
    plugin_message_finish(&message);
    message = parsed("\"method\":\"reading\",\"params\":{\"device\":\"a\",\"value\":3}");
    assert_null(message.channel);
    assert_int_equal(message.t_ns, 0);
    assert_true(plugin_message_value(&message, 0) == 3);
    plugin_message_finish(&message);
}

static void readings_come_many_a_line(void **state)
{
    (void)state;
    struct plugin_message message =
        parsed("\"method\":\"readings\",\"params\":{\"device\":\"a\",\"values\":[1,2.5,-3],\"t\":1,"
               "\"interval\":0.001}");
    assert_int_equal(message.kind, PLUGIN_READINGS);
    assert_int_equal(message.value_count, 3);
    assert_true(plugin_message_value(&message, 2) == -3);
    assert_int_equal(message.t_ns, 1000000000);
    assert_int_equal(message.interval_ns, 1000000);
    plugin_message_finish(&message);
    message = parsed("\"method\":\"readings\",\"params\":{\"device\":\"a\",\"values\":[]}");
    assert_int_equal(message.value_count, 0);
    plugin_message_finish(&message);
}

static void a_device_has_channels(void **state)
{
    (void)state;
    struct plugin_message message =
        parsed("\"method\":\"device.add\",\"params\":{\"id\":\"usb-1\",\"name\":\"Scale\","
               "\"role\":\"pressure\",\"channels\":[{\"name\":\"force\",\"unit\":\"N\",\"kind\":"
               "\"reading\","
               "\"max\":100,\"rate\":80},{\"name\":\"level\",\"kind\":\"number\",\"safe\":0.25},"
               "{\"name\":\"lamp\",\"kind\":\"colour\",\"safe\":\"restore\"}]}");
    assert_int_equal(message.kind, PLUGIN_DEVICE_ADD);
    assert_string_equal(message.device, "usb-1");
    assert_string_equal(message.name, "Scale");
    assert_string_equal(message.role, "pressure");
    assert_int_equal(message.channel_count, 3);
    assert_string_equal(message.channels[0].name, "force");
    assert_string_equal(message.channels[0].unit, "N");
    assert_int_equal(message.channels[0].kind, TP_CHANNEL_READING);
    assert_true(message.channels[0].max == 100 && message.channels[0].rate_hz == 80);
    assert_null(message.channels[0].safe);
    assert_int_equal(message.channels[1].kind, TP_CHANNEL_NUMBER);
    assert_true(message.channels[1].min == 0 && message.channels[1].max == 1);
    assert_string_equal(message.channels[1].safe, "0.25");
    assert_string_equal(message.channels[1].unit, "");
    assert_int_equal(message.channels[2].kind, TP_CHANNEL_COLOUR);
    assert_string_equal(message.channels[2].safe, "restore");
    plugin_message_finish(&message);
    message = parsed("\"method\":\"device.add\",\"params\":{\"id\":\"b\",\"channels\":"
                     "[{\"name\":\"x\",\"kind\":\"text\"},{\"name\":\"y\",\"kind\":\"reading\"}]}");
    assert_true(message.channels[1].min == message.channels[1].max); /* may be anything */
    assert_string_equal(message.name, "b");
    assert_string_equal(message.role, "");
    plugin_message_finish(&message);
    message = parsed("\"method\":\"device.remove\",\"params\":{\"id\":\"b\"}");
    assert_int_equal(message.kind, PLUGIN_DEVICE_REMOVE);
    assert_string_equal(message.device, "b");
    plugin_message_finish(&message);
}

static void it_says_how_it_does(void **state)
{
    (void)state;
    struct plugin_message message =
        parsed("\"method\":\"status\",\"params\":{\"text\":\"No board is connected.\"}");
    assert_int_equal(message.kind, PLUGIN_STATUS);
    assert_string_equal(message.text, "No board is connected.");
    plugin_message_finish(&message);
    message = parsed("\"method\":\"disable\",\"params\":{\"text\":\"No.\"}");
    assert_int_equal(message.kind, PLUGIN_DISABLE);
    assert_string_equal(message.text, "No.");
    plugin_message_finish(&message);
}

static void commands_are_those_of_everyone(void **state)
{
    (void)state;
    struct plugin_message message = parsed("\"method\":\"next\"");
    assert_int_equal(message.kind, PLUGIN_COMMAND);
    assert_int_equal(message.command.kind, TP_COMMAND_NEXT);
    plugin_message_finish(&message);
    message = parsed("\"method\":\"answer\",\"params\":{\"value\":\"yes\"}");
    assert_int_equal(message.command.kind, TP_COMMAND_ANSWER);
    assert_string_equal(message.command.value.text, "yes");
    plugin_message_finish(&message);
    assert_refused("\"method\":\"volume\"",
                   "volume: params must have steps: a number from -30 to 30");
}

static void what_is_not_known_is_told_apart(void **state)
{
    (void)state;
    struct plugin_message message = parsed("\"method\":\"sing\",\"params\":{\"a\":1}");
    assert_int_equal(message.kind, PLUGIN_UNKNOWN);
    assert_string_equal(message.method, "sing");
    plugin_message_finish(&message);
    message = parsed("\"method\":\"next\",\"id\":3");
    assert_int_equal(message.kind, PLUGIN_REQUEST);
    struct tp_buf out = {0};
    plugin_message_refuse(&message, &out);
    assert_string_equal(out.data, "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32601,"
                                  "\"message\":\"nothing is answered here; say it without an "
                                  "id\"}}");
    plugin_message_finish(&message);
    message = parsed("\"method\":\"sing\",\"id\":\"x\\\"\"");
    tp_buf_clear(&out);
    plugin_message_refuse(&message, &out);
    assert_non_null(strstr(out.data, "\"id\":\"x\\\"\","));
    plugin_message_finish(&message);
    tp_buf_finish(&out);
}

static void answers_have_the_id_of_what_was_asked(void **state)
{
    (void)state;
    struct plugin_message message = parsed("\"id\":7,\"result\":{\"wav\":\"a.wav\"}");
    assert_int_equal(message.kind, PLUGIN_RESULT);
    assert_int_equal(message.id, 7);
    assert_string_equal(plugin_message_wav(&message), "a.wav");
    plugin_message_finish(&message);
    message = parsed("\"id\":7,\"result\":null");
    assert_int_equal(message.kind, PLUGIN_RESULT);
    assert_null(plugin_message_wav(&message));
    plugin_message_finish(&message);
    message = parsed("\"id\":1,\"error\":{\"code\":-1,\"message\":\"Plug it in.\"}");
    assert_int_equal(message.kind, PLUGIN_ERROR);
    assert_string_equal(message.text, "Plug it in.");
    plugin_message_finish(&message);
    assert_refused("\"result\":1", "an answer must have the id of what was asked");
    assert_refused("\"id\":\"1\",\"result\":1", "an answer must have the id of what was asked");
    assert_refused("\"id\":0.5,\"result\":1", "an answer must have the id of what was asked");
    assert_refused("\"id\":1", "an answer must have a result, or an error with a message");
    assert_refused("\"id\":1,\"error\":5",
                   "an answer must have a result, or an error with a message");
}

static void assert_hello_refused(const char *result, const char *why)
{
    struct tp_buf rest = {0};
    struct plugin_hello hello;
    struct tp_err err = {0};
    tp_buf_printf(&rest, "\"id\":1,\"result\":%s", result);
    struct plugin_message message = parsed(rest.data);
    assert_int_equal(plugin_message_hello(&message, &hello, &err), -TP_EINVAL);
    assert_string_equal(err.text, why);
    plugin_message_finish(&message);
    tp_buf_finish(&rest);
}

static void a_hello_says_what_it_is(void **state)
{
    (void)state;
    struct plugin_hello hello;
    struct tp_err err = {0};
    struct plugin_message message = parsed("\"id\":1,\"result\":{\"protocol\":1,\"id\":\"serial\","
                                           "\"version\":\"0.1\",\"kinds\":[\"sensor\",\"voice\"]}");
    assert_int_equal(plugin_message_hello(&message, &hello, &err), 0);
    assert_string_equal(hello.id, "serial");
    assert_string_equal(hello.version, "0.1");
    assert_int_equal(hello.kinds, TP_PLUGIN_SENSOR | TP_PLUGIN_VOICE);
    plugin_message_finish(&message);
    assert_hello_refused("{}", "initialize: the result must have protocol: 1");
    assert_hello_refused("{\"protocol\":2}",
                         "it speaks protocol 2, and this program 1: install the one that fits");
    assert_hello_refused("{\"protocol\":1,\"id\":\"a\"}",
                         "initialize: the result must have an id and a version: texts");
    assert_hello_refused("{\"protocol\":1,\"id\":\"a\",\"version\":\"1\"}",
                         "initialize: the result must have kinds, such as [\"sensor\"]");
    assert_hello_refused("{\"protocol\":1,\"id\":\"a\",\"version\":\"1\",\"kinds\":[\"toaster\"]}",
                         "initialize: kinds must be of sensor, output, control and voice");
}

static void a_wrong_line_is_one_sentence(void **state)
{
    (void)state;
    struct plugin_message message;
    struct tp_err err;
    assert_int_equal(parse("[]", 2, &message, &err), -TP_EINVAL);
    assert_string_equal(err.text, "a line must be one object");
    assert_int_equal(parse("{}", 2, &message, &err), -TP_EINVAL);
    assert_string_equal(err.text, "jsonrpc must be \"2.0\"");
    assert_int_equal(parse("{\"\xff\"", 4, &message, &err), -TP_EINVAL);
    assert_int_equal(strncmp(err.text, "not JSON: ", 10), 0);
    assert_null(strchr(err.text, '\xff'));
    assert_refused("\"method\":5", "method must be a text, such as \"reading\"");
    assert_refused("\"method\":\"reading\",\"params\":5", "params must be an object");
    assert_refused("\"method\":\"reading\"", "reading: params must have a device: a text");
    assert_refused("\"method\":\"reading\",\"params\":{\"device\":\"a\"}",
                   "reading: params must have a value: a number");
    assert_refused("\"method\":\"reading\",\"params\":{\"device\":\"a\",\"value\":NaN}",
                   "not JSON, which has no NaN and no Infinity: leave such a reading out");
    assert_refused("\"method\":\"reading\",\"params\":{\"device\":\"a\",\"value\":1,\"t\":-1}",
                   "reading: t must be a number from 0 to 1e+09");
    assert_refused("\"method\":\"readings\",\"params\":{\"device\":\"a\",\"values\":[1,null]}",
                   "readings: params must have values: a list of at most 1000 numbers");
    assert_refused("\"method\":\"readings\",\"params\":{\"device\":\"a\",\"values\":{}}",
                   "readings: params must have values: a list of at most 1000 numbers");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"channels\":[]}",
                   "device.add: channels must be a list of 1 to 16 channels");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"name\":5}",
                   "device.add: name must be a text");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"channels\":[5]}",
                   "device.add: a channel must be an object with a name, such as "
                   "{\"name\":\"force\",\"unit\":\"N\",\"kind\":\"reading\"}");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"channels\":"
                   "[{\"name\":\"x\",\"kind\":\"smell\"}]}",
                   "device.add: the kind of a channel must be reading, number, colour or text");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"channels\":"
                   "[{\"name\":\"x\",\"kind\":\"number\",\"safe\":[]}]}",
                   "device.add: safe must be \"off\", \"restore\", a number or a text");
    assert_refused("\"method\":\"device.add\",\"params\":{\"id\":\"a\",\"channels\":"
                   "[{\"name\":\"x\",\"kind\":\"reading\",\"rate\":-1}]}",
                   "device.add: a channel: rate must be a number from 0 to 1e+06");
    assert_refused("\"method\":\"status\"", "status: params must have a text: a text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_says_what_and_when),
        cmocka_unit_test(readings_come_many_a_line),
        cmocka_unit_test(a_device_has_channels),
        cmocka_unit_test(it_says_how_it_does),
        cmocka_unit_test(commands_are_those_of_everyone),
        cmocka_unit_test(what_is_not_known_is_told_apart),
        cmocka_unit_test(answers_have_the_id_of_what_was_asked),
        cmocka_unit_test(a_hello_says_what_it_is),
        cmocka_unit_test(a_wrong_line_is_one_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
