/* The simulated devices: the hand that presses, and the output with its leases. */
#include "tests/unit/object_rig.h"

/* ---- the hand ---- */

static void a_hand_presses_steadily_and_trembles(void **state)
{
    (void)state;
    void *self = begin("{\"role\":\"pressure\",\"name\":\"Hand\"}");
    double sum = 0;
    pass(10000);
    assert_int_equal(world.count, 501);
    assert_string_equal(world.ids[0], "sim-pressure");
    assert_string_equal(world.roles[0], "pressure");
    for (size_t i = 0; i < world.count; i++) {
        assert_near(at_ms(i), 20.0 * (double)i, 0.001);
        assert_near(world.readings[i].value, 20, 0.2);
        if (i > 0)
            assert_true(world.readings[i].value != world.readings[i - 1].value);
        sum += world.readings[i].value;
    }
    assert_near(sum / (double)world.count, 20, 0.05);
    end(self);
}

static void the_same_seed_gives_the_same_tremor(void **state)
{
    static double first[100];
    (void)state;
    for (int run = 0; run < 3; run++) {
        void *self = begin(run < 2 ? "{\"seed\":7}" : "{\"seed\":8}");
        bool same = true;
        pass(1000);
        for (int i = 0; i < 50; i++) {
            same = same && first[i] == world.readings[i].value;
            first[i] = world.readings[i].value;
        }
        assert_int_equal(same, run == 1);
        end(self);
    }
}

static void late_readings_catch_up(void **state)
{
    (void)state;
    void *self = begin("{\"rate\":300}");
    pass(100);
    stall(500);
    pass(400);
    assert_int_equal(world.count, 301);
    for (size_t i = 0; i < world.count; i++) {
        assert_near(at_ms(i), (double)i / 0.3, 0.001);
        assert_true(world.readings[i].arrived_ns >= world.readings[i].t_ns);
    }
    end(self);
}

static double last_value(void)
{
    return world.readings[world.count - 1].value;
}

static void it_lets_go_when_the_session_says_so(void **state)
{
    static const char *const ends[] = {"{\"action\":\"time\"}", "{\"t\":1,\"action\":\"cap\"}"};
    (void)state;
    void *self = begin("{}");
    for (int i = 0; i < 2; i++) {
        plugin->event(self, "step.start", "{\"kind\":\"hold\",\"title\":\"rest\"}");
        pass(4000);
        plugin->event(self, "press", "{\"action\":\"begin\"}");
        pass(1000);
        assert_near(last_value(), 20, 0.3);
        plugin->event(self, "press", ends[i]);
        pass(1000);
        assert_in_range((int)last_value(), 6, 10);
        pass(1000);
        assert_near(last_value(), 0, 0);
        plugin->event(self, "step.start", "{\"kind\":\"rest\"}");
        pass(4000);
        assert_near(last_value(), 0, 0);
        plugin->event(self, "session.pause", "{}");
        plugin->event(self, "session.resume", "{}");
        pass(4000);
        assert_near(last_value(), 0, 0);
    }
    plugin->event(self, "step.start", "{\"kind\":\"hold\"}");
    pass(5000);
    plugin->event(self, "session.pause", "{}");
    pass(5000);
    assert_near(last_value(), 0, 0);
    plugin->event(self, "session.resume", "{}");
    pass(5000);
    assert_near(last_value(), 20, 0.3);
    end(self);
}

static void keys_make_newtons(void **state)
{
    (void)state;
    void *self = begin("{\"keys\":true,\"tremor\":0}");
    pass(1000);
    assert_near(last_value(), 0, 0);
    for (int i = 0; i < 5; i++) { /* as fast as one taps: each counts */
        plugin->event(self, "key", "{\"name\":\"up\"}");
        pass(100);
    }
    assert_near(last_value(), 5, 0);
    plugin->event(self, "key", "{\"name\":\"down\"}");
    plugin->event(self, "key", "{\"name\":\"left\"}");
    pass(200);
    assert_near(last_value(), 4, 0);
    for (int i = 0; i < 10; i++) /* held down: it stops soon after */
        plugin->event(self, "key", "{\"name\":\"up\"}");
    pass(1000);
    assert_near(last_value(), 7, 0);
    plugin->event(self, "step.start", "{\"kind\":\"hold\"}");
    pass(1000);
    assert_near(last_value(), 7, 0);
    plugin->event(self, "press", "{\"action\":\"time\"}");
    pass(1000);
    assert_near(last_value(), 0, 0);
    plugin->event(self, "key", "{\"name\":\"down\"}");
    pass(1000);
    assert_near(last_value(), 0, 0);
    end(self);
}

static void a_hand_may_be_faster_than_life(void **state)
{
    (void)state;
    void *self = begin("{\"tremor\":0,\"speed\":10}");
    plugin->event(self, "session.pause", "{}");
    world.count = 0;
    pass(100);
    assert_int_equal(world.count, 50);
    assert_near(world.readings[25].value, 20 - 12 * 0.02 * 26, 1e-9);
    assert_near(at_ms(25), 52, 0.001);
    end(self);
    self = begin("{\"speed\":1000,\"rate\":1000}"); /* there is a limit */
    pass(100);
    assert_int_equal(world.count, 501);
    end(self);
}

static void keys_mean_nothing_unless_asked_for(void **state)
{
    (void)state;
    void *self = begin("{\"tremor\":0}");
    plugin->event(self, "key", "{\"name\":\"up\"}");
    pass(1000);
    assert_near(last_value(), 20, 0);
    end(self);
}

/* ---- the output ---- */

static void *begin_light(void)
{
    char settings[TEXT];
    (void)snprintf(settings, sizeof settings,
                   "{\"sensor\":false,\"output\":\"light\",\"record\":\"%s\"}", file);
    return begin(settings);
}

static void set(void *self, uint32_t channel, double number, const char *text, uint32_t lease_ms)
{
    const struct tp_plugin_value value = {text, number};
    assert_int_equal(plugin->set(self, world.plugged[0], channel, &value, lease_ms), 0);
}

static void assert_recorded(const char *wanted)
{
    char text[1024];
    FILE *stream = fopen(file, "r");
    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, wanted);
}

static void an_output_falls_when_its_lease_is_over(void **state)
{
    (void)state;
    void *self = begin_light();
    assert_string_equal(world.ids[0], "sim-light");
    assert_string_equal(world.roles[0], "light");
    set(self, 0, 0.5, NULL, 500);
    pass(200);
    set(self, 0, 0.75, NULL, 500);
    set(self, 1, 0, "#ff8000", 300);
    pass(1000);
    set(self, 2, 0, "slowly, now", 500);
    pass(100);
    assert_recorded("ms,what,channel,value,lease_ms\n"
                    "5000,set,level,0.5,500\n"
                    "5200,set,level,0.75,500\n"
                    "5200,set,colour,#ff8000,300\n"
                    "5500,safe,colour,#000000,0\n"
                    "5700,safe,level,0,0\n"
                    "6200,set,text,slowly  now,500\n");
    set(self, 2, 0, NULL, 0);
    set(self, 2, 0, NULL, 0);
    set(self, 0, 1, NULL, 500);
    pass(10);
    end(self);
    assert_recorded("ms,what,channel,value,lease_ms\n"
                    "5000,set,level,0.5,500\n"
                    "5200,set,level,0.75,500\n"
                    "5200,set,colour,#ff8000,300\n"
                    "5500,safe,colour,#000000,0\n"
                    "5700,safe,level,0,0\n"
                    "6200,set,text,slowly  now,500\n"
                    "6300,safe,text,,0\n"
                    "6300,set,level,1,500\n"
                    "6310,safe,level,0,0\n");
    assert_string_equal(world.log, "sim-light.level = 0.5\n"
                                   "sim-light.level = 0.75\n"
                                   "sim-light.colour = #ff8000\n"
                                   "sim-light.colour = #000000\n"
                                   "sim-light.level = 0\n"
                                   "sim-light.text = slowly, now\n"
                                   "sim-light.text = \n"
                                   "sim-light.level = 1\n"
                                   "sim-light.level = 0\n");
}

static void an_output_takes_nothing_for_another(void **state)
{
    const struct tp_plugin_value value = {NULL, 1};
    (void)state;
    void *self = begin_light();
    assert_int_equal(plugin->set(self, 99, 0, &value, 500), -TP_PLUGIN_EDEVICE);
    assert_int_equal(plugin->set(self, world.plugged[0], 3, &value, 500), -TP_PLUGIN_EINVAL);
    static const struct {
        uint32_t channel;
        struct tp_plugin_value value;
    } wrong[] = {{0, {NULL, 1.01}}, {0, {NULL, -0.01}},  {0, {"1", 0}},
                 {0, {NULL, NAN}},  {1, {"#ff800", 0}},  {1, {"ff8000x", 0}},
                 {1, {NULL, 0}},    {1, {"#gg8000", 0}}, {2, {NULL, 0}}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(
            plugin->set(self, world.plugged[0], wrong[i].channel, &wrong[i].value, 500),
            -TP_PLUGIN_EINVAL);
    assert_string_equal(world.log, "");
    plugin->event(self, "step.start", "{\"kind\":\"hold\"}");
    pass(1000);
    assert_int_equal(world.count, 0);
    end(self);
    self = begin("{\"output\":\"light\",\"role\":\"pressure\"}"); /* both */
    pass(100);
    assert_int_equal(world.added, 2);
    assert_int_equal(world.count, 6);
    end(self);
}

static void without_room_it_does_not_start(void **state)
{
    char error[TEXT];
    void *self;
    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *settings =
            i == 0 ? "{\"role\":\"pressure\"}" : "{\"sensor\":false,\"output\":\"light\"}";
        memset(&world, 0, sizeof world);
        assert_int_equal(plugin->create(&host, settings, &self, error, TEXT), 0);
        world.full = true;
        assert_int_equal(plugin->start(self, error, TEXT), -TP_PLUGIN_EINVAL);
        assert_non_null(strstr(error, i == 0 ? "\"pressure\" is no role" : "\"light\" is no role"));
        assert_int_equal(due_timer(UINT64_MAX), -1);
        plugin->destroy(self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_presses_steadily_and_trembles),
        cmocka_unit_test(the_same_seed_gives_the_same_tremor),
        cmocka_unit_test(late_readings_catch_up),
        cmocka_unit_test(it_lets_go_when_the_session_says_so),
        cmocka_unit_test(keys_make_newtons),
        cmocka_unit_test(a_hand_may_be_faster_than_life),
        cmocka_unit_test(keys_mean_nothing_unless_asked_for),
        cmocka_unit_test(without_room_it_does_not_start),
        cmocka_unit_test(an_output_falls_when_its_lease_is_over),
        cmocka_unit_test(an_output_takes_nothing_for_another),
    };
    return RUN_WITH_PLUGIN(tests);
}
