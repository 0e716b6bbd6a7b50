/* The simulated sensor that plays a trace: what comes when, and each fault. */
#include "tests/unit/object_rig.h"

#include <dirent.h>

static void write_file(const char *text)
{
    FILE *stream = fopen(file, "w");
    assert_non_null(stream);
    (void)fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

/* Begins with a trace of these lines. */
static void *play(const char *lines, const char *more)
{
    char settings[TEXT];
    write_file(lines);
    (void)snprintf(settings, sizeof settings,
                   "{\"file\":\"%s\",\"role\":\"pressure\"%s,\"tremor\":0}", file, more);
    return begin(settings);
}

static void assert_came(size_t n, double ms, double value)
{
    assert_near(at_ms(n), ms, 0.001);
    assert_near(world.readings[n].value, value, 1e-9);
}

/* ---- a trace ---- */

static void rows_come_at_their_times(void **state)
{
    (void)state;
    void *self =
        play("# a recording\ntime,value,fault\n\n10.0,1.5\n 10.1 , 2 ,\r\n10.3,-0.25,", "");
    pass(300);
    assert_int_equal(world.count, 3);
    assert_came(0, 0, 1.5);
    assert_came(1, 100, 2);
    assert_came(2, 300, -0.25);
    pass(100); /* the last value stays */
    assert_int_equal(world.count, 8);
    assert_came(7, 400, -0.25);
    end(self);
    self = play("\xEF\xBB\xBFtime,value\n0,3\n", ""); /* as a spreadsheet saves it */
    pass(20);
    assert_came(0, 0, 3);
    end(self);
}

static void rows_far_apart_are_joined(void **state)
{
    (void)state;
    void *self = play("0,0\n2,20\n2.25,10\n", "");
    pass(2250);
    assert_int_equal(world.count, 102);
    for (size_t i = 0; i <= 100; i++)
        assert_came(i, 20.0 * (double)i, 0.2 * (double)i);
    assert_came(101, 2250, 10);
    end(self);
    self = play("0,0\n2,20\n", ",\"rate\":0");
    pass(5000);
    assert_int_equal(world.count, 2);
    end(self);
}

static void what_is_filled_in_trembles(void **state)
{
    (void)state;
    void *self = play("0,20\n0.1,20\n4,20\n", ",\"tremor\":0.5");
    pass(3000);
    assert_came(0, 0, 20);
    assert_came(1, 100, 20);
    for (size_t i = 2; i < world.count; i++) {
        assert_true(world.readings[i].value != world.readings[i - 1].value);
        assert_near(world.readings[i].value, 20, 0.5);
    }
    end(self);
}

static void speed_and_loop(void **state)
{
    (void)state;
    void *self = play("0,1\n0.2,2\n", ",\"speed\":2,\"loop\":true");
    pass(220);
    assert_int_equal(world.count, 5);
    assert_came(1, 100, 2);
    assert_came(2, 110, 1);
    assert_came(3, 210, 2);
    assert_came(4, 220, 1);
    end(self);
}

static void a_trace_begins_with_each_hold(void **state)
{
    (void)state;
    void *self = play("0,1\n0.1,2\n0.2,3,unplug\n", ",\"start\":\"hold\"");
    pass(1000);
    assert_came(world.count - 1, 1000, 1);
    for (int i = 0; i < 2; i++) {
        plugin->event(self, "step.start", "{\"kind\":\"rest\"}");
        world.count = 0;
        plugin->event(self, "step.start", "{\"kind\":\"hold\"}");
        pass(1000);
        assert_int_equal(world.count, 2);
        assert_came(0, 1000 * (i + 1), 1);
        assert_came(1, 1100 + 1000 * i, 2);
        assert_int_equal(world.removed, i + 1);
    }
    end(self);
}

static void *one_that_plays;

static void begin_a_hold(void)
{
    plugin->event(one_that_plays, "step.start", "{\"kind\":\"hold\"}");
}

static void a_reading_may_lead_to_the_next_hold(void **state)
{
    (void)state;
    void *self = one_that_plays = play("0,1\n0.1,2\n0.2,3\n", ",\"start\":\"hold\"");
    begin_a_hold();
    pass(150);
    world.count = 0;
    world.then = begin_a_hold;
    pass(170); /* one at 200 ms, and from there on anew */
    assert_came(0, 200, 3);
    assert_came(1, 200, 1);
    assert_came(2, 300, 2);
    assert_int_equal(world.count, 3);
    end(self);
}

/* ---- faults ---- */

static void nothing_comes_in_a_gap(void **state)
{
    (void)state;
    void *self = play("0,20\n1,20,gap\n3,21\n3.1,22\n", "");
    pass(3100);
    assert_int_equal(world.count, 52);
    assert_came(49, 980, 20);
    assert_came(50, 3000, 21);
    assert_int_equal(world.removed, 0);
    end(self);
    self = play("0,20\n0.1,,gap\n", ""); /* and for good after the last row */
    pass(5000);
    assert_int_equal(world.count, 1);
    end(self);
}

static void a_reading_that_is_no_number(void **state)
{
    (void)state;
    void *self = play("0,20\n0.1,,nan\n0.2,21\n", "");
    pass(200);
    assert_int_equal(world.count, 3);
    assert_true(isnan(world.readings[1].value));
    assert_near(at_ms(1), 100, 0.001);
    assert_came(2, 200, 21);
    end(self);
}

static void many_come_at_one_instant(void **state)
{
    (void)state;
    void *self = play("0,20\n0.1,21,burst\n0.2,22\n", "");
    pass(200);
    assert_int_equal(world.count, 202);
    for (size_t i = 1; i <= 200; i++)
        assert_came(i, 100, 21);
    assert_came(201, 200, 22);
    end(self);
}

static void it_is_unplugged_and_plugged_in_again(void **state)
{
    (void)state;
    void *self = play("0,20\n0.1,,unplug\n2,,unplug\n3,22\n", "");
    pass(99);
    assert_int_equal(world.removed, 0);
    pass(2900);
    assert_int_equal(world.removed, 1);
    assert_int_equal(world.added, 1);
    assert_int_equal(world.count, 1);
    pass(1);
    assert_int_equal(world.added, 2);
    assert_string_equal(world.ids[0], world.ids[1]);
    assert_came(1, 3000, 22);
    assert_int_equal(world.readings[1].device, world.plugged[1]);
    end(self);
}

static void a_stamp_goes_backwards(void **state)
{
    (void)state;
    void *self = play("0,20\n0.2,21\n0.4,22,backwards\n0.5,23\n", "");
    pass(500);
    assert_came(1, 200, 21);
    assert_came(2, 100, 22);
    assert_int_equal(world.readings[2].arrived_ns / MS, BEGAN_MS + 400);
    assert_came(3, 500, 23);
    end(self);
}

static void a_mistake_is_told_with_its_line(void **state)
{
    static const struct {
        const char *lines, *sentence;
    } mistakes[] = {
        {"", ": there is no row in it"},
        {"# nothing\ntime,value,fault\n", ": there is no row in it"},
        {"0,1\n0.5\n", ":2: a row is time,value or time,value,fault"},
        {"0,1,nan,2\n", ":1: a row is time,value or time,value,fault"},
        {"time,value\nx,1\n", ":2: the time must be a number of seconds, got \"x\""},
        {"time,value\ntime,value\n", ":2: the time must be a number of seconds, got \"time\""},
        {"0,1\n\n# one\n1,2 N\n", ":4: the value must be a number, got \"2 N\""},
        {"0,nan\n", ":1: the value must be a number, got \"nan\""},
        {"0,\n", ":1: the value must be a number, got \"\""},
        {"1,1\n0.5,2\n", ":2: the time goes back to 0.5; a stamp that does is the fault backwards"},
        {"0,1,gone\n", ":1: a fault is gap, nan, burst, unplug or backwards, got \"gone\""},
    };
    char settings[TEXT], error[TEXT], wanted[TEXT];
    void *self;
    (void)state;
    (void)snprintf(settings, sizeof settings, "{\"file\":\"%s\"}", file);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        write_file(mistakes[i].lines);
        assert_int_equal(try_begin(&self, settings, error), -TP_PLUGIN_EINVAL);
        (void)snprintf(wanted, sizeof wanted, "%s%s", file, mistakes[i].sentence);
        assert_string_equal(error, wanted);
        assert_int_equal(world.added, 0);
        plugin->destroy(self);
    }
    assert_int_equal(try_begin(&self, "{\"file\":\"/nowhere/a.csv\"}", error), -TP_PLUGIN_EIO);
    assert_string_equal(error, "/nowhere/a.csv: it cannot be read: No such file or directory");
    plugin->destroy(self);
}

static void the_traces_that_are_shipped_are_whole(void **state)
{
    char settings[2 * TEXT];
    int count = 0;
    (void)state;
    DIR *folder = opendir(TPRUN_SOURCE "/plugins/sim/traces");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(settings, sizeof settings,
                       "{\"file\":\"" TPRUN_SOURCE "/plugins/sim/traces/%s\",\"tremor\":0.2}",
                       entry->d_name);
        void *self = begin(settings);
        pass(5000);
        assert_in_range(world.count, 240, 260);
        end(self);
        count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_int_equal(count, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_at_their_times),
        cmocka_unit_test(rows_far_apart_are_joined),
        cmocka_unit_test(what_is_filled_in_trembles),
        cmocka_unit_test(speed_and_loop),
        cmocka_unit_test(a_trace_begins_with_each_hold),
        cmocka_unit_test(a_reading_may_lead_to_the_next_hold),
        cmocka_unit_test(nothing_comes_in_a_gap),
        cmocka_unit_test(a_reading_that_is_no_number),
        cmocka_unit_test(many_come_at_one_instant),
        cmocka_unit_test(it_is_unplugged_and_plugged_in_again),
        cmocka_unit_test(a_stamp_goes_backwards),
        cmocka_unit_test(a_mistake_is_told_with_its_line),
        cmocka_unit_test(the_traces_that_are_shipped_are_whole),
    };
    return RUN_WITH_PLUGIN(tests);
}
