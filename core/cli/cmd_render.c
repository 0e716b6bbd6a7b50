/* tprun render FILE -o OUT: what a live session sounds like, as a sound file. */
#include "audio/driver.h"
#include "core/cli/commands.h"
#include "core/cli/shorten.h"
#include "core/cli/sound.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* After the last instant its last sound rings out. */
enum { TAIL_MS = 500, PIECE_FRAMES = 10 * TP_RATE };

struct render {
    struct tp_prepared prepared;
    struct tp_run_world world;
    struct tp_mixer *mixer;
    struct tp_sound *sound;
    struct tp_run *run;
    struct tp_file_driver *file;
    struct tp_log log;
};

static void cue(void *context, const struct tp_cue *one)
{
    tp_sound_cue(((struct render *)context)->sound, one);
}

static void cut(void *context, uint64_t id, tp_frames at)
{
    (void)at;
    tp_sound_cut(((struct render *)context)->sound, id);
}

static void cancel(void *context, tp_frames at)
{
    (void)at;
    tp_sound_cancel(((struct render *)context)->sound);
}

static void event(void *context, const struct tp_event *one)
{
    (void)context;
    (void)one;
}

static const struct tp_run_out render_out = {
    .cue = cue, .cut = cut, .cancel = cancel, .event = event};

/* Ctrl-C and the like: what is half written is taken away. A second one ends at once. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    interrupted = number;
}

static void watch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, before;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

static int open_render(struct render *render, const struct tp_options *options, struct tp_err *err)
{
    struct tp_sound_config sound = {
        .wait = true, .voice_db = options->volume_voice_db, .tone_db = options->volume_tone_db};
    int rc = options->output ? 0 : tp_err_set(err, TP_EUSAGE, "render needs -o OUT");
    if (rc == 0)
        rc = tp_prepare(&render->prepared, options, TP_TO_KNOW, err);
    if (rc < 0)
        return rc;
    sound.voice = render->prepared.voice;
    sound.tones = render->prepared.world.tones;
    sound.mixer = render->mixer = tp_mixer_create();
    if (!render->mixer)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_mixer_mono(render->mixer, options->mono);
    tp_mixer_swap(render->mixer, options->swap_sides);
    rc = tp_sound_create(&render->sound, &sound, err);
    if (rc < 0)
        return rc;
    struct tp_run_config run = render->prepared.run;
    render->world = tp_world_table;
    render->world.sentence = tp_world_hear;
    render->world.remember = tp_run_remember_nothing; /* nobody did anything yet */
    render->prepared.world.sound = render->sound;
    run.world = &render->world;
    rc = tp_shorten(&render->prepared, options, &run, err);
    if (rc < 0)
        return rc;
    run.out = &render_out;
    run.out_context = render;
    run.log = &render->log;
    run.dry = true;
    rc = tp_run_create(&render->run, &run, err);
    if (rc < 0)
        return rc;
    watch_signals(); /* before there is a file */
    return tp_file_open(&render->file, render->mixer, options->output, err);
}

/* Writes in pieces: an hour of silence takes longer than the watchdog waits for a sign of life. */
static int pull(struct render *render, tp_frames frames, struct tp_err *err)
{
    int rc = 0;
    while (rc == 0 && frames > 0 && !interrupted) {
        tp_frames piece = frames < PIECE_FRAMES ? frames : PIECE_FRAMES;
        tp_watchdog_alive(TP_WATCHED_LOOP, "");
        rc = tp_file_pull(render->file, piece, err);
        frames -= piece;
    }
    return rc;
}

/* From instant to instant: what is due is posted, then the time up to the next is written. */
static int play(struct render *render, struct tp_err *err)
{
    struct tp_run_state state = {0};
    int rc = 0;
    tp_mixer_run(render->mixer, true);
    while (rc == 0 && !state.ended && !interrupted) {
        tp_frames due = tp_run_due(render->run);
        tp_mixer_allow(render->mixer, due);
        rc = pull(render, due - tp_mixer_now(render->mixer), err);
        if (rc == 0)
            rc = tp_run_advance(render->run, due, err);
        tp_sound_poll(render->sound, 0);
        tp_run_look(render->run, &state);
    }
    tp_mixer_allow(render->mixer, TP_NEVER);
    return rc < 0 ? rc : tp_file_pull(render->file, TP_MS(TAIL_MS), err);
}

int tp_command_render(const struct tp_options *options)
{
    struct render render = {0};
    struct tp_err err = {0};
    int rc = open_render(&render, options, &err);
    if (rc == 0)
        rc = play(&render, &err);
    bool keep = rc == 0 && !interrupted;
    int finished = tp_file_finish(render.file, keep, keep ? &err : NULL);
    rc = rc < 0 ? rc : finished;
    tp_run_destroy(render.run);
    tp_log_finish(&render.log);
    tp_sound_destroy(render.sound);
    tp_mixer_destroy(render.mixer);
    tp_prepare_finish(&render.prepared);
    if (interrupted)
        return TP_EXIT_SIGNAL + interrupted;
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
