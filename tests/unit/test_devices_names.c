/* What a name means: roles of the person, roles of devices, ids, channels. */
#include "tests/unit/devices_rig.h"

#include <stdio.h>

/* "id.channel" of what the name means, "" for nothing. */
static const char *meant(struct rig *rig, const char *name)
{
    static char text[160];
    tp_device device;
    unsigned channel;
    struct tp_device_state seen;
    if (tp_devices_find(rig->devices, name, &device, &channel) < 0)
        return "";
    assert_int_equal(tp_devices_look(rig->devices, device, &seen), 0);
    snprintf(text, sizeof text, "%s.%s", seen.id, rig_channel(rig, device, channel).about.name);
    assert_true(tp_devices_means(rig->devices, name, device, channel));
    assert_false(tp_devices_means(rig->devices, name, device, channel + 1));
    assert_false(tp_devices_means(rig->devices, name, device + 256, channel));
    return text;
}

static void map(struct rig *rig, const char *role, const char *id)
{
    assert_int_equal(tp_devices_map(rig->devices, role, id, &rig->err), 0);
}

static void ids_and_roles_and_their_channels_are_names(void **state)
{
    struct rig *rig = *state;
    rig_sensor(rig, "usb-1.2", "pressure");
    assert_string_equal(meant(rig, "pressure"), "usb-1.2.force");
    assert_string_equal(meant(rig, "pressure.battery"), "usb-1.2.battery");
    assert_string_equal(meant(rig, "usb-1.2"), "usb-1.2.force");
    assert_string_equal(meant(rig, "usb-1.2.battery"), "usb-1.2.battery");
    const char *const nothing[] = {"",    ".",         "pressure.", "pressure.lid", "usb-1",
                                   "usb", "usb-1.2.x", ".force",    "light"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_string_equal(meant(rig, nothing[i]), "");
}

static void of_two_with_one_role_the_first_counts(void **state)
{
    struct rig *rig = *state;
    tp_device first = rig_sensor(rig, "z", "pressure");
    rig_sensor(rig, "a", "pressure");
    assert_string_equal(meant(rig, "pressure"), "z.force");
    tp_devices_remove(rig->devices, first);
    assert_string_equal(meant(rig, "pressure"), "a.force");
    rig_sensor(rig, "z", "pressure");
    assert_string_equal(meant(rig, "pressure"), "a.force");
}

static const char *role(struct rig *rig, tp_device device)
{
    struct tp_device_state seen;
    assert_int_equal(tp_devices_look(rig->devices, device, &seen), 0);
    return seen.role;
}

static void what_the_person_says_comes_first_and_may_come_early(void **state)
{
    struct rig *rig = *state;
    map(rig, "pressure", "b");
    map(rig, "battery", "b.battery");
    tp_device a = rig_sensor(rig, "a", "pressure");
    assert_string_equal(meant(rig, "pressure"), "");
    assert_string_equal(role(rig, a), "");
    tp_device b = rig_sensor(rig, "b", "");
    assert_string_equal(meant(rig, "pressure"), "b.force");
    assert_string_equal(meant(rig, "pressure.battery"), "b.battery");
    assert_string_equal(meant(rig, "battery"), "b.battery");
    assert_string_equal(role(rig, b), "pressure");
    map(rig, "pressure", "a");
    assert_string_equal(meant(rig, "pressure"), "a.force");
    assert_string_equal(role(rig, a), "pressure");
    assert_string_equal(role(rig, b), "battery");
    tp_devices_remove(rig->devices, a);
    assert_string_equal(meant(rig, "pressure"), "");
}

static void a_channel_that_is_not_there_means_nothing(void **state)
{
    struct rig *rig = *state;
    map(rig, "pressure", "a.weight");
    tp_device a = rig_sensor(rig, "a", "");
    assert_string_equal(meant(rig, "pressure"), "");
    assert_string_equal(role(rig, a), "");
}

static void roles_that_are_none_are_refused(void **state)
{
    struct rig *rig = *state;
    char name[40];
    assert_int_equal(tp_devices_map(rig->devices, "Pressure", "a", &rig->err), -TP_EINVAL);
    assert_string_equal(rig->err.text, "a role must be a word of a-z, 0-9 and _, such as pressure, "
                                       "of at most 31 letters");
    assert_int_equal(tp_devices_map(rig->devices, "pressure", "a b", &rig->err), -TP_EINVAL);
    assert_string_equal(rig->err.text, "the role 'pressure' must be the id of a device, as `tprun "
                                       "devices` shows it, or id.channel");
    for (int i = 0; i < TP_ROLES; i++) {
        snprintf(name, sizeof name, "role_%d", i);
        map(rig, name, "a");
    }
    map(rig, "role_31", "b");
    assert_int_equal(tp_devices_map(rig->devices, "more", "a", &rig->err), -TP_ELIMIT);
    assert_string_equal(rig->err.text, "at most 32 roles can be named");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_up, rig_down)
    const struct CMUnitTest tests[] = {
        TEST(ids_and_roles_and_their_channels_are_names),
        TEST(of_two_with_one_role_the_first_counts),
        TEST(what_the_person_says_comes_first_and_may_come_early),
        TEST(a_channel_that_is_not_there_means_nothing),
        TEST(roles_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
