/* Manifests: what is read, what is refused and how that is said; what is needed and missing; and
 * the settings that a person gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host/plugin_manifest.h"
#include "core/host/plugin_settings.h"
#include "plugins/tp_plugin.h"

static char top[64], path[128];
static struct tp_err err;

static int up(void **state)
{
    (void)state;
    strcpy(top, "/tmp/tprun-test-XXXXXX");
    assert_non_null(mkdtemp(top));
    snprintf(path, sizeof path, "%s/plugin.json", top);
    return 0;
}

static int down(void **state)
{
    (void)state;
    chmod(path, 0600);
    unlink(path);
    return rmdir(top);
}

static int read_text(struct tp_manifest *manifest, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return tp_manifest_read(manifest, path, &err);
}

#define WHO "\"id\":\"scale\",\"name\":\"A scale\",\"version\":\"1.0\""

/* ---- manifests ---- */

static const char whole[] =
    "{" WHO ",\"kinds\":[\"sensor\",\"output\"],\"command\":[\"./run.py\",\"-u\"],"
    "\"settings\":{\"port\":{\"type\":\"text\",\"about\":\"where it is\"},"
    "\"rate\":{\"type\":\"number\",\"min\":1,\"max\":1000,\"default\":50},"
    "\"unit\":{\"type\":\"choice\",\"values\":[\"N\",\"kg\"],\"default\":\"N\"},"
    "\"keys\":{\"type\":\"truth\",\"default\":false}},"
    "\"safe\":{\"level\":\"off\",\"heat\":0.25},"
    "\"needs\":[{\"command\":\"sh\",\"package\":\"dash\"},{\"file\":\"plugin.json\"}],"
    "\"events\":[\"step.start\",\"session.end\"],\"keys\":[\"up\",\"down\"],"
    "\"keys_setting\":\"keys\",\"voices\":[\"slt\"]}";

static void all_of_it_is_read(void **state)
{
    (void)state;
    struct tp_manifest manifest;
    char command[128];
    assert_int_equal(read_text(&manifest, whole), 0);
    assert_string_equal(manifest.id, "scale");
    assert_string_equal(manifest.name, "A scale");
    assert_string_equal(manifest.version, "1.0");
    assert_string_equal(manifest.file, path);
    assert_string_equal(manifest.folder, top);
    assert_int_equal(manifest.kinds, TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT);
    snprintf(command, sizeof command, "%s/run.py", top);
    assert_null(manifest.object);
    assert_string_equal(manifest.command[0], command);
    assert_string_equal(manifest.command[1], "-u");
    assert_null(manifest.command[2]);
    assert_int_equal(manifest.option_count, 4);
    assert_string_equal(manifest.options[0].about, "where it is");
    assert_string_equal(manifest.options[0].standard.text, "");
    const struct tp_option *rate = tp_manifest_option(&manifest, "rate");
    assert_true(rate->min == 1 && rate->max == 1000 && rate->standard.number == 50);
    assert_string_equal(manifest.options[2].choices[1], "kg");
    assert_null(tp_manifest_option(&manifest, "rates"));
    assert_string_equal(tp_manifest_safe(&manifest, "level"), "off");
    assert_string_equal(tp_manifest_safe(&manifest, "heat"), "0.25");
    assert_null(tp_manifest_safe(&manifest, "light"));
    assert_true(tp_manifest_wants(&manifest, "step.start"));
    assert_false(tp_manifest_wants(&manifest, "step.end"));
    assert_string_equal(manifest.keys[1], "down");
    assert_string_equal(manifest.keys_setting, "keys");
    assert_string_equal(manifest.voices[0], "slt");
    tp_manifest_finish(&manifest);
    tp_manifest_finish(&manifest);
}

static void the_least_is_enough(void **state)
{
    (void)state;
    struct tp_manifest manifest;
    assert_int_equal(
        read_text(&manifest, "{" WHO ",\"kinds\":[\"control\"],\"object\":\"./a.so\"}"), 0);
    char object[128];
    snprintf(object, sizeof object, "%s/a.so", top);
    assert_string_equal(manifest.object, object);
    assert_null(manifest.command);
    assert_null(manifest.events[0]);
    assert_false(tp_manifest_wants(&manifest, "step.start"));
    tp_manifest_finish(&manifest);
    assert_int_equal(read_text(&manifest,
                               "{" WHO ",\"kinds\":[\"control\"],\"events\":[\"*\"],"
                               "\"command\":[\"sh\"],\"needs\":[{\"file\":\"plugin.json\"}]}"),
                     0);
    assert_string_equal(manifest.command[0], "sh");
    assert_int_equal(tp_manifest_needs(&manifest, &err), 0);
    assert_true(tp_manifest_wants(&manifest, "step.start"));
    tp_manifest_finish(&manifest);
}

/* Members after the first three, and what is said of them. */
static const struct {
    const char *rest, *why;
} wrong[] = {
    {"\"setings\":{}", "the manifest has no 'setings'; did you mean 'settings'?"},
    {"\"colour\":1", "the manifest has no 'colour'"},
    {"\"kinds\":[]", "kinds must be a list of sensor, output, control, voice"},
    {"\"kinds\":\"sensor\"", "kinds must be a list of at most 32 texts"},
    {"\"kinds\":[1]", "kinds must be a list of texts"},
    {"\"kinds\":[\"senser\"]", "'senser' is not a kind; did you mean 'sensor'?"},
    {"\"kinds\":[\"x\"]", "'x' is not a kind; they are sensor, output, control, voice"},
    {"\"kinds\":[\"sensor\"]", "it must have either an object (a shared object) or a command"},
    {"\"kinds\":[\"sensor\"],\"object\":\"a.so\",\"command\":[\"a\"]", "it must have either"},
    {"\"kinds\":[\"sensor\"],\"object\":\"../a.so\"", "object must be a shared object in the"},
    {"\"kinds\":[\"sensor\"],\"object\":\"/lib/a.so\"", "object must be a shared object in the"},
    {"\"kinds\":[\"sensor\"],\"object\":1", "object must be a text"},
    {"\"kinds\":[\"sensor\"],\"command\":[]", "command must begin with a program"},
    {"\"kinds\":[\"sensor\"],\"command\":[\"/bin/sh\"]", "command must begin with a program"},
    {"\"kinds\":[\"sensor\"],\"command\":[\"../a\"]", "command must begin with a program"},
    {"\"kinds\":[\"sensor\"],\"command\":\"a\"", "command must be a list of at most 32 texts"},
};

/* Members of one whose kind and command are right. */
static const struct {
    const char *rest, *why;
} wrong_parts[] = {
    {"\"events\":[\"step.begin\"]", "'step.begin' is not an event; did you mean 'step."},
    {"\"safe\":[]", "safe must be an object"},
    {"\"safe\":{\"level\":true}", "safe: level must be \"off\", \"restore\" or a value"},
    {"\"needs\":{}", "needs must be a list of objects"},
    {"\"needs\":[1]", "a need must be an object"},
    {"\"needs\":[{}]", "a need must have either a command or a file"},
    {"\"needs\":[{\"comand\":\"a\"}]", "a need has no 'comand'; did you mean 'command'?"},
    {"\"settings\":[]", "settings must be an object"},
    {"\"keys_setting\":\"keys\"", "keys_setting must be a setting of type truth, got 'keys'"},
    {"\"keys_setting\":\"a\",\"settings\":{\"a\":{\"type\":\"text\"}}",
     "keys_setting must be a setting of type truth, got 'a'"},
    {"\"settings\":{\"a b\":{\"type\":\"text\"}}", "its name must be of a-z, 0-9 and _"},
    {"\"settings\":{\"a\":1}", "setting 'a' must be an object with a type"},
    {"\"settings\":{\"a\":{}}", "setting 'a' must be an object with a type"},
    {"\"settings\":{\"a\":{\"type\":\"bool\"}}", "'bool' is not a type of setting; they are text"},
    {"\"settings\":{\"a\":{\"type\":\"number\",\"min\":1,\"max\":2}}", "default must be a number"},
    {"\"settings\":{\"a\":{\"type\":\"number\",\"min\":1,\"max\":2,\"default\":3}}",
     "setting 'a': min must be below max, and default between them"},
    {"\"settings\":{\"a\":{\"type\":\"text\",\"min\":1}}", "setting 'a' has no 'min'"},
    {"\"settings\":{\"a\":{\"type\":\"text\",\"defalt\":\"\"}}", "did you mean 'default'?"},
    {"\"settings\":{\"a\":{\"type\":\"text\",\"default\":1}}", "default must be a text"},
    {"\"settings\":{\"a\":{\"type\":\"truth\",\"default\":1}}", "default must be true or false"},
    {"\"settings\":{\"a\":{\"type\":\"choice\",\"values\":[\"x\"],\"default\":\"y\"}}",
     "values must be a list of texts, default one of them"},
    {"\"settings\":{\"a\":{\"type\":\"text\"},\"a\":{\"type\":\"text\"}}", "line 1: duplicate"},
};

static void refused(const char *text, const char *why)
{
    struct tp_manifest manifest;
    assert_int_equal(read_text(&manifest, text), -TP_EINVAL);
    assert_memory_equal(err.text, path, strlen(path));
    assert_memory_equal(err.text + strlen(path), ": ", 2);
    if (!strstr(err.text, why))
        fail_msg("'%s' does not say '%s'", err.text, why);
    assert_null(strchr(err.text, '\n'));
}

static void a_mistake_is_said_with_its_file(void **state)
{
    (void)state;
    char text[1024];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(text, sizeof text, "{" WHO ",%s}", wrong[i].rest);
        refused(text, wrong[i].why);
    }
    for (size_t i = 0; i < sizeof wrong_parts / sizeof *wrong_parts; i++) {
        snprintf(text, sizeof text, "{" WHO ",\"kinds\":[\"sensor\"],\"command\":[\"a\"],%s}",
                 wrong_parts[i].rest);
        refused(text, wrong_parts[i].why);
    }
    refused("", "line 1: ");
    refused("[]", "the manifest must be an object");
    refused("{\n\"id\": \x1b\"a\"}", "line 2: ");
    refused("{\"name\":\"n\",\"version\":\"1\"}", "it has no id");
    const char *const ids[] = {"",    "Scale", "a b", "-a",
                               "a/b", "a.b",   "a_b", "thirty-two-letters-are-one-too-m"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        snprintf(text, sizeof text, "{\"id\":\"%s\",\"name\":\"n\",\"version\":\"1\"}", ids[i]);
        refused(text, "id must be of a-z, 0-9 and -, at most 31 letters");
    }
}

static void a_file_that_cannot_be_read_is_said(void **state)
{
    (void)state;
    struct tp_manifest manifest;
    assert_int_equal(tp_manifest_read(&manifest, path, &err), -TP_ENOENT);
    assert_non_null(strstr(err.text, "plugin.json: there is no such file"));
    assert_true(tp_manifest_read(&manifest, top, &err) < 0);
    if (geteuid() == 0) /* nothing is forbidden to it */
        return;
    assert_int_equal(read_text(&manifest, whole), 0);
    tp_manifest_finish(&manifest);
    chmod(path, 0);
    assert_int_equal(tp_manifest_read(&manifest, path, &err), -TP_EIO);
}

static void a_manifest_that_is_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    char text[sizeof whole];
    struct tp_manifest manifest;
    for (size_t length = 0; length < sizeof whole - 1; length += 7) {
        memcpy(text, whole, length);
        text[length] = '\0';
        assert_int_equal(read_text(&manifest, text), -TP_EINVAL);
    }
}

/* ---- needs ---- */

static void missing(const char *needs, const char *why)
{
    struct tp_manifest manifest;
    char text[512];
    snprintf(text, sizeof text,
             "{" WHO ",\"kinds\":[\"sensor\"],\"command\":[\"no-such-program\"],\"needs\":[%s]}",
             needs);
    assert_int_equal(read_text(&manifest, text), 0);
    assert_int_equal(tp_manifest_needs(&manifest, &err), -TP_EDEVICE);
    assert_string_equal(err.text, why);
    tp_manifest_finish(&manifest);
}

static void what_is_missing_is_named_with_its_package(void **state)
{
    (void)state;
    missing("{\"command\":\"sh\"},{\"command\":\"no-such-program\",\"package\":\"thing\"}",
            "it needs no-such-program, which the package thing brings: sudo apt install thing");
    missing("{\"command\":\"no-such-program\",\"package\":\"thing\",\"about\":\"to read it\"}",
            "it needs no-such-program, to read it, which the package thing brings: sudo apt "
            "install thing");
    missing("{\"file\":\"/nonexistent/x\"}", "it needs /nonexistent/x, which is not there");
    missing("{\"file\":\"run.bin\",\"about\":\"its own data\"}",
            "it needs run.bin, its own data, which is not there");
    missing("", "its program no-such-program is not there");
}

/* ---- settings ---- */

static void given(const char *text, const char *json)
{
    struct tp_manifest manifest;
    struct tp_plugin_settings settings;
    struct tp_buf out = {0};
    assert_int_equal(read_text(&manifest, whole), 0);
    int rc = tp_plugin_settings_read(&settings, &manifest, text, &err);
    if (rc < 0)
        fail_msg("%s", err.text);
    tp_plugin_settings_json(&settings, &manifest, &out);
    assert_string_equal(out.data, json);
    assert_true(tp_plugin_settings_get(&settings, &manifest, "no").kind == TP_VALUE_NIL);
    assert_true(tp_plugin_settings_get(&settings, &manifest, "rate").kind == TP_VALUE_NUMBER);
    tp_buf_finish(&out);
    tp_plugin_settings_finish(&settings);
    tp_manifest_finish(&manifest);
}

static void settings_are_checked_and_filled_up(void **state)
{
    (void)state;
    assert_int_equal(tp_plugin_spec_name("serial:port=a:b"), 6);
    assert_int_equal(tp_plugin_spec_name("serial"), 6);
    given(NULL, "{\"port\":\"\",\"rate\":50,\"unit\":\"N\",\"keys\":false}");
    given("  ", "{\"port\":\"\",\"rate\":50,\"unit\":\"N\",\"keys\":false}");
    given("keys", "{\"port\":\"\",\"rate\":50,\"unit\":\"N\",\"keys\":true}");
    given("keys=true,rate=80", "{\"port\":\"\",\"rate\":80,\"unit\":\"N\",\"keys\":true}");
    given(" port = /dev/tty A , unit=kg", "{\"port\":\"/dev/tty A\",\"rate\":50,\"unit\":\"kg\","
                                          "\"keys\":false}");
    given("port=\" a,b=\\\"c\\\\ \" ,rate=1.5",
          "{\"port\":\" a,b=\\\"c\\\\ \",\"rate\":1.5,\"unit\":\"N\",\"keys\":false}");
}

static void keys_are_taken_when_asked_for(void **state)
{
    static const char *const given_settings[] = {NULL, "keys"};
    (void)state;
    for (int on = 0; on < 2; on++) {
        struct tp_manifest manifest;
        struct tp_plugin_settings settings;
        assert_int_equal(read_text(&manifest, whole), 0);
        assert_int_equal(tp_plugin_settings_read(&settings, &manifest, given_settings[on], &err),
                         0);
        assert_int_equal(tp_plugin_settings_key(&settings, &manifest, "down"), on);
        assert_false(tp_plugin_settings_key(&settings, &manifest, "left"));
        *manifest.keys_setting = '\0'; /* it needs none */
        assert_true(tp_plugin_settings_key(&settings, &manifest, "down"));
        tp_plugin_settings_finish(&settings);
        tp_manifest_finish(&manifest);
    }
}

static void not_given(const char *text, const char *why)
{
    struct tp_manifest manifest;
    struct tp_plugin_settings settings;
    assert_int_equal(read_text(&manifest, whole), 0);
    assert_int_equal(tp_plugin_settings_read(&settings, &manifest, text, &err), -TP_EUSAGE);
    assert_string_equal(err.text, why);
    tp_manifest_finish(&manifest);
}

static void a_wrong_setting_is_said(void **state)
{
    (void)state;
    not_given("prt=1", "scale: there is no setting 'prt'; did you mean 'port'?");
    not_given("colour=1", "scale: there is no setting 'colour'; it has port, rate, unit, keys");
    not_given("port", "scale: port needs a value: a text");
    not_given("rate", "scale: rate needs a value: a number from 1 to 1000");
    not_given("rate=0", "scale: rate must be a number from 1 to 1000, got '0'");
    not_given("rate=", "scale: rate must be a number from 1 to 1000, got ''");
    not_given("rate=nan", "scale: rate must be a number from 1 to 1000, got 'nan'");
    not_given("rate=1x", "scale: rate must be a number from 1 to 1000, got '1x'");
    not_given("unit=lb", "scale: unit must be one of N, kg, got 'lb'");
    not_given("unit", "scale: unit needs a value: one of N, kg");
    not_given("keys=1", "scale: keys must be true or false, got '1'");
    not_given("rate=1,rate=2", "scale: rate is given twice");
    not_given(",", "scale: there must be a setting such as key=value at ','");
    not_given("=1", "scale: there must be a setting such as key=value at '=1'");
    not_given("rate=1,", "scale: there must be a setting after the comma at ','");
    not_given("port=\"a", "scale: the value is too long, or its quote is not closed at "
                          "'port=\"a'");
    not_given("port=\"a\"b", "scale: there must be a comma before the next setting at 'b'");
    not_given("keys rate=1", "scale: there must be a comma before the next setting at 'rate=1'");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, up, down)
    const struct CMUnitTest tests[] = {
        TEST(all_of_it_is_read),
        TEST(the_least_is_enough),
        TEST(a_mistake_is_said_with_its_file),
        TEST(a_manifest_that_is_cut_off_anywhere_is_refused),
        TEST(what_is_missing_is_named_with_its_package),
        TEST(settings_are_checked_and_filled_up),
        TEST(keys_are_taken_when_asked_for),
        TEST(a_wrong_setting_is_said),
        TEST(a_file_that_cannot_be_read_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
