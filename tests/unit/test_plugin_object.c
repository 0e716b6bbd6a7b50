/* Shared objects at work: what they are told, what they may call and on which thread, how long they
 * may take, and that they end whenever they are asked to. */
#include "tests/unit/plugin_rig.h"

#include "core/host/plugin_manifest.h"
#include "core/host/plugin_object.h"

struct rig {
    struct folder folder;
    struct tp_devices *devices;
    struct tp_manifest manifest;
    struct tp_plugin_link link;
    struct tp_err err;
    char settings[64];
    bool answered, ended, ends_it;
    bool busy; /* whoever hears of a reading has much to do */
    unsigned slow, readings;
    char refused[200];
    double last;
    char log[4096];
    char commands[64];
    char took[80];
};

/* ---- who listens ---- */

static void on_life(void *context, const struct tp_life_said *said)
{
    struct rig *rig = context;
    assert_false(rig->ended);
    if (said->what == TP_LIFE_ANSWERED)
        rig->answered = true;
    else if (said->what == TP_LIFE_ENDED)
        rig->ended = true;
    else if (said->what == TP_LIFE_SLOW)
        rig->slow++;
    else
        snprintf(rig->refused, sizeof rig->refused, "%s", said->text);
}

static void add(char *to, size_t size, const char *text)
{
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s\n", text);
}

/* How long something took stands apart: on a slow machine it may be more than is meant. */
static void on_log(void *context, const char *text)
{
    struct rig *rig = context;
    if (strstr(text, " ms of the loop"))
        snprintf(rig->took, sizeof rig->took, "%s", text);
    else
        add(rig->log, sizeof rig->log, text);
}

static void on_command(void *context, const struct tp_command *command)
{
    struct rig *rig = context;
    add(rig->commands, sizeof rig->commands, tp_command_name(command->kind));
    if (rig->ends_it)
        rig->link.backend->close(rig->link.run);
}

static void on_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct rig *rig = context;
    (void)device;
    (void)channel;
    rig->readings++;
    rig->last = value;
    if (rig->busy)
        uv_sleep(3);
}

static const struct tp_plugin_ear ear = {
    .life = on_life, .command = on_command, .warning = on_log, .log = on_log};
static const struct tp_devices_listener listener = {.reading = on_reading};

/* ---- the rig ---- */

static int up(void **state)
{
    static struct rig rig;
    char path[128];
    rig = (struct rig){.link = {.ear = &ear, .context = &rig}};
    *state = &rig;
    folder_open(&rig.folder);
    rig_write(&rig.folder, "probe", "plugin.json", rig_probe);
    rig_object(&rig.folder, "probe", "probe");
    snprintf(path, sizeof path, "%s/probe/plugin.json", rig.folder.top);
    assert_int_equal(tp_manifest_read(&rig.manifest, path, &rig.err), 0);
    assert_int_equal(tp_devices_create(&rig.devices), 0);
    assert_int_equal(tp_devices_listen(rig.devices, &listener, &rig), 0);
    rig.link.loop = &rig.folder.loop;
    rig.link.devices = rig.devices;
    rig.link.manifest = &rig.manifest;
    rig.link.settings = rig.settings;
    rig.link.backend = &tp_plugin_object_backend;
    return rig.link.backend->create(&rig.link, &rig.link.run, &rig.err);
}

static void until(struct rig *rig, const bool *done)
{
    while (!*done)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
}

static int down(void **state)
{
    struct rig *rig = *state;
    rig->link.backend->destroy(rig->link.run);
    tp_devices_destroy(rig->devices);
    tp_manifest_finish(&rig->manifest);
    return folder_close(&rig->folder);
}

static void begin(struct rig *rig, const char *does)
{
    snprintf(rig->settings, sizeof rig->settings, "{\"does\":\"%s\"}", does);
    assert_int_equal(rig->link.backend->begin(rig->link.run, &rig->err), 0);
}

static void end(struct rig *rig)
{
    rig->link.backend->close(rig->link.run);
    assert_false(rig->ended);
    until(rig, &rig->ended);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
}

/* ---- tests ---- */

static void one_that_does_nothing_begins_and_ends(void **state)
{
    struct rig *rig = *state;
    struct tp_device_state seen;
    begin(rig, "nothing");
    assert_true(rig->answered);
    assert_int_equal(tp_devices_look(rig->devices, tp_devices_at(rig->devices, 0), &seen), 0);
    assert_string_equal(seen.id, "probe-1");
    assert_string_equal(seen.plugin, "probe");
    assert_string_equal(seen.role, "pressure");
    end(rig);
    assert_string_equal(rig->log, "create\nstart\nstop\ndestroy\n");
}

static void one_that_was_never_begun_is_destroyed(void **state)
{
    (void)state;
    tp_plugin_object_backend.destroy(NULL);
}

static void one_that_refuses_says_why(void **state)
{
    struct rig *rig = *state;
    begin(rig, "refuses");
    assert_false(rig->answered);
    assert_string_equal(rig->refused, "no board is connected: plug it in");
    end(rig);
    assert_string_equal(rig->log, "create\nstart\ndestroy\n");
}

static void one_that_cannot_be_made_says_why(void **state)
{
    struct rig *rig = *state;
    begin(rig, "fails");
    assert_string_equal(rig->refused, "there is nothing to do");
    end(rig);
    assert_string_equal(rig->log, "");
}

static void an_output_is_driven_with_each_kind_of_value(void **state)
{
    struct rig *rig = *state;
    struct tp_devices *devices = rig->devices;
    begin(rig, "nothing");
    assert_int_equal(
        tp_devices_set(devices, "probe-1.level", tp_value_number(0.5), 500, 1, &rig->err), 0);
    assert_int_equal(
        tp_devices_set(devices, "probe-1.words", tp_value_text("let go"), 500, 1, &rig->err), 0);
    tp_devices_release_all(devices);
    end(rig);
    assert_string_equal(rig->log, "create\nstart\nset 1 0.5 500\nset 2 'let go' 500\nset 1 0 0\n"
                                  "set 2 restore 0\nstop\ndestroy\n");
    assert_int_equal(rig->link.backend->set(rig->link.run, 1, 1, tp_value_number(1), 500),
                     -TP_EDEVICE);
}

static void events_and_keys_are_told_with_their_params(void **state)
{
    struct rig *rig = *state;
    static const char line[] =
        "{\"jsonrpc\":\"2.0\",\"method\":\"step.start\",\"params\":{\"t\":1.5,\"text\":\"}\"}}";
    static const char bare[] = "{\"jsonrpc\":\"2.0\",\"method\":\"session.end\"}";
    begin(rig, "nothing");
    rig->link.backend->event(rig->link.run, "step.start", line, sizeof line - 1);
    rig->link.backend->event(rig->link.run, "session.end", bare, sizeof bare - 1);
    rig->link.backend->key(rig->link.run, "up");
    end(rig);
    rig->link.backend->event(rig->link.run, "step.start", line, sizeof line - 1);
    rig->link.backend->key(rig->link.run, "up");
    assert_string_equal(rig->log,
                        "create\nstart\nevent step.start {\"t\":1.5,\"text\":\"}\"}\n"
                        "event session.end {}\nevent key {\"name\":\"up\"}\nstop\ndestroy\n");
}

static void a_timer_runs_until_it_is_cancelled(void **state)
{
    struct rig *rig = *state;
    begin(rig, "timer");
    while (!rig->commands[0])
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_string_equal(rig->commands, "next\n");
    assert_int_equal(rig->readings, 3);
    for (int i = 0; i < 100; i++)
        uv_run(&rig->folder.loop, UV_RUN_NOWAIT);
    assert_int_equal(rig->readings, 3);
    end(rig);
}

/* Sixty calls, 5 ms apart, and a loop that stands still for half of the time. */
static void a_late_timer_catches_up(void **state)
{
    struct rig *rig = *state;
    uint64_t from = uv_hrtime();
    begin(rig, "beats");
    while (uv_hrtime() - from < 100000000)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    uv_sleep(150);
    while (rig->readings < 60)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_in_range(uv_hrtime() - from, 300000000, 430000000);
    end(rig);
}

static void a_timer_without_repeat_runs_once(void **state)
{
    struct rig *rig = *state;
    begin(rig, "once");
    while (rig->readings == 0)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    for (int i = 0; i < 100; i++)
        uv_run(&rig->folder.loop, UV_RUN_NOWAIT);
    assert_int_equal(rig->readings, 1);
    end(rig);
}

static void a_watch_sees_input_and_its_end(void **state)
{
    struct rig *rig = *state;
    begin(rig, "watches");
    while (rig->readings < 2)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_true(rig->last == -1);
    end(rig);
}

static void what_its_threads_post_is_done_in_order(void **state)
{
    struct rig *rig = *state;
    begin(rig, "threads");
    while (rig->readings < 1000) {
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
        assert_true(rig->last == rig->readings);
    }
    end(rig);
    assert_int_equal(rig->readings, 1000);
}

static void one_that_is_full_of_posts_ends_all_the_same(void **state)
{
    struct rig *rig = *state;
    begin(rig, "threads");
    end(rig);
    assert_non_null(strstr(rig->log, "stop\ndestroy\n"));
}

static void one_that_posts_for_ever_leaves_the_loop_its_turns(void **state)
{
    struct rig *rig = *state;
    begin(rig, "posts");
    for (int i = 0; i < 10; i++) {
        unsigned before = rig->readings;
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
        assert_true(rig->readings <= before + 1);
    }
    end(rig);
}

static void on_another_thread_it_may_not_do_what_is_the_loops(void **state)
{
    struct rig *rig = *state;
    begin(rig, "strays");
    while (!strstr(rig->log, "strayed"))
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_non_null(strstr(rig->log, "strayed, and was refused"));
    assert_non_null(
        strstr(rig->log, "it calls device_add from a thread of its own, which it may not\n"));
    assert_true(tp_devices_at(rig->devices, 0) != 0);
    assert_int_equal(rig->readings, 0);
    end(rig);
}

static void one_that_takes_long_is_told_of(void **state)
{
    struct rig *rig = *state;
    begin(rig, "computes");
    while (rig->slow < 2)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_non_null(strstr(rig->took, "a timer took "));
    end(rig);
}

static void one_that_blocks_is_told_of(void **state)
{
    struct rig *rig = *state;
    begin(rig, "sleeps");
    while (rig->slow < 2)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    end(rig);
}

static void what_others_do_with_its_readings_is_not_its_time(void **state)
{
    struct rig *rig = *state;
    rig->busy = true;
    begin(rig, "timer");
    while (rig->readings < 3)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_true(rig->slow < 2);
    end(rig);
}

static void one_that_ends_the_session_is_ended_when_it_has_returned(void **state)
{
    struct rig *rig = *state;
    rig->ends_it = true;
    begin(rig, "ends");
    until(rig, &rig->ended);
    assert_string_equal(rig->commands, "stop\n");
    assert_string_equal(rig->log, "create\nstart\nstill here\nstop\ndestroy\n");
}

static void it_can_be_begun_again(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 3; i++) {
        rig->ended = rig->answered = false;
        begin(rig, "timer");
        assert_true(rig->answered);
        end(rig);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, up, down)
    const struct CMUnitTest tests[] = {
        TEST(one_that_does_nothing_begins_and_ends),
        TEST(one_that_was_never_begun_is_destroyed),
        TEST(one_that_refuses_says_why),
        TEST(one_that_cannot_be_made_says_why),
        TEST(an_output_is_driven_with_each_kind_of_value),
        TEST(events_and_keys_are_told_with_their_params),
        TEST(a_timer_runs_until_it_is_cancelled),
        TEST(a_late_timer_catches_up),
        TEST(a_timer_without_repeat_runs_once),
        TEST(a_watch_sees_input_and_its_end),
        TEST(what_its_threads_post_is_done_in_order),
        TEST(one_that_is_full_of_posts_ends_all_the_same),
        TEST(one_that_posts_for_ever_leaves_the_loop_its_turns),
        TEST(on_another_thread_it_may_not_do_what_is_the_loops),
        TEST(one_that_takes_long_is_told_of),
        TEST(one_that_blocks_is_told_of),
        TEST(what_others_do_with_its_readings_is_not_its_time),
        TEST(one_that_ends_the_session_is_ended_when_it_has_returned),
        TEST(it_can_be_begun_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
