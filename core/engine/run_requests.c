/* What a routine wants that takes time: wait, say, ask. Here the rule lives of who may speak. */
#include "core/engine/run_internal.h"

#include <stdio.h>
#include <string.h>

/* How long a dry run takes to give the answer that the author assumed: a person needs about that.
 */
enum { ASSUMED_MS = 3000 };

/* After so long a quiet the first sound is a tone, not a word, so that a loudspeaker that has gone
 * to sleep swallows nothing; and the time from that tone to the word. */
enum { QUIET_MS = 10000, QUIET_LEAD_MS = 400 };

/* What a sentence takes, while nobody knows, for each letter. */
enum { LETTER_MS = 60 };

static int wake_at(struct tp_run *run, tp_frames at, struct tp_err *err)
{
    if (at > TP_DAY)
        return tp_err_set(err, TP_ELIMIT, "%s:%d: a routine may take at most 24 hours", run->name,
                          run->step.info.line);
    run->wake = tp_sched_add(run->sched, at > run->now ? at : run->now, DUE_WAKE, NULL);
    return run->wake ? 0 : tp_err_set(err, TP_ENOMEM, "%s: out of memory", run->name);
}

/* Frees the voice from now on: a safety sentence waits for nobody. */
static void cut_voice(struct tp_run *run)
{
    struct run_cue *cue = run->cues;
    while (cue) {
        struct run_cue *next = cue->next;
        bool speaks = cue->cue.type == TP_CUE_VOICE && cue->cue.at + cue->cue.length > run->now;
        if (speaks && !cue->task)
            run->out->cut(run->out_context, cue->cue.id, run->now);
        if (speaks)
            run_drop_cue(run, cue);
        cue = next;
    }
    run->voice_free = run->now;
}

/* The sentences of a text are asked for at one instant, unless each is waited for; only the first
 * of an ornament is one by its class. */
static void note_text(struct tp_run *run)
{
    const struct tp_request *want = &run->pending;
    run->text_begins =
        want->say.wait || run->text_at != run->now || want->say.speech_class == TP_ORNAMENT;
    if (run->text_begins)
        run->text_class = want->say.speech_class;
    run->text_at = run->now;
}

static void tell_misplaced(struct tp_run *run, tp_frames late, bool dropped)
{
    struct tp_misplaced told = {.text = run->pending.say.text,
                                .step = run->step.number,
                                .at = run->now,
                                .late = late,
                                .dropped = dropped};
    if (run->out->misplaced && run->text_class == TP_INSTRUCTION)
        run->out->misplaced(run->out_context, &told);
}

static int drop_sentence(struct tp_run *run, tp_frames late)
{
    run->stands = false;
    tell_misplaced(run, late, true);
    run->reply = (struct tp_reply){.dropped = true, .start = run->now};
    return 1;
}

/* Whether a replay has come to its place, where what is said is heard. */
static bool is_there(const struct tp_run *run)
{
    return run->target_inside && run->step.number == run->target &&
           run->now >= run->step.start + run->target_offset && run->cursor == run->log->count;
}

/* The sentence's length: from the log, else from the voice, then recorded. */
static tp_frames sentence_length(struct tp_run *run, const char *text)
{
    bool wait = false;
    const struct tp_record *record = run_recorded(run, TP_RECORD_LENGTH, text, &wait);
    if (record)
        return (tp_frames)record->value.number;
    if (wait || (run->hushed && !run->replaying))
        return -TP_EAGAIN;
    tp_frames length = run->world->sentence(run->world_context, text);
    if (length == -TP_EAGAIN && run->replaying && !is_there(run)) /* see tp_voice_estimate */
        length = TP_MS(LETTER_MS) * (tp_frames)strlen(text);
    if (length == -TP_EAGAIN)
        return length;
    if (length < 0)
        length = 0;
    int rc = run_record(run, TP_RECORD_LENGTH, text, tp_value_number((double)length));
    return rc < 0 ? rc : length;
}

/* The tone ahead of words that come after a long quiet. */
static int wake_up(struct tp_run *run, tp_frames at, struct tp_err *err)
{
    struct tp_tone_request tone = {.name = "next"};
    struct run_cue *cue;
    tp_frames length = run->world->tone(run->world_context, &tone, err);
    int rc =
        length > 0 ? run_add_cue(run, &cue, at, length, TP_CUE_TONE, tone.name, err) : -TP_EINVAL;
    if (rc == 0)
        cue->cue.tone = (struct tp_tone_request){.name = cue->text};
    return rc;
}

static int add_sentence(struct tp_run *run, tp_frames start, tp_frames length, struct tp_err *err)
{
    const struct tp_request *want = &run->pending;
    struct run_cue *cue;
    int rc = run_add_cue(run, &cue, start, length, TP_CUE_VOICE, want->say.text, err);
    if (rc == -TP_ELIMIT)
        return tp_err_set(err, TP_ELIMIT, "%s:%d: too many sentences wait to be said", run->name,
                          run->step.info.line);
    if (rc < 0)
        return rc;
    cue->cue.speech_class = want->say.speech_class;
    cue->cue.gain_db = want->say.gain_db;
    return 0;
}

/* Gives the sentence of this length its place. As run_speak. */
static int place_sentence(struct tp_run *run, tp_frames length, struct tp_err *err)
{
    const struct tp_request *want = &run->pending;
    bool safety = want->say.speech_class == TP_SAFETY, taken = run->voice_free > run->now;
    tp_frames start = taken && !safety ? run->voice_free : run->now;
    if (want->say.from > start)
        start = want->say.from;
    bool quiet = !safety && start > run->heard_until + TP_MS(QUIET_MS);
    tp_frames tone = start, asked = want->say.from > run->now ? want->say.from : run->now;
    start += quiet ? TP_MS(QUIET_LEAD_MS) : 0;
    if (start + length > want->say.ends_by)
        return drop_sentence(run, start + length - want->say.ends_by);
    if (taken && tone > asked && run->text_begins && !want->say.wait)
        tell_misplaced(run, tone - asked, false);
    if (safety)
        cut_voice(run);
    int rc = quiet ? wake_up(run, tone, err) : 0;
    if (rc == 0)
        rc = add_sentence(run, start, length, err);
    if (rc < 0)
        return rc;
    run->voice_free = start + length + want->say.pause;
    run->reply = (struct tp_reply){.start = start, .length = length};
    return want->say.wait ? wake_at(run, run->voice_free, err) : 1;
}

int run_speak(struct tp_run *run, struct tp_err *err)
{
    const struct tp_request *want = &run->pending;
    note_text(run);
    bool taken = run->voice_free > run->now;
    if (want->say.speech_class == TP_ORNAMENT && taken)
        return drop_sentence(run, run->voice_free - run->now);
    if (want->say.from > want->say.ends_by)
        return drop_sentence(run, want->say.from - want->say.ends_by);
    tp_frames length = sentence_length(run, want->say.text);
    run->stands = length == -TP_EAGAIN;
    if (run->stands)
        return 0;
    if (length < 0)
        return tp_err_set(err, (int)-length, "%s: out of memory", run->name);
    return place_sentence(run, length, err);
}

static void keep_assumed(struct run_question *kept, struct tp_value value)
{
    kept->question.assume = value;
    if (value.kind == TP_VALUE_TEXT) {
        snprintf(kept->assumed, sizeof kept->assumed, "%s", value.text);
        kept->question.assume = tp_value_text(kept->assumed);
    }
}

static void keep_question(struct run_question *kept, const struct tp_question *asked)
{
    kept->question = *asked;
    snprintf(kept->text, sizeof kept->text, "%s", asked->text);
    kept->question.text = kept->text;
    for (int i = 0; i < asked->choice_count; i++) {
        snprintf(kept->choices[i], sizeof kept->choices[i], "%s", asked->choices[i]);
        kept->question.choices[i] = kept->choices[i];
    }
    keep_assumed(kept, asked->assume);
    kept->stands = true;
}

/* Whether a dry run gives an answer, which is then the one that the question assumes. */
static bool is_answered(struct tp_run *run)
{
    struct run_question *kept = &run->question;
    struct tp_value own = tp_value_nil();
    if (!run->dry || run->replaying)
        return false;
    if (run->answer && run->answer(run->answer_context, &kept->question, &own))
        keep_assumed(kept, own);
    tp_frames timeout = kept->question.timeout;
    return kept->question.assume.kind != TP_VALUE_NIL &&
           (timeout == 0 || timeout > TP_MS(ASSUMED_MS));
}

static int ask(struct tp_run *run, const struct tp_question *asked, struct tp_err *err)
{
    struct tp_event event = {.kind = TP_EVENT_ASK, .question = &run->question.question};
    keep_question(&run->question, asked);
    bool assumed = is_answered(run);
    bool thinks = assumed && asked->timeout > 0;
    tp_frames at = run->now + (thinks ? TP_MS(ASSUMED_MS) : asked->timeout);
    run->question.timeout = tp_sched_add(run->sched, at, assumed ? DUE_ASSUMED : DUE_TIMEOUT, NULL);
    if (!run->question.timeout)
        return tp_err_set(err, TP_ENOMEM, "%s: out of memory", run->name);
    run_emit(run, &event);
    return 0;
}

void run_close_question(struct tp_run *run)
{
    struct tp_event event = {.kind = TP_EVENT_ANSWER, .question = &run->question.question};
    if (!run->question.stands)
        return;
    run->question.stands = false;
    tp_sched_cancel(run->sched, run->question.timeout);
    run->question.timeout = 0;
    if (!run->ended)
        run_emit(run, &event);
}

/* At once when something was felt already. */
static int feel(struct tp_run *run, tp_frames until, struct tp_err *err)
{
    if (run_press_take(run, &run->reply))
        return 1;
    run->feeling = true;
    return wake_at(run, until, err);
}

int run_request(struct tp_run *run, const struct tp_request *request, struct tp_err *err)
{
    run->reply = (struct tp_reply){0};
    switch (request->kind) {
    case TP_REQUEST_WAIT:
        return wake_at(run, request->until, err);
    case TP_REQUEST_FEEL:
        return feel(run, request->until, err);
    case TP_REQUEST_SAY:
        run->pending = *request;
        return run_speak(run, err);
    case TP_REQUEST_ASK:
        return ask(run, &request->ask, err);
    case TP_REQUEST_DONE:
        if (!request->outcome)
            return tp_err_set(err, TP_ESCRIPT, "%s: is empty: nothing in it is said or done",
                              run->name);
        run_end(run, request->outcome);
        return 0;
    }
    return 0;
}
