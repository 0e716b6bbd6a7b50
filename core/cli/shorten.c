/* Leaving out. Must never make a sound or wait for a sentence that will not be said. */
#include "core/cli/shorten.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- --skip ---- */

struct names {
    char **list; /* owned */
    size_t count;
    bool failed;
};

static void add_name(void *context, const char *name)
{
    struct names *names = context;
    char **list = realloc(names->list, (names->count + 1) * sizeof *list);
    if (list)
        names->list = list;
    char *copy = list ? tp_text_copy(name) : NULL;
    if (copy)
        list[names->count++] = copy;
    else
        names->failed = true;
}

static void finish_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
}

/* The atlas is a module like others: a routine of one line tells what is in it. */
static int read_atlas(struct tp_prepared *prepared, struct names *names, struct tp_err *err)
{
    static const char text[] = "for id in pairs(require 'points') do print(id) end wait(1)";
    struct tp_world *world = &prepared->world, before = *world;
    struct tp_run_config run = prepared->run;
    struct tp_timeline timeline;
    run.name = "points";
    run.text = text;
    run.length = sizeof text - 1;
    run.option_count = 0;
    world->print = add_name;
    world->print_context = names;
    int rc = tp_timeline_make(&timeline, &run, err);
    world->print = before.print;
    world->print_context = before.print_context;
    if (rc == 0)
        tp_timeline_finish(&timeline);
    return rc == 0 && names->failed ? tp_err_set(err, TP_ENOMEM, "out of memory") : rc;
}

static int check_name(const struct names *atlas, const char *name, struct tp_err *err)
{
    char shown[64];
    for (size_t i = 0; i < atlas->count; i++)
        if (strcmp(atlas->list[i], name) == 0)
            return 0;
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    const char *near = tp_text_nearest(name, (const char *const *)atlas->list, atlas->count);
    if (near)
        return tp_err_set(err, TP_EUSAGE, "--skip: there is no point '%s'; did you mean '%s'?",
                          shown, near);
    return tp_err_set(err, TP_EUSAGE, "--skip: there is no point '%s'", shown);
}

static bool has_point(const struct tp_timeline *timeline, const char *name)
{
    for (size_t i = 0; i < timeline->step_count; i++)
        if (timeline->steps[i].point && strcmp(timeline->steps[i].point, name) == 0)
            return true;
    return false;
}

static tp_frames any_length(void *context, const char *text)
{
    (void)context;
    return tp_voice_estimate(text);
}

/* Tells of each point that the routine would not have had anyway. */
static int look_for_points(struct tp_prepared *prepared, struct tp_err *err)
{
    struct tp_choices *choices = &prepared->choices;
    struct tp_run_world world = tp_world_table;
    struct tp_run_config run = prepared->run;
    struct tp_timeline whole;
    size_t count = choices->skip_count;
    void (*print)(void *, const char *) = prepared->world.print;
    world.sentence = any_length;
    run.world = &world;
    choices->skip_count = 0;
    prepared->world.print = NULL; /* what it prints is told once */
    int rc = tp_prepare_timeline(prepared, &run, &whole, err);
    prepared->world.print = print;
    choices->skip_count = count;
    for (size_t i = 0; rc == 0 && i < count; i++)
        if (!has_point(&whole, choices->skip[i]))
            fprintf(stderr, "tprun: %s has no %s: there is nothing to skip\n", prepared->file.name,
                    choices->skip[i]);
    if (rc == 0)
        tp_timeline_finish(&whole);
    return rc;
}

static int check_skipped(struct tp_prepared *prepared, struct tp_err *err)
{
    const struct tp_choices *choices = &prepared->choices;
    struct names atlas = {0};
    if (choices->skip_count == 0)
        return 0;
    int rc = read_atlas(prepared, &atlas, err);
    for (size_t i = 0; rc == 0 && i < choices->skip_count; i++)
        rc = check_name(&atlas, choices->skip[i], err);
    finish_names(&atlas);
    return rc == 0 ? look_for_points(prepared, err) : rc;
}

/* ---- --minutes ---- */

struct maker {
    struct tp_prepared *prepared;
    const struct tp_run_config *run;
};

static int make(void *context, const struct tp_fit *fit, struct tp_timeline *out,
                struct tp_err *err)
{
    struct maker *maker = context;
    maker->prepared->choices.fit = fit;
    return tp_prepare_timeline(maker->prepared, maker->run, out, err);
}

static int too_short(const struct tp_prepared *prepared, double minutes, struct tp_err *err)
{
    char length[TP_FRAMES_TEXT], name[sizeof prepared->file.name];
    tp_frames whole = (prepared->fit.length + TP_RATE - 1) / TP_RATE * TP_RATE;
    return tp_err_set(err, TP_EUSAGE, "%s: the shortest is %s, got --minutes %g",
                      tp_routine_name(&prepared->file, name), tp_frames_duration(length, whole),
                      minutes);
}

/* In the midst of a list a name begins small, unless it is an abbreviation. */
static void add_title(struct tp_buf *out, const char *title)
{
    bool small = isupper((unsigned char)title[0]) && islower((unsigned char)title[1]);
    if (small)
        tp_buf_printf(out, "%c%s", tolower((unsigned char)title[0]), title + 1);
    else
        tp_buf_puts(out, title);
}

static void tell(struct tp_buf *out, const struct tp_fit *fit)
{
    for (size_t i = 0; i < fit->count; i++) {
        const struct tp_fit_spot *one = &fit->spots[i];
        if (one->most == one->reps)
            continue;
        tp_buf_puts(out, out->length > 0 ? ", " : "");
        add_title(out, one->title);
        if (one->most > 2)
            tp_buf_printf(out, " %d times", one->most);
        else
            tp_buf_puts(out, one->most == 0 ? " left out" : one->most == 1 ? " once" : " twice");
    }
}

static int fit_minutes(struct tp_prepared *prepared, double minutes,
                       const struct tp_run_config *run, struct tp_err *err)
{
    struct tp_run_config longest = *run;
    struct maker maker = {prepared, &longest};
    struct tp_fit_maker fit_maker = {make, &maker};
    struct tp_world *world = &prepared->world;
    void (*print)(void *, const char *) = world->print;
    double speed = prepared->choices.speed;
    if (minutes <= 0)
        return 0;
    prepared->choices.speed = 1; /* what is left out is tried quickly, not something else */
    longest.silent = !prepared->choices.recording; /* in that nobody can be slow */
    world->print = NULL;                           /* what it prints is told once */
    int rc = tp_fit_find(&prepared->fit, tp_frames_from_seconds(minutes * 60), &fit_maker, err);
    world->print = print;
    prepared->choices.speed = speed;
    if (rc > 0)
        return too_short(prepared, minutes, err);
    if (rc == 0)
        tell(&prepared->shorter, &prepared->fit);
    return rc;
}

int tp_shorten(struct tp_prepared *prepared, const struct tp_options *options,
               const struct tp_run_config *run, struct tp_err *err)
{
    int rc = check_skipped(prepared, err);
    return rc == 0 ? fit_minutes(prepared, options->minutes, run, err) : rc;
}

const char *tp_shortened(const struct tp_prepared *prepared)
{
    return prepared->shorter.length > 0 ? prepared->shorter.data : NULL;
}
