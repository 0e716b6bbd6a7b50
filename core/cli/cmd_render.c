/* tprun render FILE -o OUT: what a live session sounds like, as a recording and a text of its own.
 *
 * First all of it is planned, which has every sentence spoken and gives the length; then it is
 * written, the text beside it. Must never leave half of either where somebody could take it for the
 * whole. */
#include "core/cli/commands.h"
#include "core/cli/render_about.h"
#include "core/cli/render_bar.h"
#include "core/cli/render_vtt.h"
#include "core/cli/shorten.h"
#include "core/cli/sound.h"
#include "core/host/beside.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the last instant its last sound rings out. */
enum { TAIL_MS = 500, PIECE_FRAMES = 10 * TP_RATE, PATIENCE_MS = 1000 };

struct render {
    struct tp_prepared prepared;
    struct tp_run_world world;
    struct tp_timeline timeline;
    struct tp_render_bar bar;
    struct tp_mixer *mixer;
    struct tp_sound *sound;
    struct tp_run *run;
    struct tp_file_driver *file;
    struct tp_beside *text;
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

/* Ctrl-C and the like: what is half written is taken away. Whoever sends one may well send it twice
 * (to the process, and to its group), so only another one after a second ends at once. */
static volatile sig_atomic_t interrupted;
static uint64_t interrupted_ms; /* the handler's alone */

static void on_signal(int number)
{
    uint64_t now = tp_world_clock_ms();
    if (!interrupted) {
        interrupted = number;
        interrupted_ms = now;
    } else if (now - interrupted_ms > PATIENCE_MS) {
        signal(number, SIG_DFL);
        raise(number);
    }
}

static void watch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}, before;
    sigfillset(&action.sa_mask); /* one at a time */
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

static tp_frames length_of(const struct render *render)
{
    return render->timeline.length + TP_MS(TAIL_MS);
}

/* ---- getting ready ---- */

static bool on_wait(void *context)
{
    struct render *render = context;
    tp_render_bar_sentence(&render->bar);
    return !interrupted;
}

/* neck.wav has its text in neck.vtt, where players look for it. */
static int open_text(struct render *render, const char *output, struct tp_err *err)
{
    struct tp_buf path = {0};
    const char *dot = strrchr(output, '.'); /* it has an ending: the file driver took it */
    tp_buf_add(&path, output, dot ? (size_t)(dot - output) : strlen(output));
    tp_buf_puts(&path, ".vtt");
    int rc = path.failed ? tp_err_set(err, TP_ENOMEM, "out of memory")
                         : tp_beside_open(&render->text, path.data, err);
    tp_buf_finish(&path);
    return rc;
}

/* Both files, beside their places: what is wrong with those is told before anything is made. */
static int open_files(struct render *render, const struct tp_options *options, struct tp_err *err)
{
    render->mixer = tp_mixer_create();
    if (!render->mixer)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    tp_mixer_mono(render->mixer, options->mono);
    tp_mixer_swap(render->mixer, options->swap_sides);
    watch_signals();
    int rc = tp_file_open(&render->file, render->mixer, options->output, err);
    return rc == 0 ? open_text(render, options->output, err) : rc;
}

static int plan(struct render *render, const struct tp_options *options, struct tp_err *err)
{
    struct tp_prepared *prepared = &render->prepared;
    prepared->world.waits = on_wait;
    prepared->world.waits_context = render;
    int rc = tp_shorten(prepared, options, &prepared->run, err);
    if (rc == 0)
        rc = tp_prepare_timeline(prepared, &prepared->run, &render->timeline, err);
    if (rc == 0) /* a recording without its words is none */
        rc = tp_voice_trouble(prepared->voice, err);
    return rc == 0 ? tp_answers_check(prepared->answers, err) : rc;
}

/* The text is whole before the sound begins: it is short, and a full disk shows early. */
static int describe(struct render *render, struct tp_err *err)
{
    struct tp_render_about about;
    int rc = tp_render_about_make(&about, &render->timeline, length_of(render), err);
    if (rc == 0)
        rc = tp_file_describe(render->file, &about.about, err);
    tp_render_about_finish(&about);
    if (rc < 0) /* another kind of file would do */
        return rc == -TP_ELIMIT ? -TP_EUSAGE : rc;
    tp_render_vtt(&render->timeline, tp_beside_write, render->text);
    return tp_beside_end(render->text, err);
}

static int open_run(struct render *render, const struct tp_options *options, struct tp_err *err)
{
    struct tp_prepared *prepared = &render->prepared;
    struct tp_run_config run = prepared->run;
    struct tp_sound_config sound = {.mixer = render->mixer,
                                    .voice = prepared->voice,
                                    .tones = prepared->world.tones,
                                    .wait = true,
                                    .voice_db = options->volume_voice_db,
                                    .tone_db = options->volume_tone_db};
    int rc = tp_sound_create(&render->sound, &sound, err);
    if (rc < 0)
        return rc;
    render->world = tp_world_table;
    render->world.sentence = tp_world_hear;
    render->world.remember = tp_run_remember_nothing; /* nobody did anything yet */
    prepared->world.sound = render->sound;
    run.world = &render->world;
    run.out = &render_out;
    run.out_context = render;
    run.log = &render->log;
    run.dry = true;
    tp_answers_begin(prepared->answers);
    return tp_run_create(&render->run, &run, err);
}

static int open_render(struct render *render, const struct tp_options *options, struct tp_err *err)
{
    if (!options->output)
        return tp_err_set(err, TP_EUSAGE, "render needs -o OUT");
    int rc = tp_prepare(&render->prepared, options, TP_TO_RECORD, err);
    if (rc == 0)
        rc = tp_prepare_answers(&render->prepared, options, err);
    if (rc < 0)
        return rc;
    tp_render_bar_begin(&render->bar, options->output, options->quiet);
    rc = open_files(render, options, err);
    if (rc == 0)
        rc = plan(render, options, err);
    if (rc == 0 && !interrupted)
        rc = describe(render, err);
    return rc == 0 && !interrupted ? open_run(render, options, err) : rc;
}

/* ---- writing ---- */

/* Writes in pieces: an hour of silence takes longer than the watchdog waits for a sign of life. */
static int pull(struct render *render, tp_frames frames, struct tp_err *err)
{
    int rc = 0;
    while (rc == 0 && frames > 0 && !interrupted) {
        tp_frames piece = frames < PIECE_FRAMES ? frames : PIECE_FRAMES;
        tp_watchdog_alive(TP_WATCHED_LOOP, "");
        rc = tp_file_pull(render->file, piece, err);
        frames -= piece;
        tp_render_bar_written(&render->bar, tp_mixer_now(render->mixer), length_of(render));
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

/* Both come into their places, or neither. */
static int finish_files(struct render *render, bool keep, struct tp_err *err)
{
    int rc = tp_file_finish(render->file, keep, keep ? err : NULL);
    if (keep && rc == 0)
        rc = tp_beside_move(render->text, err);
    tp_beside_close(render->text);
    return rc;
}

static void close_render(struct render *render)
{
    tp_run_destroy(render->run);
    tp_log_finish(&render->log);
    tp_sound_destroy(render->sound);
    tp_mixer_destroy(render->mixer);
    tp_timeline_finish(&render->timeline);
    tp_prepare_finish(&render->prepared);
}

int tp_command_render(const struct tp_options *options)
{
    struct render render = {0};
    struct tp_err err = {0};
    int rc = open_render(&render, options, &err);
    if (rc == 0 && !interrupted)
        rc = play(&render, &err);
    int stopped = interrupted; /* later than here it is done all the same */
    int finished = finish_files(&render, rc == 0 && !stopped, &err);
    rc = rc < 0 ? rc : finished;
    tp_render_bar_end(&render.bar, rc == 0 && !stopped ? render.timeline.length : 0);
    close_render(&render);
    if (stopped)
        return TP_EXIT_SIGNAL + stopped;
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
