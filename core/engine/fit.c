/* Fitting a routine into a time. Must never hand back choices that were not tried and found to fit.
 */
#include "core/engine/fit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    USUAL_PRIORITY = 5,
    SPOTS = 200 /* more stay as they are */
};

/* ---- what can be left out ---- */

/* A step keeps the beginning of a long spot. */
static struct tp_fit_spot *find(const struct tp_fit *fit, const char *spot)
{
    for (size_t i = 0; i < fit->count; i++)
        if (strncmp(fit->spots[i].spot, spot, TP_SPOT - 1) == 0)
            return &fit->spots[i];
    return NULL;
}

/* What an author says in other words left and right is one place: of the same line, and each on one
 * side only. */
static size_t find_pair(const struct tp_fit *fit, const struct tp_fit_spot *spot)
{
    for (size_t i = 0; i < fit->count; i++) {
        struct tp_fit_spot *one = &fit->spots[i];
        if (!one->paired && spot->line > 0 && one->line == spot->line && one->side && spot->side &&
            strcmp(one->side, spot->side) != 0) {
            one->paired = true;
            return i;
        }
    }
    return fit->count;
}

static struct tp_fit_spot *add(struct tp_fit *fit, const struct tp_timeline_step *step)
{
    struct tp_fit_spot *spots = realloc(fit->spots, (fit->count + 1) * sizeof *spots);
    if (!spots)
        return NULL;
    fit->spots = spots;
    struct tp_fit_spot *one = &spots[fit->count];
    *one = (struct tp_fit_spot){.spot = tp_intern(&fit->texts, step->spot),
                                .title = tp_intern(&fit->texts, step->title ? step->title : ""),
                                .priority = step->priority > 0 ? step->priority : USUAL_PRIORITY,
                                .side = tp_intern(&fit->texts, step->side),
                                .line = step->point ? 0 : step->line};
    if (!one->spot || !one->title)
        return NULL;
    one->pair = find_pair(fit, one);
    one->paired = one->pair < fit->count;
    fit->count++;
    return one;
}

/* The repetitions of one hold follow each other; a new one begins with finding its place. */
static int collect(struct tp_fit *fit, const struct tp_timeline *timeline, struct tp_err *err)
{
    const struct tp_timeline_step *before = NULL;
    int reps = 0;
    for (size_t i = 0; i < timeline->step_count; i++) {
        const struct tp_timeline_step *step = &timeline->steps[i];
        if (strcmp(step->kind, "locate") == 0)
            before = NULL;
        if (strcmp(step->kind, "hold") != 0 || !step->spot)
            continue;
        bool again = before && before->spot == step->spot && before->side == step->side;
        struct tp_fit_spot *spot = find(fit, step->spot);
        if (!spot && fit->count == SPOTS)
            continue;
        if (!spot)
            spot = add(fit, step);
        if (!spot)
            return tp_err_set(err, TP_ENOMEM, "out of memory");
        if (spot->side && (!step->side || strcmp(spot->side, step->side) != 0))
            spot->side = NULL;
        reps = again ? reps + 1 : 1;
        if (reps > spot->reps)
            spot->reps = spot->most = reps;
        before = step;
    }
    return 0;
}

/* ---- the order in which it goes ---- */

/* Whether `a` goes before `b`, when as many are left of both. */
static bool matters_less(const struct tp_fit_spot *a, const struct tp_fit_spot *b)
{
    return a->priority < b->priority || (a->priority == b->priority && a > b);
}

/* Both sides alike. */
static void leave(struct tp_fit *fit, const struct tp_fit_spot *spot, int most)
{
    for (size_t i = 0; i < fit->count; i++) {
        struct tp_fit_spot *one = &fit->spots[i];
        if (one->pair == spot->pair)
            one->most = most < one->reps ? most : one->reps;
    }
}

/* The first of a pair, or what has none, speaks for it. */
static bool leads(const struct tp_fit *fit, const struct tp_fit_spot *spot)
{
    return &fit->spots[spot->pair] == spot;
}

/* What is to lose one next; NULL when one repetition of one place is all that is left. */
static struct tp_fit_spot *next_to_lose(const struct tp_fit *fit)
{
    struct tp_fit_spot *next = NULL;
    size_t left = 0;
    for (size_t i = 0; i < fit->count; i++) {
        struct tp_fit_spot *one = &fit->spots[i];
        if (!leads(fit, one) || one->most == 0)
            continue;
        left++;
        if (!next || one->most > next->most || (one->most == next->most && matters_less(one, next)))
            next = one;
    }
    return next && (next->most > 1 || left > 1) ? next : NULL;
}

/* The choices after so many were taken away, from all; fewer when there are no more. Returns how
 * many. */
static size_t take_away(struct tp_fit *fit, size_t pieces)
{
    struct tp_fit_spot *next;
    size_t taken = 0;
    for (size_t i = 0; i < fit->count; i++)
        fit->spots[i].most = fit->spots[i].reps;
    for (; taken < pieces && (next = next_to_lose(fit)); taken++)
        leave(fit, next, next->most - 1);
    return taken;
}

/* ---- trying ---- */

static int attempt(struct tp_fit *fit, const struct tp_fit_maker *maker, struct tp_err *err)
{
    struct tp_timeline timeline = {0};
    int rc = maker->make(maker->context, fit, &timeline, err);
    fit->length = timeline.length;
    tp_timeline_finish(&timeline);
    return rc;
}

/* The fewest pieces without which it fits, between `few`, which are too few, and `many`, which are
 * enough; afterwards these are taken away. */
static int search(struct tp_fit *fit, size_t few, size_t many, tp_frames limit,
                  const struct tp_fit_maker *maker, struct tp_err *err)
{
    int rc = 0;
    while (rc == 0 && many - few > 1) {
        size_t middle = few + (many - few) / 2;
        take_away(fit, middle);
        rc = attempt(fit, maker, err);
        if (fit->length <= limit)
            many = middle;
        else
            few = middle;
    }
    take_away(fit, many);
    return rc;
}

/* The place that matters most among those that are pressed and may have one more. */
static struct tp_fit_spot *next_to_gain(const struct tp_fit *fit)
{
    struct tp_fit_spot *next = NULL;
    for (size_t i = 0; i < fit->count; i++) {
        struct tp_fit_spot *one = &fit->spots[i];
        bool open = leads(fit, one) && one->most > 0 && one->most < one->reps && !one->refused;
        if (open && (!next || one->most < next->most ||
                     (one->most == next->most && matters_less(next, one))))
            next = one;
    }
    return next;
}

/* Gives repetitions back as long as it fits; a place for which one was too many is not tried again.
 */
static int give_back(struct tp_fit *fit, tp_frames limit, const struct tp_fit_maker *maker,
                     struct tp_err *err)
{
    struct tp_fit_spot *next;
    int rc = 0;
    while (rc == 0 && (next = next_to_gain(fit))) {
        leave(fit, next, next->most + 1);
        rc = attempt(fit, maker, err);
        if (fit->length > limit) {
            leave(fit, next, next->most - 1);
            next->refused = true;
        }
    }
    return rc;
}

static int shorten(struct tp_fit *fit, tp_frames limit, const struct tp_fit_maker *maker,
                   struct tp_err *err)
{
    size_t pieces = take_away(fit, SIZE_MAX);
    int rc = pieces > 0 ? attempt(fit, maker, err) : 0;
    if (rc == 0 && fit->length > limit)
        return 1;
    if (rc == 0)
        rc = search(fit, 0, pieces, limit, maker, err);
    if (rc == 0)
        rc = give_back(fit, limit, maker, err);
    return rc == 0 ? attempt(fit, maker, err) : rc;
}

int tp_fit_find(struct tp_fit *fit, tp_frames limit, const struct tp_fit_maker *maker,
                struct tp_err *err)
{
    struct tp_timeline timeline = {0};
    *fit = (struct tp_fit){0};
    int rc = maker->make(maker->context, fit, &timeline, err);
    fit->length = timeline.length;
    if (rc == 0 && fit->length > limit)
        rc = collect(fit, &timeline, err);
    tp_timeline_finish(&timeline);
    return rc == 0 && fit->length > limit ? shorten(fit, limit, maker, err) : rc;
}

void tp_fit_finish(struct tp_fit *fit)
{
    free(fit->spots);
    tp_intern_finish(&fit->texts);
    *fit = (struct tp_fit){0};
}

int tp_fit_most(const struct tp_fit *fit, const char *spot)
{
    const struct tp_fit_spot *one = find(fit, spot);
    return one && one->most < one->reps ? one->most : -1;
}
