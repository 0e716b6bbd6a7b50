/* What is pressed or stretched left and right. Only whole runs count: one that broke off says
 * nothing about the side that it did not come to. */
#include "core/engine/check_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_PLACES = 500 }; /* more are not compared */

static const char *const sides[] = {"left", "right"};

/* Whether a word stands here: "left", not the beginning of "leftover". */
static size_t word_at(const char *text, const char *at, const char *word)
{
    size_t length = strlen(word);
    bool begins = at == text || !isalpha((unsigned char)at[-1]);
    return begins && strncasecmp(at, word, length) == 0 && !isalpha((unsigned char)at[length])
               ? length
               : 0;
}

/* "The left calf." and "The right calf." are one place. */
static const char *without_side(struct tp_intern *texts, const char *text)
{
    struct tp_buf out = {0};
    for (const char *at = text; *at;) {
        size_t side = word_at(text, at, sides[0]);
        side = side ? side : word_at(text, at, sides[1]);
        if (side)
            tp_buf_puts(&out, "*");
        else
            tp_buf_add(&out, at, 1);
        at += side ? side : 1;
    }
    const char *kept = out.failed ? NULL : tp_intern(texts, out.data ? out.data : "");
    tp_buf_finish(&out);
    return kept;
}

static struct tp_check_dose *dose_of(struct tp_check *check, const char *kind, const char *place)
{
    for (size_t i = 0; i < check->dose_count; i++)
        if (check->doses[i].kind == kind && check->doses[i].place == place)
            return &check->doses[i];
    if (check->dose_count == check->dose_capacity) {
        size_t capacity = check->dose_capacity ? 2 * check->dose_capacity : 16;
        struct tp_check_dose *doses = realloc(check->doses, capacity * sizeof *doses);
        if (!doses)
            return NULL;
        check->doses = doses;
        check->dose_capacity = capacity;
    }
    struct tp_check_dose *dose = &check->doses[check->dose_count++];
    *dose = (struct tp_check_dose){.kind = kind, .place = place};
    return dose;
}

static void add(struct tp_check *check, const struct tp_timeline_step *step)
{
    if (check->dose_count == MOST_PLACES)
        return;
    struct tp_intern *texts = &check->out->texts;
    const char *place = step->point ? tp_intern(texts, step->point)
                                    : without_side(texts, step->spot ? step->spot : step->title);
    bool right = strcmp(step->side, sides[1]) == 0;
    struct tp_check_dose *dose = place ? dose_of(check, tp_intern(texts, step->kind), place) : NULL;
    if (!dose) {
        check->failed = true;
        return;
    }
    dose->now[right] += step->dose;
    if (!dose->title)
        dose->title = tp_intern(texts, step->title);
    if (dose->line[right] == 0)
        dose->line[right] = step->line;
}

static bool counts(const struct tp_timeline_step *step)
{
    bool pressed = strcmp(step->kind, "hold") == 0 || strcmp(step->kind, "stretch") == 0;
    bool sided = step->side && strcmp(step->side, "both") != 0;
    return pressed && sided && step->dose > 0 && (step->point || step->spot || step->title);
}

void tp_rule_sides(struct tp_check *check, const struct tp_rule *rule,
                   const struct tp_timeline *run)
{
    (void)rule;
    if (!run->outcome)
        return;
    for (size_t i = 0; i < run->step_count; i++)
        if (counts(&run->steps[i]))
            add(check, &run->steps[i]);
    for (size_t i = 0; i < check->dose_count; i++)
        for (int side = 0; side < 2; side++) {
            struct tp_check_dose *dose = &check->doses[i];
            if (dose->now[side] > dose->most[side])
                dose->most[side] = dose->now[side];
            dose->now[side] = 0;
        }
}

/* A tenth more or less is the same: breaths are whole ones. */
static bool are_alike(tp_frames more, tp_frames less)
{
    return (more - less) * 10 <= more;
}

static void tell(struct tp_check *check, const struct tp_rule *rule,
                 const struct tp_check_dose *dose)
{
    static const char mend[] = "give both the same, as with for side in sides() do … end, or say "
                               "why not: routine { allow = { W21 = \"…\" } }";
    char text[2][TP_FRAMES_TEXT];
    int more = dose->most[1] > dose->most[0];
    const char *all = tp_check_time(text[0], dose->most[more]);
    const char *less = tp_check_time(text[1], dose->most[!more]);
    if (dose->most[!more] == 0)
        tp_check_found(check, rule, dose->line[more], mend,
                       "“%s” gets %s on the %s and nothing on the %s", dose->title, all,
                       sides[more], sides[!more]);
    else
        tp_check_found(check, rule, dose->line[more], mend,
                       "“%s” gets %s on the %s and %s on the %s", dose->title, all, sides[more],
                       less, sides[!more]);
}

void tp_rule_sides_end(struct tp_check *check, const struct tp_rule *rule)
{
    for (size_t i = 0; i < check->dose_count; i++) {
        const struct tp_check_dose *dose = &check->doses[i];
        int more = dose->most[1] > dose->most[0];
        if (!are_alike(dose->most[more], dose->most[!more]))
            tell(check, rule, dose);
    }
}
