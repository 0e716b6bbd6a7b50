/* Finding a step again, and where two timelines part. */
#include "core/engine/match.h"

#include <stdlib.h>
#include <string.h>

/* What steps may have in common beside their kind. */
enum { TITLE = 1, SIDE = 2, POINT = 4 };

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool alike(const struct tp_timeline_step *a, const struct tp_timeline_step *b,
                  unsigned parts)
{
    return same(a->kind, b->kind) && (!(parts & TITLE) || same(a->title, b->title)) &&
           (!(parts & SIDE) || same(a->side, b->side)) &&
           (!(parts & POINT) || same(a->point, b->point));
}

/* How many steps both begin with. */
static size_t same_start(const struct tp_timeline *was, const struct tp_timeline *is)
{
    size_t count = 0;
    while (count < was->step_count && count < is->step_count &&
           alike(&was->steps[count], &is->steps[count], TITLE | SIDE))
        count++;
    return count;
}

/* How many of those after the first `start` both end with. */
static size_t same_end(const struct tp_timeline *was, const struct tp_timeline *is, size_t start)
{
    size_t count = 0;
    while (start + count < was->step_count && start + count < is->step_count &&
           alike(&was->steps[was->step_count - 1 - count], &is->steps[is->step_count - 1 - count],
                 TITLE | SIDE))
        count++;
    return count;
}

/* The number of the step of `is` that has these parts of it, and as many such before it; of fewer
 * the last; 0: none. */
static uint32_t same_turn(const struct tp_timeline *was, size_t place, const struct tp_timeline *is,
                          unsigned parts)
{
    const struct tp_timeline_step *step = &was->steps[place];
    size_t turns = 1;
    uint32_t found = 0;
    for (size_t i = 0; i < place; i++)
        turns += alike(&was->steps[i], step, parts);
    for (size_t i = 0; i < is->step_count && turns > 0; i++)
        if (alike(&is->steps[i], step, parts)) {
            found = (uint32_t)i + 1;
            turns--;
        }
    return found;
}

/* The close is no place to go on: whoever comes there is through. */
static bool is_close(const struct tp_timeline_step *step)
{
    return strcmp(step->kind, "done") == 0;
}

/* The line with a step on it that is nearest to this one, of two the one before. */
static int nearest(const struct tp_timeline *is, int line)
{
    int best = is->steps[0].line;
    for (size_t i = 1; i < is->step_count; i++) {
        int one = is->steps[i].line, far = abs(one - line), least = abs(best - line);
        if (!is_close(&is->steps[i]) && (far < least || (far == least && one < best)))
            best = one;
    }
    return best;
}

/* Of several steps on that line the one that comes as its turn, else the last. */
static uint32_t nearest_line(const struct tp_timeline *was, size_t place,
                             const struct tp_timeline *is)
{
    int line = nearest(is, was->steps[place].line);
    size_t turns = 1, found = 0;
    for (size_t i = 0; i < place; i++)
        turns += was->steps[i].line == was->steps[place].line;
    for (size_t i = 0; i < is->step_count && turns > 0; i++)
        if (is->steps[i].line == line && !is_close(&is->steps[i])) {
            found = i;
            turns--;
        }
    return (uint32_t)found + 1;
}

uint32_t tp_match_step(const struct tp_timeline *was, uint32_t number, const struct tp_timeline *is)
{
    static const unsigned likenesses[] = {TITLE | SIDE, TITLE, SIDE | POINT};
    if (is->step_count == 0 || number == 0 || number > was->step_count)
        return 0;
    size_t place = number - 1, left = was->step_count - place, start = same_start(was, is);
    if (place < start)
        return number;
    if (left <= same_end(was, is, start))
        return (uint32_t)(is->step_count - left) + 1;
    for (size_t i = 0; i < sizeof likenesses / sizeof *likenesses; i++) {
        uint32_t found = same_turn(was, place, is, likenesses[i]);
        if (found)
            return found;
    }
    return nearest_line(was, place, is);
}

/* ---- where they part ---- */

static bool same_step(const struct tp_timeline_step *a, const struct tp_timeline_step *b)
{
    return alike(a, b, TITLE | SIDE | POINT) && same(a->section, b->section) &&
           same(a->spot, b->spot) && a->pressure == b->pressure && a->dose == b->dose &&
           a->start == b->start;
}

static bool same_cue(const struct tp_timeline_cue *a, const struct tp_timeline_cue *b)
{
    return a->at == b->at && a->type == b->type && a->step == b->step && same(a->text, b->text);
}

static tp_frames earlier(tp_frames a, tp_frames b)
{
    return a < b ? a : b;
}

/* Where one goes on alone, or both end apart. */
static tp_frames step_parting(const struct tp_timeline *was, const struct tp_timeline *is)
{
    size_t i = 0;
    while (i < was->step_count && i < is->step_count && same_step(&was->steps[i], &is->steps[i]))
        i++;
    return earlier(i < was->step_count ? was->steps[i].start : TP_NEVER,
                   i < is->step_count ? is->steps[i].start : TP_NEVER);
}

static tp_frames cue_parting(const struct tp_timeline *was, const struct tp_timeline *is)
{
    size_t i = 0;
    while (i < was->cue_count && i < is->cue_count && same_cue(&was->cues[i], &is->cues[i]))
        i++;
    return earlier(i < was->cue_count ? was->cues[i].at : TP_NEVER,
                   i < is->cue_count ? is->cues[i].at : TP_NEVER);
}

tp_frames tp_match_parting(const struct tp_timeline *was, const struct tp_timeline *is)
{
    tp_frames end = was->length == is->length ? TP_NEVER : earlier(was->length, is->length);
    return earlier(end, earlier(step_parting(was, is), cue_parting(was, is)));
}
