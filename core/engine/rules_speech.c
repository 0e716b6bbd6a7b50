/* Rules on speech and the time that its place gives it. An author's words are instructions; what
 * the program says of its own accord beside them is left out where there is no room, and that is
 * right. */
#include "core/engine/check_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    LATE_MS = 1000, /* a second later it is still at its place */
    OVER_MS = 300,  /* and a third of one is the last syllable */
    LONGEST_S = 120 /* no sentence takes longer */
};

static const struct tp_timeline_step *step_of(const struct tp_timeline *run, uint32_t number)
{
    return number > 0 && number <= run->step_count ? &run->steps[number - 1] : NULL;
}

static int line_of(const struct tp_check *check, const struct tp_timeline *run, uint32_t number,
                   const char *text)
{
    const struct tp_timeline_step *step = step_of(run, number);
    return tp_check_line_of(check, text, step ? step->line : 0);
}

void tp_rule_dropped(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run)
{
    char late[TP_FRAMES_TEXT];
    for (size_t i = 0; i < run->misplaced_count; i++) {
        const struct tp_timeline_misplaced *one = &run->misplaced[i];
        if (one->dropped)
            tp_check_found(check, rule, line_of(check, run, one->step, one->text),
                           "say it earlier, or make it shorter",
                           "“%s” is not said: it would be over %s too late, for the last 3 s of a "
                           "hold are quiet",
                           one->text, tp_check_time(late, one->late));
    }
}

/* The last sentence that began before; NULL without one. */
static const struct tp_timeline_cue *voice_before(const struct tp_timeline *run, tp_frames at)
{
    size_t low = 0, high = run->cue_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->cues[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    while (low > 0 && run->cues[low - 1].type != TP_CUE_VOICE)
        low--;
    return low > 0 ? &run->cues[low - 1] : NULL;
}

void tp_rule_late(struct tp_check *check, const struct tp_rule *rule, const struct tp_timeline *run)
{
    char late[TP_FRAMES_TEXT];
    for (size_t i = 0; i < run->misplaced_count; i++) {
        const struct tp_timeline_misplaced *one = &run->misplaced[i];
        const struct tp_timeline_cue *before = voice_before(run, one->at);
        if (one->dropped || one->late <= TP_MS(LATE_MS) || !before || before->step != one->step)
            continue; /* words that run over from the step before are told there */
        tp_check_found(check, rule, line_of(check, run, one->step, one->text),
                       "move it on, or shorten what is said before it",
                       "“%s” comes %s late: “%s” is still being said", one->text,
                       tp_check_time(late, one->late), before->text);
    }
}

static bool is_instruction(const struct tp_timeline_cue *cue, const struct tp_timeline_step *step)
{
    return cue->type == TP_CUE_VOICE && cue->step == step->number &&
           cue->speech_class == TP_INSTRUCTION;
}

/* When the words of a step are over: sentences that were asked for in it may sound after it. */
static tp_frames words_over(const struct tp_timeline *run, const struct tp_timeline_step *step,
                            size_t *cue)
{
    tp_frames over = step->start;
    while (*cue < run->cue_count && run->cues[*cue].at < step->start)
        ++*cue;
    for (size_t i = *cue; i < run->cue_count; i++) {
        const struct tp_timeline_cue *one = &run->cues[i];
        if (is_instruction(one, step) && one->at + one->length > over)
            over = one->at + one->length;
        if (one->step > step->number && one->type == TP_CUE_TONE)
            break; /* a later step sounds, so that what was asked for before is said */
        if (one->at > step->start + step->length + (tp_frames)LONGEST_S * TP_RATE)
            break;
    }
    return over;
}

static bool is_among(const char *kind, const char *const *kinds)
{
    while (*kinds && strcmp(kind, *kinds) != 0)
        kinds++;
    return *kinds;
}

/* Whether a step takes exactly its seconds, unless its words make it longer. Those of a step{} with
 * a function are for show only. */
static bool is_timed(const struct tp_timeline_step *step)
{
    static const char *const untimed[] = {"hold", "stretch", "say", NULL};
    static const char *const timed[] = {"warm_up", "move", "stroke", "breathe", "rest", NULL};
    tp_frames more = step->length - step->dose;
    if (step->dose <= 0 || more < -TP_MS(OVER_MS) || is_among(step->kind, untimed))
        return false;
    return is_among(step->kind, timed) || more <= TP_MS(OVER_MS);
}

static void tell_over(struct tp_check *check, const struct tp_rule *rule,
                      const struct tp_timeline_step *step, tp_frames needs)
{
    char text[2][TP_FRAMES_TEXT], mend[80];
    tp_frames whole = (needs + TP_RATE - 1) / TP_RATE;
    snprintf(mend, sizeof mend, "give it %d s, or fewer words", (int)whole);
    tp_check_found(check, rule, step->line, mend, "the words of this %s take %s, and it has %s",
                   step->kind, tp_check_time(text[0], needs), tp_check_time(text[1], step->dose));
}

/* Where a press or a stretch is let go: the falling sound of the step; TP_NEVER without one. */
static tp_frames release_of(const struct tp_timeline *run, const struct tp_timeline_step *step,
                            size_t cue)
{
    for (; cue < run->cue_count && run->cues[cue].at < step->start + step->length; cue++)
        if (run->cues[cue].type == TP_CUE_TONE && run->cues[cue].step == step->number &&
            strcmp(run->cues[cue].text, "end") == 0)
            return run->cues[cue].at;
    return TP_NEVER;
}

static void judge_release(struct tp_check *check, const struct tp_rule *rule,
                          const struct tp_timeline *run, const struct tp_timeline_step *step,
                          size_t cue)
{
    char text[TP_FRAMES_TEXT];
    tp_frames release = release_of(run, step, cue);
    for (; release != TP_NEVER && cue < run->cue_count && run->cues[cue].at < release; cue++) {
        const struct tp_timeline_cue *one = &run->cues[cue];
        tp_frames over = one->at + one->length - release;
        if (is_instruction(one, step) && over > TP_MS(OVER_MS))
            tp_check_found(check, rule, tp_check_line_of(check, one->text, step->line),
                           "say it earlier, or make it shorter",
                           "“%s” runs %s into the sound that lets go", one->text,
                           tp_check_time(text, over));
    }
}

void tp_rule_over(struct tp_check *check, const struct tp_rule *rule, const struct tp_timeline *run)
{
    size_t cue = 0;
    for (size_t i = 0; i < run->step_count; i++) {
        const struct tp_timeline_step *step = &run->steps[i];
        tp_frames over = words_over(run, step, &cue);
        tp_frames end = step->start + step->length, needs = (over > end ? over : end) - step->start;
        if (!is_timed(step))
            judge_release(check, rule, run, step, cue);
        else if (needs > step->dose + TP_MS(OVER_MS))
            tell_over(check, rule, step, needs);
    }
}
