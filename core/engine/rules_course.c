/* Rules on the course of a whole session: its length, its silences, changes of position. */
#include "core/engine/check_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    MOST_MINUTES = 20,  /* trials took 4–10; what is longer is not shown to be better */
    MOST_POSITIONS = 2, /* each costs half a minute, and the calm */
    HOLD_SILENCE_S = 10,
    OTHER_SILENCE_S = 20,
    /* What is rounded on the way: a silence of exactly ten seconds is none too many. */
    ROUNDING_MS = 10
};

static bool is_kind(const struct tp_timeline_step *step, const char *kind)
{
    return strcmp(step->kind, kind) == 0;
}

/* Whether the step is work for the body: an author's own waits may fill a working day, and a warm
 * pack does its work alone. */
static bool is_body(const struct tp_timeline_step *step)
{
    static const char *const kinds[] = {"locate", "hold",   "rest",    "stretch", "warm_up",
                                        "move",   "stroke", "breathe", "position"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_kind(step, kinds[i]))
            return !step->how || strcmp(step->how, "heat") != 0;
    return false;
}

void tp_rule_length(struct tp_check *check, const struct tp_rule *rule,
                    const struct tp_timeline *run)
{
    char text[TP_FRAMES_TEXT];
    const tp_frames most = (tp_frames)MOST_MINUTES * 60 * TP_RATE;
    tp_frames body = 0;
    int line = 0;
    for (size_t i = 0; i < run->step_count; i++) {
        body += is_body(&run->steps[i]) ? run->steps[i].length : 0;
        if (line == 0 && body > most)
            line = run->steps[i].line;
    }
    if (body > most)
        tp_check_found(check, rule, line,
                       "two short sessions do more good than a long one: leave out from here, or "
                       "fewer repetitions",
                       "this takes %s, and from here on it is more than %d minutes",
                       tp_frames_duration(text, body), MOST_MINUTES);
}

static void judge_silence(struct tp_check *check, const struct tp_rule *rule,
                          const struct tp_timeline *run, const struct tp_silence *silence,
                          int most_s)
{
    char text[TP_FRAMES_TEXT];
    if (silence->length <= (tp_frames)most_s * TP_RATE + TP_MS(ROUNDING_MS))
        return;
    tp_check_found(check, rule, tp_check_line_at(run, silence->at),
                   "silence means let go: put a word or a sound in between, with during",
                   "nothing is heard for %s, and more than %d s make a person wonder",
                   tp_check_time(text, silence->length), most_s);
}

void tp_rule_silence(struct tp_check *check, const struct tp_rule *rule,
                     const struct tp_timeline *run)
{
    judge_silence(check, rule, run, &run->in_holds, HOLD_SILENCE_S);
    if (run->elsewhere.at != run->in_holds.at)
        judge_silence(check, rule, run, &run->elsewhere, OTHER_SILENCE_S);
}

void tp_rule_positions(struct tp_check *check, const struct tp_rule *rule,
                       const struct tp_timeline *run)
{
    int changes = 0, line = 0;
    for (size_t i = 0; i < run->step_count; i++)
        if (is_kind(&run->steps[i], "position") && ++changes == MOST_POSITIONS + 1)
            line = run->steps[i].line;
    if (changes > MOST_POSITIONS)
        tp_check_found(check, rule, line, "put together what is done in one position",
                       "the position changes %d times; more than %d, and the calm is gone", changes,
                       MOST_POSITIONS);
}
