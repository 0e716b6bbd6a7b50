/* Running a plugin for a test. Must never start it a second time by itself, as a session would. */
#include "core/host/conform_rig.h"

#include "core/base/text.h"
#include "core/host/plugin_child.h"
#include "core/host/plugin_object.h"

#include <stdio.h>
#include <string.h>

uint64_t conform_now_ms(void)
{
    return uv_hrtime() / 1000000;
}

/* ---- what the plugin does ---- */

static void hear_life(void *context, const struct tp_life_said *said)
{
    struct conform_seen *seen = &((struct conform_rig *)context)->seen;
    if (said->what == TP_LIFE_ANSWERED)
        seen->answered = true;
    if (said->what == TP_LIFE_REFUSED)
        seen->refused = true;
    if (said->what == TP_LIFE_SLOW)
        snprintf(seen->slow, sizeof seen->slow, "%s", seen->logged); /* which says it */
    else if (said->text && !*seen->text)
        snprintf(seen->text, sizeof seen->text, "%s", said->text);
    if (said->what == TP_LIFE_ENDED) {
        seen->ended = true;
        seen->exit_code = said->exit_code;
    }
}

static void hear_status(void *context, const char *text)
{
    struct conform_seen *seen = &((struct conform_rig *)context)->seen;
    snprintf(seen->status, sizeof seen->status, "%s", text);
}

static void hear_command(void *context, const struct tp_command *command)
{
    (void)command;
    ((struct conform_rig *)context)->seen.commands++;
}

static void hear_fault(void *context, const char *text)
{
    struct conform_seen *seen = &((struct conform_rig *)context)->seen;
    if (strstr(text, "id " CONFORM_ID))
        return; /* it was asked what nobody asks it in a session */
    if (seen->faults++ == 0)
        snprintf(seen->fault, sizeof seen->fault, "%s", text);
}

/* Where it says so for the first time, there is a new one; NULL when there are too many. */
static struct conform_output *output_named(struct conform_seen *seen, const char *name,
                                           size_t length)
{
    for (size_t i = 0; i < seen->output_count; i++)
        if (strlen(seen->outputs[i].name) == length &&
            memcmp(seen->outputs[i].name, name, length) == 0)
            return &seen->outputs[i];
    if (seen->output_count == CONFORM_OUTPUTS || length >= sizeof seen->outputs->name)
        return NULL;
    struct conform_output *output = &seen->outputs[seen->output_count++];
    memcpy(output->name, name, length);
    output->name[length] = '\0';
    return output;
}

/* A line such as "lamp.light = 0.4" says where an output stands. */
static void hear_log(void *context, const char *text)
{
    struct conform_seen *seen = &((struct conform_rig *)context)->seen;
    const char *sign = strstr(text, " =");
    snprintf(seen->logged, sizeof seen->logged, "%s", text);
    if (!sign || !memchr(text, '.', (size_t)(sign - text)))
        return;
    struct conform_output *output = output_named(seen, text, (size_t)(sign - text));
    const char *value = sign + strlen(" =");
    if (output)
        snprintf(output->value, sizeof output->value, "%s", value + strspn(value, " "));
}

static const struct tp_plugin_ear ear = {.life = hear_life,
                                         .status = hear_status,
                                         .command = hear_command,
                                         .warning = hear_status,
                                         .log = hear_log,
                                         .fault = hear_fault};

static void see_added(void *context, tp_device device)
{
    (void)device;
    ((struct conform_rig *)context)->seen.added++;
}

static void see_removed(void *context, tp_device device)
{
    (void)device;
    ((struct conform_rig *)context)->seen.removed++;
}

static void see_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct conform_rig *rig = context;
    struct conform_seen *seen = &rig->seen;
    struct tp_channel_state state;
    seen->readings++;
    if (tp_devices_look_channel(rig->devices, device, channel, uv_hrtime(), &state) < 0 ||
        state.about.min >= state.about.max ||
        (value >= state.about.min && value <= state.about.max))
        return;
    if (seen->outside++ == 0)
        snprintf(seen->strange, sizeof seen->strange, "%s: %g is not within %g–%g",
                 state.about.name, value, state.about.min, state.about.max);
}

static const struct tp_devices_listener listener = {
    .added = see_added, .removed = see_removed, .reading = see_reading};

/* ---- time ---- */

static void on_tick(uv_timer_t *timer)
{
    (void)timer; /* it only wakes the loop */
}

bool conform_wait(struct conform_rig *rig, bool (*holds)(const struct conform_rig *rig),
                  unsigned ms)
{
    uint64_t until_ms = conform_now_ms() + ms;
    for (;;) {
        if (holds && holds(rig))
            return true;
        if (conform_now_ms() >= until_ms)
            return false;
        uv_run(&rig->loop, UV_RUN_ONCE);
    }
}

/* ---- from the start to the end ---- */

int conform_rig_open(struct conform_rig *rig, const struct tp_manifest *manifest,
                     const char *program_version, struct tp_err *err)
{
    enum { TICK_MS = 2 };
    *rig = (struct conform_rig){.manifest = manifest, .program_version = program_version};
    if (uv_loop_init(&rig->loop) < 0 || uv_timer_init(&rig->loop, &rig->tick) < 0)
        return tp_err_set(err, TP_ENOMEM, "there is no loop to test it in");
    uv_timer_start(&rig->tick, on_tick, TICK_MS, TICK_MS);
    return 0;
}

static bool has_decided(const struct conform_rig *rig)
{
    return rig->seen.answered || rig->seen.refused || rig->seen.ended;
}

static bool has_ended(const struct conform_rig *rig)
{
    return rig->seen.ended;
}

/* Nothing of this start is left. */
static void forget(struct conform_rig *rig)
{
    if (rig->link.run)
        rig->link.backend->destroy(rig->link.run);
    rig->link.run = NULL;
    tp_devices_destroy(rig->devices);
    rig->devices = NULL;
    rig->begun = false;
}

static int link_up(struct conform_rig *rig, const char *settings, struct tp_err *err)
{
    rig->seen = (struct conform_seen){0};
    int rc = tp_devices_create(&rig->devices);
    if (rc == 0)
        rc = tp_devices_listen(rig->devices, &listener, rig);
    if (rc < 0)
        return tp_err_set(err, -rc, "out of memory");
    rig->link = (struct tp_plugin_link){.loop = &rig->loop,
                                        .devices = rig->devices,
                                        .manifest = rig->manifest,
                                        .settings = settings,
                                        .program_version = rig->program_version,
                                        .backend = rig->manifest->object ? &tp_plugin_object_backend
                                                                         : &tp_plugin_child,
                                        .ear = &ear,
                                        .context = rig};
    return rig->link.backend->create(&rig->link, &rig->link.run, err);
}

int conform_begin(struct conform_rig *rig, const char *settings, struct tp_err *err)
{
    int rc = link_up(rig, settings, err);
    if (rc == 0)
        rc = rig->link.backend->begin(rig->link.run, err);
    if (rc < 0) {
        forget(rig);
        return rc;
    }
    rig->begun = true;
    if (conform_wait(rig, has_decided, CONFORM_ANSWER_MS) && rig->seen.answered)
        return 0;
    bool ended = rig->seen.ended;
    if (!ended)
        conform_end(rig, CONFORM_TERMINATE);
    else
        forget(rig);
    return ended || *rig->seen.text
               ? tp_err_set(err, TP_EDEVICE, "%s",
                            *rig->seen.text ? rig->seen.text : "it ended before it had answered")
               : tp_err_set(err, TP_ETIMEOUT, "it did not answer initialize within %d ms",
                            CONFORM_ANSWER_MS);
}

int conform_end(struct conform_rig *rig, enum conform_rung rung)
{
    const struct tp_plugin_backend *backend = rig->link.backend;
    void (*const rungs[])(void *run) = {backend->close, backend->terminate, backend->kill,
                                        backend->abandon};
    uint64_t began_ms = conform_now_ms();
    int took_ms = -TP_ETIMEOUT;
    for (size_t i = rung; i < sizeof rungs / sizeof *rungs && !rig->seen.ended; i++) {
        rungs[i](rig->link.run);
        if (conform_wait(rig, has_ended, CONFORM_STOP_MS) && i == rung)
            took_ms = (int)(conform_now_ms() - began_ms);
    }
    forget(rig);
    return took_ms;
}

void conform_rig_close(struct conform_rig *rig)
{
    if (rig->begun)
        conform_end(rig, CONFORM_TERMINATE);
    uv_close((uv_handle_t *)&rig->tick, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    uv_loop_close(&rig->loop);
}

const char *conform_stands(const struct conform_rig *rig, const char *device, const char *channel)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%s", device, channel);
    for (size_t i = 0; i < rig->seen.output_count; i++)
        if (strcmp(rig->seen.outputs[i].name, name) == 0)
            return rig->seen.outputs[i].value;
    return "";
}
