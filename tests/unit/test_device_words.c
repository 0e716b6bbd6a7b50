/* What is connected, in words and as JSON. */
#include "tests/unit/devices_rig.h"

#include "core/cli/device_words.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

/* Two plugins in the place of those that run. */
static const struct tp_plugin_state running[] = {
    {.id = "sim",
     .name = "Simulated devices",
     .version = "1",
     .phase = TP_PLUGIN_RUNNING,
     .text = ""},
    {.id = "serial",
     .name = "Serial sensors",
     .version = "2",
     .phase = TP_PLUGIN_WAITING,
     .text = "you are not in group dialout:\nask for it",
     .restarts = 3}};

size_t tp_plugins_count(const struct tp_plugins *plugins)
{
    (void)plugins;
    return sizeof running / sizeof *running;
}

void tp_plugins_look(const struct tp_plugins *plugins, size_t n, struct tp_plugin_state *out)
{
    (void)plugins;
    *out = running[n];
}

static const char *told(struct rig *rig, tp_device device, uint64_t now_ns)
{
    static char text[1000];
    struct tp_buf out = {0};
    tp_device_tell(&out, rig->devices, device, now_ns);
    snprintf(text, sizeof text, "%s", out.data);
    tp_buf_finish(&out);
    return text;
}

static void a_sensor_is_told_with_rate_and_state(void **state)
{
    struct rig *rig = *state;
    tp_device device = rig_sensor(rig, "usb-1", "pressure");
    assert_string_equal(told(rig, device, rig->now_ns), "pressure: A device\n"
                                                        "  id         usb-1\n"
                                                        "  plugin     rig\n"
                                                        "  force      waiting, no reading\n"
                                                        "  battery    waiting, no reading\n");
    for (int i = 0; i < 100; i++) {
        rig->now_ns += rig_ms(20);
        assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 18.24), 0);
    }
    tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, NAN);
    tp_devices_reading(rig->devices, device, 1, 0, rig->now_ns, 0.5);
    assert_string_equal(told(rig, device, rig->now_ns),
                        "pressure: A device\n"
                        "  id         usb-1\n"
                        "  plugin     rig\n"
                        "  force      live, 18.2 N, 50 readings a second, 1 made no sense\n"
                        "  battery    0 s ago, 0.5\n");
    const char *later = told(rig, device, rig->now_ns + rig_ms(4200));
    assert_non_null(strstr(later, "  force      silent for 4 s, 18.2 N, 1 made no sense\n"));
    assert_non_null(strstr(later, "  battery    4 s ago, 0.5\n"));
}

static void an_output_rests_or_is_driven(void **state)
{
    struct rig *rig = *state;
    tp_device device = rig_lamp(rig, "lamp", "");
    const char *text = told(rig, device, rig->now_ns);
    assert_true(strncmp(text, "A device\n", 9) == 0); /* no role */
    assert_non_null(strstr(text, "  level      at rest\n"));
    assert_int_equal(tp_devices_set(rig->devices, "lamp.level", tp_value_number(0.5), 500,
                                    rig->now_ns, &rig->err),
                     0);
    assert_non_null(strstr(told(rig, device, rig->now_ns), "  level      driven, 0.5\n"));
}

static void what_was_calibrated_says_so(void **state)
{
    struct rig *rig = *state;
    struct tp_correction newtons = {0, -0.001, "N"};
    tp_device device = rig_sensor(rig, "usb-1", "pressure");
    tp_devices_correct(rig->devices, device, 0, &newtons);
    tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 8);
    assert_non_null(
        strstr(told(rig, device, rig->now_ns), "  force      live, 0.0 N, calibrated\n"));
}

static void big_numbers_have_no_fraction(void **state)
{
    struct tp_channel_state channel = {.about = {.unit = "steps"}, .known = true, .value = 803211};
    char text[TP_DEVICE_WORDS];
    (void)state;
    assert_string_equal(tp_device_value(text, &channel), "803211 steps");
    channel.value = -12.34;
    assert_string_equal(tp_device_value(text, &channel), "-12.3 steps");
    channel.value = -0.04;
    assert_string_equal(tp_device_value(text, &channel), "0.0 steps");
}

static void a_bar_has_its_ends(void **state)
{
    static const struct {
        double fraction;
        const char *bar;
    } rows[] = {{-1, "...."}, {0, "...."}, {0.5, "##.."}, {1, "####"}, {17, "####"}, {NAN, "...."}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tp_buf out = {0};
        tp_device_bar(&out, rows[i].fraction, 4, true);
        assert_string_equal(out.data, rows[i].bar);
        tp_buf_finish(&out);
    }
}

/* For programs: all of it, or one device. */
static void it_is_one_object_as_json(void **state)
{
    struct rig *rig = *state;
    tp_device device = rig_sensor(rig, "usb-1", "pressure");
    rig_lamp(rig, "lamp", "light");
    tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 18.25);
    struct tp_buf out = {0};
    tp_device_json(&out, rig->devices, NULL, 0, rig->now_ns + rig_ms(500));
    json_t *root = json_loads(out.data, 0, NULL), *devices = json_object_get(root, "devices");
    assert_int_equal(json_array_size(devices), 2);
    json_t *first = json_array_get(devices, 0);
    json_t *force = json_array_get(json_object_get(first, "channels"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "id")), "usb-1");
    assert_string_equal(json_string_value(json_object_get(first, "role")), "pressure");
    assert_string_equal(json_string_value(json_object_get(force, "state")), "live");
    assert_true(json_number_value(json_object_get(force, "value")) == 18.25);
    assert_true(json_number_value(json_object_get(force, "age")) == 0.5);
    assert_true(json_is_false(json_object_get(force, "calibrated")));
    json_t *plugin = json_array_get(json_object_get(root, "plugins"), 1);
    assert_string_equal(json_string_value(json_object_get(plugin, "id")), "serial");
    assert_string_equal(json_string_value(json_object_get(plugin, "state")), "waiting");
    assert_int_equal(json_integer_value(json_object_get(plugin, "restarts")), 3);
    json_decref(root);
    tp_buf_clear(&out);
    tp_device_json(&out, rig->devices, NULL, device, rig->now_ns);
    root = json_loads(out.data, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(root, "devices")), 1);
    json_decref(root);
    tp_buf_finish(&out);
}

/* Only what is the matter, and nothing of it can move the cursor. */
static void troubles_are_a_line_each(void **state)
{
    struct tp_buf out = {0};
    (void)state;
    tp_device_troubles(&out, NULL);
    assert_string_equal(out.data, "serial: you are not in group dialout:\\x0Aask for it\n");
    tp_buf_finish(&out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_up, rig_down)
    const struct CMUnitTest tests[] = {
        TEST(a_sensor_is_told_with_rate_and_state),
        TEST(an_output_rests_or_is_driven),
        TEST(what_was_calibrated_says_so),
        TEST(big_numbers_have_no_fraction),
        TEST(a_bar_has_its_ends),
        TEST(troubles_are_a_line_each),
        TEST(it_is_one_object_as_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
