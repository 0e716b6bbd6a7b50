/* A loop of its own, which turns only while somebody waits for the voice.
 *
 * Must never wait for the program longer than it may take: plugin_child.h ends what hangs. */
#include "core/host/voice_child.h"

#include "core/base/text.h"
#include "core/host/plugin_child.h"
#include "core/host/plugin_settings.h"
#include "core/host/wave_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

enum {
    TICK_MS = 20,     /* how often it is asked whether to stop */
    ANSWER_MS = 2000, /* to initialize */
    FRAMES_MOST = 180 * 48000,
    TRIES = 2,
    STRIKES = 4 /* so often in a row it ended or hung: it is not asked any more */
};

struct voice_child {
    uv_loop_t loop;
    uv_timer_t tick;
    struct tp_devices *devices; /* a voice has none, but might say so */
    struct tp_plugin_settings settings;
    struct tp_buf settings_json;
    struct tp_plugin_link link;
    const char *name; /* of the voice */
    bool runs;        /* from its start until nothing of it is left */
    bool answered;    /* it may be asked to speak */
    bool failed;      /* and is to be ended */
    char why[200];    /* it failed or ended; "" not said */
    unsigned strikes;
    bool waits;          /* for the answer to a speech */
    int wave;            /* that answer: a descriptor, or −1 … */
    struct tp_err error; /* … and why */
};

/* ---- what it says ---- */

static void on_life(void *context, const struct tp_life_said *said)
{
    struct voice_child *child = context;
    child->answered |= said->what == TP_LIFE_ANSWERED;
    child->failed |= said->what == TP_LIFE_HUNG || said->what == TP_LIFE_REFUSED;
    child->runs &= said->what != TP_LIFE_ENDED;
    if (said->text && !child->why[0])
        snprintf(child->why, sizeof child->why, "%s", said->text);
}

static void ignore_text(void *context, const char *text)
{
    (void)context, (void)text;
}

static void ignore_command(void *context, const struct tp_command *command)
{
    (void)context, (void)command;
}

static const struct tp_plugin_ear ear = {.life = on_life,
                                         .status = ignore_text,
                                         .command = ignore_command,
                                         .warning = ignore_text,
                                         .log = ignore_text};

static void on_spoken(void *context, int wave, const struct tp_err *err)
{
    struct voice_child *child = context;
    child->waits = false;
    child->wave = wave;
    child->error = err ? *err : (struct tp_err){0};
}

/* ---- waiting ---- */

static void on_tick(uv_timer_t *tick)
{
    (void)tick; /* a turn of the loop is all that is wanted */
}

static bool is_there_or_failed(const struct voice_child *child)
{
    return child->answered || child->failed || !child->runs;
}

static bool is_gone(const struct voice_child *child)
{
    return !child->runs;
}

static void wait_for(struct voice_child *child, bool (*is_over)(const struct voice_child *),
                     unsigned ms)
{
    uint64_t end_ns = uv_hrtime() + (uint64_t)ms * 1000000;
    while (!is_over(child) && uv_hrtime() < end_ns)
        uv_run(&child->loop, UV_RUN_ONCE);
}

/* ---- start and end ---- */

/* The ladder; without its first step for one that works at something nobody wants any more. */
static void end(struct voice_child *child, bool at_once)
{
    const struct tp_plugin_backend *backend = child->link.backend;
    const struct {
        void (*step)(void *run);
        unsigned ms;
    } ladder[] = {{backend->close, 1000},
                  {backend->terminate, 1000},
                  {backend->kill, 500},
                  {backend->abandon, 500}};
    for (size_t i = at_once ? 1 : 0; child->runs && i < sizeof ladder / sizeof *ladder; i++) {
        ladder[i].step(child->link.run);
        wait_for(child, is_gone, ladder[i].ms);
    }
}

static int start(struct voice_child *child, struct tp_err *err)
{
    child->answered = child->failed = false;
    child->why[0] = '\0';
    int rc = child->link.backend->begin(child->link.run, err);
    if (rc < 0)
        return rc;
    child->runs = true;
    wait_for(child, is_there_or_failed, ANSWER_MS);
    if (child->answered && !child->failed && child->runs)
        return 0;
    end(child, false);
    return tp_err_set(err, TP_EDEVICE, "%s",
                      child->why[0] ? child->why : "it did not answer within 2 s");
}

static int make(struct voice_child *child, struct tp_err *err)
{
    const struct tp_manifest *manifest = child->link.manifest;
    int rc = tp_manifest_needs(manifest, err);
    if (rc == 0)
        rc = tp_plugin_settings_read(&child->settings, manifest, NULL, err);
    if (rc < 0)
        return rc;
    tp_plugin_settings_json(&child->settings, manifest, &child->settings_json);
    if (child->settings_json.failed || tp_devices_create(&child->devices) < 0)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    child->link.settings = child->settings_json.data;
    child->link.devices = child->devices;
    rc = tp_plugin_child.create(&child->link, &child->link.run, err);
    return rc == 0 ? start(child, err) : rc;
}

int voice_child_open(struct voice_child **out, const struct tp_manifest *manifest, const char *name,
                     const char *program_version, struct tp_err *err)
{
    struct voice_child *child = calloc(1, sizeof *child);
    *out = NULL;
    if (!child || uv_loop_init(&child->loop) < 0) {
        free(child);
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    }
    uv_timer_init(&child->loop, &child->tick);
    uv_timer_start(&child->tick, on_tick, TICK_MS, TICK_MS);
    child->name = name;
    child->link = (struct tp_plugin_link){.loop = &child->loop,
                                          .manifest = manifest,
                                          .program_version = program_version,
                                          .backend = &tp_plugin_child,
                                          .ear = &ear,
                                          .context = child};
    int rc = make(child, err);
    if (rc < 0)
        voice_child_close(child);
    else
        *out = child;
    return rc;
}

void voice_child_close(struct voice_child *child)
{
    if (!child)
        return;
    end(child, false);
    uv_close((uv_handle_t *)&child->tick, NULL);
    uv_run(&child->loop, UV_RUN_DEFAULT);
    tp_plugin_child.destroy(child->link.run);
    uv_loop_close(&child->loop);
    tp_devices_destroy(child->devices);
    tp_plugin_settings_finish(&child->settings);
    tp_buf_finish(&child->settings_json);
    free(child);
}

/* ---- speaking ---- */

/* Waits for the answer. -TP_EAGAIN: it was stopped; -TP_EDEVICE: it ended or hung. */
static int ask(struct voice_child *child, const struct plugin_speech *speech,
               bool (*stopped)(void *context), void *context)
{
    if (plugin_child_speak(child->link.run, speech, &child->error) < 0)
        return -TP_EDEVICE;
    child->waits = true;
    while (child->waits && child->runs && !child->failed) {
        if (stopped(context)) {
            end(child, true);
            return -TP_EAGAIN;
        }
        uv_run(&child->loop, UV_RUN_ONCE);
    }
    return child->waits ? -TP_EDEVICE : -child->error.code;
}

/* Begins with a program that runs; leaves none that failed. */
static int try(struct voice_child *child, const struct plugin_speech *speech,
               bool (*stopped)(void *context), void *context)
{
    struct tp_err err;
    int rc = child->runs ? 0 : start(child, &err);
    if (rc < 0)
        return rc;
    rc = ask(child, speech, stopped, context);
    if (rc == -TP_EDEVICE)
        end(child, true);
    child->strikes = rc == -TP_EDEVICE ? child->strikes + 1 : 0;
    return rc;
}

static int take_wave(struct voice_child *child, struct tp_plugin_wave *out)
{
    struct wave_file wave;
    int rc = wave_file_read(&wave, child->wave, FRAMES_MOST, &child->error);
    close(child->wave);
    if (rc == 0)
        *out = (struct tp_plugin_wave){wave.samples, wave.frames, wave.rate};
    return rc;
}

int voice_child_speak(struct voice_child *child, const char *piece, float stretch,
                      bool (*stopped)(void *context), void *context, struct tp_plugin_wave *wave)
{
    struct plugin_speech speech = {.text = piece,
                                   .voice = child->name,
                                   .stretch = (double)stretch,
                                   .done = on_spoken,
                                   .context = child};
    int rc = -TP_EDEVICE;
    for (int i = 0; rc == -TP_EDEVICE && i < TRIES && child->strikes < STRIKES; i++)
        rc = try(child, &speech, stopped, context);
    if (rc == 0)
        rc = take_wave(child, wave);
    return rc == 0 || rc == -TP_EAGAIN || rc == -TP_ENOMEM ? rc : -TP_EVOICE;
}
