/* The plugins of a session: named in each way, told what they asked for, started again, given up,
 * closed, whichever way they are run. */
#include "tests/unit/plugin_rig.h"

#include <sys/stat.h>

#include "core/host/plugins.h"

struct rig {
    struct folder folder;
    const char *folders[2];
    struct tp_devices *devices;
    struct tp_plugins *plugins;
    struct tp_err err;
    char warnings[2000], log[2000], commands[100];
    bool closed, ends_it;
};

static void add(char *to, size_t size, const char *a, const char *b)
{
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s%s\n", a, b);
}

static void on_closed(void *context)
{
    struct rig *rig = context;
    rig->closed = true;
    rig->plugins = NULL;
}

static void on_command(void *context, const struct tp_command *command)
{
    struct rig *rig = context;
    add(rig->commands, sizeof rig->commands, "", tp_command_name(command->kind));
    if (rig->ends_it)
        tp_plugins_close(rig->plugins, on_closed, rig);
}

static void on_warning(void *context, const char *text)
{
    struct rig *rig = context;
    add(rig->warnings, sizeof rig->warnings, "", text);
}

static void on_log(void *context, const char *id, const char *text)
{
    struct rig *rig = context;
    if (strstr(text, " ms of the loop") == NULL)
        add(rig->log, sizeof rig->log, strcmp(id, "probe") == 0 ? "" : id, text);
}

/* ---- the rig ---- */

static int up(void **state)
{
    static struct rig rig;
    rig = (struct rig){0};
    *state = &rig;
    folder_open(&rig.folder);
    rig_write(&rig.folder, "probe", "plugin.json", rig_probe);
    rig_object(&rig.folder, "probe", "probe");
    rig.folders[0] = "/nonexistent";
    rig.folders[1] = rig.folder.top;
    assert_int_equal(tp_devices_create(&rig.devices), 0);
    struct tp_plugins_config config = {.loop = &rig.folder.loop,
                                       .devices = rig.devices,
                                       .folders = rig.folders,
                                       .folder_count = 2,
                                       .program_version = "1",
                                       .command = on_command,
                                       .warning = on_warning,
                                       .log = on_log,
                                       .context = &rig};
    return tp_plugins_create(&rig.plugins, &config, &rig.err);
}

static void close_all(struct rig *rig)
{
    if (rig->plugins)
        tp_plugins_close(rig->plugins, on_closed, rig);
    assert_true(rig->ends_it || !rig->closed);
    while (!rig->closed)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
}

static int down(void **state)
{
    struct rig *rig = *state;
    if (!rig->closed)
        close_all(rig);
    tp_devices_destroy(rig->devices);
    return folder_close(&rig->folder);
}

static struct tp_plugin_state look(struct rig *rig, size_t n)
{
    struct tp_plugin_state state;
    tp_plugins_look(rig->plugins, n, &state);
    return state;
}

static void wait_for(struct rig *rig, size_t n, enum tp_plugin_phase phase)
{
    while (look(rig, n).phase != phase)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
}

static void load(struct rig *rig, const char *spec)
{
    if (tp_plugins_load(rig->plugins, spec, &rig->err) < 0)
        fail_msg("%s", rig->err.text);
}

/* A program in sh, with what it does after it has greeted. */
static void program(struct rig *rig, const char *members, const char *does)
{
    char manifest[512], script[1024], path[128];
    snprintf(manifest, sizeof manifest,
             "{\"id\":\"shell\",\"name\":\"A shell\",\"version\":\"1\",\"kinds\":[\"sensor\"],"
             "\"command\":[\"./run.sh\"]%s}",
             members);
    rig_write(&rig->folder, "shell", "plugin.json", manifest);
    snprintf(script, sizeof script,
             "#!/bin/sh\nread line\necho '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":1,"
             "\"id\":\"shell\",\"version\":\"1\",\"kinds\":[\"sensor\"]}}'\n%s\n",
             does);
    rig_write(&rig->folder, "shell", "run.sh", script);
    snprintf(path, sizeof path, "%s/shell/run.sh", rig->folder.top);
    assert_int_equal(chmod(path, 0700), 0);
}

/* ---- naming them ---- */

static void a_plugin_is_named_in_many_ways(void **state)
{
    struct rig *rig = *state;
    static const char *const ways[] = {"probe:does=x", "%s/probe:does=x", "%s/probe/plugin.json",
                                       "%s/probe/probe.so:does=x"};
    char spec[128];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        snprintf(spec, sizeof spec, ways[i], rig->folder.top); /* NOLINT: each has at most one %s */
        load(rig, spec);
        struct tp_plugin_state seen = look(rig, i);
        assert_string_equal(seen.id, "probe");
        assert_string_equal(seen.name, "Probe");
        assert_string_equal(seen.version, "1.0");
        assert_int_equal(seen.phase, TP_PLUGIN_RUNNING);
        assert_string_equal(seen.text, "");
        assert_false(seen.child);
    }
    snprintf(spec, sizeof spec, "%s/probe", rig->folder.top);
    assert_int_equal(chdir(spec), 0);
    load(rig, ".");
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(tp_plugins_count(rig->plugins), 5);
    assert_true(tp_plugins_settled(rig->plugins));
    assert_string_equal(rig->warnings, "probe: a device 'probe-1' is there already\n"
                                       "probe: a device 'probe-1' is there already\n"
                                       "probe: a device 'probe-1' is there already\n"
                                       "probe: a device 'probe-1' is there already\n");
}

static void not_loaded(struct rig *rig, const char *spec, int code, const char *why)
{
    assert_int_equal(tp_plugins_load(rig->plugins, spec, &rig->err), code);
    if (!strstr(rig->err.text, why))
        fail_msg("'%s' does not say '%s'", rig->err.text, why);
    assert_int_equal(tp_plugins_count(rig->plugins), 0);
}

static void what_cannot_be_loaded_is_said(void **state)
{
    struct rig *rig = *state;
    not_loaded(rig, "prob", -TP_EUSAGE, "prob: there is no such plugin; did you mean 'probe'?");
    not_loaded(rig, "thermometer", -TP_EUSAGE,
               "thermometer: there is no such plugin: see tprun plugins");
    not_loaded(rig, "", -TP_EUSAGE, "a plugin must be named: see tprun plugins");
    not_loaded(rig, ":does=x", -TP_EUSAGE, "a plugin must be named: see tprun plugins");
    not_loaded(rig, "./nothing/here", -TP_EDEVICE, "./nothing/here: ");
    not_loaded(rig, "probe:dose=x", -TP_EUSAGE,
               "probe: there is no setting 'dose'; did you mean 'does'?");
    rig_object(&rig->folder, "probe", "newer_major");
    not_loaded(rig, "probe", -TP_EDEVICE, "probe.so was built for version 2 of the interface");
    rig_object(&rig->folder, "probe", NULL);
    not_loaded(rig, "probe", -TP_EDEVICE, "probe.so is not there: was it built?");
    rig_write(&rig->folder, "probe", "plugin.json", "{");
    not_loaded(rig, "probe", -TP_EDEVICE, "plugin.json: line 1: ");
    program(rig, ",\"needs\":[{\"command\":\"no-such-program\",\"package\":\"thing\"}]", "");
    not_loaded(rig, "shell", -TP_EDEVICE,
               "shell: it needs no-such-program, which the package thing brings: sudo apt install "
               "thing");
    rig_write(&rig->folder, "slt", "plugin.json",
              "{\"id\":\"slt\",\"name\":\"A voice\",\"version\":\"1\",\"kinds\":[\"voice\"],"
              "\"object\":\"slt.so\"}");
    not_loaded(rig, "slt", -TP_EUSAGE, "slt: it is a voice: choose it with --voice");
    assert_string_equal(rig->warnings, "");
}

static void there_is_room_for_thirty_two(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < TP_PLUGINS; i++)
        load(rig, "probe:does=refuses");
    assert_int_equal(tp_plugins_load(rig->plugins, "probe", &rig->err), -TP_EUSAGE);
    assert_string_equal(rig->err.text, "probe: at most 32 plugins can run");
}

/* ---- shared objects ---- */

static void a_plugin_is_told_what_it_asked_for(void **state)
{
    struct rig *rig = *state;
    static const char line[] =
        "{\"jsonrpc\":\"2.0\",\"method\":\"step.start\",\"params\":{\"step\":1}}\n";
    load(rig, "probe");
    tp_plugins_event(rig->plugins, "step.start", line, sizeof line - 1);
    tp_plugins_event(rig->plugins, "step.end", line, sizeof line - 1);
    assert_true(tp_plugins_key(rig->plugins, "up"));
    assert_false(tp_plugins_key(rig->plugins, "down"));
    close_all(rig);
    assert_string_equal(rig->log, "create\nstart\nevent step.start {\"step\":1}\n"
                                  "event key {\"name\":\"up\"}\nstop\ndestroy\n");
    assert_string_equal(rig->warnings, "");
}

static void the_manifest_says_what_is_safe(void **state)
{
    struct rig *rig = *state;
    char manifest[sizeof rig_probe + 40];
    snprintf(manifest, sizeof manifest, "%.*s,\"safe\":{\"level\":0.25}}",
             (int)sizeof rig_probe - 2, rig_probe);
    rig_write(&rig->folder, "probe", "plugin.json", manifest);
    load(rig, "probe");
    assert_int_equal(
        tp_devices_set(rig->devices, "probe-1.level", tp_value_number(1), 500, 1, &rig->err), 0);
    tp_devices_release_all(rig->devices);
    assert_string_equal(rig->log, "create\nstart\nset 1 1 500\nset 1 0.25 0\n");
}

static void one_that_refuses_is_a_warning_and_no_more(void **state)
{
    struct rig *rig = *state;
    load(rig, "probe:does=refuses");
    wait_for(rig, 0, TP_PLUGIN_FAILED);
    assert_string_equal(look(rig, 0).text, "no board is connected: plug it in");
    assert_string_equal(rig->warnings, "probe: no board is connected: plug it in\n");
    assert_false(tp_plugins_key(rig->plugins, "up"));
}

static void one_that_keeps_the_loop_waiting_is_left_out(void **state)
{
    struct rig *rig = *state;
    load(rig, "probe:does=sleeps");
    wait_for(rig, 0, TP_PLUGIN_FAILED);
    assert_string_equal(rig->warnings,
                        "probe: it kept the program waiting again and again; it is left out\n");
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
}

static void a_plugin_may_end_everything_from_within(void **state)
{
    struct rig *rig = *state;
    rig->ends_it = true;
    load(rig, "probe:does=ends");
    load(rig, "probe:does=timer");
    while (!rig->closed)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_string_equal(rig->commands, "stop\n");
    assert_non_null(strstr(rig->log, "stop\ndestroy\nstill here\nstop\ndestroy\n"));
}

static void nothing_is_closed_twice(void **state)
{
    struct rig *rig = *state;
    tp_plugins_close(NULL, on_closed, rig);
    assert_false(rig->closed);
    tp_plugins_close(rig->plugins, on_closed, rig);
    tp_plugins_close(rig->plugins, NULL, NULL);
    close_all(rig);
}

/* ---- processes ---- */

static void a_program_runs_and_ends_with_its_input(void **state)
{
    struct rig *rig = *state;
    program(rig, "", "cat >/dev/null");
    load(rig, "shell");
    assert_int_equal(look(rig, 0).phase, TP_PLUGIN_STARTING);
    assert_false(tp_plugins_settled(rig->plugins));
    wait_for(rig, 0, TP_PLUGIN_RUNNING);
    assert_true(look(rig, 0).child && tp_plugins_settled(rig->plugins));
    close_all(rig);
    assert_string_equal(rig->warnings, "");
}

static void a_program_that_ends_badly_is_started_again(void **state)
{
    struct rig *rig = *state;
    program(rig, "", "test -e again && cat >/dev/null; touch \"$(dirname \"$0\")/again\"; exit 3");
    load(rig, "shell");
    wait_for(rig, 0, TP_PLUGIN_WAITING);
    program(rig, "", "cat >/dev/null");
    wait_for(rig, 0, TP_PLUGIN_RUNNING);
    assert_int_equal(look(rig, 0).restarts, 1);
    assert_non_null(strstr(rig->warnings, "shell: "));
    assert_non_null(strstr(rig->warnings, "; it is started again\n"));
    assert_null(strchr(strchr(rig->warnings, '\n') + 1, '\n'));
}

static void a_program_that_is_none_is_not_loaded(void **state)
{
    struct rig *rig = *state;
    char path[128], why[256];
    program(rig, "", "");
    snprintf(path, sizeof path, "%s/shell/run.sh", rig->folder.top);
    assert_int_equal(chmod(path, 0600), 0);
    snprintf(why, sizeof why, "shell: its program cannot be run: chmod +x %s", path);
    not_loaded(rig, "shell", -TP_EDEVICE, why);
    assert_int_equal(unlink(path), 0);
    snprintf(why, sizeof why, "shell: its program %s is not there", path);
    not_loaded(rig, "shell", -TP_EDEVICE, why);
}

static void how_it_does_is_told_but_not_too_often(void **state)
{
    struct rig *rig = *state;
    program(rig, "",
            "for text in 'plug it in' 'plug it in' 'one moment' 'no luck'; do echo '{\"jsonrpc\":"
            "\"2.0\",\"method\":\"status\",\"params\":{\"text\":\"'\"$text\"'\"}}'; done\n"
            "cat >/dev/null");
    load(rig, "shell");
    while (strcmp(look(rig, 0).text, "no luck") != 0)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_string_equal(rig->warnings, "shell: plug it in\n");
    while (strlen(rig->warnings) < 20)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    assert_string_equal(rig->warnings, "shell: plug it in\nshell: no luck\n");
}

static void the_same_warning_fills_no_log(void **state)
{
    struct rig *rig = *state;
    program(
        rig, "",
        "for i in $(seq 200); do echo '{\"jsonrpc\":\"2.0\",\"method\":\"device.add\",\"params\":"
        "{\"id\":\"no id\",\"channels\":[{\"name\":\"force\",\"kind\":\"reading\"}]}}'; done\n"
        "echo '{\"jsonrpc\":\"2.0\",\"method\":\"status\",\"params\":{\"text\":\"so\"}}'\n"
        "cat >/dev/null");
    load(rig, "shell");
    while (strcmp(look(rig, 0).text, "so") != 0)
        uv_run(&rig->folder.loop, UV_RUN_ONCE);
    const char *told = strstr(rig->log, "a device's id must be");
    assert_non_null(told);
    assert_null(strstr(told + 1, "a device's id must be"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, up, down)
    const struct CMUnitTest tests[] = {
        TEST(a_plugin_is_named_in_many_ways),
        TEST(what_cannot_be_loaded_is_said),
        TEST(there_is_room_for_thirty_two),
        TEST(a_plugin_is_told_what_it_asked_for),
        TEST(the_manifest_says_what_is_safe),
        TEST(one_that_refuses_is_a_warning_and_no_more),
        TEST(one_that_keeps_the_loop_waiting_is_left_out),
        TEST(a_plugin_may_end_everything_from_within),
        TEST(nothing_is_closed_twice),
        TEST(a_program_runs_and_ends_with_its_input),
        TEST(a_program_that_ends_badly_is_started_again),
        TEST(a_program_that_is_none_is_not_loaded),
        TEST(how_it_does_is_told_but_not_too_often),
        TEST(the_same_warning_fills_no_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
