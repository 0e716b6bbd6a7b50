/* Outputs: an output is held as long as its lease is renewed, and falls to its safe value the
 * moment that it is over, or sooner. */
#include "tests/unit/devices_rig.h"

static int set(struct rig *rig, const char *name, struct tp_value value, unsigned lease_ms)
{
    return tp_devices_set(rig->devices, name, value, lease_ms, rig->now_ns, &rig->err);
}

static void tick(struct rig *rig, uint64_t ms)
{
    for (uint64_t i = 0; i < ms; i++) {
        rig->now_ns += rig_ms(1);
        tp_devices_tick(rig->devices, rig->now_ns);
    }
}

static const struct rig_set *last(const struct rig *rig)
{
    assert_true(rig->set_count > 0);
    return &rig->sets[rig->set_count - 1];
}

static void a_lease_ends_at_its_instant(void **state)
{
    struct rig *rig = *state;
    tp_device lamp = rig_lamp(rig, "lamp", "light");
    assert_int_equal(set(rig, "light", tp_value_number(0.5), 500), 0);
    assert_true(last(rig)->device == lamp && last(rig)->channel == 1);
    assert_true(last(rig)->value.number == 0.5 && last(rig)->lease_ms == 500);
    assert_true(rig_channel(rig, lamp, 1).held && rig_channel(rig, lamp, 1).value == 0.5);
    tick(rig, 499);
    assert_int_equal(rig->set_count, 1);
    tick(rig, 1);
    assert_int_equal(rig->set_count, 2);
    assert_true(last(rig)->value.number == 0 && last(rig)->lease_ms == 0);
    assert_false(rig_channel(rig, lamp, 1).held);
    tick(rig, 2000);
    assert_int_equal(rig->set_count, 2);
}

static void a_lease_that_is_renewed_stays(void **state)
{
    struct rig *rig = *state;
    rig_lamp(rig, "lamp", "light");
    for (int i = 0; i < 20; i++) {
        assert_int_equal(set(rig, "light", tp_value_number(1), 500), 0);
        tick(rig, 200);
    }
    assert_int_equal(rig->set_count, 20);
    tick(rig, 299);
    assert_int_equal(rig->set_count, 20);
    tick(rig, 1);
    assert_int_equal(rig->set_count, 21);
}

static void each_kind_falls_to_what_its_channel_says(void **state)
{
    struct rig *rig = *state;
    rig_lamp(rig, "lamp", "light");
    assert_int_equal(set(rig, "light.colour", tp_value_text("#FF8000"), 100), 0);
    assert_string_equal(last(rig)->text, "#FF8000");
    tick(rig, 100);
    assert_string_equal(last(rig)->text, "#102030");
    assert_int_equal(set(rig, "lamp.words", tp_value_text("let go"), 100), 0);
    tick(rig, 100);
    assert_int_equal(last(rig)->value.kind, TP_VALUE_NIL);
    const struct tp_channel plain[] = {
        {.name = "colour", .kind = TP_CHANNEL_COLOUR},
        {.name = "words", .kind = TP_CHANNEL_TEXT},
        {.name = "level", .kind = TP_CHANNEL_NUMBER, .min = -1, .max = 1},
        {.name = "heat", .kind = TP_CHANNEL_NUMBER, .min = -1, .max = 1, .safe = "0.25"}};
    rig_add(rig, "plain", "", plain, 4);
    assert_int_equal(set(rig, "plain", tp_value_text("#ffffff"), 100), 0);
    assert_int_equal(set(rig, "plain.words", tp_value_text("x"), 101), 0);
    assert_int_equal(set(rig, "plain.level", tp_value_number(1), 102), 0);
    assert_int_equal(set(rig, "plain.heat", tp_value_number(1), 103), 0);
    rig->set_count = 0;
    tick(rig, 103);
    assert_int_equal(rig->set_count, 4);
    assert_string_equal(rig->sets[0].text, "#000000");
    assert_true(rig->sets[1].value.kind == TP_VALUE_TEXT && rig->sets[1].text[0] == '\0');
    assert_true(rig->sets[2].value.number == -1);
    assert_true(rig->sets[3].value.number == 0.25);
}

static void what_is_let_go_falls_at_once(void **state)
{
    struct rig *rig = *state;
    rig_lamp(rig, "one", "light");
    rig_lamp(rig, "two", "");
    set(rig, "light", tp_value_number(1), 500);
    set(rig, "light.colour", tp_value_text("#ffffff"), 500);
    set(rig, "two", tp_value_number(1), 500);
    rig->set_count = 0;
    tp_devices_release(rig->devices, "light");
    tp_devices_release(rig->devices, "light");
    tp_devices_release(rig->devices, "light.words");
    tp_devices_release(rig->devices, "nothing");
    assert_int_equal(rig->set_count, 1);
    assert_true(last(rig)->channel == 1 && last(rig)->lease_ms == 0);
    tp_devices_release_all(rig->devices);
    assert_int_equal(rig->set_count, 3);
    tp_devices_release_all(rig->devices);
    tick(rig, 1000);
    assert_int_equal(rig->set_count, 3);
}

static void what_an_output_does_not_take_is_said(void **state)
{
    struct rig *rig = *state;
    rig_lamp(rig, "lamp", "light");
    const struct {
        const char *name;
        struct tp_value value;
        unsigned lease_ms;
        int code;
        const char *text;
    } bad[] = {
        {"lamps", tp_value_number(1), 500, -TP_EDEVICE, "no output is called 'lamps'"},
        {"light.hours", tp_value_number(1), 500, -TP_EDEVICE, "no output is called 'light.hours'"},
        {"light", tp_value_number(1.01), 500, -TP_EINVAL, "light takes a number from 0 to 1"},
        {"light", tp_value_number(0 * (1e308 * 10)), 500, -TP_EINVAL,
         "light takes a number from 0 to 1"},
        {"light", tp_value_text("1"), 500, -TP_EINVAL, "light takes a number from 0 to 1"},
        {"light.colour", tp_value_text("red"), 500, -TP_EINVAL,
         "light.colour takes a colour such as \"#ff8000\""},
        {"light.words", tp_value_number(1), 500, -TP_EINVAL, "light.words takes a text"},
        {"light", tp_value_number(1), 99, -TP_EINVAL, "a lease must be 100-2000 ms, got 99"},
        {"light", tp_value_number(1), 2001, -TP_EINVAL, "a lease must be 100-2000 ms, got 2001"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(set(rig, bad[i].name, bad[i].value, bad[i].lease_ms), bad[i].code);
        assert_string_equal(rig->err.text, bad[i].text);
    }
    assert_int_equal(rig->set_count, 0);
    rig_sensor(rig, "scale", "");
    assert_int_equal(set(rig, "scale", tp_value_number(1), 500), -TP_EDEVICE);
    rig->answer = -TP_EIO;
    assert_int_equal(set(rig, "light", tp_value_number(1), 500), -TP_EDEVICE);
    assert_string_equal(rig->err.text, "light could not be set");
    tick(rig, 1000);
    assert_int_equal(rig->set_count, 1);
}

static void one_that_cannot_take_it_now_is_tried_again(void **state)
{
    struct rig *rig = *state;
    tp_device lamp = rig_lamp(rig, "lamp", "light");
    set(rig, "light", tp_value_number(1), 500);
    rig->answer = -TP_EAGAIN;
    tp_devices_release(rig->devices, "light");
    assert_true(rig_channel(rig, lamp, 1).held);
    tick(rig, 3);
    assert_int_equal(rig->set_count, 5);
    rig->answer = 0;
    tick(rig, 3);
    assert_int_equal(rig->set_count, 6);
    assert_false(rig_channel(rig, lamp, 1).held);
}

static void a_device_may_go_while_it_is_set(void **state)
{
    struct rig *rig = *state;
    rig_lamp(rig, "lamp", "light");
    rig_lamp(rig, "other", "");
    set(rig, "light", tp_value_number(1), 500);
    set(rig, "light.colour", tp_value_text("#ffffff"), 500);
    set(rig, "other", tp_value_number(1), 500);
    rig->goes_when_set = true;
    tick(rig, 500);
    assert_int_equal(rig->set_count, 5);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    rig_lamp(rig, "lamp", "light");
    assert_int_equal(set(rig, "light", tp_value_number(1), 500), -TP_EDEVICE);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
}

static void one_that_went_while_it_was_held_falls_when_it_is_back(void **state)
{
    struct rig *rig = *state;
    tp_device lamp = rig_lamp(rig, "lamp", "light");
    set(rig, "light", tp_value_number(1), 500);
    tp_devices_remove(rig->devices, lamp);
    tick(rig, 1000);
    assert_int_equal(rig->set_count, 1);
    rig_lamp(rig, "other", "");
    tick(rig, 1);
    assert_int_equal(rig->set_count, 1);
    lamp = rig_lamp(rig, "lamp", "light");
    tick(rig, 1);
    assert_int_equal(rig->set_count, 4);
    assert_true(rig->sets[1].value.number == 0 && rig->sets[1].lease_ms == 0);
    assert_string_equal(rig->sets[2].text, "#102030");
    assert_int_equal(rig->sets[3].value.kind, TP_VALUE_NIL);
    assert_false(rig_channel(rig, lamp, 0).held || rig_channel(rig, lamp, 1).held);
    tp_devices_remove(rig->devices, lamp);
    rig_lamp(rig, "lamp", "light");
    tick(rig, 1000);
    assert_int_equal(rig->set_count, 4);
}

static void one_that_is_held_again_before_it_fell_stays(void **state)
{
    struct rig *rig = *state;
    tp_device lamp = rig_lamp(rig, "lamp", "light");
    set(rig, "light", tp_value_number(1), 500);
    tp_devices_remove(rig->devices, lamp);
    rig_lamp(rig, "lamp", "light");
    set(rig, "light", tp_value_number(0.5), 500);
    rig->set_count = 0;
    tick(rig, 499);
    for (size_t i = 0; i < rig->set_count; i++)
        assert_int_not_equal(rig->sets[i].channel, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_up, rig_down)
    const struct CMUnitTest tests[] = {
        TEST(a_lease_ends_at_its_instant),
        TEST(a_lease_that_is_renewed_stays),
        TEST(each_kind_falls_to_what_its_channel_says),
        TEST(what_is_let_go_falls_at_once),
        TEST(what_an_output_does_not_take_is_said),
        TEST(one_that_cannot_take_it_now_is_tried_again),
        TEST(a_device_may_go_while_it_is_set),
        TEST(one_that_went_while_it_was_held_falls_when_it_is_back),
        TEST(one_that_is_held_again_before_it_fell_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
