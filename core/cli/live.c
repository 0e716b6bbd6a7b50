/* The live loop: it ticks every 10 ms, lets the mixer's count go as far as the routine is known,
 * and ends when the session is over and was heard. */
#include "core/cli/live.h"

#include "core/cli/commands.h"
#include "core/cli/lines.h"
#include "core/cli/live_internal.h"
#include "core/cli/screen.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    TICK_MS = 10,
    LEAD_MS = 100,      /* of a cue's frame over the count at which it is posted: jitter below it is
                           never heard */
    PREFETCH_MS = 1000, /* between two looks ahead for sentences */
    TAIL_MS = 400,      /* from the session's end until its last sound has left the speaker */
    STOP_FADE_MS = 250,
    CLOSING_MS = 5000 /* a good-bye or a last sound that no device takes is waited for so long */
};

uint64_t live_now_ms(const struct live *live)
{
    return uv_now(&live->loop);
}

static void on_ready(void *context)
{
    struct live *live = context;
    uv_async_send(&live->wake);
}

/* What came to no end of its own can go on later. */
static void tell_end(struct live *live, int status)
{
    struct tp_session_state state;
    tp_session_look(live->session, &state);
    if (status < 0)
        live_log_end(live, "failed");
    else if (state.run.ended)
        live_log_end(live, state.run.outcome);
}

void live_end(struct live *live, int status, int fade_ms)
{
    if (live->ending_ms)
        return;
    live->status = status;
    tell_end(live, status);
    tp_mixer_fade_out(live->mixer, TP_MS(fade_ms));
    live->ending_ms = live_now_ms(live) + (uint64_t)fade_ms + 100; /* and the output's latency */
}

/* The device went, or came back. The count stands by itself: nobody pulls. */
static void watch_output(struct live *live)
{
    switch (tp_output_tick(live->output, uv_hrtime())) {
    case TP_OUTPUT_OPENED:
        if (live->lines)
            tp_lines_device(tp_output_device(live->output));
        break;
    case TP_OUTPUT_NONE:
        tp_session_world(live->session, TP_EVENT_WARNING, tp_output_problem(live->output));
        break;
    case TP_OUTPUT_LOST:
        tp_session_lost(live->session, tp_output_problem(live->output));
        break;
    case TP_OUTPUT_FOUND:
        tp_session_found(live->session, tp_output_device(live->output));
        break;
    case TP_OUTPUT_SAME:
        break;
    }
}

/* After the routine's last instant its last sound is still on the way to the ear. */
static void watch_end(struct live *live)
{
    struct tp_command stop = {.kind = TP_COMMAND_STOP};
    struct tp_session_state state;
    uint64_t now = live_now_ms(live);
    tp_session_look(live->session, &state);
    if ((!state.stopping && !state.over) || live->ending_ms)
        return;
    if (!live->closing_ms)
        live->closing_ms = now;
    bool late = now - live->closing_ms >= CLOSING_MS;
    if (!state.over) {
        if (late)
            live_command(live, &stop);
        return;
    }
    if (strcmp(state.run.outcome, "stopped") == 0) {
        live_end(live, live->signalled, STOP_FADE_MS);
        return;
    }
    if (!live->end_frame) {
        live->end_frame = live->now + TP_MS(LEAD_MS + TAIL_MS);
        tp_sound_stand(live->sound, false); /* a pause may have come with the last instant */
    }
    tp_mixer_allow(live->mixer, TP_NEVER);
    if (late || tp_mixer_now(live->mixer) >= live->end_frame) {
        live_memory_finished(live);
        live_end(live, TP_EXIT_OK, 0);
    }
}

void live_allow(struct live *live)
{
    tp_frames allowed = tp_session_allowed(live->session);
    tp_mixer_allow(live->mixer, allowed < TP_NEVER ? allowed + TP_MS(LEAD_MS) : TP_NEVER);
}

static void advance(struct live *live)
{
    live->now = tp_mixer_now(live->mixer);
    int rc = tp_session_tick(live->session, live->now, live_world_ms(), &live->err);
    if (rc < 0) {
        live_end(live, rc, STOP_FADE_MS);
        return;
    }
    live_allow(live);
}

static void turn(struct live *live)
{
    uint64_t now = live_now_ms(live);
    tp_watchdog_alive(TP_WATCHED_LOOP, "");
    if (live->ending_ms && now >= live->ending_ms) {
        uv_stop(&live->loop);
        return;
    }
    live_watch_machine(live);
    live_log_tick(live);
    watch_output(live);
    tp_sound_poll(live->sound, now);
    live_do_wishes(live);
    if (!live->ending_ms) {
        advance(live);
        watch_end(live);
        live_tick_keyboard(live);
        live_tick_taps(live);
    }
    live_watch_text(live);
    if (live->outlook_stale && !live_is_trying(live) &&
        tp_outlook_ask(live->outlook, tp_session_log(live->session)))
        live->outlook_stale = false;
    if (now - live->prefetched_ms >= PREFETCH_MS) {
        live->prefetched_ms = now;
        live_prefetch(live);
    }
    live_draw(live);
}

static void on_tick(uv_timer_t *timer)
{
    turn(timer->data);
}

static void on_wake(uv_async_t *async)
{
    if (async->data)
        turn(async->data);
}

static void fade(void *context)
{
    struct live *live = context;
    tp_mixer_fade_out(live->mixer, TP_MS(100));
}

static int open_sound(struct live *live)
{
    const struct tp_options *options = live->options;
    struct tp_sound_config config = {.voice = live->prepared->voice,
                                     .tones = live->prepared->world.tones,
                                     .lead = TP_MS(LEAD_MS),
                                     .voice_db = options->volume_voice_db,
                                     .tone_db = options->volume_tone_db};
    live->mixer = tp_mixer_create();
    if (!live->mixer)
        return tp_err_set(&live->err, TP_ENOMEM, "out of memory");
    config.mixer = live->mixer;
    tp_mixer_mono(live->mixer, options->mono);
    tp_mixer_swap(live->mixer, options->swap_sides);
    int rc = tp_sound_create(&live->sound, &config, &live->err);
    live->prepared->world.sound = live->sound;
    if (rc == 0)
        rc = tp_output_open(&live->output, live->mixer, options, &live->err);
    return rc;
}

/* Plain lines where there is no terminal, or none that can show a page; nothing where standard
 * output is for events. */
static void open_screen(struct live *live)
{
    struct tp_err none;
    const char *events = live->options->events;
    bool free = !events || strcmp(events, "-") != 0;
    bool wanted = !live->options->quiet && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    live->screen = free && wanted && tp_screen_open(&none) == 0;
    live->lines = free && !live->screen;
}

/* The first pull can come as soon as this returns: everything else is ready before it. */
static int open_all(struct live *live)
{
    struct tp_timeline timeline = {0};
    int rc = live_log_enter(live);
    if (rc == 0)
        rc = live_plug(live);
    if (rc == 0)
        rc = live_open_session(live, &timeline);
    if (rc == 0) {
        snprintf(live->title, sizeof live->title, "%s", timeline.title ? timeline.title : "");
        tp_outlook_give(live->outlook, &timeline);
        rc = open_sound(live);
    }
    if (rc == 0) /* signals are watched before the terminal is taken */
        rc = live_open_input(live);
    if (rc == 0) {
        open_screen(live);
        live_open_keyboard(live);
    }
    tp_timeline_finish(&timeline);
    if (rc == 0)
        rc = live_open_watch(live);
    if (rc < 0)
        return rc;
    live_open_machine(live);
    tp_watchdog_set_fade(fade, live);
    tp_sound_attach(live->sound, live->session);
    live_prefetch(live);
    tp_sound_stand(live->sound, false);
    live->wake.data = live;
    advance(live);
    live_listen_devices(live);
    if (*live->note)
        tp_session_world(live->session, TP_EVENT_WARNING, live->note);
    return live->status > TP_EXIT_OK || live->status < -1 ? live->status : 0;
}

static void close_all(struct live *live)
{
    tp_watchdog_set_fade(NULL, NULL);
    tp_output_close(live->output);
    live_close_machine(live);
    live_unplug(live);
    live_close_input(live);
    live_close_watch(live);
    tp_outlook_close(live->outlook);
    live_log_close(live);
    uv_close((uv_handle_t *)&live->tick, NULL);
    live->wake.data = NULL;
    uv_unref((uv_handle_t *)&live->wake);
    /* The outlook's worker asks the voice, and the voice's thread wakes the loop: in this order. */
    tp_watchdog_sleep(TP_WATCHED_LOOP); /* the worker has a watch of its own */
    uv_run(&live->loop, UV_RUN_DEFAULT);
    tp_voice_close(live->prepared->voice);
    live->prepared->voice = NULL;
    uv_close((uv_handle_t *)&live->wake, NULL);
    uv_run(&live->loop, UV_RUN_DEFAULT);
    tp_watchdog_wake(TP_WATCHED_LOOP);
    live_free_watch(live);
    tp_plugin_log_close(live->plugin_log);
    tp_session_destroy(live->session);
    tp_sound_destroy(live->sound);
    tp_mixer_destroy(live->mixer);
    uv_loop_close(&live->loop);
}

/* Needs a few file descriptors, which the system may refuse. */
static int open_loop(struct live *live, struct tp_err *err)
{
    int rc = uv_loop_init(&live->loop);
    if (rc == 0 && (rc = uv_async_init(&live->loop, &live->wake, on_wake)) < 0)
        uv_loop_close(&live->loop);
    if (rc < 0)
        return tp_err_set(err, TP_EIO, "the session cannot begin: %s", uv_strerror(rc));
    uv_timer_init(&live->loop, &live->tick);
    live->tick.data = live; /* woken once there is a session */
    tp_voice_on_ready(live->prepared->voice, on_ready, live);
    return 0;
}

int tp_live_run(struct tp_prepared *prepared, const struct tp_options *options,
                const struct tp_kept_session *kept, const char *note, struct tp_err *err)
{
    struct live *live = calloc(1, sizeof *live);
    struct tp_view view;
    const char *path;
    if (!live)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    live->prepared = prepared;
    live->options = options;
    live->kept = kept;
    live->rewritten = kept && kept->journal.rewritten;
    snprintf(live->note, sizeof live->note, "%s", note);
    live->status = -1;
    tp_keys_take(&live->keys, options->config, &path, &live->err); /* told before, if at all */
    live->keyboard_fd = -1;
    int rc = open_loop(live, err);
    if (rc < 0) {
        free(live);
        return rc;
    }
    rc = open_all(live);
    if (rc == 0) {
        uv_timer_start(&live->tick, on_tick, 0, TICK_MS);
        uv_run(&live->loop, UV_RUN_DEFAULT);
        live_close_keyboard(live);
        live_look(live, &view);
        if (live->lines || live->screen)
            tp_lines_end(&view, live->lines);
        rc = live->status;
    }
    live_close_keyboard(live);
    if (rc < 0)
        *err = live->err;
    rc = live_memory_save(live, rc);
    close_all(live);
    free(live);
    return rc;
}
