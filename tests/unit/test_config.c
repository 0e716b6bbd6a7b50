/* The person's settings: what is taken, and the one line about what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/config.h"
#include "core/host/setting.h"
#include "core/script/fields.h"

#include <string.h>

static int take_field(void *context, const struct tp_field *field, struct tp_err *err)
{
    return tp_config_field(context, field->path, field->table, field->value, err);
}

static void ignore(void *context, const char *where)
{
    (void)context;
    (void)where;
}

/* Fills the config from a text, as the program does. */
static int take(struct tp_config *config, const char *text, struct tp_err *err)
{
    struct tp_fields_text source = {"config.lua", text, strlen(text)};
    struct tp_fields_reader reader = {take_field, ignore, config};
    *err = (struct tp_err){0};
    tp_config_init(config);
    return tp_fields_read(&source, &reader, err);
}

static void every_field_is_taken(void **state)
{
    struct tp_config config;
    struct tp_err err;
    (void)state;
    int rc = take(&config,
                  "return { voice = 'rms', rate = 1.1, words = 'brief', pace = 1.2,\n"
                  "audio = 'Headphones', latency = 40, volume = { voice = -3, tone = 2 },\n"
                  "mono = true, swap_sides = true, hold_sound = 'chord',\n"
                  "sides = { left = 'phone hand', right = 'mouse hand' },\n"
                  "sounds = { start = 'bell.wav' },\n"
                  "plugins = { 'serial', 'sim:file=press.csv' }, sensor_button = 'pressure',\n"
                  "devices = { pedal = 'usb-1', pressure = 'usb-2341_0043.force' },\n"
                  "keys = { pause = { 'space', 'x' }, next = 'F5' } }",
                  &err);
    if (rc != 0)
        fail_msg("%s", err.text);
    assert_string_equal(config.voice, "rms");
    assert_true(config.rate == 1.1 && config.pace == 1.2 && config.latency_ms == 40);
    assert_string_equal(config.words, "brief");
    assert_string_equal(config.audio, "Headphones");
    assert_true(config.volume_voice_db == -3 && config.volume_tone_db == 2);
    assert_true(config.mono && config.swap_sides);
    assert_string_equal(config.hold_sound, "chord");
    assert_string_equal(config.left, "phone hand");
    assert_string_equal(config.right, "mouse hand");
    assert_int_equal(config.sound_count, 1);
    assert_string_equal(config.sounds[0].path, "sounds.start");
    assert_string_equal(config.sounds[0].name, "start");
    assert_string_equal(config.sounds[0].file, "bell.wav");
    assert_int_equal(config.plugin_count, 2);
    assert_string_equal(config.plugins[0].path, "plugins.1");
    assert_string_equal(config.plugins[0].spec, "serial");
    assert_string_equal(config.plugins[1].spec, "sim:file=press.csv");
    assert_int_equal(config.device_count, 2);
    assert_string_equal(config.devices[1].path, "devices.pressure");
    assert_string_equal(config.devices[1].role, "pressure");
    assert_string_equal(config.devices[1].id, "usb-2341_0043.force");
    assert_string_equal(config.sensor_button, "pressure");
    assert_int_equal(config.key_count, 3);
    assert_string_equal(config.keys[0].action, "next");
    assert_string_equal(config.keys[0].key, "F5");
    assert_string_equal(config.keys[2].path, "keys.pause.2");
    assert_string_equal(config.keys[2].action, "pause");
    assert_string_equal(config.keys[2].key, "x");
    tp_config_finish(&config);
}

static void what_is_left_out_is_as_usual(void **state)
{
    struct tp_config config;
    struct tp_err err;
    (void)state;
    assert_int_equal(take(&config, "return { words = 'auto' }", &err), 0);
    assert_string_equal(config.voice, "slt");
    assert_true(config.rate == 1 && config.pace == 1 && config.latency_ms == 0);
    assert_null(config.words);
    assert_null(config.audio);
    assert_null(config.left);
    assert_null(config.hold_sound);
    assert_null(config.sensor_button);
    assert_int_equal(config.plugin_count + config.device_count, 0);
    assert_false(config.mono || config.swap_sides);
    assert_int_equal(config.key_count, 0);
    tp_config_finish(&config);
}

/* A text, and the line about it. */
static const struct mistake {
    const char *text, *line;
} mistakes[] = {
    {"return { sounds = { start = 5 } }",
     "config.lua:1: sounds.start must be the name of a file, such as \"bell.wav\", got 5"},
    {"return {\n\nwords = 'short' }",
     "config.lua:3: words must be full, normal, brief, tones or auto, got \"short\""},
    {"return { rate = 3 }", "config.lua:1: rate must be 0.5–2, got 3"},
    {"return { rate = '1' }", "config.lua:1: rate must be 0.5–2, got \"1\""},
    {"return { pace = 0/0 }", "config.lua:1: pace must be 0.5–2, got NaN"},
    {"return { latency = 40.5 }", "config.lua:1: latency must be 20–60, got 40.5"},
    {"return { latency = 61 }", "config.lua:1: latency must be 20–60, got 61"},
    {"return { mono = 1 }", "config.lua:1: mono must be true or false, got 1"},
    {"return { voice = '' }",
     "config.lua:1: voice must be the name of a voice: see tprun voices, got \"\""},
    {"return { voice = {} }",
     "config.lua:1: voice must be the name of a voice: see tprun voices, got { … }"},
    {"return { audio = 'null:x' }",
     "config.lua:1: audio must be part of a device's name, null or null:N, got \"null:x\""},
    {"return { volume = { voice = 13 } }", "config.lua:1: volume.voice must be −40…12, got 13"},
    {"return { volume = -3 }", "config.lua:1: volume must be { … }, got -3"},
    {"return { hold_sound = 'bell' }",
     "config.lua:1: hold_sound must be breath or chord, got \"bell\""},
    {"return { sides = { left = '' } }",
     "config.lua:1: sides.left must be a few words, such as \"phone hand\", got \"\""},
    {"return { sides = { left = '\\27[2J' } }",
     "config.lua:1: sides.left must be a few words, such as \"phone hand\", got \"\\x1B[2J\""},
    {"return { sides = { both = 'x' } }",
     "config.lua:1: there is no 'sides.both'; did you mean 'sides.left'?"},
    {"return { keys = { pause = 5 } }",
     "config.lua:1: keys.pause must be the name of a key, such as \"space\", got 5"},
    {"return { keys = 'x' }", "config.lua:1: keys must be { … }, got \"x\""},
    {"return { plugins = 'serial' }", "config.lua:1: plugins must be { … }, got \"serial\""},
    {"return {\n plugins = {\n 'serial', 5 } }",
     "config.lua:3: plugins.2 must be a plugin, such as \"serial\": see tprun plugins, got 5"},
    {"return { plugins = { serial = { rate = 5 } } }",
     "config.lua:1: plugins.serial must be a plugin, such as \"serial\": see tprun plugins, "
     "got "
     "{ … }"},
    {"return { plugin = { 'serial' } }",
     "config.lua:1: there is no 'plugin'; did you mean 'plugins'?"},
    {"return { devices = { pressure = '' } }",
     "config.lua:1: devices.pressure must be the id of a device: see tprun devices, got \"\""},
    {"return { sensor_button = true }", "config.lua:1: sensor_button must be the name of a "
                                        "sensor, such as \"pressure\", got true"},
    {"return {\n vioce = 'rms' }", "config.lua:2: there is no 'vioce'; did you mean 'voice'?"},
    {"return { volume = {\n vioce = 1 } }",
     "config.lua:2: there is no 'volume.vioce'; did you mean 'volume.voice'?"},
    {"return { ['\\27[2J'] = 1 }",
     "config.lua: there is no '\\x1B[2J'; see the settings in README.md"},
    {"return { 'rms' }", "config.lua:1: there is no '1'; see the settings in README.md"},
};

static void a_mistake_is_one_line_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct tp_config config;
        struct tp_err err;
        assert_int_equal(take(&config, mistakes[i].text, &err), -TP_EUSAGE);
        assert_string_equal(err.text, mistakes[i].line);
        assert_int_equal(err.code, TP_EUSAGE);
        tp_config_finish(&config);
    }
}

static void more_keys_than_there_is_room_for_are_refused(void **state)
{
    struct tp_config config;
    struct tp_err err;
    (void)state;
    assert_int_equal(take(&config,
                          "local k = {} for i = 1, 69 do k[i] = 'x' end\n"
                          "return { keys = { pause = k } }",
                          &err),
                     -TP_EUSAGE);
    assert_string_equal(err.text, "config.lua:2: there are too many keys");
    tp_config_finish(&config);
}

static void there_is_room_for_so_many_plugins_and_devices(void **state)
{
    struct tp_config config;
    struct tp_err err;
    (void)state;
    assert_int_equal(take(&config,
                          "local p = {} for i = 1, 17 do p[i] = 'sim' end\n"
                          "return { plugins = p }",
                          &err),
                     -TP_EUSAGE);
    assert_string_equal(err.text, "config.lua:2: there are too many plugins");
    tp_config_finish(&config);
    assert_int_equal(take(&config,
                          "local d = {} for i = 1, 33 do d['role' .. i] = 'x' end\n"
                          "return { devices = d }",
                          &err),
                     -TP_EUSAGE);
    assert_string_equal(err.text, "config.lua:2: there are too many devices");
    tp_config_finish(&config);
}

static void the_speed_of_the_null_device_is_part_of_its_name(void **state)
{
    (void)state;
    assert_true(tp_setting_null_speed(NULL) == 0);
    assert_true(tp_setting_null_speed("nullity") == 0);
    assert_true(tp_setting_null_speed("null") == 1);
    assert_true(tp_setting_null_speed("null:60") == 60);
    assert_true(tp_setting_null_speed("null:") == -1);
    assert_true(tp_setting_null_speed("null:1001") == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_taken),
        cmocka_unit_test(what_is_left_out_is_as_usual),
        cmocka_unit_test(a_mistake_is_one_line_with_its_place),
        cmocka_unit_test(more_keys_than_there_is_room_for_are_refused),
        cmocka_unit_test(there_is_room_for_so_many_plugins_and_devices),
        cmocka_unit_test(the_speed_of_the_null_device_is_part_of_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
