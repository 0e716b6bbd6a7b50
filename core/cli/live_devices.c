/* Devices in a live session: what they measure goes to the hold that feels it, what they do to the
 * session, what the routine sets to them. Must never be waited for once the session has begun. */
#include "core/cli/folders.h"
#include "core/cli/live_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TELL_MS = 100 }; /* between two events of readings of one channel: ten a second */

static struct tp_devices *devices_of(const struct live *live)
{
    return tp_plugging_devices(live->plugging);
}

/* ---- as events ---- */

static bool describe(const struct live *live, tp_device device, unsigned channel,
                     struct tp_event_device *out)
{
    struct tp_device_state state;
    struct tp_channel_state part = {.about = {.name = "", .unit = ""}};
    if (tp_devices_look(devices_of(live), device, &state) < 0)
        return false;
    if (channel < state.channel_count)
        tp_devices_look_channel(devices_of(live), device, channel, uv_hrtime(), &part);
    *out = (struct tp_event_device){.id = state.id,
                                    .name = state.name,
                                    .role = state.role,
                                    .channel = part.about.name,
                                    .unit = part.about.unit};
    return true;
}

static void tell(struct live *live, enum tp_event_kind kind, tp_device device)
{
    struct tp_event_device about;
    if (!live->ending_ms && describe(live, device, TP_CHANNELS, &about))
        tp_session_device(live->session, kind, &about, tp_value_nil());
}

static void on_added(void *context, tp_device device)
{
    tell(context, TP_EVENT_DEVICE_ADDED, device);
}

static void on_removed(void *context, tp_device device)
{
    tell(context, TP_EVENT_DEVICE_REMOVED, device);
}

/* Whether an event of this channel is due; those that are told at once come first. */
static bool is_due(struct live *live, tp_device device, unsigned channel)
{
    uint64_t now = live_now_ms(live);
    struct live_told *oldest = &live->told[0];
    for (size_t i = 0; i < LIVE_TOLD; i++) {
        struct live_told *told = &live->told[i];
        if (told->device == device && told->channel == channel) {
            bool due = now - told->at_ms >= TELL_MS;
            told->at_ms = due ? now : told->at_ms;
            return due;
        }
        if (told->at_ms < oldest->at_ms)
            oldest = told;
    }
    *oldest = (struct live_told){.device = device, .channel = channel, .at_ms = now};
    return true;
}

static void tell_reading(struct live *live, tp_device device, unsigned channel, double value)
{
    struct tp_event_device about;
    bool heard = live->events || tp_plugins_count(tp_plugging_plugins(live->plugging)) > 0;
    if (heard && is_due(live, device, channel) && describe(live, device, channel, &about))
        tp_session_device(live->session, TP_EVENT_READING, &about, tp_value_number(value));
}

/* ---- what is measured ---- */

/* Of a plugin that measures while it is told something nothing is taken: the session is at work. */
static void on_reading(void *context, tp_device device, unsigned channel, double value)
{
    struct live *live = context;
    const char *felt = tp_session_feels(live->session);
    if (live->ending_ms || live->telling > 0)
        return;
    value = live_untouched(live, device, channel, value);
    if (felt && tp_devices_means(devices_of(live), felt, device, channel)) {
        int rc =
            tp_session_reading(live->session, tp_mixer_now(live->mixer), felt, value, &live->err);
        if (rc < 0)
            live_end(live, rc, 0);
        else
            live_allow(live);
    }
    live_tap(live, device, channel, value);
    tell_reading(live, device, channel, value);
}

/* ---- what is driven ---- */

/* Each output is asked again and again: what is wrong with it is told once. */
static bool is_news(struct live *live, const char *text)
{
    for (size_t i = 0; i < LIVE_REFUSED; i++)
        if (strncmp(live->refused[i], text, sizeof live->refused[i] - 1) == 0)
            return false;
    char *place = live->refused[live->next_refused++ % LIVE_REFUSED];
    snprintf(place, sizeof live->refused[0], "%.79s", text);
    return true;
}

void live_output(struct live *live, const char *channel, struct tp_value value, unsigned lease_ms)
{
    struct tp_err err;
    int rc = 0;
    live->telling++;
    if (value.kind == TP_VALUE_NIL)
        tp_devices_release(devices_of(live), channel);
    else
        rc = tp_devices_set(devices_of(live), channel, value, lease_ms, uv_hrtime(), &err);
    live->telling--;
    if (rc < 0 && is_news(live, err.text))
        tp_session_world(live->session, TP_EVENT_WARNING, err.text);
}

/* ---- what is done ---- */

/* Amid its own work the session takes no command: a step back would drop what it stands on. */
static void wish(struct live *live, const struct tp_command *command)
{
    if (live->wish_count == LIVE_WISHES)
        return;
    struct tp_command *wish = &live->wishes[live->wish_count++];
    *wish = *command;
    wish->value = tp_value_copy(command->value);
    uv_async_send(&live->wake);
}

void live_do_wishes(struct live *live)
{
    struct tp_command wishes[LIVE_WISHES];
    size_t count = live->wish_count;
    memcpy(wishes, live->wishes, sizeof wishes);
    live->wish_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!live->ending_ms)
            live_command(live, &wishes[i]);
        tp_value_free(&wishes[i].value);
    }
}

static void on_command(void *context, const struct tp_command *command)
{
    struct live *live = context;
    if (!live->session || live->ending_ms)
        return;
    if (live->telling > 0)
        wish(live, command);
    else
        live_command(live, command);
}

/* Before the session is there, it is told as it begins; what is said while plugins end is for the
 * log alone. */
static void on_warning(void *context, const char *text)
{
    struct live *live = context;
    if (live->ending_ms)
        return;
    if (live->session)
        tp_session_world(live->session, TP_EVENT_WARNING, text);
    else
        snprintf(live->plugged, sizeof live->plugged, "%s", text);
}

static void on_log(void *context, const char *id, const char *text)
{
    tp_plugin_log_add(((struct live *)context)->plugin_log, id, text);
}

bool live_device_key(struct live *live, int key)
{
    char word[TP_KEY_NAME];
    tp_keys_word(key, word);
    return *word && tp_plugins_key(tp_plugging_plugins(live->plugging), word);
}

void live_device_event(struct live *live, const struct tp_event *event)
{
    struct tp_plugins *plugins = live->plugging ? tp_plugging_plugins(live->plugging) : NULL;
    struct tp_buf line = {0};
    if (!plugins || tp_plugins_count(plugins) == 0)
        return;
    tp_event_json(event, false, &line);
    live->telling++;
    if (!line.failed && line.length > 0)
        tp_plugins_event(plugins, tp_event_name(event->kind), line.data, line.length);
    live->telling--;
    tp_buf_finish(&line);
}

/* ---- life ---- */

int live_plug(struct live *live)
{
    struct tp_plugging_config config = {.loop = &live->loop,
                                        .options = live->options,
                                        .command = on_command,
                                        .warning = on_warning,
                                        .log = on_log,
                                        .context = live};
    char *state = tp_folder_own(TP_FOLDER_STATE, NULL);
    live->plugin_log = state ? tp_plugin_log_open(state) : NULL;
    free(state);
    int rc = tp_plugging_open(&live->plugging, &config, &live->err);
    if (rc == 0)
        rc = tp_plugging_start(live->plugging, &live->err);
    if (rc == 0)
        live->prepared->world.devices = devices_of(live);
    return rc;
}

void live_listen_devices(struct live *live)
{
    static const struct tp_devices_listener listener = {
        .added = on_added, .removed = on_removed, .reading = on_reading};
    if (*live->plugged)
        tp_session_world(live->session, TP_EVENT_WARNING, live->plugged);
    for (size_t i = 0; tp_devices_at(devices_of(live), i); i++)
        tell(live, TP_EVENT_DEVICE_ADDED, tp_devices_at(devices_of(live), i));
    live_open_taps(live);
    tp_devices_listen(devices_of(live), &listener, live);
}

void live_unplug(struct live *live)
{
    struct tp_devices *devices = live->plugging ? devices_of(live) : NULL;
    live->ending_ms = live->ending_ms ? live->ending_ms : 1; /* nothing more is listened to */
    if (devices)
        tp_devices_release_all(devices);
    tp_plugging_close(live->plugging);
    live->plugging = NULL;
    live_do_wishes(live);
    free(live->tares);
    live->tares = NULL;
}
