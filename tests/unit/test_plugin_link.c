/* What a plugin says reaches its own devices only, cleaned, and goes with it. */
#include "tests/unit/devices_rig.h"

#include "core/host/plugin_link.h"
#include "core/host/plugin_manifest.h"

#include <uv.h>

struct said {
    char text[400], warning[400], fault[400];
    enum tp_life_input what;
    unsigned set_channel, sets;
};

static void on_life(void *context, const struct tp_life_said *life)
{
    struct said *said = context;
    said->what = life->what;
    snprintf(said->text, sizeof said->text, "%s", life->text ? life->text : "(none)");
}

static void on_text(void *context, const char *text)
{
    struct said *said = context;
    snprintf(said->text, sizeof said->text, "%s", text);
}

static void on_warning(void *context, const char *text)
{
    struct said *said = context;
    snprintf(said->warning, sizeof said->warning, "%s", text);
}

static void on_fault(void *context, const char *text)
{
    struct said *said = context;
    snprintf(said->fault, sizeof said->fault, "%s", text);
}

static int on_set(void *run, tp_device device, unsigned channel, struct tp_value value,
                  unsigned lease_ms)
{
    struct said *said = run;
    (void)device;
    (void)value;
    (void)lease_ms;
    said->set_channel = channel;
    said->sets++;
    return 0;
}

static const struct tp_plugin_ear ear = {
    .life = on_life, .status = on_text, .warning = on_warning, .log = on_text, .fault = on_fault};
static const struct tp_plugin_backend backend = {.set = on_set};
static const struct tp_plugin_backend without_outputs;
static struct tp_safe safe[] = {{(char *)"level", (char *)"0.5"}};
static const struct tp_manifest manifests[] = {{.id = (char *)"one", .safe = safe, .safe_count = 1},
                                               {.id = (char *)"two"}};
static struct said said[2];
static struct tp_plugin_link links[2];

static int up(void **state)
{
    int rc = rig_up(state);
    struct rig *rig = *state;
    for (int i = 0; i < 2; i++) {
        said[i] = (struct said){.what = TP_LIFE_TIME};
        links[i] = (struct tp_plugin_link){.devices = rig->devices,
                                           .manifest = &manifests[i],
                                           .backend = &backend,
                                           .run = &said[i],
                                           .ear = &ear,
                                           .context = &said[i]};
    }
    return rc;
}

static const struct tp_channel channels[] = {
    {.name = "force", .kind = TP_CHANNEL_READING, .max = 50},
    {.name = "level", .kind = TP_CHANNEL_NUMBER, .max = 1, .safe = "1"}};

static tp_device add(int n, const char *id, size_t count)
{
    struct tp_err err;
    tp_device device;
    tp_link_device_add(&links[n],
                       &(struct tp_device_about){
                           .id = id, .name = "x", .channels = channels, .channel_count = count},
                       &device, &err);
    return device;
}

static void it_reaches_its_own_devices_only(void **state)
{
    struct rig *rig = *state;
    tp_device one = add(0, "a", 2), two = add(1, "b", 2);
    struct tp_device_state seen;
    assert_int_equal(tp_devices_look(rig->devices, one, &seen), 0);
    assert_string_equal(seen.plugin, "one");
    assert_int_equal(tp_link_reading(&links[0], one, 0, 0, 1), 0);
    assert_int_equal(tp_link_reading(&links[1], one, 0, 0, 1), -TP_EDEVICE);
    assert_int_equal(tp_link_device(&links[0], "a"), one);
    assert_int_equal(tp_link_device(&links[1], "a"), 0);
    assert_int_equal(tp_link_channel(&links[0], one, "level"), 1);
    assert_int_equal(tp_link_channel(&links[0], one, NULL), 0);
    assert_true(tp_link_channel(&links[0], one, "lever") < 0);
    tp_link_device_remove(&links[1], one);
    assert_int_equal(tp_devices_look(rig->devices, one, &seen), 0);
    tp_link_forget(&links[1]);
    assert_int_equal(tp_devices_look(rig->devices, one, &seen), 0);
    assert_int_equal(tp_devices_look(rig->devices, two, &seen), -TP_EDEVICE);
    tp_link_device_remove(&links[0], one);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    assert_int_equal(tp_link_reading(&links[0], one, 0, 0, 1), -TP_EDEVICE);
}

static void what_the_manifest_says_is_safe_goes_first(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(rig_channel(rig, add(0, "a", 2), 1).about.safe, "0.5");
    assert_string_equal(rig_channel(rig, add(1, "b", 2), 1).about.safe, "1");
    assert_int_equal(tp_devices_set(rig->devices, "b.level", tp_value_number(1), 500, 1, &rig->err),
                     0);
    assert_int_equal(said[0].sets, 0);
    assert_int_equal(said[1].sets, 1);
    assert_int_equal(said[1].set_channel, 1);
}

static void a_device_that_is_refused_is_told(void **state)
{
    (void)state;
    assert_int_equal(add(0, "a b", 2), 0);
    assert_string_equal(said[0].warning,
                        "a device's id must be letters, digits and . _ : @ + -, at most 95");
    assert_string_equal(said[0].fault, said[0].warning);
    assert_int_equal(add(0, "a", 1000), 0);
    assert_string_equal(said[0].warning, "device 'a': it needs one to 16 channels");
    links[0].backend = &without_outputs;
    assert_int_equal(add(0, "a", 2), 0);
    assert_non_null(strstr(said[0].warning, "its plugin drives none"));
    assert_int_equal(links[0].own_count, 0);
}

static void devices_that_come_and_go_leave_room(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 1000; i++)
        tp_devices_remove(rig->devices, add(0, "a", 1));
    assert_true(add(0, "a", 1) != 0);
    assert_true(links[0].own_count <= TP_DEVICES);
}

static void its_words_are_cleaned(void **state)
{
    (void)state;
    char text[1000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    tp_link_status(&links[0], "all\x1b[2J is\n\xff well");
    assert_string_equal(said[0].text, "all\\x1B[2J is\\x0A\\xFF well");
    tp_link_log(&links[0], text);
    assert_true(strlen(said[0].text) < 300);
    tp_link_warning(&links[0], "\a");
    assert_string_equal(said[0].warning, "\\x07");
    tp_link_life(&links[0], TP_LIFE_REFUSED, 0, "no\n");
    assert_int_equal(said[0].what, TP_LIFE_REFUSED);
    assert_string_equal(said[0].text, "no\\x0A");
    tp_link_life(&links[0], TP_LIFE_ANSWERED, 0, NULL);
    assert_string_equal(said[0].text, "(none)");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, up, rig_down)
    const struct CMUnitTest tests[] = {
        TEST(it_reaches_its_own_devices_only),
        TEST(what_the_manifest_says_is_safe_goes_first),
        TEST(a_device_that_is_refused_is_told),
        TEST(devices_that_come_and_go_leave_room),
        TEST(its_words_are_cleaned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
