/* The registry: handles that go stale safely, what is refused, readings, and listeners that change
 * what they are told of. */
#include "tests/unit/devices_rig.h"

#include <math.h>
#include <stdio.h>

/* ---- handles ---- */

static void a_device_is_told_as_it_was_given(void **state)
{
    struct rig *rig = *state;
    struct tp_device_state seen;
    tp_device device = rig_sensor(rig, "usb-2341_0043-85735", "pressure");
    assert_int_equal(tp_devices_look(rig->devices, device, &seen), 0);
    assert_string_equal(seen.id, "usb-2341_0043-85735");
    assert_string_equal(seen.name, "A device");
    assert_string_equal(seen.plugin, "rig");
    assert_string_equal(seen.role, "pressure");
    assert_int_equal(seen.channel_count, 2);
    assert_int_equal(seen.added_ns, rig_ms(5000));
    struct tp_channel_state channel = rig_channel(rig, device, 0);
    assert_string_equal(channel.about.name, "force");
    assert_string_equal(channel.about.unit, "N");
    assert_true(channel.about.rate_hz == 80 && !channel.known && channel.rate_hz == 0);
    assert_int_equal(tp_devices_look_channel(rig->devices, device, 2, rig->now_ns, &channel),
                     -TP_EDEVICE);
}

static void a_handle_that_is_gone_stays_gone(void **state)
{
    struct rig *rig = *state;
    struct tp_device_state seen;
    struct tp_channel_state channel;
    tp_device old[1000];
    for (int i = 0; i < 1000; i++) {
        old[i] = rig_sensor(rig, "scale", "");
        tp_devices_remove(rig->devices, old[i]);
    }
    tp_device now = rig_sensor(rig, "scale", "");
    for (int i = 0; i < 1000; i++) {
        assert_true(old[i] != now);
        assert_int_equal(tp_devices_look(rig->devices, old[i], &seen), -TP_EDEVICE);
        assert_int_equal(tp_devices_look_channel(rig->devices, old[i], 0, rig->now_ns, &channel),
                         -TP_EDEVICE);
        assert_int_equal(tp_devices_reading(rig->devices, old[i], 0, 0, rig->now_ns, 1),
                         -TP_EDEVICE);
        tp_devices_remove(rig->devices, old[i]);
    }
    assert_int_equal(tp_devices_look(rig->devices, now, &seen), 0);
    const tp_device never[] = {0, 1, 64, 255, 256, UINT64_MAX, now + 256, now + 1};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_int_equal(tp_devices_look(rig->devices, never[i], &seen), -TP_EDEVICE);
}

static void there_is_room_for_sixty_four(void **state)
{
    struct rig *rig = *state;
    tp_device devices[TP_DEVICES];
    char id[16];
    for (int i = 0; i < TP_DEVICES; i++) {
        snprintf(id, sizeof id, "d%d", i);
        devices[i] = rig_sensor(rig, id, "");
        assert_true(devices[i] != 0);
    }
    assert_int_equal(rig_sensor(rig, "more", ""), 0);
    assert_int_equal(rig->err.code, TP_ELIMIT);
    assert_string_equal(rig->err.text, "there are 64 devices, the most that there can be");
    tp_devices_remove(rig->devices, devices[10]);
    tp_device more = rig_sensor(rig, "more", "");
    assert_true(more != 0);
    assert_int_equal(tp_devices_at(rig->devices, 10), devices[11]);
    assert_int_equal(tp_devices_at(rig->devices, 62), devices[63]);
    assert_int_equal(tp_devices_at(rig->devices, 63), more);
    assert_int_equal(tp_devices_at(rig->devices, 64), 0);
}

/* ---- what is refused ---- */

static void refused(struct rig *rig, struct tp_device_about about, const char *why)
{
    tp_device device;
    assert_int_equal(tp_devices_add(rig->devices, &about, 1, &device, &rig->err), -TP_EINVAL);
    assert_int_equal(device, 0);
    assert_non_null(strstr(rig->err.text, why));
    assert_int_equal(tp_devices_at(rig->devices, 1), 0);
}

static void names_that_are_none_are_refused(void **state)
{
    struct rig *rig = *state;
    char long_text[200];
    memset(long_text, 'a', sizeof long_text);
    long_text[199] = '\0';
    struct tp_channel one = {.name = "x", .kind = TP_CHANNEL_READING};
    struct tp_device_about good = {
        .id = "there", .name = "n", .plugin = "p", .channels = &one, .channel_count = 1};
    struct tp_device_about bad = good;
    tp_device device;
    assert_int_equal(tp_devices_add(rig->devices, &good, 1, &device, &rig->err), 0);
    refused(rig, good, "a device 'there' is there already");
    const char *const ids[] = {"", "a b", "a\n", "\x1b[2J", "é", long_text, "a/../b", NULL};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        bad.id = ids[i];
        refused(rig, bad, "a device's id must be letters, digits and . _ : @ + -, at most 95");
    }
    bad.id = "other";
    const char *const roles[] = {"Pressure", "a.b", "a b", "\x01", long_text};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        bad.role = roles[i];
        refused(rig, bad, "device 'other': its role must be a word");
    }
    bad.role = NULL;
    bad.channel_count = TP_CHANNELS + 1;
    refused(rig, bad, "it needs one to 16 channels");
    bad.channel_count = 0;
    refused(rig, bad, "it needs one to 16 channels");
    bad.name = "";
    refused(rig, bad, "it needs a name for people");
}

static void a_name_for_people_is_cleaned(void **state)
{
    struct rig *rig = *state;
    struct tp_channel one = {.name = "x", .kind = TP_CHANNEL_READING};
    struct tp_device_about about = {.id = "a",
                                    .name = "Scale\x1b[2J\n\xff",
                                    .plugin = "p",
                                    .channels = &one,
                                    .channel_count = 1};
    tp_device device;
    struct tp_device_state seen;
    assert_int_equal(tp_devices_add(rig->devices, &about, 1, &device, &rig->err), 0);
    assert_int_equal(tp_devices_look(rig->devices, device, &seen), 0);
    assert_string_equal(seen.name, "Scale\\x1B[2J\\x0A\\xFF");
}

static void channels_that_are_none_are_refused(void **state)
{
    struct rig *rig = *state;
    const struct {
        struct tp_channel channel;
        const char *why;
    } bad[] = {
        {{.name = "Force"}, "the name of channel 2 must be a word"},
        {{.name = ""}, "the name of channel 2 must be a word"},
        {{.name = NULL}, "the name of channel 2 must be a word"},
        {{.name = "first"}, "channel 'first' is there twice"},
        {{.name = "x", .unit = "sixteen letters."}, "its unit must be a text of at most 15 bytes"},
        {{.name = "x", .unit = "N\n"}, "its unit must be"},
        {{.name = "x", .min = NAN}, "min and max must be numbers"},
        {{.name = "x", .max = INFINITY}, "min and max must be numbers"},
        {{.name = "x", .min = 2, .max = 1}, "min and max must be numbers, min the smaller one"},
        {{.name = "x", .rate_hz = -1}, "rate must be"},
        {{.name = "x", .rate_hz = NAN}, "rate must be"},
        {{.name = "x", .kind = (enum tp_channel_kind)4}, "its kind must be"},
        {{.name = "x", .kind = TP_CHANNEL_NUMBER}, "an output needs min and max"},
        {{.name = "x", .kind = TP_CHANNEL_NUMBER, .max = 1, .safe = "2"}, "its safe value must be"},
        {{.name = "x", .kind = TP_CHANNEL_NUMBER, .max = 1, .safe = "dim"}, "its safe value"},
        {{.name = "x", .kind = TP_CHANNEL_COLOUR, .safe = "red"}, "its safe value must be"},
        {{.name = "x", .kind = TP_CHANNEL_TEXT, .safe = "\x07"}, "its safe value must be"},
    };
    rig_sensor(rig, "there", "");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tp_channel channels[] = {{.name = "first"}, bad[i].channel};
        struct tp_device_about about = {.id = "a",
                                        .name = "n",
                                        .plugin = "p",
                                        .channels = channels,
                                        .channel_count = 2,
                                        .set = rig_on_set};
        refused(rig, about, bad[i].why);
    }
    struct tp_channel output = {.name = "x", .kind = TP_CHANNEL_TEXT};
    struct tp_device_about about = {
        .id = "a", .name = "n", .plugin = "p", .channels = &output, .channel_count = 1};
    refused(rig, about, "its plugin drives none");
}

/* ---- readings ---- */

static void readings_are_kept_and_nonsense_is_counted(void **state)
{
    struct rig *rig = *state;
    struct tp_devices *devices = rig->devices;
    tp_device scale = rig_sensor(rig, "scale", ""), lamp = rig_lamp(rig, "lamp", "");
    uint64_t now = rig->now_ns;
    assert_int_equal(tp_devices_reading(devices, scale, 0, 0, now, 12.5), 0);
    assert_int_equal(tp_devices_reading(devices, scale, 0, now + rig_ms(50), now, 12.6), 0);
    assert_int_equal(tp_devices_reading(devices, scale, 0, now + rig_ms(51), now, 1), -TP_EINVAL);
    assert_int_equal(tp_devices_reading(devices, scale, 0, UINT64_MAX, now, 1), -TP_EINVAL);
    assert_int_equal(tp_devices_reading(devices, scale, 0, now, now, NAN), -TP_EINVAL);
    assert_int_equal(tp_devices_reading(devices, scale, 0, now, now, -INFINITY), -TP_EINVAL);
    assert_int_equal(tp_devices_reading(devices, scale, 2, now, now, 1), -TP_EINVAL);
    assert_int_equal(tp_devices_reading(devices, lamp, 1, now, now, 1), -TP_EINVAL);
    struct tp_channel_state channel = rig_channel(rig, scale, 0);
    assert_true(channel.known && channel.value == 12.6 && channel.at_ns == now);
    assert_int_equal(channel.readings, 2);
    assert_int_equal(channel.refused, 4);
    assert_false(rig_channel(rig, scale, 1).known);
}

static double rate_of(struct rig *rig, tp_device device, uint64_t every_us, uint64_t for_us)
{
    for (uint64_t us = 0; us < for_us; us += every_us) {
        rig->now_ns += every_us * 1000;
        assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 1), 0);
    }
    return rig_channel(rig, device, 0).rate_hz;
}

static void the_rate_is_measured_over_two_seconds(void **state)
{
    struct rig *rig = *state;
    tp_device device = rig_sensor(rig, "scale", "");
    assert_true(fabs(rate_of(rig, device, 1000, 5000000) - 1000) < 0.01);
    assert_true(fabs(rate_of(rig, device, 12500, 2100000) - 80) < 0.01);
    assert_true(fabs(rate_of(rig, device, 900000, 4500000) - 1 / 0.9) < 0.01);
    rig->now_ns += rig_ms(2300);
    assert_true(rig_channel(rig, device, 0).rate_hz == 0);
    for (int i = 0; i < 10; i++)
        tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 1);
    assert_true(rig_channel(rig, device, 0).rate_hz == 5);
}

/* ---- listeners ---- */

struct heard {
    struct tp_devices *devices;
    struct rig *rig;
    int added, removed, readings;
    double last;
    char name[32];  /* of what went */
    tp_device also; /* is removed when something is added, removed or read */
};

static void on_added(void *context, tp_device device)
{
    struct heard *heard = context;
    heard->added++;
    tp_devices_remove(heard->devices, heard->also ? heard->also : 0);
    if (heard->also == UINT64_MAX)
        tp_devices_remove(heard->devices, device);
}

static void on_removed(void *context, tp_device device)
{
    struct heard *heard = context;
    struct tp_device_state seen;
    tp_device found;
    unsigned channel;
    heard->removed++;
    assert_int_equal(tp_devices_look(heard->devices, device, &seen), 0);
    strncpy(heard->name, seen.id, sizeof heard->name - 1);
    assert_int_equal(tp_devices_find(heard->devices, seen.id, &found, &channel), -TP_EDEVICE);
    assert_int_equal(tp_devices_reading(heard->devices, device, 0, 0, 1, 1), -TP_EDEVICE);
    tp_devices_remove(heard->devices, device);
    tp_devices_remove(heard->devices, heard->also);
}

static void on_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct heard *heard = context;
    assert_int_equal(channel, 0);
    heard->readings++;
    heard->last = value;
    if (heard->also == UINT64_MAX)
        tp_devices_remove(heard->devices, device);
}

static const struct tp_devices_listener listener = {on_added, on_removed, on_reading};

static void all_who_listen_are_told(void **state)
{
    struct rig *rig = *state;
    static const struct tp_devices_listener deaf;
    struct heard heard[3] = {{.devices = rig->devices}, {.devices = rig->devices}};
    assert_int_equal(tp_devices_listen(rig->devices, &listener, &heard[0]), 0);
    assert_int_equal(tp_devices_listen(rig->devices, &deaf, NULL), 0);
    assert_int_equal(tp_devices_listen(rig->devices, &deaf, NULL), 0);
    assert_int_equal(tp_devices_listen(rig->devices, &listener, &heard[1]), 0);
    assert_int_equal(tp_devices_listen(rig->devices, &listener, &heard[2]), -TP_ELIMIT);
    tp_device device = rig_sensor(rig, "scale", "");
    tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 7);
    tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, NAN);
    tp_devices_remove(rig->devices, device);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(heard[i].added, 1);
        assert_int_equal(heard[i].removed, 1);
        assert_int_equal(heard[i].readings, 1);
        assert_true(heard[i].last == 7);
        assert_string_equal(heard[i].name, "scale");
    }
}

static void a_listener_may_remove_what_it_is_told_of(void **state)
{
    struct rig *rig = *state;
    struct heard heard[2] = {{.devices = rig->devices}, {.devices = rig->devices}};
    for (int i = 0; i < 2; i++)
        tp_devices_listen(rig->devices, &listener, &heard[i]);
    tp_device device = rig_sensor(rig, "scale", "");
    heard[0].also = UINT64_MAX;
    assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 7), 0);
    assert_int_equal(heard[1].readings, 0);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    rig_sensor(rig, "scale", "");
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    assert_int_equal(heard[0].removed, 2);
    assert_int_equal(heard[1].added, 1);
}

static void a_listener_may_remove_another(void **state)
{
    struct rig *rig = *state;
    struct heard heard = {.devices = rig->devices};
    tp_devices_listen(rig->devices, &listener, &heard);
    tp_device first = rig_sensor(rig, "first", ""), second = rig_sensor(rig, "second", "");
    heard.also = first;
    tp_devices_remove(rig->devices, second);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    assert_int_equal(heard.removed, 2);
    heard.also = rig_sensor(rig, "third", "");
    rig_sensor(rig, "fourth", "");
    struct tp_device_state seen;
    assert_int_equal(tp_devices_look(rig->devices, tp_devices_at(rig->devices, 0), &seen), 0);
    assert_string_equal(seen.id, "fourth");
    assert_int_equal(tp_devices_at(rig->devices, 1), 0);
}

static void nobody_is_destroyed_twice(void **state)
{
    (void)state;
    tp_devices_destroy(NULL);
}

/* ---- corrections ---- */

/* A scale that counts down: newtons for all who listen, until the correction is taken back. */
static void a_correction_is_what_readings_are_worth(void **state)
{
    struct rig *rig = *state;
    struct tp_channel raw = {
        .name = "raw", .unit = "steps", .kind = TP_CHANNEL_READING, .min = 0, .max = 5000};
    struct tp_device_about about = {
        .id = "scale", .name = "A scale", .plugin = "rig", .channels = &raw, .channel_count = 1};
    struct tp_correction newtons = {1000, -0.01, "N"};
    tp_device device;
    assert_int_equal(tp_devices_add(rig->devices, &about, rig->now_ns, &device, &rig->err), 0);
    assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 800), 0);
    assert_int_equal(tp_devices_correct(rig->devices, device, 0, &newtons), 0);
    assert_false(rig_channel(rig, device, 0).known);
    assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 800), 0);
    struct tp_channel_state channel = rig_channel(rig, device, 0);
    assert_true(channel.corrected && channel.value == 2);
    assert_string_equal(channel.about.unit, "N");
    assert_true(channel.about.min == -40 && channel.about.max == 10);
    assert_int_equal(tp_devices_correct(rig->devices, device, 0, NULL), 0);
    assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 800), 0);
    channel = rig_channel(rig, device, 0);
    assert_true(!channel.corrected && channel.value == 800);
    assert_string_equal(channel.about.unit, "steps");
    assert_true(channel.about.min == 0 && channel.about.max == 5000);
}

static void only_what_measures_is_corrected(void **state)
{
    struct rig *rig = *state;
    struct tp_correction newtons = {0, 1e300, "N"};
    tp_device device = rig_sensor(rig, "scale", "");
    assert_int_equal(tp_devices_correct(rig->devices, device, 0, &newtons), 0);
    assert_int_equal(tp_devices_reading(rig->devices, device, 0, 0, rig->now_ns, 1e300),
                     -TP_EINVAL); /* no number any more */
    assert_int_equal(tp_devices_correct(rig->devices, device, 2, &newtons), -TP_EINVAL);
    tp_devices_remove(rig->devices, device);
    assert_int_equal(tp_devices_correct(rig->devices, device, 0, &newtons), -TP_EDEVICE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_up, rig_down)
    const struct CMUnitTest tests[] = {
        TEST(a_device_is_told_as_it_was_given),
        TEST(a_handle_that_is_gone_stays_gone),
        TEST(there_is_room_for_sixty_four),
        TEST(names_that_are_none_are_refused),
        TEST(a_name_for_people_is_cleaned),
        TEST(channels_that_are_none_are_refused),
        TEST(readings_are_kept_and_nonsense_is_counted),
        TEST(the_rate_is_measured_over_two_seconds),
        TEST(all_who_listen_are_told),
        TEST(a_listener_may_remove_what_it_is_told_of),
        TEST(a_listener_may_remove_another),
        TEST(nobody_is_destroyed_twice),
        TEST(a_correction_is_what_readings_are_worth),
        TEST(only_what_measures_is_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
