/* A plugin that is a program of its own: what it says arrives, what it is told does, and it ends.
 */
#include "tests/unit/child_rig.h"

static void what_it_says_arrives(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "good");
    rig_until_said(rig, &rig->status, "low on battery");
    assert_int_equal(tp_life_phase(&rig->life), TP_PLUGIN_RUNNING);
    assert_int_equal(rig->readings, 2);
    assert_true(rig->last == 2.5);
    assert_int_equal(rig->nexts, 1);
    struct tp_device_state seen;
    assert_int_equal(tp_devices_look(rig->devices, tp_devices_at(rig->devices, 0), &seen), 0);
    assert_string_equal(seen.id, "d");
    assert_string_equal(seen.plugin, "faulty");
    assert_int_equal(seen.channel_count, 2);
    rig_assert_said(&rig->faults, "");
    rig_end(rig);
    assert_int_equal(tp_life_phase(&rig->life), TP_PLUGIN_ENDED);
    rig_assert_said(&rig->warnings, "");
}

static void what_it_is_told_arrives(void **state)
{
    static const char event[] = "{\"jsonrpc\":\"2.0\",\"method\":\"step.start\"}";
    struct rig *rig = *state;
    struct tp_err err;
    rig_start(rig, "good");
    rig_until_said(rig, &rig->status, "low on battery");
    tp_plugin_child.event(rig->link.run, "step.start", event, sizeof event - 1);
    tp_plugin_child.key(rig->link.run, "up");
    assert_int_equal(
        tp_devices_set(rig->devices, "d.level", tp_value_number(0.5), 500, uv_hrtime(), &err), 0);
    tp_devices_release(rig->devices, "d.level");
    rig_until_said(rig, &rig->log, "\"lease_ms\":0");
    const char *said = strstr(rig_text(&rig->log), "got ");
    assert_string_equal(
        said, "got {\"jsonrpc\":\"2.0\",\"method\":\"step.start\"}\n"
              "got {\"jsonrpc\":\"2.0\",\"method\":\"key\",\"params\":{\"name\":\"up\"}}\n"
              "got {\"jsonrpc\":\"2.0\",\"method\":\"set\",\"params\":{\"device\":\"d\","
              "\"channel\":\"level\",\"value\":0.5,\"lease_ms\":500}}\n"
              "got {\"jsonrpc\":\"2.0\",\"method\":\"set\",\"params\":{\"device\":\"d\","
              "\"channel\":\"level\",\"value\":null,\"lease_ms\":0}}\n");
}

static void exit_code_0_is_an_end_on_purpose(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "finish");
    rig_until_phase(rig, TP_PLUGIN_ENDED);
    rig_assert_said(&rig->warnings, "");
}

static void who_cannot_run_is_not_tried_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "refuse");
    rig_until_phase(rig, TP_PLUGIN_FAILED);
    rig_assert_said(&rig->warnings, "Choose a port.\n");
}

static void who_gives_up_is_not_tried_again(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "disable");
    rig_until_phase(rig, TP_PLUGIN_FAILED);
    rig_assert_said(&rig->warnings, "The licence is over.\n");
    assert_int_equal(rig->begun, 1);
}

static void a_request_gets_an_error_and_a_slip_its_right_name(void **state)
{
    struct rig *rig = *state;
    rig_start(rig, "ask");
    rig_until_said(rig, &rig->log, "-32601");
    rig_assert_said(&rig->faults, "'next' has an id, and nothing that it asks is answered here\n");
    assert_non_null(strstr(rig_text(&rig->log), "\"id\":\"a\",\"error\""));
    assert_int_equal(rig->nexts, 0);
}

/* ---- a voice ---- */

struct speech {
    int count, wave;
    char why[480];
};

static void on_spoken(void *context, int wave, const struct tp_err *err)
{
    struct speech *speech = context;
    speech->count++;
    speech->wave = wave;
    snprintf(speech->why, sizeof speech->why, "%s", err ? err->text : "");
}

static void speak(struct rig *rig, struct speech *speech)
{
    struct plugin_speech asked = {
        .text = "Let go.", .voice = "slt", .stretch = 1.2, .done = on_spoken, .context = speech};
    struct tp_err err;
    int before = speech->count;
    assert_int_equal(plugin_child_speak(rig->link.run, &asked, &err), 0);
    while (speech->count == before)
        uv_run(&rig->loop, UV_RUN_ONCE);
}

static void a_voice_hands_its_wave_over(void **state)
{
    struct rig *rig = *state;
    struct speech speech = {0};
    char bytes[8] = "";
    rig_start(rig, "speak");
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    speak(rig, &speech);
    assert_string_equal(speech.why, "");
    assert_int_equal(read(speech.wave, bytes, sizeof bytes), 4);
    assert_string_equal(bytes, "RIFF");
    close(speech.wave);
    speak(rig, &speech);
    assert_int_equal(speech.wave, -1);
    assert_string_equal(speech.why,
                        "the file that it names is not in the folder that it was given");
}

static void a_voice_that_is_not_there_says_so(void **state)
{
    struct rig *rig = *state;
    struct speech speech = {0};
    struct plugin_speech asked = {.text = "", .voice = "", .done = on_spoken, .context = &speech};
    struct tp_err err;
    rig_start(rig, "good");
    assert_int_equal(plugin_child_speak(rig->link.run, &asked, &err), -TP_EAGAIN);
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    for (int i = 0; i < 8; i++)
        assert_int_equal(plugin_child_speak(rig->link.run, &asked, &err), 0);
    assert_int_equal(plugin_child_speak(rig->link.run, &asked, &err), -TP_EAGAIN);
    rig_end(rig);
    assert_int_equal(speech.count, 8);
    assert_string_equal(speech.why, "the voice ended");
}

/* ---- plugins/PROTOCOL.md ---- */

/* The n-th block of the page that shows lines, as a file of its own. */
static void cut_transcript(int n, char path[64])
{
    char line[4096];
    FILE *page = fopen(TPRUN_SOURCE "/plugins/PROTOCOL.md", "r"), *file;
    bool inside = false;
    int count = -1;
    snprintf(path, 64, "/tmp/tprun-transcript-XXXXXX");
    int fd = mkstemp(path);
    assert_true(page && fd >= 0);
    file = fdopen(fd, "w");
    assert_non_null(file);
    while (fgets(line, sizeof line, page)) {
        bool fence = strncmp(line, "```", 3) == 0;
        inside = fence ? !inside : inside;
        count += fence && inside;
        if (!fence && inside && count == n)
            fputs(line, file);
    }
    assert_true(count >= n);
    fclose(page);
    fclose(file);
}

static void start_transcript(struct rig *rig, int n, char path[64])
{
    cut_transcript(n, path);
    rig->manifest.id = "bench";
    rig->command[2] = path;
    rig_start(rig, "play");
}

static void the_transcript_is_as_it_happens(void **state)
{
    struct rig *rig = *state;
    struct tp_err err;
    char path[64];
    start_transcript(rig, 0, path);
    rig_until_readings(rig, 4);
    assert_true(rig->last == 13.1);
    assert_int_equal(
        tp_devices_set(rig->devices, "light", tp_value_number(0.5), 500, uv_hrtime(), &err), 0);
    tp_plugin_child.key(rig->link.run, "up");
    while (rig->nexts < 1)
        uv_run(&rig->loop, UV_RUN_ONCE);
    tp_devices_release(rig->devices, "light");
    rig_until_said(rig, &rig->status, "The scale is low on battery.");
    while (tp_devices_at(rig->devices, 1))
        uv_run(&rig->loop, UV_RUN_ONCE);
    rig_end(rig);
    rig_assert_said(&rig->faults, "");
    rig_assert_said(&rig->log, "");
    unlink(path);
}

static void the_refusal_is_as_it_happens(void **state)
{
    struct rig *rig = *state;
    char path[64];
    rig->link.settings = "{\"pin\":40}";
    start_transcript(rig, 1, path);
    rig_until_phase(rig, TP_PLUGIN_FAILED);
    rig_assert_said(&rig->warnings, "There is no pin 40: choose one from 0 to 27.\n");
    rig_assert_said(&rig->log, "");
    unlink(path);
}

/* ---- the program itself ---- */

/* Starts a plugin, and is gone before it can end it. */
static void start_and_be_killed(char *act)
{
    void *own = NULL;
    rig_setup(&own);
    struct rig *rig = own;
    rig_start(rig, act);
    rig_until_phase(rig, TP_PLUGIN_RUNNING);
    while (!tp_devices_at(rig->devices, 0)) /* or what it says would break its pipe */
        uv_run(&rig->loop, UV_RUN_ONCE);
    raise(SIGKILL);
}

static void all_ends_with_the_program_however_it_ends(void **state)
{
    static char *const acts[] = {"good", "stubborn", "child that stays", "child of one that goes",
                                 "careful"};
    enum { ACTS = sizeof acts / sizeof *acts };
    char folder[] = "/tmp/tprun-killed-XXXXXX", file[64];
    pid_t pids[ACTS];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/safe", folder);
    setenv("XDG_RUNTIME_DIR", folder, 1);
    setenv("PLUGIN_FAULTY_FILE", file, 1);
    for (int i = 0; i < ACTS; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            start_and_be_killed(acts[i]);
    }
    for (int i = 0; i < ACTS; i++)
        waitpid(pids[i], NULL, 0);
    rig_assert_nobody_left();
    assert_int_equal(unlink(file), 0);  /* there was time for the safe value */
    assert_int_equal(rmdir(folder), 0); /* their own folders are gone */
    unsetenv("XDG_RUNTIME_DIR");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(what_it_says_arrives),
        rig_test(what_it_is_told_arrives),
        rig_test(exit_code_0_is_an_end_on_purpose),
        rig_test(who_cannot_run_is_not_tried_again),
        rig_test(who_gives_up_is_not_tried_again),
        rig_test(a_request_gets_an_error_and_a_slip_its_right_name),
        rig_test(a_voice_hands_its_wave_over),
        rig_test(a_voice_that_is_not_there_says_so),
        rig_test(the_transcript_is_as_it_happens),
        rig_test(the_refusal_is_as_it_happens),
        rig_test(all_ends_with_the_program_however_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
