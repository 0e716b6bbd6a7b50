/* One plugin on its way through its life, and what the person hears of it. [loop] */
#include "core/host/plugins_internal.h"

#include <stdio.h>
#include <string.h>

static const uint64_t SAID_NS = 1000000000; /* a plugin is heard by the person so often */

static void act(struct plugin *plugin, struct tp_life_reply reply);

/* ---- what the person is told ---- */

static void warn(const struct plugin *plugin, const char *text)
{
    const struct tp_plugins_config *config = &plugin->owner->config;
    char line[PLUGIN_TEXT + 40];
    snprintf(line, sizeof line, "%s: %s", plugin->manifest.id, text);
    if (config->warning)
        config->warning(config->context, line);
}

static void on_log(void *context, const char *text)
{
    const struct plugin *plugin = context;
    const struct tp_plugins_config *config = &plugin->owner->config;
    if (config->log)
        config->log(config->context, plugin->manifest.id, text);
}

/* Whether it may be heard now; who says more than that is heard by the log. */
static bool may_be_heard(struct plugin *plugin)
{
    uint64_t now_ns = uv_hrtime();
    if (plugin->told_ns && now_ns - plugin->told_ns < SAID_NS)
        return false;
    plugin->told_ns = now_ns;
    return true;
}

/* The same again and again is said once a second, in the log too. */
static void on_warning(void *context, const char *text)
{
    struct plugin *plugin = context;
    bool heard = may_be_heard(plugin);
    if (heard || strcmp(plugin->warned, text) != 0)
        on_log(plugin, text);
    snprintf(plugin->warned, sizeof plugin->warned, "%s", text);
    if (heard)
        warn(plugin, text);
}

static void tell_status(struct plugin *plugin)
{
    if (!plugin->status_waits || !may_be_heard(plugin))
        return;
    plugin->status_waits = false;
    warn(plugin, plugin->status);
}

/* How it does is not forgotten as a warning may be: it is told once it may be heard. */
static void on_status(void *context, const char *text)
{
    struct plugin *plugin = context;
    if (strcmp(plugin->status, text) == 0)
        return;
    snprintf(plugin->status, sizeof plugin->status, "%s", text);
    plugin->status_waits = *text != '\0';
    tell_status(plugin);
    plugins_arm(plugin->owner);
}

static void on_command(void *context, const struct tp_command *command)
{
    const struct plugin *plugin = context;
    const struct tp_plugins_config *config = &plugin->owner->config;
    if (config->command && !plugin->owner->closing)
        config->command(config->context, command);
}

/* ---- its life ---- */

static void tell_life(struct plugin *plugin, const struct tp_life_said *said)
{
    struct tp_life_reply reply = tp_life_tell(&plugin->life, said, uv_hrtime());
    act(plugin, reply);
}

void plugins_tell(struct plugin *plugin, enum tp_life_input what)
{
    tell_life(plugin, &(struct tp_life_said){.what = what});
}

enum tp_plugin_phase plugins_phase(const struct plugin *plugin)
{
    return tp_life_phase(&plugin->life);
}

/* Once all have ended nothing is left but the timer. */
void plugins_finish(struct tp_plugins *plugins)
{
    if (!plugins->closing || plugins->closed)
        return;
    for (size_t i = 0; i < plugins->count; i++)
        if (plugins_phase(plugins->list[i]) != TP_PLUGIN_ENDED &&
            plugins_phase(plugins->list[i]) != TP_PLUGIN_FAILED)
            return;
    plugins->closed = true;
    uv_close((uv_handle_t *)&plugins->timer, plugins_timer_closed);
}

static void on_life(void *context, const struct tp_life_said *said)
{
    struct plugin *plugin = context;
    if (said->what == TP_LIFE_ENDED) {
        plugin->status[0] = '\0';
        plugin->status_waits = false;
    }
    tell_life(plugin, said);
    plugins_arm(plugin->owner);
    plugins_finish(plugin->owner);
}

/* Nothing of it runs: what cannot be begun now is tried again, all else never. */
static void begin(struct plugin *plugin)
{
    struct tp_err err = {0};
    const struct tp_plugin_backend *backend = plugin->link.backend;
    int rc = backend->begin(plugin->link.run, &err);
    struct tp_life_said said = {.what = TP_LIFE_REFUSED, .exit_code = -1, .text = err.text};
    if (rc == 0)
        return;
    if (rc != -TP_EAGAIN) {
        struct tp_life_reply reply = tp_life_tell(&plugin->life, &said, uv_hrtime());
        if (reply.warning)
            warn(plugin, reply.warning);
    }
    said.what = TP_LIFE_ENDED;
    tell_life(plugin, &said);
}

static void act(struct plugin *plugin, struct tp_life_reply reply)
{
    const struct tp_plugin_backend *backend = plugin->link.backend;
    void *run = plugin->link.run;
    if (reply.warning)
        warn(plugin, reply.warning);
    switch (reply.act) {
    case TP_LIFE_NOTHING:
        break;
    case TP_LIFE_BEGIN:
        begin(plugin);
        break;
    case TP_LIFE_CLOSE:
        backend->close(run);
        break;
    case TP_LIFE_TERMINATE:
        backend->terminate(run);
        break;
    case TP_LIFE_KILL:
        backend->kill(run);
        break;
    case TP_LIFE_ABANDON:
        backend->abandon(run);
        break;
    }
}

const struct tp_plugin_ear plugins_ear = {.life = on_life,
                                          .status = on_status,
                                          .command = on_command,
                                          .warning = on_warning,
                                          .log = on_log};

/* ---- time ---- */

static void on_timer(uv_timer_t *timer)
{
    struct tp_plugins *plugins = timer->data;
    for (size_t i = 0; i < plugins->count; i++) {
        plugins_tell(plugins->list[i], TP_LIFE_TIME);
        tell_status(plugins->list[i]);
    }
    plugins_arm(plugins);
    plugins_finish(plugins);
}

static uint64_t due_ns(const struct plugin *plugin)
{
    uint64_t due = tp_life_due(&plugin->life), status = plugin->told_ns + SAID_NS;
    return plugin->status_waits && (due == 0 || status < due) ? status : due;
}

/* For the first of all that is due; a whole millisecond later rather than too early. */
void plugins_arm(struct tp_plugins *plugins)
{
    uint64_t first = 0, now_ns = uv_hrtime();
    for (size_t i = 0; i < plugins->count; i++) {
        uint64_t due = due_ns(plugins->list[i]);
        first = due && (first == 0 || due < first) ? due : first;
    }
    if (plugins->closed)
        return;
    uv_update_time(plugins->config.loop);
    if (first)
        uv_timer_start(&plugins->timer, on_timer,
                       first > now_ns ? (first - now_ns) / 1000000 + 1 : 0, 0);
    else
        uv_timer_stop(&plugins->timer);
}
