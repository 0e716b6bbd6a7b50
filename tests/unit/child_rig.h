/* One plugin that is a program of its own on the bench: its life as it really is, with the time of
 * its patience and of its back-off skipped; everything that it says and that is said of it; and in
 * the end a look at what it left behind. */
#ifndef TP_TESTS_CHILD_RIG_H
#define TP_TESTS_CHILD_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/host/plugin_child.h"
#include "core/host/plugin_manifest.h"
#include "plugins/tp_plugin.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

enum {
    RIG_PATIENCE_MS = 20000,
    RIG_HELD_MS = 10, /* of processor time, between two ticks of the loop */
    RIG_ORPHANS_MS = 4000
};

struct rig {
    uv_loop_t loop;
    uv_timer_t guard; /* ends a test that waits in vain */
    uv_timer_t pulse;
    double pulsed_ms, held_ms; /* processor time at the last pulse, most between two */
    bool slow;                 /* under valgrind or a sanitizer */
    int descriptors;           /* that were open before */
    char program[512], *command[4];
    struct tp_manifest manifest;
    struct tp_devices *devices;
    struct tp_plugin_link link;
    struct plugin_allowed allowed;
    struct tp_life life;
    uint64_t skipped_ns;
    struct tp_buf warnings, faults, log, status, commands; /* a line each */
    unsigned long readings, nexts;
    double last;
    int begun;
};

/* ---- time ---- */

static inline uint64_t rig_now(const struct rig *rig)
{
    return uv_hrtime() + rig->skipped_ns;
}

static inline double rig_processor_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline void rig_pulse(uv_timer_t *pulse)
{
    struct rig *rig = pulse->data;
    double now = rig_processor_ms(), held = now - rig->pulsed_ms;
    rig->pulsed_ms = now;
    rig->held_ms = held > rig->held_ms ? held : rig->held_ms;
}

/* ---- its life ---- */

static inline void rig_tell(struct rig *rig, const struct tp_life_said *said)
{
    struct tp_err err = {0};
    struct tp_life_reply reply = tp_life_tell(&rig->life, said, rig_now(rig));
    if (reply.warning)
        tp_buf_printf(&rig->warnings, "%s\n", reply.warning);
    switch (reply.act) {
    case TP_LIFE_BEGIN:
        rig->begun++;
        if (tp_plugin_child.begin(rig->link.run, &err) < 0)
            fail_msg("%s", err.text);
        break;
    case TP_LIFE_CLOSE:
        tp_plugin_child.close(rig->link.run);
        break;
    case TP_LIFE_TERMINATE:
        tp_plugin_child.terminate(rig->link.run);
        break;
    case TP_LIFE_KILL:
        tp_plugin_child.kill(rig->link.run);
        break;
    case TP_LIFE_ABANDON:
        tp_plugin_child.abandon(rig->link.run);
        break;
    case TP_LIFE_NOTHING:
        break;
    }
}

static inline void rig_tell_of(struct rig *rig, enum tp_life_input what)
{
    struct tp_life_said said = {.what = what};
    rig_tell(rig, &said);
}

/* Whatever its life waits for is due now. */
static inline void rig_skip(struct rig *rig)
{
    uint64_t due = tp_life_due(&rig->life), now = rig_now(rig);
    assert_true(due > 0);
    rig->skipped_ns += due > now ? due - now : 0;
    rig_tell_of(rig, TP_LIFE_TIME);
}

static inline void rig_until_phase(struct rig *rig, enum tp_plugin_phase phase)
{
    while (tp_life_phase(&rig->life) != phase)
        uv_run(&rig->loop, UV_RUN_ONCE);
}

static inline const char *rig_text(const struct tp_buf *buf)
{
    return buf->data ? buf->data : "";
}

static inline void rig_until_said(struct rig *rig, const struct tp_buf *buf, const char *text)
{
    while (!strstr(rig_text(buf), text))
        uv_run(&rig->loop, UV_RUN_ONCE);
}

static inline void rig_until_readings(struct rig *rig, unsigned long count)
{
    while (rig->readings < count)
        uv_run(&rig->loop, UV_RUN_ONCE);
}

/* ---- what it says ---- */

static inline void rig_on_life(void *context, const struct tp_life_said *said)
{
    rig_tell(context, said);
}

static inline void rig_on_status(void *context, const char *text)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->status, "%s\n", text);
}

static inline void rig_on_command(void *context, const struct tp_command *command)
{
    struct rig *rig = context;
    rig->nexts += command->kind == TP_COMMAND_NEXT;
}

static inline void rig_on_warning(void *context, const char *text)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->warnings, "%s\n", text);
}

static inline void rig_on_log(void *context, const char *text)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->log, "%s\n", text);
}

static inline void rig_on_fault(void *context, const char *text)
{
    struct rig *rig = context;
    tp_buf_printf(&rig->faults, "%s\n", text);
}

static inline void rig_on_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct rig *rig = context;
    (void)device;
    (void)channel;
    rig->readings++;
    rig->last = value;
}

/* ---- begin and end ---- */

static inline int rig_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static inline void rig_in_vain(uv_timer_t *timer)
{
    struct rig *rig = timer->data;
    fail_msg("waited in vain; log: %s faults: %s warnings: %s", rig_text(&rig->log),
             rig_text(&rig->faults), rig_text(&rig->warnings));
}

static inline void rig_find_program(struct rig *rig)
{
    ssize_t length = readlink("/proc/self/exe", rig->program, sizeof rig->program - 20);
    assert_true(length > 0);
    rig->program[length] = '\0';
    snprintf(strrchr(rig->program, '/'), 20, "/plugin_faulty");
}

/* What libuv opens once and keeps must not look like a leak. */
static inline void rig_warm_up(void)
{
    uv_loop_t loop;
    uv_signal_t signal;
    assert_int_equal(uv_loop_init(&loop), 0);
    uv_signal_init(&loop, &signal);
    uv_close((uv_handle_t *)&signal, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
}

static inline int rig_setup(void **state)
{
    static const struct tp_plugin_ear ear = {.life = rig_on_life,
                                             .status = rig_on_status,
                                             .command = rig_on_command,
                                             .warning = rig_on_warning,
                                             .log = rig_on_log,
                                             .fault = rig_on_fault};
    static const struct tp_devices_listener listener = {.reading = rig_on_reading};
    struct rig *rig = calloc(1, sizeof *rig);
    const char *loaded = getenv("LD_PRELOAD");
    assert_non_null(rig);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans are seen, and have to be dead */
    rig->slow = getenv("TPRUN_SANITIZED") || (loaded && strstr(loaded, "vgpreload"));
    rig_warm_up();
    rig->descriptors = rig_descriptors();
    assert_int_equal(uv_loop_init(&rig->loop), 0);
    uv_timer_init(&rig->loop, &rig->guard);
    uv_timer_init(&rig->loop, &rig->pulse);
    rig->guard.data = rig->pulse.data = rig;
    uv_timer_start(&rig->guard, rig_in_vain, RIG_PATIENCE_MS, 0);
    uv_timer_start(&rig->pulse, rig_pulse, 1, 1);
    rig->pulsed_ms = rig_processor_ms();
    rig_find_program(rig);
    rig->command[0] = rig->program;
    rig->manifest =
        (struct tp_manifest){.folder = "/",
                             .id = "faulty",
                             .name = "Faulty",
                             .version = "1",
                             .kinds = TP_PLUGIN_SENSOR | TP_PLUGIN_OUTPUT | TP_PLUGIN_CONTROL,
                             .command = rig->command};
    rig->allowed = plugin_allowed_usually;
    rig->allowed.look_ms = 20;
    assert_int_equal(tp_devices_create(&rig->devices), 0);
    assert_int_equal(tp_devices_listen(rig->devices, &listener, rig), 0);
    rig->link = (struct tp_plugin_link){.loop = &rig->loop,
                                        .devices = rig->devices,
                                        .manifest = &rig->manifest,
                                        .settings = "{\"pin\":4}",
                                        .program_version = "0.1.0",
                                        .backend = &tp_plugin_child,
                                        .ear = &ear,
                                        .context = rig};
    *state = rig;
    return 0;
}

static inline void rig_start(struct rig *rig, char *act)
{
    rig->command[1] = act;
    assert_int_equal(plugin_child_create(&rig->link, &rig->allowed, &rig->link.run, NULL), 0);
    rig_tell_of(rig, TP_LIFE_START);
}

static inline bool rig_rests(const struct rig *rig)
{
    enum tp_plugin_phase phase = tp_life_phase(&rig->life);
    return phase == TP_PLUGIN_ENDED || phase == TP_PLUGIN_FAILED || phase == TP_PLUGIN_WAITING;
}

/* Ends it by the ladder, as fast as it goes: each rung gets a moment only. */
static inline void rig_end(struct rig *rig)
{
    rig_tell_of(rig, TP_LIFE_STOP);
    while (!rig_rests(rig)) {
        uint64_t until = uv_hrtime() + 30000000;
        while (!rig_rests(rig) && uv_hrtime() < until)
            uv_run(&rig->loop, UV_RUN_ONCE);
        if (!rig_rests(rig) && tp_life_due(&rig->life) > 0)
            rig_skip(rig);
    }
}

/* No child of this process is there, dead or alive, nor one of theirs. */
static inline void rig_assert_nobody_left(void)
{
    uint64_t until = uv_hrtime() + RIG_ORPHANS_MS * UINT64_C(1000000);
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0 && uv_hrtime() < until)
        usleep(pid == 0 ? 500 : 0);
    assert_true(pid < 0 && errno == ECHILD);
}

static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;
    rig_end(rig);
    tp_plugin_child.destroy(rig->link.run);
    uv_close((uv_handle_t *)&rig->guard, NULL);
    uv_close((uv_handle_t *)&rig->pulse, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
    rig_assert_nobody_left();
    assert_int_equal(rig_descriptors(), rig->descriptors);
    if (!rig->slow && rig->held_ms > RIG_HELD_MS)
        fail_msg("the loop was held for %.1f ms", rig->held_ms);
    assert_int_equal(tp_devices_at(rig->devices, 0), 0);
    tp_devices_destroy(rig->devices);
    tp_buf_finish(&rig->warnings);
    tp_buf_finish(&rig->faults);
    tp_buf_finish(&rig->log);
    tp_buf_finish(&rig->status);
    tp_buf_finish(&rig->commands);
    free(rig);
    return 0;
}

#define rig_test(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

static inline void rig_assert_said(const struct tp_buf *buf, const char *expected)
{
    assert_string_equal(rig_text(buf), expected);
}

#endif
